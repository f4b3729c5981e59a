//! A pseudo-terminal with the program in it: what a person types, and what the screen shows.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use rustix::io::{FdFlags, fcntl_setfd};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

/// Keys beyond this are sent while the answer is read.
const LONG: usize = 2000;
/// How long an answer may take before a test gives up; machines under load are slow.
const PATIENCE: Duration = Duration::from_secs(20);

/// A folder of its own for each test's history and files.
pub fn home(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    // Left over from an earlier run, or not there.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

pub struct Terminal {
    master: File,
    child: Child,
    /// Everything shown so far, without escape sequences and `\r`.
    screen: String,
    /// Bytes that end in the middle of a letter or an escape sequence.
    pending: Vec<u8>,
    /// How much of the screen earlier expectations have used.
    seen: usize,
}

impl Terminal {
    /// The program at its prompt, with its files under `home`.
    pub fn start(home: &Path, arguments: &[&str]) -> Terminal {
        let mut terminal = Terminal::start_silently(home, arguments);
        terminal.expect(">>> ");
        terminal
    }

    /// The program, not waiting for its prompt.
    pub fn start_silently(home: &Path, arguments: &[&str]) -> Terminal {
        Terminal::of_type("xterm-256color", home, arguments)
    }

    /// The program in a terminal that calls itself so, not waiting for its prompt.
    pub fn of_type(term: &str, home: &Path, arguments: &[&str]) -> Terminal {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        // A program that kept the terminal's other end would never see it hang up.
        fcntl_setfd(&master, FdFlags::CLOEXEC).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        // It is the program's terminal, not the test's.
        let flags = OFlags::NOCTTY.bits() as i32;
        let mut options = File::options();
        options.read(true).write(true).custom_flags(flags);
        let slave = options.open(name.to_str().unwrap()).unwrap();
        let size = Winsize { ws_row: 50, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&master, size).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_refscope"));
        command
            .args(arguments)
            .env("TERM", term)
            .env("NO_COLOR", "1")
            .env("HOME", home)
            .env("XDG_STATE_HOME", home)
            .env("XDG_CONFIG_HOME", home)
            .stdin(Stdio::from(OwnedFd::from(slave.try_clone().unwrap())))
            .stdout(Stdio::from(OwnedFd::from(slave.try_clone().unwrap())))
            .stderr(Stdio::from(OwnedFd::from(slave)));
        take_terminal(&mut command);
        let child = command.spawn().unwrap();
        let master = File::from(master);
        Terminal { master, child, screen: String::new(), pending: Vec::new(), seen: 0 }
    }

    /// Sends bytes that may be no text.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.master.write_all(bytes).unwrap();
    }

    /// Sends keys as they are; Enter is `\r`.
    pub fn keys(&mut self, keys: &str) {
        if keys.len() < LONG {
            return self.master.write_all(keys.as_bytes()).unwrap();
        }
        // The terminal takes no more until the program has read, and the program does not read until
        // its output has been taken.
        let (mut master, keys) = (self.master.try_clone().unwrap(), keys.to_owned());
        std::thread::spawn(move || master.write_all(keys.as_bytes()));
    }

    /// Sends keys one by one, as fingers do.
    pub fn slowly(&mut self, keys: &str) {
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            // An arrow key is three characters that arrive at once.
            let length = if first == '\x1b' { 3 } else { first.len_utf8() };
            let (key, others) = rest.split_at(length);
            self.keys(key);
            // Its effect is awaited, so that no two keys are ever read at once.
            self.read(Duration::from_secs(2));
            while self.read(Duration::from_millis(15)) {}
            rest = others;
        }
    }

    /// How long the screen takes to answer a key.
    pub fn timed(&mut self, key: char) -> Duration {
        let start = Instant::now();
        self.keys(key.encode_utf8(&mut [0; 4]));
        self.read(Duration::from_secs(5));
        let taken = start.elapsed();
        while self.read(Duration::from_millis(15)) {}
        taken
    }

    /// A line and Enter; waits for the next prompt.
    pub fn run(&mut self, line: &str) -> String {
        self.settle(Duration::from_millis(60));
        self.keys(&format!("{line}\r"));
        self.expect("\n>>> ")
    }

    /// A bracketed paste, and Enter.
    pub fn paste(&mut self, text: &str) {
        self.keys(&format!("\x1b[200~{text}\x1b[201~\r"));
    }

    /// Changes the width of the window.
    pub fn resize(&mut self, columns: u16) {
        self.resize_to(columns, 50);
    }

    /// Changes the size of the window.
    pub fn resize_to(&mut self, columns: u16, rows: u16) {
        let size = Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&self.master, size).unwrap();
    }

    /// Waits until `wanted` is shown after everything expected before; what was shown up to it.
    pub fn expect(&mut self, wanted: &str) -> String {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(at) = self.screen[self.seen..].find(wanted) {
                let shown = self.screen[self.seen..self.seen + at].to_owned();
                self.seen += at + wanted.len();
                return shown;
            }
            let left = end.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero() && self.read(left),
                "{wanted:?} was not shown; the screen since the last expectation:\n{}",
                &self.screen[self.seen..]
            );
        }
    }

    /// What else appears until nothing new comes for `quiet`.
    pub fn settle(&mut self, quiet: Duration) -> String {
        while self.read(quiet) {}
        let rest = self.screen[self.seen..].to_owned();
        self.seen = self.screen.len();
        rest
    }

    /// Waits for the program to end; its exit status.
    pub fn ended(&mut self) -> Option<i32> {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            self.read(Duration::from_millis(20));
        }
        panic!("the program did not end; the screen:\n{}", self.screen);
    }

    /// Takes what is there within `limit`; whether there was something.
    fn read(&mut self, limit: Duration) -> bool {
        let limit =
            Timespec { tv_sec: limit.as_secs() as i64, tv_nsec: i64::from(limit.subsec_nanos()) };
        let ready = {
            let mut fds = [PollFd::from_borrowed_fd(self.master.as_fd(), PollFlags::IN)];
            poll(&mut fds, Some(&limit)).unwrap_or(0)
        };
        if ready == 0 {
            return false;
        }
        let mut buffer = [0; 65536];
        match self.master.read(&mut buffer) {
            Ok(length) if length > 0 => {
                self.pending.extend_from_slice(&buffer[..length]);
                self.show();
                true
            }
            _ => false,
        }
    }

    /// Puts what has arrived whole on the screen.
    fn show(&mut self) {
        let whole = match std::str::from_utf8(&self.pending) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&self.pending[..error.valid_up_to()]).unwrap(),
        };
        let cut = whole.rfind('\x1b').filter(|&at| is_open(&whole[at..])).unwrap_or(whole.len());
        self.screen.push_str(&plain(&whole[..cut]));
        self.pending.drain(..cut);
    }
}

/// Whether an escape sequence lacks its end.
fn is_open(sequence: &str) -> bool {
    match sequence.as_bytes() {
        [_] => true,
        [_, b'[', rest @ ..] => !rest.iter().any(u8::is_ascii_alphabetic),
        [_, b']', rest @ ..] => !rest.contains(&7),
        _ => false,
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Makes the child the leader of a session whose terminal is its standard input, so that Ctrl-C
/// reaches it as a signal.
#[expect(unsafe_code, reason = "a pseudo-terminal can only be taken between fork and exec")]
fn take_terminal(command: &mut Command) {
    // SAFETY: both calls are async-signal-safe system calls without allocation.
    unsafe {
        command.pre_exec(|| {
            rustix::process::setsid()?;
            rustix::process::ioctl_tiocsctty(rustix::stdio::stdin())?;
            Ok(())
        });
    }
}

/// Text without escape sequences and carriage returns.
fn plain(raw: &str) -> String {
    let mut text = String::new();
    let mut letters = raw.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\x1b' => match letters.next() {
                Some('[') => while letters.next_if(|c| !c.is_ascii_alphabetic()).is_some() {},
                Some(']') => while letters.next_if(|c| *c != '\x07').is_some() {},
                _ => continue,
            },
            '\r' | '\x07' => continue,
            other => {
                text.push(other);
                continue;
            }
        }
        letters.next();
    }
    text
}
