use std::fmt::Write as _;

use super::{Colors, ImageOptions, Layout, Symbol};
use crate::Error;

/// An SVG of one path: each run of dark modules is a stroke as thick as a module.
///
/// # Errors
/// `ERR_WA_INVALID_ARGUMENT` for a size, margin or colour that cannot be used, or a payload that no QR code can hold.
pub fn svg(payload: &str, options: ImageOptions, colors: &Colors) -> Result<String, Error> {
    check_color("options.dark", &colors.dark)?;
    check_color("options.light", &colors.light)?;
    let symbol = Symbol::encode(payload)?;
    let Layout { scale, offset } = Layout::fit(&symbol, options)?;
    let (size, Colors { dark, light }, path) = (options.size, colors, strokes(&symbol));
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"{size}\" viewBox=\"0 0 {size} {size}\" \
         shape-rendering=\"crispEdges\"><path fill=\"{light}\" d=\"M0 0h{size}v{size}H0z\"/>\
         <path stroke=\"{dark}\" transform=\"translate({offset} {offset}) scale({scale})\" d=\"{path}\"/></svg>\n"
    ))
}

/// Relative moves are shortest: `M0 .5` once a row, then `h` for dark and `m` for light.
fn strokes(symbol: &Symbol) -> String {
    let mut path = String::with_capacity(6 * 1024);
    for y in 0..symbol.width {
        let mut pen = None;
        for (start, length) in symbol.runs(y) {
            // Writing to a String cannot fail.
            let _ = match pen {
                None => write!(path, "M{start} {y}.5h{length}"),
                Some(at) => write!(path, "m{} 0h{length}", start - at),
            };
            pen = Some(start + length);
        }
    }
    path
}

/// Lets through what colours are written with, and nothing that could end the attribute.
fn check_color(field: &str, color: &str) -> Result<(), Error> {
    let known = |c: char| c.is_ascii_alphanumeric() || "#(),.%/ -".contains(c);
    if color.is_empty() || color.len() > 64 || !color.chars().all(known) {
        return Err(Error::invalid(field, format_args!("must be a CSS colour, got {color:?}")));
    }
    Ok(())
}
