//! Calls that wait for the login to get somewhere, and when each of them is answered.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use super::{
    addressing::Addressing,
    command::{Lease, Reply},
};
use crate::{
    Error,
    engine::Link,
    events::{AuthEvent, DisconnectReason, LiveQr, LoginStep, StateName},
    state::Login,
};

/// A quite new code is given even when it lives shorter than was asked for: at least this share of its life must be left.
const FRESH_SHARE: f64 = 0.7;

/// An open link, and what is known about recipients on it.
type OpenLink<'a> = (&'a Arc<dyn Link>, &'a Arc<Addressing>);

/// All waiting calls of a session.
#[derive(Default)]
pub(super) struct Waiters {
    pub qr: Vec<(Duration, Reply<LoginStep>)>,
    pub started: Vec<Reply<()>>,
    pub leases: Vec<Reply<Lease>>,
    pub logouts: Vec<Reply<()>>,
}

impl Waiters {
    /// Somebody waits for something to scan.
    pub fn want_qr(&self) -> bool {
        !self.qr.is_empty() || !self.started.is_empty()
    }

    /// Drops calls whose caller went away: what nobody waits for must not happen later, least of all a logout.
    pub fn sweep(&mut self) {
        self.qr.retain(|(_, reply)| !reply.is_closed());
        self.started.retain(|reply| !reply.is_closed());
        self.leases.retain(|reply| !reply.is_closed());
        self.logouts.retain(|reply| !reply.is_closed());
    }

    /// Answers whatever the present state answers.
    pub fn settle(&mut self, now: SystemTime, login: &Login, link: Option<OpenLink<'_>>) {
        take(&mut self.qr, |(min_ttl, _)| qr_answer(now, login, *min_ttl), |(_, reply)| reply);
        take(&mut self.started, |_| start_answer(now, login), |reply| reply);
        take(&mut self.leases, |_| lease_answer(login, link), |reply| reply);
    }
}

/// Answers and removes those entries for which `answer` has one.
fn take<E, T>(entries: &mut Vec<E>, answer: impl Fn(&E) -> Option<Result<T, Error>>, reply: impl Fn(E) -> Reply<T>) {
    for entry in std::mem::take(entries) {
        match answer(&entry) {
            // The caller may have gone away meanwhile: then there is nobody to tell.
            Some(result) => drop(reply(entry).send(result)),
            None => entries.push(entry),
        }
    }
}

/// A fault that ends every wait.
fn fault(login: &Login) -> Option<Error> {
    match login.name() {
        StateName::Failed => match login.present() {
            AuthEvent::Failed(error) => Some(error),
            _ => None,
        },
        // The page reconnects by itself: the caller's own deadline decides.
        StateName::Disconnected => {
            login.disconnection().filter(|d| d.reason != DisconnectReason::Network).map(|d| d.error.clone())
        }
        StateName::Stopped | StateName::Closing => Some(Error::Closed),
        _ => None,
    }
}

fn qr_answer(now: SystemTime, login: &Login, min_ttl: Duration) -> Option<Result<LoginStep, Error>> {
    match (login.name(), login.qr()) {
        (StateName::Qr, Some(qr)) if lives(now, qr, min_ttl) => Some(Ok(LoginStep::Qr(qr.clone()))),
        (StateName::Ready, _) => Some(Ok(LoginStep::Ready(login.account().cloned().unwrap_or_default()))),
        _ => fault(login).map(Err),
    }
}

fn start_answer(now: SystemTime, login: &Login) -> Option<Result<(), Error>> {
    match (login.name(), login.qr()) {
        (StateName::Ready, _) => Some(Ok(())),
        (StateName::Qr, Some(qr)) if lives(now, qr, Duration::ZERO) => Some(Ok(())),
        _ => fault(login).map(Err),
    }
}

fn lease_answer(login: &Login, link: Option<OpenLink<'_>>) -> Option<Result<Lease, Error>> {
    match (login.name(), link, login.account()) {
        (StateName::Ready, Some((link, addressing)), Some(account)) => {
            Some(Ok(Lease { link: Arc::clone(link), account: account.clone(), addressing: Arc::clone(addressing) }))
        }
        (StateName::Qr, ..) => Some(Err(Error::NotLinked)),
        (StateName::LoggedOut, ..) => Some(Err(logged_out(login))),
        _ => fault(login).map(Err),
    }
}

pub(super) fn logged_out(login: &Login) -> Error {
    match login.present() {
        AuthEvent::LoggedOut { reason } => Error::LoggedOut { reason },
        _ => Error::NotLinked,
    }
}

/// Whether a code can still be scanned for `min_ttl`, or for most of its life if that is shorter.
fn lives(now: SystemTime, qr: &LiveQr, min_ttl: Duration) -> bool {
    let whole = qr.expires_at.duration_since(qr.issued_at).unwrap_or_default();
    let left = qr.expires_at.duration_since(now).unwrap_or_default();
    !left.is_zero() && left >= min_ttl.min(whole.mul_f64(FRESH_SHARE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn qr(ttl_ms: u64) -> LiveQr {
        let now = SystemTime::UNIX_EPOCH;
        LiveQr { payload: "p".into(), issued_at: now, expires_at: now + Duration::from_millis(ttl_ms), attempt: 1 }
    }

    #[test]
    fn a_code_is_given_only_while_it_can_be_scanned() {
        let at = |ms| SystemTime::UNIX_EPOCH + Duration::from_millis(ms);
        let five = Duration::from_secs(5);
        assert!(lives(at(14_000), &qr(20_000), five));
        assert!(!lives(at(16_000), &qr(20_000), five), "less than five seconds left");
        assert!(lives(at(100), &qr(1_000), five), "short-lived, but quite new");
        assert!(!lives(at(500), &qr(1_000), five));
        assert!(!lives(at(1_000), &qr(1_000), Duration::ZERO), "expired is never given");
    }
}
