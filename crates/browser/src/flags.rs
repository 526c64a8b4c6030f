//! The browser's command line, each flag with its reason.

use std::{os::unix::fs::MetadataExt, path::Path, sync::Once};

use wa_bridge_core::Error;

use crate::options::BrowserOptions;

/// Flags that never depend on anything.
const ALWAYS: &[&str] = &[
    // The lifeline: fds 3 and 4, no port. Its end ends the browser in order, whatever ended Node.
    "--remote-debugging-pipe",
    // No questions, no bubbles, no tabs of an earlier life.
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-crash-restore-bubble",
    "--disable-session-crashed-bubble",
    "--noerrdialogs",
    "--disable-prompt-on-repost",
    "--disable-search-engine-choice-screen",
    // Nothing in the background that is not WhatsApp: no updates, no sync, no reports, no preloaded apps.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-client-side-phishing-detection",
    "--disable-breakpad",
    "--metrics-recording-only",
    // Less memory, measured: a third of the default.
    "--disable-extensions",
    "--disable-component-extensions-with-background-pages",
    "--renderer-process-limit=1",
    // No --in-process-gpu: with it a page that draws on a canvas, as the QR does, stops the whole browser.
    "--disable-gpu",
    "--disable-software-rasterizer",
    "--enable-features=NetworkServiceInProcess2",
    "--disable-features=Translate,OptimizationHints,MediaRouter,SpareRendererForSitePerProcess,BackForwardCache,PaintHolding,\
     DialMediaRouteProvider,AutofillServerCommunication,CertificateTransparencyComponentUpdater,InterestFeedContentSuggestions,\
     OmniboxPopupWebUI,WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup",
    // The page is never in front; its timers must run all the same.
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    "--disable-ipc-flooding-protection",
    // The key of stored cookies is the same on every machine and for profiles that whatsapp-web.js wrote.
    "--password-store=basic",
    "--use-mock-keychain",
    // /dev/shm is 64 MB in most containers, and a full one kills the renderer.
    "--disable-dev-shm-usage",
    "--mute-audio",
    // What the page says of itself is read in English.
    "--lang=en-US",
    // A window of no size is never painted.
    "--window-size=1280,800",
];

/// Hosts that only collect telemetry.
const TELEMETRY: &str = "MAP crashlogs.whatsapp.net ~NOTFOUND";

/// What a person's arguments must not touch: who owns the login, and who may drive the browser, rest on these.
const OURS: &[&str] =
    &["--user-data-dir", "--profile-directory", "--remote-debugging", "--remote-allow-origins", "--single-process"];

/// Refuses arguments that would break what the session promises.
pub(crate) fn check(args: &[String]) -> Result<(), Error> {
    for (index, arg) in args.iter().enumerate() {
        if let Some(ours) = OURS.iter().find(|ours| arg.starts_with(**ours)) {
            return Err(Error::invalid(
                format!("options.browser.args[{index}]"),
                format!("must not set {ours}, got {arg:?}"),
            ));
        }
        if !arg.starts_with("--") {
            return Err(Error::invalid(
                format!("options.browser.args[{index}]"),
                format!("must start with --, got {arg:?}"),
            ));
        }
    }
    Ok(())
}

/// The arguments for these options, with `profile` as the user data directory.
pub(crate) fn arguments(options: &BrowserOptions, executable: &Path, profile: &Path) -> Vec<String> {
    let mut args: Vec<String> = ALWAYS.iter().map(|&flag| flag.to_owned()).collect();
    args.push(format!("--user-data-dir={}", profile.display()));
    if options.headless {
        args.extend(headless().iter().map(|&flag| flag.to_owned()));
    }
    if !sandbox(options.sandbox, executable) {
        args.push("--no-sandbox".to_owned());
    }
    if !options.args.iter().any(|arg| arg.starts_with("--host-resolver-rules")) {
        args.push(format!("--host-resolver-rules={TELEMETRY}"));
    }
    // After ours, so that a person's choice wins where a flag is given twice.
    args.extend(options.args.iter().cloned());
    args.push("about:blank".to_owned());
    args
}

/// On Linux the browser draws to nowhere instead of being "headless": less memory, and a User-Agent in pages and workers alike that is the
/// browser's own, without the `HeadlessChrome` that WhatsApp Web refuses.
fn headless() -> &'static [&'static str] {
    if cfg!(target_os = "linux") { &["--ozone-platform=headless"] } else { &["--headless=new", "--hide-scrollbars"] }
}

/// Whether Chromium's own sandbox is used.
fn sandbox(wanted: Option<bool>, executable: &Path) -> bool {
    if let Some(wanted) = wanted {
        return wanted;
    }
    match obstacle(executable) {
        None => true,
        Some(obstacle) => {
            // Once per process: it is as true at the tenth start as at the first.
            static TOLD: Once = Once::new();
            TOLD.call_once(|| {
                tracing::warn!(
                    "Chromium runs without its sandbox: {obstacle}. Set browser.sandbox to silence or to forbid this."
                );
            });
            false
        }
    }
}

/// Why the sandbox cannot work here.
fn obstacle(executable: &Path) -> Option<&'static str> {
    // SAFETY: the call has no preconditions.
    if unsafe { libc::geteuid() } == 0 {
        return Some("this process is root");
    }
    let says = |path: &str, value: &str| std::fs::read_to_string(path).is_ok_and(|text| text.trim() == value);
    // Packages of Chromium bring a helper that needs no user namespaces; beside the program, or where Debian keeps both.
    let beside = executable.canonicalize().ok().and_then(|path| Some(path.parent()?.join("chrome-sandbox")));
    if beside.is_some_and(|helper| is_setuid_root(&helper))
        || is_setuid_root(Path::new("/usr/lib/chromium/chrome-sandbox"))
    {
        return None;
    }
    if says("/proc/sys/kernel/unprivileged_userns_clone", "0") || says("/proc/sys/user/max_user_namespaces", "0") {
        return Some("user namespaces are switched off");
    }
    None
}

fn is_setuid_root(path: &Path) -> bool {
    path.metadata().is_ok_and(|meta| meta.uid() == 0 && meta.mode() & 0o4000 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_persons_arguments_come_after_ours() {
        let mut options = BrowserOptions::new("/data/default");
        options.args = vec!["--lang=de".to_owned(), "--host-resolver-rules=MAP a 127.0.0.1".to_owned()];
        let args = arguments(&options, Path::new("/bin/sh"), Path::new("/data/default/profile"));
        let at = |wanted: &str| args.iter().position(|arg| arg == wanted);
        assert!(at("--lang=de") > at("--lang=en-US"));
        assert_eq!(args.iter().filter(|arg| arg.starts_with("--host-resolver-rules")).count(), 1);
        assert!(args.contains(&"--user-data-dir=/data/default/profile".to_owned()));
        assert!(!args.iter().any(|arg| arg.starts_with("--remote-debugging-port")));
    }

    #[test]
    fn what_the_session_rests_on_cannot_be_overridden() {
        let refused = |arg: &str| check(&["--lang=de".to_owned(), arg.to_owned()]).unwrap_err().to_string();
        assert!(refused("--user-data-dir=/tmp/x").starts_with("options.browser.args[1] must not set --user-data-dir"));
        assert!(refused("--remote-debugging-port=9222").contains("--remote-debugging"));
        assert!(refused("https://example.org").contains("must start with --"));
        assert!(check(&["--proxy-server=socks5://127.0.0.1:1080".to_owned()]).is_ok());
    }

    #[test]
    fn the_sandbox_is_off_only_where_wanted_or_impossible() {
        let with = |sandbox| {
            let options = BrowserOptions { sandbox, ..BrowserOptions::new("/data/default") };
            !arguments(&options, Path::new("/bin/sh"), Path::new("/p")).contains(&"--no-sandbox".to_owned())
        };
        assert!(with(Some(true)));
        assert!(!with(Some(false)));
        assert_eq!(with(None), obstacle(Path::new("/bin/sh")).is_none());
    }
}
