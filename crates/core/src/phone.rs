//! Who a message goes to: phones in the forms that people write, and WhatsApp ids.
//!
//! Nothing is guessed. Where a country has two forms of one number, both are candidates and WhatsApp is asked which exists; where
//! digits could be a national number and a foreign one, the caller is asked to write the country code.

mod forms;
mod wid;

use phonenumber::{country, metadata::DATABASE};

use crate::Error;

/// A checked recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    input: String,
    phone: Option<String>,
    candidates: Vec<String>,
}

impl Recipient {
    /// Reads `+91 98765 43210`, `919876543210`, `0091…`, `tel:+91-…`, a national form when `default_region` (ISO 3166, e.g. `IN`)
    /// is given, or a WhatsApp id (`…@c.us`, `…@s.whatsapp.net`, `…@lid`, `…@g.us`, `…@newsletter`).
    ///
    /// # Errors
    /// `ERR_WA_INVALID_ARGUMENT` for the field `to`, or `defaultRegion`.
    pub fn parse(to: &str, default_region: Option<&str>) -> Result<Self, Error> {
        let text = to.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
        if text.contains('@') {
            let wid = wid::normalise(text).ok_or_else(|| refused(to, ""))?;
            let phone = wid.strip_suffix(wid::PHONE).map(str::to_owned);
            return Ok(Self { input: to.to_owned(), phone, candidates: vec![wid] });
        }
        let phone = parse_phone(to, text, default_region)?;
        let candidates = forms::of(&phone).into_iter().map(|digits| digits + wid::PHONE).collect();
        Ok(Self { input: to.to_owned(), phone: Some(phone), candidates })
    }

    /// As given by the caller.
    #[must_use]
    pub fn input(&self) -> &str {
        &self.input
    }

    /// The same for every way to write the same recipient.
    #[must_use]
    pub fn key(&self) -> &str {
        self.candidates.first().map_or(&self.input, String::as_str)
    }

    /// Wids to ask WhatsApp for, the form that was given first.
    #[must_use]
    pub fn candidates(&self) -> Vec<String> {
        self.candidates.clone()
    }

    /// International digits, as given; `None` for an id that is not a phone's.
    #[must_use]
    pub fn phone(&self) -> Option<&str> {
        self.phone.as_deref()
    }
}

/// Whether `region` is an ISO 3166 code with a telephone plan.
#[must_use]
pub fn is_region(region: &str) -> bool {
    parse_region(region).is_some()
}

/// Reads the number tables, which the first number would wait for otherwise: 80 ms in a release build.
pub fn load_tables() {
    let _ = DATABASE.by_code(&1);
}

fn parse_region(region: &str) -> Option<country::Id> {
    region.to_ascii_uppercase().parse().ok()
}

fn refused(to: &str, why: &str) -> Error {
    const SHOWN: usize = 60;
    let mut shown: String = to.chars().take(SHOWN).collect();
    if shown.len() < to.len() {
        shown.push('…');
    }
    Error::invalid(
        "to",
        format_args!("must be a phone number in international form or a WhatsApp id, got {shown:?}{why}"),
    )
}

/// Zero-width and direction marks, which come along when a number is copied from a contact card or a chat.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

/// How a number was written, reduced to what carries meaning.
struct Written {
    /// A leading `+` or `00`.
    international: bool,
    digits: String,
}

impl Written {
    fn read(text: &str) -> Option<Self> {
        let mut written = Self { international: false, digits: String::new() };
        for c in without_scheme(text)?.replace("(0)", "").chars() {
            match digit(c) {
                Some(digit) => written.digits.push(digit),
                None if matches!(c, '+' | '＋') && written.digits.is_empty() && !written.international => {
                    written.international = true;
                }
                None if c.is_whitespace() || is_invisible(c) || "-‐‑‒–—−./()[]".contains(c) => {}
                None => return None,
            }
        }
        if !written.international && written.digits.starts_with("00") {
            written.international = true;
            written.digits.drain(..2);
        }
        Some(written)
    }
}

/// RFC 3966: `tel:` with an optional `phone-context` that carries the country code; an extension cannot be reached on WhatsApp.
fn without_scheme(text: &str) -> Option<String> {
    let Some(rest) = text.get(..4).filter(|scheme| scheme.eq_ignore_ascii_case("tel:")).and_then(|_| text.get(4..))
    else {
        return Some(text.to_owned());
    };
    let mut parts = rest.split(';');
    let mut number = parts.next()?.to_owned();
    for parameter in parts {
        match parameter.split_once('=') {
            Some(("phone-context", context)) if context.starts_with('+') => number.insert_str(0, context),
            Some(("ext", _)) => return None,
            _ => {}
        }
    }
    Some(number)
}

/// Digits of the scripts that phone books of this world write: ASCII, Arabic-Indic, Persian, Devanagari, Bengali, full width.
fn digit(c: char) -> Option<char> {
    const ZEROS: [char; 6] = ['0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{ff10}'];
    ZEROS.iter().find_map(|zero| {
        let value = u32::from(c).checked_sub(u32::from(*zero)).filter(|value| *value < 10)?;
        char::from_digit(value, 10)
    })
}

fn parse_phone(to: &str, text: &str, default_region: Option<&str>) -> Result<String, Error> {
    let region = match default_region {
        Some(code) => Some(parse_region(code).ok_or_else(|| {
            Error::invalid(
                "defaultRegion",
                format_args!("must be an ISO 3166 country code such as \"IN\", got {code:?}"),
            )
        })?),
        None => None,
    };
    let written = Written::read(text).ok_or_else(|| refused(to, ""))?;
    let international = possible(&written.digits);
    let Some(region) = region.filter(|_| !written.international) else {
        return international.ok_or_else(|| {
            let why = if written.international { "" } else { " (write its country code, or set defaultRegion)" };
            refused(to, why)
        });
    };
    choose(to, international, national(&written.digits, region))
}

/// Digits without a country code, with a default region: taken when they can be read in one way only.
fn choose(to: &str, international: Option<String>, national: Option<String>) -> Result<String, Error> {
    match (international, national) {
        (Some(one), None) | (None, Some(one)) => Ok(one),
        (Some(one), Some(other)) if one == other => Ok(one),
        (Some(one), Some(other)) => match (is_valid(&one), is_valid(&other)) {
            (true, false) => Ok(one),
            (false, _) => Ok(other),
            (true, true) => {
                Err(refused(to, &format!(", which can be read as +{one} and as +{other}: write one of them")))
            }
        },
        (None, None) => Err(refused(to, "")),
    }
}

/// `digits` as an international number of a length that its country has; `None` for any other. Only lengths are checked: number
/// plans change faster than tables, and WhatsApp knows who exists.
fn possible(digits: &str) -> Option<String> {
    const E164_MAX: usize = 15;
    if digits.len() > E164_MAX {
        return None;
    }
    let (code, national) = split_country_code(digits)?;
    if national.starts_with('0') {
        // Italy's fixed lines keep their 0; elsewhere it is the trunk prefix, as in `+91 098765 43210`, and not dialled from abroad.
        return parsed(None, &format!("+{digits}")).filter(|read| is_valid(read));
    }
    let cut = digits.len() - national.len();
    forms::of(digits).iter().any(|form| has_length(code, form.len() - cut)).then(|| digits.to_owned())
}

fn split_country_code(digits: &str) -> Option<(u16, &str)> {
    (1..=3).find_map(|length| {
        let code = digits.get(..length)?.parse().ok().filter(|code| *code != 0)?;
        DATABASE.by_code(&code).map(|_| (code, &digits[length..]))
    })
}

/// Whether some kind of phone that can be registered at WhatsApp has numbers of this length in the country.
fn has_length(code: u16, length: usize) -> bool {
    let length = u16::try_from(length).unwrap_or(u16::MAX);
    DATABASE.by_code(&code).into_iter().flatten().any(|plan| {
        let kinds = plan.descriptors();
        [kinds.mobile(), kinds.fixed_line(), kinds.voip(), kinds.personal_number()]
            .into_iter()
            .flatten()
            .any(|kind| kind.possible_length().contains(&length))
    })
}

fn national(digits: &str, region: country::Id) -> Option<String> {
    possible(&parsed(Some(region), digits)?)
}

/// International digits of what `text` says to libphonenumber's rules.
fn parsed(region: Option<country::Id>, text: &str) -> Option<String> {
    let number = phonenumber::parse(region, text).ok()?;
    Some(format!("{}{}", number.country().code(), number.national()))
}

fn is_valid(international: &str) -> bool {
    phonenumber::parse(None, format!("+{international}")).is_ok_and(|number| number.is_valid())
}

#[cfg(test)]
mod tests;
