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
        for effect in self.login.step(SystemTime::now(), input) {
            match effect {
                Effect::Tell(event) => {
                    tracing::debug!(state = self.login.name().name(), "login changed");
                    self.auth.tell(|listener| listener(event.clone()));
                }
                Effect::RefreshQr => self.beside(|link, _, _| async move { link.refresh_qr().await }),
                Effect::TakeOver => self.beside(|link, _, _| async move { link.take_over().await }),
                Effect::Reread => self.beside(|link, asides, generation| async move {
                    let snapshot = link.snapshot().await?;
                    drop(asides.send((generation, Aside::Snapshot(snapshot))));
                    Ok(())
                }),
                Effect::EndConnection { forget } => self.end(forget),
            }
        }
    }

    /// Runs a call beside the actor; a failure is for the log, the state machine asks again by itself.
    pub(super) fn beside<F>(&self, call: impl FnOnce(Arc<dyn Link>, mpsc::UnboundedSender<Told>, u64) -> F)
    where
        F: Future<Output = Result<(), Error>> + Send + 'static,
    {
        if let Some(link) = self.slots.link() {
            let call = call(Arc::clone(link), self.asides.clone(), self.generation);
            tokio::spawn(async move {
                if let Err(error) = call.await {
                    tracing::warn!(code = error.code(), %error, "a call to the page failed");
                }
            });
        }
    }
}
