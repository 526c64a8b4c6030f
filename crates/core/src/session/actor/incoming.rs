//! Messages on their way from WhatsApp to the handlers.

use std::time::SystemTime;

use super::{super::listeners::MessageListener, Actor};
use crate::{
    engine::IncomingMessage,
    inbox::{ListenerId, Outgoing},
};

impl Actor {
    pub(super) fn accept(&mut self, message: IncomingMessage) {
        let seconds =
            |at: SystemTime| at.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |d| d.as_secs().cast_signed());
        let before_the_link = self.login.linked_at().is_some_and(|at| message.timestamp < seconds(at));
        if message.from_me || before_the_link {
            return;
        }
        let late = message.timestamp < seconds(self.opened_at);
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
