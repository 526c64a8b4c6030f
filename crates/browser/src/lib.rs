//! The engine that drives WhatsApp Web in Chromium: [`BrowserEngine`] implements [`wa_bridge_core::engine::Engine`].
//!
//! How a connection comes up, and which file knows about it:
//!
//! - [`options`]: what a session may choose
//! - [`find`], [`install`]: which browser to use, and how to get one
//! - [`profile`], [`adopt`], [`lock`]: the login on disk, where it may come from, and who owns it
//! - [`flags`], [`process`], [`group`]: how the browser is started, watched and ended
//! - [`relay`]: the browser's pipe made a websocket for chromiumoxide, and nothing left unanswered
//! - [`page`]: WhatsApp Web loaded with our script in it
//! - [`contract`]: what crosses between the engine and that script; its twin is `page/contract.ts`
//! - [`link`], [`supervise`]: calls into a live connection, and the task that owns it until its end
//! - [`engine`]: all of it in order

#![deny(missing_docs)]

mod adopt;
mod contract;
mod engine;
mod find;
mod flags;
mod group;
mod install;
mod link;
mod lock;
mod options;
mod page;
mod process;
mod profile;
mod relay;
mod supervise;

pub use engine::BrowserEngine;
pub use options::{BrowserOptions, Deadlines};
