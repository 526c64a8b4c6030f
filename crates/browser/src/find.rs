//! Which browser to use. It is never downloaded.

use std::{
    env,
    ffi::{OsStr, OsString},
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
    "chrome.exe",
    "msedge.exe",
];

/// Places outside PATH. Snap and Flatpak stand last: their confinement keeps the browser out of many data directories.
const LINUX: &[&str] = &[
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
];

/// For everybody, and below a person's home.
const MACOS: &[&str] = &[
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

/// Below each of [`WINDOWS_ROOTS`].
const WINDOWS: &[&str] = &[
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
];

/// Variables that name where Windows keeps programs: for everybody, 32-bit ones, and one person's.
const WINDOWS_ROOTS: &[&str] = &["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"];

/// The systems that browsers are looked for on. The engine itself runs on Linux and macOS so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum System {
    Linux,
    MacOs,
    Windows,
}

impl System {
    const THIS: Self = if cfg!(target_os = "macos") {
        Self::MacOs
    } else if cfg!(windows) {
        Self::Windows
    } else {
        Self::Linux
    };

    /// Where this system keeps browsers, best first. `var` reads an environment variable.
    fn places(self, var: impl Fn(&str) -> Option<OsString>) -> Vec<PathBuf> {
        let below = |roots: Vec<PathBuf>, places: &'static [&'static str]| {
            let each = |root: PathBuf| places.iter().map(move |place| root.join(place.trim_start_matches('/')));
            roots.into_iter().flat_map(each).collect()
        };
        match self {
            Self::Linux => LINUX.iter().map(PathBuf::from).collect(),
            Self::MacOs => {
                let roots = [Some(PathBuf::from("/")), var("HOME").map(PathBuf::from)];
                below(roots.into_iter().flatten().collect(), MACOS)
            }
            Self::Windows => {
                below(WINDOWS_ROOTS.iter().filter_map(|root| var(root).map(PathBuf::from)).collect(), WINDOWS)
            }
        }
    }
}

/// The browser for these options: the one that they name, the one in `WA_BRIDGE_CHROME`, or the first that is found. One that is named
/// and not there is an error, and no other is taken for it.
pub(crate) fn executable(named: Option<&Path>) -> Result<PathBuf, Error> {
    let var = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    let named = named.map(Path::to_path_buf).or_else(|| var("WA_BRIDGE_CHROME").map(PathBuf::from));
    search(named, var("PATH").as_deref(), System::THIS.places(var))
}

fn search(named: Option<PathBuf>, path: Option<&OsStr>, places: Vec<PathBuf>) -> Result<PathBuf, Error> {
    let directories: Vec<PathBuf> = path.map(|path| env::split_paths(path).collect()).unwrap_or_default();
    let candidates: Vec<PathBuf> = match named.clone() {
        // A bare name is looked up as a shell would.
        Some(name) if name.components().count() == 1 => directories.iter().map(|dir| dir.join(&name)).collect(),
        Some(path) => vec![path],
        None => {
            let on_path = NAMES.iter().flat_map(|name| directories.iter().map(move |dir| dir.join(name)));
            on_path.chain(places).collect()
        }
    };
    candidates.iter().find(|path| is_executable(path)).cloned().ok_or_else(|| Error::BrowserNotFound {
        named,
        looked_in: candidates,
        install: install::command(),
    })
}

fn is_executable(path: &Path) -> bool {
    path.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_named_browser_or_none() {
        assert_eq!(search(Some("/bin/sh".into()), None, vec![]).unwrap(), Path::new("/bin/sh"));
        assert_eq!(search(Some("sh".into()), Some("/nowhere:/bin".as_ref()), vec![]).unwrap(), Path::new("/bin/sh"));
        let missing = search(Some("/nowhere/chrome".into()), Some("/usr/bin".as_ref()), vec!["/bin/sh".into()]);
        assert!(matches!(missing, Err(Error::BrowserNotFound { looked_in, install, .. })
            if looked_in == [Path::new("/nowhere/chrome")] && !install.is_empty()));
    }

    #[test]
    fn looks_in_the_usual_places_last() {
        let places = vec!["/bin/sh".into()];
        assert_eq!(search(None, Some("/nowhere".as_ref()), places).unwrap(), Path::new("/bin/sh"));
        assert!(search(None, None, vec!["/etc/passwd".into()]).is_err(), "a file that cannot be run is no browser");
    }

    #[test]
    fn knows_the_usual_places_of_each_system() {
        let var = |name: &str| {
            let value = match name {
                "HOME" => "/Users/asha",
                "ProgramFiles" => "C:/Program Files",
                "LOCALAPPDATA" => "C:/Users/asha/AppData/Local",
                _ => return None,
            };
            Some(OsString::from(value))
        };
        let has = |system: System, place: &str| system.places(var).contains(&PathBuf::from(place));
        assert!(has(System::Linux, "/usr/bin/chromium"));
        assert!(has(System::MacOs, "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"));
        assert!(has(System::MacOs, "/Users/asha/Applications/Chromium.app/Contents/MacOS/Chromium"));
        assert!(has(System::Windows, "C:/Program Files/Microsoft/Edge/Application/msedge.exe"));
        assert!(has(System::Windows, "C:/Users/asha/AppData/Local/Google/Chrome/Application/chrome.exe"));
    }
}
