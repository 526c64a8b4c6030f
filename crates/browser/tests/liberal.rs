//! Another stand-in for WhatsApp Web, as bare and as different from the project's own as the public facts allow: no registry, no version,
//! no events at all, promises where others give values. What works here rests on nothing that only our sandbox has.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step of a test is its report")]

mod support;

use support::{TempDir, event, open, options, page::Page, qr, snapshot};
use wa_bridge_browser::BrowserEngine;
use wa_bridge_core::{
    Error,
    engine::{Connection, EngineEvent, OutgoingText, SocketState},
};

const BARE: &str = r"<!doctype html><title>WhatsApp Web</title><script>
var __d = () => {};                                   // the stub, long before the loader
setTimeout(() => {
  const bytes = (n) => new Uint8Array(32).fill(n);    // a view, not a buffer
  const wid = (text) => { const [user, server] = text.split('@'); return { user, server, _serialized: text }; };
  class MsgKey {
    constructor(f) { this.fromMe = true; this.remote = f.to; this.id = f.id; this._serialized = `true_${f.to._serialized}_${f.id}`; }
    static newId() { return '3EB0BARE'; }             // no promise
  }
  const listeners = {};
  const Msg = {
    models: [],
    on(name, listener) { (listeners[name] ??= []).push(listener); },
    getModelsArray: () => Msg.models,
    get: (id) => Msg.models.find((m) => m.id._serialized === id),
    add(m) { Msg.models.push(m); for (const listener of listeners.add ?? []) listener(m); },
  };
  const chats = new Map();
  const Chat = { get: (id) => chats.get(id?._serialized ?? id) };
  const Socket = { state: 'UNPAIRED', hasSynced: true };
  const Conn = { ref: undefined, refTTL: 20 };
  const modules = {
    WAWebSocketModel: { Socket },
    WAWebConnModel: { Conn },
    WAWebSignalStoreApi: { waNoiseInfo: { get: () => ({ staticKeyPair: { pubKey: bytes(1) } }) },
                           waSignalStore: { getRegistrationInfo: async () => ({ identityKeyPair: { pubKey: bytes(2).buffer } }) } },
    WAWebAdvSignatureApi: { getADVSecretKey: () => Promise.resolve('QURW'), DEVICE_PLATFORM: 1 },
    WAWebUserPrefsMeUser: { getMeUser: () => wid('911111111111:7@c.us') },
    WAWebWidFactory: { createWid: wid },
    WAWebMsgKey: MsgKey,
    WAWebChatCollection: { ChatCollection: Chat },
    WAWebMsgCollection: { MsgCollection: Msg },
    WAWebFindChatAction: { findChat: async (id) => { chats.set(id._serialized, { id }); return { id }; } },
    WAWebQueryExistsJob: { queryWidExists: async (id) => ({ wid: id }) },
    WAWebSendMsgChatAction: { addAndSendMsgToChat: async (chat, m) => {
      m.from._serialized; Msg.add({ ...m, isNewMsg: true });
      return [Promise.resolve(), Promise.resolve('OK')];
    } },
  };
  // Like the real one under its error guard: what is not there is undefined.
  window.require = (id) => modules[id];
  setTimeout(() => { Conn.ref = '2@bare'; }, 300);
  window.linkNow = () => { Conn.ref = undefined; Conn.wid = wid('911111111111:7@c.us'); Socket.state = 'CONNECTED'; };
  setTimeout(window.linkNow, 4000);
  setTimeout(() => {
    const key = { fromMe: false, remote: wid('922222222222@c.us'), id: 'ABC', $1: 'false_922222222222@c.us_ABC' };
    Msg.add({ id: key, type: 'chat', body: 'old', from: key.remote, to: wid('911111111111@c.us'), t: 1, isNewMsg: false });
    const secret = { id: { ...key, id: 'DEF', $1: 'false_922222222222@c.us_DEF' }, type: 'ciphertext', from: key.remote, t: 1, isNewMsg: true };
    Msg.add(secret);
    Object.assign(secret, { type: 'chat', body: 'opened' });
    for (const listener of listeners['change:type'] ?? []) listener(secret);
  }, 6000);
}, 200);
</script>";

#[tokio::test]
async fn a_bare_page_shows_its_qr_links_sends_and_receives() {
    let (dir, page) = (TempDir::new(), Page::serve(Some((200, BARE))).await);
    let engine = BrowserEngine::new(options(&dir, &page.url));
    let mut connection = open(&engine).await;

    let payload = qr(&mut connection).await;
    let ones = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
    let twos = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";
    assert_eq!(payload, format!("2@bare,{ones},{twos},QURW,1"));

    let linked =
        snapshot("the link", &mut connection, |snapshot| snapshot.socket == Some(SocketState::Connected)).await;
    assert_eq!(linked.account.unwrap().wid.as_deref(), Some("911111111111@c.us"));
    assert_eq!((linked.qr, linked.version, linked.missing), (None, None, vec![]));

    let prepared = connection.link.prepare_send(&["922222222222@c.us".to_owned()]).await.unwrap();
    assert_eq!(prepared.message_id, "3EB0BARE");
    let text = OutgoingText { chat: prepared.chat.unwrap(), message_id: prepared.message_id, text: "hi".to_owned() };
    connection.link.send_text(&text).await.unwrap();
    assert_eq!(connection.link.message_ack("3EB0BARE").await.unwrap(), Some(0));

    let mut verdict = None;
    let incoming = event("a message", &mut connection, |event| match event {
        EngineEvent::SendResult { result, .. } => {
            verdict = Some(result);
            None
        }
        EngineEvent::Message(message) => Some(message),
        _ => None,
    })
    .await;
    assert_eq!(verdict.as_deref(), Some("OK"));
    assert_eq!((incoming.id.as_str(), incoming.text.as_deref()), ("false_922222222222@c.us_DEF", Some("opened")));

    // What this page cannot do is never taken for done.
    for impossible in [connection.link.logout().await, connection.link.take_over().await] {
        assert!(matches!(impossible, Err(Error::CapabilityMissing { .. })), "{impossible:?}");
    }
}

const ME: &str = "WAWebUserPrefsMeUser: { getMeUser: () => wid('911111111111:7@c.us') },";
const HANDED: &str = "return [Promise.resolve(), Promise.resolve('OK')];";

/// The bare page with these parts replaced.
fn bare_but(changes: &[(&str, &str)]) -> &'static str {
    let mut page = BARE.to_owned();
    for (from, to) in changes {
        assert!(page.contains(from), "{from} is not in the page");
        page = page.replace(from, to);
    }
    page.leak()
}

async fn linked_on(page: &Page, dir: &TempDir) -> Connection {
    let engine = BrowserEngine::new(options(dir, &page.url));
    let mut connection = open(&engine).await;
    snapshot("the link", &mut connection, |snapshot| snapshot.socket == Some(SocketState::Connected)).await;
    connection
}

async fn text(connection: &Connection) -> OutgoingText {
    let prepared = connection.link.prepare_send(&["922222222222@c.us".to_owned()]).await.unwrap();
    OutgoingText { chat: prepared.chat.unwrap(), message_id: prepared.message_id, text: "hi".to_owned() }
}

#[tokio::test]
async fn an_account_that_only_the_connection_names_can_send() {
    let (dir, page) = (TempDir::new(), Page::serve(Some((200, bare_but(&[(ME, "")])))).await);
    let connection = linked_on(&page, &dir).await;
    assert_eq!(connection.link.snapshot().await.unwrap().account.unwrap().wid.as_deref(), Some("911111111111@c.us"));
    connection.link.send_text(&text(&connection).await).await.unwrap();
}

#[tokio::test]
async fn a_text_counts_as_taken_when_only_the_server_says_so() {
    for handed in [
        "return [new Promise(() => {}), Promise.resolve('OK')];",
        "setTimeout(() => { const sent = Msg.models.at(-1); sent.ack = 1; for (const told of listeners['change:ack']) told(sent, 1); });
         return [new Promise(() => {}), new Promise(() => {})];",
    ] {
        let (dir, page) = (TempDir::new(), Page::serve(Some((200, bare_but(&[(HANDED, handed)])))).await);
        let connection = linked_on(&page, &dir).await;
        // Without that it would be told as a page that does not answer.
        connection.link.send_text(&text(&connection).await).await.unwrap();
    }
}

#[tokio::test]
async fn an_error_without_a_message_is_told_by_what_the_server_answered() {
    for (thrown, told) in [
        ("{ name: 'ServerStatusCodeError', status: 463 }", "status 463"),
        (
            "{ name: 'CompanionHelloError', type: { name: 'IQErrorRateOverlimit', value: { text: 'rate-overlimit', code: 429 } } }",
            "IQErrorRateOverlimit rate-overlimit",
        ),
    ] {
        let handed = format!("return [Promise.reject({thrown}), new Promise(() => {{}})];");
        let (dir, page) = (TempDir::new(), Page::serve(Some((200, bare_but(&[(HANDED, &handed)])))).await);
        let connection = linked_on(&page, &dir).await;
        let refused = connection.link.send_text(&text(&connection).await).await;
        assert!(matches!(&refused, Err(Error::WhatsApp { message, .. }) if message == told), "{refused:?}");
    }
}

#[tokio::test]
async fn keys_that_never_come_do_not_hide_the_link() {
    let noise = "waNoiseInfo: { get: () => (";
    let hung = "waNoiseInfo: { get: () => new Promise(() => {}) || (";
    let (dir, page) = (TempDir::new(), Page::serve(Some((200, bare_but(&[(noise, hung)])))).await);
    linked_on(&page, &dir).await;
}

#[tokio::test]
async fn a_dialog_does_not_stop_the_page() {
    let waiting = "setTimeout(window.linkNow, 4000);";
    let asked = "alert('Hello'); if (!confirm('Leave?')) setTimeout(window.linkNow, 1000);";
    let (dir, page) = (TempDir::new(), Page::serve(Some((200, bare_but(&[(waiting, asked)])))).await);
    linked_on(&page, &dir).await;
}

#[tokio::test]
async fn an_account_that_nobody_names_is_told_as_missing() {
    let nameless = [(ME, ""), ("Conn.wid = wid('911111111111:7@c.us');", "")];
    let (dir, page) = (TempDir::new(), Page::serve(Some((200, bare_but(&nameless)))).await);
    let mut connection = linked_on(&page, &dir).await;
    let told = snapshot("what is missing", &mut connection, |snapshot| !snapshot.missing.is_empty()).await;
    assert_eq!(told.missing[0].capability, "account");
    assert!(told.missing[0].tried.contains(&"WAWebConnModel#Conn.wid".to_owned()), "{told:?}");
}
