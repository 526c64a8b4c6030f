//! The task that owns a live browser until its end: it passes the page's events on, sees every way in which the connection can end, and
//! leaves nothing behind.

use std::{
    ops::ControlFlow::{self, Break, Continue},
    time::Duration,
};

use tokio::{
    sync::{mpsc, watch},
    time::Instant,
};
use wa_bridge_core::{
    Error,
    engine::{EngineEvent, Snapshot, SocketState, StartPhase},
};

use crate::{
    contract::PageEvent,
    link::Close,
    page::{Driver, PageEvents, Told},
    process::Process,
    relay::{Notice, Relay},
};

/// How long a browser whose pipe broke may take until its exit is seen.
const EXIT_SEEN: Duration = Duration::from_secs(1);
/// How long the browser of a page that failed may take to end in order.
const GRACE_AFTER_FAULT: Duration = Duration::from_secs(1);
/// How long a session that is busy may take to have room for the last event.
const TOLD: Duration = Duration::from_secs(1);
/// How long a killed process may take to disappear.
const KILLED: Duration = Duration::from_secs(2);

/// Everything that a live connection is made of.
pub(crate) struct Live {
    pub(crate) process: Process,
    pub(crate) relay: Relay,
    pub(crate) driver: Driver,
    pub(crate) page: PageEvents,
    pub(crate) events: mpsc::Sender<EngineEvent>,
    pub(crate) close: mpsc::Receiver<Close>,
    pub(crate) ended: watch::Sender<Option<Error>>,
    /// How long a document that replaces the first one may take until WhatsApp's state can be read.
    pub(crate) reload: Duration,
}

/// How a connection ended.
enum End {
    /// The session asked for it.
    Asked(Close),
    /// Nobody holds the connection any more.
    Dropped,
    /// The page cannot go on; the browser could.
    Page(Error),
    Lost,
}

impl Live {
    /// Runs until the connection's end. `earlier` is what the page told before it was ready.
    pub(crate) async fn run(mut self, earlier: Vec<PageEvent>) {
        let mut teller = Teller { events: self.events.clone(), reload: self.reload, loading: None, logged_out: false };
        let end = self.watch(&mut teller, earlier).await;
        match end {
            End::Asked(Close { grace, done }) => {
                self.tell_end(Error::Closed);
                self.finish(grace).await;
                self.send_closed(None).await;
                // Whoever asked may have stopped waiting.
                let _ = done.send(());
            }
            End::Dropped => self.tell_end(Error::Closed),
            End::Page(error) => {
                self.tell_end(error.clone());
                self.send_closed(Some(error)).await;
                self.finish(GRACE_AFTER_FAULT).await;
            }
            End::Lost => {
                let exit = tokio::time::timeout(EXIT_SEEN, self.process.exited()).await.ok();
                let error = Error::BrowserExited { status: exit.map(|exit| exit.to_string()) };
                self.tell_end(error.clone());
                self.send_closed(Some(error)).await;
                self.finish(Duration::ZERO).await;
            }
        }
    }

    async fn watch(&mut self, teller: &mut Teller, earlier: Vec<PageEvent>) -> End {
        let Self { process, relay, driver, page, events, close, .. } = self;
        let telling = async {
            for event in earlier {
                if let Break(error) = teller.tell(event).await {
                    return End::Page(error);
                }
            }
            teller.follow(page).await
        };
        tokio::select! {
            biased;
            order = close.recv() => order.map_or(End::Dropped, End::Asked),
            () = events.closed() => End::Dropped,
            notice = relay.notices.recv() => match notice {
                Some(Notice::PageCrashed) => End::Page(Error::PageCrashed),
                Some(Notice::Ended) | None => End::Lost,
            },
            _ = process.exited() => End::Lost,
            () = driver.lost() => End::Lost,
            end = telling => end,
        }
    }

    /// Ends the browser: asked for, then by its pipe's end, then by force.
    async fn finish(&mut self, grace: Duration) {
        let exited = self.process.exited();
        tokio::pin!(exited);
        let asked = async {
            self.driver.close().await;
            std::future::pending::<()>().await;
        };
        let in_order = tokio::select! {
            _ = &mut exited => true,
            () = asked => false,
            () = tokio::time::sleep(grace) => false,
        };
        if !in_order {
            self.process.kill();
            if tokio::time::timeout(KILLED, exited).await.is_err() {
                tracing::warn!(pid = self.process.pid, "the browser was killed and is still there");
            }
        }
    }

    fn tell_end(&self, error: Error) {
        self.ended.send_replace(Some(error));
    }

    async fn send_closed(&self, error: Option<Error>) {
        // A session that reads no events needs no end of them; the channel closes either way.
        let _ = tokio::time::timeout(TOLD, self.events.send(EngineEvent::Closed(error))).await;
    }
}

/// Turns what the page tells into engine events.
struct Teller {
    events: mpsc::Sender<EngineEvent>,
    /// See [`Live::reload`].
    reload: Duration,
    /// Until when the present document must be ready; `None` once it is.
    loading: Option<Instant>,
    /// Told already for this login: WhatsApp's own event and the navigation after it mean the same.
    logged_out: bool,
}

impl Teller {
    /// Tells until the connection is lost or the page cannot go on.
    async fn follow(&mut self, page: &mut PageEvents) -> End {
        loop {
            let told = match self.loading {
                None => page.next().await,
                Some(deadline) => match tokio::time::timeout_at(deadline, page.next()).await {
                    Ok(told) => told,
                    Err(_) => {
                        return End::Page(Error::StartTimeout { phase: StartPhase::Script, after: self.reload });
                    }
                },
            };
            let Some(told) = told else { return End::Lost };
            if let Break(error) = self.told(told).await {
                return End::Page(error);
            }
        }
    }

    async fn told(&mut self, told: Told) -> ControlFlow<Error> {
        match told {
            Told::Script(batch) => {
                for event in batch {
                    self.tell(event).await?;
                }
                Continue(())
            }
            Told::Navigated { url, failed } => {
                if url.contains("post_logout=1") {
                    self.tell(PageEvent::LoggedOut { reason: None }).await?;
                }
                if failed {
                    let problem = "WhatsApp Web loaded itself again, and failed".to_owned();
                    return Break(Error::PageUnreachable { url, problem });
                }
                self.loading = Some(Instant::now() + self.reload);
                Continue(())
            }
        }
    }

    async fn tell(&mut self, event: PageEvent) -> ControlFlow<Error> {
        let event = match event {
            PageEvent::Ready { snapshot } => {
                self.loading = None;
                self.snapshot(snapshot)
            }
            PageEvent::Snapshot { snapshot } => self.snapshot(snapshot),
            PageEvent::SyncProgress { percent } => EngineEvent::SyncProgress(percent),
            PageEvent::Ack { id, ack } => EngineEvent::Ack { id, ack },
            PageEvent::SendResult { id, result } => EngineEvent::SendResult { id, result },
            PageEvent::Message { message } => EngineEvent::Message(message),
            PageEvent::LoggedOut { reason } => {
                if std::mem::replace(&mut self.logged_out, true) {
                    return Continue(());
                }
                EngineEvent::LoggedOut { reason }
            }
            PageEvent::Refused { problem } => return Break(Error::BrowserRefused { problem }),
            PageEvent::HttpError { url, status } => {
                return Break(Error::PageUnreachable { url, problem: format!("it answered HTTP {status}") });
            }
            PageEvent::Trace { text } => {
                tracing::debug!(text, "page script");
                return Continue(());
            }
        };
        // An error says that the session is gone; so is this task, at its next turn.
        let _ = self.events.send(event).await;
        Continue(())
    }

    fn snapshot(&mut self, snapshot: Snapshot) -> EngineEvent {
        if snapshot.socket == Some(SocketState::Connected) {
            self.logged_out = false;
        }
        EngineEvent::Snapshot(snapshot)
    }
}
