//! The actor: one task that owns a session's state. Everything that changes it arrives here, one thing at a time.

use std::{
    pin::Pin,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::{Duration, Instant, SystemTime},
};

use tokio::{
    runtime::Handle,
    sync::{mpsc, oneshot},
    time::MissedTickBehavior,
};

use super::{
    command::{Command, Reply},
    connection::{Report, Slots},
    lanes::Lanes,
    listeners::{AuthListener, Listeners, MessageListener},
    receipts::{Receipt, Receipts},
    waiters::Waiters,
};
use crate::{
    Error,
    engine::{Engine, EngineEvent, IncomingMessage, Snapshot},
    events::{AuthEvent, DisconnectReason, StateName, Status},
    inbox::{Inbox, ListenerId, Outgoing},
    state::{Effect, Input, Login},
};

/// Deadlines inside a session are this coarse.
const TICK: Duration = Duration::from_millis(500);
/// Codes are refreshed this long after the last one who waited went away.
const INTEREST_TAIL: Duration = Duration::from_secs(120);
/// How long WhatsApp may take to tell that it logged out after it took the order.
const LOGOUT_ECHO: Duration = Duration::from_secs(10);

/// What handles and sends share with the actor.
pub(super) struct Shared {
    commands: mpsc::UnboundedSender<Command>,
    status: RwLock<Status>,
    /// Living [`super::QrInterest`] guards.
    pub interest: AtomicUsize,
    pub receipts: Receipts,
    pub lanes: Lanes,
}

impl Shared {
    pub fn tell(&self, command: Command) {
        // The actor ends only with the process or by a panic; a reply inside the command then tells the caller by its drop.
        let _ = self.commands.send(command);
    }

    /// Asks the actor. The command is on its way when this returns; only the waiting is left to the future.
    pub fn ask<T>(&self, command: impl FnOnce(Reply<T>) -> Command) -> Answer<T> {
        let (reply, answer) = oneshot::channel();
        self.tell(command(reply));
        Answer(answer)
    }

    pub fn status(&self) -> Status {
        self.status.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The actor's answer to come.
pub(super) struct Answer<T>(oneshot::Receiver<Result<T, Error>>);

impl<T> Future for Answer<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // A reply is dropped unanswered only when the actor panicked.
        let gone = |_| {
            Err(Error::Internal {
                problem: "the session's task ended".into(),
            })
        };
        Pin::new(&mut self.0)
            .poll(context)
            .map(|answer| answer.unwrap_or_else(gone))
    }
}

/// Told by tasks that the actor started beside itself.
enum Aside {
    Snapshot(Snapshot),
    /// WhatsApp was asked to log out, and had time to tell so.
    LogoutAsked(Result<(), Error>),
}

/// An [`Aside`] and the connection that it speaks of: one from a former connection must not touch the present one.
type Told = (u64, Aside);

/// Starts the actor of a new session.
pub(super) fn spawn(engine: Arc<dyn Engine>, runtime: &Handle) -> Arc<Shared> {
    let (commands, inbox) = mpsc::unbounded_channel();
    let login = Login::new(SystemTime::now());
    let shared = Arc::new(Shared {
        commands,
        status: RwLock::new(initial_status(&login)),
        interest: AtomicUsize::new(0),
        receipts: Receipts::default(),
        lanes: Lanes::default(),
    });
    let (reports, report_inbox) = mpsc::unbounded_channel();
    let (asides, aside_inbox) = mpsc::unbounded_channel();
    let actor = Actor {
        shared: Arc::clone(&shared),
        slots: Slots::new(engine, reports),
        login,
        waiters: Waiters::default(),
        closings: Vec::new(),
        restart: false,
        logging_out: false,
        wanted_until: None,
        opened_at: SystemTime::now(),
        generation: 0,
        auth: Listeners::default(),
        handlers: Listeners::default(),
        messages: Inbox::default(),
        asides,
    };
    runtime.spawn(actor.run(inbox, report_inbox, aside_inbox));
    shared
}

struct Actor {
    shared: Arc<Shared>,
    slots: Slots,
    login: Login,
    waiters: Waiters,
    /// Answered when the connection has ended.
    closings: Vec<Reply<()>>,
    /// Open again as soon as the present connection has ended.
    restart: bool,
    /// WhatsApp has been asked to log out.
    logging_out: bool,
    wanted_until: Option<Instant>,
    /// When the present connection was opened: what WhatsApp took before is late.
    opened_at: SystemTime,
    /// Counts connections.
    generation: u64,
    auth: Listeners<AuthListener>,
    handlers: Listeners<MessageListener>,
    messages: Inbox,
    asides: mpsc::UnboundedSender<Told>,
}

impl Actor {
    async fn run(
        mut self,
        mut commands: mpsc::UnboundedReceiver<Command>,
        mut reports: mpsc::UnboundedReceiver<Report>,
        mut asides: mpsc::UnboundedReceiver<Told>,
    ) {
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            // Time matters only while something runs or waits.
            let ticking = !self.slots.is_empty() || !self.messages.is_empty();
            tokio::select! {
                command = commands.recv() => match command {
                    Some(command) => self.obey(command),
                    None => return,
                },
                Some(report) = reports.recv() => self.report(report),
                Some((generation, aside)) = asides.recv() => if generation == self.generation { self.aside(aside) },
                event = next(&mut self.slots.events) => self.event(event),
                _ = tick.tick(), if ticking => self.tick(),
            }
            self.after();
        }
    }

    /// What every change may have brought about.
    fn after(&mut self) {
        let wanted = self.is_qr_wanted();
        self.login.want_qr(wanted);
        if !self.restart {
            self.waiters.settle(SystemTime::now(), &self.login, self.slots.link());
            self.settle_logouts();
        }
        let status = self.status();
        *self.shared.status.write().unwrap_or_else(PoisonError::into_inner) = status;
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Start { takeover, reply } => {
                self.waiters.started.push(reply);
                if takeover {
                    self.take_over();
                }
                self.ensure_open();
            }
            Command::GenerateQr { min_ttl, reply } => {
                self.waiters.qr.push((min_ttl, reply));
                self.ensure_open();
                self.poke();
            }
            Command::Lease { reply } => {
                self.waiters.leases.push(reply);
                self.ensure_open();
            }
            Command::Close { reply } => self.close(false, reply),
            Command::Reset { reply } => self.close(true, reply),
            Command::Logout { reply } => {
                self.waiters.logouts.push(reply);
                self.begin_logout();
            }
            Command::ReplaceEngine { engine } => self.replace_engine(engine),
            Command::OnAuth { id, key, listener } => {
                if listener(self.login.present()) {
                    self.auth.add(id, key, listener);
                }
            }
            Command::OnMessage { id, key, listener } => self.add_handler(id, key, listener),
            Command::Off { id } => self.remove_listener(id),
            Command::Settle {
                listener,
                delivery,
                handled,
            } => {
                self.messages.settle(Instant::now(), listener, delivery, handled);
            }
            Command::InterestChanged => {
                self.wanted_until = Some(Instant::now() + INTEREST_TAIL);
                self.poke();
            }
        }
    }

    fn event(&mut self, event: Option<EngineEvent>) {
        match event {
            Some(EngineEvent::Snapshot(snapshot)) => self.step(Input::Snapshot(snapshot)),
            Some(EngineEvent::SyncProgress(percent)) => self.step(Input::SyncProgress(percent)),
            Some(EngineEvent::Ack { id, ack }) => self.shared.receipts.tell(&id, Receipt::Ack(ack)),
            Some(EngineEvent::SendResult { id, result }) => self.shared.receipts.tell(&id, Receipt::Result(result)),
            Some(EngineEvent::Message(message)) => self.accept(*message),
            Some(EngineEvent::LoggedOut { reason }) => self.step(Input::LoggedOut { reason }),
            Some(EngineEvent::Closed(error)) => self.lost(error),
            None => self.lost(None),
        }
    }

    fn report(&mut self, report: Report) {
        match report {
            Report::Phase(phase) => self.step(Input::Phase(phase)),
            Report::Opened(result) => {
                if let Some(error) = self.slots.opened(result) {
                    self.step(Input::OpenFailed(error));
                }
            }
            Report::Ended(result) => {
                if self.slots.ended() {
                    self.ended(&result);
                }
            }
        }
    }

    fn aside(&mut self, aside: Aside) {
        match aside {
            Aside::Snapshot(snapshot) => self.step(Input::Snapshot(snapshot)),
            Aside::LogoutAsked(result) => {
                self.logging_out = false;
                match result {
                    Ok(()) => self.step(Input::LoggedOut { reason: None }),
                    Err(error) => answer_all(&mut self.waiters.logouts, &Err(error)),
                }
            }
        }
    }

    fn tick(&mut self) {
        self.step(Input::Tick);
        let due = self.messages.due(Instant::now());
        self.deliver(due);
    }

    fn step(&mut self, input: Input) {
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
    fn beside<F>(&self, call: impl FnOnce(Arc<dyn crate::engine::Link>, mpsc::UnboundedSender<Told>, u64) -> F)
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

    fn ensure_open(&mut self) {
        if self.slots.is_empty() {
            self.opened_at = SystemTime::now();
            self.generation += 1;
            self.logging_out = false;
            self.slots.open();
            self.step(Input::Opening);
        } else if self.slots.is_ending() {
            self.restart = true;
        }
    }

    /// Lets an idle page be asked for a code now instead of at the next tick.
    fn poke(&mut self) {
        let wanted = self.is_qr_wanted();
        self.login.want_qr(wanted);
        self.step(Input::Tick);
    }

    fn is_qr_wanted(&mut self) -> bool {
        self.waiters.want_qr()
            || self.shared.interest.load(Ordering::Relaxed) > 0
            || self.wanted_until.is_some_and(|until| Instant::now() < until)
    }

    fn end(&mut self, forget: bool) {
        let error = match self.login.present() {
            AuthEvent::Disconnected(told) => told.error,
            AuthEvent::LoggedOut { reason } => Error::LoggedOut { reason },
            AuthEvent::Failed(error) => error,
            _ => Error::Closed,
        };
        self.shared.receipts.lose(&error);
        self.slots.end(forget);
        // Somebody who waits for a code wants the next login, not the end of this one.
        let waits = !self.waiters.qr.is_empty() || self.shared.interest.load(Ordering::Relaxed) > 0;
        if self.login.name() == StateName::LoggedOut && waits && self.waiters.logouts.is_empty() {
            self.restart = true;
        }
    }

    fn lost(&mut self, error: Option<Error>) {
        let error = error.unwrap_or(Error::BrowserExited { status: None });
        tracing::warn!(code = error.code(), %error, "the connection was lost");
        self.step(Input::Lost(error));
        self.end(false);
    }

    fn close(&mut self, forget: bool, reply: Reply<()>) {
        self.restart = false;
        self.closings.push(reply);
        self.step(Input::Closing);
        self.end(forget);
    }

    fn ended(&mut self, result: &Result<(), Error>) {
        if let Err(error) = result {
            tracing::error!(code = error.code(), %error, "ending the session failed");
        }
        self.step(Input::Closed);
        answer_all(&mut self.closings, result);
        if self.login.name() == StateName::LoggedOut {
            answer_all(&mut self.waiters.logouts, result);
        }
        if std::mem::take(&mut self.restart) {
            self.ensure_open();
        }
    }

    fn begin_logout(&mut self) {
        if self.login.name() != StateName::LoggedOut {
            self.ensure_open();
        } else if self.slots.is_empty() {
            answer_all(&mut self.waiters.logouts, &Ok(()));
        }
    }

    /// Moves a pending logout on: ask WhatsApp once it is connected; with nothing linked, forgetting is all.
    fn settle_logouts(&mut self) {
        if self.waiters.logouts.is_empty() || self.logging_out {
            return;
        }
        match self.login.name() {
            StateName::Ready | StateName::Syncing => {
                self.logging_out = true;
                self.beside(|link, asides, generation| async move {
                    let mut asked = link.logout().await;
                    if asked.is_ok() {
                        // WhatsApp tells by an event; only a page that keeps silent is believed without.
                        tokio::time::sleep(LOGOUT_ECHO).await;
                    } else if let Err(Error::BrowserExited { .. } | Error::Closed) = asked {
                        // The page went away because it logged out: its event decides.
                        asked = Ok(());
                    }
                    drop(asides.send((generation, Aside::LogoutAsked(asked))));
                    Ok(())
                });
            }
            StateName::Qr => self.step(Input::LoggedOut { reason: None }),
            StateName::Failed | StateName::Stopped => {
                let error = self
                    .login
                    .last_error()
                    .map_or(Error::Closed, |(error, _)| error.clone());
                answer_all(&mut self.waiters.logouts, &Err(error));
            }
            StateName::Disconnected => {
                let told = self
                    .login
                    .disconnection()
                    .filter(|d| d.reason != DisconnectReason::Network);
                if let Some(error) = told.map(|d| d.error.clone()) {
                    answer_all(&mut self.waiters.logouts, &Err(error));
                }
            }
            StateName::Starting | StateName::Linking | StateName::LoggedOut | StateName::Closing => {}
        }
    }

    fn take_over(&mut self) {
        if self
            .login
            .disconnection()
            .is_some_and(|d| d.reason == DisconnectReason::Conflict)
        {
            self.step(Input::TakingOver);
            self.beside(|link, _, _| async move { link.take_over().await });
        } else {
            self.login.allow_take_over();
        }
    }

    fn replace_engine(&mut self, engine: Arc<dyn Engine>) {
        if !self.slots.is_empty() {
            tracing::warn!("new options came while the session was starting; they take effect at the next start");
        }
        self.slots.replace_engine(engine);
    }

    fn accept(&mut self, message: IncomingMessage) {
        let seconds = |at: SystemTime| {
            at.duration_since(SystemTime::UNIX_EPOCH)
                .map_or(0, |d| d.as_secs() as i64)
        };
        let before_the_link = self.login.linked_at().is_some_and(|at| message.timestamp < seconds(at));
        if message.from_me || before_the_link {
            return;
        }
        let late = message.timestamp < seconds(self.opened_at);
        if let Some(outgoing) = self.messages.accept(message, late, &self.handlers.ids()) {
            self.deliver(outgoing);
        }
    }

    fn add_handler(&mut self, id: ListenerId, key: Option<String>, listener: MessageListener) {
        if let Some(replaced) = self.handlers.add(id, key, listener) {
            self.messages.listener_removed(replaced);
        }
        let waiting = self.messages.listener_added(id);
        self.deliver(waiting);
    }

    fn remove_listener(&mut self, id: ListenerId) {
        self.auth.remove(id);
        if self.handlers.remove(id) {
            self.messages.listener_removed(id);
        }
    }

    fn deliver(&mut self, outgoing: Vec<Outgoing>) {
        for (id, delivery) in outgoing {
            let taken = self.handlers.get(id).is_some_and(|listener| listener(delivery));
            if !taken {
                self.remove_listener(id);
            }
        }
    }

    fn status(&self) -> Status {
        Status {
            engine: self.slots.diagnostics(),
            unhandled_messages: self.messages.len(),
            ..initial_status(&self.login)
        }
    }
}

fn initial_status(login: &Login) -> Status {
    Status {
        state: login.name(),
        since: login.since(),
        account: login.account().cloned(),
        qr: login.qr().cloned(),
        phase: login.phase(),
        last_error: login.last_error().cloned(),
        engine: crate::engine::EngineDiagnostics::default(),
        whatsapp_version: login.version().map(str::to_owned),
        unhandled_messages: 0,
    }
}

fn answer_all(waiting: &mut Vec<Reply<()>>, result: &Result<(), Error>) {
    for reply in waiting.drain(..) {
        // A caller that went away needs no answer.
        let _ = reply.send(result.clone());
    }
}

/// The next event of an open connection; never, while none is open.
async fn next(events: &mut Option<mpsc::Receiver<EngineEvent>>) -> Option<EngineEvent> {
    match events {
        Some(events) => events.recv().await,
        None => std::future::pending().await,
    }
}
