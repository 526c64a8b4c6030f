//! The actor: one task that owns a session's state. Everything that changes it arrives here, one thing at a time.

mod effects;
mod ending;
mod incoming;
mod logout;

use std::{
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant, SystemTime},
};

use tokio::{runtime::Handle, sync::mpsc, time::MissedTickBehavior};

use super::{
    command::{Command, Reply},
    connection::{Report, Slots},
    listeners::{AuthListener, Listeners, MessageListener},
    receipts::Receipt,
    shared::Shared,
    waiters::Waiters,
};
use crate::{
    Error,
    engine::{Engine, EngineEvent, Snapshot},
    events::{DisconnectReason, Status},
    inbox::Inbox,
    state::{Input, Login},
};

/// Deadlines inside a session are this coarse.
const TICK: Duration = Duration::from_millis(500);
/// Codes are refreshed this long after the last one who waited went away.
const INTEREST_TAIL: Duration = Duration::from_secs(120);

/// Told by tasks that the actor started beside itself.
enum Aside {
    /// WhatsApp's state was read again, or could not be.
    Read(Option<Box<Snapshot>>),
    /// WhatsApp was asked to log out, and had time to tell so.
    LogoutAsked(Result<(), Error>),
}

/// An [`Aside`] and the connection that it speaks of: one from a former connection must not touch the present one.
type Told = (u64, Aside);

/// Starts the actor of a new session.
pub(in crate::session) fn spawn(engine: Arc<dyn Engine>, runtime: &Handle) -> Arc<Shared> {
    let (commands, inbox) = mpsc::unbounded_channel();
    let login = Login::new(SystemTime::now());
    let shared = Arc::new(Shared::new(commands, login.status()));
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
        last_told: None,
        asking: false,
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
    /// WhatsApp's state as an event told it last.
    last_told: Option<Snapshot>,
    /// WhatsApp's state is being read again.
    asking: bool,
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
                // What callers asked for comes before what happened meanwhile.
                biased;
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
        self.waiters.sweep();
        let wanted = self.is_qr_wanted();
        self.login.want_qr(wanted);
        self.publish();
        if !self.restart {
            self.waiters.settle(SystemTime::now(), &self.login, self.slots.open_link());
            self.settle_logouts();
        }
    }

    /// Makes `status()` true. Always before anybody is told anything, who may look at it at once.
    fn publish(&self) {
        self.shared.set_status(Status {
            engine: self.slots.diagnostics(),
            unhandled_messages: self.messages.len(),
            ..self.login.status()
        });
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Start { takeover, reply } => {
                self.waiters.started.push(reply);
                if takeover {
                    self.take_over();
                }
                self.reopen_if_blocked();
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
            Command::Settle { listener, delivery, handled } => {
                self.messages.settle(Instant::now(), listener, delivery, handled);
            }
            Command::InterestChanged => self.poke(),
        }
    }

    fn event(&mut self, event: Option<EngineEvent>) {
        match event {
            Some(EngineEvent::Snapshot(snapshot)) => {
                self.last_told = Some(snapshot.clone());
                self.step(Input::Snapshot(snapshot));
            }
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
            Aside::Read(snapshot) => {
                self.asking = false;
                // An answer may overtake events or be overtaken by them, so it never changes the state: it only confirms what an
                // event told last. What differs comes as an event.
                if let Some(snapshot) = snapshot.filter(|snapshot| self.last_told.as_ref() == Some(&**snapshot)) {
                    self.step(Input::Snapshot(*snapshot));
                }
            }
            Aside::LogoutAsked(result) => self.logout_asked(result),
        }
    }

    fn tick(&mut self) {
        self.step(Input::Tick);
        let due = self.messages.due(Instant::now());
        self.deliver(due);
    }

    fn ensure_open(&mut self) {
        if self.slots.is_empty() {
            self.opened_at = SystemTime::now();
            self.generation += 1;
            self.logging_out = false;
            self.asking = false;
            self.last_told = None;
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

    /// Somebody waits for a code, or did until a moment ago.
    fn is_qr_wanted(&mut self) -> bool {
        let now = Instant::now();
        if self.waiters.want_qr() || self.shared.interest.load(Ordering::Relaxed) > 0 {
            self.wanted_until = Some(now + INTEREST_TAIL);
        }
        self.wanted_until.is_some_and(|until| now < until)
    }

    /// A page that WhatsApp blocks stays as it is; somebody who starts again wants a new one.
    fn reopen_if_blocked(&mut self) {
        let blocked = self.login.disconnection().is_some_and(|d| d.reason == DisconnectReason::Blocked);
        if blocked && self.slots.link().is_some() {
            self.end(false);
        }
    }

    fn take_over(&mut self) {
        if self.login.disconnection().is_some_and(|d| d.reason == DisconnectReason::Conflict) {
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
