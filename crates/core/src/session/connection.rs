//! The one connection of a session: opening it, holding it, ending it. Never two at once.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::mpsc,
    task::{AbortHandle, JoinError},
};

use super::addressing::Addressing;
use crate::{
    Error,
    engine::{Connection, Engine, EngineDiagnostics, EngineEvent, Link, Progress, StartPhase},
};

/// How long a browser may take to end in order before it is killed.
const CLOSE_GRACE: Duration = Duration::from_secs(3);

/// What the connection's own tasks tell the actor.
pub(super) enum Report {
    Phase(StartPhase),
    /// Opening ended, in whatever way.
    Opened(Result<Connection, Error>),
    /// The connection has ended and everything that was asked for with it is done.
    Ended(Result<(), Error>),
}

/// Where the connection is.
enum Slot {
    Empty,
    Opening(AbortHandle),
    Open(Arc<dyn Link>, Arc<Addressing>),
    /// Opening was given up; its task still has to say so.
    Aborting,
    /// Closing the link, forgetting the login.
    Ending,
}

/// The connection, its engine and its tasks.
pub(super) struct Slots {
    engine: Arc<dyn Engine>,
    slot: Slot,
    /// Forget the login when the connection has ended.
    forget: bool,
    reports: mpsc::UnboundedSender<Report>,
    /// What the page tells; `None` while nothing is open.
    pub events: Option<mpsc::Receiver<EngineEvent>>,
}

impl Slots {
    pub fn new(engine: Arc<dyn Engine>, reports: mpsc::UnboundedSender<Report>) -> Self {
        Self { engine, slot: Slot::Empty, forget: false, reports, events: None }
    }

    pub fn replace_engine(&mut self, engine: Arc<dyn Engine>) {
        self.engine = engine;
    }

    pub fn link(&self) -> Option<&Arc<dyn Link>> {
        self.open_link().map(|(link, _)| link)
    }

    /// The link, and what is known about recipients on it.
    pub fn open_link(&self) -> Option<(&Arc<dyn Link>, &Arc<Addressing>)> {
        match &self.slot {
            Slot::Open(link, addressing) => Some((link, addressing)),
            _ => None,
        }
    }

    pub fn is_empty(&self) -> bool {
        matches!(self.slot, Slot::Empty)
    }

    pub fn is_ending(&self) -> bool {
        matches!(self.slot, Slot::Aborting | Slot::Ending)
    }

    pub fn diagnostics(&self) -> EngineDiagnostics {
        self.link().map(|link| link.diagnostics()).unwrap_or_default()
    }

    /// Begins to open. Only when empty.
    pub fn open(&mut self) {
        let engine = Arc::clone(&self.engine);
        let reports = self.reports.clone();
        let progress: Progress = {
            let reports = reports.clone();
            // Reports go nowhere only when the actor is gone, and then nobody waits for them.
            Arc::new(move |phase| drop(reports.send(Report::Phase(phase))))
        };
        let opening = tokio::spawn(async move { engine.open(progress).await });
        self.slot = Slot::Opening(opening.abort_handle());
        tokio::spawn(async move {
            let result = opening.await.unwrap_or_else(|failure| Err(task_failed(&failure)));
            drop(reports.send(Report::Opened(result)));
        });
    }

    /// Takes the outcome of [`Slots::open`]. `Some(error)` when it failed on its own.
    pub fn opened(&mut self, result: Result<Connection, Error>) -> Option<Error> {
        match (std::mem::replace(&mut self.slot, Slot::Empty), result) {
            (Slot::Aborting, Ok(connection)) => {
                self.end_link(Some(connection.link));
                None
            }
            (Slot::Aborting, Err(_)) => {
                self.end_link(None);
                None
            }
            (_, Ok(connection)) => {
                self.events = Some(connection.events);
                self.slot = Slot::Open(connection.link, Arc::default());
                None
            }
            (_, Err(error)) => Some(error),
        }
    }

    /// Ends whatever there is; [`Report::Ended`] follows.
    pub fn end(&mut self, forget: bool) {
        self.forget |= forget;
        match std::mem::replace(&mut self.slot, Slot::Empty) {
            Slot::Empty => self.end_link(None),
            Slot::Open(link, _) => self.end_link(Some(link)),
            Slot::Opening(task) => {
                task.abort();
                self.slot = Slot::Aborting;
            }
            ending @ (Slot::Aborting | Slot::Ending) => self.slot = ending,
        }
    }

    /// Takes [`Report::Ended`]. True when all is done; false when forgetting was asked for meanwhile and is now under way.
    pub fn ended(&mut self) -> bool {
        self.slot = Slot::Empty;
        if self.forget {
            self.end_link(None);
            return false;
        }
        true
    }

    fn end_link(&mut self, link: Option<Arc<dyn Link>>) {
        self.slot = Slot::Ending;
        let forget = std::mem::take(&mut self.forget);
        // Held until the end: an engine takes a closed receiver for a session that went away without a word.
        let events = self.events.take();
        let engine = Arc::clone(&self.engine);
        let reports = self.reports.clone();
        let ending = tokio::spawn(async move {
            if let Some(link) = link {
                tokio::select! {
                    () = link.close(CLOSE_GRACE) => {}
                    () = drain(events) => {}
                }
            }
            engine.settle().await;
            if forget { engine.forget(true).await } else { Ok(()) }
        });
        tokio::spawn(async move {
            let result = ending.await.unwrap_or_else(|failure| Err(task_failed(&failure)));
            drop(reports.send(Report::Ended(result)));
        });
    }
}

/// Takes what a connection still tells, so that its last events hold nothing up. Never ends by itself.
async fn drain(mut events: Option<mpsc::Receiver<EngineEvent>>) {
    if let Some(events) = &mut events {
        while events.recv().await.is_some() {}
    }
    std::future::pending::<()>().await;
}

fn task_failed(failure: &JoinError) -> Error {
    if failure.is_cancelled() { Error::Closed } else { Error::Internal { problem: failure.to_string() } }
}
