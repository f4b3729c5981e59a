//! How much input has arrived but is not yet used: tells pasted and piped-in lines from typed ones.
//!
//! The line editor reads up to a kilobyte at a time and hides what it has not used. The kernel counts
//! every byte this thread reads, so what is left over is what was read minus the keys seen since.
//! Without those counts (another kernel) nothing ever seems to be waiting, and lines count as typed.

use std::fs::File;
use std::os::unix::fs::FileExt;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// How long a sender may pause within a burst.
const MOMENT: Timespec = Timespec { tv_sec: 0, tv_nsec: 10_000_000 };

const COUNTS: &str = "/proc/thread-self/io";

/// Follows the bytes of the keyboard.
#[derive(Debug)]
pub struct Arrivals {
    counts: Option<File>,
    /// What reading the counts has itself added to them.
    own: u64,
    read: u64,
    waiting: u64,
    together: bool,
    /// The last key took an unknown number of bytes.
    unsure: bool,
}

/// What a key was, as far as its bytes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyBytes {
    /// So many bytes.
    Known(u64),
    /// An escape sequence or a paste of unknown length.
    Unknown,
}

impl Arrivals {
    /// Begins to follow; to be called on the thread that reads.
    pub fn new() -> Self {
        let mut arrivals = Arrivals {
            counts: File::open(COUNTS).ok(),
            own: 0,
            read: 0,
            waiting: 0,
            together: false,
            unsure: false,
        };
        arrivals.read = arrivals.total_read();
        arrivals
    }

    /// Bytes this thread has read, the counts themselves not counted.
    fn total_read(&mut self) -> u64 {
        let Some(file) = &self.counts else { return 0 };
        let mut buffer = [0; 256];
        let length = file.read_at(&mut buffer, 0).unwrap_or(0);
        let total = read_count(&buffer[..length]).unwrap_or(0).saturating_sub(self.own);
        self.own += length as u64;
        total
    }

    /// Takes note of one key.
    pub fn key(&mut self, bytes: KeyBytes) {
        let total = self.total_read();
        let fresh = total.saturating_sub(self.read);
        self.read = total;
        // The editor reads again only when it has used everything, so a fresh read starts anew.
        let had = match fresh {
            _ if self.unsure => 0,
            0 => self.waiting,
            fresh => fresh,
        };
        self.unsure = bytes == KeyBytes::Unknown;
        self.together = self.counts.is_some() && fresh == 0;
        self.waiting = match bytes {
            KeyBytes::Known(used) => had.saturating_sub(used),
            KeyBytes::Unknown => 0,
        };
    }

    /// Whether the last key arrived in one piece with the one before it, as no fingers can.
    pub fn came_together(&self) -> bool {
        self.together
    }

    /// Whether keys that have been read are still to be used.
    pub fn unused(&self) -> bool {
        self.waiting > 0
    }

    /// Whether more input is there already: in the editor's buffer or in the kernel's. In the middle
    /// of a burst the sender gets a moment to go on: a long paste comes in pieces.
    pub fn more(&self) -> bool {
        let moment = if self.together { MOMENT } else { Timespec::default() };
        let stdin = std::io::stdin();
        let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
        self.waiting > 0 || poll(&mut fds, Some(&moment)).is_ok_and(|ready| ready > 0)
    }
}

/// The number after `rchar:`.
fn read_count(text: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(text).ok()?;
    text.lines().find_map(|line| line.strip_prefix("rchar: "))?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counts_are_read_without_counting_themselves() {
        let mut arrivals = Arrivals::new();
        let first = arrivals.total_read();
        assert_eq!(arrivals.total_read(), first);
        assert_eq!(read_count(b"rchar: 12\nwchar: 3\n"), Some(12));
    }
}
