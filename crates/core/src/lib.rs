//! One WhatsApp account's life, with no N-API and no browser in it.
//!
//! - [`engine`]: how a session talks to WhatsApp, and the words that cross
//! - [`error`]: every fault, its code and its hint
//! - [`options`]: a session's options, resolved
//! - [`phone`]: who a message goes to
//! - [`qr`]: codes as pictures and text

#![forbid(unsafe_code)]

pub mod engine;
pub mod error;
pub mod options;
pub mod phone;
pub mod qr;

pub use error::Error;
