//! All of it in order: from options to a live connection.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use futures::{
    FutureExt,
    future::{BoxFuture, Shared},
};
use tokio::sync::{mpsc, watch};
use wa_bridge_core::{
    Error,
    engine::{Connection, Engine, EngineDiagnostics, EngineEvent, Progress, Snapshot, StartPhase},
    error::{Cause, cause},
};

use crate::{
    adopt::adopt,
    contract::{Config, PageEvent},
    find, flags,
    link::BrowserLink,
    lock::{self, OwnerLock},
    options::BrowserOptions,
    page::{Driver, PageEvents},
    process::{Exit, Process},
    profile::Layout,
    relay::{Notice, Relay},
    supervise::Live,
};

/// Events under way to the session before the page's are left waiting.
const EVENTS: usize = 256;
/// How long a browser whose pipe broke at its start may take to have ended.
const EXIT_SEEN: Duration = Duration::from_secs(1);
/// How long an earlier browser of this session may still take to end.
const PREVIOUS: Duration = Duration::from_secs(4);
/// How long a failed start waits for its browser to be gone.
const CLEANED_UP: Duration = Duration::from_secs(1);

/// Drives WhatsApp Web for one session, in a Chromium of its own.
pub struct BrowserEngine {
    options: BrowserOptions,
    layout: Layout,
    /// The end of the browser that was started last.
    previous: Mutex<Option<Shared<BoxFuture<'static, Exit>>>>,
}

/// A browser that runs and is driven, with no page loaded yet.
struct Started {
    process: Process,
    relay: Relay,
    driver: Driver,
    executable: PathBuf,
}

impl BrowserEngine {
    /// An engine for the session that lives in `options.session_dir`. Starts nothing and touches nothing.
    pub fn new(options: BrowserOptions) -> Self {
        // The browser has a working directory of its own idea.
        let session_dir = std::path::absolute(&options.session_dir).unwrap_or_else(|_| options.session_dir.clone());
        Self { layout: Layout { session_dir }, options, previous: Mutex::default() }
    }

    async fn bring_up(&self, progress: &Progress) -> Result<Connection, Error> {
        progress(StartPhase::Launch);
        let mut started = self.launch().await?;
        let config =
            Config { binding: secret_name(), handle: secret_name(), device_name: self.options.device_name.clone() };
        let loading = async {
            let broken = |error| Error::Internal { problem: format!("the page script cannot be injected: {error}") };
            let mut page = started.driver.inject(&config).await.map_err(broken)?;
            progress(StartPhase::Navigate);
            let (snapshot, earlier) = started.driver.load(&self.options.web_url, &mut page, progress).await?;
            Ok((page, snapshot, earlier))
        };
        let (page, snapshot, earlier) = tokio::select! {
            biased;
            exit = started.process.exited() => return Err(Error::BrowserExited { status: Some(exit.to_string()) }),
            notice = started.relay.notices.recv() => return Err(match notice {
                Some(Notice::PageCrashed) => Error::PageCrashed,
                _ => Error::BrowserExited { status: exit_soon(&started.process).await.map(|exit| exit.to_string()) },
            }),
            loaded = loading => loaded?,
        };
        Ok(self.connect(started, page, config.handle, snapshot, earlier))
    }

    /// A running browser on this session's profile.
    async fn launch(&self) -> Result<Started, Error> {
        flags::check(&self.options.args)?;
        let executable = find::executable(self.options.executable.as_deref())?;
        self.previous_ended(PREVIOUS).await;
        self.layout.prepare()?;
        let lock = lock::acquire(&self.layout.session_dir).await?;
        let lock = self.prepare_profile(lock).await?;

        let args = flags::arguments(&self.options, &executable, &self.layout.profile());
        let (process, pipes) = Process::start(&executable, &args, &lock.file)
            .map_err(|error| not_started(&executable, error.to_string(), cause(error)))?;
        // The browser holds the lock from here on.
        drop(lock);
        *self.previous.lock().unwrap_or_else(PoisonError::into_inner) = Some(process.exited().boxed().shared());

        let relay = Relay::start(pipes.from_browser, pipes.to_browser)
            .await
            .map_err(|error| not_started(&executable, format!("no loopback connection: {error}"), cause(error)))?;
        let driver = tokio::select! {
            biased;
            exit = process.exited() => return Err(not_started(&executable, launch_problem(Some(&exit), &process).await, None)),
            driver = Driver::connect(&relay.url) => driver,
        };
        match driver {
            Ok(driver) => Ok(Started { process, relay, driver, executable }),
            Err(error) => {
                let exit = exit_soon(&process).await;
                Err(not_started(&executable, launch_problem(exit.as_ref(), &process).await, cause(error)))
            }
        }
    }

    /// Makes the profile's directory, with a login taken over where there is one to take. The lock goes along: the work may go on for a
    /// moment after a start was given up.
    async fn prepare_profile(&self, lock: OwnerLock) -> Result<OwnerLock, Error> {
        let (layout, candidates) = (self.layout.clone(), self.options.adopt_from.clone());
        let cancelled = SetOnDrop::default();
        let flag = Arc::clone(&cancelled.0);
        blocking(move || {
            layout.sweep();
            if adopt(&layout, &candidates, &flag)? {
                tracing::info!("a whatsapp-web.js login was taken over");
            }
            layout.prepare_profile()?;
            lock::clear_stale_singletons(&layout.profile())?;
            Ok(lock)
        })
        .await
    }

    fn connect(
        &self,
        started: Started,
        page: PageEvents,
        handle: String,
        snapshot: Snapshot,
        earlier: Vec<PageEvent>,
    ) -> Connection {
        let Started { process, relay, driver, executable } = started;
        let (tell, events) = mpsc::channel(EVENTS);
        let (close, orders) = mpsc::channel(1);
        let (end, ended) = watch::channel(None);
        let link = BrowserLink {
            page: driver.page.clone(),
            handle,
            deadline: self.options.deadlines.call,
            ended,
            close,
            diagnostics: EngineDiagnostics {
                pid: Some(process.pid),
                browser: Some(driver.product.clone()),
                executable: Some(executable.display().to_string()),
            },
        };
        // The channel is empty, so there is room.
        let _ = tell.try_send(EngineEvent::Snapshot(snapshot));
        let reload = self.options.deadlines.start;
        tokio::spawn(
            Live { process, relay, driver, page, events: tell, close: orders, ended: end, reload }.run(earlier),
        );
        Connection { link: Arc::new(link), events }
    }

    /// Waits for the browser that was started last to be gone.
    async fn previous_ended(&self, within: Duration) {
        let previous = self.previous.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(exited) = previous {
            // One that is still there is found by the lock.
            let _ = tokio::time::timeout(within, exited).await;
        }
    }
}

#[async_trait]
impl Engine for BrowserEngine {
    async fn open(&self, progress: Progress) -> Result<Connection, Error> {
        let phase = Arc::new(Mutex::new(StartPhase::Launch));
        let current = Arc::clone(&phase);
        let noting: Progress = Arc::new(move |phase| {
            *current.lock().unwrap_or_else(PoisonError::into_inner) = phase;
            progress(phase);
        });
        let after = self.options.deadlines.start;
        let result = tokio::time::timeout(after, self.bring_up(&noting)).await.unwrap_or_else(|_| {
            Err(Error::StartTimeout { phase: *phase.lock().unwrap_or_else(PoisonError::into_inner), after })
        });
        if result.is_err() {
            self.previous_ended(CLEANED_UP).await;
        }
        result
    }

    async fn settle(&self) {
        self.previous_ended(PREVIOUS).await;
    }

    async fn forget(&self, tombstone: bool) -> Result<(), Error> {
        self.previous_ended(PREVIOUS).await;
        self.layout.prepare()?;
        let lock = lock::acquire(&self.layout.session_dir).await?;
        let layout = self.layout.clone();
        blocking(move || {
            let _held = lock;
            layout.forget(tombstone)
        })
        .await
    }
}

/// Runs file system work that may take long.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(Error::Internal { problem: format!("file work broke off: {error}") }))
}

/// Tells blocking work that nobody waits for it any more.
#[derive(Default)]
struct SetOnDrop(Arc<AtomicBool>);

impl Drop for SetOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A name that code in the page cannot guess.
fn secret_name() -> String {
    format!("_{:032x}", rand::random::<u128>())
}

async fn exit_soon(process: &Process) -> Option<Exit> {
    tokio::time::timeout(EXIT_SEEN, process.exited()).await.ok()
}

fn not_started(executable: &Path, problem: String, source: Option<Cause>) -> Error {
    Error::BrowserStart { executable: executable.to_path_buf(), problem, source }
}

/// Why a browser ended at its start, in its own words where it has any.
async fn launch_problem(exit: Option<&Exit>, process: &Process) -> String {
    let ended = exit.map_or_else(|| "it closed its debugging pipe".to_owned(), |exit| format!("it ended with {exit}"));
    match telling_lines(&process.last_words().await) {
        words if words.is_empty() => ended,
        words => format!("{ended}: {words}"),
    }
}

/// The lines of stderr that say what is wrong; else the last ones. Wrappers print harmless ones too.
fn telling_lines(stderr: &str) -> String {
    const SIGNS: [&str; 6] =
        ["error while loading shared libraries", "sandbox", "Failed to", "in use", "FATAL", "No such file"];
    let lines: Vec<&str> = stderr.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let telling: Vec<&str> =
        lines.iter().copied().filter(|line| SIGNS.iter().any(|sign| line.contains(sign))).take(3).collect();
    if telling.is_empty() { lines.into_iter().rev().take(2).collect::<Vec<_>>().join("; ") } else { telling.join("; ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_line_that_tells() {
        let stderr = "/usr/bin/chromium: 9: [: 25276502016: unexpected operator\n\
             chrome: error while loading shared libraries: libnss3.so: cannot open shared object file\n";
        assert!(telling_lines(stderr).starts_with("chrome: error while loading shared libraries: libnss3.so"));
        assert_eq!(telling_lines("a\n\nb\nc\n"), "c; b");
        assert_eq!(telling_lines(""), "");
    }
}
