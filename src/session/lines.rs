//! Where statements begin, told from text alone: strings, brackets and `\` carry a line on.
//!
//! Works on any text, also prose and unfinished code, because pasted text must be sorted before it
//! can be parsed. The parser, not this scanner, has the last word on what is Python.

/// How one physical line begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// A new statement may begin here.
    Fresh,
    /// Inside a string: its spaces are data.
    InString,
    /// Inside brackets or after a `\`: layout is free.
    Continued,
}

/// What is still open where a text ends, innermost last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scanner {
    open: Vec<Open>,
    backslash: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    /// A bracket, by the one that closes it.
    Bracket(u8),
    /// A field of an f-string; `spec` past its `:`, where letters stand for themselves again.
    Field {
        spec: bool,
    },
    String(Quote),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Quote {
    mark: u8,
    triple: bool,
    /// Whether it is an f-string, which may hold fields.
    format: bool,
}

impl Scanner {
    /// How the next line begins, given all lines fed so far.
    pub fn start(&self) -> Start {
        match self.open.last() {
            Some(Open::String(_) | Open::Field { spec: true }) => Start::InString,
            Some(_) => Start::Continued,
            None if self.backslash => Start::Continued,
            None => Start::Fresh,
        }
    }

    /// Takes one line without its line break. After a line that cannot be Python (a string that
    /// never ends, a bracket closed by another) nothing is open.
    pub fn feed(&mut self, line: &str) {
        self.backslash = false;
        let bytes = line.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            match self.step(bytes, at) {
                Some(next) => at = next,
                None => break,
            }
        }
        if let Some(Open::String(quote)) = self.open.last()
            && !quote.triple
            && !line.ends_with('\\')
        {
            self.open.clear();
        }
    }

    /// Past what stands at `at`; `None` where the rest of the line says nothing more.
    fn step(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        match self.open.last() {
            Some(&Open::String(quote)) => Some(self.inside_string(bytes, at, quote)),
            Some(Open::Field { spec: true }) => Some(self.inside_spec(bytes[at], at)),
            _ if bytes[at] == b'#' => None,
            _ => self.outside(bytes, at),
        }
    }

    fn inside_string(&mut self, bytes: &[u8], at: usize, quote: Quote) -> usize {
        let rest = &bytes[at..];
        match rest[0] {
            b'\\' if quote.format && rest.starts_with(b"\\N{") => {
                return at + rest.iter().position(|&b| b == b'}').unwrap_or(2) + 1;
            }
            b'\\' if quote.format && rest.get(1) == Some(&b'{') => {}
            b'\\' => return at + 2,
            b'{' if quote.format && rest.get(1) == Some(&b'{') => return at + 2,
            b'{' if quote.format => self.open.push(Open::Field { spec: false }),
            mark if mark == quote.mark && !quote.triple => drop(self.open.pop()),
            mark if rest.starts_with(&[mark; 3]) && mark == quote.mark => {
                self.open.pop();
                return at + 3;
            }
            _ => {}
        }
        at + 1
    }

    fn inside_spec(&mut self, byte: u8, at: usize) -> usize {
        match byte {
            b'{' => self.open.push(Open::Field { spec: false }),
            b'}' => drop(self.open.pop()),
            _ => {}
        }
        at + 1
    }

    fn outside(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        match bytes[at] {
            mark @ (b'\'' | b'"') => {
                let triple = bytes[at..].starts_with(&[mark; 3]);
                let format = is_format(&bytes[..at]);
                self.open.push(Open::String(Quote { mark, triple, format }));
                return Some(at + if triple { 3 } else { 1 });
            }
            b'(' => self.open.push(Open::Bracket(b')')),
            b'[' => self.open.push(Open::Bracket(b']')),
            b'{' => self.open.push(Open::Bracket(b'}')),
            b':' if matches!(self.open.last(), Some(Open::Field { .. })) => {
                self.open.pop();
                self.open.push(Open::Field { spec: true });
            }
            close @ (b')' | b']' | b'}') => match self.open.pop() {
                None => {}
                Some(Open::Bracket(wanted)) if wanted == close => {}
                Some(Open::Field { .. }) if close == b'}' => {}
                Some(_) => {
                    self.open.clear();
                    return None;
                }
            },
            b'\\' if at + 1 == bytes.len() => self.backslash = true,
            _ => {}
        }
        Some(at + 1)
    }
}

/// Whether the string that follows `before` is an f-string.
fn is_format(before: &[u8]) -> bool {
    let letters =
        before.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_');
    let prefix: Vec<u8> = letters.take(3).map(u8::to_ascii_lowercase).collect();
    matches!(prefix.as_slice(), b"f" | b"fr" | b"rf")
}

/// How each line of `text` begins, in order.
pub fn starts(text: &str) -> Vec<Start> {
    let mut scanner = Scanner::default();
    text.lines()
        .map(|line| {
            let start = scanner.start();
            scanner.feed(line);
            start
        })
        .collect()
}

/// The spaces and tabs a line begins with.
pub fn indent_of(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// Whether a line holds nothing that runs.
pub fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// Whether a line is only a comment.
pub fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// The first word of a line: `else` of `else:`.
pub fn first_word(line: &str) -> &str {
    let line = line.trim_start();
    let end = line.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(line.len());
    &line[..end]
}

/// Whether a statement beginning with `word` goes on with the statement before it.
pub fn continues_block(word: &str) -> bool {
    matches!(word, "else" | "elif" | "except" | "finally" | "case")
}

/// Whether the statement that begins with this line has a block (or decorates one that has).
pub fn opens_block(line: &str) -> bool {
    if line.trim_start().starts_with('@') {
        return true;
    }
    match first_word(line) {
        "if" | "for" | "while" | "def" | "class" | "with" | "try" | "async" => true,
        "match" => code_part(line).trim_end().ends_with(':'),
        word => continues_block(word),
    }
}

/// A line without its trailing comment.
pub fn code_part(line: &str) -> &str {
    let mut scanner = Scanner::default();
    let bytes = line.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match scanner.step(bytes, at) {
            Some(next) => at = next,
            None if bytes[at] == b'#' => return &line[..at],
            None => return line,
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_brackets_carry_on() {
        let text = "a = '''x\n  y'''\nb = [1,\n 2]\nc = 1 + \\\n 2\nd = \"it's\" # (\ne";
        let expected = [
            Start::Fresh,
            Start::InString,
            Start::Fresh,
            Start::Continued,
            Start::Fresh,
            Start::Continued,
            Start::Fresh,
            Start::Fresh,
        ];
        assert_eq!(starts(text), expected);
    }

    #[test]
    fn prose_with_an_apostrophe_ends_at_the_line() {
        assert_eq!(starts("it's\nfine"), [Start::Fresh, Start::Fresh]);
    }

    #[test]
    fn fields_of_f_strings_hold_strings_and_lines() {
        let open = "f'{a['b'](1)}' f\"{'a' \"b\"} {\nx!r:'>{w}} {{\" f'\\N{DASH}{x}'\ny";
        assert_eq!(starts(open), [Start::Fresh, Start::Continued, Start::Fresh]);
    }

    #[test]
    fn what_cannot_be_python_opens_nothing() {
        for broken in ["foo(1, [2, 3)", "print('it's')", "{1: 2]", "[f'{a)}'", "print('a"] {
            let text = format!("{broken}\nnext");
            assert_eq!(starts(&text), [Start::Fresh, Start::Fresh], "{broken}");
        }
    }

    #[test]
    fn comments_are_told_from_strings() {
        assert_eq!(code_part("x = '#' # no"), "x = '#' ");
        assert_eq!(first_word("  else: pass"), "else");
        assert!(opens_block("match x:") && !opens_block("match = 3"));
    }
}
