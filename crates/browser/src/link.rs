//! Calls into a live connection.

use std::time::Duration;

use async_trait::async_trait;
use chromiumoxide::{Page, error::CdpError};
use serde::de::DeserializeOwned;
use tokio::{
    sync::{mpsc, oneshot, watch},
    time::Instant,
};
use wa_bridge_core::{
    Error,
    engine::{EngineDiagnostics, Link, OutgoingText, PreparedSend, Snapshot},
};

use crate::{
    contract::{Call, Reply},
    page::evaluate,
};

/// How often a call is tried again while the page loads another document.
const RETRY: Duration = Duration::from_millis(50);
/// How long after a connection broke the reason may take to be known.
const REASON: Duration = Duration::from_secs(2);

/// An order to the task that owns the browser.
#[derive(Debug)]
pub(crate) struct Close {
    pub(crate) grace: Duration,
    pub(crate) done: oneshot::Sender<()>,
}

/// A live connection's calls. Dropping the last copy ends the connection.
pub(crate) struct BrowserLink {
    pub(crate) page: Page,
    /// Name under which the script answers.
    pub(crate) handle: String,
    /// One call's deadline.
    pub(crate) deadline: Duration,
    /// The end of the connection and its cause, once there is one.
    pub(crate) ended: watch::Receiver<Option<Error>>,
    pub(crate) close: mpsc::Sender<Close>,
    pub(crate) diagnostics: EngineDiagnostics,
}

impl BrowserLink {
    async fn call<T: DeserializeOwned>(&self, call: Call<'_>) -> Result<T, Error> {
        let name = call.name();
        let started = Instant::now();
        let mut ended = self.ended.clone();
        let reply = tokio::select! {
            biased;
            end = ended.wait_for(Option::is_some) => return Err(end.ok().and_then(|end| end.clone()).unwrap_or(Error::Closed)),
            reply = tokio::time::timeout(self.deadline, self.ask(&call)) => {
                reply.map_err(|_| Error::PageBusy { call: name, after: started.elapsed() })?
            }
        };
        let reply = match reply {
            Ok(reply) => reply,
            Err(error) => return Err(self.broken(name, error).await),
        };
        match (reply.ok, reply.error) {
            (true, _) => serde_json::from_value(reply.value)
                .map_err(|error| Error::Internal { problem: format!("the page's answer to {name}: {error}") }),
            (false, Some(fault)) => Err(fault.into_error(name)),
            (false, None) => Err(Error::Internal { problem: format!("the page's answer to {name} is empty") }),
        }
    }

    /// The page's answer. Asks again while the document has no script yet: then nothing has been done.
    async fn ask(&self, call: &Call<'_>) -> Result<Reply, CdpError> {
        let handle = serde_json::to_string(&self.handle)?;
        let expression = format!("globalThis[{handle}]?.({})", serde_json::to_string(call)?);
        loop {
            if let Some(reply) = evaluate(&self.page, expression.clone()).await? {
                return Ok(serde_json::from_value(reply)?);
            }
            tokio::time::sleep(RETRY).await;
        }
    }

    /// What a call that broke in the middle means.
    async fn broken(&self, call: &'static str, error: CdpError) -> Error {
        tracing::debug!(call, %error, "a call into the page broke");
        match error {
            CdpError::Timeout => Error::PageBusy { call, after: self.deadline },
            CdpError::JavascriptException(details) => Error::Internal { problem: format!("{call}: {}", details.text) },
            CdpError::Serde(error) => Error::Internal { problem: format!("{call}: {error}") },
            CdpError::Chrome(error) if error.message.contains("navigated") || error.message.contains("context") => {
                Error::Disconnected { reason: "reloading" }
            }
            _ => {
                let mut ended = self.ended.clone();
                let end = tokio::time::timeout(REASON, ended.wait_for(Option::is_some)).await;
                end.ok().and_then(|end| end.ok()?.clone()).unwrap_or(Error::BrowserExited { status: None })
            }
        }
    }
}

#[async_trait]
impl Link for BrowserLink {
    async fn snapshot(&self) -> Result<Snapshot, Error> {
        self.call(Call::Snapshot).await
    }

    async fn refresh_qr(&self) -> Result<(), Error> {
        self.call::<serde_json::Value>(Call::RefreshQr).await.map(drop)
    }

    async fn prepare_send(&self, candidates: &[String]) -> Result<PreparedSend, Error> {
        self.call(Call::PrepareSend { candidates }).await
    }

    async fn send_text(&self, text: &OutgoingText) -> Result<String, Error> {
        self.call(Call::SendText { message: text }).await
    }

    async fn message_ack(&self, id: &str) -> Result<Option<i8>, Error> {
        self.call(Call::MessageAck { id }).await
    }

    async fn logout(&self) -> Result<(), Error> {
        self.call::<serde_json::Value>(Call::Logout).await.map(drop)
    }

    async fn take_over(&self) -> Result<(), Error> {
        self.call::<serde_json::Value>(Call::TakeOver).await.map(drop)
    }

    fn is_open(&self) -> bool {
        self.ended.borrow().is_none()
    }

    async fn close(&self, grace: Duration) {
        let (done, closed) = oneshot::channel();
        if self.close.send(Close { grace, done }).await.is_ok() {
            // An error says that the connection ended by itself meanwhile.
            let _ = closed.await;
        }
    }

    fn diagnostics(&self) -> EngineDiagnostics {
        self.diagnostics.clone()
    }
}
