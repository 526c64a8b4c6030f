//! What is known about recipients on one connection, so that only the first message to somebody costs a question.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::engine::PreparedSend;

/// Whether somebody is on WhatsApp is asked again after this long.
const KNOWN_FOR: Duration = Duration::from_secs(300);
/// Recipients remembered at most; beyond, those that are due to be asked again are dropped, and if none is, all.
const MAX_KNOWN: usize = 2_000;
/// Ids kept for messages to come.
const MAX_IDS: usize = 64;

/// Known recipients and spare message ids. Belongs to one connection: another one may be another account.
#[derive(Debug, Default)]
pub(super) struct Addressing {
    known: Mutex<HashMap<String, (PreparedSend, Instant)>>,
    ids: Mutex<Vec<String>>,
}

impl Addressing {
    /// How to send to this recipient, with a message id of its own; `None` when WhatsApp has to be asked.
    pub fn recall(&self, recipient: &str, now: Instant) -> Option<PreparedSend> {
        let known = held(&self.known);
        let (prepared, until) = known.get(recipient)?;
        if *until <= now {
            return None;
        }
        let message_id = held(&self.ids).pop()?;
        Some(PreparedSend { message_id, ..prepared.clone() })
    }

    /// Remembers a recipient that a message was handed over to.
    pub fn remember(&self, recipient: &str, prepared: &PreparedSend, now: Instant) {
        let mut known = held(&self.known);
        if known.len() >= MAX_KNOWN {
            known.retain(|_, (_, until)| *until > now);
            if known.len() >= MAX_KNOWN {
                known.clear();
            }
        }
        known.insert(recipient.to_owned(), (prepared.clone(), now + KNOWN_FOR));
    }

    /// Forgets a recipient to whom sending failed: the next message asks again.
    pub fn forget(&self, recipient: &str) {
        held(&self.known).remove(recipient);
    }

    /// Keeps the id of a message to come.
    pub fn spare(&self, id: String) {
        let mut ids = held(&self.ids);
        if ids.len() < MAX_IDS {
            ids.push(id);
        }
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepared() -> PreparedSend {
        PreparedSend {
            chat: Some("1@c.us".into()),
            existing: vec!["1@c.us".into()],
            wid: None,
            lid: None,
            message_id: "used".into(),
        }
    }

    #[test]
    fn a_known_recipient_and_a_spare_id_make_a_send_each_id_once() {
        let (addressing, now) = (Addressing::default(), Instant::now());
        addressing.remember("a", &prepared(), now);
        assert_eq!(addressing.recall("a", now), None, "no id to use");
        addressing.spare("fresh".into());
        assert_eq!(addressing.recall("b", now), None, "not known");
        assert_eq!(addressing.recall("a", now).map(|p| p.message_id).as_deref(), Some("fresh"));
        assert_eq!(addressing.recall("a", now), None, "an id is used once");
    }

    #[test]
    fn knowledge_ends() {
        let (addressing, now) = (Addressing::default(), Instant::now());
        addressing.remember("a", &prepared(), now);
        addressing.spare("fresh".into());
        assert_eq!(addressing.recall("a", now + KNOWN_FOR), None);
        addressing.forget("a");
        assert_eq!(addressing.recall("a", now), None);
    }
}
