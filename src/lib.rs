//! The N-API layer: thin calls into `wa-bridge-core`, with `wa-bridge-browser` as its engine. What JavaScript sees is made by `js/`
//! on top of this; nothing here is public.
//!
//! - [`sessions`]: opening sessions by their options
//! - [`session`]: one session's calls
//! - [`events`], [`status`], [`options`], [`fault`]: what crosses, as plain data
//! - [`outcome`], [`promise`], [`runtime`]: how it crosses: failures as data, promises settled from our own runtime
//! - [`qr`]: codes as pictures and text
//! - [`logging`]: records to stderr or to a callback

#![cfg_attr(test, allow(dead_code, reason = "a test build registers nothing with Node, so nothing calls the exports"))]
#![allow(clippy::needless_pass_by_value, reason = "N-API hands strings over by value")]

mod events;
mod fault;
mod logging;
mod options;
mod outcome;
mod promise;
mod qr;
mod runtime;
mod session;
mod sessions;
mod status;

use napi_derive::napi;

/// The addon's version, compared with the package's when it is loaded.
#[napi]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
