//! How a session ends: that nobody keeps waiting, and that nothing is claimed which did not happen.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod support;

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use support::*;
use tokio::{
    sync::Notify,
    task::JoinHandle,
    time::{Instant, timeout},
};
use wa_bridge_core::{
    Error, Session,
    engine::{EngineEvent, SocketState},
    events::{LoginStep, StateName},
    phone::Recipient,
    session::{GenerateQr, Outgoing, StartOptions},
};

const START: StartOptions = StartOptions { timeout: Duration::from_secs(20), takeover: false };
const QR: GenerateQr = GenerateQr { timeout: Duration::from_secs(20), min_ttl: Duration::from_secs(5) };
/// Much less than the deadlines above: who is answered within this was not left to them.
const SOON: Duration = Duration::from_secs(5);

fn starting(session: &Session, options: StartOptions) -> JoinHandle<Result<(), Error>> {
    let session = session.clone();
    tokio::spawn(async move { session.start(options).await })
}

async fn ready(engine: &Arc<FakeEngine>) -> Session {
    let session = session(engine);
    let start = starting(&session, START);
    until("an open engine", || engine.is_open()).await;
    engine.show(connected()).await;
    start.await.unwrap().unwrap();
    session
}

#[tokio::test]
async fn a_login_that_was_ended_is_no_longer_in_the_status() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    session.close().await.unwrap();
    assert_eq!(session.status().account, Some(own_account()), "close() keeps the login");
    session.reset().await.unwrap();
    assert_eq!(session.status().account, None);
}

#[tokio::test]
async fn a_start_during_which_the_login_ends_goes_on_to_the_next_code() {
    let engine = FakeEngine::new();
    let session = session(&engine);
    let start = starting(&session, START);
    until("an open engine", || engine.is_open()).await;
    engine.tell(EngineEvent::LoggedOut { reason: Some("md_opt_out".into()) }).await;
    until("a new opening", || FakeEngine::count(&engine.opened) == 2 && engine.is_open()).await;
    engine.show(unpaired("new")).await;
    timeout(SOON, start).await.expect("an answer").unwrap().unwrap();
}

#[tokio::test]
async fn who_waits_for_a_code_during_a_logout_gets_the_one_after_it() {
    let engine = FakeEngine::new();
    let session = session(&engine);
    let waiting = tokio::spawn({
        let session = session.clone();
        async move { session.generate_qr(QR).await }
    });
    until("an open engine", || engine.is_open()).await;
    engine.show(state(SocketState::Unpaired)).await;
    session.logout().await.unwrap();
    until("a new opening", || FakeEngine::count(&engine.opened) == 2 && engine.is_open()).await;
    engine.show(unpaired("new")).await;
    let step = timeout(SOON, waiting).await.expect("an answer").unwrap();
    assert!(matches!(step, Ok(LoginStep::Qr(qr)) if qr.payload == "new"));
}

#[tokio::test(start_paused = true)]
async fn a_browser_that_dies_during_a_logout_is_no_logout() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    let died = Error::BrowserExited { status: Some("signal 9".into()) };
    *engine.script.logout_error.lock().unwrap() = Some(died.clone());
    let logout = tokio::spawn({
        let session = session.clone();
        async move { session.logout().await }
    });
    engine.tell(EngineEvent::Closed(Some(died))).await;
    assert_eq!(logout.await.unwrap().unwrap_err().code(), "ERR_WA_BROWSER_EXITED");
    assert_eq!((FakeEngine::count(&engine.forgotten), session.status().state), (0, StateName::Disconnected));
}

#[tokio::test(start_paused = true)]
async fn a_page_that_goes_away_because_it_logs_out_has_logged_out() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    *engine.script.logout_error.lock().unwrap() = Some(Error::Disconnected { reason: "reloading" });
    let logout = tokio::spawn({
        let session = session.clone();
        async move { session.logout().await }
    });
    until("the question", || FakeEngine::count(&engine.asked_to_log_out) == 1).await;
    engine.tell(EngineEvent::LoggedOut { reason: None }).await;
    logout.await.unwrap().unwrap();
    assert_eq!((FakeEngine::count(&engine.forgotten), session.status().state), (1, StateName::LoggedOut));
}

#[tokio::test]
async fn a_logout_that_close_overtakes_names_the_close_and_no_older_fault() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    engine.show(state(SocketState::Timeout)).await;
    until("a fault to remember", || session.status().last_error.is_some()).await;
    let logout = tokio::spawn({
        let session = session.clone();
        async move { session.logout().await }
    });
    tokio::task::yield_now().await;
    session.close().await.unwrap();
    assert_eq!(logout.await.unwrap().unwrap_err().code(), "ERR_WA_CLOSED");
}

#[tokio::test]
async fn a_takeover_that_has_no_effect_is_a_conflict_again() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    engine.show(state(SocketState::Conflict)).await;
    until("the conflict", || session.status().state == StateName::Disconnected).await;
    let start = starting(&session, StartOptions { takeover: true, ..START });
    until("the takeover", || FakeEngine::count(&engine.taken_over) == 1).await;
    let answer = timeout(SOON * 2, start).await.expect("an answer before the deadline").unwrap();
    assert_eq!(answer.unwrap_err().code(), "ERR_WA_CONFLICT");
    assert_eq!(session.status().state, StateName::Disconnected);
}

#[tokio::test]
async fn a_page_that_hangs_in_the_hand_over_does_not_hold_a_send_beyond_its_deadline() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    *engine.script.hold_send.lock().unwrap() = Some(Arc::new(Notify::new()));
    let outgoing = Outgoing {
        to: Recipient::parse("+919876543210", None).unwrap(),
        text: "hello".into(),
        timeout: Duration::from_millis(100),
        allow_self: false,
    };
    let began = Instant::now();
    let sending = timeout(SOON, session.send_text(outgoing)).await.expect("an answer");
    assert_eq!(sending.unwrap_err().code(), "ERR_WA_SEND_UNCERTAIN");
    assert!(began.elapsed() < SOON / 2, "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_connection_that_ended_before_the_hand_over_leaves_no_doubt() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    engine.script.ended.store(true, Ordering::SeqCst);
    let outgoing = Outgoing {
        to: Recipient::parse("+919876543210", None).unwrap(),
        text: "hello".into(),
        timeout: Duration::from_secs(5),
        allow_self: false,
    };
    assert_eq!(session.send_text(outgoing).await.unwrap_err().code(), "ERR_WA_CLOSED");
    assert!(engine.handed_over.lock().unwrap().is_empty());
}

#[tokio::test]
async fn who_starts_a_blocked_session_again_gets_a_new_page() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    engine.show(state(SocketState::DeprecatedVersion)).await;
    until("the block", || session.status().state == StateName::Disconnected).await;
    let starting = tokio::spawn({
        let session = session.clone();
        async move { session.start(START).await }
    });
    until("a new opening", || FakeEngine::count(&engine.opened) == 2 && engine.is_open()).await;
    engine.show(connected()).await;
    starting.await.unwrap().unwrap();
}
