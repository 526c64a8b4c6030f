//! How a session gets its name, and which logins of whatsapp-web.js carry it.

use std::{fs, path::PathBuf};

use super::{Environment, env, lexically_absolute, value_of};
use crate::Error;

/// When nothing names a session.
const DEFAULT: &str = "default";
/// Where whatsapp-web.js keeps its logins unless told otherwise.
const LOCALAUTH_DEFAULT: &str = ".wwebjs_auth";
const FOLDER_PREFIX: &str = "session-";

/// The given name; else `WHATSAPP_CLIENT_ID`; else that of the one login that whatsapp-web.js left here; else `default`.
pub(super) fn resolve(given: Option<&str>, environment: &Environment) -> Result<String, Error> {
    match value_of(given, "clientId", environment, env::CLIENT_ID) {
        Some((_, id)) if is_client_id(id) => Ok(id.to_owned()),
        Some((name, id)) => {
            Err(Error::invalid(name, format_args!("must be 1 to 64 letters, digits, `_` or `-`, got {id:?}")))
        }
        None => Ok(only_login(environment).unwrap_or_else(|| DEFAULT.to_owned())),
    }
}

/// Folders in which whatsapp-web.js would keep the login of `client_id`. Without a client id it names its folder just `session`.
pub(super) fn adoptable(client_id: &str, environment: &Environment) -> Vec<PathBuf> {
    let logins = logins(environment);
    let mut folders = vec![logins.join(format!("{FOLDER_PREFIX}{client_id}"))];
    if client_id == DEFAULT {
        folders.push(logins.join("session"));
    }
    folders
}

fn logins(environment: &Environment) -> PathBuf {
    let path = environment.var(env::LOCALAUTH_DATA_PATH).unwrap_or(LOCALAUTH_DEFAULT);
    lexically_absolute(&environment.working_directory, path.as_ref())
}

fn only_login(environment: &Environment) -> Option<String> {
    let mut ids = fs::read_dir(logins(environment)).ok()?.flatten().filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        let id = name.strip_prefix(FOLDER_PREFIX).filter(|id| is_client_id(id))?;
        entry.path().is_dir().then(|| id.to_owned())
    });
    let only = ids.next()?;
    ids.next().is_none().then_some(only)
}

fn is_client_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}
