//! Every fault that leaves this package, with its code and what a person should do about it.

use std::{error::Error as StdError, fmt, path::PathBuf, sync::Arc, time::Duration};

use crate::engine::StartPhase;

/// A fault below one of ours, kept for the cause chain. `Arc`, because one fault settles many waiting callers.
pub type Cause = Arc<dyn StdError + Send + Sync + 'static>;

/// Wraps any error as a cause.
pub fn cause(error: impl StdError + Send + Sync + 'static) -> Option<Cause> {
    Some(Arc::new(error))
}

/// The one error type. The text says what happened; [`Error::hint`] says what to do; [`Error::code`] is for programs.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A wrong argument. Becomes a JS `TypeError` (or `RangeError` with `range`).
    #[error("{field} {problem}")]
    InvalidArgument { field: String, problem: String, range: bool },

    #[error("the session is already started with other options: {field} differs")]
    AlreadyStarted { field: String },

    #[error("{}", .named.as_ref().map_or_else(|| "no Chromium, Chrome or Edge was found".to_owned(), |path| format!("there is no browser at {}", path.display())))]
    BrowserNotFound {
        /// The one that was asked for, by option or environment.
        named: Option<PathBuf>,
        /// Where it was looked for.
        looked_in: Vec<PathBuf>,
        /// How to install one on this system, as a command.
        install: String,
    },

    #[error("the browser at {executable} did not start: {problem}")]
    BrowserStart { executable: PathBuf, problem: String, source: Option<Cause> },

    #[error("the browser ended unexpectedly{}", .status.as_deref().map(|s| format!(" ({s})")).unwrap_or_default())]
    BrowserExited { status: Option<String> },

    #[error("the WhatsApp Web page crashed")]
    PageCrashed,

    #[error("WhatsApp Web could not be loaded from {url}: {problem}")]
    PageUnreachable { url: String, problem: String },

    #[error("WhatsApp Web refuses this browser: {problem}")]
    BrowserRefused { problem: String },

    #[error("WhatsApp did not start within {} ms (phase: {})", .after.as_millis(), .phase.name())]
    StartTimeout { phase: StartPhase, after: Duration },

    #[error("the page did not answer {call} within {} ms", .after.as_millis())]
    PageBusy { call: &'static str, after: Duration },

    #[error("WhatsApp Web {} has no {capability} that this version knows (tried {})", .version.as_deref().unwrap_or("of unknown version"), .tried.join(", "))]
    CapabilityMissing { capability: String, tried: Vec<String>, version: Option<String> },

    /// An error that WhatsApp's own code threw, serialised inside the page.
    #[error("WhatsApp Web failed in {call}: {name}: {message}")]
    WhatsApp { call: &'static str, name: String, message: String, status: Option<i64> },

    #[error("the data directory {path} cannot be used: {problem}")]
    Storage { path: PathBuf, problem: String, source: Option<Cause> },

    #[error("the session is in use by process {pid} on {host}")]
    SessionInUse { pid: u32, host: String },

    #[error("no QR code that is still valid came within {} ms", .after.as_millis())]
    QrTimeout { after: Duration },

    #[error("the link was refused after the scan")]
    LinkRefused,

    #[error("linking has not finished {} s after the scan", .after.as_secs())]
    LinkStalled { after: Duration },

    #[error("no account is linked")]
    NotLinked,

    #[error("the account was logged out{}", .reason.as_deref().map(|r| format!(" ({r})")).unwrap_or_default())]
    LoggedOut { reason: Option<String> },

    #[error("WhatsApp is not connected ({reason})")]
    Disconnected { reason: &'static str },

    #[error("the account is open in another window or process")]
    Conflict,

    #[error("WhatsApp blocks this client ({state})")]
    Blocked { state: &'static str },

    #[error("{phone} is not on WhatsApp")]
    NotOnWhatsApp { phone: String },

    #[error("{phone} has more than one form on WhatsApp: {}", .candidates.join(", "))]
    NumberAmbiguous { phone: String, candidates: Vec<String> },

    #[error("the message is addressed to the account's own number")]
    SelfMessage,

    #[error("WhatsApp did not take the message ({result})")]
    SendFailed { message_id: Option<String>, result: String },

    /// The message provably never left.
    #[error("the message was not handed over within {} ms and will not be sent", .after.as_millis())]
    SendTimeout { after: Duration },

    #[error("it is not known whether message {message_id} was sent")]
    SendUncertain { message_id: String, source: Option<Cause> },

    #[error("the session was closed")]
    Closed,

    #[error("an internal error: {problem}")]
    Internal { problem: String },
}

impl Error {
    /// Stable code, `ERR_WA_…`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::InvalidArgument { .. } => "ERR_WA_INVALID_ARGUMENT",
            Self::AlreadyStarted { .. } => "ERR_WA_ALREADY_STARTED",
            Self::BrowserNotFound { .. } => "ERR_WA_BROWSER_NOT_FOUND",
            Self::BrowserStart { .. } => "ERR_WA_BROWSER_START",
            Self::BrowserExited { .. } => "ERR_WA_BROWSER_EXITED",
            Self::PageCrashed => "ERR_WA_PAGE_CRASHED",
            Self::PageUnreachable { .. } => "ERR_WA_PAGE_UNREACHABLE",
            Self::BrowserRefused { .. } => "ERR_WA_BROWSER_REFUSED",
            Self::StartTimeout { .. } => "ERR_WA_START_TIMEOUT",
            Self::PageBusy { .. } => "ERR_WA_PAGE_BUSY",
            Self::CapabilityMissing { .. } => "ERR_WA_CAPABILITY_MISSING",
            Self::WhatsApp { .. } => "ERR_WA_PAGE_ERROR",
            Self::Storage { .. } => "ERR_WA_STORAGE",
            Self::SessionInUse { .. } => "ERR_WA_SESSION_IN_USE",
            Self::QrTimeout { .. } => "ERR_WA_QR_TIMEOUT",
            Self::LinkRefused => "ERR_WA_LINK_REFUSED",
            Self::LinkStalled { .. } => "ERR_WA_LINK_STALLED",
            Self::NotLinked => "ERR_WA_NOT_LINKED",
            Self::LoggedOut { .. } => "ERR_WA_LOGGED_OUT",
            Self::Disconnected { .. } => "ERR_WA_DISCONNECTED",
            Self::Conflict => "ERR_WA_CONFLICT",
            Self::Blocked { .. } => "ERR_WA_BLOCKED",
            Self::NotOnWhatsApp { .. } => "ERR_WA_NOT_ON_WHATSAPP",
            Self::NumberAmbiguous { .. } => "ERR_WA_NUMBER_AMBIGUOUS",
            Self::SelfMessage => "ERR_WA_SELF_MESSAGE",
            Self::SendFailed { .. } => "ERR_WA_SEND_FAILED",
            Self::SendTimeout { .. } => "ERR_WA_SEND_TIMEOUT",
            Self::SendUncertain { .. } => "ERR_WA_SEND_UNCERTAIN",
            Self::Closed => "ERR_WA_CLOSED",
            Self::Internal { .. } => "ERR_WA_INTERNAL",
        }
    }

    /// One sentence: what a person should do.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::InvalidArgument { field, .. } => format!("Correct {field} in the call."),
            Self::AlreadyStarted { .. } => {
                "Call configure() once, before anything starts the session, or close() the session first.".into()
            }
            Self::BrowserNotFound { named: Some(_), .. } => {
                "Correct browser.executablePath or WA_BRIDGE_CHROME, or leave it out to use the browser that is installed.".into()
            }
            Self::BrowserNotFound { install, .. } => {
                format!("Install one ({install}), or name it in browser.executablePath or WA_BRIDGE_CHROME.")
            }
            Self::BrowserStart { .. } => {
                "Run the browser by hand with --version; in a container install its libraries, and set browser.sandbox to false where user namespaces are not allowed.".into()
            }
            Self::BrowserExited { .. } => {
                "Call start() to bring it back; if it happens again look for the out-of-memory killer in the system log.".into()
            }
            Self::PageCrashed => "Call start() to load it again; if it happens again give the machine more memory.".into(),
            Self::PageUnreachable { .. } => {
                "Check that this server reaches web.whatsapp.com (DNS, firewall, proxy), or webUrl if you set one.".into()
            }
            Self::BrowserRefused { .. } => "Install a current Chromium, Chrome or Edge.".into(),
            Self::StartTimeout { phase: StartPhase::Launch, .. } => {
                "The machine may be overloaded: give it more CPU or memory, or try again.".into()
            }
            Self::StartTimeout { phase: StartPhase::Navigate, .. } => {
                "Check the server's connection to web.whatsapp.com, then try again.".into()
            }
            Self::StartTimeout { phase: StartPhase::Script, .. } => {
                "WhatsApp Web loaded but never became usable: try again, and update wa-bridge if it stays so.".into()
            }
            Self::PageBusy { .. } => "Try again; if it stays so give the machine more CPU, or close() and start() the session.".into(),
            Self::CapabilityMissing { .. } => "WhatsApp changed its page: update wa-bridge, and report the names above if it is current.".into(),
            Self::WhatsApp { .. } => "Try again; if it stays so report the error with its name and WhatsApp's version from status().".into(),
            Self::Storage { .. } => "Make the directory writable for this user, free space, or set dataDir to another place.".into(),
            Self::SessionInUse { .. } => "Stop that process, or give this one another clientId.".into(),
            Self::QrTimeout { .. } => "Look at status() for what the session waits for, then call generateQr() again.".into(),
            Self::LinkRefused => "Scan the new QR code, and confirm the link on the phone.".into(),
            Self::LinkStalled { .. } => {
                "Look at the phone: it may ask for a passkey, a fingerprint or a confirmation; else cancel there and scan again.".into()
            }
            Self::NotLinked => "Call generateQr() and scan the code with the phone.".into(),
            Self::LoggedOut { .. } => "Call generateQr() and link the phone again.".into(),
            Self::Disconnected { .. } => "Wait for the onAuth event `ready`, or call start(); check the server's network if it stays so.".into(),
            Self::Conflict => "Close the other window, or call start({ takeover: true }).".into(),
            Self::Blocked { state: "DEPRECATED_VERSION" } => "WhatsApp wants a newer browser or page: update Chromium and start again.".into(),
            Self::Blocked { .. } => "Open WhatsApp on the phone and read what it says about the account; check the server's proxy or IP address.".into(),
            Self::NotOnWhatsApp { .. } => "Check the number and its country code.".into(),
            Self::NumberAmbiguous { .. } => "Choose one of the candidates and pass it as `to`.".into(),
            Self::SelfMessage => "Send to another number, or pass allowSelf: true.".into(),
            Self::SendFailed { .. } => "Try again; check on the phone whether the account is restricted if it stays so.".into(),
            Self::SendTimeout { .. } => "Send it again: it did not leave. Look at status() for what the session waits for.".into(),
            Self::SendUncertain { .. } => "Do not send it again before you know: look for it on the phone, or ask messageStatus() with its id.".into(),
            Self::Closed => "Call start(), or just call the method again.".into(),
            Self::Internal { .. } => "This is a bug in wa-bridge: please report it with the log (WA_BRIDGE_LOG=debug).".into(),
        }
    }

    /// Whether the same call may succeed later without anybody changing anything.
    #[must_use]
    pub fn retryable(&self) -> bool {
        matches!(
            self,
            Self::BrowserExited { .. }
                | Self::PageCrashed
                | Self::PageUnreachable { .. }
                | Self::StartTimeout { .. }
                | Self::PageBusy { .. }
                | Self::SessionInUse { .. }
                | Self::QrTimeout { .. }
                | Self::LinkRefused
                | Self::LinkStalled { .. }
                | Self::Disconnected { .. }
                | Self::SendTimeout { .. }
                | Self::Closed
        )
    }

    /// The phase of a start that ran out of time.
    #[must_use]
    pub fn phase(&self) -> Option<&'static str> {
        match self {
            Self::StartTimeout { phase, .. } => Some(phase.name()),
            _ => None,
        }
    }

    /// A wrong argument, told with the field's full path.
    pub fn invalid(field: impl Into<String>, problem: impl fmt::Display) -> Self {
        Self::InvalidArgument { field: field.into(), problem: problem.to_string(), range: false }
    }
}
