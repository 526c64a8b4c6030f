//! One text on its way: wait until it can be sent, find the recipient, fix the id, hand over, follow it to the server's ack.

use std::{sync::Arc, time::Duration};

use tokio::{
    runtime::Handle,
    sync::mpsc,
    time::{Instant, timeout_at},
};
use tokio_util::sync::CancellationToken;

use super::{
    addressing::Addressing,
    command::{Command, Lease},
    lanes::{InLane, Place},
    receipts::Receipt,
    shared::Shared,
};
use crate::{
    Error,
    engine::{Account, Link, OutgoingText, PreparedSend},
    error,
    events::{Sent, StateName},
    phone::Recipient,
};

/// How long after a refusing ack WhatsApp's verdict may take.
const VERDICT: Duration = Duration::from_millis(500);

/// A text to send.
#[derive(Debug, Clone)]
pub struct Outgoing {
    pub to: Recipient,
    pub text: String,
    /// Everything, from the call to the ack.
    pub timeout: Duration,
    /// Allow the account's own number.
    pub allow_self: bool,
}

pub(super) struct SendTask {
    shared: Arc<Shared>,
    message: Outgoing,
    deadline: Instant,
}

/// Ready to be handed over; nothing has left yet.
struct Handover {
    link: Arc<dyn Link>,
    addressing: Arc<Addressing>,
    prepared: PreparedSend,
    chat: String,
    /// Keeps the order until WhatsApp has taken the text.
    lane: InLane,
}

impl SendTask {
    /// Runs beside the caller, so that a caller that goes away never leaves a text half handed over.
    pub fn run(
        shared: &Arc<Shared>,
        runtime: &Handle,
        message: Outgoing,
    ) -> impl Future<Output = Result<Sent, Error>> + use<> {
        let place = shared.lanes.queue(message.to.key());
        let cancel = CancellationToken::new();
        let given_up = cancel.clone().drop_guard();
        let deadline = Instant::now() + message.timeout;
        let task = Self { shared: Arc::clone(shared), message, deadline };
        let task = runtime.spawn(task.send(place, cancel));
        async move {
            let _given_up = given_up;
            task.await.unwrap_or_else(|failure| Err(Error::Internal { problem: failure.to_string() }))
        }
    }

    async fn send(self, place: Place, cancel: CancellationToken) -> Result<Sent, Error> {
        let handover = tokio::select! {
            biased;
            () = cancel.cancelled() => return Err(Error::Closed),
            prepared = timeout_at(self.deadline, self.prepare(place)) => match prepared {
                Ok(handover) => handover?,
                Err(_) => return Err(Error::SendTimeout { after: self.message.timeout }),
            },
        };
        let id = handover.prepared.message_id.clone();
        let mut receipts = self.shared.receipts.watch(&id);
        let outcome = self.hand_over(handover, &mut receipts).await;
        self.shared.receipts.forget(&id);
        outcome
    }

    /// Up to here nothing leaves, and every failure is final.
    async fn prepare(&self, place: Place) -> Result<Handover, Error> {
        let lease = self.shared.ask(|reply| Command::Lease { reply }).await?;
        let Lease { link, account, addressing } = lease;
        let candidates = self.message.to.candidates();
        if candidates.iter().any(|candidate| is_own(&account, candidate)) {
            self.refuse_self()?;
        }
        let lane = place.enter().await;
        let prepared = match addressing.recall(self.message.to.key(), std::time::Instant::now()) {
            Some(prepared) => prepared,
            None => link.prepare_send(&candidates).await.map_err(|error| self.why_closed(error))?,
        };
        if prepared.existing.len() > 1 {
            return Err(Error::NumberAmbiguous {
                phone: self.message.to.input().to_owned(),
                candidates: prepared.existing,
            });
        }
        let Some(chat) = prepared.chat.clone() else {
            return Err(Error::NotOnWhatsApp { phone: self.message.to.input().to_owned() });
        };
        let ids = [Some(&chat), prepared.wid.as_ref(), prepared.lid.as_ref()];
        if ids.into_iter().flatten().any(|id| is_own(&account, id)) {
            self.refuse_self()?;
        }
        Ok(Handover { link, addressing, prepared, chat, lane })
    }

    /// A connection that ended under a call says only that it was closed; the session knows why.
    fn why_closed(&self, error: Error) -> Error {
        match (error, self.shared.status().state) {
            (Error::Closed, StateName::LoggedOut) => Error::LoggedOut { reason: None },
            (Error::Closed, StateName::Disconnected) => Error::Disconnected { reason: "connection lost" },
            (error, _) => error,
        }
    }

    fn refuse_self(&self) -> Result<(), Error> {
        if self.message.allow_self { Ok(()) } else { Err(Error::SelfMessage) }
    }

    async fn hand_over(
        &self,
        handover: Handover,
        receipts: &mut mpsc::UnboundedReceiver<Receipt>,
    ) -> Result<Sent, Error> {
        let Handover { link, addressing, prepared, chat, lane } = handover;
        let id = prepared.message_id.clone();
        if !link.is_open() {
            // It ended while this message waited in its lane: nothing has left.
            return Err(self.why_closed(Error::Closed));
        }
        let text = OutgoingText { chat, message_id: id.clone(), text: self.message.text.clone() };
        let Ok(handed) = timeout_at(self.deadline, link.send_text(&text)).await else {
            addressing.forget(self.message.to.key());
            return Err(Error::SendUncertain { message_id: id, source: None });
        };
        match &handed {
            Ok(_) => addressing.remember(self.message.to.key(), &prepared, std::time::Instant::now()),
            Err(_) => addressing.forget(self.message.to.key()),
        }
        drop(lane);
        let handed = handed.map(|spare| addressing.spare(spare));
        if let Err(problem) = handed
            && let Some(ack) = self.fate(&link, &id, problem).await?
            && ack >= 1
        {
            return Ok(sent(prepared, ack));
        }
        let ack = self.follow(&id, receipts).await?;
        Ok(sent(prepared, ack))
    }

    /// The hand-over failed somewhere: ask the page whether it knows the message. `Ok` when it does.
    async fn fate(&self, link: &Arc<dyn Link>, id: &str, problem: Error) -> Result<Option<i8>, Error> {
        if matches!(problem, Error::CapabilityMissing { .. }) {
            return Err(problem);
        }
        let uncertain = |problem| Error::SendUncertain { message_id: id.to_owned(), source: error::cause(problem) };
        match timeout_at(self.deadline, link.message_ack(id)).await {
            Ok(Ok(Some(ack))) => Ok(Some(ack)),
            // WhatsApp's code refused it and has no trace of it: it did not leave.
            Ok(Ok(None)) if matches!(problem, Error::WhatsApp { .. }) => Err(problem),
            Ok(Ok(None) | Err(_)) | Err(_) => Err(uncertain(problem)),
        }
    }

    /// Waits for the server's ack or WhatsApp's refusal.
    async fn follow(&self, id: &str, receipts: &mut mpsc::UnboundedReceiver<Receipt>) -> Result<i8, Error> {
        let mut deadline = self.deadline;
        let mut refused = false;
        let failed = |result: &str| Error::SendFailed { message_id: Some(id.to_owned()), result: result.to_owned() };
        let uncertain = |source| Error::SendUncertain { message_id: id.to_owned(), source };
        loop {
            match timeout_at(deadline, receipts.recv()).await {
                Ok(Some(Receipt::Ack(ack))) if ack >= 1 => return Ok(ack),
                Ok(Some(Receipt::Ack(ack))) if ack < 0 && !refused => {
                    // The verdict that names the reason comes right behind.
                    refused = true;
                    deadline = deadline.min(Instant::now() + VERDICT);
                }
                Ok(Some(Receipt::Ack(_))) => {}
                Ok(Some(Receipt::Result(result))) if result == "OK" => return Ok(1),
                Ok(Some(Receipt::Result(result))) => return Err(failed(&result)),
                Ok(Some(Receipt::Lost(_)) | None) | Err(_) if refused => return Err(failed("ACK_ERROR")),
                Ok(Some(Receipt::Lost(problem))) => return Err(uncertain(error::cause(problem))),
                Ok(None) | Err(_) => return Err(uncertain(None)),
            }
        }
    }
}

fn sent(prepared: PreparedSend, ack: i8) -> Sent {
    let phone = prepared.wid.as_deref().and_then(|wid| wid.strip_suffix("@c.us")).map(str::to_owned);
    Sent {
        id: prepared.message_id,
        phone,
        wid: prepared.wid,
        lid: prepared.lid,
        ack,
        timestamp: std::time::SystemTime::now(),
    }
}

fn is_own(account: &Account, wid: &str) -> bool {
    [&account.wid, &account.lid].into_iter().flatten().any(|own| own == wid)
}
