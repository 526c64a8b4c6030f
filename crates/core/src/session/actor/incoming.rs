//! Messages on their way from WhatsApp to the handlers.

use std::time::{Duration, SystemTime};

use super::{super::listeners::MessageListener, Actor};
use crate::{
    engine::IncomingMessage,
    events::StateName,
    inbox::{ListenerId, Outgoing},
};

/// How far WhatsApp's clock and ours may be apart.
const CLOCK_SKEW: Duration = Duration::from_secs(60);

impl Actor {
    pub(super) fn accept(&mut self, message: IncomingMessage) {
        let linked_at = self.login.linked_at();
        if message.from_me || linked_at.is_some_and(|at| is_before(message.timestamp, at)) {
            return;
        }
        // What WhatsApp kept for us comes while a restored login still syncs.
        let restored = linked_at.is_none_or(|at| at < self.opened_at);
        let kept = restored && self.login.name() != StateName::Ready;
        let late = kept || is_before(message.timestamp, self.opened_at);
        if let Some(outgoing) = self.messages.accept(message, late, &self.handlers.ids()) {
            self.deliver(outgoing);
        }
    }

    pub(super) fn add_handler(&mut self, id: ListenerId, key: Option<String>, listener: MessageListener) {
        if let Some(replaced) = self.handlers.add(id, key, listener) {
            self.messages.listener_removed(replaced);
        }
        let waiting = self.messages.listener_added(id);
        self.deliver(waiting);
    }

    pub(super) fn remove_listener(&mut self, id: ListenerId) {
        self.auth.remove(id);
        if self.handlers.remove(id) {
            self.messages.listener_removed(id);
        }
    }

    pub(super) fn deliver(&mut self, outgoing: Vec<Outgoing>) {
        if !outgoing.is_empty() {
            self.publish();
        }
        for (id, delivery) in outgoing {
            let taken = self.handlers.get(id).is_some_and(|listener| listener(delivery));
            if !taken {
                self.remove_listener(id);
            }
        }
    }
}

/// Whether WhatsApp's clock, in seconds, says that it was before `at`, also if the two clocks differ a little.
fn is_before(timestamp: i64, at: SystemTime) -> bool {
    let at = at.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    timestamp < at.saturating_sub(CLOCK_SKEW).as_secs().cast_signed()
}
