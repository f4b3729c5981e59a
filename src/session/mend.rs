//! Puts back indentation that a web page ate, where exactly one reading is possible.
//!
//! Only text without any indentation is mended. Every way to indent its lines is tried that gives
//! each header a body, keeps `return` inside a function and `break` inside a loop, and leaves no
//! line unreachable; one way found is the answer, two ways found is none.

use super::lines::{self, Scanner, Start};

const STEP: &str = "    ";
/// Beyond this many steps a search is not worth its time.
const STEPS: usize = 50_000;

/// The mended text and how many lines moved; `None` where nothing, or no single thing, can be done.
pub fn mend(text: &str) -> Option<(String, usize)> {
    let statements = statements(text)?;
    if !lost_a_body(&statements) {
        return None;
    }
    let mut search =
        Search { statements: &statements, depths: Vec::new(), found: None, steps: STEPS };
    search.from(0, &[]);
    let depths = if search.steps == 0 { None } else { search.found }?;
    Some(indent(text, &statements, &depths))
}

/// What a statement asks of the place it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Plain,
    /// Needs a function around it; nothing may follow in its block.
    Return,
    /// Needs a loop around it; nothing may follow in its block.
    LoopExit,
    /// Nothing may follow in its block.
    Raise,
    /// Needs a function around it.
    Yield,
    Header(Header),
    /// A header that goes on with one before it.
    Clause,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Header {
    Function,
    Class,
    Loop,
    If,
    Try,
    Other,
}

struct Statement<'a> {
    first_line: usize,
    lines: usize,
    word: &'a str,
    kind: Kind,
}

/// The statements of a text that has no indentation at all.
fn statements(text: &str) -> Option<Vec<Statement<'_>>> {
    let mut all: Vec<Statement<'_>> = Vec::new();
    let mut scanner = Scanner::default();
    for (number, line) in text.lines().enumerate() {
        let start = scanner.start();
        scanner.feed(line);
        if start == Start::Fresh {
            if lines::is_blank(line) || lines::is_comment(line) {
                continue;
            }
            if !lines::indent_of(line).is_empty() {
                return None;
            }
            let word = lines::first_word(line);
            all.push(Statement { first_line: number, lines: 1, word, kind: kind_of(word, line) });
        } else if let Some(last) = all.last_mut() {
            last.lines = number - last.first_line + 1;
            if last.kind == Kind::Plain && lines::code_part(line).trim_end().ends_with(':') {
                return None;
            }
        }
    }
    (scanner.start() == Start::Fresh).then_some(all)
}

fn kind_of(word: &str, line: &str) -> Kind {
    let header = lines::code_part(line).trim_end().ends_with(':');
    match word {
        "return" => Kind::Return,
        "break" | "continue" => Kind::LoopExit,
        "raise" => Kind::Raise,
        "yield" => Kind::Yield,
        "else" | "elif" | "except" | "finally" if header => Kind::Clause,
        "def" if header => Kind::Header(Header::Function),
        "class" if header => Kind::Header(Header::Class),
        "for" | "while" if header => Kind::Header(Header::Loop),
        "if" if header => Kind::Header(Header::If),
        "try" if header => Kind::Header(Header::Try),
        "with" | "match" | "async" | "case" if header => Kind::Header(Header::Other),
        _ => Kind::Plain,
    }
}

fn opens(kind: Kind) -> bool {
    matches!(kind, Kind::Header(_) | Kind::Clause)
}

/// Whether some header is followed by nothing deeper, which is everywhere in a text without indents.
fn lost_a_body(statements: &[Statement<'_>]) -> bool {
    let headers = statements.iter().filter(|statement| opens(statement.kind)).count();
    headers > 0 && statements.last().is_some_and(|last| !opens(last.kind))
}

struct Search<'a> {
    statements: &'a [Statement<'a>],
    depths: Vec<usize>,
    found: Option<Vec<usize>>,
    /// Steps left; 0 also once a second reading was found.
    steps: usize,
}

impl Search<'_> {
    /// Tries every depth for statement `at`; `open` holds the headers around it.
    fn from(&mut self, at: usize, open: &[Header]) {
        self.steps = self.steps.saturating_sub(1);
        let Some(statement) = self.statements.get(at) else {
            if self.found.replace(self.depths.clone()).is_some() {
                self.steps = 0;
            }
            return;
        };
        for depth in self.depths_for(at, open.len()) {
            if self.steps == 0 {
                return;
            }
            let mut around = open[..depth].to_vec();
            if !self.fits(statement, at, depth, &around) {
                continue;
            }
            match statement.kind {
                Kind::Header(header) => around.push(header),
                Kind::Clause => around.push(self.opener(at, depth).unwrap_or(Header::Other)),
                _ => {}
            }
            self.depths.push(depth);
            self.from(at + 1, &around);
            self.depths.pop();
        }
    }

    /// The depths that layout allows: right below a header one deeper, else any that is open.
    fn depths_for(&self, at: usize, open: usize) -> std::ops::RangeInclusive<usize> {
        let Some(previous) = at.checked_sub(1) else { return 0..=0 };
        match self.statements[previous].kind {
            kind if opens(kind) => open..=open,
            Kind::Return | Kind::Raise | Kind::LoopExit => 0..=open.saturating_sub(1),
            _ => 0..=open,
        }
    }

    fn fits(&self, statement: &Statement<'_>, at: usize, depth: usize, around: &[Header]) -> bool {
        match statement.kind {
            Kind::Return | Kind::Yield => innermost(around, &[Header::Function, Header::Class])
                .is_some_and(|header| header == Header::Function),
            Kind::LoopExit => innermost(around, &[Header::Loop, Header::Function, Header::Class])
                .is_some_and(|header| header == Header::Loop),
            Kind::Clause => self.opener(at, depth).is_some_and(|header| match statement.word {
                "elif" => header == Header::If,
                "except" | "finally" => header == Header::Try,
                _ => matches!(header, Header::If | Header::Loop | Header::Try),
            }),
            // A method is a function of a class; a class's own statements may be anything else.
            _ => true,
        }
    }

    /// The header at `depth` that a clause at statement `at` would go on with.
    fn opener(&self, at: usize, depth: usize) -> Option<Header> {
        for before in (0..at).rev() {
            match self.depths[before].cmp(&depth) {
                std::cmp::Ordering::Less => return None,
                std::cmp::Ordering::Greater => {}
                std::cmp::Ordering::Equal => match self.statements[before].kind {
                    Kind::Header(header) => return Some(header),
                    Kind::Clause => {}
                    _ => return None,
                },
            }
        }
        None
    }
}

fn innermost(around: &[Header], wanted: &[Header]) -> Option<Header> {
    around.iter().rev().copied().find(|header| wanted.contains(header))
}

fn indent(text: &str, statements: &[Statement<'_>], depths: &[usize]) -> (String, usize) {
    let lines: Vec<&str> = text.lines().collect();
    let mut out: Vec<String> = lines.iter().map(|&line| line.to_owned()).collect();
    let mut moved = 0;
    for (statement, &depth) in statements.iter().zip(depths) {
        if depth == 0 {
            continue;
        }
        moved += 1;
        let starts = lines::starts(&lines[statement.first_line..].join("\n"));
        for (offset, start) in starts.iter().enumerate().take(statement.lines) {
            if *start != Start::InString {
                let line = &mut out[statement.first_line + offset];
                line.insert_str(0, &STEP.repeat(depth));
            }
        }
    }
    let mut mended = out.join("\n");
    mended.push('\n');
    (mended, moved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_return_goes_into_the_function_above() {
        let text = "import ctypes\ndef f(a):\nreturn ctypes.c_long.from_address(a).value\n";
        let (mended, moved) = mend(text).unwrap();
        assert_eq!(
            mended,
            "import ctypes\ndef f(a):\n    return ctypes.c_long.from_address(a).value\n"
        );
        assert_eq!(moved, 1);
    }

    #[test]
    fn code_after_the_return_stays_outside() {
        let (mended, _) = mend("def f(x):\ny = x\nreturn y\nprint(f(1))").unwrap();
        assert_eq!(mended, "def f(x):\n    y = x\n    return y\nprint(f(1))\n");
    }

    #[test]
    fn two_readings_are_left_alone() {
        assert_eq!(mend("if x:\na\nb\n"), None);
        assert_eq!(mend("def f():\nprint(1)\nf()\n"), None);
        assert_eq!(mend("if x:\n    a\n"), None);
        assert_eq!(mend("a = 1\n"), None);
    }

    #[test]
    fn clauses_find_their_header() {
        let (mended, _) = mend("def f(x):\nif x:\nreturn 1\nelse:\nreturn 2\n").unwrap();
        assert_eq!(mended, "def f(x):\n    if x:\n        return 1\n    else:\n        return 2\n");
    }
}
