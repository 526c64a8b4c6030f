//! The browser's process: started on a pipe, in a session of its own, watched to its end.
//!
//! Unix only so far. Windows needs `--remote-debugging-io-pipes` with inherited handles and a job object, which could not be run here.

use std::{
    fs::File,
    io,
    os::{
        fd::{AsRawFd, OwnedFd, RawFd},
        unix::process::{CommandExt, ExitStatusExt},
    },
    path::Path,
    process::{Child, ExitStatus, Stdio},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use tokio::{io::AsyncReadExt, net::unix::pipe, sync::watch};
use tokio_util::sync::CancellationToken;

use crate::group;

/// How long a browser whose pipe is closed may take to end in order.
const GRACE_AFTER_PIPE: Duration = Duration::from_secs(3);
/// How long what an ended browser wrote to stderr may be under way.
const LAST_WORDS: Duration = Duration::from_millis(300);
/// How long the killed children of an ended browser may take to disappear.
const STRAGGLERS: Duration = Duration::from_secs(1);
/// How much of what the browser wrote to stderr is kept, bytes.
const TAIL: usize = 8 * 1024;

/// Our two ends of the browser's pipe.
pub(crate) struct Pipes {
    pub(crate) to_browser: pipe::Sender,
    pub(crate) from_browser: pipe::Receiver,
}

/// How the browser ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exit {
    /// The exit code; `None` when a signal ended it.
    pub(crate) code: Option<i32>,
    signal: Option<i32>,
}

impl Exit {
    fn new(status: ExitStatus) -> Self {
        Self { code: status.code(), signal: status.signal() }
    }
}

impl std::fmt::Display for Exit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.code, self.signal) {
            (Some(code), _) => write!(f, "exit code {code}"),
            (None, Some(signal)) => write!(f, "signal {signal}"),
            (None, None) => f.write_str("unknown status"),
        }
    }
}

/// A started browser. Dropping it kills what is still there three seconds later: by then the dropped pipe has ended it in order.
pub(crate) struct Process {
    pub(crate) pid: u32,
    shared: Arc<Shared>,
    exit: watch::Receiver<Option<Exit>>,
    stderr: Arc<Tail>,
}

/// The last of what the browser wrote to stderr.
#[derive(Default)]
struct Tail {
    bytes: Mutex<Vec<u8>>,
    complete: CancellationToken,
}

struct Shared {
    pid: libc::pid_t,
    /// Whether the pid has been given back to the system. Signals go out only under this lock while it has not.
    reaped: Mutex<bool>,
    changed: Condvar,
}

impl Process {
    /// Starts `executable` with a debugging pipe on fds 3 and 4. `lock` is inherited: it is held for as long as the browser lives, also
    /// when this process is gone.
    pub(crate) fn start(executable: &Path, args: &[String], lock: &File) -> io::Result<(Self, Pipes)> {
        let (browser_reads, to_browser) = io::pipe()?;
        let (from_browser, browser_writes) = io::pipe()?;
        let (stderr, browser_stderr) = io::pipe()?;

        let mut command = std::process::Command::new(executable);
        command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(browser_stderr);
        let (reads, writes, locked) = (browser_reads.as_raw_fd(), browser_writes.as_raw_fd(), lock.as_raw_fd());
        // SAFETY: `prepare_child` makes only async-signal-safe calls, allocates nothing, and the fds outlive the fork.
        unsafe { command.pre_exec(move || prepare_child(reads, writes, locked)) };
        let child = command.spawn()?;
        // Holds our copies of the browser's ends; while one is open the pipe never ends.
        drop(command);

        let pid = child.id();
        let shared = Arc::new(Shared {
            pid: libc::pid_t::try_from(pid).unwrap_or_default(),
            reaped: Mutex::new(false),
            changed: Condvar::new(),
        });
        let (tell, exit) = watch::channel(None);
        let watched = Arc::clone(&shared);
        thread::Builder::new().name("wa-browser-exit".to_owned()).stack_size(128 * 1024).spawn(move || {
            watched.reap(child, &tell);
        })?;
        let process = Self { pid, shared, exit, stderr: Arc::default() };
        let pipes = Pipes {
            to_browser: pipe::Sender::from_owned_fd(OwnedFd::from(to_browser))?,
            from_browser: pipe::Receiver::from_owned_fd(OwnedFd::from(from_browser))?,
        };
        tokio::spawn(keep_tail(pipe::Receiver::from_owned_fd(OwnedFd::from(stderr))?, Arc::clone(&process.stderr)));
        Ok((process, pipes))
    }

    /// Resolves when the browser has ended and its pid is free.
    pub(crate) fn exited(&self) -> impl Future<Output = Exit> + Send + use<> {
        let mut exit = self.exit.clone();
        async move {
            match exit.wait_for(Option::is_some).await {
                Ok(exit) => exit.clone().unwrap_or(Exit { code: None, signal: None }),
                // The watching thread ended without a word: it panicked.
                Err(_) => Exit { code: None, signal: None },
            }
        }
    }

    /// Kills the browser and everything that it started.
    pub(crate) fn kill(&self) {
        self.shared.kill();
    }

    /// The last of what an ended browser wrote to stderr.
    pub(crate) async fn last_words(&self) -> String {
        // A grandchild may hold the pipe open for longer than anybody wants to wait.
        let _ = tokio::time::timeout(LAST_WORDS, self.stderr.complete.cancelled()).await;
        String::from_utf8_lossy(&held(&self.stderr.bytes)).into_owned()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if self.exit.borrow().is_some() {
            return;
        }
        let shared = Arc::clone(&self.shared);
        let insist = move || {
            if !shared.ended_within(GRACE_AFTER_PIPE) {
                shared.kill();
            }
        };
        // A thread and not a task: the runtime may be what is being dropped.
        if thread::Builder::new().name("wa-browser-end".to_owned()).stack_size(128 * 1024).spawn(insist).is_err() {
            self.shared.kill();
        }
    }
}

impl Shared {
    fn reap(&self, mut child: Child, tell: &watch::Sender<Option<Exit>>) {
        wait_without_reaping(self.pid);
        self.clear_group();
        let mut reaped = held(&self.reaped);
        let exit = child.wait().map_or(Exit { code: None, signal: None }, Exit::new);
        *reaped = true;
        drop(reaped);
        self.changed.notify_all();
        tell.send_replace(Some(exit));
    }

    fn kill(&self) {
        let reaped = held(&self.reaped);
        if !*reaped {
            // SAFETY: the group is the browser's own (setsid), and its leader is not reaped, so the id is not anybody else's.
            unsafe { libc::kill(-self.pid, libc::SIGKILL) };
        }
    }

    /// Ends what an ended browser left behind, and waits until it is gone: a straggler would still write into the profile. The browser is
    /// a zombie now, so the group's id is not anybody else's.
    fn clear_group(&self) {
        self.kill();
        let deadline = Instant::now() + STRAGGLERS;
        while group::has_others(self.pid) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn ended_within(&self, time: Duration) -> bool {
        let reaped = held(&self.reaped);
        let waited = self.changed.wait_timeout_while(reaped, time, |reaped| !*reaped);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// Waits until the child has ended, and leaves it a zombie: its pid stays its own until the caller reaps it under the lock.
fn wait_without_reaping(pid: libc::pid_t) {
    let Ok(id) = libc::id_t::try_from(pid) else { return };
    loop {
        let mut info = std::mem::MaybeUninit::<libc::siginfo_t>::uninit();
        // SAFETY: `info` is large enough for what the kernel writes; it is not read.
        let result = unsafe { libc::waitid(libc::P_PID, id, info.as_mut_ptr(), libc::WEXITED | libc::WNOWAIT) };
        if result == 0 || io::Error::last_os_error().kind() != io::ErrorKind::Interrupted {
            return;
        }
    }
}

/// Runs in the child between fork and exec.
fn prepare_child(reads: RawFd, writes: RawFd, lock: RawFd) -> io::Result<()> {
    // A session of its own: Ctrl-C in the terminal is for Node, which then ends the browser in order.
    // SAFETY: async-signal-safe, no memory involved.
    check(unsafe { libc::setsid() })?;
    // First out of the way of 3 and 4, which may be any of these. The copies survive exec.
    let reads = duplicate(reads)?;
    let writes = duplicate(writes)?;
    duplicate(lock)?;
    for (from, to) in [(reads, 3), (writes, 4)] {
        // SAFETY: both are fds of this child; what was at `to` is only a copy of the parent's.
        check(unsafe { libc::dup2(from, to) })?;
        // SAFETY: `from` was made above and is used no further.
        check(unsafe { libc::close(from) })?;
    }
    Ok(())
}

/// A copy at 10 or above, without CLOEXEC.
fn duplicate(fd: RawFd) -> io::Result<RawFd> {
    // SAFETY: async-signal-safe, no memory involved.
    check(unsafe { libc::fcntl(fd, libc::F_DUPFD, 10) })
}

fn check(result: libc::c_int) -> io::Result<libc::c_int> {
    if result == -1 { Err(io::Error::last_os_error()) } else { Ok(result) }
}

async fn keep_tail(mut stderr: pipe::Receiver, tail: Arc<Tail>) {
    let mut chunk = [0; 1024];
    while let Ok(read @ 1..) = stderr.read(&mut chunk).await {
        let mut bytes = held(&tail.bytes);
        bytes.extend_from_slice(chunk.get(..read).unwrap_or_default());
        let excess = bytes.len().saturating_sub(TAIL);
        bytes.drain(..excess);
    }
    tail.complete.cancel();
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock_file() -> File {
        File::open("/dev/null").unwrap()
    }

    fn sh(script: &str) -> (Process, Pipes) {
        Process::start(Path::new("/bin/sh"), &["-c".to_owned(), script.to_owned()], &lock_file()).unwrap()
    }

    async fn soon<T>(future: impl Future<Output = T>) -> T {
        tokio::time::timeout(Duration::from_secs(10), future).await.unwrap()
    }

    #[tokio::test]
    async fn speaks_over_fds_3_and_4_and_tells_the_exit_code() {
        let (process, mut pipes) = sh("read line <&3; echo \"got $line\" >&4; echo problem >&2; exit 21");
        tokio::io::AsyncWriteExt::write_all(&mut pipes.to_browser, b"hello\n").await.unwrap();
        let mut answer = String::new();
        soon(pipes.from_browser.read_to_string(&mut answer)).await.unwrap();
        assert_eq!(answer, "got hello\n");
        let exit = soon(process.exited()).await;
        assert_eq!((exit.code, exit.to_string().as_str()), (Some(21), "exit code 21"));
        assert_eq!(process.last_words().await, "problem\n");
    }

    #[tokio::test]
    async fn kills_the_whole_group() {
        let (process, mut pipes) = sh("sleep 600 & wait");
        process.kill();
        assert_eq!(soon(process.exited()).await.to_string(), "signal 9");
        // Our end closes only when nobody holds the other any more, so the grandchild is gone too.
        soon(pipes.from_browser.read_to_end(&mut Vec::new())).await.unwrap();
    }

    #[tokio::test]
    async fn a_dropped_process_that_ignores_its_pipe_is_killed() {
        let (process, pipes) = sh("sleep 600");
        let exited = process.exited();
        drop(pipes);
        drop(process);
        assert_eq!(soon(exited).await.to_string(), "signal 9");
    }

    #[tokio::test]
    async fn a_program_that_is_not_there_is_an_error() {
        let missing = Process::start(Path::new("/nonexistent/browser"), &[], &lock_file());
        assert_eq!(missing.err().map(|error| error.kind()), Some(io::ErrorKind::NotFound));
    }
}
