//! A file's bytes, read ahead and written behind.

use std::fs;
use std::io::{self, Read, Seek, SeekFrom, Write};

/// Bytes read or written at a time.
const CHUNK: usize = 1 << 16;

/// How lines end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    /// Any of `\n`, `\r` and `\r\n`.
    Any,
    /// Only this one.
    One(&'static str),
}

/// *Invariant:* only one of the two buffers has content.
pub(super) struct Buffer {
    file: fs::File,
    /// Read and not yet asked for, from `start` on.
    unread: Vec<u8>,
    start: usize,
    /// Written and not yet in the file.
    pending: Vec<u8>,
    append: bool,
}

impl Buffer {
    pub(super) fn new(file: fs::File, append: bool) -> Self {
        Buffer { file, unread: Vec::new(), start: 0, pending: Vec::new(), append }
    }

    pub(super) fn file(&self) -> &fs::File {
        &self.file
    }

    /// The bytes that were read from the file's start on, looked at once more.
    pub(super) fn behind(&self) -> io::Result<Vec<u8>> {
        let mut file = &self.file;
        let mut bytes = vec![0; usize::try_from(file.stream_position()?).unwrap_or(0)];
        std::os::unix::fs::FileExt::read_exact_at(file, &mut bytes, 0)?;
        Ok(bytes)
    }

    fn ahead(&self) -> &[u8] {
        &self.unread[self.start..]
    }

    /// Reads more; `false` at the end of the file.
    fn fill(&mut self) -> io::Result<bool> {
        self.flush()?;
        self.unread.drain(..self.start);
        self.start = 0;
        let old = self.unread.len();
        self.unread.resize(old + CHUNK, 0);
        let got = loop {
            match self.file.read(&mut self.unread[old..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.unread.truncate(old + *got.as_ref().unwrap_or(&0));
        got.map(|got| got > 0)
    }

    fn take(&mut self, count: usize) -> Vec<u8> {
        let taken = self.ahead()[..count].to_vec();
        self.start += count;
        taken
    }

    /// Up to `most` bytes; all that are left where that is not given.
    pub(super) fn read(&mut self, most: Option<usize>) -> io::Result<Vec<u8>> {
        while most.is_none_or(|most| self.ahead().len() < most) {
            if !self.fill()? {
                break;
            }
        }
        let count = most.map_or(usize::MAX, |most| most).min(self.ahead().len());
        Ok(self.take(count))
    }

    /// What one read gives, at most `most` bytes.
    pub(super) fn read_some(&mut self, most: usize) -> io::Result<Vec<u8>> {
        if self.ahead().is_empty() {
            self.fill()?;
        }
        let count = most.min(self.ahead().len());
        Ok(self.take(count))
    }

    /// Bytes up to and with the next end of a line, at most `most`.
    pub(super) fn line(&mut self, ends: Ends, most: Option<usize>) -> io::Result<Vec<u8>> {
        let mut looked = 0;
        loop {
            if let Some(end) = self.line_end(ends, looked) {
                let count = most.map_or(end, |most| most.min(end));
                return Ok(self.take(count));
            }
            looked = self.ahead().len().saturating_sub(1);
            let enough = most.is_some_and(|most| self.ahead().len() >= most);
            if enough || !self.fill()? {
                let all = self.ahead().len();
                let end = self.final_end(ends).unwrap_or(all);
                return Ok(self.take(most.map_or(end, |most| most.min(end))));
            }
        }
    }

    /// Where the first line ends, if that is known.
    fn line_end(&self, ends: Ends, from: usize) -> Option<usize> {
        let ahead = self.ahead();
        let from = from.min(ahead.len());
        match ends {
            Ends::One(end) => {
                let end = end.as_bytes();
                let found = ahead[from..].windows(end.len()).position(|part| part == end)?;
                Some(from + found + end.len())
            }
            Ends::Any => {
                let at = ahead[from..].iter().position(|byte| matches!(byte, b'\n' | b'\r'))?;
                let at = from + at;
                match (ahead[at], ahead.get(at + 1)) {
                    (b'\n', _) => Some(at + 1),
                    (_, Some(b'\n')) => Some(at + 2),
                    (_, Some(_)) => Some(at + 1),
                    // What follows is not read yet.
                    (_, None) => None,
                }
            }
        }
    }

    /// Where the first line ends when nothing more will come.
    fn final_end(&self, ends: Ends) -> Option<usize> {
        let ahead = self.ahead();
        let last_return = ends == Ends::Any && ahead.last() == Some(&b'\r');
        self.line_end(ends, 0).or(last_return.then_some(ahead.len()))
    }

    /// The next byte, left where it is.
    pub(super) fn peek(&mut self, at: usize) -> io::Result<Option<u8>> {
        while self.ahead().len() <= at {
            if !self.fill()? {
                return Ok(None);
            }
        }
        Ok(Some(self.ahead()[at]))
    }

    /// Replaces what is still to be read, to the end of the file.
    pub(super) fn replace_rest(
        &mut self,
        change: impl FnOnce(Vec<u8>) -> Vec<u8>,
    ) -> io::Result<()> {
        let rest = self.read(None)?;
        self.unread = change(rest);
        self.start = 0;
        Ok(())
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.forget_ahead()?;
        self.pending.extend_from_slice(bytes);
        if self.pending.len() >= CHUNK { self.flush() } else { Ok(()) }
    }

    /// Forgets what was read ahead: as in CPython, text is written behind it.
    pub(super) fn drop_ahead(&mut self) {
        self.unread.clear();
        self.start = 0;
    }

    /// Goes back to where reading has come to.
    fn forget_ahead(&mut self) -> io::Result<()> {
        let ahead = self.ahead().len();
        if ahead > 0 {
            self.file.seek(SeekFrom::Current(-(ahead as i64)))?;
        }
        self.unread.clear();
        self.start = 0;
        Ok(())
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let pending = std::mem::take(&mut self.pending);
        if self.append {
            self.file.seek(SeekFrom::End(0))?;
        }
        self.file.write_all(&pending)
    }

    pub(super) fn tell(&mut self) -> io::Result<u64> {
        self.flush()?;
        Ok(self.file.stream_position()?.saturating_sub(self.ahead().len() as u64))
    }

    pub(super) fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.flush()?;
        self.forget_ahead()?;
        self.file.seek(to)
    }

    pub(super) fn truncate(&mut self, size: Option<u64>) -> io::Result<u64> {
        self.flush()?;
        let size = match size {
            Some(size) => size,
            None => self.tell()?,
        };
        self.forget_ahead()?;
        self.file.set_len(size)?;
        Ok(size)
    }
}
