//! Who owns a session on disk.
//!
//! `owner.lock` is locked by `flock` and inherited by the browser, so the kernel itself knows whether one is alive: over crashes of Node,
//! restarts of containers and hung browsers alike. Chromium's own lock (`SingletonLock`) only names a host and a pid; it is trusted where
//! it names a browser that is alive here, and cleared away where it is stale, because Chromium itself refuses to start over a lock with
//! another host's name for ever.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Seek, Write},
    os::{fd::AsRawFd, unix::fs::OpenOptionsExt},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use wa_bridge_core::{Error, error::cause};

/// A browser that is just ending frees the lock within this.
const PATIENCE: Duration = Duration::from_millis(700);
const RETRY: Duration = Duration::from_millis(25);
/// What Chromium leaves in a profile to keep other Chromiums out.
const SINGLETONS: [&str; 3] = ["SingletonLock", "SingletonCookie", "SingletonSocket"];

/// The lock of one session, held while this file is open anywhere.
#[derive(Debug)]
pub(crate) struct OwnerLock {
    pub(crate) file: File,
}

/// Takes the lock of `session_dir`, or says who has it, within a second.
pub(crate) async fn acquire(session_dir: &Path) -> Result<OwnerLock, Error> {
    let path = session_dir.join("owner.lock");
    let storage =
        |error: io::Error| Error::Storage { path: path.clone(), problem: error.to_string(), source: cause(error) };
    let mut options = OpenOptions::new();
    let mut file =
        options.read(true).write(true).create(true).truncate(false).mode(0o600).open(&path).map_err(storage)?;
    let deadline = Instant::now() + PATIENCE;
    while !try_lock(&file).map_err(storage)? {
        if Instant::now() >= deadline {
            return Err(holder(&mut file));
        }
        tokio::time::sleep(RETRY).await;
    }
    sign(&mut file).map_err(storage)?;
    Ok(OwnerLock { file })
}

/// Removes what a dead browser left in `profile`. Refuses when a browser that is not ours uses it.
pub(crate) fn clear_stale_singletons(profile: &Path) -> Result<(), Error> {
    if let Some(pid) = foreign_owner(profile) {
        return Err(Error::SessionInUse { pid, host: host_name() });
    }
    for name in SINGLETONS {
        let path = profile.join(name);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Error::Storage { path, problem: error.to_string(), source: cause(error) });
            }
            _ => {}
        }
    }
    Ok(())
}

/// The pid of a live browser on this host that has `profile` open, by Chromium's own lock.
pub(crate) fn foreign_owner(profile: &Path) -> Option<u32> {
    let target = std::fs::read_link(profile.join("SingletonLock")).ok()?;
    let (host, pid) = target.to_str()?.rsplit_once('-')?;
    let pid: u32 = pid.parse().ok()?;
    (host == host_name() && uses_profile(pid, profile)).then_some(pid)
}

/// Whether process `pid` is alive and was started with this profile.
fn uses_profile(pid: u32, profile: &Path) -> bool {
    let Ok(command_line) = std::fs::read(format!("/proc/{pid}/cmdline")) else {
        return is_alive(pid) && !Path::new("/proc/self/cmdline").exists();
    };
    let same = |named: &str| same_path(Path::new(named), profile);
    String::from_utf8_lossy(&command_line).split('\0').any(|arg| arg.strip_prefix("--user-data-dir=").is_some_and(same))
}

/// For systems without /proc: a pid that is alive is taken for the browser's, because a wrong guess must not damage a login.
fn is_alive(pid: u32) -> bool {
    let Ok(pid) = libc::pid_t::try_from(pid) else { return false };
    // SAFETY: signal 0 only asks whether the process exists.
    let result = unsafe { libc::kill(pid, 0) };
    result == 0 || io::Error::last_os_error().raw_os_error() == Some(libc::EPERM)
}

fn same_path(a: &Path, b: &Path) -> bool {
    let real = |path: &Path| -> PathBuf { path.canonicalize().unwrap_or_else(|_| path.to_path_buf()) };
    real(a) == real(b)
}

fn try_lock(file: &File) -> io::Result<bool> {
    // `File::try_lock` does the same; the call is spelled out because its being flock, and not fcntl, is what the browser inherits.
    // SAFETY: the fd is open for as long as `file` is borrowed.
    if unsafe { libc::flock(file.as_raw_fd(), libc::LOCK_EX | libc::LOCK_NB) } == 0 {
        return Ok(true);
    }
    let error = io::Error::last_os_error();
    if error.kind() == io::ErrorKind::WouldBlock { Ok(false) } else { Err(error) }
}

/// Writes who we are, for those who find the lock taken.
fn sign(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{} {}", std::process::id(), host_name())
}

fn holder(file: &mut File) -> Error {
    let mut text = String::new();
    // An unreadable signature still means that the lock is taken.
    let _ = file.rewind().and_then(|()| file.read_to_string(&mut text));
    let mut words = text.split_whitespace();
    let pid = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
    Error::SessionInUse { pid, host: words.next().map_or_else(host_name, str::to_owned) }
}

/// This machine's name, as Chromium writes it into its lock.
pub(crate) fn host_name() -> String {
    let mut buffer = [0_u8; 256];
    // SAFETY: the buffer is ours and its true length is given.
    let result = unsafe { libc::gethostname(buffer.as_mut_ptr().cast(), buffer.len()) };
    let length = buffer.iter().position(|byte| *byte == 0).unwrap_or(buffer.len());
    if result != 0 {
        return "localhost".to_owned();
    }
    String::from_utf8_lossy(buffer.get(..length).unwrap_or_default()).into_owned()
}
