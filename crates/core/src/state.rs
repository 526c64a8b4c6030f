//! The login's state machine: a pure function from what is known and what happened to what is known next and what to do.
//!
//! WhatsApp's own models are the truth. They arrive as whole [`Snapshot`]s, so the machine compares states and never counts events.
//! Everything that a session tells (events, replay for late listeners, status) is derived from here.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::{
    Error,
    engine::{Account, MissingCapability, QrFields, Snapshot, SocketState, StartPhase},
    events::{AuthEvent, DisconnectReason, Disconnection, LiveQr, StateName},
};

/// The first ref of a batch lives this long, as protocol clients have it.
const FIRST_REF_TTL: Duration = Duration::from_secs(60);
/// Every later ref of the batch.
const NEXT_REF_TTL: Duration = Duration::from_secs(20);
/// A page that tells an expiry further away than this tells something else.
const MAX_REF_TTL: Duration = Duration::from_secs(300);
/// How long after its expiry a code may still be on the page before WhatsApp is asked for another.
const EXPIRY_GRACE: Duration = Duration::from_secs(1);
/// WhatsApp is asked for new codes at most this often.
const REFRESH_PAUSE: Duration = Duration::from_secs(5);
/// PAIRING after a scan for longer than this is told as stalled.
pub const LINK_STALL: Duration = Duration::from_secs(60);
/// After taking the account back, CONFLICT counts again only when it lasts longer than this.
const TAKE_OVER_GRACE: Duration = Duration::from_secs(5);
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
    /// The session was asked to end.
    Closing,
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
    /// Ask WhatsApp for new QR codes.
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
            Input::Closing => self.enter(now, Phase::Closing),
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
        self.enter(now, Phase::Starting(StartPhase::Launch));
        effects.push(Effect::Tell(AuthEvent::Starting));
    }

    fn taking_over(&mut self, now: SystemTime, effects: &mut Vec<Effect>) {
        self.take_over = false;
        self.taking_over_since = Some(now);
        self.enter(now, Phase::Starting(StartPhase::Script));
        effects.push(Effect::Tell(AuthEvent::Starting));
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
            Some(SocketState::Unpaired) => self.unpaired(now, snapshot.qr, effects),
            Some(SocketState::UnpairedIdle) => {
                self.unpaired(now, None, effects);
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
                self.unreachable(now, effects)
            }
            Some(SocketState::Unknown) | None => {}
        }
    }

    fn unpaired(&mut self, now: SystemTime, fields: Option<QrFields>, effects: &mut Vec<Effect>) {
        if self.connected_once {
            // A linked page that is unpaired has lost its login, even when no logout event came.
            return self.log_out(now, None, effects);
        }
        if matches!(self.phase, Phase::Linking { .. }) {
            self.first_of_batch = true;
            let error = Error::LinkRefused;
            self.note(now, &error);
            effects.push(Effect::Tell(AuthEvent::LinkRefused(error)));
        }
        if !matches!(self.phase, Phase::Qr { .. }) {
            self.account = None;
            self.enter(
                now,
                Phase::Qr {
                    qr: None,
                    reference: None,
                },
            );
        }
        match fields {
            Some(fields) => self.show(now, fields, effects),
            None => {
                self.first_of_batch = true;
                if let Phase::Qr { qr, .. } = &mut self.phase {
                    *qr = None;
                }
            }
        }
    }

    fn show(&mut self, now: SystemTime, fields: QrFields, effects: &mut Vec<Effect>) {
        let Phase::Qr { qr, reference } = &mut self.phase else {
            return;
        };
        let told = believable_expiry(now, fields.expires_at_ms);
        if let Some(live) = qr.as_mut().filter(|live| live.payload == fields.payload) {
            // The page still shows it. Past its guessed end, and after asking for another, the page is right and the guess was not.
            let asked = self.refreshed_at.is_some_and(|at| at > live.expires_at);
            if let Some(told) = told {
                live.expires_at = told;
            } else if now > live.expires_at && asked && fields.expires_at_ms.is_none() {
                live.issued_at = now;
                live.expires_at = now + NEXT_REF_TTL;
                effects.push(Effect::Tell(AuthEvent::Qr(live.clone())));
            }
            return;
        }
        let same_ref = reference.as_deref() == Some(fields.reference.as_str());
        let expires_at = match (told, qr.as_ref()) {
            (Some(told), _) => told,
            (None, Some(former)) if same_ref && former.expires_at > now => former.expires_at,
            (None, _) if self.first_of_batch => now + FIRST_REF_TTL,
            (None, _) => now + NEXT_REF_TTL,
        };
        self.attempt += 1;
        self.first_of_batch = false;
        let live = LiveQr {
            payload: fields.payload,
            issued_at: now,
            expires_at,
            attempt: self.attempt,
        };
        *qr = Some(live.clone());
        *reference = Some(fields.reference);
        effects.push(Effect::Tell(AuthEvent::Qr(live)));
    }

    fn pairing(&mut self, now: SystemTime, effects: &mut Vec<Effect>) {
        // Without a QR on this page, PAIRING is the re-authentication of a stored login.
        if matches!(self.phase, Phase::Qr { .. }) {
            self.enter(
                now,
                Phase::Linking {
                    since: now,
                    stalled: false,
                },
            );
            effects.push(Effect::Tell(AuthEvent::Scanned));
        } else if matches!(self.phase, Phase::Ready | Phase::Syncing { .. }) {
            self.unreachable(now, effects);
        }
    }

    fn connected(&mut self, now: SystemTime, snapshot: Snapshot, effects: &mut Vec<Effect>) {
        self.connected_once = true;
        self.take_over = false;
        self.taking_over_since = None;
        if matches!(self.phase, Phase::Linking { .. } | Phase::Qr { .. }) {
            self.linked_at = Some(now);
        }
        if !matches!(self.phase, Phase::Syncing { .. } | Phase::Ready) {
            self.enter(
                now,
                Phase::Syncing {
                    progress: None,
                    missing_since: None,
                },
            );
            effects.push(Effect::Tell(AuthEvent::Authenticated { progress: None }));
        }
        if snapshot.account.is_some() {
            self.account = snapshot.account;
        }
        let synced = snapshot.has_synced || snapshot.stream_mode.as_deref() == Some("MAIN");
        let Phase::Syncing { missing_since, .. } = &mut self.phase else {
            return;
        };
        let Some(account) = self.account.clone().filter(|_| synced) else {
            return;
        };
        match snapshot.missing.into_iter().next() {
            None => {
                self.enter(now, Phase::Ready);
                effects.push(Effect::Tell(AuthEvent::Ready(account)));
            }
            Some(missing) if elapsed(*missing_since.get_or_insert(now), now) >= MISSING_GRACE => {
                let error = self.missing(missing);
                self.fail(now, error, effects);
            }
            Some(_) => {}
        }
    }

    fn missing(&self, missing: MissingCapability) -> Error {
        Error::CapabilityMissing {
            capability: missing.capability,
            tried: missing.tried,
            version: self.version.clone(),
        }
    }

    /// The page has no connection to WhatsApp's servers and retries by itself.
    fn unreachable(&mut self, now: SystemTime, effects: &mut Vec<Effect>) {
        if self.connected_once {
            let error = Error::Disconnected { reason: "network" };
            self.disconnect(now, DisconnectReason::Network, true, error, effects);
        }
    }

    fn conflict(&mut self, now: SystemTime, effects: &mut Vec<Effect>) {
        if std::mem::take(&mut self.take_over) {
            self.taking_over_since = Some(now);
            effects.push(Effect::TakeOver);
            return;
        }
        if self
            .taking_over_since
            .is_some_and(|since| elapsed(since, now) < TAKE_OVER_GRACE)
        {
            return;
        }
        self.disconnect(now, DisconnectReason::Conflict, false, Error::Conflict, effects);
    }

    fn blocked(&mut self, now: SystemTime, state: &'static str, effects: &mut Vec<Effect>) {
        let error = Error::Blocked { state };
        if self.account.is_some() {
            self.disconnect(now, DisconnectReason::Blocked, false, error, effects);
        } else {
            self.fail(now, error, effects);
        }
    }

    fn disconnect(
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
        let told = Disconnection {
            reason,
            recoverable,
            retry_in_ms: None,
            error,
        };
        self.enter(now, Phase::Disconnected(told.clone()));
        effects.push(Effect::Tell(AuthEvent::Disconnected(told)));
    }

    fn lose(&mut self, now: SystemTime, error: Error, effects: &mut Vec<Effect>) {
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

    fn log_out(&mut self, now: SystemTime, reason: Option<String>, effects: &mut Vec<Effect>) {
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

    fn fail(&mut self, now: SystemTime, error: Error, effects: &mut Vec<Effect>) {
        self.note(now, &error);
        self.enter(now, Phase::Failed(error.clone()));
        effects.push(Effect::Tell(AuthEvent::Failed(error)));
        effects.push(Effect::EndConnection { forget: false });
    }

    fn progress(&mut self, percent: u8, effects: &mut Vec<Effect>) {
        if let Phase::Syncing { progress, .. } = &mut self.phase
            && *progress != Some(percent)
        {
            *progress = Some(percent);
            effects.push(Effect::Tell(AuthEvent::Authenticated {
                progress: Some(percent),
            }));
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
            Phase::Qr { qr: Some(live), .. } if now > live.expires_at + EXPIRY_GRACE => {
                self.refresh_if_wanted(now, effects);
            }
            Phase::Qr { qr: None, .. } => self.refresh_if_wanted(now, effects),
            Phase::Syncing {
                missing_since: Some(since),
                ..
            } if elapsed(*since, now) >= MISSING_GRACE => {
                effects.push(Effect::Reread);
            }
            _ => {}
        }
    }

    fn refresh_if_wanted(&mut self, now: SystemTime, effects: &mut Vec<Effect>) {
        if !self.wanted || self.refreshed_at.is_some_and(|at| elapsed(at, now) < REFRESH_PAUSE) {
            return;
        }
        self.refreshed_at = Some(now);
        effects.push(Effect::RefreshQr);
        effects.push(Effect::Reread);
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
        !matches!(
            self.phase,
            Phase::Stopped | Phase::LoggedOut { .. } | Phase::Failed(_) | Phase::Closing
        )
    }
}

/// What others derive from the machine.
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
    pub fn since(&self) -> SystemTime {
        self.since
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

    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }
}

fn elapsed(since: SystemTime, now: SystemTime) -> Duration {
    // A clock that was set back must not make a deadline fire early or never: it counts as no time passed.
    now.duration_since(since).unwrap_or_default()
}

fn believable_expiry(now: SystemTime, expires_at_ms: Option<i64>) -> Option<SystemTime> {
    let at = UNIX_EPOCH + Duration::from_millis(u64::try_from(expires_at_ms?).ok()?);
    let left = at.duration_since(now).ok()?;
    (left <= MAX_REF_TTL).then_some(at)
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
