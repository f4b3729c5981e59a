//! Text with a place in it, counted in characters.

/// A growing text and a place in it. *Invariant:* `byte` is where character `at` starts, or the
/// end of the text where `at` lies behind it.
#[derive(Default)]
pub(super) struct Place {
    pub(super) text: String,
    /// Characters in the text.
    chars: usize,
    at: usize,
    byte: usize,
}

impl Place {
    pub(super) fn tell(&self) -> usize {
        self.at
    }

    pub(super) fn end(&self) -> usize {
        self.chars
    }

    pub(super) fn seek(&mut self, at: usize) {
        if at >= self.chars {
            self.byte = self.text.len();
        } else if self.chars == self.text.len() {
            self.byte = at;
        } else {
            self.byte = self.text.char_indices().nth(at).map_or(self.text.len(), |(byte, _)| byte);
        }
        self.at = at;
    }

    fn rest(&self) -> &str {
        if self.at > self.chars { "" } else { &self.text[self.byte..] }
    }

    fn step(&mut self, bytes: usize) -> String {
        let taken = self.text[self.byte..self.byte + bytes].to_owned();
        self.byte += bytes;
        self.at += taken.chars().count();
        taken
    }

    /// Up to `most` characters from the place on.
    pub(super) fn read(&mut self, most: Option<usize>) -> String {
        let rest = self.rest();
        let bytes = match most {
            Some(most) => rest.char_indices().nth(most).map_or(rest.len(), |(byte, _)| byte),
            None => rest.len(),
        };
        if bytes == 0 { String::new() } else { self.step(bytes) }
    }

    /// A line with its end, at most `most` characters; `end` says where it ends in a text.
    pub(super) fn line(&mut self, most: Option<usize>, end: fn(&str) -> usize) -> String {
        let rest = self.rest();
        let bytes = end(rest);
        let bytes = match most {
            Some(most) => rest[..bytes].char_indices().nth(most).map_or(bytes, |(byte, _)| byte),
            None => bytes,
        };
        if bytes == 0 { String::new() } else { self.step(bytes) }
    }

    /// Writes over what stands at the place; a place behind the end is reached by zeros.
    pub(super) fn write(&mut self, added: &str) {
        if added.is_empty() {
            return;
        }
        if self.at > self.chars {
            self.text.extend(std::iter::repeat_n('\0', self.at - self.chars));
            self.chars = self.at;
            self.byte = self.text.len();
        }
        let count = added.chars().count();
        if self.at == self.chars {
            self.text.push_str(added);
            self.chars += count;
        } else {
            let rest = &self.text[self.byte..];
            let over = rest.char_indices().nth(count).map_or(rest.len(), |(byte, _)| byte);
            self.text.replace_range(self.byte..self.byte + over, added);
            self.chars = self.chars.max(self.at + count);
        }
        self.at += count;
        self.byte += added.len();
    }

    /// Cuts the text; the place stays where it is.
    pub(super) fn truncate(&mut self, size: usize) {
        if size < self.chars {
            let at = self.at;
            self.seek(size);
            self.text.truncate(self.byte);
            self.chars = size;
            self.seek(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_in_the_middle_and_behind_the_end() {
        let mut place = Place::default();
        place.write("héllo");
        place.seek(1);
        place.write("EL");
        assert_eq!(place.text, "hELlo");
        place.seek(7);
        place.write("é");
        assert_eq!(place.text, "hELlo\0\0é");
        place.seek(5);
        assert_eq!(place.read(None), "\0\0é");
        place.truncate(3);
        assert_eq!((place.tell(), place.end()), (8, 3));
        assert_eq!(place.read(None), "");
    }
}
