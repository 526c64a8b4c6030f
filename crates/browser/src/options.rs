//! What a session may choose about its browser.

use std::{path::PathBuf, time::Duration};

/// How one session's browser is found, started and kept.
#[derive(Debug, Clone)]
pub struct BrowserOptions {
    /// Everything of this session on disk, `<dataDir>/<clientId>`. Made with mode 0700 when missing.
    pub session_dir: PathBuf,
    /// Profiles of whatsapp-web.js' `LocalAuth` to take a login over from, best first: `.wwebjs_auth/session-<clientId>`. They are copied,
    /// never changed, and only as long as the session has no profile of its own.
    pub adopt_from: Vec<PathBuf>,
    /// WhatsApp Web's address.
    pub web_url: String,
    /// The browser to use. `None` looks for one.
    pub executable: Option<PathBuf>,
    /// Further arguments, after ours: `--proxy-server=…`.
    pub args: Vec<String>,
    /// `false` shows the browser's window.
    pub headless: bool,
    /// Chromium's own sandbox. `None`: on, but off with a warning where it cannot run; `true` and `false` force it.
    pub sandbox: Option<bool>,
    /// What the phone shows under Linked devices. `None` leaves WhatsApp Web's own text.
    pub device_name: Option<String>,
    /// How long each step may take.
    pub deadlines: Deadlines,
}

impl BrowserOptions {
    /// The usual choices for a session that lives in `session_dir`.
    pub fn new(session_dir: impl Into<PathBuf>) -> Self {
        Self {
            session_dir: session_dir.into(),
            adopt_from: Vec::new(),
            web_url: "https://web.whatsapp.com/".to_owned(),
            executable: None,
            args: Vec::new(),
            headless: true,
            sandbox: None,
            device_name: None,
            deadlines: Deadlines::default(),
        }
    }
}

/// How long each step may take.
#[derive(Debug, Clone, Copy)]
pub struct Deadlines {
    /// From [`open`](wa_bridge_core::engine::Engine::open) until WhatsApp's state can be read, over all phases.
    pub start: Duration,
    /// One call into the page.
    pub call: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self { start: Duration::from_secs(60), call: Duration::from_secs(15) }
    }
}
