//! The text that is searched: bytes where each is a character, or UTF-8.

/// What a pattern is matched against; offsets are in bytes.
#[derive(Clone, Copy)]
pub enum Subject<'a> {
    /// Bytes, or text that is all ASCII: each byte is a character.
    Narrow(&'a [u8]),
    Wide(&'a str),
}

/// Steps through a subject, made special for each kind.
pub(super) trait Input: Copy {
    fn len(self) -> usize;
    /// The character at `at`, and where the next one starts.
    fn next(self, at: usize) -> Option<(char, usize)>;
    /// The character before `at`, and where it starts.
    fn back(self, at: usize) -> Option<(char, usize)>;
    /// The place so many characters before `at`.
    fn back_by(self, at: usize, count: u32) -> Option<usize>;
    fn bytes(&self) -> &[u8];
    /// Whether a byte of 128 or more is a character of its own.
    const NARROW: bool;
}

#[derive(Clone, Copy)]
pub(super) struct Narrow<'a>(pub(super) &'a [u8]);

#[derive(Clone, Copy)]
pub(super) struct Wide<'a>(pub(super) &'a str);

impl Input for Narrow<'_> {
    const NARROW: bool = true;

    #[inline(always)]
    fn len(self) -> usize {
        self.0.len()
    }

    #[inline(always)]
    fn next(self, at: usize) -> Option<(char, usize)> {
        self.0.get(at).map(|byte| (*byte as char, at + 1))
    }

    #[inline(always)]
    fn back(self, at: usize) -> Option<(char, usize)> {
        let at = at.checked_sub(1)?;
        self.0.get(at).map(|byte| (*byte as char, at))
    }

    fn back_by(self, at: usize, count: u32) -> Option<usize> {
        at.checked_sub(count as usize)
    }

    #[inline(always)]
    fn bytes(&self) -> &[u8] {
        self.0
    }
}

impl Input for Wide<'_> {
    const NARROW: bool = false;

    #[inline(always)]
    fn len(self) -> usize {
        self.0.len()
    }

    #[inline(always)]
    fn next(self, at: usize) -> Option<(char, usize)> {
        let byte = *self.0.as_bytes().get(at)?;
        if byte < 128 {
            return Some((byte as char, at + 1));
        }
        let letter = self.0[at..].chars().next()?;
        Some((letter, at + letter.len_utf8()))
    }

    #[inline(always)]
    fn back(self, at: usize) -> Option<(char, usize)> {
        let letter = self.0[..at].chars().next_back()?;
        Some((letter, at - letter.len_utf8()))
    }

    fn back_by(self, at: usize, count: u32) -> Option<usize> {
        // A character has a byte at least.
        if count as usize > at {
            return None;
        }
        (0..count).try_fold(at, |at, _| self.back(at).map(|(_, before)| before))
    }

    #[inline(always)]
    fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}
