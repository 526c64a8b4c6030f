//! Acks and send results on their way from WhatsApp to the sends that wait for them.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use tokio::sync::mpsc;

use crate::Error;

/// What a waiting send is told about its message.
#[derive(Debug, Clone)]
pub(super) enum Receipt {
    Ack(i8),
    Result(String),
    /// The connection ended; nothing more will come.
    Lost(Error),
}

/// The sends that wait, by message id. A std mutex: it is held for single map operations only.
#[derive(Debug, Default)]
pub(super) struct Receipts {
    waiting: Mutex<HashMap<String, mpsc::UnboundedSender<Receipt>>>,
}

impl Receipts {
    /// Must be called before the message leaves, or its ack could be missed.
    pub fn watch(&self, id: &str) -> mpsc::UnboundedReceiver<Receipt> {
        // Unbounded, but a message has at most six acks and one result.
        let (sender, receiver) = mpsc::unbounded_channel();
        self.lock().insert(id.to_owned(), sender);
        receiver
    }

    pub fn forget(&self, id: &str) {
        self.lock().remove(id);
    }

    pub fn tell(&self, id: &str, receipt: Receipt) {
        if let Some(sender) = self.lock().get(id) {
            // A send that stopped waiting needs no receipt.
            let _ = sender.send(receipt);
        }
    }

    /// Tells every waiting send that the connection is gone.
    pub fn lose(&self, error: &Error) {
        for (_, sender) in self.lock().drain() {
            let _ = sender.send(Receipt::Lost(error.clone()));
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, mpsc::UnboundedSender<Receipt>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
