//! What handles, sends and the actor share, and how the actor answers.

use std::{
    pin::Pin,
    sync::{PoisonError, RwLock, atomic::AtomicUsize},
    task::{Context, Poll},
};

use tokio::sync::{mpsc, oneshot};

use super::{
    command::{Command, Reply},
    lanes::Lanes,
    receipts::Receipts,
};
use crate::{Error, events::Status};

/// What handles and sends share with the actor.
pub(super) struct Shared {
    commands: mpsc::UnboundedSender<Command>,
    status: RwLock<Status>,
    /// Living [`super::QrInterest`] guards.
    pub interest: AtomicUsize,
    pub receipts: Receipts,
    pub lanes: Lanes,
}

impl Shared {
    pub fn new(commands: mpsc::UnboundedSender<Command>, status: Status) -> Self {
        Self {
            commands,
            status: RwLock::new(status),
            interest: AtomicUsize::new(0),
            receipts: Receipts::default(),
            lanes: Lanes::default(),
        }
    }

    /// Only the actor calls this.
    pub fn set_status(&self, status: Status) {
        *self.status.write().unwrap_or_else(PoisonError::into_inner) = status;
    }

    pub fn tell(&self, command: Command) {
        // The actor ends only with the process or by a panic; a reply inside the command then tells the caller by its drop.
        let _ = self.commands.send(command);
    }

    /// Asks the actor. The command is on its way when this returns; only the waiting is left to the future.
    pub fn ask<T>(&self, command: impl FnOnce(Reply<T>) -> Command) -> Answer<T> {
        let (reply, answer) = oneshot::channel();
        self.tell(command(reply));
        Answer(answer)
    }

    pub fn status(&self) -> Status {
        self.status.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The actor's answer to come.
pub(super) struct Answer<T>(oneshot::Receiver<Result<T, Error>>);

impl<T> Future for Answer<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // A reply is dropped unanswered only when the actor panicked.
        let gone = |_| Err(Error::Internal { problem: "the session's task ended".into() });
        Pin::new(&mut self.0).poll(context).map(|answer| answer.unwrap_or_else(gone))
    }
}
