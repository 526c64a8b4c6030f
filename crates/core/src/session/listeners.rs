//! Who is told of auth events and messages.

use crate::{
    events::{AuthEvent, Delivery},
    inbox::ListenerId,
};

/// Told of every auth event. Returns false when nobody is behind it any more.
pub type AuthListener = Box<dyn Fn(AuthEvent) -> bool + Send + Sync>;
/// Given every delivery. Returns false when nobody is behind it any more.
pub type MessageListener = Box<dyn Fn(Delivery) -> bool + Send + Sync>;

struct Entry<F> {
    id: ListenerId,
    key: Option<String>,
    listener: F,
}

/// Listeners of one kind, in order of registration.
pub(super) struct Listeners<F> {
    entries: Vec<Entry<F>>,
}

impl<F> Default for Listeners<F> {
    fn default() -> Self {
        Self { entries: Vec::new() }
    }
}

impl<F> Listeners<F> {
    /// Adds a listener and returns the one that it replaces: the earlier one with the same key.
    pub fn add(&mut self, id: ListenerId, key: Option<String>, listener: F) -> Option<ListenerId> {
        let replaced = key.as_ref().and_then(|key| self.entries.iter().find(|e| e.key.as_ref() == Some(key)));
        let replaced = replaced.map(|entry| entry.id);
        if let Some(id) = replaced {
            self.remove(id);
        }
        self.entries.push(Entry { id, key, listener });
        replaced
    }

    /// Whether the listener was there.
    pub fn remove(&mut self, id: ListenerId) -> bool {
        let before = self.entries.len();
        self.entries.retain(|entry| entry.id != id);
        self.entries.len() < before
    }

    pub fn get(&self, id: ListenerId) -> Option<&F> {
        self.entries.iter().find(|entry| entry.id == id).map(|entry| &entry.listener)
    }

    pub fn ids(&self) -> Vec<ListenerId> {
        self.entries.iter().map(|entry| entry.id).collect()
    }

    /// Calls every listener and drops those that are gone.
    pub fn tell(&mut self, mut call: impl FnMut(&F) -> bool) {
        self.entries.retain(|entry| call(&entry.listener));
    }
}
