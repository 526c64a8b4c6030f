use super::{Symbol, check_range};
use crate::Error;

/// Black on white from the fixed part of the 256-colour palette: a theme changes the first sixteen colours, not these.
const BLACK_ON_WHITE: &str = "\x1b[38;5;16;48;5;231m";
const RESET: &str = "\x1b[0m";

/// Text for a terminal, two modules a character. Colours are set explicitly, so that it scans on dark and light backgrounds.
///
/// # Errors
/// `ERR_WA_INVALID_ARGUMENT` for a margin above 32 modules, or a payload that no QR code can hold.
pub fn terminal(payload: &str, margin: u32) -> Result<String, Error> {
    check_range("options.margin", margin, 0, 32)?;
    let symbol = Symbol::encode(payload)?;
    let (from, to) = (-i64::from(margin), i64::from(symbol.width + margin));
    let mut text = String::with_capacity(8 * 1024);
    for y in (from..to).step_by(2) {
        text.push_str(BLACK_ON_WHITE);
        // An odd last row leaves half a line; it is light, as the quiet zone it belongs to.
        text.extend((from..to).map(|x| match (symbol.is_dark(x, y), symbol.is_dark(x, y + 1)) {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => ' ',
        }));
        text.push_str(RESET);
        text.push('\n');
    }
    Ok(text)
}
