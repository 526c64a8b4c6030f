//! The login on disk: who owns it, where it comes from, how it is forgotten.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step of a test is its report")]

mod support;

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::Path,
    time::{Duration, Instant},
};

use serde_json::json;
use support::{TempDir, open, open_error, options, page::Page, qr, sandbox::Sandbox, snapshot, until};
use wa_bridge_browser::{BrowserEngine, BrowserOptions};
use wa_bridge_core::{
    Error,
    engine::{Engine, Snapshot, SocketState},
};

/// Options whose start fails as soon as the browser runs: enough to see what became of the profile.
fn failing(dir: &TempDir, page: &Page) -> BrowserOptions {
    options(dir, &page.url)
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[tokio::test]
async fn a_session_belongs_to_one_and_is_free_when_that_one_is_gone() {
    let (dir, sandbox) = (TempDir::new(), Sandbox::plain());
    let first = BrowserEngine::new(options(&dir, &sandbox.url));
    let connection = open(&first).await;

    let second = BrowserEngine::new(options(&dir, &sandbox.url));
    let asked = Instant::now();
    let error = open_error(&second).await;
    assert!(asked.elapsed() < Duration::from_millis(1_500), "{:?}", asked.elapsed());
    assert!(
        matches!(&error, Error::SessionInUse { pid, host } if *pid == std::process::id() && !host.is_empty()),
        "{error}"
    );
    assert!(matches!(second.forget(false).await, Err(Error::SessionInUse { .. })));

    drop(connection);
    until("the session to be free", async || second.open(support::Phases::default().progress()).await.ok()).await;
}

#[tokio::test]
async fn a_stale_lock_of_another_host_does_not_keep_the_session_closed() {
    let (dir, sandbox) = (TempDir::new(), Sandbox::plain());
    let profile = dir.path().join("data/default/profile");
    fs::create_dir_all(&profile).unwrap();
    symlink("oldcontainer-1", profile.join("SingletonLock")).unwrap();
    symlink("/tmp/nowhere/SingletonSocket", profile.join("SingletonSocket")).unwrap();
    let engine = BrowserEngine::new(options(&dir, &sandbox.url));
    qr(&mut open(&engine).await).await;
}

#[tokio::test]
async fn the_data_is_private_and_ignored_by_git() {
    let (dir, page) = (TempDir::new(), Page::serve(Some((503, ""))).await);
    open_error(&BrowserEngine::new(failing(&dir, &page))).await;
    let data = dir.path().join("data");
    for path in [data.clone(), data.join("default"), data.join("default/profile")] {
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700, "{}", path.display());
    }
    assert_eq!(fs::read_to_string(data.join(".gitignore")).unwrap(), "*\n");
    assert!(!data.join("default/.gitignore").exists(), "once is enough");
}

#[tokio::test]
async fn a_folder_that_was_there_before_stays_visible_to_git() {
    let (dir, page) = (TempDir::new(), Page::serve(Some((503, ""))).await);
    let data = dir.path().join("data");
    write(&data.join("app.js"), "");
    open_error(&BrowserEngine::new(failing(&dir, &page))).await;
    assert!(!data.join(".gitignore").exists());
    assert_eq!(fs::read_to_string(data.join("default/.gitignore")).unwrap(), "*\n");
}

#[tokio::test]
async fn a_foreign_login_is_copied_once_and_never_after_it_was_ended() {
    let (dir, page) = (TempDir::new(), Page::serve(Some((503, ""))).await);
    let foreign = dir.path().join(".wwebjs_auth/session-default");
    write(&foreign.join("Default/IndexedDB/login"), "keys");
    write(&foreign.join("Default/Cache/data"), "cache");
    symlink("oldcontainer-1", foreign.join("SingletonLock")).unwrap();
    let mut options = failing(&dir, &page);
    options.adopt_from = vec![dir.path().join(".wwebjs_auth/session-nobody"), foreign.clone()];
    let engine = BrowserEngine::new(options);
    let adopted = dir.path().join("data/default/profile/Default/IndexedDB/login");

    open_error(&engine).await;
    assert_eq!(fs::read_to_string(&adopted).unwrap(), "keys");
    assert!(!dir.path().join("data/default/profile/Default/Cache/data").exists());
    assert!(foreign.join("SingletonLock").is_symlink(), "the source is untouched");

    engine.forget(false).await.unwrap();
    open_error(&engine).await;
    assert!(adopted.exists(), "nothing says that the login is dead");

    engine.forget(true).await.unwrap();
    open_error(&engine).await;
    assert!(!adopted.exists());
    let left: Vec<_> =
        fs::read_dir(dir.path().join("data/default")).unwrap().flatten().map(|e| e.file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains('-')), "{left:?}");
}

#[tokio::test]
async fn a_foreign_login_in_use_is_refused() {
    let (dir, sandbox) = (TempDir::new(), Sandbox::plain());
    let owner = BrowserEngine::new(options(&dir, &sandbox.url));
    let _connection = open(&owner).await;
    let mut options = BrowserOptions::new(dir.path().join("data/other"));
    options.adopt_from = vec![dir.path().join("data/default/profile")];
    let error = open_error(&BrowserEngine::new(options)).await;
    assert!(matches!(error, Error::SessionInUse { pid, .. } if pid > 0), "{error}");
}

#[tokio::test]
async fn an_adopted_login_needs_no_scan() {
    let (dir, sandbox) = (TempDir::new(), Sandbox::plain());
    let first = BrowserEngine::new(options(&dir, &sandbox.url));
    let mut connection = open(&first).await;
    let payload = qr(&mut connection).await;
    sandbox.act("phone/scan", json!({ "payload": payload })).await;
    let ready = |snapshot: &Snapshot| snapshot.socket == Some(SocketState::Connected) && snapshot.has_synced;
    snapshot("the link", &mut connection, ready).await;
    connection.link.close(Duration::from_secs(10)).await;

    let mut adopting = BrowserOptions::new(dir.path().join("data/other"));
    adopting.adopt_from = vec![dir.path().join("data/default/profile")];
    adopting.web_url.clone_from(&sandbox.url);
    let second = BrowserEngine::new(adopting);
    let mut qr_seen = false;
    snapshot("the adopted login", &mut open(&second).await, |snapshot| {
        qr_seen |= snapshot.qr.is_some();
        ready(snapshot)
    })
    .await;
    assert!(!qr_seen);
}
