//! A session against an engine that the test plays: what callers get, in which order, and that nothing hangs.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod support;

use std::{
    sync::{Arc, Mutex},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use support::*;
use tokio::sync::Notify;
use wa_bridge_core::{
    Error, Session,
    engine::{EngineEvent, SocketState},
    events::{AuthEvent, DisconnectReason, LoginStep, StateName},
    phone::Recipient,
    session::{GenerateQr, Outgoing, StartOptions},
};

const START: StartOptions = StartOptions { timeout: Duration::from_secs(5), takeover: false };
const QR: GenerateQr = GenerateQr { timeout: Duration::from_secs(5), min_ttl: Duration::from_secs(5) };

fn text(to: &str) -> Outgoing {
    Outgoing {
        to: Recipient::parse(to, None).unwrap(),
        text: "hello".into(),
        timeout: Duration::from_secs(5),
        allow_self: false,
    }
}

async fn ready(engine: &Arc<FakeEngine>) -> Session {
    let session = session(engine);
    let starting = tokio::spawn({
        let session = session.clone();
        async move { session.start(START).await }
    });
    until("an open engine", || engine.is_open()).await;
    engine.show(connected()).await;
    starting.await.unwrap().unwrap();
    session
}

fn recorded(session: &Session) -> Arc<Mutex<Vec<String>>> {
    let told = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&told);
    session.on_auth(
        None,
        Box::new(move |event| {
            let text = format!("{event:?}");
            sink.lock().unwrap().push(text.split([' ', '(', '{']).next().unwrap_or_default().to_owned());
            true
        }),
    );
    told
}

#[tokio::test]
async fn a_hundred_calls_open_one_engine_and_get_one_code() {
    let engine = FakeEngine::new();
    let session = session(&engine);
    let calls: Vec<_> = (0..100)
        .map(|_| {
            let session = session.clone();
            tokio::spawn(async move { session.generate_qr(QR).await })
        })
        .collect();
    until("an open engine", || engine.is_open()).await;
    engine.show(unpaired("code")).await;
    for call in calls {
        let LoginStep::Qr(qr) = call.await.unwrap().unwrap() else { panic!("not a code") };
        assert_eq!((qr.payload.as_str(), qr.attempt), ("code", 1));
    }
    assert_eq!(FakeEngine::count(&engine.opened), 1);
}

#[tokio::test]
async fn an_account_that_is_linked_has_nothing_to_scan() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    assert!(matches!(session.generate_qr(QR).await, Ok(LoginStep::Ready(account)) if account == own_account()));
}

#[tokio::test]
async fn a_start_that_fails_tells_every_caller_and_the_next_call_tries_again() {
    let engine = FakeEngine::new();
    *engine.script.open_error.lock().unwrap() = Some(Error::PageCrashed);
    let session = session(&engine);
    assert!(matches!(session.generate_qr(QR).await, Err(Error::PageCrashed)));
    assert_eq!(session.status().state, StateName::Failed);
    let again = tokio::spawn({
        let session = session.clone();
        async move { session.generate_qr(QR).await }
    });
    until("a second opening", || engine.is_open()).await;
    engine.show(unpaired("code")).await;
    assert!(again.await.unwrap().is_ok());
}

#[tokio::test]
async fn a_start_that_hangs_names_its_phase() {
    let engine = FakeEngine::new();
    *engine.script.hold_open.lock().unwrap() = Some(Arc::new(Notify::new()));
    let session = session(&engine);
    let options = GenerateQr { timeout: Duration::from_millis(100), ..QR };
    let Err(error) = session.generate_qr(options).await else { panic!("a code out of nowhere") };
    assert_eq!((error.code(), error.phase()), ("ERR_WA_START_TIMEOUT", Some("navigate")));
}

#[tokio::test]
async fn close_while_opening_answers_everybody_and_leaves_nothing() {
    let engine = FakeEngine::new();
    *engine.script.hold_open.lock().unwrap() = Some(Arc::new(Notify::new()));
    let session = session(&engine);
    let waiting = tokio::spawn({
        let session = session.clone();
        async move { session.generate_qr(QR).await }
    });
    until("an opening", || FakeEngine::count(&engine.opened) == 1).await;
    session.close().await.unwrap();
    assert!(matches!(waiting.await.unwrap(), Err(Error::Closed)));
    assert_eq!(session.status().state, StateName::Stopped);
    session.close().await.unwrap();
}

#[tokio::test]
async fn a_late_listener_is_told_the_present_state_and_a_key_replaces() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    let told = recorded(&session);
    until("the replay", || !told.lock().unwrap().is_empty()).await;
    assert_eq!(*told.lock().unwrap(), ["Ready"]);

    let counts = Arc::new(Mutex::new([0, 0]));
    for n in 0..2 {
        let counts = Arc::clone(&counts);
        session.on_auth(
            Some("page".into()),
            Box::new(move |_| {
                counts.lock().unwrap()[n] += 1;
                true
            }),
        );
    }
    engine.show(state(SocketState::Timeout)).await;
    until("the change", || counts.lock().unwrap()[1] == 2).await;
    assert_eq!(*counts.lock().unwrap(), [1, 2], "the replaced listener hears nothing more");
}

#[tokio::test]
async fn a_send_resolves_on_the_servers_ack_and_not_before() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    let sending = tokio::spawn(session.send_text(text("+919876543210")));
    until("the hand-over", || !engine.handed_over.lock().unwrap().is_empty()).await;
    let id = engine.handed_over.lock().unwrap()[0].message_id.clone();
    engine.tell(EngineEvent::Ack { id: id.clone(), ack: 0 }).await;
    tokio::task::yield_now().await;
    assert!(!sending.is_finished());
    engine.tell(EngineEvent::Ack { id: id.clone(), ack: 1 }).await;
    let sent = sending.await.unwrap().unwrap();
    assert_eq!((sent.id, sent.ack, sent.phone.as_deref()), (id, 1, Some("919876543210")));
}

#[tokio::test]
async fn whatsapps_own_verdict_counts_too() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    for (result, code) in [("OK", None), ("ERROR_NETWORK", Some("ERR_WA_SEND_FAILED"))] {
        engine.handed_over.lock().unwrap().clear();
        let sending = tokio::spawn(session.send_text(text("+919876543210")));
        until("the hand-over", || !engine.handed_over.lock().unwrap().is_empty()).await;
        let id = engine.handed_over.lock().unwrap()[0].message_id.clone();
        engine.tell(EngineEvent::SendResult { id, result: result.into() }).await;
        assert_eq!(sending.await.unwrap().err().map(|error| error.code()), code);
    }
}

#[tokio::test]
async fn a_swallowed_ack_is_uncertain_and_never_sent() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    let outgoing = Outgoing { timeout: Duration::from_millis(100), ..text("+919876543210") };
    let Err(Error::SendUncertain { message_id, .. }) = session.send_text(outgoing).await else {
        panic!("claimed to be sent")
    };
    assert_eq!(message_id, engine.handed_over.lock().unwrap()[0].message_id);
}

#[tokio::test]
async fn a_browser_that_dies_while_sending_leaves_the_fate_open() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    let sending = tokio::spawn(session.send_text(text("+919876543210")));
    until("the hand-over", || !engine.handed_over.lock().unwrap().is_empty()).await;
    engine.tell(EngineEvent::Closed(Some(Error::BrowserExited { status: Some("signal 9".into()) }))).await;
    assert_eq!(sending.await.unwrap().unwrap_err().code(), "ERR_WA_SEND_UNCERTAIN");
    until("the end", || session.status().state == StateName::Disconnected).await;
}

#[tokio::test]
async fn a_page_that_refused_and_knows_nothing_did_not_send() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    let refusal = Error::WhatsApp { call: "sendText", name: "r".into(), message: "no".into(), status: Some(400) };
    *engine.script.send_error.lock().unwrap() = Some(refusal);
    assert_eq!(session.send_text(text("+919876543210")).await.unwrap_err().code(), "ERR_WA_PAGE_ERROR");
    *engine.script.known_ack.lock().unwrap() = Some(1);
    assert!(session.send_text(text("+919876543210")).await.is_ok(), "the page has it with the server's ack");
}

#[tokio::test]
async fn who_cannot_be_written_to_is_told_apart() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    let code = async |outgoing| session.send_text(outgoing).await.unwrap_err().code();
    assert_eq!(code(text("+911111111111")).await, "ERR_WA_SELF_MESSAGE");
    *engine.script.chat.lock().unwrap() = None;
    assert_eq!(code(text("+919876543210")).await, "ERR_WA_NOT_ON_WHATSAPP");
    *engine.script.existing.lock().unwrap() = vec!["a@c.us".into(), "b@c.us".into()];
    assert_eq!(code(text("+919876543210")).await, "ERR_WA_NUMBER_AMBIGUOUS");
    assert!(engine.handed_over.lock().unwrap().is_empty());
}

#[tokio::test]
async fn sending_without_a_linked_account_says_so_at_once() {
    let engine = FakeEngine::new();
    let session = session(&engine);
    let sending = tokio::spawn(session.send_text(text("+919876543210")));
    until("an open engine", || engine.is_open()).await;
    engine.show(unpaired("code")).await;
    assert_eq!(sending.await.unwrap().unwrap_err().code(), "ERR_WA_NOT_LINKED");
}

#[tokio::test]
async fn a_send_that_could_not_leave_in_time_is_not_uncertain() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    engine.show(state(SocketState::Timeout)).await;
    until("the disconnection", || session.status().state == StateName::Disconnected).await;
    let outgoing = Outgoing { timeout: Duration::from_millis(100), ..text("+919876543210") };
    assert_eq!(session.send_text(outgoing).await.unwrap_err().code(), "ERR_WA_SEND_TIMEOUT");
    assert!(engine.handed_over.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_caller_that_goes_away_before_the_hand_over_keeps_it_from_leaving() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    engine.show(state(SocketState::Timeout)).await;
    until("the disconnection", || session.status().state == StateName::Disconnected).await;
    let sending = tokio::spawn(session.send_text(text("+919876543210")));
    tokio::task::yield_now().await;
    sending.abort();
    let _ = sending.await;
    engine.show(connected()).await;
    until("the return", || session.status().state == StateName::Ready).await;
    let next = tokio::spawn(session.send_text(Outgoing { text: "second".into(), ..text("+919876543210") }));
    until("the hand-over", || !engine.handed_over.lock().unwrap().is_empty()).await;
    assert_eq!(engine.handed_over.lock().unwrap()[0].text, "second");
    next.abort();
}

#[tokio::test]
async fn messages_to_one_person_leave_in_the_order_of_the_calls() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    let sends: Vec<_> = (0..20)
        .map(|n| {
            let outgoing = Outgoing { text: n.to_string(), ..text("+919876543210") };
            // The call takes its place; polling may happen in any order.
            let sending = session.send_text(outgoing);
            tokio::spawn(sending)
        })
        .collect();
    until("twenty hand-overs", || engine.handed_over.lock().unwrap().len() == 20).await;
    let texts: Vec<_> = engine.handed_over.lock().unwrap().iter().map(|text| text.text.clone()).collect();
    assert_eq!(texts, (0..20).map(|n| n.to_string()).collect::<Vec<_>>());
    for send in sends {
        send.abort();
    }
}

#[tokio::test]
async fn logout_unlinks_forgets_and_the_next_code_just_works() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    let told = recorded(&session);
    session.logout().await.unwrap();
    assert_eq!((FakeEngine::count(&engine.forgotten), FakeEngine::count(&engine.closed)), (1, 1));
    assert_eq!(session.status().state, StateName::LoggedOut);
    assert!(told.lock().unwrap().contains(&"LoggedOut".to_owned()));
    session.logout().await.unwrap();
    let next = tokio::spawn({
        let session = session.clone();
        async move { session.generate_qr(QR).await }
    });
    until("a new opening", || FakeEngine::count(&engine.opened) == 2 && engine.is_open()).await;
    engine.show(unpaired("new")).await;
    assert!(matches!(next.await.unwrap(), Ok(LoginStep::Qr(qr)) if qr.payload == "new"));
}

#[tokio::test]
async fn a_logout_that_whatsapp_refuses_keeps_the_login() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    *engine.script.logout_error.lock().unwrap() =
        Some(Error::PageBusy { call: "logout", after: Duration::from_secs(1) });
    assert_eq!(session.logout().await.unwrap_err().code(), "ERR_WA_PAGE_BUSY");
    assert_eq!(FakeEngine::count(&engine.forgotten), 0);
    assert_eq!(session.status().state, StateName::Ready);
}

#[tokio::test]
async fn an_unlink_from_the_phone_forgets_the_login() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    engine.tell(EngineEvent::LoggedOut { reason: Some("md_opt_out".into()) }).await;
    until("forgetting", || FakeEngine::count(&engine.forgotten) == 1).await;
    assert_eq!(session.status().state, StateName::LoggedOut);
}

#[tokio::test]
async fn who_waits_for_a_code_when_the_login_ends_gets_the_next_one() {
    let engine = FakeEngine::new();
    let session = session(&engine);
    let waiting = tokio::spawn({
        let session = session.clone();
        async move { session.generate_qr(QR).await }
    });
    until("an open engine", || engine.is_open()).await;
    engine.tell(EngineEvent::LoggedOut { reason: None }).await;
    until("a new opening", || FakeEngine::count(&engine.opened) == 2 && engine.is_open()).await;
    engine.show(unpaired("new")).await;
    assert!(waiting.await.unwrap().is_ok());
}

#[tokio::test]
async fn reset_forgets_without_asking_whatsapp() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    *engine.script.logout_error.lock().unwrap() = Some(Error::PageCrashed);
    session.reset().await.unwrap();
    assert_eq!((FakeEngine::count(&engine.forgotten), session.status().state), (1, StateName::Stopped));
}

#[tokio::test]
async fn a_conflict_is_told_and_taken_back_only_when_asked_for() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    engine.show(state(SocketState::Conflict)).await;
    until("the conflict", || session.status().state == StateName::Disconnected).await;
    assert_eq!(session.start(START).await.unwrap_err().code(), "ERR_WA_CONFLICT");
    assert_eq!(FakeEngine::count(&engine.taken_over), 0);
    let starting = tokio::spawn({
        let session = session.clone();
        async move { session.start(StartOptions { takeover: true, ..START }).await }
    });
    until("the takeover", || FakeEngine::count(&engine.taken_over) == 1).await;
    engine.show(connected()).await;
    starting.await.unwrap().unwrap();
}

#[tokio::test]
async fn messages_wait_for_a_handler_and_old_ones_are_not_told() {
    let engine = FakeEngine::new();
    let session = session(&engine);
    let _interest = session.keep_qr_alive();
    let starting = tokio::spawn({
        let session = session.clone();
        async move { session.start(START).await }
    });
    until("an open engine", || engine.is_open()).await;
    engine.show(unpaired("code")).await;
    starting.await.unwrap().unwrap();
    engine.show(state(SocketState::Pairing)).await;
    engine.show(connected()).await;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().cast_signed();
    engine.tell(message("old", now - 3_600)).await;
    engine.tell(message("new", now + 1)).await;
    engine.tell(message("new", now + 1)).await;
    until("a waiting message", || session.status().unhandled_messages == 1).await;
    let got = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&got);
    let handler = session.on_message(
        None,
        Box::new(move |delivery| {
            sink.lock().unwrap().push((delivery.id, delivery.message.id));
            true
        }),
    );
    until("the delivery", || got.lock().unwrap().len() == 1).await;
    let (delivery, id) = got.lock().unwrap()[0].clone();
    assert_eq!(id, "new");
    session.settle(handler, delivery, true);
    until("the settlement", || session.status().unhandled_messages == 0).await;
}

#[tokio::test]
async fn an_idle_page_is_asked_for_codes_when_somebody_comes() {
    let engine = FakeEngine::new();
    let session = session(&engine);
    let starting = tokio::spawn({
        let session = session.clone();
        async move { session.start(START).await }
    });
    until("an open engine", || engine.is_open()).await;
    engine.show(state(SocketState::UnpairedIdle)).await;
    until("a refresh", || FakeEngine::count(&engine.refreshed) == 1).await;
    engine.show(unpaired("fresh")).await;
    starting.await.unwrap().unwrap();
    assert!(matches!(session.generate_qr(QR).await, Ok(LoginStep::Qr(qr)) if qr.payload == "fresh"));
}

#[tokio::test]
async fn the_reason_of_a_disconnection_reaches_the_listener() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    let reasons = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&reasons);
    session.on_auth(
        None,
        Box::new(move |event| {
            if let AuthEvent::Disconnected(told) = event {
                sink.lock().unwrap().push(told.reason);
            }
            true
        }),
    );
    engine.tell(EngineEvent::Closed(Some(Error::PageCrashed))).await;
    until("the reason", || *reasons.lock().unwrap() == [DisconnectReason::PageCrashed]).await;
}

#[tokio::test]
async fn an_answer_that_was_overtaken_by_events_changes_nothing() {
    let engine = FakeEngine::new();
    let session = session(&engine);
    let starting = tokio::spawn({
        let session = session.clone();
        async move { session.start(START).await }
    });
    until("an open engine", || engine.is_open()).await;
    engine.show(unpaired("code")).await;
    starting.await.unwrap().unwrap();
    let told = recorded(&session);
    let answer = Arc::new(Notify::new());
    *engine.script.hold_snapshot.lock().unwrap() = Some(Arc::clone(&answer));
    engine.show(unpaired("code")).await;
    engine.tell(EngineEvent::Snapshot(state(SocketState::UnpairedIdle))).await;
    until("the question", || FakeEngine::count(&engine.refreshed) == 1).await;
    engine.tell(EngineEvent::Snapshot(state(SocketState::Pairing))).await;
    engine.tell(EngineEvent::Snapshot(connected())).await;
    until("the link", || session.status().state == StateName::Ready).await;
    answer.notify_one();
    until("the answer", || engine.script.hold_snapshot.lock().unwrap().is_none()).await;
    engine.tell(EngineEvent::SyncProgress(100)).await;
    session.message_ack("any").await.unwrap();
    assert_eq!(session.status().state, StateName::Ready);
    assert!(!told.lock().unwrap().iter().any(|name| name == "LinkRefused" || name == "LoggedOut"));
}

#[tokio::test]
async fn only_the_first_message_to_somebody_costs_a_question() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    for n in 1..=3 {
        let sending = tokio::spawn(session.send_text(text("+919876543210")));
        until("the hand-over", || engine.handed_over.lock().unwrap().len() == n).await;
        let id = engine.handed_over.lock().unwrap()[n - 1].message_id.clone();
        engine.tell(EngineEvent::Ack { id, ack: 1 }).await;
        sending.await.unwrap().unwrap();
    }
    assert_eq!(FakeEngine::count(&engine.prepared), 1);
    let ids: std::collections::HashSet<_> =
        engine.handed_over.lock().unwrap().iter().map(|text| text.message_id.clone()).collect();
    assert_eq!(ids.len(), 3, "each with an id of its own");
}

#[tokio::test]
async fn a_logout_that_nobody_waits_for_any_more_does_not_happen_later() {
    let engine = FakeEngine::new();
    let session = ready(&engine).await;
    engine.show(state(SocketState::Timeout)).await;
    until("the disconnection", || session.status().state == StateName::Disconnected).await;
    let waiting = tokio::time::timeout(Duration::from_millis(50), session.logout());
    assert!(waiting.await.is_err());
    engine.show(connected()).await;
    until("the return", || session.status().state == StateName::Ready).await;
    session.message_ack("any").await.unwrap();
    assert_eq!((FakeEngine::count(&engine.forgotten), session.status().state), (0, StateName::Ready));
}
