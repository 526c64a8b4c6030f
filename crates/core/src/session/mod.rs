//! A session: one account's handle, and the actor behind it.
//!
//! [`Session`] is a cheap handle. The actor (`actor/`) owns the connection and the state machine; sends run beside it
//! (`send.rs`), so that a slow one never holds up state, acks or another send.

mod actor;
mod addressing;
mod command;
mod connection;
mod lanes;
mod listeners;
mod receipts;
mod send;
mod shared;
mod waiters;

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::runtime::Handle;

use self::{command::Command, send::SendTask};
pub use self::{
    command::{GenerateQr, StartOptions},
    listeners::{AuthListener, MessageListener},
    send::Outgoing,
};
use crate::{
    Error,
    engine::{Engine, StartPhase},
    events::{LoginStep, Sent, StateName, Status},
    inbox::ListenerId,
};

/// How long [`Session::logout`] may take in all, a start included.
const LOGOUT_TIMEOUT: Duration = Duration::from_secs(75);
/// A single question to the page outside a send.
const QUESTION_TIMEOUT: Duration = Duration::from_secs(20);

/// A handle to one account's session. Clones are the same session.
#[derive(Clone)]
pub struct Session {
    inner: Arc<Inner>,
}

struct Inner {
    client_id: String,
    shared: Arc<shared::Shared>,
    runtime: Handle,
    next_listener: AtomicU64,
}

impl Session {
    /// Makes a session that is stopped. Nothing but its actor runs.
    #[must_use]
    pub fn spawn(client_id: String, engine: Arc<dyn Engine>, runtime: Handle) -> Self {
        let shared = actor::spawn(engine, &runtime);
        Self { inner: Arc::new(Inner { client_id, shared, runtime, next_listener: AtomicU64::new(1) }) }
    }

    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.inner.client_id
    }

    /// Gives a session that does not run another engine, because its options changed; `field` names the one that did.
    ///
    /// # Errors
    /// [`Error::AlreadyStarted`] when the session runs.
    pub fn replace_engine(&self, engine: Arc<dyn Engine>, field: &str) -> Result<(), Error> {
        if !matches!(self.status().state, StateName::Stopped | StateName::LoggedOut | StateName::Failed) {
            return Err(Error::AlreadyStarted { field: field.to_owned() });
        }
        self.tell(Command::ReplaceEngine { engine });
        Ok(())
    }

    /// Starts, and resolves once WhatsApp is ready or shows a QR code.
    ///
    /// # Errors
    /// What kept it from starting; [`Error::StartTimeout`] naming the phase after `timeout`.
    pub async fn start(&self, options: StartOptions) -> Result<(), Error> {
        let asked = self.inner.shared.ask(|reply| Command::Start { takeover: options.takeover, reply });
        self.within(options.timeout, asked).await
    }

    /// A QR code that is live and has `min_ttl` left, or the account that is linked already.
    ///
    /// # Errors
    /// What kept it from starting; [`Error::QrTimeout`] or [`Error::StartTimeout`] after `timeout`.
    pub async fn generate_qr(&self, options: GenerateQr) -> Result<LoginStep, Error> {
        let asked = self.inner.shared.ask(|reply| Command::GenerateQr { min_ttl: options.min_ttl, reply });
        self.within(options.timeout, asked).await
    }

    /// Sends one text and resolves when WhatsApp's server has acknowledged it. Messages to one recipient leave in the order of these
    /// calls, whenever the futures are polled. Dropping the future before the text was handed to
    /// WhatsApp keeps it from being sent; afterwards it only stops the waiting.
    ///
    /// # Errors
    /// [`Error::SendTimeout`] when it provably did not leave, [`Error::SendUncertain`] when its fate is unknown, or what refused it.
    pub fn send_text(&self, message: Outgoing) -> impl Future<Output = Result<Sent, Error>> + use<> {
        SendTask::run(&self.inner.shared, &self.inner.runtime, message)
    }

    /// The ack of one of our messages (-1 failed, 0 pending, 1 server …), or `None` when WhatsApp Web does not know the id.
    ///
    /// # Errors
    /// What kept WhatsApp from being asked.
    pub async fn message_ack(&self, id: &str) -> Result<Option<i8>, Error> {
        let asked = async {
            let lease = self.inner.shared.ask(|reply| Command::Lease { reply }).await?;
            lease.link.message_ack(id).await
        };
        self.within(QUESTION_TIMEOUT, asked).await
    }

    /// Tells the present state, then every change. The listener is dropped when it returns false.
    pub fn on_auth(&self, key: Option<String>, listener: AuthListener) -> ListenerId {
        let id = self.next_listener();
        self.tell(Command::OnAuth { id, key, listener });
        id
    }

    /// Delivers incoming messages; each is to be settled by [`Session::settle`]. The listener is dropped when it returns false.
    pub fn on_message(&self, key: Option<String>, listener: MessageListener) -> ListenerId {
        let id = self.next_listener();
        self.tell(Command::OnMessage { id, key, listener });
        id
    }

    /// Tells whether a listener is done with a delivery or wants it again.
    pub fn settle(&self, listener: ListenerId, delivery: u64, handled: bool) {
        self.tell(Command::Settle { listener, delivery, handled });
    }

    /// Removes a listener of either kind.
    pub fn off(&self, id: ListenerId) {
        self.tell(Command::Off { id });
    }

    /// While the guard lives, and two minutes longer, WhatsApp is asked for new codes when it stops rotating them.
    #[must_use]
    pub fn keep_qr_alive(&self) -> QrInterest {
        self.inner.shared.interest.fetch_add(1, Ordering::Relaxed);
        self.tell(Command::InterestChanged);
        QrInterest { session: self.clone() }
    }

    /// A snapshot; never blocks.
    #[must_use]
    pub fn status(&self) -> Status {
        self.inner.shared.status()
    }

    /// Ends the connection in order and keeps the login.
    ///
    /// # Errors
    /// None today; the type leaves room for a flush that fails.
    pub async fn close(&self) -> Result<(), Error> {
        self.inner.shared.ask(|reply| Command::Close { reply }).await
    }

    /// Unlinks this device, deletes the login and ends the connection. Starts the session when it is stopped.
    ///
    /// # Errors
    /// What kept WhatsApp from unlinking; the login is still there then.
    pub async fn logout(&self) -> Result<(), Error> {
        let asked = self.inner.shared.ask(|reply| Command::Logout { reply });
        self.within(LOGOUT_TIMEOUT, asked).await
    }

    /// Deletes the login without asking WhatsApp, and ends the connection.
    ///
    /// # Errors
    /// [`Error::Storage`] when the files cannot be removed.
    pub async fn reset(&self) -> Result<(), Error> {
        self.inner.shared.ask(|reply| Command::Reset { reply }).await
    }

    fn next_listener(&self) -> ListenerId {
        self.inner.next_listener.fetch_add(1, Ordering::Relaxed)
    }

    fn tell(&self, command: Command) {
        self.inner.shared.tell(command);
    }

    async fn within<T>(&self, limit: Duration, asked: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        match tokio::time::timeout(limit, asked).await {
            Ok(answer) => answer,
            Err(_) => Err(self.overdue(limit)),
        }
    }

    /// Names what the session is waiting for.
    fn overdue(&self, after: Duration) -> Error {
        let status = self.status();
        match (status.state, status.phase) {
            (StateName::Starting, Some(phase)) => Error::StartTimeout { phase, after },
            (StateName::Disconnected, _) => Error::Disconnected { reason: "network" },
            (StateName::Linking, _) => Error::LinkStalled { after },
            (StateName::Syncing, _) => Error::StartTimeout { phase: StartPhase::Script, after },
            _ => Error::QrTimeout { after },
        }
    }
}

/// See [`Session::keep_qr_alive`].
pub struct QrInterest {
    session: Session,
}

impl Drop for QrInterest {
    fn drop(&mut self) {
        self.session.inner.shared.interest.fetch_sub(1, Ordering::Relaxed);
        self.session.tell(Command::InterestChanged);
    }
}
