//! QR codes as pictures and text. Pure functions of the payload.
//!
//! WhatsApp's own page draws its codes with low error correction, and so do we: fewer modules are larger modules, which is what a
//! phone's camera needs. A module is always a whole number of pixels; the quiet zone takes what is left of the picture.

mod png;
mod svg;
mod terminal;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use fast_qr::{ECL, QRBuilder};

use crate::Error;

pub use self::{png::png, svg::svg, terminal::terminal};

/// Pixels, both ways.
pub const DEFAULT_SIZE: u32 = 400;
/// Modules of quiet zone that the standard (ISO/IEC 18004) asks for.
pub const DEFAULT_MARGIN: u32 = 4;
/// Half of the standard's quiet zone: a terminal has few lines, and its own background beyond them.
pub const DEFAULT_TERMINAL_MARGIN: u32 = 2;

/// How large a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageOptions {
    /// Width and height in pixels, 100 to 4096.
    pub size: u32,
    /// Least quiet zone in modules, 0 to 32.
    pub margin: u32,
}

impl Default for ImageOptions {
    fn default() -> Self {
        Self { size: DEFAULT_SIZE, margin: DEFAULT_MARGIN }
    }
}

/// CSS colours of an SVG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colors {
    pub dark: String,
    pub light: String,
}

impl Default for Colors {
    fn default() -> Self {
        Self { dark: "#000".into(), light: "#fff".into() }
    }
}

/// A PNG as a `data:` URL.
///
/// # Errors
/// As [`png()`].
pub fn data_url(payload: &str, options: ImageOptions) -> Result<String, Error> {
    Ok(format!("data:image/png;base64,{}", STANDARD.encode(png(payload, options)?)))
}

/// The modules of one code row by row, true is dark, without quiet zone.
struct Symbol {
    width: u32,
    modules: Vec<bool>,
}

impl Symbol {
    /// # Errors
    /// `ERR_WA_INVALID_ARGUMENT` when the payload is longer than a QR code can hold (2,953 bytes).
    fn encode(payload: &str) -> Result<Self, Error> {
        let code = QRBuilder::new(payload)
            .ecl(ECL::L)
            .build()
            .map_err(|error| Error::invalid("payload", format_args!("does not fit a QR code: {error}")))?;
        let modules = (0..code.size).flat_map(|y| code[y].iter().map(|module| module.value())).collect();
        // A symbol is at most 177 modules wide.
        Ok(Self { width: u32::try_from(code.size).unwrap_or(u32::MAX), modules })
    }

    /// Whether the module is dark; everything outside the symbol is light.
    fn is_dark(&self, x: i64, y: i64) -> bool {
        let inside = 0..i64::from(self.width);
        if !inside.contains(&x) || !inside.contains(&y) {
            return false;
        }
        let index = usize::try_from(y * i64::from(self.width) + x).ok();
        index.and_then(|index| self.modules.get(index)).is_some_and(|dark| *dark)
    }

    /// Runs of dark modules in row `y`, as (first column, length).
    fn runs(&self, y: u32) -> impl Iterator<Item = (u32, u32)> + '_ {
        let width = self.width as usize;
        let row = self.modules.get(y as usize * width..(y as usize + 1) * width).unwrap_or_default();
        let mut column = 0_u32;
        row.chunk_by(|left, right| left == right).filter_map(move |run| {
            let start = column;
            // At most 177, as above.
            let length = u32::try_from(run.len()).unwrap_or(u32::MAX);
            column += length;
            (run.first() == Some(&true)).then_some((start, length))
        })
    }
}

/// Where the symbol stands in the picture.
struct Layout {
    /// Pixels of one module.
    scale: u32,
    /// Pixels left of and above the symbol.
    offset: u32,
}

impl Layout {
    fn fit(symbol: &Symbol, options: ImageOptions) -> Result<Self, Error> {
        check_range("options.size", options.size, 100, 4096)?;
        check_range("options.margin", options.margin, 0, 32)?;
        let modules = symbol.width + 2 * options.margin;
        let scale = options.size / modules;
        if scale == 0 {
            return Err(Error::InvalidArgument {
                field: "options.size".into(),
                problem: format!("must be at least {modules} for this code and margin, got {}", options.size),
                range: true,
            });
        }
        Ok(Self { scale, offset: (options.size - symbol.width * scale) / 2 })
    }
}

fn check_range(field: &str, value: u32, min: u32, max: u32) -> Result<(), Error> {
    if (min..=max).contains(&value) {
        return Ok(());
    }
    Err(Error::InvalidArgument {
        field: field.into(),
        problem: format!("must be from {min} to {max}, got {value}"),
        range: true,
    })
}

#[cfg(test)]
mod tests;
