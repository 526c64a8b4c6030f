//! Carrying out what the state machine says.

use std::{sync::Arc, time::SystemTime};

use tokio::sync::mpsc;

use super::{Actor, Aside, Told};
use crate::{
    Error,
    engine::Link,
    state::{Effect, Input},
};

impl Actor {
    pub(super) fn step(&mut self, input: Input) {
        let effects = self.login.step(SystemTime::now(), input);
        if !effects.is_empty() {
            self.publish();
        }
        for effect in effects {
            match effect {
                Effect::Tell(event) => {
                    tracing::debug!(state = self.login.name().name(), "login changed");
                    self.auth.tell(|listener| listener(event.clone()));
                }
                Effect::RefreshQr => self.read_again(true),
                Effect::Reread => self.read_again(false),
                Effect::TakeOver => self.beside(|link, _, _| async move { link.take_over().await }),
                Effect::EndConnection { forget } => self.end(forget),
            }
        }
    }

    /// Reads WhatsApp's state, after asking it for new codes if so wished. One question at a time: a page that is slow to answer gets
    /// no faster by being asked more often.
    fn read_again(&mut self, refresh: bool) {
        if std::mem::replace(&mut self.asking, true) {
            return;
        }
        self.beside(move |link, asides, generation| async move {
            let read = async {
                if refresh {
                    link.refresh_qr().await?;
                }
                link.snapshot().await
            };
            let read = read.await;
            drop(asides.send((generation, Aside::Read(read.as_ref().ok().cloned().map(Box::new)))));
            read.map(drop)
        });
    }

    /// Runs a call beside the actor; a failure is for the log, the state machine asks again by itself.
    pub(super) fn beside<F>(&self, call: impl FnOnce(Arc<dyn Link>, mpsc::UnboundedSender<Told>, u64) -> F)
    where
        F: Future<Output = Result<(), Error>> + Send + 'static,
    {
        if let Some(link) = self.slots.link() {
            let call = call(Arc::clone(link), self.asides.clone(), self.generation);
            tokio::spawn(async move {
                match call.await {
                    // The connection's end is told by its own event.
                    Ok(()) | Err(Error::Closed) => {}
                    Err(error) => tracing::warn!(code = error.code(), %error, "a call to the page failed"),
                }
            });
        }
    }
}
