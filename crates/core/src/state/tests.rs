//! The machine against hand-written snapshots; time is a number of seconds.

use std::time::UNIX_EPOCH;

use super::*;
use crate::{
    engine::QrFields,
    events::{DisconnectReason, StateName},
};

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_000_000 + seconds)
}

fn snapshot(socket: SocketState) -> Snapshot {
    Snapshot { socket: Some(socket), ..Snapshot::default() }
}

fn unpaired(payload: &str, reference: &str) -> Snapshot {
    let qr = QrFields { payload: payload.into(), reference: reference.into(), expires_at_ms: None };
    Snapshot { qr: Some(qr), ..snapshot(SocketState::Unpaired) }
}

fn connected() -> Snapshot {
    let account = Account { phone: Some("919876543210".into()), ..Account::default() };
    Snapshot { has_synced: true, account: Some(account), ..snapshot(SocketState::Connected) }
}

struct Story {
    login: Login,
    told: Vec<Effect>,
}

impl Story {
    fn started() -> Self {
        let mut story = Self { login: Login::new(at(0)), told: Vec::new() };
        story.login.want_qr(true);
        story.at(0, Input::Opening);
        story
    }

    fn at(&mut self, seconds: u64, input: Input) -> Vec<String> {
        let effects = self.login.step(at(seconds), input);
        let names = effects.iter().map(name).collect();
        self.told.extend(effects);
        names
    }

    fn read(&mut self, seconds: u64, snapshot: Snapshot) -> Vec<String> {
        self.at(seconds, Input::Snapshot(snapshot))
    }

    fn qr(&self) -> &LiveQr {
        self.login.qr().expect("a live code")
    }
}

fn name(effect: &Effect) -> String {
    let text = match effect {
        Effect::Tell(event) => format!("{event:?}"),
        other => format!("{other:?}"),
    };
    text.split([' ', '(', '{']).next().unwrap_or_default().to_owned()
}

#[test]
fn a_first_login_goes_from_qr_to_ready() {
    let mut story = Story::started();
    assert_eq!(story.read(1, snapshot(SocketState::Opening)), Vec::<String>::new());
    assert_eq!(story.read(2, unpaired("a", "r1")), ["Qr"]);
    assert_eq!(story.read(5, snapshot(SocketState::Pairing)), ["Scanned"]);
    let early = Snapshot { has_synced: false, ..connected() };
    assert_eq!(story.read(6, early), ["Authenticated"]);
    assert_eq!(story.at(6, Input::SyncProgress(40)), ["Authenticated"]);
    assert_eq!(story.at(6, Input::SyncProgress(40)), Vec::<String>::new(), "the same percentage is told once");
    assert_eq!(story.read(7, connected()), ["Ready"]);
    assert_eq!(story.read(8, connected()), Vec::<String>::new(), "ready is told once");
    assert_eq!(story.login.linked_at(), Some(at(5)), "what was written since the scan is delivered");
}

#[test]
fn the_first_code_lives_a_minute_and_the_next_twenty_seconds() {
    let mut story = Story::started();
    story.read(0, unpaired("a", "r1"));
    assert_eq!(story.qr().expires_at, at(60));
    story.read(60, unpaired("b", "r2"));
    assert_eq!((story.qr().expires_at, story.qr().attempt), (at(80), 2));
}

#[test]
fn the_pages_own_expiry_wins_when_it_can_be_believed() {
    let mut story = Story::started();
    let mut told = unpaired("a", "r1");
    told.qr.as_mut().unwrap().expires_at_ms = Some(1_000_007_000);
    story.read(0, told.clone());
    assert_eq!(story.qr().expires_at, at(7));
    told.qr.as_mut().unwrap().payload = "b".into();
    told.qr.as_mut().unwrap().expires_at_ms = Some(5);
    story.read(7, told);
    assert!(story.qr().expires_at > at(7), "an expiry in the past is not believed");
}

#[test]
fn a_rotated_secret_is_a_new_code_with_the_old_end() {
    let mut story = Story::started();
    story.read(0, unpaired("a", "r1"));
    assert_eq!(story.read(10, unpaired("b", "r1")), ["Qr"]);
    assert_eq!((story.qr().payload.as_str(), story.qr().expires_at), ("b", at(60)));
}

#[test]
fn an_idle_page_is_asked_for_codes_only_while_somebody_waits() {
    let mut story = Story::started();
    story.read(0, unpaired("a", "r1"));
    story.login.want_qr(false);
    assert_eq!(story.read(60, snapshot(SocketState::UnpairedIdle)), Vec::<String>::new());
    assert!(story.login.qr().is_none());
    story.login.want_qr(true);
    assert_eq!(story.at(61, Input::Tick), ["RefreshQr"]);
    assert_eq!(story.at(62, Input::Tick), Vec::<String>::new(), "not again at once");
    story.read(63, unpaired("b", "r9"));
    assert_eq!(story.qr().expires_at, at(123), "the first of a new batch");
}

#[test]
fn a_page_that_stopped_rotating_is_asked_for_a_new_code() {
    let mut story = Story::started();
    story.read(0, unpaired("a", "r1"));
    assert_eq!(story.at(60, Input::Tick), Vec::<String>::new());
    assert_eq!(story.at(62, Input::Tick), ["RefreshQr"]);
    assert_eq!(story.read(63, unpaired("a", "r1")), ["Qr"], "it stands by its code: then the guess was wrong");
    assert_eq!(story.qr().expires_at, at(83));
}

#[test]
fn a_link_that_is_refused_is_told_and_a_new_code_follows() {
    let mut story = Story::started();
    story.read(0, unpaired("a", "r1"));
    story.read(5, snapshot(SocketState::Pairing));
    assert_eq!(story.read(8, unpaired("b", "r2")), ["LinkRefused", "Qr"]);
}

#[test]
fn a_link_that_stalls_is_told_once_and_may_still_succeed() {
    let mut story = Story::started();
    story.read(0, unpaired("a", "r1"));
    story.read(5, snapshot(SocketState::Pairing));
    assert_eq!(story.at(64, Input::Tick), Vec::<String>::new());
    assert_eq!(story.at(65, Input::Tick), ["LinkStalled"]);
    assert_eq!(story.at(90, Input::Tick), Vec::<String>::new());
    assert_eq!(story.read(91, connected()), ["Authenticated", "Ready"]);
}

#[test]
fn a_restored_login_never_says_scanned() {
    let mut story = Story::started();
    assert_eq!(story.read(1, snapshot(SocketState::Pairing)), Vec::<String>::new());
    assert_eq!(story.read(2, connected()), ["Authenticated", "Ready"]);
    assert_eq!(story.login.linked_at(), None);
}

#[test]
fn main_mode_is_as_good_as_synced() {
    let mut story = Story::started();
    let main = Snapshot { has_synced: false, stream_mode: Some("MAIN".into()), ..connected() };
    assert_eq!(story.read(1, main), ["Authenticated", "Ready"]);
}

#[test]
fn ready_needs_the_own_id() {
    let mut story = Story::started();
    story.read(1, Snapshot { account: None, ..connected() });
    assert_eq!(story.login.name(), StateName::Syncing);
}

#[test]
fn an_own_id_that_never_comes_is_a_missing_capability() {
    let mut story = Story::started();
    let gap = MissingCapability { capability: "account".into(), tried: vec!["A#b".into()] };
    let nameless = Snapshot { account: None, missing: vec![gap], ..connected() };
    story.read(1, nameless.clone());
    assert_eq!(story.at(9, Input::Tick), ["Reread"]);
    assert_eq!(story.read(9, nameless), ["Failed", "EndConnection"]);
}

#[test]
fn a_required_capability_may_come_late_but_not_never() {
    let mut story = Story::started();
    let gap = MissingCapability { capability: "sendText".into(), tried: vec!["A#b".into()] };
    let lame = Snapshot { missing: vec![gap], ..connected() };
    story.read(1, lame.clone());
    assert_eq!(story.login.name(), StateName::Syncing);
    assert_eq!(story.at(9, Input::Tick), ["Reread"]);
    assert_eq!(story.read(9, lame), ["Failed", "EndConnection"]);
    assert!(matches!(story.login.present(), AuthEvent::Failed(Error::CapabilityMissing { .. })));
}

#[test]
fn a_lost_network_is_told_once_and_comes_back() {
    let mut story = Story::started();
    story.read(1, connected());
    assert_eq!(story.read(2, snapshot(SocketState::Timeout)), ["Disconnected"]);
    assert_eq!(story.read(3, snapshot(SocketState::Opening)), Vec::<String>::new());
    assert_eq!(story.read(4, connected()), ["Authenticated", "Ready"]);
}

#[test]
fn a_conflict_ends_in_the_other_window_unless_it_was_asked_for() {
    let mut story = Story::started();
    story.read(1, connected());
    assert_eq!(story.read(2, snapshot(SocketState::Conflict)), ["Disconnected"]);
    assert_eq!(story.at(3, Input::TakingOver), ["Starting"]);
    assert_eq!(
        story.read(4, snapshot(SocketState::Conflict)),
        Vec::<String>::new(),
        "it may still be read for a moment"
    );
    assert_eq!(story.read(5, connected()), ["Authenticated", "Ready"]);
    story.login.allow_take_over();
    assert_eq!(story.read(6, snapshot(SocketState::Conflict)), ["TakeOver"]);
}

#[test]
fn unpaired_after_connected_is_a_logout_even_without_an_event() {
    let mut story = Story::started();
    story.read(1, connected());
    assert_eq!(story.read(2, unpaired("a", "r1")), ["LoggedOut", "EndConnection"]);
    assert!(story.login.account().is_none());
    assert_eq!(story.at(3, Input::LoggedOut { reason: None }), Vec::<String>::new(), "told once");
}

#[test]
fn a_browser_that_dies_is_told_with_its_reason_and_the_account_is_kept() {
    let mut story = Story::started();
    story.read(1, connected());
    assert_eq!(story.at(2, Input::Lost(Error::PageCrashed)), ["Disconnected"]);
    assert_eq!(story.login.disconnection().map(|d| d.reason), Some(DisconnectReason::PageCrashed));
    assert!(story.login.account().is_some());
}

#[test]
fn a_blocked_client_is_told_as_such() {
    let mut story = Story::started();
    assert_eq!(story.read(1, snapshot(SocketState::DeprecatedVersion)), ["Failed", "EndConnection"]);
    let mut story = Story::started();
    story.read(1, connected());
    assert_eq!(story.read(2, snapshot(SocketState::Proxyblock)), ["Disconnected"]);
}

#[test]
fn nothing_moves_a_session_that_was_closed() {
    let mut story = Story::started();
    story.read(1, connected());
    story.at(2, Input::Closing { forget: false });
    assert_eq!(story.read(3, connected()), Vec::<String>::new());
    assert_eq!(story.at(3, Input::Lost(Error::PageCrashed)), Vec::<String>::new());
    assert_eq!(story.at(4, Input::Closed), ["Stopped"]);
}

#[test]
fn a_state_of_a_newer_whatsapp_changes_nothing() {
    let mut story = Story::started();
    story.read(1, connected());
    assert_eq!(story.read(2, snapshot(SocketState::Unknown)), Vec::<String>::new());
    assert_eq!(story.login.name(), StateName::Ready);
}

#[test]
fn a_clock_that_was_set_back_fires_no_deadline() {
    let mut story = Story::started();
    story.read(100, unpaired("a", "r1"));
    story.read(105, snapshot(SocketState::Pairing));
    assert_eq!(story.at(10, Input::Tick), Vec::<String>::new());
}

#[test]
fn a_page_between_two_codes_is_left_in_peace_for_a_while() {
    let mut story = Story::started();
    story.read(0, snapshot(SocketState::Unpaired));
    assert_eq!(story.at(1, Input::Tick), Vec::<String>::new());
    assert_eq!(story.at(10, Input::Tick), ["RefreshQr"], "but not for ever");
    story.read(11, unpaired("a", "r1"));
    story.read(30, snapshot(SocketState::Unpaired));
    assert_eq!(story.at(31, Input::Tick), Vec::<String>::new());
}
