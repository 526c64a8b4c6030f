use super::*;

fn wids(to: &str, region: Option<&str>) -> Result<String, String> {
    Recipient::parse(to, region).map(|recipient| recipient.candidates().join(" ")).map_err(|error| error.to_string())
}

/// What people write, the default region, and the candidates in order.
const READ: &[(&str, Option<&str>, &str)] = &[
    // International forms.
    ("+91 98765 43210", None, "919876543210@c.us"),
    ("+919876543210", None, "919876543210@c.us"),
    ("919876543210", None, "919876543210@c.us"),
    ("00919876543210", None, "919876543210@c.us"),
    ("00 91 98765-43210", None, "919876543210@c.us"),
    ("+91-98765-43210", None, "919876543210@c.us"),
    ("+91 (98765) 43210", None, "919876543210@c.us"),
    ("  +91.98765.43210 ", None, "919876543210@c.us"),
    ("\u{202a}+91 98765 43210\u{202c}", None, "919876543210@c.us"),
    ("+91\u{a0}98765\u{2011}43210", None, "919876543210@c.us"),
    ("＋９１９８７６５４３２１０", None, "919876543210@c.us"),
    ("+९१ ९८७६५ ४३२१०", None, "919876543210@c.us"),
    ("+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧", None, "966501234567@c.us"),
    ("+91 098765 43210", None, "919876543210@c.us"),
    ("+44 (0) 7911 123456", None, "447911123456@c.us"),
    ("+44 07911 123456", None, "447911123456@c.us"),
    ("+1 (212) 555-0123", None, "12125550123@c.us"),
    ("12125550123", None, "12125550123@c.us"),
    ("+49 1512 3456789", None, "4915123456789@c.us"),
    ("+39 06 1234 5678", None, "390612345678@c.us"),
    ("+65 9123 4567", None, "6591234567@c.us"),
    ("+971 50 123 4567", None, "971501234567@c.us"),
    ("+7 912 345-67-89", None, "79123456789@c.us"),
    ("+683 4002", None, "6834002@c.us"),
    ("tel:+91-98765-43210", None, "919876543210@c.us"),
    ("TEL:+91-98765-43210", None, "919876543210@c.us"),
    ("tel:98765-43210;phone-context=+91", None, "919876543210@c.us"),
    // National forms.
    ("9876543210", Some("IN"), "919876543210@c.us"),
    ("09876543210", Some("IN"), "919876543210@c.us"),
    ("098765 43210", Some("in"), "919876543210@c.us"),
    ("919876543210", Some("IN"), "919876543210@c.us"),
    ("+6591234567", Some("IN"), "6591234567@c.us"),
    ("006591234567", Some("IN"), "6591234567@c.us"),
    ("07911 123456", Some("GB"), "447911123456@c.us"),
    ("(212) 555-0123", Some("US"), "12125550123@c.us"),
    ("0151 23456789", Some("DE"), "4915123456789@c.us"),
    ("06 1234 5678", Some("IT"), "390612345678@c.us"),
    ("919876543210", Some("US"), "919876543210@c.us"),
    ("0501234567", Some("AE"), "971501234567@c.us"),
    ("(11) 98765-4321", Some("BR"), "5511987654321@c.us 551187654321@c.us"),
    // Two forms of one phone.
    ("+55 11 98765-4321", None, "5511987654321@c.us 551187654321@c.us"),
    ("+55 11 8765-4321", None, "551187654321@c.us 5511987654321@c.us"),
    ("+55 48 9 9123 4567", None, "5548991234567@c.us 554891234567@c.us"),
    ("+55 11 3333-4444", None, "551133334444@c.us"),
    ("+52 55 1234 5678", None, "525512345678@c.us 5215512345678@c.us"),
    ("+52 1 55 1234 5678", None, "5215512345678@c.us 525512345678@c.us"),
    ("+54 11 2345-6789", None, "541123456789@c.us 5491123456789@c.us"),
    ("+54 9 11 2345-6789", None, "5491123456789@c.us 541123456789@c.us"),
    // WhatsApp ids.
    ("919876543210@c.us", None, "919876543210@c.us"),
    ("919876543210@s.whatsapp.net", None, "919876543210@c.us"),
    ("919876543210:12@s.whatsapp.net", None, "919876543210@c.us"),
    ("919876543210@C.US", None, "919876543210@c.us"),
    ("5511987654321@c.us", None, "5511987654321@c.us"),
    ("271828182845904@lid", None, "271828182845904@lid"),
    ("120363041234567890@g.us", None, "120363041234567890@g.us"),
    ("919876543210-1588888888@g.us", None, "919876543210-1588888888@g.us"),
    ("120363144038483540@newsletter", None, "120363144038483540@newsletter"),
];

const REFUSED: &[(&str, Option<&str>)] = &[
    ("", None),
    ("   ", None),
    ("hello", None),
    ("+", None),
    ("0", None),
    ("12", None),
    ("123456", None),
    // An Indian number without its country code reads as an impossible Iranian one.
    ("9876543210", None),
    ("09876543210", None),
    ("+91 98765 4321", None),
    ("+91 98765 432101", None),
    ("+999 12345678", None),
    ("+9198765432109876", None),
    ("1-800-FLOWERS", None),
    ("+91 98765 43210 ext 5", None),
    ("tel:+91-98765-43210;ext=5", None),
    ("+91+9876543210", None),
    ("98765+43210", None),
    ("+91 98765 43210, +91 98765 43211", None),
    ("٩", None),
    ("someone@example.com", None),
    ("@c.us", None),
    ("abc@c.us", None),
    ("+919876543210@c.us", None),
    ("919876543210@c.us@c.us", None),
    ("status@broadcast", None),
    ("1234567890@broadcast", None),
    ("12-34@g.us", None),
    ("12345", Some("IN")),
    ("<script>", Some("IN")),
];

#[test]
fn reads_what_people_write() {
    for (to, region, expected) in READ {
        assert_eq!(wids(to, *region).as_deref(), Ok(*expected), "{to:?} in {region:?}");
    }
}

#[test]
fn refuses_the_rest_and_says_what_it_got() {
    for (to, region) in REFUSED {
        let error = wids(to, *region).expect_err(to);
        assert!(error.starts_with("to must be a phone number in international form or a WhatsApp id, got "), "{error}");
        assert!(error.contains(&format!("{to:?}")), "{error}");
    }
}

#[test]
fn digits_that_can_be_two_people_are_refused() {
    // A mobile in Singapore with its country code, and a mobile in India without.
    let error = wids("6591234567", Some("IN")).unwrap_err();
    assert!(error.contains("+6591234567 and as +916591234567"), "{error}");
}

#[test]
fn keeps_the_input_and_tells_the_phone() {
    let phone = |to| Recipient::parse(to, None).unwrap().phone().map(str::to_owned);
    assert_eq!(phone(" +91 98765 43210").as_deref(), Some("919876543210"));
    assert_eq!(phone("919876543210:3@s.whatsapp.net").as_deref(), Some("919876543210"));
    assert_eq!(phone("271828182845904@lid"), None);
    assert_eq!(Recipient::parse(" +91 98765 43210", None).unwrap().input(), " +91 98765 43210");
}

#[test]
fn long_input_is_cut_in_the_error() {
    let error = wids(&"9".repeat(70_000), None).unwrap_err();
    assert!(error.len() < 300, "{} bytes", error.len());
}

#[test]
fn a_wrong_region_is_named() {
    let error = wids("9876543210", Some("India")).unwrap_err();
    assert_eq!(error, "defaultRegion must be an ISO 3166 country code such as \"IN\", got \"India\"");
    assert!(is_region("in") && is_region("IN") && !is_region("XX") && !is_region(""));
}
