//! The end of a connection: asked for, lost, or with the login; who is told, and what begins after it.

use std::sync::atomic::Ordering;

use super::{super::command::Reply, Actor, answer_all};
use crate::{
    Error,
    events::{AuthEvent, StateName},
    state::Input,
};

impl Actor {
    pub(super) fn end(&mut self, forget: bool) {
        let error = match self.login.present() {
            AuthEvent::Disconnected(told) => told.error,
            AuthEvent::LoggedOut { reason } => Error::LoggedOut { reason },
            AuthEvent::Failed(error) => error,
            _ => Error::Closed,
        };
        self.shared.receipts.lose(&error);
        self.slots.end(forget);
        // Somebody who waits for a code wants the next login, not the end of this one.
        let waits = self.waiters.want_qr() || self.shared.interest.load(Ordering::Relaxed) > 0;
        if self.login.name() == StateName::LoggedOut && waits && self.waiters.logouts.is_empty() {
            self.restart = true;
        }
    }

    pub(super) fn lost(&mut self, error: Option<Error>) {
        let error = error.unwrap_or(Error::BrowserExited { status: None });
        tracing::warn!(code = error.code(), %error, "the connection was lost");
        self.step(Input::Lost(error));
        self.end(false);
    }

    pub(super) fn close(&mut self, forget: bool, reply: Reply<()>) {
        self.restart = false;
        self.logging_out = false;
        self.closings.push(reply);
        if self.login.name() == StateName::LoggedOut {
            // Only the end is still to come, and it is the same for both.
            self.closings.append(&mut self.waiters.logouts);
        }
        self.step(Input::Closing { forget });
        self.end(forget);
    }

    pub(super) fn ended(&mut self, result: &Result<(), Error>) {
        if let Err(error) = result {
            tracing::error!(code = error.code(), %error, "ending the session failed");
        }
        self.step(Input::Closed);
        answer_all(&mut self.closings, result);
        if self.login.name() == StateName::LoggedOut {
            answer_all(&mut self.waiters.logouts, result);
            // Calls that came before or during the logout: for them the next login begins.
            self.restart |= self.waiters.want_qr();
        }
        if std::mem::take(&mut self.restart) {
            self.ensure_open();
        }
    }
}
