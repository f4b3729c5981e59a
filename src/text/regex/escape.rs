//! Backslash escapes and `[sets]`.

use super::parse::{Parse, Parser};
use super::tree::{At, Category, Item, Node};

/// What an escape inside a set means.
enum Member {
    Char(char),
    Category(Category, bool),
}

/// `\d` and its kin.
fn category(letter: char) -> Option<(Category, bool)> {
    Some(match letter {
        'd' => (Category::Digit, false),
        'D' => (Category::Digit, true),
        's' => (Category::Space, false),
        'S' => (Category::Space, true),
        'w' => (Category::Word, false),
        'W' => (Category::Word, true),
        _ => return None,
    })
}

/// `\n` and its kin.
pub(super) fn control(letter: char) -> Option<char> {
    Some(match letter {
        'a' => '\x07',
        'f' => '\x0c',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0b',
        '\\' => '\\',
        _ => return None,
    })
}

impl Parser<'_> {
    /// An escape outside sets; the backslash stood at `start` and has been read.
    pub(super) fn escape(&mut self, start: usize) -> Parse<Node> {
        let letter = self.escaped_letter(start)?;
        if let Some((category, negated)) = category(letter) {
            let items = vec![Item::Category { category, negated }];
            return Ok(Node::Set { items, negated: false });
        }
        let place = match letter {
            'A' => Some(At::Start),
            'Z' => Some(At::End),
            'b' => Some(At::Boundary),
            'B' => Some(At::NoBoundary),
            _ => None,
        };
        if let Some(place) = place {
            return Ok(Node::At(place));
        }
        match letter {
            '0' => {
                self.take_octal(2);
                Ok(Node::Char(self.octal_value(start)?))
            }
            '1'..='9' => self.reference_or_octal(start),
            _ => self.plain_escape(letter, start).map(Node::Char),
        }
    }

    fn escaped_letter(&mut self, start: usize) -> Parse<char> {
        self.take().ok_or_else(|| self.error_at("bad escape (end of pattern)", start))
    }

    /// The text from a place to here, as messages show it.
    pub(super) fn since(&self, start: usize) -> String {
        self.text[start..self.at].iter().collect()
    }

    fn bad_escape(&self, start: usize) -> super::RegexError {
        self.error_at(format!("bad escape {}", self.since(start)), start)
    }

    fn take_octal(&mut self, most: usize) {
        for _ in 0..most {
            if self.peek().is_some_and(|digit| digit.is_digit(8)) {
                self.at += 1;
            }
        }
    }

    fn octal_value(&self, start: usize) -> Parse<char> {
        let digits: String = self.text[start + 1..self.at].iter().collect();
        let value = u32::from_str_radix(&digits, 8).unwrap_or(0);
        if value > 0o377 {
            let shown = self.since(start);
            let message = format!("octal escape value {shown} outside of range 0-0o377");
            return Err(self.error_at(message, start));
        }
        Ok(char::from_u32(value).unwrap_or('\0'))
    }

    /// `\1` is a group; `\123` a character if all three digits are octal.
    fn reference_or_octal(&mut self, start: usize) -> Parse<Node> {
        if self.peek().is_some_and(|digit| digit.is_ascii_digit()) {
            self.at += 1;
            let octal = |digit: &char| digit.is_digit(8);
            if self.text[start + 1..self.at].iter().all(octal)
                && self.peek().is_some_and(|digit| digit.is_digit(8))
            {
                self.at += 1;
                return self.octal_value(start).map(Node::Char);
            }
        }
        let digits: String = self.text[start + 1..self.at].iter().collect();
        let group: usize = digits.parse().unwrap_or(0);
        if group >= self.widths.len() {
            let message = format!("invalid group reference {group}");
            return Err(self.error_at(message, start + 1));
        }
        if self.widths[group].is_none() {
            return Err(self.error_at("cannot refer to an open group", start));
        }
        self.check_behind(group)?;
        Ok(Node::BackReference(group))
    }

    /// Escapes that mean one character everywhere.
    fn plain_escape(&mut self, letter: char, start: usize) -> Parse<char> {
        if let Some(control) = control(letter) {
            return Ok(control);
        }
        match letter {
            'x' => self.hexadecimal(2, start),
            'u' if !self.is_bytes => self.hexadecimal(4, start),
            'U' if !self.is_bytes => self.hexadecimal(8, start),
            'N' if !self.is_bytes => self.named_character(),
            _ if letter.is_ascii_alphanumeric() => Err(self.bad_escape(start)),
            _ => Ok(letter),
        }
    }

    fn hexadecimal(&mut self, count: usize, start: usize) -> Parse<char> {
        let mut value = 0;
        for _ in 0..count {
            let Some(digit) = self.peek().and_then(|digit| digit.to_digit(16)) else {
                let message = format!("incomplete escape {}", self.since(start));
                return Err(self.error_at(message, start));
            };
            value = value * 16 + digit;
            self.at += 1;
        }
        match char::from_u32(value) {
            Some(letter) => Ok(letter),
            None if value > 0x10_FFFF => Err(self.bad_escape(start)),
            None => Ok(char::REPLACEMENT_CHARACTER),
        }
    }

    fn named_character(&mut self) -> Parse<char> {
        if !self.take_if('{') {
            return Err(self.error("missing {", 0));
        }
        let name = self.until('}', "character name")?;
        crate::text::character_names::character(&name).ok_or_else(|| {
            let shown = crate::text::str_repr::repr(&name);
            self.error(format!("undefined character name {shown}"), name.chars().count() + 4)
        })
    }

    /// The text up to `end`, which is read too.
    pub(super) fn until(&mut self, end: char, what: &str) -> Parse<String> {
        let start = self.at;
        loop {
            match self.take() {
                None if self.at == start => {
                    return Err(self.error(format!("missing {what}"), 0));
                }
                None => {
                    return Err(self.error_at(format!("missing {end}, unterminated name"), start));
                }
                Some(letter) if letter == end => {
                    let name: String = self.text[start..self.at - 1].iter().collect();
                    if name.is_empty() {
                        return Err(self.error(format!("missing {what}"), 1));
                    }
                    return Ok(name);
                }
                Some(_) => {}
            }
        }
    }

    fn member_escape(&mut self, start: usize) -> Parse<Member> {
        let letter = self.escaped_letter(start)?;
        if let Some((category, negated)) = category(letter) {
            return Ok(Member::Category(category, negated));
        }
        let found = match letter {
            'b' => '\x08',
            '0'..='7' => {
                self.take_octal(2);
                self.octal_value(start)?
            }
            _ => self.plain_escape(letter, start)?,
        };
        Ok(Member::Char(found))
    }

    fn member(&mut self, start: usize) -> Parse<Option<Member>> {
        match self.take() {
            None => Ok(None),
            Some('\\') => self.member_escape(start).map(Some),
            Some(letter) => Ok(Some(Member::Char(letter))),
        }
    }

    /// What two signs that come next may mean one day.
    fn doubled(&self) -> Option<&'static str> {
        let meaning = match self.peek()? {
            '-' => "set difference",
            '&' => "set intersection",
            '~' => "set symmetric difference",
            '|' => "set union",
            _ => return None,
        };
        (self.text.get(self.at + 1) == self.text.get(self.at)).then_some(meaning)
    }

    fn doubt(&mut self, meaning: &str, position: usize) {
        self.doubts.push(format!("Possible {meaning} at position {position}"));
    }

    /// A set; its bracket stood at `start` and has been read.
    pub(super) fn set(&mut self, start: usize) -> Parse<Node> {
        let unterminated = |parser: &Self| parser.error_at("unterminated character set", start);
        if self.peek() == Some('[') {
            self.doubt("nested set", self.at);
        }
        let negated = self.take_if('^');
        let mut items: Vec<Item> = Vec::new();
        loop {
            if self.peek() == Some(']') && !items.is_empty() {
                self.at += 1;
                break;
            }
            let first = self.at;
            if let (Some(sign), false) = (self.doubled(), items.is_empty()) {
                self.doubt(sign, first);
            }
            let member = self.member(first)?.ok_or_else(|| unterminated(self))?;
            if !self.take_if('-') {
                items.push(item(member));
                continue;
            }
            let second = self.at;
            match self.peek() {
                None => return Err(unterminated(self)),
                Some(']') => {
                    self.at += 1;
                    items.push(item(member));
                    items.push(Item::Char('-'));
                    break;
                }
                Some('-') => self.doubt("set difference", second - 1),
                Some(_) => {}
            }
            let last = self.member(second)?.ok_or_else(|| unterminated(self))?;
            match (member, last) {
                (Member::Char(low), Member::Char(high)) if low <= high => {
                    items.push(Item::Range(low, high));
                }
                _ => {
                    let shown = self.since(first);
                    let message = format!("bad character range {shown}");
                    return Err(self.error_at(message, first));
                }
            }
        }
        if let ([Item::Char(only)], false) = (&items[..], negated) {
            return Ok(Node::Char(*only));
        }
        Ok(Node::Set { items, negated })
    }
}

fn item(member: Member) -> Item {
    match member {
        Member::Char(letter) => Item::Char(letter),
        Member::Category(category, negated) => Item::Category { category, negated },
    }
}
