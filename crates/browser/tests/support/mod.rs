//! What the tests of this crate share: a sandbox in a Node process of its own, a session directory, and waiting with a deadline.

#![allow(dead_code, reason = "each test binary uses its own part")]

pub mod page;
pub mod sandbox;

use std::{
    future::Future,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use wa_bridge_browser::{BrowserEngine, BrowserOptions};
use wa_bridge_core::{
    Error,
    engine::{Connection, Engine, EngineEvent, Progress, Snapshot, StartPhase},
};

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(40);

/// A directory that goes when the test does.
pub struct TempDir(pub PathBuf);

impl TempDir {
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(format!("wa-browser-test-{:016x}", rand::random::<u64>()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TempDir {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Waits for `future`, at most as long as a busy machine may need.
pub async fn soon<T>(what: &str, future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(PATIENCE, future).await {
        Ok(value) => value,
        Err(elapsed) => panic!("waited in vain for {what}: {elapsed}"),
    }
}

/// Waits until `check` gives something.
pub async fn until<T>(what: &str, mut check: impl AsyncFnMut() -> Option<T>) -> T {
    soon(what, async {
        loop {
            if let Some(value) = check().await {
                return value;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await
}

pub fn options(dir: &TempDir, url: &str) -> BrowserOptions {
    let mut options = BrowserOptions::new(dir.path().join("data/default"));
    url.clone_into(&mut options.web_url);
    options
}

/// The phases of a start, as they were told.
#[derive(Clone, Default)]
pub struct Phases(Arc<Mutex<Vec<StartPhase>>>);

impl Phases {
    pub fn progress(&self) -> Progress {
        let phases = Arc::clone(&self.0);
        Arc::new(move |phase| phases.lock().unwrap().push(phase))
    }

    pub fn told(&self) -> Vec<StartPhase> {
        let mut told = self.0.lock().unwrap().clone();
        told.dedup();
        told
    }
}

pub async fn open(engine: &BrowserEngine) -> Connection {
    soon("the connection", engine.open(Phases::default().progress())).await.unwrap()
}

pub async fn open_error(engine: &BrowserEngine) -> Error {
    match soon("the failure", engine.open(Phases::default().progress())).await {
        Ok(_) => panic!("it opened"),
        Err(error) => error,
    }
}

/// The first event that `pick` takes; earlier ones are dropped.
pub async fn event<T>(what: &str, connection: &mut Connection, mut pick: impl FnMut(EngineEvent) -> Option<T>) -> T {
    soon(what, async {
        loop {
            let Some(event) = connection.events.recv().await else { panic!("the connection ended before {what}") };
            if let Some(value) = pick(event) {
                return value;
            }
        }
    })
    .await
}

pub async fn snapshot(what: &str, connection: &mut Connection, mut wanted: impl FnMut(&Snapshot) -> bool) -> Snapshot {
    event(what, connection, |event| match event {
        EngineEvent::Snapshot(snapshot) if wanted(&snapshot) => Some(snapshot),
        _ => None,
    })
    .await
}

/// The QR that is shown now, or comes next.
pub async fn qr(connection: &mut Connection) -> String {
    snapshot("a QR", connection, |snapshot| snapshot.qr.is_some()).await.qr.unwrap().payload
}

/// How the connection ends.
pub async fn end(connection: &mut Connection) -> Option<Error> {
    event("the end", connection, |event| match event {
        EngineEvent::Closed(error) => Some(error),
        _ => None,
    })
    .await
}

/// Whether a process is alive and no zombie.
pub fn alive(pid: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
}

/// Processes whose command line names `dir`, e.g. all of one session's browser.
pub fn processes_of(dir: &Path) -> Vec<u32> {
    let dir = dir.to_str().unwrap();
    let entries = std::fs::read_dir("/proc").unwrap().flatten();
    entries
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|pid| {
            std::fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|line| String::from_utf8_lossy(&line).contains(dir))
        })
        .collect()
}

/// Processes below `root`.
pub fn descendants(root: u32) -> Vec<u32> {
    let mut found = vec![root];
    let parents: Vec<(u32, u32)> = std::fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter_map(|entry| {
            let pid: u32 = entry.file_name().to_str()?.parse().ok()?;
            let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
            let parent = stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()?;
            Some((pid, parent))
        })
        .collect();
    let mut at = 0;
    while let Some(&parent) = found.get(at) {
        found.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(pid, _)| *pid));
        at += 1;
    }
    found
}
