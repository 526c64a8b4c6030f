//! Everything that ends or interrupts a login: a lost network, another window, a block, a dead browser, a logout.

use std::time::{Duration, SystemTime};

use super::{Effect, Login, Phase, elapsed};
use crate::{
    Error,
    engine::StartPhase,
    events::{AuthEvent, DisconnectReason, Disconnection},
};

/// After taking the account back, CONFLICT counts again only when it lasts longer than this.
const TAKE_OVER_GRACE: Duration = Duration::from_secs(5);

/// Whether a takeover that began at `since` should have shown an effect.
pub(super) fn is_overdue(since: SystemTime, now: SystemTime) -> bool {
    elapsed(since, now) >= TAKE_OVER_GRACE
}

impl Login {
    pub(super) fn taking_over(&mut self, now: SystemTime, effects: &mut Vec<Effect>) {
        self.take_over = false;
        self.taking_over_since = Some(now);
        self.enter(now, Phase::Starting(StartPhase::Script));
        effects.push(Effect::Tell(AuthEvent::Starting));
    }

    /// The page has no connection to WhatsApp's servers and retries by itself.
    pub(super) fn unreachable(&mut self, now: SystemTime, effects: &mut Vec<Effect>) {
        if self.connected_once {
            let error = Error::Disconnected { reason: "network" };
            self.disconnect(now, DisconnectReason::Network, true, error, effects);
        }
    }

    pub(super) fn conflict(&mut self, now: SystemTime, effects: &mut Vec<Effect>) {
        if std::mem::take(&mut self.take_over) {
            self.taking_over_since = Some(now);
            effects.push(Effect::TakeOver);
            return;
        }
        if self.taking_over_since.is_some_and(|since| !is_overdue(since, now)) {
            return;
        }
        self.disconnect(now, DisconnectReason::Conflict, false, Error::Conflict, effects);
    }

    pub(super) fn blocked(&mut self, now: SystemTime, state: &'static str, effects: &mut Vec<Effect>) {
        let error = Error::Blocked { state };
        if self.account.is_some() {
            self.disconnect(now, DisconnectReason::Blocked, false, error, effects);
        } else {
            self.fail(now, error, effects);
        }
    }

    pub(super) fn disconnect(
        &mut self,
        now: SystemTime,
        reason: DisconnectReason,
        recoverable: bool,
        error: Error,
        effects: &mut Vec<Effect>,
    ) {
        if matches!(&self.phase, Phase::Disconnected(present) if present.reason == reason) {
            return;
        }
        self.note(now, &error);
        let told = Disconnection { reason, recoverable, retry_in_ms: None, error };
        self.enter(now, Phase::Disconnected(told.clone()));
        effects.push(Effect::Tell(AuthEvent::Disconnected(told)));
    }

    pub(super) fn lose(&mut self, now: SystemTime, error: Error, effects: &mut Vec<Effect>) {
        if !self.is_open() {
            return;
        }
        let reason = match error {
            Error::PageCrashed => DisconnectReason::PageCrashed,
            _ => DisconnectReason::BrowserExited,
        };
        self.connected_once = false;
        self.disconnect(now, reason, true, error, effects);
    }

    pub(super) fn log_out(&mut self, now: SystemTime, reason: Option<String>, effects: &mut Vec<Effect>) {
        if matches!(self.phase, Phase::LoggedOut { .. } | Phase::Stopped | Phase::Closing) {
            return;
        }
        self.account = None;
        self.linked_at = None;
        self.connected_once = false;
        self.enter(now, Phase::LoggedOut { reason: reason.clone() });
        effects.push(Effect::Tell(AuthEvent::LoggedOut { reason }));
        effects.push(Effect::EndConnection { forget: true });
    }

    pub(super) fn fail(&mut self, now: SystemTime, error: Error, effects: &mut Vec<Effect>) {
        self.note(now, &error);
        self.enter(now, Phase::Failed(error.clone()));
        effects.push(Effect::Tell(AuthEvent::Failed(error)));
        effects.push(Effect::EndConnection { forget: false });
    }
}
