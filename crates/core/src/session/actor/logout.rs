//! Logging out: asking WhatsApp, and believing it.

use std::time::Duration;

use super::{Actor, Aside, answer_all};
use crate::{
    Error,
    events::{DisconnectReason, StateName},
    state::Input,
};

/// How long WhatsApp may take to tell that it logged out after it took the order.
const LOGOUT_ECHO: Duration = Duration::from_secs(10);

impl Actor {
    pub(super) fn begin_logout(&mut self) {
        if self.login.name() != StateName::LoggedOut {
            self.ensure_open();
        } else if self.slots.is_empty() {
            answer_all(&mut self.waiters.logouts, &Ok(()));
        }
    }

    /// Moves a pending logout on: ask WhatsApp once it is connected; with nothing linked, forgetting is all.
    pub(super) fn settle_logouts(&mut self) {
        if self.waiters.logouts.is_empty() || self.logging_out {
            return;
        }
        match self.login.name() {
            StateName::Ready | StateName::Syncing => {
                self.logging_out = true;
                self.beside(|link, asides, generation| async move {
                    let asked = link.logout().await;
                    // WhatsApp tells by an event; only a page that keeps silent is believed without. One that went away may have done so
                    // because it logged out, or not: then the event decides.
                    if asked.as_ref().err().is_none_or(went_away) {
                        tokio::time::sleep(LOGOUT_ECHO).await;
                    }
                    drop(asides.send((generation, Aside::LogoutAsked(asked))));
                    Ok(())
                });
            }
            StateName::Qr => self.step(Input::LoggedOut { reason: None }),
            StateName::Failed => {
                let error = self.login.last_error().map_or(Error::Closed, |(error, _)| error.clone());
                answer_all(&mut self.waiters.logouts, &Err(error));
            }
            StateName::Stopped => answer_all(&mut self.waiters.logouts, &Err(Error::Closed)),
            StateName::Disconnected => {
                let told = self.login.disconnection().filter(|d| d.reason != DisconnectReason::Network);
                if let Some(error) = told.map(|d| d.error.clone()) {
                    answer_all(&mut self.waiters.logouts, &Err(error));
                }
            }
            StateName::Starting | StateName::Linking | StateName::LoggedOut | StateName::Closing => {}
        }
    }

    /// What came of asking, once WhatsApp had time to tell by itself.
    pub(super) fn logout_asked(&mut self, result: Result<(), Error>) {
        self.logging_out = false;
        match result {
            Ok(()) => self.step(Input::LoggedOut { reason: None }),
            // It is answered when the connection has ended.
            Err(_) if self.login.name() == StateName::LoggedOut => {}
            Err(error) => answer_all(&mut self.waiters.logouts, &Err(error)),
        }
    }
}

/// Whether a call broke because its page or browser went away under it.
fn went_away(error: &Error) -> bool {
    matches!(error, Error::BrowserExited { .. } | Error::PageCrashed | Error::Disconnected { .. } | Error::Closed)
}
