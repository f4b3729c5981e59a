//! The decimal digits of 64-bit ints, without the allocator.

/// The most bytes that a 64-bit int takes.
const MOST: usize = 20;

/// The decimal text of an int.
pub struct Digits {
    bytes: [u8; MOST],
    start: usize,
}

impl Digits {
    /// The text of `int`, with its sign.
    #[must_use]
    pub fn of(int: i64) -> Digits {
        let mut digits = Digits::of_magnitude(int.unsigned_abs());
        if int < 0 {
            digits.start -= 1;
            digits.bytes[digits.start] = b'-';
        }
        digits
    }

    /// The text of a number without sign.
    #[must_use]
    pub fn of_magnitude(mut rest: u64) -> Digits {
        let mut bytes = [b'0'; MOST];
        let mut start = MOST;
        loop {
            start -= 1;
            bytes[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                return Digits { bytes, start };
            }
        }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[self.start..]).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_size() {
        for int in [0, 7, -7, 10, 99, -100, 12_345, i64::MAX, i64::MIN] {
            assert_eq!(Digits::of(int).as_str(), int.to_string());
        }
        assert_eq!(Digits::of_magnitude(u64::MAX).as_str(), u64::MAX.to_string());
    }
}
