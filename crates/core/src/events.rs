//! What a session tells and gives: login steps, auth events, status, messages. Plain data; the N-API layer copies it field by field.

use std::time::SystemTime;

use crate::{
    Error,
    engine::{Account, EngineDiagnostics, IncomingMessage, StartPhase},
};

/// A QR code that WhatsApp shows, with its life time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveQr {
    /// Exactly what WhatsApp Web would show.
    pub payload: String,
    pub issued_at: SystemTime,
    pub expires_at: SystemTime,
    /// Counts the codes since the session began to wait for a scan, from 1.
    pub attempt: u32,
}

/// The outcome of asking for a QR code.
#[derive(Debug, Clone)]
pub enum LoginStep {
    Qr(LiveQr),
    Ready(Account),
}

/// Every change of the login, and what a new listener is told first.
#[derive(Debug, Clone)]
pub enum AuthEvent {
    Stopped,
    Starting,
    Qr(LiveQr),
    Scanned,
    LinkRefused(Error),
    LinkStalled(Error),
    /// Linked; history sync in percent when WhatsApp tells it.
    Authenticated {
        progress: Option<u8>,
    },
    Ready(Account),
    Disconnected(Disconnection),
    LoggedOut {
        reason: Option<String>,
    },
    Failed(Error),
}

/// Not connected, still linked.
#[derive(Debug, Clone)]
pub struct Disconnection {
    pub reason: DisconnectReason,
    /// It comes back by itself or by `start()`.
    pub recoverable: bool,
    /// When the next attempt is made by itself; `None` when none is planned or the page retries on its own.
    pub retry_in_ms: Option<u64>,
    pub error: Error,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisconnectReason {
    Network,
    Conflict,
    Blocked,
    BrowserExited,
    PageCrashed,
}

impl DisconnectReason {
    /// The name in the public API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Conflict => "conflict",
            Self::Blocked => "blocked",
            Self::BrowserExited => "browserExited",
            Self::PageCrashed => "pageCrashed",
        }
    }
}

/// A message that WhatsApp's server has acknowledged.
#[derive(Debug, Clone)]
pub struct Sent {
    /// The WhatsApp message id.
    pub id: String,
    /// Digits only, when known.
    pub phone: Option<String>,
    pub wid: Option<String>,
    pub lid: Option<String>,
    /// 1 server, 2 device, 3 read, 4 played.
    pub ack: i8,
    pub timestamp: SystemTime,
}

/// One incoming message on its way to a handler. It is handled when every listener it went to has settled it as handled.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// Names this delivery when it is settled.
    pub id: u64,
    pub message: IncomingMessage,
    /// It arrived at WhatsApp while this process was not connected.
    pub late: bool,
    /// How often it was delivered before.
    pub redelivered: u32,
}

/// The state's name, as `status().state` shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateName {
    Stopped,
    Starting,
    Qr,
    Linking,
    Syncing,
    Ready,
    Disconnected,
    LoggedOut,
    Failed,
    Closing,
}

impl StateName {
    /// The name in the public API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Stopped => "stopped",
            Self::Starting => "starting",
            Self::Qr => "qr",
            Self::Linking => "linking",
            Self::Syncing => "syncing",
            Self::Ready => "ready",
            Self::Disconnected => "disconnected",
            Self::LoggedOut => "loggedOut",
            Self::Failed => "failed",
            Self::Closing => "closing",
        }
    }
}

/// A snapshot of the session, for people and health checks.
#[derive(Debug, Clone)]
pub struct Status {
    pub state: StateName,
    pub since: SystemTime,
    /// The linked account, also while disconnected.
    pub account: Option<Account>,
    pub qr: Option<LiveQr>,
    /// Phase of a running start.
    pub phase: Option<StartPhase>,
    /// The last fault told, even when the session recovered.
    pub last_error: Option<(Error, SystemTime)>,
    pub engine: EngineDiagnostics,
    pub whatsapp_version: Option<String>,
    /// Messages that wait for a handler.
    pub unhandled_messages: usize,
}
