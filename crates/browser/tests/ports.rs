//! No other process may take over the account: the browser listens nowhere. A test binary of its own, so that every socket is this test's.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step of a test is its report")]

mod support;

use std::fs;

use support::{TempDir, descendants, open, options, sandbox::Sandbox};
use wa_bridge_browser::BrowserEngine;

#[tokio::test]
async fn no_port_is_open_once_connected() {
    let (dir, sandbox) = (TempDir::new(), Sandbox::plain());
    let engine = BrowserEngine::new(options(&dir, &sandbox.url));
    let connection = open(&engine).await;
    let browser = descendants(connection.link.diagnostics().pid.unwrap());
    let sockets: Vec<String> = browser.into_iter().chain([std::process::id()]).flat_map(sockets_of).collect();
    assert!(!sockets.is_empty(), "the websocket to the relay at least");
    for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
        for line in fs::read_to_string(table).unwrap_or_default().lines().skip(1) {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let listening = fields[3] == "0A";
            assert!(!(listening && sockets.contains(&fields[9].to_owned())), "a port is open: {line}");
        }
    }
}

/// Inodes of the sockets that a process has open.
fn sockets_of(pid: u32) -> Vec<String> {
    let Ok(fds) = fs::read_dir(format!("/proc/{pid}/fd")) else { return Vec::new() };
    let links = fds.flatten().filter_map(|fd| fs::read_link(fd.path()).ok());
    links.filter_map(|link| Some(link.to_str()?.strip_prefix("socket:[")?.trim_end_matches(']').to_owned())).collect()
}
