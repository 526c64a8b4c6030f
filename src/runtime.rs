//! The tokio runtime under all sessions.
//!
//! It is ours and not napi's: that one ends with the last JavaScript environment that loaded the addon, and a browser would end with
//! it whenever an app loads the package in worker threads only. Ours is made with the first session and lives as long as the process;
//! how the process ends makes no difference to it (the browser watches its pipe).

use std::{
    panic,
    sync::{Mutex, PoisonError},
};

use tokio::runtime::{Builder, Runtime};
use wa_bridge_core::{Error, phone};

/// Sessions wait nearly all the time; two threads keep one busy page from holding up the others.
const WORKERS: usize = 2;

/// The runtime; the first call starts its threads.
///
/// # Errors
/// [`Error::Internal`] when the system gives no threads. The next call tries again.
pub fn runtime() -> Result<&'static Runtime, Error> {
    static RUNTIME: Mutex<Option<&'static Runtime>> = Mutex::new(None);
    let mut slot = RUNTIME.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(runtime) = *slot {
        return Ok(runtime);
    }
    let runtime = Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .thread_name("wa-bridge")
        .enable_all()
        .build()
        .map_err(|error| Error::Internal { problem: format!("no threads: {error}") })?;
    log_panics();
    // Leaked on purpose: dropping a runtime blocks, and there is no moment in a process's end at which that would be safe.
    let runtime: &'static Runtime = Box::leak(Box::new(runtime));
    // So that the first send does not hold up JavaScript for it.
    drop(runtime.spawn_blocking(phone::load_tables));
    *slot = Some(runtime);
    Ok(runtime)
}

/// A panic is told to the log and to the caller whose promise it rejects; the host's stderr stays its own. The hook is that of this
/// addon's copy of std and touches no other addon.
fn log_panics() {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panic: {}", message(panic.payload()));
    }));
}

/// What a panic said.
pub fn message(payload: &(dyn std::any::Any + Send)) -> &str {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}
