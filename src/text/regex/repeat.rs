//! `*`, `+`, `?` and `{m,n}`.

use super::RegexError;
use super::parse::{Parse, Parser};
use super::tree::{Greed, NO_LIMIT, Node};

impl Parser<'_> {
    /// A repetition whose sign `sign` stands at `start`, of the last of `nodes`.
    pub(super) fn repeat(&mut self, sign: char, start: usize, nodes: &mut Vec<Node>) -> Parse<()> {
        let (least, most) = match sign {
            '?' => (0, 1),
            '*' => (0, NO_LIMIT),
            '+' => (1, NO_LIMIT),
            _ => match self.counts(start)? {
                Some(counts) => counts,
                None => {
                    nodes.push(Node::Char('{'));
                    return Ok(());
                }
            },
        };
        let Some(item) = nodes.pop() else {
            return Err(self.error_at("nothing to repeat", start));
        };
        if matches!(item, Node::At(_)) {
            return Err(self.error_at("nothing to repeat", start));
        }
        if matches!(item, Node::Repeat { .. }) {
            return Err(self.error_at("multiple repeat", start));
        }
        let greed = if self.take_if('?') {
            Greed::Lazy
        } else if self.take_if('+') {
            Greed::Possessive
        } else {
            Greed::Greedy
        };
        nodes.push(Node::Repeat { least, most, greed, node: Box::new(item) });
        Ok(())
    }

    /// What stands in the braces; `None` where they are only characters.
    fn counts(&mut self, start: usize) -> Parse<Option<(u32, u32)>> {
        let behind = self.at;
        if self.peek() == Some('}') {
            return Ok(None);
        }
        let low = self.digits();
        let high = if self.take_if(',') { self.digits() } else { low.clone() };
        if !self.take_if('}') {
            self.at = behind;
            return Ok(None);
        }
        let least = number(&low)?.unwrap_or(0);
        let most = number(&high)?.unwrap_or(NO_LIMIT);
        if most < least {
            return Err(self.error_at("min repeat greater than max repeat", start + 1));
        }
        Ok(Some((least, most)))
    }

    fn digits(&mut self) -> String {
        let mut digits = String::new();
        while let Some(digit) = self.peek().filter(char::is_ascii_digit) {
            digits.push(digit);
            self.at += 1;
        }
        digits
    }
}

fn number(digits: &str) -> Parse<Option<u32>> {
    if digits.is_empty() {
        return Ok(None);
    }
    match digits.parse() {
        Ok(number) if number != NO_LIMIT => Ok(Some(number)),
        _ => Err(RegexError::Overflow("the repetition number is too large".into())),
    }
}
