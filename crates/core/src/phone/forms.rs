//! Countries in which one phone has two forms. WhatsApp keeps the one that the account was registered with, which no rule tells.

/// All forms of an international number, the given one first.
pub(super) fn of(digits: &str) -> Vec<String> {
    let mut forms = vec![digits.to_owned()];
    forms.extend(brazil(digits).or_else(|| mexico(digits)).or_else(|| argentina(digits)));
    forms
}

/// Mobiles got a ninth digit, a leading 9, from 2012 to 2016: area (2 digits), then 9, then 8 digits that start with 6 to 9.
fn brazil(digits: &str) -> Option<String> {
    let national = digits.strip_prefix("55")?;
    let (area, subscriber) = national.split_at_checked(2)?;
    let is_mobile = |subscriber: &str| subscriber.starts_with(['6', '7', '8', '9']);
    match subscriber.len() {
        8 if is_mobile(subscriber) => Some(format!("55{area}9{subscriber}")),
        9 => subscriber.strip_prefix('9').filter(|rest| is_mobile(rest)).map(|rest| format!("55{area}{rest}")),
        _ => None,
    }
}

/// Mobiles were dialled with a 1 after the country code until 2019.
fn mexico(digits: &str) -> Option<String> {
    let national = digits.strip_prefix("52")?;
    match national.len() {
        10 => Some(format!("521{national}")),
        11 => national.strip_prefix('1').map(|rest| format!("52{rest}")),
        _ => None,
    }
}

/// Mobiles are dialled from abroad with a 9 after the country code.
fn argentina(digits: &str) -> Option<String> {
    let national = digits.strip_prefix("54")?;
    match national.len() {
        10 => Some(format!("549{national}")),
        11 => national.strip_prefix('9').map(|rest| format!("54{rest}")),
        _ => None,
    }
}
