//! Format strings of `struct`: which values stand where.

/// One run of equal items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) code: u8,
    /// Bytes of one item; for `s` and `p` of the whole text.
    pub(super) size: usize,
    pub(super) count: usize,
    /// Where the first one starts.
    pub(super) offset: usize,
}

/// A parsed format.
#[derive(Debug)]
pub(super) struct Layout {
    /// Without those that only leave room.
    pub(super) items: Vec<Item>,
    pub(super) size: usize,
    pub(super) big_endian: bool,
    /// Items have the platform's own sizes and places.
    pub(super) native: bool,
    /// How many values it takes.
    pub(super) values: usize,
}

impl Layout {
    /// Reads a format.
    ///
    /// # Errors
    /// The message of a `struct.error`.
    pub(super) fn parse(format: &str) -> Result<Layout, &'static str> {
        let mut letters = format.bytes().peekable();
        let prefix = letters.next_if(|letter| b"@=<>!".contains(letter)).unwrap_or(b'@');
        let native = prefix == b'@';
        let big_endian = matches!(prefix, b'>' | b'!');
        let mut layout = Layout { items: Vec::new(), size: 0, big_endian, native, values: 0 };
        if format.contains('\0') {
            return Err("embedded null character");
        }
        while let Some(letter) = letters.next() {
            if letter.is_ascii_whitespace() {
                continue;
            }
            let mut count: Option<usize> = None;
            let mut code = letter;
            if letter.is_ascii_digit() {
                let mut number = usize::from(letter - b'0');
                while let Some(digit) = letters.next_if(u8::is_ascii_digit) {
                    number = number
                        .checked_mul(10)
                        .and_then(|number| number.checked_add(usize::from(digit - b'0')))
                        .ok_or("total struct size too long")?;
                }
                count = Some(number);
                code = letters.next().ok_or("repeat count given without format specifier")?;
            }
            layout.add(code, count.unwrap_or(1), native)?;
        }
        Ok(layout)
    }

    fn add(&mut self, code: u8, count: usize, native: bool) -> Result<(), &'static str> {
        let unit = match code {
            b'x' | b'c' | b'b' | b'B' | b'?' | b's' | b'p' => 1,
            b'h' | b'H' | b'e' => 2,
            b'i' | b'I' | b'f' => 4,
            b'l' | b'L' => {
                if native {
                    8
                } else {
                    4
                }
            }
            b'q' | b'Q' | b'd' => 8,
            b'n' | b'N' | b'P' if native => 8,
            _ => return Err("bad char in struct format"),
        };
        if native {
            self.size = self.size.next_multiple_of(unit);
        }
        let too_long = "total struct size too long";
        let bytes = unit.checked_mul(count).ok_or(too_long)?;
        let (size, runs) = if matches!(code, b's' | b'p') { (count, 1) } else { (unit, count) };
        if code != b'x' {
            self.items.push(Item { code, size, count: runs, offset: self.size });
            self.values = self.values.saturating_add(runs);
        }
        self.size = self.size.checked_add(bytes).filter(|size| *size < 1 << 40).ok_or(too_long)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn native_items_are_aligned() {
        let size = |format| Layout::parse(format).map(|layout| layout.size);
        assert_eq!(size("bi"), Ok(8));
        assert_eq!(size("<bi"), Ok(5));
        assert_eq!(size("ib0i"), Ok(8));
        assert_eq!(size("5"), Err("repeat count given without format specifier"));
        assert_eq!(size("<n"), Err("bad char in struct format"));
    }
}
