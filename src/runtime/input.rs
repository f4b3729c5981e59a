//! The standard input: what the console gave, taken by bytes, by characters or by lines.

use std::cell::RefCell;
use std::io;

use super::raise::ErrorKind;
use super::value::Raised;
use super::vm::Vm;

/// What has been read of the standard input and not been taken yet.
#[derive(Default)]
pub struct Ahead(RefCell<Pending>);

#[derive(Default)]
struct Pending {
    bytes: Vec<u8>,
    /// Those before it have been taken.
    start: usize,
}

impl Ahead {
    /// Whether nothing waits to be taken.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn len(&self) -> usize {
        let pending = self.0.borrow();
        pending.bytes.len() - pending.start
    }

    fn look<R>(&self, act: impl FnOnce(&[u8]) -> R) -> R {
        let pending = self.0.borrow();
        act(&pending.bytes[pending.start..])
    }

    fn add(&self, bytes: Vec<u8>) {
        let mut pending = self.0.borrow_mut();
        match pending.start == pending.bytes.len() {
            true => *pending = Pending { bytes, start: 0 },
            false => pending.bytes.extend(bytes),
        }
    }

    fn take(&self, count: usize) -> Vec<u8> {
        let mut pending = self.0.borrow_mut();
        let start = pending.start;
        if start == 0 && count == pending.bytes.len() {
            return std::mem::take(&mut pending.bytes);
        }
        pending.start += count;
        pending.bytes[start..start + count].to_vec()
    }
}

impl Vm {
    /// Up to `most` bytes of the input, or all of it; fewer at its end.
    ///
    /// # Errors
    /// `KeyboardInterrupt` after Ctrl-C, `OSError` where it cannot be read.
    pub fn input_bytes(&self, most: Option<usize>) -> Result<Vec<u8>, Raised> {
        let most = most.unwrap_or(usize::MAX);
        while self.ahead.len() < most && self.read_ahead()? {}
        Ok(self.ahead.take(most.min(self.ahead.len())))
    }

    /// The bytes of up to `most` characters of UTF-8.
    ///
    /// # Errors
    /// As [`Vm::input_bytes`].
    pub fn input_characters(&self, most: usize) -> Result<Vec<u8>, Raised> {
        let (mut end, mut count) = (0, 0);
        loop {
            let seen = self.ahead.look(|bytes| characters(&bytes[end..], most - count));
            (end, count) = (end + seen.0, count + seen.1);
            if count == most || !self.read_ahead()? {
                return Ok(self.ahead.take(end));
            }
        }
    }

    /// The next line with its end; none at the end of input.
    ///
    /// # Errors
    /// As [`Vm::input_bytes`].
    pub fn input_line(&self) -> Result<Vec<u8>, Raised> {
        loop {
            if let Some(end) = self.ahead.look(line_end) {
                return Ok(self.ahead.take(end));
            }
            if !self.read_ahead()? {
                return Ok(self.ahead.take(self.ahead.len()));
            }
        }
    }

    /// Gives back the end of what was taken last.
    pub fn give_input_back(&self, bytes: &[u8]) {
        if !bytes.is_empty() {
            let rest = self.ahead.take(self.ahead.len());
            self.ahead.add([bytes, &rest].concat());
        }
    }

    /// Reads on by a line; `false` at the end of input.
    fn read_ahead(&self) -> Result<bool, Raised> {
        let read = self.console.borrow_mut().read_bytes();
        match read {
            Ok(bytes) => {
                let any = !bytes.is_empty();
                self.ahead.add(bytes);
                Ok(any)
            }
            Err(error) => Err(self.input_failure(&error)),
        }
    }

    /// What a program is told where its input cannot be read.
    #[cold]
    pub fn input_failure(&self, error: &io::Error) -> Raised {
        match error.kind() {
            io::ErrorKind::Interrupted => self.raise(ErrorKind::KeyboardInterrupt, String::new()),
            _ => self.raise(ErrorKind::OSError, error.to_string()),
        }
    }
}

/// How many bytes up to `most` characters of UTF-8 take, and how many there are. What is no UTF-8
/// counts byte by byte.
pub fn characters(bytes: &[u8], most: usize) -> (usize, usize) {
    let (mut end, mut count) = (0, 0);
    while count < most && end < bytes.len() {
        end += character(&bytes[end..]);
        count += 1;
    }
    (end, count)
}

/// The length of the first character; 1 where there is none.
fn character(bytes: &[u8]) -> usize {
    let length = match bytes[0] {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return 1,
    };
    match bytes.get(..length).map(std::str::from_utf8) {
        Some(Ok(_)) => length,
        _ => 1,
    }
}

/// Where the first line ends, if it does.
fn line_end(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|&byte| byte == b'\n').map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_by_what_they_stand_for() {
        assert_eq!(characters("aé\n€x".as_bytes(), 4), (7, 4));
        assert_eq!(characters(b"a\xff\xe2\x82", 9), (4, 4));
        assert_eq!(characters(b"", 3), (0, 0));
    }
}
