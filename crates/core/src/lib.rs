//! One WhatsApp account's life, with no N-API and no browser in it.
//!
//! - [`engine`]: how a session talks to WhatsApp, and the words that cross
//! - [`events`]: what a session tells and gives
//! - [`error`]: every fault, its code and its hint
//! - [`options`]: a session's options, resolved
//! - [`inbox`]: incoming messages between WhatsApp and the handlers
//! - [`phone`]: who a message goes to
//! - [`qr`]: codes as pictures and text
//! - [`registry`]: the sessions of this process
//! - [`session`]: a session's handle and its actor
//! - [`state`]: the login's state machine

#![forbid(unsafe_code)]

pub mod engine;
pub mod error;
pub mod events;
pub mod inbox;
pub mod options;
pub mod phone;
pub mod qr;
pub mod registry;
pub mod session;
pub mod state;

pub use error::Error;
pub use session::Session;
