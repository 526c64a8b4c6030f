//! A session's options: what the caller gave, what the environment says, and the defaults.

mod client_id;

use std::{
    collections::HashMap,
    path::{Component, Path, PathBuf},
};

use url::Url;

use crate::{Error, phone};

/// WhatsApp Web itself.
pub const DEFAULT_WEB_URL: &str = "https://web.whatsapp.com/";
/// Under the working directory.
pub const DEFAULT_DATA_DIR: &str = ".wa-bridge";

/// Environment variables that options fall back to. An empty one counts as not set.
pub mod env {
    pub const CLIENT_ID: &str = "WHATSAPP_CLIENT_ID";
    pub const DATA_DIR: &str = "WA_BRIDGE_DATA_DIR";
    pub const WEB_URL: &str = "WA_BRIDGE_WEB_URL";
    pub const CHROME: &str = "WA_BRIDGE_CHROME";
    /// Where whatsapp-web.js keeps its logins, for people who come from there.
    pub const LOCALAUTH_DATA_PATH: &str = "LOCALAUTH_DATA_PATH";
}

/// Chromium's switches that would take the profile or the connection out of our hands.
const OUR_SWITCHES: [&str; 6] = [
    "--user-data-dir",
    "--profile-directory",
    "--remote-debugging-",
    "--remote-allow-origins",
    "--single-process",
    "--headless",
];

/// What the process has around it. A parameter, because the host's own view of its variables counts and not `getenv`: worker threads
/// and test runners have copies.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    pub vars: HashMap<String, String>,
    /// Absolute.
    pub working_directory: PathBuf,
}

impl Environment {
    fn var(&self, name: &str) -> Option<&str> {
        self.vars.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}

/// Options as a caller gave them; `None` is not given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GivenOptions {
    pub client_id: Option<String>,
    pub data_dir: Option<String>,
    pub web_url: Option<String>,
    pub executable: Option<String>,
    pub args: Option<Vec<String>>,
    pub headless: Option<bool>,
    pub sandbox: Option<bool>,
    pub default_region: Option<String>,
    pub device_name: Option<String>,
}

/// Options with the environment and the defaults applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionOptions {
    /// `[A-Za-z0-9_-]{1,64}`
    pub client_id: String,
    /// Absolute; each session has a folder of its own in it.
    pub data_dir: PathBuf,
    /// An http or https URL.
    pub web_url: String,
    /// The browser; `None` looks for one.
    pub executable: Option<PathBuf>,
    /// Switches added to ours.
    pub args: Vec<String>,
    pub headless: bool,
    /// Chromium's own sandbox; `None` is on where it can run.
    pub sandbox: Option<bool>,
    /// ISO 3166, upper case.
    pub default_region: Option<String>,
    pub device_name: Option<String>,
    /// Profiles of whatsapp-web.js that may hold this account's login, best first. They need not exist.
    pub adopt_from: Vec<PathBuf>,
}

impl SessionOptions {
    /// # Errors
    /// `ERR_WA_INVALID_ARGUMENT` naming the option, or the environment variable that the value came from.
    pub fn resolve(given: &GivenOptions, environment: &Environment) -> Result<Self, Error> {
        let client_id = client_id::resolve(given.client_id.as_deref(), environment)?;
        let executable = given.executable.as_deref().or_else(|| environment.var(env::CHROME)).map(PathBuf::from);
        Ok(Self {
            data_dir: data_dir(given, environment)?,
            web_url: web_url(given, environment)?,
            executable,
            args: args(given)?,
            headless: given.headless.unwrap_or(true),
            sandbox: given.sandbox,
            default_region: default_region(given)?,
            device_name: given.device_name.clone(),
            adopt_from: client_id::adoptable(&client_id, environment),
            client_id,
        })
    }

    /// The first option, by its public name, in which `other` differs. Two sessions of one `clientId` must not.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Option<&'static str> {
        [
            ("clientId", self.client_id == other.client_id),
            ("dataDir", self.data_dir == other.data_dir),
            ("webUrl", self.web_url == other.web_url),
            ("browser.executablePath", self.executable == other.executable),
            ("browser.args", self.args == other.args),
            ("browser.headless", self.headless == other.headless),
            ("browser.sandbox", self.sandbox == other.sandbox),
            ("defaultRegion", self.default_region == other.default_region),
            ("deviceName", self.device_name == other.device_name),
        ]
        .into_iter()
        .find_map(|(name, same)| (!same).then_some(name))
    }

    /// This session's own folder.
    #[must_use]
    pub fn session_dir(&self) -> PathBuf {
        self.data_dir.join(&self.client_id)
    }
}

/// A value and the name to blame for it: the option's, or the variable's.
fn value_of<'a>(
    given: Option<&'a str>,
    option: &'static str,
    environment: &'a Environment,
    variable: &'static str,
) -> Option<(&'static str, &'a str)> {
    given.map(|value| (option, value)).or_else(|| environment.var(variable).map(|value| (variable, value)))
}

fn data_dir(given: &GivenOptions, environment: &Environment) -> Result<PathBuf, Error> {
    let named = value_of(given.data_dir.as_deref(), "options.dataDir", environment, env::DATA_DIR);
    let (name, path) = named.unwrap_or(("options.dataDir", DEFAULT_DATA_DIR));
    if path.is_empty() || path.contains('\0') {
        return Err(Error::invalid(name, format_args!("must be a path, got {path:?}")));
    }
    let path = lexically_absolute(&environment.working_directory, Path::new(path));
    if path.components().any(|part| part.as_os_str() == ".next") {
        let problem = match named {
            Some(_) => "must not lie inside .next, which a build would wipe",
            None => "must be set here: its default would lie inside .next, which a build would wipe",
        };
        return Err(Error::invalid(name, format_args!("{problem} ({})", path.display())));
    }
    Ok(path)
}

/// Absolute, without `.` and `..`. Links are left alone: the folder need not exist yet.
fn lexically_absolute(working_directory: &Path, path: &Path) -> PathBuf {
    let mut absolute = PathBuf::new();
    for part in working_directory.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                absolute.pop();
            }
            part => absolute.push(part),
        }
    }
    absolute
}

fn web_url(given: &GivenOptions, environment: &Environment) -> Result<String, Error> {
    let Some((name, text)) = value_of(given.web_url.as_deref(), "options.webUrl", environment, env::WEB_URL) else {
        return Ok(DEFAULT_WEB_URL.to_owned());
    };
    match Url::parse(text) {
        // It stands in status() and in errors, which is no place for a password.
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() && !has_credentials(&url) => {
            Ok(url.into())
        }
        _ => Err(Error::invalid(name, format_args!("must be an http or https URL, got {text:?}"))),
    }
}

fn has_credentials(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

fn args(given: &GivenOptions) -> Result<Vec<String>, Error> {
    let args = given.args.clone().unwrap_or_default();
    for (index, arg) in args.iter().enumerate() {
        let field = || format!("options.browser.args[{index}]");
        if !arg.starts_with("--") {
            return Err(Error::invalid(
                field(),
                format_args!("must be a switch such as \"--proxy-server=…\", got {arg:?}"),
            ));
        }
        if OUR_SWITCHES.iter().any(|ours| arg.starts_with(ours)) {
            return Err(Error::invalid(
                field(),
                format_args!("must not be one that wa-bridge sets itself, got {arg:?}"),
            ));
        }
    }
    Ok(args)
}

fn default_region(given: &GivenOptions) -> Result<Option<String>, Error> {
    match &given.default_region {
        Some(region) if !phone::is_region(region) => Err(Error::invalid(
            "options.defaultRegion",
            format_args!("must be an ISO 3166 country code such as \"IN\", got {region:?}"),
        )),
        region => Ok(region.as_ref().map(|region| region.to_ascii_uppercase())),
    }
}

#[cfg(test)]
mod tests;
