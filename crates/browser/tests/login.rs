//! The login: its QR codes, the scan, the restart without a scan, and its end.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step of a test is its report")]

mod support;

use std::time::Duration;

use serde_json::{Value, json};
use support::{TempDir, end, event, open, options, qr, sandbox::Sandbox, snapshot, until};
use wa_bridge_browser::BrowserEngine;
use wa_bridge_core::{
    Error,
    engine::{Connection, Engine, EngineEvent, Snapshot, SocketState},
};

const GRACE: Duration = Duration::from_secs(5);

fn ready(snapshot: &Snapshot) -> bool {
    snapshot.socket == Some(SocketState::Connected) && snapshot.has_synced && snapshot.account.is_some()
}

async fn link(sandbox: &Sandbox, connection: &mut Connection) -> Snapshot {
    let payload = qr(connection).await;
    sandbox.act("phone/scan", json!({ "payload": payload })).await;
    snapshot("the link", connection, ready).await
}

async fn logged_out(connection: &mut Connection) -> Option<String> {
    event("the logout", connection, |event| match event {
        EngineEvent::LoggedOut { reason } => Some(reason),
        _ => None,
    })
    .await
}

#[tokio::test]
async fn a_scanned_qr_links_the_account_and_a_restart_needs_none() {
    let (dir, sandbox) = (TempDir::new(), Sandbox::plain());
    let engine = BrowserEngine::new(options(&dir, &sandbox.url));
    let mut connection = open(&engine).await;
    let linked = link(&sandbox, &mut connection).await;

    let account = linked.account.unwrap();
    let phone = sandbox.get("phone").await;
    assert_eq!(account.phone.as_deref(), phone["account"]["phone"].as_str());
    assert_eq!(account.wid, account.phone.as_ref().map(|phone| format!("{phone}@c.us")));
    assert!(account.lid.unwrap().ends_with("@lid"));
    assert_eq!(account.push_name.as_deref(), phone["account"]["pushName"].as_str());
    assert_eq!(account.platform.as_deref(), phone["account"]["platform"].as_str());
    assert_eq!(linked.qr, None);
    assert_eq!(linked.missing, []);
    assert!(linked.version.unwrap().starts_with("2.3000."));

    connection.link.close(GRACE).await;
    let mut connection = open(&engine).await;
    let mut qr_seen = false;
    snapshot("the restored login", &mut connection, |snapshot| {
        qr_seen |= snapshot.qr.is_some();
        ready(snapshot)
    })
    .await;
    assert!(!qr_seen);
    connection.link.close(GRACE).await;
}

#[tokio::test]
async fn the_qr_is_told_anew_when_any_of_its_fields_changes() {
    let (dir, sandbox) = (TempDir::new(), Sandbox::start(&json!({ "speed": 20, "refs": 3 })));
    let engine = BrowserEngine::new(options(&dir, &sandbox.url));
    let mut connection = open(&engine).await;
    let told = async |connection: &mut Connection, known: &[String]| {
        let wanted = |snapshot: &Snapshot| snapshot.qr.as_ref().is_some_and(|qr| !known.contains(&qr.payload));
        snapshot("another QR", connection, wanted).await.qr.unwrap()
    };
    let first = told(&mut connection, &[]).await;
    assert_eq!(first.payload.split(',').count(), 5, "{}", first.payload);
    assert!(first.payload.starts_with(&first.reference));

    sandbox.fault("rotateAdvSecret", json!([])).await;
    let rotated = told(&mut connection, std::slice::from_ref(&first.payload)).await;
    assert_eq!(rotated.reference, first.reference);

    let next = told(&mut connection, &[first.payload, rotated.payload]).await;
    assert_ne!(next.reference, first.reference);

    let idle = |snapshot: &Snapshot| snapshot.socket == Some(SocketState::UnpairedIdle);
    assert_eq!(snapshot("the idle page", &mut connection, idle).await.qr, None);
    connection.link.refresh_qr().await.unwrap();
    let refreshed = told(&mut connection, &[next.payload]).await;
    sandbox.act("phone/scan", json!({ "payload": refreshed.payload })).await;
    snapshot("the link", &mut connection, ready).await;
}

#[tokio::test]
async fn a_logout_from_the_phone_is_told_once_and_a_new_qr_follows() {
    let (dir, sandbox) = (TempDir::new(), Sandbox::plain());
    let engine = BrowserEngine::new(options(&dir, &sandbox.url));
    let mut connection = open(&engine).await;
    link(&sandbox, &mut connection).await;

    sandbox.act("phone/logout", json!({})).await;
    logged_out(&mut connection).await;
    let mut again = false;
    event("a new QR", &mut connection, |event| {
        again |= matches!(event, EngineEvent::LoggedOut { .. });
        matches!(event, EngineEvent::Snapshot(Snapshot { qr: Some(_), .. })).then_some(())
    })
    .await;
    assert!(!again, "the logout was told twice");
}

#[tokio::test]
async fn a_page_that_loads_itself_again_and_fails_ends_the_connection() {
    let (dir, sandbox) = (TempDir::new(), Sandbox::plain());
    let engine = BrowserEngine::new(options(&dir, &sandbox.url));
    let mut connection = open(&engine).await;
    link(&sandbox, &mut connection).await;

    sandbox.fault("pageLoad", json!([{ "status": 503 }])).await;
    sandbox.act("phone/logout", json!({})).await;
    logged_out(&mut connection).await;
    let error = end(&mut connection).await;
    assert!(matches!(&error, Some(Error::PageUnreachable { url, .. }) if url.contains("post_logout=1")), "{error:?}");
}

#[tokio::test]
async fn logging_out_unlinks_the_device_and_forgetting_leaves_nothing() {
    let (dir, sandbox) = (TempDir::new(), Sandbox::plain());
    let engine = BrowserEngine::new(options(&dir, &sandbox.url));
    let mut connection = open(&engine).await;
    link(&sandbox, &mut connection).await;

    connection.link.logout().await.unwrap();
    logged_out(&mut connection).await;
    until("no linked device", async || {
        (sandbox.get("phone").await["devices"].as_array().map(Vec::len) == Some(0)).then_some(())
    })
    .await;

    connection.link.close(GRACE).await;
    engine.forget(true).await.unwrap();
    assert!(!dir.path().join("data/default/profile").exists());
    qr(&mut open(&engine).await).await;
}

#[tokio::test]
async fn another_window_is_told_and_the_account_can_be_taken_back() {
    let (dir, sandbox) = (TempDir::new(), Sandbox::plain());
    let engine = BrowserEngine::new(options(&dir, &sandbox.url));
    let mut connection = open(&engine).await;
    link(&sandbox, &mut connection).await;

    sandbox.fault("conflict", json!([])).await;
    let conflict = |snapshot: &Snapshot| snapshot.socket == Some(SocketState::Conflict);
    snapshot("the conflict", &mut connection, conflict).await;
    connection.link.take_over().await.unwrap();
    snapshot("the account back", &mut connection, ready).await;
}

#[tokio::test]
async fn the_page_never_sees_a_headless_browser_and_the_phone_sees_the_chosen_name() {
    let (dir, sandbox) = (TempDir::new(), Sandbox::plain());
    let mut options = options(&dir, &sandbox.url);
    options.device_name = Some("Front desk".to_owned());
    let engine = BrowserEngine::new(options);
    let mut connection = open(&engine).await;
    link(&sandbox, &mut connection).await;

    let log = sandbox.get("log").await.to_string();
    assert!(!log.contains("Headless"), "{log}");
    assert!(connection.link.diagnostics().browser.unwrap().contains('/'));
    let devices = &sandbox.get("phone").await["devices"];
    let names: Vec<&Value> = devices.as_array().unwrap().iter().map(|device| &device["name"]).collect();
    assert!(names.iter().any(|name| name.to_string().contains("Front desk")), "{names:?}");
}
