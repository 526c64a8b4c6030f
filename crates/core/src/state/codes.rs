//! The codes to scan: which one is live, until when, and when WhatsApp is asked for another.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{Effect, Login, Phase, elapsed};
use crate::{
    Error,
    engine::QrFields,
    events::{AuthEvent, LiveQr},
};

/// The first ref of a batch lives this long, as protocol clients have it.
const FIRST_REF_TTL: Duration = Duration::from_secs(60);
/// Every later ref of the batch.
const NEXT_REF_TTL: Duration = Duration::from_secs(20);
/// A page that tells an expiry further away than this tells something else.
const MAX_REF_TTL: Duration = Duration::from_secs(300);
/// How long after its expiry a code may still be on the page before WhatsApp is asked for another.
pub(super) const EXPIRY_GRACE: Duration = Duration::from_secs(1);
/// WhatsApp is asked for new codes at most this often.
const REFRESH_PAUSE: Duration = Duration::from_secs(5);
/// An unpaired page without a code for this long will not get one by itself.
const BLANK_AT_MOST: Duration = Duration::from_secs(10);

/// Why there is no code to show.
#[derive(Debug, Clone, Copy)]
pub(super) enum Blank {
    /// WhatsApp waits for somebody to ask.
    Idle,
    /// One should come; since when it has not.
    Since(SystemTime),
}

impl Blank {
    pub(super) fn is_over(self, now: SystemTime) -> bool {
        match self {
            Self::Idle => true,
            Self::Since(since) => elapsed(since, now) >= BLANK_AT_MOST,
        }
    }
}

impl Login {
    /// WhatsApp is not linked and shows `fields`. `idle`: it has stopped handing out codes.
    pub(super) fn unpaired(
        &mut self,
        now: SystemTime,
        fields: Option<QrFields>,
        idle: bool,
        effects: &mut Vec<Effect>,
    ) {
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
            self.enter(now, Phase::Qr { qr: None, reference: None, blank: Blank::Since(now) });
        }
        let Some(fields) = fields else {
            self.first_of_batch = true;
            if let Phase::Qr { qr, blank, .. } = &mut self.phase {
                match (idle, qr.take(), &blank) {
                    (true, ..) => *blank = Blank::Idle,
                    (false, None, Blank::Since(_)) => {}
                    (false, ..) => *blank = Blank::Since(now),
                }
            }
            return;
        };
        self.show(now, fields, effects);
    }

    fn show(&mut self, now: SystemTime, fields: QrFields, effects: &mut Vec<Effect>) {
        let Phase::Qr { qr, reference, .. } = &mut self.phase else {
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
        let live = LiveQr { payload: fields.payload, issued_at: now, expires_at, attempt: self.attempt };
        *qr = Some(live.clone());
        *reference = Some(fields.reference);
        effects.push(Effect::Tell(AuthEvent::Qr(live)));
    }

    pub(super) fn refresh_if_wanted(&mut self, now: SystemTime, effects: &mut Vec<Effect>) {
        if !self.wanted || self.refreshed_at.is_some_and(|at| elapsed(at, now) < REFRESH_PAUSE) {
            return;
        }
        self.refreshed_at = Some(now);
        effects.push(Effect::RefreshQr);
    }
}

fn believable_expiry(now: SystemTime, expires_at_ms: Option<i64>) -> Option<SystemTime> {
    let at = UNIX_EPOCH + Duration::from_millis(u64::try_from(expires_at_ms?).ok()?);
    let left = at.duration_since(now).ok()?;
    (left <= MAX_REF_TTL).then_some(at)
}
