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
                    let mut asked = link.logout().await;
                    if asked.is_ok() {
                        // WhatsApp tells by an event; only a page that keeps silent is believed without.
                        tokio::time::sleep(LOGOUT_ECHO).await;
                    } else if let Err(Error::BrowserExited { .. } | Error::Closed) = asked {
                        // The page went away because it logged out: its event decides.
                        asked = Ok(());
                    }
                    drop(asides.send((generation, Aside::LogoutAsked(asked))));
                    Ok(())
                });
            }
            StateName::Qr => self.step(Input::LoggedOut { reason: None }),
            StateName::Failed | StateName::Stopped => {
                let error = self.login.last_error().map_or(Error::Closed, |(error, _)| error.clone());
                answer_all(&mut self.waiters.logouts, &Err(error));
            }
            StateName::Disconnected => {
                let told = self.login.disconnection().filter(|d| d.reason != DisconnectReason::Network);
                if let Some(error) = told.map(|d| d.error.clone()) {
                    answer_all(&mut self.waiters.logouts, &Err(error));
                }
            }
            StateName::Starting | StateName::Linking | StateName::LoggedOut | StateName::Closing => {}
        }
    }
}
