//! One WhatsApp account's life, with no N-API and no browser in it.
//!
//! - [`engine`]: how a session talks to WhatsApp, and the words that cross
//! - [`error`]: every fault, its code and its hint

pub mod engine;
pub mod error;

pub use error::Error;
