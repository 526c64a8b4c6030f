//! What goes wrong: with the browser, with the page, with the way to it. Nothing may stay behind.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step of a test is its report")]

mod support;

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    time::{Duration, Instant},
};

use support::{
    Phases, TempDir, alive, descendants, end, open, open_error, options, page::Page, processes_of, qr,
    sandbox::Sandbox, soon, until,
};
use wa_bridge_browser::BrowserEngine;
use wa_bridge_core::{
    Error,
    engine::{Connection, Engine, StartPhase},
};

fn pid(connection: &Connection) -> u32 {
    connection.link.diagnostics().pid.unwrap()
}

fn kill(pid: u32) {
    let pid = libc::pid_t::try_from(pid).unwrap();
    // SAFETY: a process that this test started.
    assert_eq!(unsafe { libc::kill(pid, libc::SIGKILL) }, 0);
}

fn is_renderer(pid: u32) -> bool {
    fs::read(format!("/proc/{pid}/cmdline"))
        .is_ok_and(|line| String::from_utf8_lossy(&line).contains("--type=renderer"))
}

async fn gone(dir: &TempDir) {
    until("no process of the browser", async || processes_of(dir.path()).is_empty().then_some(())).await;
}

#[tokio::test]
async fn a_killed_browser_is_told_within_two_seconds_and_open_calls_fail() {
    let (dir, sandbox) = (TempDir::new(), Sandbox::plain());
    let engine = BrowserEngine::new(options(&dir, &sandbox.url));
    let mut connection = open(&engine).await;
    qr(&mut connection).await;

    let killed = Instant::now();
    kill(pid(&connection));
    let error = end(&mut connection).await;
    assert!(killed.elapsed() < Duration::from_secs(2), "{:?}", killed.elapsed());
    assert!(matches!(error, Some(Error::BrowserExited { status: Some(status) }) if status == "signal 9"));
    let call = Instant::now();
    assert!(matches!(connection.link.snapshot().await, Err(Error::BrowserExited { .. })));
    assert!(call.elapsed() < Duration::from_millis(100));
    gone(&dir).await;
    qr(&mut open(&engine).await).await;
}

#[tokio::test]
async fn a_crashed_page_is_told_and_its_browser_ends() {
    let (dir, sandbox) = (TempDir::new(), Sandbox::plain());
    let engine = BrowserEngine::new(options(&dir, &sandbox.url));
    let mut connection = open(&engine).await;
    qr(&mut connection).await;
    let browser = pid(&connection);
    let crashed = Instant::now();
    for renderer in descendants(browser).into_iter().filter(|pid| is_renderer(*pid)) {
        kill(renderer);
    }
    assert!(matches!(end(&mut connection).await, Some(Error::PageCrashed)));
    assert!(crashed.elapsed() < Duration::from_secs(2));
    assert!(matches!(connection.link.snapshot().await, Err(Error::PageCrashed)));
    until("the browser's end", async || (!alive(browser)).then_some(())).await;
}

#[tokio::test]
async fn a_close_is_in_order_and_leaves_nothing() {
    let (dir, sandbox) = (TempDir::new(), Sandbox::plain());
    let engine = BrowserEngine::new(options(&dir, &sandbox.url));
    let mut connection = open(&engine).await;
    let browser = pid(&connection);
    soon("the close", connection.link.close(Duration::from_secs(10))).await;
    assert!(!alive(browser));
    assert!(end(&mut connection).await.is_none());
    assert!(!dir.path().join("data/default/profile/SingletonLock").exists(), "the browser ended in order");
    assert!(matches!(connection.link.snapshot().await, Err(Error::Closed)));
    soon("a second close", connection.link.close(Duration::from_secs(10))).await;
}

#[tokio::test]
async fn a_dropped_connection_and_a_dropped_start_leave_no_process() {
    let (dir, sandbox) = (TempDir::new(), Sandbox::plain());
    let engine = BrowserEngine::new(options(&dir, &sandbox.url));
    drop(open(&engine).await);
    gone(&dir).await;

    let phases = Phases::default();
    let opening = engine.open(phases.progress());
    tokio::select! {
        _ = opening => panic!("it was too fast to be dropped"),
        () = until("the page to load", async || phases.told().contains(&StartPhase::Navigate).then_some(())) => {}
    }
    gone(&dir).await;
    qr(&mut open(&engine).await).await;
}

#[tokio::test]
async fn a_page_that_cannot_be_loaded_is_told_with_the_browsers_words() {
    let dir = TempDir::new();
    // Bound and never listening: nobody else can answer there.
    let nobody = std::net::UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = open_error(&BrowserEngine::new(options(&dir, &format!("http://{nobody}/")))).await;
    let refused = |problem: &str| problem == "net::ERR_CONNECTION_REFUSED";
    assert!(matches!(&error, Error::PageUnreachable { problem, .. } if refused(problem)), "{error}");
    gone(&dir).await;

    let page = Page::serve(Some((503, "<p>away</p>"))).await;
    let error = open_error(&BrowserEngine::new(options(&dir, &page.url))).await;
    assert!(matches!(&error, Error::PageUnreachable { problem, .. } if problem.contains("503")), "{error}");

    let error = open_error(&BrowserEngine::new(options(&dir, "not a url"))).await;
    assert!(matches!(&error, Error::PageUnreachable { .. }), "{error}");
}

#[tokio::test]
async fn a_page_that_refuses_the_browser_is_told() {
    let page = Page::serve(Some((200, "<h1>WhatsApp works with Google Chrome 100+</h1><p>Update it.</p>"))).await;
    let dir = TempDir::new();
    let error = open_error(&BrowserEngine::new(options(&dir, &page.url))).await;
    assert!(matches!(&error, Error::BrowserRefused { problem } if problem.contains("Chrome 100")), "{error}");
}

#[tokio::test]
async fn a_start_that_takes_too_long_names_its_phase() {
    for (answer, phase) in
        [(None, StartPhase::Navigate), (Some((200, "<title>WhatsApp Web</title>")), StartPhase::Script)]
    {
        let (dir, page) = (TempDir::new(), Page::serve(answer).await);
        let mut options = options(&dir, &page.url);
        options.deadlines.start = Duration::from_secs(10);
        let error = open_error(&BrowserEngine::new(options)).await;
        assert!(matches!(&error, Error::StartTimeout { phase: told, .. } if *told == phase), "{error} in {phase:?}");
        gone(&dir).await;
    }
}

#[tokio::test]
async fn a_browser_that_does_not_start_is_told_with_its_last_words() {
    let dir = TempDir::new();
    let browser = dir.path().join("chrome");
    let missing = "chrome: error while loading shared libraries: libnss3.so: cannot open shared object file";
    fs::write(&browser, format!("#!/bin/sh\necho '{missing}' >&2\nexit 127\n")).unwrap();
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
    let mut options = options(&dir, "http://127.0.0.1:1234/");
    options.executable = Some(browser.clone());
    let error = open_error(&BrowserEngine::new(options.clone())).await;
    assert!(
        matches!(&error, Error::BrowserStart { problem, .. } if problem.contains("127") && problem.contains("libnss3")),
        "{error}"
    );

    options.executable = Some(dir.path().join("nothing"));
    let error = open_error(&BrowserEngine::new(options)).await;
    assert!(matches!(&error, Error::BrowserNotFound { looked_in, .. } if looked_in.len() == 1), "{error}");
}
