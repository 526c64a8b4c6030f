//! Opening sessions. Everything that two copies of the JavaScript must agree on stands here, not there: which sessions there are,
//! and which one is the default.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use napi_derive::napi;
use wa_bridge_browser::BrowserEngine;
use wa_bridge_core::{
    Error,
    events::StateName,
    options::{Environment, GivenOptions, SessionOptions},
    registry::Registry,
    session::Session,
};

use crate::{
    options::{EnvironmentData, OptionsData, browser_options},
    outcome::Outcome,
    runtime::runtime,
    session::NativeSession,
};

/// The default session's options, once they are settled: by `configure()`, or by the first use.
struct DefaultOptions {
    options: SessionOptions,
    /// By `configure()`.
    configured: bool,
}

fn default_options() -> MutexGuard<'static, Option<DefaultOptions>> {
    static DEFAULT: Mutex<Option<DefaultOptions>> = Mutex::new(None);
    DEFAULT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sets the default session's options.
#[napi(ts_return_type = "Outcome<undefined>")]
pub fn configure(options: OptionsData, environment: EnvironmentData) -> Outcome<()> {
    Outcome::of(|| {
        let options = SessionOptions::resolve(&options.into(), &environment.into())?;
        let mut default = default_options();
        if let Some(earlier) = default.as_ref().filter(|earlier| earlier.options.client_id != options.client_id) {
            refuse_when_running(&earlier.options.client_id)?;
        }
        if Registry::global().get(&options.client_id).is_some() {
            open_session(&options)?;
        }
        *default = Some(DefaultOptions { options, configured: true });
        Ok(())
    })
}

/// The default session.
#[napi(ts_return_type = "Outcome<NativeSession>")]
pub fn open_default(environment: EnvironmentData) -> Outcome<NativeSession> {
    Outcome::of(|| {
        let mut slot = default_options();
        let default = match slot.as_mut() {
            Some(default) => default,
            None => slot.insert(DefaultOptions {
                options: SessionOptions::resolve(&GivenOptions::default(), &environment.into())?,
                configured: false,
            }),
        };
        let session =
            if default.configured { open_session(&default.options) } else { attach_or_open(&default.options) }?;
        Ok(NativeSession::new(session))
    })
}

/// The session of a client id. Without options it is whatever is open under that name.
#[napi(ts_return_type = "Outcome<NativeSession>")]
pub fn open(client_id: String, options: Option<OptionsData>, environment: EnvironmentData) -> Outcome<NativeSession> {
    Outcome::of(|| {
        let environment = Environment::from(environment);
        let session = match options {
            Some(options) => {
                let given = GivenOptions { client_id: Some(client_id), ..options.into() };
                open_session(&SessionOptions::resolve(&given, &environment)?)
            }
            None => attach_or_open(&plain_options(client_id, &environment)?),
        }?;
        Ok(NativeSession::new(session))
    })
}

/// Options of a session that was named and nothing more: those of `configure()` when it is the default session.
fn plain_options(client_id: String, environment: &Environment) -> Result<SessionOptions, Error> {
    if let Some(default) = default_options().as_ref().filter(|default| default.options.client_id == client_id) {
        return Ok(default.options.clone());
    }
    SessionOptions::resolve(&GivenOptions { client_id: Some(client_id), ..GivenOptions::default() }, environment)
}

fn attach_or_open(options: &SessionOptions) -> Result<Session, Error> {
    Registry::global().get(&options.client_id).map_or_else(|| open_session(options), Ok)
}

fn open_session(options: &SessionOptions) -> Result<Session, Error> {
    let runtime = runtime()?.handle().clone();
    Registry::global().get_or_open(
        options,
        |options| Arc::new(BrowserEngine::new(browser_options(options))),
        |client_id, engine| Session::spawn(client_id, engine, runtime),
    )
}

/// The default session cannot get another name while it runs under one.
fn refuse_when_running(client_id: &str) -> Result<(), Error> {
    match Registry::global().get(client_id).map(|session| session.status().state) {
        None | Some(StateName::Stopped | StateName::LoggedOut | StateName::Failed) => Ok(()),
        Some(_) => Err(Error::AlreadyStarted { field: "clientId".into() }),
    }
}
