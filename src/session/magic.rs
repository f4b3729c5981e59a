//! The prompt's `%` commands, from one table that also feeds `%help` and completion.

use super::lines::{self, Start};
use super::outcome::{Audience, Outcome};
use super::run::Session;
use super::{collecting, commands, heap_commands, timing, watch};
use crate::text::suggest::suggest_word;

/// One command.
pub struct Magic {
    pub name: &'static str,
    /// What follows the name.
    pub usage: &'static str,
    /// One sentence.
    pub doc: &'static str,
    pub run: fn(&Session, &str, &mut dyn Audience) -> Outcome,
}

const fn magic(
    name: &'static str,
    usage: &'static str,
    run: fn(&Session, &str, &mut dyn Audience) -> Outcome,
    doc: &'static str,
) -> Magic {
    Magic { name, usage, doc, run }
}

impl Magic {
    /// `%history [N]`.
    pub fn form(&self) -> String {
        format!("%{} {}", self.name, self.usage).trim_end().to_owned()
    }
}

/// Every command, in alphabetical order.
pub static MAGICS: &[Magic] = &[
    magic("audit", "", heap_commands::audit, "Check every count against the references found."),
    magic("del", "NAME…", heap_commands::del, "Delete names and say whether their objects died."),
    magic(
        "gc",
        "[steps]",
        collecting::collect,
        "Run the collector and say what it found, or each step.",
    ),
    magic(
        "graph",
        "[NAME…] [> FILE.svg]",
        heap_commands::graph,
        "Draw what names lead to, and who holds it.",
    ),
    magic("heap", "", heap_commands::heap, "List live objects by type, and what changed."),
    magic("help", "[NAME]", commands::help, "List the commands, or explain one."),
    magic("history", "[N]", commands::history, "List the last N inputs of this session."),
    magic("load", "FILE", commands::load, "Put a file on the prompt, to be edited and run."),
    magic("pprint", "", commands::pprint, "Lay long values out over lines, or stop doing so."),
    magic("prompt", "[TEXT]", commands::prompt, "Choose another prompt."),
    magic("quit", "", commands::quit, "Leave."),
    magic("refs", "EXPRESSION", heap_commands::refs, "Name every reference to an object."),
    magic("reset", "[-f]", heap_commands::reset, "Delete every name of this session."),
    magic("run", "FILE [ARG…]", commands::run, "Run a file in this session."),
    magic("save", "FILE", commands::save, "Write the inputs of this session to a file."),
    magic("time", "CODE", timing::time, "Run code once and say how long it took."),
    magic(
        "timeit",
        "[-n N] [-r N] CODE",
        timing::timeit,
        "Run code many times and say how long once takes.",
    ),
    magic("traceback", "plain|pretty", commands::traceback, "Choose how errors are shown."),
    magic("unwatch", "", watch::unwatch, "Watch nothing any more."),
    magic("watch", "[EXPRESSION]", watch::watch, "Tell of each change in who holds an object."),
    magic("who", "[TYPE…]", heap_commands::who, "List your names with type, count and address."),
    magic("whos", "[TYPE…]", heap_commands::who, "The same as %who."),
];

/// Whether typed text is a command: `%name …`, `x?`, `?x` or `!program`, on one line; `%%name` takes the
/// lines below it too.
pub fn is_command(text: &str) -> bool {
    let text = text.trim();
    let named = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic());
    if text.strip_prefix("%%").is_some_and(named) {
        return true;
    }
    // No statement of Python begins with `%` or `?`.
    !text.contains('\n')
        && (text.strip_prefix('%').is_some_and(|rest| named(rest.trim_start()))
            || text.strip_prefix('!').is_some_and(named)
            || matches!(text, "%" | "?" | "??")
            || asked_about(text).is_some())
}

/// A stretch of pasted lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Command(String),
    Code(String),
}

/// Pasted lines cut where commands stand between statements; code keeps its line numbers.
pub fn parts(text: &str) -> Vec<Part> {
    if is_command(text) {
        return vec![Part::Command(text.to_owned())];
    }
    let (mut parts, mut code) = (Vec::new(), String::new());
    for (number, (line, start)) in text.split_inclusive('\n').zip(lines::starts(text)).enumerate() {
        if start == Start::Fresh && lines::indent_of(line).is_empty() && is_command(line) {
            end_code(&mut parts, &mut code);
            parts.push(Part::Command(line.trim_end().to_owned()));
            code = "\n".repeat(number + 1);
        } else {
            code.push_str(line);
        }
    }
    end_code(&mut parts, &mut code);
    parts
}

fn end_code(parts: &mut Vec<Part>, code: &mut String) {
    if !code.trim().is_empty() {
        parts.push(Part::Code(std::mem::take(code)));
    }
}

/// The text with a statement in place of each command, so that it can be asked whether it is whole.
pub fn without_commands(text: &str) -> String {
    let whole = |part: Part| match part {
        Part::Code(code) => code.trim_start_matches('\n').to_owned(),
        Part::Command(_) => "pass\n".to_owned(),
    };
    parts(text).into_iter().map(whole).collect()
}

/// The dotted name in `x?`, `?x` or `x??`.
pub fn asked_about(text: &str) -> Option<&str> {
    let text = text.trim();
    let name = text.strip_suffix('?').map(|rest| rest.strip_suffix('?').unwrap_or(rest));
    let name = name.or_else(|| text.strip_prefix('?'))?.trim();
    let is_name = !name.is_empty()
        && name
            .split('.')
            .all(|part| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_'));
    is_name.then_some(name)
}

/// Runs a command.
pub fn run(session: &Session, text: &str, audience: &mut dyn Audience) -> Outcome {
    let text = text.trim();
    if let Some(name) = asked_about(text) {
        return commands::about(session, name, text.ends_with("??"), audience);
    }
    if let Some(program) = text.strip_prefix('!') {
        audience.note(&format!("Refscope starts no other programs: {program} is left out"));
        return Outcome::DONE;
    }
    if matches!(text, "%" | "?" | "??") {
        return commands::help(session, "", audience);
    }
    let line = text.trim_start_matches('%').trim_start();
    let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    match MAGICS.iter().find(|magic| magic.name == name) {
        Some(magic) if magic.usage.is_empty() && !rest.trim().is_empty() => {
            audience.note(&format!("%{name} takes nothing after its name"));
            Outcome::DONE
        }
        Some(magic) => (magic.run)(session, rest.trim(), audience),
        None => {
            audience.note(&unknown(name));
            Outcome::DONE
        }
    }
}

/// What is said of a mistyped name.
pub fn unknown(name: &str) -> String {
    let near = nearest(name).map_or(String::new(), |near| format!(", did you mean %{near}?"));
    format!("there is no command %{name}{near} (%help lists them)")
}

/// The command whose name is closest to a mistyped one.
fn nearest(name: &str) -> Option<&'static str> {
    let names: Vec<&'static str> = MAGICS.iter().map(|magic| magic.name).collect();
    suggest_word(&name.to_ascii_lowercase(), &names)
        .or_else(|| names.into_iter().find(|known| known.eq_ignore_ascii_case(name)))
}

/// What follows the name of a command.
pub fn usage(name: &str) -> Option<&'static str> {
    MAGICS.iter().find(|magic| magic.name == name).map(|magic| magic.usage)
}

/// The commands that begin with `prefix`.
pub fn completions(prefix: &str) -> impl Iterator<Item = &'static str> {
    MAGICS.iter().map(|magic| magic.name).filter(move |name| name.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_its_docs_are_sentences() {
        assert!(MAGICS.is_sorted_by_key(|magic| magic.name));
        assert!(MAGICS.iter().all(|magic| magic.doc.ends_with('.')));
    }

    #[test]
    fn commands_are_told_from_code() {
        assert!(is_command("%who") && is_command("a.b?") && is_command("?x"));
        assert!(!is_command("x % y") && !is_command("'x?'") && !is_command("% 3"));
        assert!(is_command("?") && is_command("%") && is_command("% who") && is_command("%Who"));
        assert!(is_command("%%time\nx") && is_command("!ls") && !is_command("%who\nx"));
        assert_eq!(asked_about("a.b??"), Some("a.b"));
        assert_eq!([nearest("histroy"), nearest("Refs")], [Some("history"), Some("refs")]);
    }

    #[test]
    fn commands_may_stand_between_statements() {
        let code = |text: &str| Part::Code(text.to_owned());
        let command = |text: &str| Part::Command(text.to_owned());
        let text = "%gc\nx = \"\"\"\n%who\"\"\"\nx?\nfor y in x:\n    y\n";
        let cut = [command("%gc"), code("\nx = \"\"\"\n%who\"\"\"\n"), command("x?")];
        let last = [code("\n\n\n\nfor y in x:\n    y\n")];
        assert_eq!(parts(text), [&cut[..], &last[..]].concat());
        assert_eq!(parts("x\n"), [code("x\n")]);
        assert_eq!(without_commands("%gc\nx\n%who"), "pass\nx\npass\n");
    }
}
