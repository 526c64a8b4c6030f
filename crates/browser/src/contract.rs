//! What crosses between the engine and the page script: the twin of `page/contract.ts`.

use serde::{Deserialize, Serialize};
use wa_bridge_core::{
    Error,
    engine::{IncomingMessage, OutgoingText, Snapshot},
};

/// Given to the script when it is injected.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Config {
    pub(crate) binding: String,
    pub(crate) handle: String,
    pub(crate) device_name: Option<String>,
}

/// Engine to page.
#[derive(Debug, Serialize)]
#[serde(tag = "call", rename_all = "camelCase")]
pub(crate) enum Call<'a> {
    Snapshot,
    RefreshQr,
    PrepareSend { candidates: &'a [String] },
    SendText { message: &'a OutgoingText },
    MessageAck { id: &'a str },
    Logout,
    TakeOver,
}

impl Call<'_> {
    /// The call's name in errors.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Snapshot => "snapshot",
            Self::RefreshQr => "refreshQr",
            Self::PrepareSend { .. } => "prepareSend",
            Self::SendText { .. } => "sendText",
            Self::MessageAck { .. } => "messageAck",
            Self::Logout => "logout",
            Self::TakeOver => "takeOver",
        }
    }
}

/// Page to engine, through the binding.
#[derive(Debug, Deserialize)]
#[serde(tag = "event", rename_all = "camelCase")]
#[cfg_attr(test, derive(Serialize))]
pub(crate) enum PageEvent {
    Ready { snapshot: Snapshot },
    Snapshot { snapshot: Snapshot },
    SyncProgress { percent: u8 },
    Ack { id: String, ack: i8 },
    SendResult { id: String, result: String },
    Message { message: Box<IncomingMessage> },
    LoggedOut { reason: Option<String> },
    Refused { problem: String },
    HttpError { url: String, status: u16 },
    Trace { text: String },
}

/// The page's answer to a [`Call`].
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(Serialize))]
pub(crate) struct Reply {
    pub(crate) ok: bool,
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    pub(crate) value: serde_json::Value,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<Fault>,
}

/// An error, serialised inside the page.
#[derive(Debug, Deserialize)]
#[serde(tag = "fault", rename_all = "camelCase")]
#[cfg_attr(test, derive(Serialize))]
pub(crate) enum Fault {
    Capability {
        capability: String,
        tried: Vec<String>,
        version: Option<String>,
    },
    WhatsApp {
        name: String,
        message: String,
        status: Option<i64>,
        /// Type and stack, for the log alone.
        detail: Option<String>,
    },
}

impl Fault {
    /// The fault as this package's error, for a call of this name.
    pub(crate) fn into_error(self, call: &'static str) -> Error {
        match self {
            Self::Capability { capability, tried, version } => Error::CapabilityMissing { capability, tried, version },
            Self::WhatsApp { name, message, status, detail } => {
                tracing::debug!(call, name, status, detail, "WhatsApp Web failed");
                Error::WhatsApp { call, name, message, status }
            }
        }
    }
}

#[cfg(test)]
#[path = "contract_tests.rs"]
mod tests;
