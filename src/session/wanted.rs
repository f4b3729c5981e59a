//! What a completion at the cursor is about, told from the text before it.

use super::lines::{Scanner, Start};
use super::magic;

/// The kind of thing to complete, with what is typed of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted<'a> {
    Nothing,
    /// A name or keyword.
    Name(&'a str),
    /// An attribute of `a.b`.
    Attribute {
        owner: Vec<&'a str>,
        prefix: &'a str,
    },
    /// A key of `a.b[`; `quote` is the quote already typed, if any.
    Key {
        owner: Vec<&'a str>,
        quote: Option<char>,
        prefix: &'a str,
    },
    /// A module name.
    Module(&'a str),
    /// A name in a module.
    FromModule {
        module: &'a str,
        prefix: &'a str,
    },
    /// A `%` command.
    Magic(&'a str),
    /// One of the words that a command takes.
    Choice {
        of: &'static str,
        prefix: &'a str,
    },
    /// A file name.
    Path(&'a str),
}

impl Wanted<'_> {
    /// What is typed of the thing to complete.
    pub fn prefix(&self) -> &str {
        match self {
            Wanted::Nothing => "",
            Wanted::Name(prefix)
            | Wanted::Module(prefix)
            | Wanted::Magic(prefix)
            | Wanted::Path(prefix)
            | Wanted::Attribute { prefix, .. }
            | Wanted::Key { prefix, .. }
            | Wanted::Choice { prefix, .. }
            | Wanted::FromModule { prefix, .. } => prefix,
        }
    }
}

/// What is wanted where `before` ends.
pub fn wanted(before: &str) -> Wanted<'_> {
    match before.trim_start().strip_prefix('%') {
        Some(command) => in_command(command.trim_start_matches(['%', ' '])),
        None => in_code(before),
    }
}

/// What is wanted in a command: the form that its table shows tells what may follow its name.
fn in_command(command: &str) -> Wanted<'_> {
    let Some((name, rest)) = command.split_once(char::is_whitespace) else {
        return Wanted::Magic(command);
    };
    let rest = rest.trim_start();
    match magic::usage(name) {
        Some(usage) if usage.starts_with("FILE") => Wanted::Path(rest),
        Some(usage) if usage.ends_with("FILE.svg]") && rest.contains('>') => {
            Wanted::Path(rest.rsplit('>').next().unwrap_or_default().trim_start())
        }
        Some("[NAME]") => Wanted::Magic(rest.trim_start_matches('%')),
        Some(usage @ ("[steps]" | "plain|pretty")) => {
            Wanted::Choice { of: usage.trim_matches(['[', ']']), prefix: rest }
        }
        Some("" | "[N]" | "[TEXT]" | "[-f]") => Wanted::Nothing,
        _ => in_code(rest),
    }
}

fn in_code(before: &str) -> Wanted<'_> {
    let line = before.rsplit('\n').next().unwrap_or_default().trim_start();
    if let Some(key) = key(before) {
        return key;
    }
    let mut scanner = Scanner::default();
    let (earlier, current) = before.rsplit_once('\n').unwrap_or(("", before));
    earlier.lines().for_each(|line| scanner.feed(line));
    if scanner.start() == Start::InString {
        return Wanted::Nothing;
    }
    if let Some(text) = open_text(current) {
        return if text.contains('\\') { Wanted::Nothing } else { Wanted::Path(text) };
    }
    if is_comment(current) {
        return Wanted::Nothing;
    }
    if let Some(import) = import(line) {
        return import;
    }
    let prefix = last_word(before);
    let owner = owner_before(&before[..before.len() - prefix.len()], '.');
    match owner {
        Some(owner) => Wanted::Attribute { owner, prefix },
        None if prefix.is_empty() || before[..before.len() - prefix.len()].ends_with('.') => {
            Wanted::Nothing
        }
        None => Wanted::Name(prefix),
    }
}

/// Where the string or comment begins that a line ends in, with the sign that begins it.
fn open_at(line: &str) -> Option<(usize, char)> {
    let mut open = None;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match open {
            Some(_) if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some((_, quote)) if c == quote => open = None,
            Some(_) => {}
            None if c == '#' => return Some((at, c)),
            None if c == '\'' || c == '"' => open = Some((at, c)),
            None => {}
        }
    }
    open
}

/// What stands in the string that a line ends in.
pub(super) fn open_text(line: &str) -> Option<&str> {
    open_at(line).filter(|(_, sign)| *sign != '#').map(|(at, _)| &line[at + 1..])
}

fn is_comment(line: &str) -> bool {
    open_at(line).is_some_and(|(_, sign)| sign == '#')
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether brackets behind such a letter are a call or a subscript.
fn is_callable_end(c: char) -> bool {
    is_word(c) || matches!(c, ')' | ']' | '}' | '\'' | '"')
}

fn is_dotted(name: &str) -> bool {
    name.chars().all(|c| is_word(c) || c == '.')
}

fn last_word(text: &str) -> &str {
    let start = text.char_indices().rev().take_while(|(_, c)| is_word(*c)).last();
    let word = start.map_or("", |(at, _)| &text[at..]);
    if word.starts_with(|c: char| c.is_ascii_digit()) { "" } else { word }
}

/// The path that ends in `mark`: `a`, `b` of `x = a.b.`; a literal subscript is a step too: `a`, `[0]`.
/// A literal stands for its type.
pub(super) fn owner_before(text: &str, mark: char) -> Option<Vec<&str>> {
    let mut rest = text.strip_suffix(mark)?;
    if mark == '.' && rest.ends_with(['\'', '"']) {
        return Some(vec!["str"]);
    }
    for (display, class) in [("[]", "list"), ("{}", "dict"), ("()", "tuple")] {
        if mark == '.'
            && rest.strip_suffix(display).is_some_and(|before| !before.ends_with(is_callable_end))
        {
            return Some(vec![class]);
        }
    }
    let mut owner = Vec::new();
    loop {
        while rest.ends_with(']') {
            let open = rest.rfind('[')?;
            if !is_literal(&rest[open + 1..rest.len() - 1]) {
                return None;
            }
            owner.insert(0, &rest[open..]);
            rest = &rest[..open];
        }
        let word = last_word(rest);
        if word.is_empty() {
            return None;
        }
        owner.insert(0, word);
        rest = &rest[..rest.len() - word.len()];
        match rest.strip_suffix('.') {
            Some(before) => rest = before,
            None => return Some(owner),
        }
    }
}

/// Whether a subscript can be looked up without running anything: a number or a plain string.
fn is_literal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    number || string_literal(text).is_some()
}

/// The text of a plain string literal.
pub(super) fn string_literal(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let inner = text[1..].strip_suffix(quote)?;
    (!inner.contains([quote, '\\'])).then_some(inner)
}

fn key(before: &str) -> Option<Wanted<'_>> {
    let open = before.rfind('[')?;
    let inside = &before[open + 1..];
    let quote = inside.chars().next().filter(|c| matches!(c, '\'' | '"'));
    let prefix = quote.map_or(inside, |_| &inside[1..]);
    if !prefix.chars().all(|c| is_word(c) || c == ' ' || c == '-') || inside.contains('\n') {
        return None;
    }
    if quote.is_none() && !prefix.is_empty() {
        return None;
    }
    let owner = owner_before(&before[..=open], '[')?;
    Some(Wanted::Key { owner, quote, prefix })
}

fn import(line: &str) -> Option<Wanted<'_>> {
    if let Some(rest) = line.strip_prefix("import ") {
        let name = rest.rsplit(',').next().unwrap_or(rest).trim_start();
        return is_dotted(name).then_some(Wanted::Module(name));
    }
    let rest = line.strip_prefix("from ")?;
    match rest.split_once(" import ") {
        None => is_dotted(rest).then_some(Wanted::Module(rest)),
        Some((module, names)) => {
            let prefix = last_word(names);
            Some(Wanted::FromModule { module: module.trim(), prefix })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_before_the_cursor_says_what_is_wanted() {
        assert_eq!(wanted("x = pri"), Wanted::Name("pri"));
        assert_eq!(wanted("a.b.c"), Wanted::Attribute { owner: vec!["a", "b"], prefix: "c" });
        assert_eq!(wanted("f(a."), Wanted::Attribute { owner: vec!["a"], prefix: "" });
        assert_eq!(wanted("f()."), Wanted::Nothing);
        assert_eq!(wanted("f([].ap"), Wanted::Attribute { owner: vec!["list"], prefix: "ap" });
        assert_eq!(
            wanted("a[0]['k'].x"),
            Wanted::Attribute { owner: vec!["a", "[0]", "['k']"], prefix: "x" }
        );
        assert_eq!(wanted("'a'.u"), Wanted::Attribute { owner: vec!["str"], prefix: "u" });
        assert_eq!(wanted("a[i].x"), Wanted::Nothing);
        assert_eq!(wanted("1."), Wanted::Nothing);
        assert_eq!(
            wanted("d['ke"),
            Wanted::Key { owner: vec!["d"], quote: Some('\''), prefix: "ke" }
        );
        assert_eq!(wanted("import sy"), Wanted::Module("sy"));
        assert_eq!(
            wanted("from gc import col"),
            Wanted::FromModule { module: "gc", prefix: "col" }
        );
        assert_eq!(wanted("%ti"), Wanted::Magic("ti"));
        assert_eq!(wanted("%run exa"), Wanted::Path("exa"));
        assert_eq!(wanted("%graph a > ri"), Wanted::Path("ri"));
        assert_eq!(wanted("%help %re"), Wanted::Magic("re"));
        assert_eq!(wanted("%gc st"), Wanted::Choice { of: "steps", prefix: "st" });
        assert_eq!(wanted("%refs a.b"), Wanted::Attribute { owner: vec!["a"], prefix: "b" });
        assert_eq!(wanted("%%time\nx = ab"), Wanted::Name("ab"));
        assert_eq!(wanted("%history a"), Wanted::Nothing);
        assert_eq!(wanted("open('he"), Wanted::Path("he"));
        assert_eq!(wanted("import os.pa"), Wanted::Module("os.pa"));
        assert_eq!(wanted("x # 'he"), Wanted::Nothing);
        assert_eq!(wanted("x = '''a\nb"), Wanted::Nothing);
        assert_eq!(wanted(""), Wanted::Nothing);
    }
}
