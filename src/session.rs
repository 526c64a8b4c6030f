//! One session's calls. Arguments are checked by `js/arguments.js`; what only this side can know (phones, paths) is checked here.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use napi::{
    Env, Result, Status,
    bindgen_prelude::Object,
    threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode},
};
use napi_derive::napi;
use wa_bridge_core::{
    Error,
    phone::Recipient,
    registry::Registry,
    session::{GenerateQr, Outgoing, QrInterest, Session, StartOptions},
};

use crate::{
    events::{AuthEventData, DeliveryData, LoginStepData, SentData},
    outcome::Outcome,
    promise::{Cancellation, promise},
    status::StatusData,
};

/// A listener in JavaScript. Weak: it never keeps Node alive. Its queue has no bound; auth events are few, and of messages only
/// those that nobody settled yet are on their way.
type Listener<T> = ThreadsafeFunction<T, (), T, Status, false, true>;

/// A handle to a session.
#[napi]
pub struct NativeSession {
    session: Session,
}

impl NativeSession {
    pub fn new(session: Session) -> Self {
        Self { session }
    }
}

#[napi]
impl NativeSession {
    #[napi(getter)]
    pub fn client_id(&self) -> &str {
        self.session.client_id()
    }

    #[napi(ts_return_type = "Promise<Outcome<undefined>>")]
    pub fn start<'env>(
        &self,
        env: &'env Env,
        timeout_ms: u32,
        takeover: bool,
        cancellation: Option<&Cancellation>,
    ) -> Result<Object<'env>> {
        let session = self.session.clone();
        let options = StartOptions { timeout: millis(timeout_ms), takeover };
        promise(env, cancellation, async move { session.start(options).await })
    }

    #[napi(ts_return_type = "Promise<Outcome<LoginStepData>>")]
    pub fn generate_qr<'env>(
        &self,
        env: &'env Env,
        timeout_ms: u32,
        min_ttl_ms: u32,
        cancellation: Option<&Cancellation>,
    ) -> Result<Object<'env>> {
        let session = self.session.clone();
        let options = GenerateQr { timeout: millis(timeout_ms), min_ttl: millis(min_ttl_ms) };
        promise(env, cancellation, async move { session.generate_qr(options).await.map(LoginStepData::from) })
    }

    #[napi(ts_return_type = "Promise<Outcome<SentData>>")]
    pub fn send_text<'env>(
        &self,
        env: &'env Env,
        to: String,
        text: String,
        timeout_ms: u32,
        allow_self: bool,
        cancellation: Option<&Cancellation>,
    ) -> Result<Object<'env>> {
        let session = &self.session;
        let region = Registry::global().options(session.client_id()).and_then(|options| options.default_region);
        // Called here and not in the future, so that messages leave in the order of the calls.
        let sending = Recipient::parse(&to, region.as_deref())
            .map(|to| session.send_text(Outgoing { to, text, timeout: millis(timeout_ms), allow_self }));
        promise(env, cancellation, async move { Ok(SentData::new(to, sending?.await?)) })
    }

    /// The ack of a message of ours, or null when WhatsApp Web does not know the id.
    #[napi(ts_return_type = "Promise<Outcome<number | null>>")]
    pub fn message_ack<'env>(&self, env: &'env Env, id: String) -> Result<Object<'env>> {
        let session = self.session.clone();
        promise(env, None, async move { session.message_ack(&id).await })
    }

    #[napi(ts_return_type = "Promise<Outcome<undefined>>")]
    pub fn close<'env>(&self, env: &'env Env) -> Result<Object<'env>> {
        let session = self.session.clone();
        promise(env, None, async move { session.close().await })
    }

    #[napi(ts_return_type = "Promise<Outcome<undefined>>")]
    pub fn logout<'env>(&self, env: &'env Env) -> Result<Object<'env>> {
        let session = self.session.clone();
        promise(env, None, async move { session.logout().await })
    }

    #[napi(ts_return_type = "Promise<Outcome<undefined>>")]
    pub fn reset<'env>(&self, env: &'env Env) -> Result<Object<'env>> {
        let session = self.session.clone();
        promise(env, None, async move { session.reset().await })
    }

    /// Gives the listener's number for `off`.
    #[napi(ts_args_type = "key: string | null, listener: (event: AuthEventData) => void")]
    pub fn on_auth(&self, key: Option<String>, listener: Listener<AuthEventData>) -> i64 {
        self.session.on_auth(key, Box::new(move |event| call(&listener, event.into()))).cast_signed()
    }

    /// Gives the listener's number for `settle` and `off`.
    #[napi(ts_args_type = "key: string | null, listener: (delivery: DeliveryData) => void")]
    pub fn on_message(&self, key: Option<String>, listener: Listener<DeliveryData>) -> i64 {
        self.session.on_message(key, Box::new(move |delivery| call(&listener, delivery.into()))).cast_signed()
    }

    #[napi]
    pub fn settle(&self, listener: i64, delivery: i64, handled: bool) {
        self.session.settle(listener.cast_unsigned(), delivery.cast_unsigned(), handled);
    }

    #[napi]
    pub fn off(&self, listener: i64) {
        self.session.off(listener.cast_unsigned());
    }

    #[napi]
    pub fn keep_qr_alive(&self) -> QrInterestGuard {
        QrInterestGuard { interest: Mutex::new(Some(self.session.keep_qr_alive())) }
    }

    #[napi(ts_return_type = "Outcome<StatusData>")]
    pub fn status(&self) -> Outcome<StatusData> {
        Outcome::of(|| {
            let options = Registry::global()
                .options(self.session.client_id())
                .ok_or_else(|| Error::Internal { problem: "the session is not in the registry".into() })?;
            Ok(StatusData::new(self.session.status(), options))
        })
    }
}

/// While it is not released, codes are refreshed.
#[napi]
pub struct QrInterestGuard {
    interest: Mutex<Option<QrInterest>>,
}

#[napi]
impl QrInterestGuard {
    #[napi]
    pub fn release(&self) {
        self.interest.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

/// Whether the listener's environment is still there.
fn call<T: 'static + napi::bindgen_prelude::JsValuesTupleIntoVec>(listener: &Listener<T>, value: T) -> bool {
    listener.call(value, ThreadsafeFunctionCallMode::NonBlocking) == Status::Ok
}

fn millis(value: u32) -> Duration {
    Duration::from_millis(value.into())
}
