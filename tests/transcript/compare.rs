//! When two answers count as the same: tracebacks by their last line, addresses by name.

use std::collections::BTreeMap;

const HEADER: &str = "Traceback (most recent call last):";
const GROUP_HEADER: &str = "  + Exception Group Traceback (most recent call last):";
const PLACEHOLDER: &str = "<address ";

/// Replaces everything between a traceback's first line and its message by one `    ...` line.
pub fn reduce_traceback(lines: &[String]) -> Vec<String> {
    let starts = |line: &String| line == HEADER || line == GROUP_HEADER || is_syntax_frame(line);
    let Some(at) = lines.iter().position(starts) else { return lines.to_vec() };
    let mut reduced = lines[..at].to_vec();
    reduced.extend([HEADER.to_owned(), "    ...".to_owned()]);
    reduced.extend(message(&lines[at..]));
    reduced
}

/// `  File "<stdin>", line 3` opens the report of a syntax error, which has no header.
fn is_syntax_frame(line: &str) -> bool {
    line.strip_prefix("  File \"<")
        .and_then(|rest| rest.split_once("\", line "))
        .is_some_and(|(_, number)| number.starts_with(|c: char| c.is_ascii_digit()))
}

/// The exception's own line or lines at the end of a traceback.
fn message(lines: &[String]) -> Vec<String> {
    if lines.iter().any(|line| line == GROUP_HEADER) {
        let named = |line: &&str| line.starts_with(char::is_alphabetic);
        let group = lines.iter().filter_map(|line| line.strip_prefix("  | ")).find(named);
        return group.map(str::to_owned).into_iter().collect();
    }
    let body = lines.iter().rposition(|line| line == HEADER).map_or(lines, |at| &lines[at + 1..]);
    let first = body.iter().position(|line| !line.is_empty() && !line.starts_with(' '));
    body[first.unwrap_or(body.len().saturating_sub(1))..].to_vec()
}

/// The text that two answers must share: a traceback counts by its last line only.
fn comparable(lines: &[String]) -> String {
    match (lines.iter().position(|line| line == HEADER), lines.last()) {
        (Some(at), Some(last)) => format!("{}\n{last}", lines[..=at].join("\n")),
        _ => lines.join("\n"),
    }
}

/// The addresses of a session, by the letter that its text gives them.
#[derive(Default)]
pub struct Addresses {
    bound: BTreeMap<String, u128>,
}

impl Addresses {
    /// Compares two answers, binding each `<address X>` to one number; different letters are different numbers.
    pub fn matches(&mut self, expected: &[String], actual: &[String]) -> bool {
        let (expected, actual) = (comparable(expected), comparable(actual));
        let (mut expected, mut actual) = (expected.as_str(), actual.as_str());
        while let Some((literal, rest)) = expected.split_once(PLACEHOLDER) {
            let Some((name, rest)) = rest.split_once('>') else { return false };
            let Some(found) = actual.strip_prefix(literal).and_then(take_address) else {
                return false;
            };
            let (value, tail) = found;
            let taken = self.bound.iter().any(|(other, &bound)| bound == value && other != name);
            if taken || *self.bound.entry(name.to_owned()).or_insert(value) != value {
                return false;
            }
            (expected, actual) = (rest, tail);
        }
        expected == actual
    }

    /// Writes the addresses of an answer as placeholders, naming new ones.
    pub fn name_all(&mut self, lines: &[String]) -> Vec<String> {
        lines.iter().map(|line| self.name(line)).collect()
    }

    fn name(&mut self, line: &str) -> String {
        let mut named = String::new();
        let mut rest = line;
        while let Some(at) = rest.find("0x") {
            named.push_str(&rest[..at]);
            match take_address(&rest[at..]) {
                Some((value, tail)) if value > 0xffff_ffff => {
                    named.push_str(PLACEHOLDER);
                    named.push_str(&self.letter(value));
                    named.push('>');
                    rest = tail;
                }
                _ => {
                    named.push_str("0x");
                    rest = &rest[at + 2..];
                }
            }
        }
        named + rest
    }

    fn letter(&mut self, value: u128) -> String {
        if let Some((name, _)) = self.bound.iter().find(|(_, bound)| **bound == value) {
            return name.clone();
        }
        let free = ('A'..='Z').map(String::from).find(|name| !self.bound.contains_key(name));
        let name = free.unwrap_or_else(|| "Z".repeat(self.bound.len()));
        self.bound.insert(name.clone(), value);
        name
    }
}

/// An address at the start of a text: `0x…`, or a decimal of at least ten digits; with what follows it.
fn take_address(text: &str) -> Option<(u128, &str)> {
    let (digits, radix, shortest) = match text.strip_prefix("0x") {
        Some(digits) => (digits, 16, 1),
        None => (text, 10, 10),
    };
    let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    let value = u128::from_str_radix(&digits[..end], radix).ok()?;
    (end >= shortest).then_some((value, &digits[end..]))
}
