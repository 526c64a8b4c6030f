//! An engine without a browser: the test plays WhatsApp.

#![allow(dead_code, reason = "each test file uses its share")]

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use tokio::sync::{Notify, mpsc};
use wa_bridge_core::{
    Error, Session,
    engine::{
        Account, Connection, Contact, Engine, EngineDiagnostics, EngineEvent, IncomingMessage, Link, OutgoingText,
        PreparedSend, Progress, QrFields, Snapshot, SocketState, StartPhase,
    },
};

/// What the fake does when it is asked.
#[derive(Default)]
pub struct Script {
    /// Fails opening with this.
    pub open_error: Mutex<Option<Error>>,
    /// Opening waits until this is told.
    pub hold_open: Mutex<Option<Arc<Notify>>>,
    /// The answer to the next `snapshot` waits until this is told.
    pub hold_snapshot: Mutex<Option<Arc<Notify>>>,
    /// Handing over waits until this is told.
    pub hold_send: Mutex<Option<Arc<Notify>>>,
    /// The connection has ended.
    pub ended: AtomicBool,
    /// Fails handing over with this.
    pub send_error: Mutex<Option<Error>>,
    /// `prepare_send` answers this chat; `None` is not on WhatsApp.
    pub chat: Mutex<Option<String>>,
    /// Every candidate that exists.
    pub existing: Mutex<Vec<String>>,
    /// What the page knows about any id.
    pub known_ack: Mutex<Option<i8>>,
    pub logout_error: Mutex<Option<Error>>,
}

#[derive(Default)]
pub struct FakeEngine {
    pub script: Script,
    pub opened: AtomicUsize,
    pub closed: AtomicUsize,
    pub forgotten: AtomicUsize,
    pub refreshed: AtomicUsize,
    pub taken_over: AtomicUsize,
    pub asked_to_log_out: AtomicUsize,
    pub prepared: AtomicUsize,
    pub handed_over: Mutex<Vec<OutgoingText>>,
    events: Mutex<Option<mpsc::Sender<EngineEvent>>>,
    present: Mutex<Snapshot>,
}

impl FakeEngine {
    pub fn new() -> Arc<Self> {
        let engine = Arc::new(Self::default());
        *engine.script.chat.lock().unwrap() = Some("919876543210@c.us".into());
        engine
    }

    pub fn count(counter: &AtomicUsize) -> usize {
        counter.load(Ordering::SeqCst)
    }

    /// WhatsApp tells something.
    pub async fn tell(&self, event: EngineEvent) {
        let sender = self.events.lock().unwrap().clone().expect("an open connection");
        sender.send(event).await.expect("an actor that listens");
    }

    pub async fn show(&self, snapshot: Snapshot) {
        *self.present.lock().unwrap() = snapshot.clone();
        self.tell(EngineEvent::Snapshot(snapshot)).await;
    }

    pub fn is_open(&self) -> bool {
        self.events.lock().unwrap().as_ref().is_some_and(|events| !events.is_closed())
    }
}

/// The engine as the session holds it.
pub struct Handle(pub Arc<FakeEngine>);

#[async_trait]
impl Engine for Handle {
    async fn open(&self, progress: Progress) -> Result<Connection, Error> {
        self.0.opened.fetch_add(1, Ordering::SeqCst);
        progress(StartPhase::Navigate);
        let held = self.0.script.hold_open.lock().unwrap().clone();
        if let Some(held) = held {
            held.notified().await;
        }
        if let Some(error) = self.0.script.open_error.lock().unwrap().take() {
            return Err(error);
        }
        let (sender, events) = mpsc::channel(64);
        *self.0.events.lock().unwrap() = Some(sender);
        Ok(Connection { link: Arc::new(FakeLink(Arc::clone(&self.0))), events })
    }

    async fn settle(&self) {}

    async fn forget(&self, _tombstone: bool) -> Result<(), Error> {
        self.0.forgotten.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}

struct FakeLink(Arc<FakeEngine>);

#[async_trait]
impl Link for FakeLink {
    async fn snapshot(&self) -> Result<Snapshot, Error> {
        let answer = self.0.present.lock().unwrap().clone();
        let held = self.0.script.hold_snapshot.lock().unwrap().clone();
        if let Some(held) = held {
            held.notified().await;
            *self.0.script.hold_snapshot.lock().unwrap() = None;
        }
        Ok(answer)
    }

    async fn refresh_qr(&self) -> Result<(), Error> {
        self.0.refreshed.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }

    async fn prepare_send(&self, candidates: &[String]) -> Result<PreparedSend, Error> {
        self.0.prepared.fetch_add(1, Ordering::SeqCst);
        let chat = self.0.script.chat.lock().unwrap().clone();
        let wid = candidates.first().cloned();
        let message_id = new_id();
        let existing = self.0.script.existing.lock().unwrap().clone();
        Ok(PreparedSend { chat, existing, wid, lid: None, message_id })
    }

    async fn send_text(&self, text: &OutgoingText) -> Result<String, Error> {
        if let Some(error) = self.0.script.send_error.lock().unwrap().clone() {
            return Err(error);
        }
        self.0.handed_over.lock().unwrap().push(text.clone());
        let held = self.0.script.hold_send.lock().unwrap().clone();
        if let Some(held) = held {
            held.notified().await;
        }
        Ok(new_id())
    }

    async fn message_ack(&self, _id: &str) -> Result<Option<i8>, Error> {
        Ok(*self.0.script.known_ack.lock().unwrap())
    }

    async fn logout(&self) -> Result<(), Error> {
        self.0.asked_to_log_out.fetch_add(1, Ordering::SeqCst);
        if let Some(error) = self.0.script.logout_error.lock().unwrap().clone() {
            return Err(error);
        }
        self.0.tell(EngineEvent::LoggedOut { reason: Some("user_initiated".into()) }).await;
        Ok(())
    }

    async fn take_over(&self) -> Result<(), Error> {
        self.0.taken_over.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }

    fn is_open(&self) -> bool {
        !self.0.script.ended.load(Ordering::SeqCst)
    }

    async fn close(&self, _grace: Duration) {
        self.0.closed.fetch_add(1, Ordering::SeqCst);
    }

    fn diagnostics(&self) -> EngineDiagnostics {
        EngineDiagnostics { pid: Some(42), ..EngineDiagnostics::default() }
    }
}

fn new_id() -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    format!("3EB0{:04}", NEXT.fetch_add(1, Ordering::SeqCst))
}

pub fn session(engine: &Arc<FakeEngine>) -> Session {
    Session::spawn("test".into(), Arc::new(Handle(Arc::clone(engine))), tokio::runtime::Handle::current())
}

pub fn state(socket: SocketState) -> Snapshot {
    Snapshot { socket: Some(socket), ..Snapshot::default() }
}

pub fn unpaired(payload: &str) -> Snapshot {
    let qr = QrFields { payload: payload.into(), reference: payload.into(), expires_at_ms: None };
    Snapshot { qr: Some(qr), ..state(SocketState::Unpaired) }
}

pub fn own_account() -> Account {
    Account { phone: Some("911111111111".into()), wid: Some("911111111111@c.us".into()), ..Account::default() }
}

pub fn connected() -> Snapshot {
    Snapshot { has_synced: true, account: Some(own_account()), ..state(SocketState::Connected) }
}

pub fn message(id: &str, timestamp: i64) -> EngineEvent {
    EngineEvent::Message(Box::new(IncomingMessage {
        id: id.into(),
        chat: "1@c.us".into(),
        from: Contact { wid: "1@c.us".into(), ..Contact::default() },
        to: "911111111111@c.us".into(),
        from_me: false,
        text: Some("hello".into()),
        kind: "chat".into(),
        timestamp,
    }))
}

/// Waits for a condition, at most five seconds of real time.
pub async fn until(what: &str, condition: impl Fn() -> bool) {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(5);
    while !condition() {
        assert!(tokio::time::Instant::now() < deadline, "waited in vain for {what}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}
