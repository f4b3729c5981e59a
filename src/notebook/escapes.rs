//! Turns what only a notebook cell understands (`%magic`, `!command`, `x?`) into calls of
//! `get_ipython()`, line for line, so that the rest of the cell is plain Python.

use crate::session::lines::{self, Start};

/// A cell as it is to be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// Python, with as many lines as the cell has.
    pub text: String,
    /// Whether it calls upon what a notebook has beyond Python.
    pub asks_shell: bool,
    /// `%%time` and `%%capture` stand around a cell that is run as any other.
    pub around: Option<Around>,
}

/// A line to run before a cell and one to run after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Around {
    pub before: String,
    pub after: String,
    /// Whether the value of the cell's last line is not shown.
    pub hides_result: bool,
}

/// Words that a notebook has of its own, without any escape before them.
const OWN_WORDS: [&str; 3] = ["get_ipython", "IPython", "display("];

/// Commands that may be typed without `%` where they are all a cell says.
const BARE: [&str; 13] =
    ["pip", "conda", "ls", "ll", "pwd", "cd", "cat", "mkdir", "rm", "cp", "mv", "who", "whos"];

/// The line that makes the names of a notebook known; `echo` where a person reads along.
pub fn enter(echo: bool) -> String {
    format!("__import__('_ipython').enter({})", if echo { "True" } else { "False" })
}

/// Whether a cell asks for earlier inputs or outputs.
pub fn looks_back(cell: &str) -> bool {
    ["Out[", "Out)", "In[", "%hist", "_oh", "_ih"].iter().any(|word| cell.contains(word))
}

/// The line that appends a cell to `In`.
pub fn remember_input(cell: &str) -> String {
    format!("__import__('_ipython').remember_input({})", quoted(cell))
}

/// The line that puts the value of the cell numbered `count` into `Out`.
pub fn remember_output(count: u32) -> String {
    format!("__import__('_ipython').remember_output({count}, _)")
}

/// Reads a cell.
pub fn prepare(cell: &str) -> Prepared {
    let body = cell.trim_start_matches(['\n', '\r']);
    if let Some(first) = body.strip_prefix("%%") {
        return cell_magic(first, cell.len() - body.len());
    }
    if let Some(line) = bare_command(body) {
        return Prepared { text: line_magic(line), asks_shell: true, around: None };
    }
    let text = escaped_lines(cell);
    let asks_shell = text != cell || OWN_WORDS.iter().any(|word| cell.contains(word));
    Prepared { text, asks_shell, around: None }
}

/// `%%name words`, and the rest of the cell.
fn cell_magic(after_mark: &str, skipped: usize) -> Prepared {
    let (line, body) = after_mark.split_once('\n').unwrap_or((after_mark, ""));
    let (name, words) = split_word(line.trim_end());
    if matches!(name, "time" | "capture") && !(name == "time" && lines::is_blank(body)) {
        let inner = escaped_lines(body);
        let text = format!("{}{inner}", "\n".repeat(skipped + 1));
        let begin = format!("get_ipython().begin_{name}({})", quoted(words));
        let around = Around {
            before: begin,
            after: format!("get_ipython().end_{name}()"),
            hides_result: name == "capture",
        };
        return Prepared { text, asks_shell: true, around: Some(around) };
    }
    let call = format!(
        "get_ipython().run_cell_magic({}, {}, {})",
        quoted(name),
        quoted(words),
        quoted(body)
    );
    Prepared { text: call, asks_shell: true, around: None }
}

/// The only line of a cell, if it begins with a command's bare name and reads like one.
fn bare_command(cell: &str) -> Option<&str> {
    let line = cell.trim();
    let (name, words) = split_word(line);
    let reads_so =
        words.chars().next().is_none_or(|c| c.is_alphanumeric() || "-./~*'\"_".contains(c));
    (BARE.contains(&name) && !line.contains('\n') && reads_so).then_some(line)
}

/// Every statement that begins with an escape, or ends with `?`, as a call.
fn escaped_lines(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    let starts = lines::starts(cell);
    let mut all = cell.split_inclusive('\n').zip(starts);
    while let Some((line, start)) = all.next() {
        let text = line.trim_end_matches(['\n', '\r']);
        match (start == Start::Fresh).then(|| escaped(text)).flatten() {
            None => out.push_str(line),
            Some(_) => {
                // A command goes on after a `\` as Python does.
                let mut whole = text.to_owned();
                let mut breaks = line.len() - text.len();
                while whole.ends_with('\\') {
                    whole.pop();
                    let Some((next, _)) = all.next() else { break };
                    whole.push_str(next.trim_end_matches(['\n', '\r']).trim_start());
                    breaks += 1;
                }
                out.push_str(&escaped(&whole).unwrap_or(whole));
                out.push_str(&"\n".repeat(breaks.max(usize::from(line.ends_with('\n')))));
            }
        }
    }
    out
}

/// One statement as a call, if it is an escape.
fn escaped(line: &str) -> Option<String> {
    let indent = lines::indent_of(line);
    let text = line[indent.len()..].trim_end();
    let call = if let Some(command) = text.strip_prefix("!!") {
        format!("get_ipython().getoutput({})", quoted(command.trim()))
    } else if let Some(command) = text.strip_prefix('!') {
        format!("get_ipython().system({})", quoted(command.trim()))
    } else if text.starts_with('%') && text[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
        line_magic(&text[1..])
    } else if let Some(name) = asked_about(text) {
        let source = if text.contains("??") { ", True" } else { "" };
        format!("get_ipython().pinfo({}{source})", quoted(name))
    } else {
        assigned(text)?
    };
    Some(format!("{indent}{call}"))
}

/// `name = !command` and `name = %magic`.
fn assigned(text: &str) -> Option<String> {
    let (target, value) = text.split_once('=')?;
    let names_only = |c: char| c.is_alphanumeric() || "_., []*'\"".contains(c);
    if target.trim().is_empty() || !target.chars().all(names_only) {
        return None;
    }
    let value = value.trim_start();
    if let Some(command) = value.strip_prefix('!').filter(|command| !command.starts_with('=')) {
        return Some(format!("{target}= get_ipython().getoutput({})", quoted(command.trim())));
    }
    let magic = value.strip_prefix('%')?;
    magic
        .starts_with(|c: char| c.is_ascii_alphabetic())
        .then(|| format!("{target}= {}", line_magic(magic)))
}

/// What `x?`, `x??`, `?x` or `str.*find*?` asks about.
fn asked_about(text: &str) -> Option<&str> {
    let asked = match text.strip_prefix('?') {
        Some(rest) => rest.trim_start_matches('?'),
        None => text.strip_suffix('?')?.trim_end_matches('?'),
    };
    let name = asked.trim().trim_end_matches(';').trim_start_matches('%');
    name.chars().all(|c| c.is_alphanumeric() || "_.*[]'\"".contains(c)).then_some(name)
}

fn line_magic(text: &str) -> String {
    let (name, words) = split_word(text);
    format!("get_ipython().run_line_magic({}, {})", quoted(name), quoted(words))
}

/// A line's first word, and the rest without the space between.
fn split_word(line: &str) -> (&str, &str) {
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    (word, rest.trim())
}

/// A Python literal for `text`.
fn quoted(text: &str) -> String {
    let mut out = String::from("'");
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\'' => out.push_str("\\'"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            other => out.push(other),
        }
    }
    out.push('\'');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(cell: &str) -> String {
        prepare(cell).text
    }

    #[test]
    fn escapes_become_calls_where_they_stand() {
        assert_eq!(
            text("for f in x:\n    !rm {f}\ny"),
            "for f in x:\n    get_ipython().system('rm {f}')\ny"
        );
        assert_eq!(text("%time f(1)\n"), "get_ipython().run_line_magic('time', 'f(1)')\n");
        assert_eq!(text("a = !ls"), "a = get_ipython().getoutput('ls')");
        assert_eq!(text("len?"), "get_ipython().pinfo('len')");
        assert_eq!(text("!a \\\n  b\nc\n"), "get_ipython().system('a b')\n\nc\n");
    }

    #[test]
    fn python_stays_as_it_is() {
        for cell in [
            "x = 5 % 3\n",
            "'''\n%time\n!ls\n'''",
            "f(a,\n  '?')",
            "a != b",
            "print(x) # why?",
            "(3\n%x)",
        ] {
            let prepared = prepare(cell);
            assert_eq!((prepared.text.as_str(), prepared.asks_shell), (cell, false));
        }
    }

    #[test]
    fn a_timed_cell_keeps_its_lines() {
        let prepared = prepare("%%time\nx = 1\nx");
        assert_eq!(prepared.text, "\nx = 1\nx");
        assert_eq!(prepared.around.unwrap().after, "get_ipython().end_time()");
    }

    #[test]
    fn some_commands_need_no_mark() {
        assert!(text("pip install numpy").contains("run_line_magic('pip'"));
        assert_eq!(text("ls = 3"), "ls = 3");
    }
}
