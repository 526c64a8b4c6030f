//! WhatsApp Web in the browser's first tab, with our script in it, driven by chromiumoxide.

use std::time::Duration;

use chromiumoxide::{
    Browser, Handler, Page,
    cdp::{
        browser_protocol::{
            browser::CloseParams,
            emulation::{SetUserAgentOverrideParams, UserAgentBrandVersion, UserAgentMetadata},
            page::{
                AddScriptToEvaluateOnNewDocumentParams, DialogType, EventFrameNavigated, EventJavascriptDialogOpening,
                HandleJavaScriptDialogParams, NavigateParams,
            },
            target::EventAttachedToTarget,
        },
        js_protocol::runtime::{AddBindingParams, EvaluateParams, EventBindingCalled},
    },
    error::CdpError,
    handler::HandlerConfig,
    listeners::EventStream,
};
use futures::StreamExt;
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::http::Uri;
use wa_bridge_core::{
    Error,
    engine::{Progress, Snapshot, StartPhase},
};

use crate::contract::{Config, PageEvent};

/// Built from `page/` by `scripts/build-page.mjs`.
const SCRIPT: &str = include_str!("page.js");
/// How long the browser may take to say why a page failed once its error page is there.
const REASON: Duration = Duration::from_secs(1);

/// A browser that chromiumoxide drives, and its first tab. Dropping it ends chromiumoxide's side alone.
pub(crate) struct Driver {
    browser: Browser,
    pub(crate) page: Page,
    /// Product and version, `Chrome/156.0.8078.79`.
    pub(crate) product: String,
    user_agent: String,
    handler: JoinSet<()>,
}

/// What the tab tells.
pub(crate) struct PageEvents {
    bindings: EventStream<EventBindingCalled>,
    navigations: EventStream<EventFrameNavigated>,
    dialogs: EventStream<EventJavascriptDialogOpening>,
    page: Page,
    binding: String,
}

/// One thing that the tab told.
#[derive(Debug)]
pub(crate) enum Told {
    Script(Vec<PageEvent>),
    /// The main frame shows another document.
    Navigated {
        url: String,
        /// It is the browser's own error page.
        failed: bool,
    },
}

impl Driver {
    /// Connects to the relay and attaches to the browser's first tab.
    pub(crate) async fn connect(relay: &str) -> Result<Self, CdpError> {
        let config = HandlerConfig { ignore_https_errors: false, viewport: None, ..HandlerConfig::default() };
        let (browser, handler) = Browser::connect_with_config(relay, config).await?;
        // Queued before the handler runs, so that the first tab cannot be missed.
        let mut attached = browser.event_listener::<EventAttachedToTarget>().await?;
        let mut driving = JoinSet::new();
        driving.spawn(drive(handler));
        let first_tab = async {
            loop {
                let event = attached.next().await.ok_or(CdpError::NoResponse)?;
                if event.target_info.r#type == "page" {
                    return browser.get_page(event.target_info.target_id.clone()).await;
                }
            }
        };
        let (page, version) = futures::try_join!(first_tab, browser.version())?;
        let (product, user_agent) = (version.product, version.user_agent);
        Ok(Self { browser, page, product, user_agent, handler: driving })
    }

    /// Puts the script into every document that the tab will load.
    pub(crate) async fn inject(&self, config: &Config) -> Result<PageEvents, CdpError> {
        let bindings = self.page.event_listener::<EventBindingCalled>().await?;
        let navigations = self.page.event_listener::<EventFrameNavigated>().await?;
        let dialogs = self.page.event_listener::<EventJavascriptDialogOpening>().await?;
        let parameter = serde_json::to_string(config)?;
        let script =
            AddScriptToEvaluateOnNewDocumentParams::new(format!("((waBridge) => {{\n{SCRIPT}\n}})({parameter});"));
        // Sent back to back: the browser takes them in this order.
        let disguise = async {
            match plain_user_agent(&self.user_agent, &self.product) {
                Some(params) => self.page.execute(params).await.map(|_| ()),
                None => Ok(()),
            }
        };
        futures::try_join!(
            disguise,
            self.page.execute(AddBindingParams::new(config.binding.clone())),
            self.page.execute(script),
        )?;
        Ok(PageEvents { bindings, navigations, dialogs, page: self.page.clone(), binding: config.binding.clone() })
    }

    /// Loads `url` and resolves when the script there can read WhatsApp's state: with that state, and with what it told before.
    pub(crate) async fn load(
        &self,
        url: &str,
        events: &mut PageEvents,
        progress: &Progress,
    ) -> Result<(Snapshot, Vec<PageEvent>), Error> {
        let unreachable = |problem: &str| Error::PageUnreachable { url: url.to_owned(), problem: problem.to_owned() };
        let mut navigation = std::pin::pin!(self.navigate(url));
        let mut navigating = true;
        let mut earlier = Vec::new();
        loop {
            let told = tokio::select! {
                problem = &mut navigation, if navigating => {
                    navigating = false;
                    match problem {
                        Some(problem) => return Err(unreachable(&problem)),
                        None => continue,
                    }
                }
                told = events.next() => told.ok_or(Error::BrowserExited { status: None })?,
            };
            let batch = match told {
                Told::Navigated { failed: true, .. } if navigating => {
                    let problem = tokio::time::timeout(REASON, &mut navigation).await.ok().flatten();
                    return Err(unreachable(problem.as_deref().unwrap_or("the browser shows an error page")));
                }
                Told::Navigated { failed: true, .. } => return Err(unreachable("the browser shows an error page")),
                Told::Navigated { .. } => {
                    progress(StartPhase::Script);
                    continue;
                }
                Told::Script(batch) => batch,
            };
            let mut ready = None;
            for event in batch {
                match event {
                    PageEvent::Ready { snapshot } => ready = Some(snapshot),
                    PageEvent::Refused { problem } => return Err(Error::BrowserRefused { problem }),
                    PageEvent::HttpError { status, .. } => {
                        return Err(unreachable(&format!("it answered HTTP {status}")));
                    }
                    event => earlier.push(event),
                }
            }
            if let Some(snapshot) = ready {
                return Ok((snapshot, earlier));
            }
        }
    }

    /// Asks the browser to end in order.
    pub(crate) async fn close(&self) {
        // That it is already gone is what is wanted.
        let _ = self.browser.execute(CloseParams::default()).await;
    }

    /// Resolves when the connection to the browser is lost.
    pub(crate) async fn lost(&mut self) {
        self.handler.join_next().await;
    }

    /// Resolves to what went wrong, or to nothing when the document loads.
    async fn navigate(&self, url: &str) -> Option<String> {
        // chromiumoxide waits for the navigation even when the browser refused to begin it.
        if !is_web_address(url) {
            return Some("it is not a web address".to_owned());
        }
        match self.page.execute(NavigateParams::new(url)).await {
            // Another navigation took over before this one was done: the page's own redirect.
            Ok(navigated) => navigated.result.error_text.filter(|problem| problem != "net::ERR_ABORTED"),
            // The connection's end is seen elsewhere, and so is a page that takes its time.
            Err(_) => None,
        }
    }
}

impl PageEvents {
    /// The next thing that the tab tells; `None` when the connection is lost.
    pub(crate) async fn next(&mut self) -> Option<Told> {
        loop {
            tokio::select! {
                biased;
                navigation = self.navigations.next() => {
                    let frame = &navigation?.frame;
                    if frame.parent_id.is_none() {
                        let failed = frame.unreachable_url.is_some();
                        let url = frame.unreachable_url.as_ref().unwrap_or(&frame.url).clone();
                        return Some(Told::Navigated { url, failed });
                    }
                }
                dialog = self.dialogs.next() => self.answer(&dialog?.r#type),
                call = self.bindings.next() => {
                    let call = call?;
                    if call.name == self.binding {
                        return Some(Told::Script(parse(&call.payload)));
                    }
                }
            }
        }
    }

    /// Nobody sits in front of this browser, and a page stands still until its dialog is answered.
    fn answer(&self, dialog: &DialogType) {
        let agreed = matches!(dialog, DialogType::Alert | DialogType::Beforeunload);
        let page = self.page.clone();
        // Not awaited: whoever waits for the next event may stop waiting. When it fails the page is gone, and its dialog too.
        tokio::spawn(async move { page.execute(HandleJavaScriptDialogParams::new(agreed)).await.map(drop) });
    }
}

fn is_web_address(url: &str) -> bool {
    let parsed = url.parse::<Uri>();
    parsed.is_ok_and(|uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some())
}

/// Runs chromiumoxide until the first fault of its connection: polled further it would wait for ever, dropped it fails what is open.
async fn drive(mut handler: Handler) {
    while let Some(Ok(())) = handler.next().await {}
}

/// The events of a batch. One that cannot be read costs only itself.
fn parse(payload: &str) -> Vec<PageEvent> {
    let batch: Vec<serde_json::Value> = serde_json::from_str(payload).unwrap_or_default();
    batch
        .into_iter()
        .filter_map(|event| {
            let name = event.get("event").and_then(|name| name.as_str()).unwrap_or_default().to_owned();
            serde_json::from_value(event)
                .inspect_err(
                    |error| tracing::warn!(event = name, %error, "the page script told what is not understood"),
                )
                .ok()
        })
        .collect()
}

/// An expression's value in the main frame; `None` for `undefined`.
pub(crate) async fn evaluate(page: &Page, expression: String) -> Result<Option<serde_json::Value>, CdpError> {
    let mut params = EvaluateParams::new(expression);
    params.await_promise = Some(true);
    params.return_by_value = Some(true);
    let returned = page.execute(params).await?.result;
    match returned.exception_details {
        Some(details) => Err(CdpError::JavascriptException(Box::new(details))),
        None => Ok(returned.result.value),
    }
}

/// Makes a headless browser name itself like the browser that it is: WhatsApp Web refuses `HeadlessChrome`. `None` when it does already.
fn plain_user_agent(user_agent: &str, product: &str) -> Option<SetUserAgentOverrideParams> {
    if !user_agent.contains("HeadlessChrome") {
        return None;
    }
    let major = product.rsplit_once('/')?.1.split('.').next()?;
    let metadata = UserAgentMetadata {
        brands: Some(vec![
            UserAgentBrandVersion::new("Chromium", major),
            UserAgentBrandVersion::new("Not_A Brand", "99"),
        ]),
        full_version_list: None,
        platform: if cfg!(target_os = "macos") { "macOS" } else { "Linux" }.to_owned(),
        platform_version: String::new(),
        architecture: if cfg!(target_arch = "aarch64") { "arm" } else { "x86" }.to_owned(),
        model: String::new(),
        mobile: false,
        bitness: Some("64".to_owned()),
        wow64: None,
        form_factors: None,
    };
    let mut params = SetUserAgentOverrideParams::new(user_agent.replace("HeadlessChrome", "Chrome"));
    params.user_agent_metadata = Some(metadata);
    Some(params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_event_that_is_not_understood_does_not_cost_the_others() {
        let events = parse(r#"[{"event":"new"},{"event":"ack","id":"A","ack":"x"},{"event":"ack","id":"B","ack":2}]"#);
        assert!(matches!(events.as_slice(), [PageEvent::Ack { id, ack: 2 }] if id == "B"));
        assert!(parse("nonsense").is_empty());
    }

    #[test]
    fn the_user_agent_stays_the_browsers_own() {
        let headless = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36";
        let params = plain_user_agent(headless, "HeadlessChrome/156.0.8078.79").unwrap();
        assert_eq!(params.user_agent, headless.replace("Headless", ""));
        assert_eq!(params.user_agent_metadata.unwrap().brands.unwrap()[0].version, "156");
        assert!(plain_user_agent(&params.user_agent, "Chrome/156.0.8078.79").is_none());
    }
}
