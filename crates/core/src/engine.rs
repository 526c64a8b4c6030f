//! How a session talks to WhatsApp: the [`Engine`] trait and the words that cross it.
//!
//! The session knows nothing of browsers, pages or protocols. An engine brings WhatsApp up for one account and hands back a
//! [`Connection`]: a [`Link`] to call and a stream of [`EngineEvent`]s. The types here are plain data with serde names in camelCase,
//! because the browser engine sends them over the page contract as they are.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

use crate::Error;

/// Brings WhatsApp up for one account. One engine belongs to one session and outlives its connections.
#[async_trait]
pub trait Engine: Send + Sync + 'static {
    /// Starts what is needed and resolves once WhatsApp's own state can be read. `progress` is told each phase as it begins,
    /// so that a deadline can name where time went. Cancel by dropping the future; [`Engine::settle`] then tells
    /// when nothing is left of it.
    async fn open(&self, progress: Progress) -> Result<Connection, Error>;

    /// Resolves when nothing is left of a connection that ended or of an opening that was given up, at the latest after a few seconds.
    async fn settle(&self);

    /// Removes the stored login, so that the next [`Engine::open`] starts unlinked. Called only while no connection is open.
    /// `tombstone` also keeps older copies (an adopted profile, a backup) from bringing it back.
    async fn forget(&self, tombstone: bool) -> Result<(), Error>;
}

/// One live connection. Dropping it ends it by force; [`Link::close`] ends it in order.
pub struct Connection {
    pub link: Arc<dyn Link>,
    /// Bounded; ends after [`EngineEvent::Closed`]. The first item is always a [`EngineEvent::Snapshot`].
    pub events: mpsc::Receiver<EngineEvent>,
}

/// Calls into a live connection. Every call has a deadline of its own and fails at once when the connection ends.
#[async_trait]
pub trait Link: Send + Sync + 'static {
    /// Reads WhatsApp's present state again. Whatever differs from what was told last also comes as [`EngineEvent::Snapshot`], in order
    /// with the other events, which this answer is not.
    async fn snapshot(&self) -> Result<Snapshot, Error>;

    /// Asks WhatsApp for new QR codes after it stopped rotating them.
    async fn refresh_qr(&self) -> Result<(), Error>;

    /// Resolves which of `candidates` (wids such as `919876543210@c.us`, best first) exist, opens the chat with the first that does,
    /// and fixes the id that the message will carry. Sends nothing.
    async fn prepare_send(&self, candidates: &[String]) -> Result<PreparedSend, Error>;

    /// Hands one text to WhatsApp. Resolves when WhatsApp Web has taken it into the chat, not when the server has it:
    /// that comes as [`EngineEvent::Ack`] or [`EngineEvent::SendResult`] for the same id. Gives the id of a message to come, so that the
    /// next one to a known recipient costs one question and not two.
    async fn send_text(&self, text: &OutgoingText) -> Result<String, Error>;

    /// What WhatsApp Web knows about a message id: its ack, or `None` when it has never heard of it.
    async fn message_ack(&self, id: &str) -> Result<Option<i8>, Error>;

    /// Unlinks this device, as its owner would. [`EngineEvent::LoggedOut`] follows.
    async fn logout(&self) -> Result<(), Error>;

    /// Takes the account back from another window that holds it (CONFLICT).
    async fn take_over(&self) -> Result<(), Error>;

    /// False once the connection has ended.
    fn is_open(&self) -> bool;

    /// Ends the connection: in order within `grace` so that the login is flushed to disk, then by force. Never fails.
    async fn close(&self, grace: Duration);

    /// What stands behind the link, for `status()`.
    fn diagnostics(&self) -> EngineDiagnostics;
}

/// Told by the engine while it opens.
pub type Progress = Arc<dyn Fn(StartPhase) + Send + Sync>;

/// Where a start is. Named in `ERR_WA_START_TIMEOUT`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum StartPhase {
    /// Waiting for the profile and starting the browser.
    Launch,
    /// Loading WhatsApp Web.
    Navigate,
    /// Waiting for WhatsApp's own modules and preparing the page script.
    Script,
}

impl StartPhase {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Launch => "launch",
            Self::Navigate => "navigate",
            Self::Script => "script",
        }
    }
}

/// WhatsApp's own state, read as a whole: never a difference, so that a lost event costs nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// `Socket.state`; `None` when the page does not tell.
    pub socket: Option<SocketState>,
    /// `Stream.mode`, as text: only `MAIN` and `QR` carry meaning here.
    pub stream_mode: Option<String>,
    /// `Socket.hasSynced`.
    pub has_synced: bool,
    /// The QR that is valid now; `None` when there is nothing to scan.
    pub qr: Option<QrFields>,
    /// The linked account, once WhatsApp knows it.
    pub account: Option<Account>,
    /// WhatsApp Web's version, `2.3000.N`.
    pub version: Option<String>,
    /// Required capabilities that no candidate serves, e.g. `sendText`. Empty when all is well.
    pub missing: Vec<MissingCapability>,
}

/// A capability of the page that could not be found, with what was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MissingCapability {
    pub capability: String,
    /// Candidates in the order tried, `Module#export`.
    pub tried: Vec<String>,
}

/// `Socket.state` of WhatsApp Web.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SocketState {
    Unlaunched,
    Opening,
    Pairing,
    Unpaired,
    UnpairedIdle,
    Connected,
    Timeout,
    Conflict,
    Proxyblock,
    TosBlock,
    SmbTosBlock,
    DeprecatedVersion,
    /// A state of a newer WhatsApp Web. Never ends a session by itself.
    #[serde(other)]
    Unknown,
}

/// The QR that WhatsApp Web shows now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QrFields {
    /// Exactly what the page would draw: ref, noise key, identity key, ADV secret, platform id, joined by commas.
    pub payload: String,
    /// The part that rotates with the server's refs. The payload can change without it (ADV secret rotation).
    pub reference: String,
    /// When the page says the ref expires, ms since 1970; `None` when it does not say so believably.
    pub expires_at_ms: Option<i64>,
}

/// The linked account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// Digits only, international, e.g. `919876543210`; `None` when WhatsApp tells only the lid.
    pub phone: Option<String>,
    /// Phone wid, `<phone>@c.us`.
    pub wid: Option<String>,
    /// Hidden id, `<digits>@lid`.
    pub lid: Option<String>,
    pub push_name: Option<String>,
    /// `android`, `iphone`, `smba`, `smbi`.
    pub platform: Option<String>,
}

/// The outcome of [`Link::prepare_send`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PreparedSend {
    /// The chat to send to, as WhatsApp addresses it; `None` when no candidate is on WhatsApp.
    pub chat: Option<String>,
    /// Every candidate that exists, as WhatsApp returned it. More than one means that a person has to choose.
    pub existing: Vec<String>,
    /// Phone wid behind the chat, when known.
    pub wid: Option<String>,
    /// Hidden id behind the chat, when known.
    pub lid: Option<String>,
    /// The WhatsApp message id that is now reserved for this message (the id part alone, e.g. `3EB0…`).
    pub message_id: String,
}

/// A text on its way out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OutgoingText {
    /// From [`PreparedSend::chat`].
    pub chat: String,
    /// From [`PreparedSend::message_id`].
    pub message_id: String,
    pub text: String,
}

/// A message that arrived, or that the account sent from another device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IncomingMessage {
    /// The full key, `<fromMe>_<chat>_<id>[_<participant>]`.
    pub id: String,
    /// The chat it stands in.
    pub chat: String,
    pub from: Contact,
    /// Wid it was sent to.
    pub to: String,
    pub from_me: bool,
    /// Text or caption; `None` for kinds without one.
    pub text: Option<String>,
    /// WhatsApp's own type: `chat`, `image`, `ptt` …
    #[serde(rename = "type")]
    pub kind: String,
    /// Seconds since 1970, by WhatsApp's clock.
    pub timestamp: i64,
}

/// Who wrote a message.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    pub wid: String,
    pub phone: Option<String>,
    pub lid: Option<String>,
    pub name: Option<String>,
}

/// What an engine tells by itself.
#[derive(Debug)]
pub enum EngineEvent {
    /// WhatsApp's state changed, or was read again.
    Snapshot(Snapshot),
    /// History sync after linking, 0 to 100.
    SyncProgress(u8),
    /// A message's ack changed: -1 failed, 0 pending, 1 server, 2 device, 3 read, 4 played. `id` is the id part alone.
    Ack { id: String, ack: i8 },
    /// WhatsApp's own verdict on a send: `OK`, `ERROR_NETWORK` … `id` is the id part alone.
    SendResult { id: String, result: String },
    /// A message arrived live.
    Message(Box<IncomingMessage>),
    /// The login ended, with WhatsApp's reason when it gives one (`user_initiated`, `md_opt_out` …).
    LoggedOut { reason: Option<String> },
    /// The connection is gone; nothing follows. `None` after [`Link::close`].
    Closed(Option<Error>),
}

/// For people who look at `status()`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EngineDiagnostics {
    /// The browser's process id.
    pub pid: Option<u32>,
    /// The browser's product and version, `Chromium/156.0.8078.79`.
    pub browser: Option<String>,
    pub executable: Option<String>,
}
