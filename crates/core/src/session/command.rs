//! What a handle asks of the actor.

use std::{sync::Arc, time::Duration};

use tokio::sync::oneshot;

use super::addressing::Addressing;
use super::listeners::{AuthListener, MessageListener};
use crate::{
    Error,
    engine::{Account, Engine, Link},
    events::LoginStep,
    inbox::ListenerId,
};

/// Where an answer goes. Dropped unanswered only when the actor itself is gone.
pub(super) type Reply<T> = oneshot::Sender<Result<T, Error>>;

/// Options of [`super::Session::start`].
#[derive(Debug, Clone, Copy)]
pub struct StartOptions {
    pub timeout: Duration,
    /// Take the account back from another window.
    pub takeover: bool,
}

/// Options of [`super::Session::generate_qr`].
#[derive(Debug, Clone, Copy)]
pub struct GenerateQr {
    pub timeout: Duration,
    /// How long the code must still be valid.
    pub min_ttl: Duration,
}

/// A link that was ready when it was handed out, and the account behind it.
pub(super) struct Lease {
    pub link: Arc<dyn Link>,
    pub account: Account,
    pub addressing: Arc<Addressing>,
}

pub(super) enum Command {
    Start {
        takeover: bool,
        reply: Reply<()>,
    },
    GenerateQr {
        min_ttl: Duration,
        reply: Reply<LoginStep>,
    },
    /// Wait until messages can be sent.
    Lease {
        reply: Reply<Lease>,
    },
    Close {
        reply: Reply<()>,
    },
    Logout {
        reply: Reply<()>,
    },
    Reset {
        reply: Reply<()>,
    },
    ReplaceEngine {
        engine: Arc<dyn Engine>,
    },
    OnAuth {
        id: ListenerId,
        key: Option<String>,
        listener: AuthListener,
    },
    OnMessage {
        id: ListenerId,
        key: Option<String>,
        listener: MessageListener,
    },
    Off {
        id: ListenerId,
    },
    Settle {
        listener: ListenerId,
        delivery: u64,
        handled: bool,
    },
    /// The number of [`super::QrInterest`] guards changed.
    InterestChanged,
}
