//! Logins and messages as data. Times are milliseconds since 1970; null is "not there".

use std::time::{SystemTime, UNIX_EPOCH};

use napi_derive::napi;
use wa_bridge_core::{
    engine::Account,
    events::{AuthEvent, Delivery, LiveQr, LoginStep, Sent},
};

use crate::fault::Fault;

/// Milliseconds since 1970.
#[allow(clippy::cast_precision_loss, reason = "milliseconds of this age fit a double's 53 bits for 285,000 years")]
pub fn millis(time: SystemTime) -> f64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis() as f64
}

#[napi(object, use_nullable = true, object_from_js = false)]
pub struct QrData {
    pub payload: String,
    pub issued_at: f64,
    pub expires_at: f64,
    pub attempt: u32,
}

impl From<LiveQr> for QrData {
    fn from(qr: LiveQr) -> Self {
        Self {
            payload: qr.payload,
            issued_at: millis(qr.issued_at),
            expires_at: millis(qr.expires_at),
            attempt: qr.attempt,
        }
    }
}

#[napi(object, use_nullable = true, object_from_js = false)]
pub struct AccountData {
    pub phone: Option<String>,
    pub wid: Option<String>,
    pub lid: Option<String>,
    pub push_name: Option<String>,
    pub platform: Option<String>,
}

impl From<Account> for AccountData {
    fn from(account: Account) -> Self {
        let Account { phone, wid, lid, push_name, platform } = account;
        Self { phone, wid, lid, push_name, platform }
    }
}

/// One of both.
#[napi(object, use_nullable = true, object_from_js = false)]
pub struct LoginStepData {
    pub qr: Option<QrData>,
    pub account: Option<AccountData>,
}

impl From<LoginStep> for LoginStepData {
    fn from(step: LoginStep) -> Self {
        match step {
            LoginStep::Qr(qr) => Self { qr: Some(qr.into()), account: None },
            LoginStep::Ready(account) => Self { qr: None, account: Some(account.into()) },
        }
    }
}

/// The fields that its type has; the others are null.
#[napi(object, use_nullable = true, object_from_js = false)]
#[derive(Default)]
pub struct AuthEventData {
    #[napi(js_name = "type")]
    pub kind: &'static str,
    pub qr: Option<QrData>,
    pub account: Option<AccountData>,
    pub progress: Option<u8>,
    pub reason: Option<String>,
    pub recoverable: Option<bool>,
    pub retry_in_ms: Option<f64>,
    pub error: Option<Fault>,
}

impl From<AuthEvent> for AuthEventData {
    fn from(event: AuthEvent) -> Self {
        let of = |kind| Self { kind, ..Self::default() };
        let failed = |kind, error| Self { kind, error: Some(Fault::from(&error)), ..Self::default() };
        match event {
            AuthEvent::Stopped => of("stopped"),
            AuthEvent::Starting => of("starting"),
            AuthEvent::Qr(qr) => Self { qr: Some(qr.into()), ..of("qr") },
            AuthEvent::Scanned => of("scanned"),
            AuthEvent::LinkRefused(error) => failed("linkRefused", error),
            AuthEvent::LinkStalled(error) => failed("linkStalled", error),
            AuthEvent::Authenticated { progress } => Self { progress, ..of("authenticated") },
            AuthEvent::Ready(account) => Self { account: Some(account.into()), ..of("ready") },
            AuthEvent::Disconnected(gone) => Self {
                reason: Some(gone.reason.name().to_owned()),
                recoverable: Some(gone.recoverable),
                retry_in_ms: gone.retry_in_ms.map(exact),
                ..failed("disconnected", gone.error)
            },
            AuthEvent::LoggedOut { reason } => Self { reason, ..of("loggedOut") },
            AuthEvent::Failed(error) => failed("failed", error),
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "delays are minutes at most")]
fn exact(millis: u64) -> f64 {
    millis as f64
}

#[napi(object, use_nullable = true, object_from_js = false)]
pub struct SentData {
    pub id: String,
    pub input: String,
    pub phone: Option<String>,
    pub wid: Option<String>,
    pub lid: Option<String>,
    pub ack: i8,
    pub timestamp: f64,
}

impl SentData {
    pub fn new(input: String, sent: Sent) -> Self {
        let Sent { id, phone, wid, lid, ack, timestamp } = sent;
        Self { id, input, phone, wid, lid, ack, timestamp: millis(timestamp) }
    }
}

#[napi(object, use_nullable = true, object_from_js = false)]
pub struct ContactData {
    pub wid: String,
    pub phone: Option<String>,
    pub lid: Option<String>,
    pub name: Option<String>,
}

/// A message, and the number by which it is settled.
#[napi(object, use_nullable = true, object_from_js = false)]
pub struct DeliveryData {
    pub delivery: i64,
    pub id: String,
    pub chat: String,
    pub from: ContactData,
    pub to: String,
    pub from_me: bool,
    pub text: Option<String>,
    #[napi(js_name = "type")]
    pub kind: String,
    /// Seconds since 1970, WhatsApp's own.
    pub timestamp: i64,
    pub late: bool,
    pub redelivered: u32,
}

impl From<Delivery> for DeliveryData {
    fn from(delivery: Delivery) -> Self {
        let message = delivery.message;
        let from = message.from;
        Self {
            delivery: delivery.id.cast_signed(),
            id: message.id,
            chat: message.chat,
            from: ContactData { wid: from.wid, phone: from.phone, lid: from.lid, name: from.name },
            to: message.to,
            from_me: message.from_me,
            text: message.text,
            kind: message.kind,
            timestamp: message.timestamp,
            late: delivery.late,
            redelivered: delivery.redelivered,
        }
    }
}
