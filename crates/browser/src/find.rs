//! Which browser to use. It is never downloaded.

use std::{
    env,
    ffi::OsStr,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use wa_bridge_core::Error;

use crate::install;

/// Names to look for on PATH, best first.
const NAMES: &[&str] = &[
    "google-chrome-stable",
    "google-chrome",
    "chromium",
    "chromium-browser",
    "chrome",
    "microsoft-edge-stable",
    "microsoft-edge",
];

/// Places outside PATH. Snap and Flatpak stand last: their confinement keeps the browser out of many data directories.
const PLACES: &[&str] = if cfg!(target_os = "macos") {
    &[
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ]
} else {
    &[
        "/opt/google/chrome/chrome",
        "/usr/bin/google-chrome-stable",
        "/usr/bin/google-chrome",
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/lib/chromium/chromium",
        "/usr/lib64/chromium-browser/chromium-browser",
        "/opt/microsoft/msedge/msedge",
        "/usr/bin/microsoft-edge-stable",
        "/snap/bin/chromium",
        "/var/lib/flatpak/exports/bin/com.google.Chrome",
        "/var/lib/flatpak/exports/bin/org.chromium.Chromium",
        "/var/lib/flatpak/exports/bin/com.microsoft.Edge",
    ]
};

/// The browser for these options: the one that they name, the one in `WA_BRIDGE_CHROME`, or the first that is found. One that is named
/// and not there is an error, and no other is taken for it.
pub(crate) fn executable(named: Option<&Path>) -> Result<PathBuf, Error> {
    let from_env = env::var_os("WA_BRIDGE_CHROME").filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = env::var_os("HOME").map(PathBuf::from);
    search(named.map(Path::to_path_buf).or(from_env), env::var_os("PATH").as_deref(), home.as_deref(), PLACES)
}

fn search(
    named: Option<PathBuf>,
    path: Option<&OsStr>,
    home: Option<&Path>,
    places: &[&str],
) -> Result<PathBuf, Error> {
    let directories: Vec<PathBuf> = path.map(|path| env::split_paths(path).collect()).unwrap_or_default();
    let candidates: Vec<PathBuf> = match named {
        // A bare name is looked up as a shell would.
        Some(name) if name.components().count() == 1 => directories.iter().map(|dir| dir.join(&name)).collect(),
        Some(path) => vec![path],
        None => {
            let on_path = NAMES.iter().flat_map(|name| directories.iter().map(move |dir| dir.join(name)));
            let in_home = home.filter(|_| cfg!(target_os = "macos")).into_iter();
            let in_home = in_home.flat_map(|home| places.iter().map(|place| home.join(place.trim_start_matches('/'))));
            on_path.chain(places.iter().map(PathBuf::from)).chain(in_home).collect()
        }
    };
    candidates
        .iter()
        .find(|path| is_executable(path))
        .cloned()
        .ok_or_else(|| Error::BrowserNotFound { looked_in: candidates, install: install::command() })
}

fn is_executable(path: &Path) -> bool {
    path.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_named_browser_or_none() {
        assert_eq!(search(Some("/bin/sh".into()), None, None, &[]).unwrap(), Path::new("/bin/sh"));
        assert_eq!(search(Some("sh".into()), Some("/nowhere:/bin".as_ref()), None, &[]).unwrap(), Path::new("/bin/sh"));
        let missing = search(Some("/nowhere/chrome".into()), Some("/usr/bin".as_ref()), None, &["/bin/sh"]);
        assert!(matches!(missing, Err(Error::BrowserNotFound { looked_in, install })
            if looked_in == [Path::new("/nowhere/chrome")] && !install.is_empty()));
    }

    #[test]
    fn looks_in_the_usual_places_last() {
        assert_eq!(search(None, Some("/nowhere".as_ref()), None, &["/bin/sh"]).unwrap(), Path::new("/bin/sh"));
        assert!(search(None, None, None, &["/etc/passwd"]).is_err(), "a file that cannot be run is no browser");
    }
}
