//! Keeps `page/contract.fixtures.ts`, one example of everything that crosses, equal to the Rust types; `tsc -p page` then holds it against
//! the TypeScript types. Write it anew with `UPDATE_FIXTURES=1 cargo test -p wa-bridge-browser contract`.

use std::{env, fmt::Write as _, fs, path::Path};

use serde_json::{Value, json};
use wa_bridge_core::engine::{
    Account, Contact, IncomingMessage, MissingCapability, OutgoingText, PreparedSend, QrFields, Snapshot, SocketState,
};

use super::*;

fn snapshot() -> Snapshot {
    Snapshot {
        socket: Some(SocketState::UnpairedIdle),
        stream_mode: Some("QR".to_owned()),
        has_synced: true,
        qr: Some(QrFields {
            payload: "ref,noise,identity,adv,1".to_owned(),
            reference: "ref".to_owned(),
            expires_at_ms: Some(1_800_000_000_000),
        }),
        account: Some(Account {
            phone: Some("919876543210".to_owned()),
            wid: Some("919876543210@c.us".to_owned()),
            lid: Some("123@lid".to_owned()),
            push_name: Some("Asha".to_owned()),
            platform: Some("android".to_owned()),
        }),
        version: Some("2.3000.1".to_owned()),
        missing: vec![MissingCapability { capability: "sendText".to_owned(), tried: vec!["A#b".to_owned()] }],
    }
}

fn message() -> Box<IncomingMessage> {
    Box::new(IncomingMessage {
        id: "false_919876543210@c.us_3EB0".to_owned(),
        chat: "919876543210@c.us".to_owned(),
        from: Contact { wid: "919876543210@c.us".to_owned(), phone: None, lid: None, name: Some("Asha".to_owned()) },
        to: "911234567890@c.us".to_owned(),
        from_me: false,
        text: Some("hi".to_owned()),
        kind: "chat".to_owned(),
        timestamp: 1_800_000_000,
    })
}

fn events() -> Vec<PageEvent> {
    vec![
        PageEvent::Ready { snapshot: Snapshot::default() },
        PageEvent::Snapshot { snapshot: snapshot() },
        PageEvent::SyncProgress { percent: 40 },
        PageEvent::Ack { id: "3EB0".to_owned(), ack: 1 },
        PageEvent::SendResult { id: "3EB0".to_owned(), result: "OK".to_owned() },
        PageEvent::Message { message: message() },
        PageEvent::LoggedOut { reason: Some("user_initiated".to_owned()) },
        PageEvent::Refused { problem: "WhatsApp works with Google Chrome 100+".to_owned() },
        PageEvent::HttpError { url: "https://web.whatsapp.com/".to_owned(), status: 503 },
        PageEvent::Trace { text: "no listener".to_owned() },
    ]
}

fn replies() -> Vec<Value> {
    let fault = |error| serde_json::to_value(Reply { ok: false, value: Value::Null, error: Some(error) }).unwrap();
    let prepared = PreparedSend {
        chat: Some("919876543210@c.us".to_owned()),
        existing: vec!["919876543210@c.us".to_owned()],
        wid: None,
        lid: None,
        message_id: "3EB0".to_owned(),
    };
    vec![
        json!({ "ok": true, "value": prepared }),
        fault(Fault::Capability { capability: "sendMessage".to_owned(), tried: vec!["A#b".to_owned()], version: None }),
        fault(Fault::WhatsApp {
            name: "ServerStatusCodeError".to_owned(),
            message: "r: r".to_owned(),
            status: Some(429),
            detail: None,
        }),
    ]
}

fn fixtures() -> String {
    let text = OutgoingText { chat: "1@c.us".to_owned(), message_id: "3EB0".to_owned(), text: "hi".to_owned() };
    let candidates = ["1@c.us".to_owned()];
    let calls = [
        Call::Snapshot,
        Call::RefreshQr,
        Call::PrepareSend { candidates: &candidates },
        Call::SendText { message: &text },
        Call::MessageAck { id: "3EB0" },
        Call::Logout,
        Call::TakeOver,
    ];
    let config = Config { binding: "b".to_owned(), handle: "h".to_owned(), device_name: None };
    let mut file = "// Written by crates/browser/src/contract_tests.rs from the Rust types. Do not edit.\n\
         import type { Call, Config, PageEvent, PreparedSend, Reply } from './contract';\n"
        .to_owned();
    let values = [
        ("config", serde_json::to_value(config).unwrap(), "Config"),
        ("calls", serde_json::to_value(calls).unwrap(), "Call[]"),
        ("events", serde_json::to_value(events()).unwrap(), "PageEvent[]"),
        ("replies", Value::Array(replies()), "Reply<PreparedSend | null>[]"),
    ];
    for (name, value, of) in values {
        let json = serde_json::to_string_pretty(&value).unwrap();
        writeln!(file, "\nexport const {name}: {of} = {json};").unwrap();
    }
    file
}

#[test]
fn the_typescript_side_has_the_same_examples() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../page/contract.fixtures.ts");
    let wanted = fixtures();
    if env::var_os("UPDATE_FIXTURES").is_some() {
        fs::write(&path, &wanted).unwrap();
    }
    let present = fs::read_to_string(&path).unwrap();
    assert!(present == wanted, "page/contract.fixtures.ts is stale: run with UPDATE_FIXTURES=1");
}

#[test]
fn a_socket_state_of_a_newer_page_is_read() {
    let event = r#"{"event":"snapshot","snapshot":{"socket":"FANCY_NEW_STATE","streamMode":null,"hasSynced":false,"qr":null,"account":null,"version":null,"missing":[]}}"#;
    let PageEvent::Snapshot { snapshot } = serde_json::from_str(event).unwrap() else { panic!("another event") };
    assert_eq!(snapshot.socket, Some(SocketState::Unknown));
}
