//! What the relay knows of the messages that pass: which calls are unanswered, which sessions are gone, what need not pass at all.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use serde::Deserialize;
use serde_json::{Value, json};

/// Events that somebody listens to. Everything else is dropped here, before chromiumoxide parses it: it loses a whole message over one
/// value that its protocol version does not know, and newer browsers have many.
const EVENTS: &[&str] = &[
    "Target.targetCreated",
    "Target.targetDestroyed",
    "Target.targetCrashed",
    "Target.attachedToTarget",
    "Target.detachedFromTarget",
    "Inspector.targetCrashed",
    "Page.frameNavigated",
    "Page.frameStartedLoading",
    "Page.javascriptDialogOpening",
    "Page.lifecycleEvent",
    "Runtime.bindingCalled",
];

/// Commands that chromiumoxide sends to every page by itself and that cost more than they give: with `Network.enable` the browser keeps
/// response bodies, `Log` and `Performance` are not read, and auto-attach stops each worker at its start until it is released. They are
/// answered here and never reach the browser.
const ANSWERED_HERE: &[&str] = &[
    "Network.enable",
    "Log.enable",
    "Performance.enable",
    "Target.setAutoAttach",
    "Security.setIgnoreCertificateErrors",
];

/// What every protocol message may carry at its top level.
#[derive(Deserialize)]
struct Head<'a> {
    id: Option<u64>,
    #[serde(borrow)]
    method: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "sessionId")]
    session: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct TargetEvent {
    params: TargetParams,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TargetParams {
    session_id: Option<String>,
    target_id: Option<String>,
    target_info: Option<TargetInfo>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TargetInfo {
    target_id: String,
}

/// What to do with a command on its way to the browser.
#[derive(Debug, PartialEq)]
pub(super) enum Command {
    Forward,
    /// Do not send it; this is its answer.
    Answer(String),
}

/// What to do with a message from the browser.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Inbound {
    pub(super) forward: bool,
    /// Answers that the browser owes and will never give, because what they were asked of is gone.
    pub(super) answers: Vec<String>,
    /// A page's renderer died.
    pub(super) crashed: bool,
}

/// Calls in flight, per session.
#[derive(Default)]
pub(super) struct Traffic {
    in_flight: HashMap<u64, Option<String>>,
    /// Session to target.
    sessions: HashMap<String, String>,
    gone: HashSet<String>,
}

impl Traffic {
    /// A command from chromiumoxide.
    pub(super) fn command(&mut self, text: &str) -> Command {
        let Ok(Head { id: Some(id), method, session }) = serde_json::from_str::<Head>(text) else {
            return Command::Forward;
        };
        if method.is_some_and(|method| ANSWERED_HERE.contains(&method.as_ref())) {
            return Command::Answer(answer(id, session.as_deref(), "result", json!({})));
        }
        if let Some(session) = session.as_deref().filter(|session| self.gone.contains(*session)) {
            return Command::Answer(failure(id, Some(session), "the page is gone"));
        }
        self.in_flight.insert(id, session.map(Cow::into_owned));
        Command::Forward
    }

    /// A message from the browser.
    pub(super) fn inbound(&mut self, text: &str) -> Inbound {
        let Ok(head) = serde_json::from_str::<Head>(text) else {
            return Inbound::default();
        };
        if let Some(id) = head.id {
            // An answer that was already given here must not be given twice.
            return Inbound { forward: self.in_flight.remove(&id).is_some(), ..Inbound::default() };
        }
        let method = head.method.unwrap_or_default();
        let mut inbound = Inbound { forward: EVENTS.contains(&method.as_ref()), ..Inbound::default() };
        match method.as_ref() {
            "Target.attachedToTarget" => self.attached(text),
            "Target.detachedFromTarget" => {
                if let Some(session) = params(text).and_then(|params| params.session_id) {
                    inbound.answers = self.fail_session(&session, "the page was closed");
                }
            }
            "Inspector.targetCrashed" => {
                inbound.crashed = true;
                if let Some(session) = head.session {
                    inbound.answers = self.fail_session(&session, "the page crashed");
                }
            }
            "Target.targetCrashed" => {
                let target = params(text).and_then(|params| params.target_id).unwrap_or_default();
                let sessions: Vec<String> =
                    self.sessions.iter().filter(|(_, of)| **of == target).map(|(session, _)| session.clone()).collect();
                inbound.crashed = !sessions.is_empty();
                inbound.answers =
                    sessions.iter().flat_map(|session| self.fail_session(session, "the page crashed")).collect();
            }
            _ => {}
        }
        inbound
    }

    /// Answers for every call that is still open, because the browser is gone.
    pub(super) fn fail_all(&mut self) -> Vec<String> {
        let open = self.in_flight.drain();
        open.map(|(id, session)| failure(id, session.as_deref(), "the browser is gone")).collect()
    }

    fn attached(&mut self, text: &str) {
        if let Some(TargetParams { session_id: Some(session), target_info: Some(info), .. }) = params(text) {
            self.sessions.insert(session, info.target_id);
        }
    }

    fn fail_session(&mut self, session: &str, problem: &str) -> Vec<String> {
        self.gone.insert(session.to_owned());
        let open: Vec<u64> =
            self.in_flight.iter().filter(|(_, of)| of.as_deref() == Some(session)).map(|(id, _)| *id).collect();
        open.iter()
            .map(|id| {
                self.in_flight.remove(id);
                failure(*id, Some(session), problem)
            })
            .collect()
    }
}

fn params(text: &str) -> Option<TargetParams> {
    serde_json::from_str::<TargetEvent>(text).ok().map(|event| event.params)
}

fn failure(id: u64, session: Option<&str>, problem: &str) -> String {
    answer(id, session, "error", json!({ "code": -32001, "message": problem }))
}

fn answer(id: u64, session: Option<&str>, kind: &str, body: Value) -> String {
    let mut message = serde_json::Map::new();
    message.insert("id".to_owned(), id.into());
    message.insert(kind.to_owned(), body);
    if let Some(session) = session {
        message.insert("sessionId".to_owned(), session.into());
    }
    Value::Object(message).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ATTACHED: &str = r#"{"method":"Target.attachedToTarget","params":{"sessionId":"S","targetInfo":{"targetId":"T","type":"page"},"waitingForDebugger":false}}"#;

    fn call(traffic: &mut Traffic, id: u64, session: &str) -> Command {
        traffic.command(&format!(r#"{{"id":{id},"method":"Runtime.evaluate","sessionId":"{session}","params":{{}}}}"#))
    }

    #[test]
    fn passes_on_only_events_that_somebody_listens_to() {
        let mut traffic = Traffic::default();
        assert!(traffic.inbound(r#"{"method":"Runtime.bindingCalled","sessionId":"S","params":{}}"#).forward);
        assert!(!traffic.inbound(r#"{"method":"Network.requestWillBeSentExtraInfo","params":{}}"#).forward);
    }

    #[test]
    fn answers_what_a_crashed_page_owes() {
        let mut traffic = Traffic::default();
        traffic.inbound(ATTACHED);
        assert_eq!(call(&mut traffic, 1, "S"), Command::Forward);
        assert_eq!(call(&mut traffic, 2, "other"), Command::Forward);

        let inbound =
            traffic.inbound(r#"{"method":"Target.targetCrashed","params":{"targetId":"T","status":"crashed"}}"#);
        assert!(inbound.crashed);
        assert_eq!(inbound.answers.len(), 1);
        assert!(inbound.answers[0].contains(r#""id":1"#) && inbound.answers[0].contains("crashed"));

        assert!(matches!(call(&mut traffic, 3, "S"), Command::Answer(text) if text.contains("gone")));
        assert!(!traffic.inbound(r#"{"id":1,"result":{}}"#).forward, "an answer is given once");
        assert!(traffic.inbound(r#"{"id":2,"result":{}}"#).forward);
    }

    #[test]
    fn a_crash_of_a_target_that_is_not_ours_is_no_crash() {
        let inbound = Traffic::default().inbound(r#"{"method":"Target.targetCrashed","params":{"targetId":"X"}}"#);
        assert!(!inbound.crashed);
    }

    #[test]
    fn answers_what_a_detached_session_owes() {
        let mut traffic = Traffic::default();
        call(&mut traffic, 7, "S");
        let inbound = traffic.inbound(r#"{"method":"Target.detachedFromTarget","params":{"sessionId":"S"}}"#);
        assert_eq!(inbound.answers.len(), 1);
        assert!(inbound.forward && !inbound.crashed);
    }

    #[test]
    fn answers_everything_at_the_end() {
        let mut traffic = Traffic::default();
        call(&mut traffic, 1, "S");
        traffic.command(r#"{"id":2,"method":"Browser.getVersion"}"#);
        assert_eq!(traffic.fail_all().len(), 2);
        assert!(traffic.fail_all().is_empty());
    }

    #[test]
    fn keeps_costly_domains_from_the_browser() {
        let answer = Traffic::default().command(r#"{"id":4,"method":"Network.enable","sessionId":"S","params":{}}"#);
        assert_eq!(answer, Command::Answer(r#"{"id":4,"result":{},"sessionId":"S"}"#.to_owned()));
    }
}
