use napi_derive::napi;
use wa_bridge_core::{engine::StartPhase, events::Status, options::SessionOptions};

use crate::{
    events::{AccountData, QrData, millis},
    fault::Fault,
};

#[napi(object, use_nullable = true, object_from_js = false)]
pub struct LastErrorData {
    pub error: Fault,
    pub at: f64,
}

/// `SessionStatus` of the public API, flat.
#[napi(object, use_nullable = true, object_from_js = false)]
pub struct StatusData {
    pub client_id: String,
    pub state: &'static str,
    pub since: f64,
    pub account: Option<AccountData>,
    pub qr: Option<QrData>,
    pub phase: Option<&'static str>,
    pub last_error: Option<LastErrorData>,
    pub pid: Option<u32>,
    pub browser_version: Option<String>,
    pub executable_path: Option<String>,
    pub whatsapp_version: Option<String>,
    pub unhandled_messages: u32,
    pub web_url: String,
    pub data_dir: String,
}

impl StatusData {
    pub fn new(status: Status, options: SessionOptions) -> Self {
        Self {
            client_id: options.client_id,
            state: status.state.name(),
            since: millis(status.since),
            account: status.account.map(Into::into),
            qr: status.qr.map(Into::into),
            phase: status.phase.map(StartPhase::name),
            last_error: status
                .last_error
                .map(|(error, at)| LastErrorData { error: Fault::from(&error), at: millis(at) }),
            pid: status.engine.pid,
            browser_version: status.engine.browser,
            executable_path: status.engine.executable,
            whatsapp_version: status.whatsapp_version,
            unhandled_messages: u32::try_from(status.unhandled_messages).unwrap_or(u32::MAX),
            web_url: options.web_url,
            data_dir: options.data_dir.to_string_lossy().into_owned(),
        }
    }
}
