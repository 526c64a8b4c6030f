//! The login on disk: `<session_dir>/profile` is the browser's profile, `tombstone` beside it says that older copies are dead.

use std::{
    fs, io,
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use wa_bridge_core::{Error, error::cause};

/// How often a profile is tried to be deleted while a dying browser still writes to it.
const DELETE_ATTEMPTS: u32 = 10;
const DELETE_RETRY: Duration = Duration::from_millis(100);

/// Where one session's parts are.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    pub(crate) session_dir: PathBuf,
}

impl Layout {
    /// The browser's `--user-data-dir`.
    pub(crate) fn profile(&self) -> PathBuf {
        self.session_dir.join("profile")
    }

    fn tombstone(&self) -> PathBuf {
        self.session_dir.join("tombstone")
    }

    /// A name beside the profile for something that is not one, or not one any more.
    pub(crate) fn scratch(&self, purpose: &str) -> PathBuf {
        self.session_dir.join(format!("{purpose}-{:08x}", rand::random::<u32>()))
    }

    /// Makes the directories, readable by nobody else, and keeps them out of version control: the data directory where it is ours alone,
    /// else only what is in it of this session. A folder that was there before may hold other things, which git is to see.
    pub(crate) fn prepare(&self) -> Result<(), Error> {
        let data_dir = self.session_dir.parent().filter(|data_dir| !data_dir.exists());
        let ours = data_dir.unwrap_or(&self.session_dir).to_path_buf();
        make_private(&self.session_dir)?;
        if !self.is_ignored() {
            let ignore = ours.join(".gitignore");
            fs::write(&ignore, "*\n").map_err(|error| storage(&ignore, error))?;
        }
        Ok(())
    }

    fn is_ignored(&self) -> bool {
        let ignores_all = |dir: &Path| {
            fs::read_to_string(dir.join(".gitignore")).is_ok_and(|text| text.lines().any(|line| line.trim() == "*"))
        };
        self.session_dir.ancestors().take(2).any(ignores_all)
    }

    /// Makes the profile's own directory, once it is certain that none is adopted.
    pub(crate) fn prepare_profile(&self) -> Result<(), Error> {
        make_private(&self.profile())
    }

    /// Whether the session has, or had, a login of its own: then none is taken over from elsewhere.
    pub(crate) fn adoptable(&self) -> bool {
        !self.profile().exists() && !self.tombstone().exists()
    }

    /// Removes the login: at one stroke, so that a crash in the middle leaves no half of one. Call only while holding the owner lock.
    pub(crate) fn forget(&self, tombstone: bool) -> Result<(), Error> {
        if tombstone {
            let path = self.tombstone();
            fs::write(&path, "The login was ended on purpose; older copies of it are dead.\n")
                .map_err(|error| storage(&path, error))?;
        }
        let trash = self.scratch("trash");
        match fs::rename(self.profile(), &trash) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(storage(&self.profile(), error)),
            Ok(()) => delete(&trash)?,
        }
        self.sweep();
        Ok(())
    }

    /// Deletes what an interrupted removal or adoption left. Call only while holding the owner lock.
    pub(crate) fn sweep(&self) {
        let Ok(entries) = fs::read_dir(&self.session_dir) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let left_over =
                name.to_str().is_some_and(|name| name.starts_with("trash-") || name.starts_with("adopting-"));
            if left_over {
                // It is tried again at the next start.
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }
}

fn make_private(path: &Path) -> Result<(), Error> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(|error| storage(path, error))?;
    let mode = fs::metadata(path).map_err(|error| storage(path, error))?.permissions().mode();
    if mode & 0o077 != 0 {
        fs::set_permissions(path, fs::Permissions::from_mode(0o700)).map_err(|error| storage(path, error))?;
    }
    Ok(())
}

fn delete(path: &Path) -> Result<(), Error> {
    let mut attempt = 1;
    loop {
        match fs::remove_dir_all(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) if attempt == DELETE_ATTEMPTS => return Err(storage(path, error)),
            Err(_) => thread::sleep(DELETE_RETRY),
            Ok(()) => return Ok(()),
        }
        attempt += 1;
    }
}

/// A fault of the file system at `path`.
pub(crate) fn storage(path: &Path, error: io::Error) -> Error {
    Error::Storage { path: path.to_path_buf(), problem: error.to_string(), source: cause(error) }
}
