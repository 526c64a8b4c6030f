use std::fs;

use super::*;

/// A folder of its own for one test, removed when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("wa-bridge-options-{:016x}", rand::random::<u64>()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn with(self, folders: &[&str]) -> Self {
        for folder in folders {
            fs::create_dir_all(self.0.join(folder)).unwrap();
        }
        self
    }

    fn environment(&self, vars: &[(&str, &str)]) -> Environment {
        let vars = vars.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Environment { vars, working_directory: self.0.clone() }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[expect(clippy::needless_pass_by_value, reason = "callers write the options in place")]
fn resolve(given: GivenOptions, environment: &Environment) -> Result<SessionOptions, String> {
    SessionOptions::resolve(&given, environment).map_err(|error| error.to_string())
}

#[test]
fn defaults_stand_when_nothing_is_given() {
    let folder = Folder::new();
    let options = resolve(GivenOptions::default(), &folder.environment(&[])).unwrap();
    assert_eq!(options.client_id, "default");
    assert_eq!(options.data_dir, folder.0.join(".wa-bridge"));
    assert_eq!(options.session_dir(), folder.0.join(".wa-bridge/default"));
    assert_eq!(options.web_url, "https://web.whatsapp.com/");
    assert_eq!((options.executable, options.headless, options.sandbox), (None, true, None));
    let legacy = [folder.0.join(".wwebjs_auth/session-default"), folder.0.join(".wwebjs_auth/session")];
    assert_eq!(options.adopt_from, legacy);
}

#[test]
fn the_environment_comes_before_the_defaults_and_after_what_is_given() {
    let folder = Folder::new();
    let environment = folder.environment(&[
        (env::CLIENT_ID, "crm"),
        (env::DATA_DIR, "data/wa"),
        (env::WEB_URL, "http://127.0.0.1:8080"),
        (env::CHROME, "/opt/chrome"),
        (env::LOCALAUTH_DATA_PATH, "/srv/auth"),
    ]);
    let options = resolve(GivenOptions::default(), &environment).unwrap();
    assert_eq!(options.client_id, "crm");
    assert_eq!(options.data_dir, folder.0.join("data/wa"));
    assert_eq!(options.web_url, "http://127.0.0.1:8080/");
    assert_eq!(options.executable, Some("/opt/chrome".into()));
    assert_eq!(options.adopt_from, [PathBuf::from("/srv/auth/session-crm")]);

    let given = GivenOptions {
        client_id: Some("two".into()),
        data_dir: Some("/var/lib/wa".into()),
        web_url: Some("https://example.org/web".into()),
        executable: Some("/usr/bin/chromium".into()),
        ..GivenOptions::default()
    };
    let options = resolve(given, &environment).unwrap();
    assert_eq!((options.client_id.as_str(), options.data_dir), ("two", "/var/lib/wa".into()));
    assert_eq!(
        (options.web_url.as_str(), options.executable),
        ("https://example.org/web", Some("/usr/bin/chromium".into()))
    );
}

#[test]
fn an_empty_variable_is_not_set() {
    let folder = Folder::new();
    let environment = folder.environment(&[(env::CLIENT_ID, ""), (env::DATA_DIR, ""), (env::CHROME, "")]);
    let options = resolve(GivenOptions::default(), &environment).unwrap();
    assert_eq!((options.client_id.as_str(), options.executable), ("default", None));
}

#[test]
fn the_one_login_of_whatsapp_web_js_names_the_session() {
    let name = |folder: &Folder, vars: &[(&str, &str)]| {
        resolve(GivenOptions::default(), &folder.environment(vars)).unwrap().client_id
    };
    let one = Folder::new().with(&[".wwebjs_auth/session-crm-whatsapp-session", ".wwebjs_auth/other"]);
    assert_eq!(name(&one, &[]), "crm-whatsapp-session");
    assert_eq!(name(&one, &[(env::CLIENT_ID, "mine")]), "mine");
    fs::write(one.0.join(".wwebjs_auth/session-file"), "").unwrap();
    assert_eq!(name(&one, &[]), "crm-whatsapp-session", "a file is no login");
    let two = Folder::new().with(&[".wwebjs_auth/session-a", ".wwebjs_auth/session-b"]);
    assert_eq!(name(&two, &[]), "default");
    let elsewhere = Folder::new().with(&[".wwebjs_auth/session-here", "auth/session-there"]);
    assert_eq!(name(&elsewhere, &[(env::LOCALAUTH_DATA_PATH, "auth")]), "there");
}

#[test]
fn wrong_values_are_named() {
    let folder = Folder::new();
    let check = |given: GivenOptions, vars: &[(&str, &str)], expected: &str| {
        let error = resolve(given, &folder.environment(vars)).unwrap_err();
        assert!(error.starts_with(expected), "{error:?} should start with {expected:?}");
    };
    let nothing = GivenOptions::default;
    check(GivenOptions { client_id: Some("a/b".into()), ..nothing() }, &[], "clientId must be 1 to 64 letters");
    check(GivenOptions { client_id: Some("x".repeat(65)), ..nothing() }, &[], "clientId must be 1 to 64 letters");
    check(nothing(), &[(env::CLIENT_ID, "..")], "WHATSAPP_CLIENT_ID must be 1 to 64 letters");
    check(
        GivenOptions { web_url: Some("https://:secret@example.org/".into()), ..nothing() },
        &[],
        "options.webUrl must be",
    );
    check(
        GivenOptions { web_url: Some("ftp://x/".into()), ..nothing() },
        &[],
        "options.webUrl must be an http or https URL",
    );
    check(nothing(), &[(env::WEB_URL, "web.whatsapp.com")], "WA_BRIDGE_WEB_URL must be an http or https URL");
    check(GivenOptions { data_dir: Some(String::new()), ..nothing() }, &[], "options.dataDir must be a path");
    check(
        GivenOptions { default_region: Some("India".into()), ..nothing() },
        &[],
        "options.defaultRegion must be an ISO 3166",
    );
    let args = |arg: &str| GivenOptions { args: Some(vec!["--lang=en".into(), arg.into()]), ..nothing() };
    check(args("proxy"), &[], "options.browser.args[1] must be a switch");
    check(args("--single-process"), &[], "options.browser.args[1] must not be one that wa-bridge sets itself");
    check(args("--user-data-dir=/x"), &[], "options.browser.args[1] must not be one that wa-bridge sets itself");
    check(
        args("--remote-debugging-port=9222"),
        &[],
        "options.browser.args[1] must not be one that wa-bridge sets itself",
    );
}

#[test]
fn a_data_dir_that_a_build_would_wipe_is_refused() {
    let folder = Folder::new();
    let given = |path: &str| GivenOptions { data_dir: Some(path.into()), ..GivenOptions::default() };
    for path in [".next/wa", "./x/../.next", "/app/.next/standalone/wa"] {
        let error = resolve(given(path), &folder.environment(&[])).unwrap_err();
        assert!(error.starts_with("options.dataDir must not lie inside .next"), "{error}");
    }
    assert!(resolve(given(".next/../wa"), &folder.environment(&[])).is_ok());
    let standalone = Environment { working_directory: "/app/.next/standalone".into(), ..Environment::default() };
    let error = resolve(GivenOptions::default(), &standalone).unwrap_err();
    assert!(error.starts_with("options.dataDir must be set here"), "{error}");
    let error = resolve(
        GivenOptions::default(),
        &Environment { vars: [(env::DATA_DIR.into(), ".next".into())].into(), ..standalone },
    );
    assert!(error.unwrap_err().starts_with("WA_BRIDGE_DATA_DIR must not lie inside .next"));
}

#[test]
fn a_difference_is_named_as_in_the_public_api() {
    let folder = Folder::new();
    let environment = folder.environment(&[]);
    let plain = resolve(GivenOptions::default(), &environment).unwrap();
    assert_eq!(plain.difference(&plain.clone()), None);
    let other = GivenOptions { headless: Some(false), ..GivenOptions::default() };
    assert_eq!(plain.difference(&resolve(other, &environment).unwrap()), Some("browser.headless"));
    let other = GivenOptions { default_region: Some("in".into()), ..GivenOptions::default() };
    let other = resolve(other, &environment).unwrap();
    assert_eq!(other.default_region.as_deref(), Some("IN"));
    assert_eq!(plain.difference(&other), Some("defaultRegion"));
}
