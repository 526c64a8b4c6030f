//! Sending and receiving.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step of a test is its report")]

mod support;

use std::{sync::LazyLock, time::Duration};

use serde_json::json;
use support::{TempDir, event, open, options, qr, sandbox::Sandbox, snapshot};
use wa_bridge_browser::BrowserEngine;
use wa_bridge_core::{
    Error,
    engine::{Connection, EngineEvent, IncomingMessage, OutgoingText, SocketState},
};

const CONTACT: &str = "919876543210";
static CONTACT_WID: LazyLock<String> = LazyLock::new(|| format!("{CONTACT}@c.us"));

struct Linked {
    connection: Connection,
    sandbox: Sandbox,
    _engine: BrowserEngine,
    _dir: TempDir,
}

async fn linked(options_of_sandbox: serde_json::Value) -> Linked {
    linked_with(Sandbox::start(&options_of_sandbox)).await
}

async fn linked_with(sandbox: Sandbox) -> Linked {
    sandbox.act("contact", json!({ "phone": CONTACT, "options": { "pushName": "Asha" } })).await;
    let dir = TempDir::new();
    let engine = BrowserEngine::new(options(&dir, &sandbox.url));
    let mut connection = open(&engine).await;
    let payload = qr(&mut connection).await;
    sandbox.act("phone/scan", json!({ "payload": payload })).await;
    snapshot("the link", &mut connection, |snapshot| {
        snapshot.socket == Some(SocketState::Connected) && snapshot.has_synced
    })
    .await;
    Linked { connection, sandbox, _engine: engine, _dir: dir }
}

async fn send(connection: &Connection, text: &str) -> String {
    let prepared = connection.link.prepare_send(std::slice::from_ref(&CONTACT_WID)).await.unwrap();
    assert!(prepared.message_id.starts_with("3EB0"));
    let message_id = prepared.message_id;
    let outgoing = OutgoingText { chat: prepared.chat.unwrap(), message_id, text: text.to_owned() };
    connection.link.send_text(&outgoing).await.unwrap();
    outgoing.message_id
}

async fn message(connection: &mut Connection) -> IncomingMessage {
    event("a message", connection, |event| match event {
        EngineEvent::Message(message) => Some(*message),
        _ => None,
    })
    .await
}

async fn ack(connection: &mut Connection, of: &str, wanted: i8) {
    event("an ack", connection, |event| match event {
        EngineEvent::Ack { id, ack } => (id == of && ack >= wanted).then_some(()),
        _ => None,
    })
    .await;
}

#[tokio::test]
async fn a_text_arrives_under_the_id_that_was_reserved_and_its_acks_are_told() {
    for style in ["_serialized", "$1"] {
        let mut linked = linked(json!({ "msgKeyStyle": style })).await;
        let Linked { connection, sandbox, .. } = &mut linked;
        let id = send(connection, "Hello, \u{1F44B}\u{2028}\"world\"").await;
        ack(connection, &id, 1).await;
        let arrivals = sandbox.arrivals(CONTACT).await;
        assert_eq!(arrivals.len(), 1);
        assert_eq!(arrivals[0]["id"], json!(id));
        assert_eq!(arrivals[0]["text"], json!("Hello, \u{1F44B}\u{2028}\"world\""));
        sandbox.act("contact/read", json!({ "phone": CONTACT })).await;
        ack(connection, &id, 3).await;
        assert_eq!(connection.link.message_ack(&id).await.unwrap(), Some(3));
        assert_eq!(connection.link.message_ack("3EB0NEVERSENT").await.unwrap(), None);
    }
}

#[tokio::test]
async fn whatsapps_own_verdict_on_a_send_is_told() {
    let mut linked = linked(json!({})).await;
    let Linked { connection, sandbox, .. } = &mut linked;
    sandbox.fault("fail", json!(["send", { "times": 1, "result": "ERROR_NETWORK" }])).await;
    let sent = send(connection, "hi").await;
    let result = event("the verdict", connection, |event| match event {
        EngineEvent::SendResult { id, result } if id == sent => Some(result),
        _ => None,
    })
    .await;
    assert_eq!(result, "ERROR_NETWORK");
}

#[tokio::test]
async fn who_is_not_on_whatsapp_has_no_chat_and_who_is_known_otherwise_is_found() {
    let mut linked = linked(json!({})).await;
    let Linked { connection, sandbox, .. } = &mut linked;
    sandbox.act("contact", json!({ "phone": "919999999999", "options": { "exists": false } })).await;
    let nobody = connection.link.prepare_send(&["919999999999@c.us".to_owned()]).await.unwrap();
    assert_eq!((nobody.chat, nobody.existing.len()), (None, 0));

    let brazil = json!({ "phone": "5511987654321", "options": { "registeredAs": "551187654321" } });
    sandbox.act("contact", brazil).await;
    let found = connection.link.prepare_send(&["5511987654321@c.us".to_owned()]).await.unwrap();
    assert_eq!(found.existing, ["551187654321@c.us"]);
    assert_eq!(found.chat.as_deref(), Some("551187654321@c.us"));

    let both = [CONTACT_WID.clone(), "5511987654321@c.us".to_owned()];
    assert_eq!(connection.link.prepare_send(&both).await.unwrap().existing.len(), 2);
}

#[tokio::test]
async fn a_chat_that_is_addressed_by_lid_is_written_to_from_the_own_lid() {
    const HIDDEN: &str = "919876500000";
    let mut linked = linked(json!({})).await;
    let Linked { connection, sandbox, .. } = &mut linked;
    sandbox.act("contact", json!({ "phone": HIDDEN, "options": { "lidAddressed": true } })).await;
    let prepared = connection.link.prepare_send(&[format!("{HIDDEN}@c.us")]).await.unwrap();
    assert!(prepared.chat.as_deref().unwrap().ends_with("@lid"), "{prepared:?}");
    assert_eq!(prepared.lid, prepared.chat);
    assert_eq!(prepared.wid, Some(format!("{HIDDEN}@c.us")));
    let text = OutgoingText { chat: prepared.chat.unwrap(), message_id: prepared.message_id, text: "hi".to_owned() };
    connection.link.send_text(&text).await.unwrap();
    assert!(sandbox.arrivals(HIDDEN).await[0]["from"].as_str().unwrap().ends_with("@lid"));
}

#[tokio::test]
async fn messages_from_others_and_from_the_own_phone_are_told_but_not_our_own() {
    let mut linked = linked(json!({})).await;
    let Linked { connection, sandbox, .. } = &mut linked;
    send(connection, "ours").await;
    sandbox.act("contact/send", json!({ "phone": CONTACT, "text": "good day" })).await;
    let incoming = message(connection).await;
    assert_eq!(incoming.text.as_deref(), Some("good day"));
    assert_eq!((incoming.kind.as_str(), incoming.from_me), ("chat", false));
    assert_eq!(incoming.from.phone.as_deref(), Some(CONTACT));
    assert_eq!(incoming.from.name.as_deref(), Some("Asha"));
    assert_eq!(incoming.chat, *CONTACT_WID);
    assert!(incoming.id.starts_with("false_") && incoming.timestamp > 1_600_000_000);

    sandbox.act("phone/send", json!({ "to": CONTACT, "text": "from the phone" })).await;
    let own = message(connection).await;
    assert_eq!(own.text.as_deref(), Some("from the phone"));
    assert!(own.from_me);
    assert_eq!(own.chat, *CONTACT_WID);
}

#[tokio::test]
async fn a_module_that_is_gone_is_named() {
    let sandbox = Sandbox::plain();
    sandbox.fault("module", json!(["WAWebSendMsgChatAction", "missing"])).await;
    let mut linked = linked_with(sandbox).await;
    let connection = &mut linked.connection;
    let missing = |snapshot: &wa_bridge_core::engine::Snapshot| !snapshot.missing.is_empty();
    let told = connection.link.snapshot().await.unwrap();
    let told = if missing(&told) { told } else { snapshot("what is missing", connection, missing).await };
    assert_eq!(told.missing[0].capability, "sendText");
    let error = connection.link.prepare_send(std::slice::from_ref(&CONTACT_WID)).await.unwrap_err();
    let Error::CapabilityMissing { capability, tried, version } = error else { panic!("{error}") };
    assert_eq!(capability, "sendMessage");
    assert!(tried.contains(&"WAWebSendMsgChatAction#addAndSendMsgToChat".to_owned()));
    assert!(version.is_some());
}

#[tokio::test]
async fn an_error_of_the_page_keeps_its_name_and_status() {
    let mut linked = linked(json!({})).await;
    let Linked { connection, sandbox, .. } = &mut linked;
    sandbox.fault("fail", json!(["queryWidExists", { "times": 1, "status": 503 }])).await;
    let error = connection.link.prepare_send(std::slice::from_ref(&CONTACT_WID)).await.unwrap_err();
    let Error::WhatsApp { call, name, status, .. } = error else { panic!("{error}") };
    assert_eq!((call, name.as_str(), status), ("prepareSend", "ServerStatusCodeError", Some(503)));
    assert!(connection.link.prepare_send(std::slice::from_ref(&CONTACT_WID)).await.is_ok());
}

#[tokio::test]
async fn a_page_that_hangs_is_told_within_the_calls_deadline() {
    let sandbox = Sandbox::plain();
    let dir = TempDir::new();
    let mut options = options(&dir, &sandbox.url);
    options.deadlines.call = Duration::from_millis(500);
    let engine = BrowserEngine::new(options);
    let mut connection = open(&engine).await;
    qr(&mut connection).await;
    tokio::join!(
        async {
            let _ = sandbox.try_act("faults/freezePage", json!({ "args": [3_000] })).await;
        },
        async {
            support::until("a busy page", async || {
                let error = connection.link.snapshot().await.err()?;
                assert!(
                    matches!(error, Error::PageBusy { call: "snapshot", after } if after < Duration::from_secs(2)),
                    "{error}"
                );
                Some(())
            })
            .await;
        }
    );
    support::until("the page back", async || connection.link.snapshot().await.ok()).await;
}
