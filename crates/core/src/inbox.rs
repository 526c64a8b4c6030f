//! Incoming messages between WhatsApp and the handlers: at least once each, in order of arrival, each id once.
//!
//! Pure: deliveries are returned, and the caller carries them out.

use std::{
    collections::{HashSet, VecDeque},
    time::{Duration, Instant},
};

use crate::{engine::IncomingMessage, events::Delivery};

/// Names a listener of a session.
pub type ListenerId = u64;

/// Messages that wait; the oldest are given up beyond this, with an error in the log.
const MAX_WAITING: usize = 10_000;
/// Ids remembered to recognise a message that WhatsApp tells twice.
const MAX_SEEN: usize = 20_000;
/// A handler that throws gets the message again after 1 s, 2 s, 4 s … up to this.
const MAX_BACKOFF: Duration = Duration::from_secs(60);
/// Then it is given up, with an error in the log.
const MAX_ATTEMPTS: u32 = 10;

#[derive(Debug)]
struct Entry {
    delivery: Delivery,
    /// Listeners that have it and have not settled it.
    out: HashSet<ListenerId>,
    /// Listeners that failed it and get it again.
    failed: HashSet<ListenerId>,
    /// Some listener has handled it.
    handled_by_some: bool,
    retry_at: Option<Instant>,
}

/// The waiting messages of one session.
#[derive(Debug, Default)]
pub struct Inbox {
    entries: VecDeque<Entry>,
    seen: HashSet<String>,
    seen_order: VecDeque<String>,
    next_id: u64,
}

/// Give this to that listener.
pub type Outgoing = (ListenerId, Delivery);

impl Inbox {
    /// Takes a message in and says to whom it goes now. `None` when its id is known already.
    pub fn accept(&mut self, message: IncomingMessage, late: bool, listeners: &[ListenerId]) -> Option<Vec<Outgoing>> {
        if !self.remember(&message.id) {
            return None;
        }
        if self.entries.len() >= MAX_WAITING {
            self.entries.pop_front();
            tracing::error!(waiting = MAX_WAITING, "the oldest unhandled message was given up: no handler takes them");
        }
        self.next_id += 1;
        let delivery = Delivery { id: self.next_id, message, late, redelivered: 0 };
        let mut entry =
            Entry { delivery, out: HashSet::new(), failed: HashSet::new(), handled_by_some: false, retry_at: None };
        let outgoing = hand_out(&mut entry, listeners);
        self.entries.push_back(entry);
        Some(outgoing)
    }

    /// A new listener gets everything that waits for a first one.
    pub fn listener_added(&mut self, listener: ListenerId) -> Vec<Outgoing> {
        let waiting = self.entries.iter_mut().filter(|e| e.out.is_empty() && e.failed.is_empty());
        waiting.flat_map(|entry| hand_out(entry, &[listener])).collect()
    }

    /// What a listener that is gone had not settled goes back to waiting.
    pub fn listener_removed(&mut self, listener: ListenerId) {
        for entry in &mut self.entries {
            entry.out.remove(&listener);
            entry.failed.remove(&listener);
            if entry.failed.is_empty() {
                entry.retry_at = None;
            }
        }
        self.entries.retain(|e| !e.out.is_empty() || !e.failed.is_empty() || !e.handled_by_some);
    }

    /// A listener is done with a delivery.
    pub fn settle(&mut self, now: Instant, listener: ListenerId, delivery: u64, handled: bool) {
        let Some(index) = self.entries.iter().position(|e| e.delivery.id == delivery) else {
            return;
        };
        let entry = &mut self.entries[index];
        if !entry.out.remove(&listener) {
            return;
        }
        if handled {
            entry.handled_by_some = true;
        } else {
            entry.failed.insert(listener);
            entry.retry_at.get_or_insert(now + backoff(entry.delivery.redelivered));
        }
        if entry.out.is_empty() && entry.failed.is_empty() {
            self.entries.remove(index);
        }
    }

    /// Redeliveries that are due.
    pub fn due(&mut self, now: Instant) -> Vec<Outgoing> {
        let mut outgoing = Vec::new();
        self.entries.retain_mut(|entry| {
            if entry.retry_at.is_none_or(|at| at > now) {
                return true;
            }
            entry.retry_at = None;
            let again: Vec<_> = entry.failed.drain().collect();
            if entry.delivery.redelivered + 1 >= MAX_ATTEMPTS {
                tracing::error!(attempts = MAX_ATTEMPTS, "a message was given up: its handler failed every time");
                return !entry.out.is_empty();
            }
            entry.delivery.redelivered += 1;
            outgoing.extend(hand_out(entry, &again));
            true
        });
        outgoing
    }

    /// Messages that no handler has finished.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn remember(&mut self, id: &str) -> bool {
        if !self.seen.insert(id.to_owned()) {
            return false;
        }
        self.seen_order.push_back(id.to_owned());
        if self.seen_order.len() > MAX_SEEN
            && let Some(oldest) = self.seen_order.pop_front()
        {
            self.seen.remove(&oldest);
        }
        true
    }
}

fn hand_out(entry: &mut Entry, listeners: &[ListenerId]) -> Vec<Outgoing> {
    entry.out.extend(listeners);
    listeners.iter().map(|&listener| (listener, entry.delivery.clone())).collect()
}

fn backoff(redelivered: u32) -> Duration {
    Duration::from_secs(1 << redelivered.min(6)).min(MAX_BACKOFF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Contact;

    fn message(id: &str) -> IncomingMessage {
        IncomingMessage {
            id: id.into(),
            chat: "1@c.us".into(),
            from: Contact { wid: "1@c.us".into(), ..Contact::default() },
            to: "2@c.us".into(),
            from_me: false,
            text: Some("hello".into()),
            kind: "chat".into(),
            timestamp: 0,
        }
    }

    #[test]
    fn a_message_that_is_told_twice_is_delivered_once() {
        let mut inbox = Inbox::default();
        assert_eq!(inbox.accept(message("a"), false, &[1]).map(|o| o.len()), Some(1));
        assert!(inbox.accept(message("a"), false, &[1]).is_none());
    }

    #[test]
    fn without_a_handler_messages_wait_in_order_for_the_first() {
        let mut inbox = Inbox::default();
        for id in ["a", "b", "c"] {
            inbox.accept(message(id), false, &[]);
        }
        let ids: Vec<_> = inbox.listener_added(7).into_iter().map(|(_, d)| d.message.id).collect();
        assert_eq!(ids, ["a", "b", "c"]);
        assert!(inbox.listener_added(8).is_empty(), "a second handler is not given what the first one has");
    }

    #[test]
    fn it_is_handled_when_every_handler_has_it_done() {
        let mut inbox = Inbox::default();
        let now = Instant::now();
        let id = inbox.accept(message("a"), false, &[1, 2]).unwrap()[0].1.id;
        inbox.settle(now, 1, id, true);
        assert_eq!(inbox.len(), 1);
        inbox.settle(now, 2, id, true);
        assert!(inbox.is_empty());
    }

    #[test]
    fn a_handler_that_fails_gets_it_again_alone_and_is_given_up_in_the_end() {
        let mut inbox = Inbox::default();
        let mut now = Instant::now();
        let id = inbox.accept(message("a"), false, &[1, 2]).unwrap()[0].1.id;
        inbox.settle(now, 1, id, true);
        inbox.settle(now, 2, id, false);
        for round in 1..MAX_ATTEMPTS {
            assert!(inbox.due(now).is_empty(), "not before its time");
            now += MAX_BACKOFF;
            let due = inbox.due(now);
            assert_eq!(due.len(), 1);
            assert_eq!((due[0].0, due[0].1.redelivered), (2, round));
            inbox.settle(now, 2, id, false);
        }
        now += MAX_BACKOFF;
        assert!(inbox.due(now).is_empty());
        assert!(inbox.is_empty());
    }

    #[test]
    fn what_a_removed_handler_had_not_finished_waits_for_the_next() {
        let mut inbox = Inbox::default();
        inbox.accept(message("a"), false, &[1]);
        inbox.listener_removed(1);
        assert_eq!(inbox.listener_added(2).len(), 1);
    }
}
