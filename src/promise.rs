//! Promises settled from our own runtime, and their cancellation.

use std::{future::Future, panic::AssertUnwindSafe};

use futures::FutureExt as _;
use napi::{
    Env, Result,
    bindgen_prelude::{Object, ToNapiValue},
};
use napi_derive::napi;
use tokio_util::sync::CancellationToken;
use wa_bridge_core::Error;

use crate::{outcome::Outcome, runtime::runtime};

/// Ends calls that it was given to, when the caller's `AbortSignal` says so.
#[napi]
#[derive(Default)]
pub struct Cancellation {
    token: CancellationToken,
}

#[napi]
impl Cancellation {
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    #[napi]
    pub fn cancel(&self) {
        self.token.cancel();
    }
}

type Resolver<T> = Box<dyn FnOnce(Env) -> Result<Outcome<T>> + Send>;

/// A promise of how `future` ends; it never rejects. Dropping the future must cancel it.
///
/// When the environment is torn down first, `JsDeferred` drops the outcome; the future still runs to its deadline.
pub fn promise<'env, T: ToNapiValue + Send + 'static>(
    env: &'env Env,
    cancellation: Option<&Cancellation>,
    future: impl Future<Output = std::result::Result<T, Error>> + Send + 'static,
) -> Result<Object<'env>> {
    let (deferred, promise) = env.create_deferred::<Outcome<T>, Resolver<T>>()?;
    let resolve = move |outcome| deferred.resolve(Box::new(move |_| Ok(outcome)));
    let cancelled = cancellation.map(|cancellation| cancellation.token.clone().cancelled_owned());
    match runtime() {
        Err(error) => resolve(Outcome::Error(error)),
        Ok(runtime) => drop(runtime.spawn(async move {
            let ended = AssertUnwindSafe(future).catch_unwind();
            resolve(match cancelled {
                None => ended.await.map_or_else(|panic| Outcome::panicked(panic.as_ref()), Outcome::from),
                Some(cancelled) => tokio::select! {
                    biased;
                    ended = ended => ended.map_or_else(|panic| Outcome::panicked(panic.as_ref()), Outcome::from),
                    () = cancelled => Outcome::Cancelled,
                },
            });
        })),
    }
    Ok(promise)
}
