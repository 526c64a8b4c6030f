//! WhatsApp ids as people paste them.

/// Domain of a phone's wid in WhatsApp Web.
pub(super) const PHONE: &str = "@c.us";

/// The id as WhatsApp Web writes it; `None` when it is none that can be written to. A device part (`…:12@…`) is dropped: messages go
/// to accounts. Broadcast lists and status are no recipients.
pub(super) fn normalise(text: &str) -> Option<String> {
    let (user, domain) = text.split_once('@')?;
    let domain = domain.to_ascii_lowercase();
    match domain.as_str() {
        // The wire's name for the same thing.
        "c.us" | "s.whatsapp.net" => digits(account(user), 5..=15).map(|user| format!("{user}{PHONE}")),
        "lid" => digits(account(user), 5..=20).map(|user| format!("{user}@lid")),
        "g.us" => group(user).then(|| format!("{user}@g.us")),
        "newsletter" => digits(user, 5..=24).map(|user| format!("{user}@newsletter")),
        _ => None,
    }
}

fn account(user: &str) -> &str {
    match user.split_once(':') {
        Some((account, device)) if digits(device, 1..=3).is_some() => account,
        _ => user,
    }
}

fn digits(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<&str> {
    (length.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
}

/// `<digits>`, or in groups made before 2021 `<creator>-<time>`.
fn group(user: &str) -> bool {
    match user.split_once('-') {
        Some((creator, time)) => digits(creator, 5..=20).is_some() && digits(time, 5..=20).is_some(),
        None => digits(user, 5..=24).is_some(),
    }
}
