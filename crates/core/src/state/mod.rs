//! The login's state machine: a pure function from what is known and what happened to what is known next and what to do.
//!
//! WhatsApp's own models are the truth. They arrive as whole [`Snapshot`]s, so the machine compares states and never counts events.
//! Everything that a session tells (events, replay for late listeners, status) is derived from here.

mod codes;
mod trouble;
mod view;

use std::time::{Duration, SystemTime};

use crate::{
    Error,
    engine::{Account, MissingCapability, Snapshot, SocketState, StartPhase},
    events::{AuthEvent, Disconnection, LiveQr},
};

/// PAIRING after a scan for longer than this is told as stalled.
pub const LINK_STALL: Duration = Duration::from_secs(60);
/// Modules may register late; required ones that are still missing this long after the sync are called missing.
const MISSING_GRACE: Duration = Duration::from_secs(8);

/// Something happened.
#[derive(Debug, Clone)]
pub enum Input {
    /// The engine begins to open.
    Opening,
    /// The engine tells where it is.
    Phase(StartPhase),
    /// The engine could not open.
    OpenFailed(Error),
    /// WhatsApp's state, read as a whole.
    Snapshot(Snapshot),
    /// History sync in percent.
    SyncProgress(u8),
    /// The page told that the login ended.
    LoggedOut { reason: Option<String> },
    /// The account is being taken back from the other window.
    TakingOver,
    /// The connection ended without being asked to.
    Lost(Error),
    /// The session was asked to end; with `forget`, the login too.
    Closing { forget: bool },
    /// Nothing runs any more.
    Closed,
    /// Time passed.
    Tick,
}

/// Something to do.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Tell the listeners.
    Tell(AuthEvent),
    /// Ask WhatsApp for new QR codes, then read its state again.
    RefreshQr,
    /// Read WhatsApp's state again.
    Reread,
    /// Take the account back from the other window.
    TakeOver,
    /// End the connection; with `forget`, delete the login too.
    EndConnection { forget: bool },
}

#[derive(Debug, Clone)]
enum Phase {
    Stopped,
    Starting(StartPhase),
    /// Unpaired. `qr` is `None` while WhatsApp has none to show.
    Qr {
        qr: Option<LiveQr>,
        reference: Option<String>,
        blank: codes::Blank,
    },
    Linking {
        since: SystemTime,
        stalled: bool,
    },
    Syncing {
        progress: Option<u8>,
        missing_since: Option<SystemTime>,
    },
    Ready,
    Disconnected(Disconnection),
    LoggedOut {
        reason: Option<String>,
    },
    Failed(Error),
    Closing,
}

/// The machine. All times are handed in.
#[expect(clippy::struct_excessive_bools, reason = "independent facts, not a state in disguise: the state is `phase`")]
#[derive(Debug, Clone)]
pub struct Login {
    phase: Phase,
    since: SystemTime,
    account: Option<Account>,
    attempt: u32,
    /// The next new ref is the first of its batch.
    first_of_batch: bool,
    /// This connection was CONNECTED once: UNPAIRED now means logged out.
    connected_once: bool,
    /// When this account was linked by a scan that this machine saw.
    linked_at: Option<SystemTime>,
    refreshed_at: Option<SystemTime>,
    /// Somebody waits for a QR code.
    wanted: bool,
    take_over: bool,
    /// CONFLICT may still be read for a moment after the account was taken back.
    taking_over_since: Option<SystemTime>,
    last_error: Option<(Error, SystemTime)>,
    version: Option<String>,
}

impl Login {
    /// A session that was never started.
    #[must_use]
    pub fn new(now: SystemTime) -> Self {
        Self {
            phase: Phase::Stopped,
            since: now,
            account: None,
            attempt: 0,
            first_of_batch: true,
            connected_once: false,
            linked_at: None,
            refreshed_at: None,
            wanted: false,
            take_over: false,
            taking_over_since: None,
            last_error: None,
            version: None,
        }
    }

    /// Whether somebody waits for a QR code: only then is an idle page asked for new ones.
    pub fn want_qr(&mut self, wanted: bool) {
        self.wanted = wanted;
    }

    /// The next CONFLICT is answered by taking the account back.
    pub fn allow_take_over(&mut self) {
        self.take_over = true;
    }

    /// Applies one input. Effects are to be carried out in order.
    pub fn step(&mut self, now: SystemTime, input: Input) -> Vec<Effect> {
        let mut effects = Vec::new();
        match input {
            Input::Opening => self.begin(now, &mut effects),
            Input::Phase(phase) => {
                if matches!(self.phase, Phase::Starting(_)) {
                    self.phase = Phase::Starting(phase);
                }
            }
            Input::OpenFailed(error) => self.fail(now, error, &mut effects),
            Input::Snapshot(snapshot) => self.read(now, snapshot, &mut effects),
            Input::SyncProgress(percent) => self.progress(percent, &mut effects),
            Input::LoggedOut { reason } => self.log_out(now, reason, &mut effects),
            Input::TakingOver => self.taking_over(now, &mut effects),
            Input::Lost(error) => self.lose(now, error, &mut effects),
            Input::Closing { forget } => self.close(now, forget),
            Input::Closed => self.closed(now, &mut effects),
            Input::Tick => self.tick(now, &mut effects),
        }
        effects
    }

    fn begin(&mut self, now: SystemTime, effects: &mut Vec<Effect>) {
        self.attempt = 0;
        self.first_of_batch = true;
        self.connected_once = false;
        self.refreshed_at = None;
        self.taking_over_since = None;
        self.enter(now, Phase::Starting(StartPhase::Launch));
        effects.push(Effect::Tell(AuthEvent::Starting));
    }

    fn close(&mut self, now: SystemTime, forget: bool) {
        if forget {
            self.account = None;
            self.linked_at = None;
        }
        self.enter(now, Phase::Closing);
    }

    fn closed(&mut self, now: SystemTime, effects: &mut Vec<Effect>) {
        if matches!(self.phase, Phase::Closing) {
            self.take_over = false;
            self.enter(now, Phase::Stopped);
            effects.push(Effect::Tell(AuthEvent::Stopped));
        }
    }

    /// The one place where WhatsApp's state becomes ours.
    fn read(&mut self, now: SystemTime, snapshot: Snapshot, effects: &mut Vec<Effect>) {
        if !self.is_open() {
            return;
        }
        if snapshot.version.is_some() {
            self.version.clone_from(&snapshot.version);
        }
        match snapshot.socket {
            Some(SocketState::Unpaired) => self.unpaired(now, snapshot.qr, false, effects),
            Some(SocketState::UnpairedIdle) => {
                self.unpaired(now, None, true, effects);
                self.refresh_if_wanted(now, effects);
            }
            Some(SocketState::Pairing) => self.pairing(now, effects),
            Some(SocketState::Connected) => self.connected(now, snapshot, effects),
            Some(SocketState::Conflict) => self.conflict(now, effects),
            Some(SocketState::Proxyblock) => self.blocked(now, "PROXYBLOCK", effects),
            Some(SocketState::TosBlock) => self.blocked(now, "TOS_BLOCK", effects),
            Some(SocketState::SmbTosBlock) => self.blocked(now, "SMB_TOS_BLOCK", effects),
            Some(SocketState::DeprecatedVersion) => self.blocked(now, "DEPRECATED_VERSION", effects),
            Some(SocketState::Timeout | SocketState::Opening | SocketState::Unlaunched) => {
                self.unreachable(now, effects);
            }
            Some(SocketState::Unknown) | None => {}
        }
    }

    fn pairing(&mut self, now: SystemTime, effects: &mut Vec<Effect>) {
        // Without a QR on this page, PAIRING is the re-authentication of a stored login.
        if matches!(self.phase, Phase::Qr { .. }) {
            self.enter(now, Phase::Linking { since: now, stalled: false });
            effects.push(Effect::Tell(AuthEvent::Scanned));
        } else if matches!(self.phase, Phase::Ready | Phase::Syncing { .. }) {
            self.unreachable(now, effects);
        }
    }

    fn connected(&mut self, now: SystemTime, snapshot: Snapshot, effects: &mut Vec<Effect>) {
        self.connected_once = true;
        self.take_over = false;
        self.taking_over_since = None;
        match self.phase {
            // What is written to the account while the link is being made is for this device already.
            Phase::Linking { since, .. } => self.linked_at = Some(since),
            Phase::Qr { .. } => self.linked_at = Some(now),
            _ => {}
        }
        if !matches!(self.phase, Phase::Syncing { .. } | Phase::Ready) {
            self.enter(now, Phase::Syncing { progress: None, missing_since: None });
            effects.push(Effect::Tell(AuthEvent::Authenticated { progress: None }));
        }
        if snapshot.account.is_some() {
            self.account = snapshot.account;
        }
        let synced = snapshot.has_synced || snapshot.stream_mode.as_deref() == Some("MAIN");
        let Phase::Syncing { missing_since, .. } = &mut self.phase else {
            return;
        };
        if !synced {
            return;
        }
        match (snapshot.missing.into_iter().next(), self.account.clone()) {
            (None, Some(account)) => {
                self.enter(now, Phase::Ready);
                effects.push(Effect::Tell(AuthEvent::Ready(account)));
            }
            (Some(missing), _) if elapsed(*missing_since.get_or_insert(now), now) >= MISSING_GRACE => {
                let error = self.missing(missing);
                self.fail(now, error, effects);
            }
            // Who the account is may be known a moment later.
            (Some(_), _) | (None, None) => {}
        }
    }

    fn missing(&self, missing: MissingCapability) -> Error {
        Error::CapabilityMissing { capability: missing.capability, tried: missing.tried, version: self.version.clone() }
    }

    fn progress(&mut self, percent: u8, effects: &mut Vec<Effect>) {
        if let Phase::Syncing { progress, .. } = &mut self.phase
            && *progress != Some(percent)
        {
            *progress = Some(percent);
            effects.push(Effect::Tell(AuthEvent::Authenticated { progress: Some(percent) }));
        }
    }

    fn tick(&mut self, now: SystemTime, effects: &mut Vec<Effect>) {
        match &mut self.phase {
            Phase::Linking { since, stalled } if !*stalled && elapsed(*since, now) >= LINK_STALL => {
                *stalled = true;
                let error = Error::LinkStalled { after: LINK_STALL };
                self.note(now, &error);
                effects.push(Effect::Tell(AuthEvent::LinkStalled(error)));
            }
            Phase::Qr { qr: Some(live), .. } if now > live.expires_at + codes::EXPIRY_GRACE => {
                self.refresh_if_wanted(now, effects);
            }
            // Between two codes a page is blank for a moment; asking then would kill the one that is coming.
            Phase::Qr { qr: None, blank, .. } if blank.is_over(now) => self.refresh_if_wanted(now, effects),
            // A takeover that had no effect changes nothing that WhatsApp would tell.
            Phase::Starting(_) if self.taking_over_since.is_some_and(|since| trouble::is_overdue(since, now)) => {
                effects.push(Effect::Reread);
            }
            Phase::Syncing { missing_since: Some(since), .. } if elapsed(*since, now) >= MISSING_GRACE => {
                effects.push(Effect::Reread);
            }
            _ => {}
        }
    }

    fn enter(&mut self, now: SystemTime, phase: Phase) {
        self.phase = phase;
        self.since = now;
    }

    fn note(&mut self, now: SystemTime, error: &Error) {
        self.last_error = Some((error.clone(), now));
    }

    /// A connection exists or is being made.
    fn is_open(&self) -> bool {
        !matches!(self.phase, Phase::Stopped | Phase::LoggedOut { .. } | Phase::Failed(_) | Phase::Closing)
    }
}

fn elapsed(since: SystemTime, now: SystemTime) -> Duration {
    // A clock that was set back must not make a deadline fire early or never: it counts as no time passed.
    now.duration_since(since).unwrap_or_default()
}

#[cfg(test)]
mod tests;
