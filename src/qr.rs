use napi::bindgen_prelude::Buffer;
use napi_derive::napi;
use wa_bridge_core::qr::{self, Colors, ImageOptions};

use crate::outcome::Outcome;

#[napi(ts_return_type = "Outcome<Buffer>")]
pub fn qr_png(payload: String, size: u32, margin: u32) -> Outcome<Buffer> {
    Outcome::of(|| Ok(qr::png(&payload, ImageOptions { size, margin })?.into()))
}

#[napi(ts_return_type = "Outcome<string>")]
pub fn qr_data_url(payload: String, size: u32, margin: u32) -> Outcome<String> {
    Outcome::of(|| qr::data_url(&payload, ImageOptions { size, margin }))
}

#[napi(ts_return_type = "Outcome<string>")]
pub fn qr_svg(payload: String, size: u32, margin: u32, dark: String, light: String) -> Outcome<String> {
    Outcome::of(|| qr::svg(&payload, ImageOptions { size, margin }, &Colors { dark, light }))
}

#[napi(ts_return_type = "Outcome<string>")]
pub fn qr_terminal(payload: String, margin: u32) -> Outcome<String> {
    Outcome::of(|| qr::terminal(&payload, margin))
}
