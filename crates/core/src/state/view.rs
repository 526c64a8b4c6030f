//! What others derive from the machine: the present event, the state's name, the parts of a status.

use std::time::SystemTime;

use super::{LINK_STALL, Login, Phase};
use crate::{
    Error,
    engine::{Account, EngineDiagnostics, StartPhase},
    events::{AuthEvent, Disconnection, LiveQr, StateName, Status},
};

impl Login {
    /// What a new listener is told first.
    #[must_use]
    pub fn present(&self) -> AuthEvent {
        match &self.phase {
            Phase::Stopped | Phase::Closing => AuthEvent::Stopped,
            Phase::Starting(_) | Phase::Qr { qr: None, .. } => AuthEvent::Starting,
            Phase::Qr { qr: Some(qr), .. } => AuthEvent::Qr(qr.clone()),
            Phase::Linking { stalled: true, .. } => AuthEvent::LinkStalled(Error::LinkStalled { after: LINK_STALL }),
            Phase::Linking { .. } => AuthEvent::Scanned,
            Phase::Syncing { progress, .. } => AuthEvent::Authenticated { progress: *progress },
            Phase::Ready => AuthEvent::Ready(self.account.clone().unwrap_or_default()),
            Phase::Disconnected(told) => AuthEvent::Disconnected(told.clone()),
            Phase::LoggedOut { reason } => AuthEvent::LoggedOut { reason: reason.clone() },
            Phase::Failed(error) => AuthEvent::Failed(error.clone()),
        }
    }

    #[must_use]
    pub fn name(&self) -> StateName {
        match &self.phase {
            Phase::Stopped => StateName::Stopped,
            Phase::Starting(_) => StateName::Starting,
            Phase::Qr { .. } => StateName::Qr,
            Phase::Linking { .. } => StateName::Linking,
            Phase::Syncing { .. } => StateName::Syncing,
            Phase::Ready => StateName::Ready,
            Phase::Disconnected(_) => StateName::Disconnected,
            Phase::LoggedOut { .. } => StateName::LoggedOut,
            Phase::Failed(_) => StateName::Failed,
            Phase::Closing => StateName::Closing,
        }
    }

    #[must_use]
    pub fn account(&self) -> Option<&Account> {
        self.account.as_ref()
    }

    /// When this account was linked, if this process saw it: nothing older is delivered.
    #[must_use]
    pub fn linked_at(&self) -> Option<SystemTime> {
        self.linked_at
    }

    /// The code on the page, also one that has just expired.
    #[must_use]
    pub fn qr(&self) -> Option<&LiveQr> {
        match &self.phase {
            Phase::Qr { qr, .. } => qr.as_ref(),
            _ => None,
        }
    }

    #[must_use]
    pub fn phase(&self) -> Option<StartPhase> {
        match self.phase {
            Phase::Starting(phase) => Some(phase),
            _ => None,
        }
    }

    #[must_use]
    pub fn disconnection(&self) -> Option<&Disconnection> {
        match &self.phase {
            Phase::Disconnected(told) => Some(told),
            _ => None,
        }
    }

    #[must_use]
    pub fn last_error(&self) -> Option<&(Error, SystemTime)> {
        self.last_error.as_ref()
    }

    /// The login's part of a status.
    #[must_use]
    pub fn status(&self) -> Status {
        Status {
            state: self.name(),
            since: self.since,
            account: self.account.clone(),
            qr: self.qr().cloned(),
            phase: self.phase(),
            last_error: self.last_error.clone(),
            engine: EngineDiagnostics::default(),
            whatsapp_version: self.version.clone(),
            unhandled_messages: 0,
        }
    }
}
