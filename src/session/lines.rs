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

/// What is still open where a text ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scanner {
    depth: u32,
    string: Option<Quote>,
    backslash: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Quote {
    mark: u8,
    triple: bool,
}

impl Scanner {
    /// How the next line begins, given all lines fed so far.
    pub fn start(&self) -> Start {
        if self.string.is_some() {
            Start::InString
        } else if self.depth > 0 || self.backslash {
            Start::Continued
        } else {
            Start::Fresh
        }
    }

    /// Takes one line without its line break.
    pub fn feed(&mut self, line: &str) {
        self.backslash = false;
        let bytes = line.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            at = match self.string {
                Some(quote) => self.inside_string(bytes, at, quote),
                None if bytes[at] == b'#' => break,
                None => self.outside(bytes, at),
            };
        }
        if self.string.is_some_and(|quote| !quote.triple) && !line.ends_with('\\') {
            self.string = None;
        }
    }

    fn inside_string(&mut self, bytes: &[u8], at: usize, quote: Quote) -> usize {
        if bytes[at] == b'\\' {
            return at + 2;
        }
        let triple = [quote.mark; 3];
        if quote.triple && bytes[at..].starts_with(&triple) {
            self.string = None;
            return at + 3;
        }
        if !quote.triple && bytes[at] == quote.mark {
            self.string = None;
        }
        at + 1
    }

    fn outside(&mut self, bytes: &[u8], at: usize) -> usize {
        match bytes[at] {
            mark @ (b'\'' | b'"') => {
                let triple = bytes[at..].starts_with(&[mark; 3]);
                self.string = Some(Quote { mark, triple });
                return at + if triple { 3 } else { 1 };
            }
            b'(' | b'[' | b'{' => self.depth += 1,
            b')' | b']' | b'}' => self.depth = self.depth.saturating_sub(1),
            b'\\' if at + 1 == bytes.len() => self.backslash = true,
            _ => {}
        }
        at + 1
    }
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
        at = match scanner.string {
            Some(quote) => scanner.inside_string(bytes, at, quote),
            None if bytes[at] == b'#' => return &line[..at],
            None => scanner.outside(bytes, at),
        };
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
    fn comments_are_told_from_strings() {
        assert_eq!(code_part("x = '#' # no"), "x = '#' ");
        assert_eq!(first_word("  else: pass"), "else");
        assert!(opens_block("match x:") && !opens_block("match = 3"));
    }
}
