//! The login: its QR codes, the scan, the restart without a scan, and its end.

mod support;

use serde_json::json;
use support::{TempDir, open, options, qr, sandbox::Sandbox, snapshot};
use wa_bridge_browser::BrowserEngine;
use wa_bridge_core::engine::SocketState;

#[tokio::test]
async fn a_scanned_qr_links_the_account() {
    let (dir, sandbox) = (TempDir::new(), Sandbox::plain());
    let engine = BrowserEngine::new(options(&dir, &sandbox.url));
    let started = std::time::Instant::now();
    let mut connection = open(&engine).await;
    let payload = qr(&mut connection).await;
    eprintln!("first QR after {:?}", started.elapsed());
    assert_eq!(payload.split(',').count(), 5, "{payload}");

    sandbox.act("phone/scan", json!({ "payload": payload })).await;
    let linked = snapshot("the account", &mut connection, |snapshot| {
        snapshot.socket == Some(SocketState::Connected) && snapshot.has_synced && snapshot.account.is_some()
    })
    .await;
    let account = linked.account.unwrap();
    let phone = sandbox.get("phone").await;
    assert_eq!(account.phone.as_deref(), phone["account"]["phone"].as_str());
    assert_eq!(account.lid.as_deref(), phone["account"]["lid"].as_str());
    assert_eq!(account.push_name.as_deref(), phone["account"]["pushName"].as_str());
    assert_eq!(linked.qr, None);
    assert_eq!(linked.missing, []);
    assert!(linked.version.unwrap().starts_with("2.3000."));
}
