//! The prompt's `%` commands, from one table that also feeds `%help` and completion.

use super::outcome::{Audience, Outcome};
use super::run::Session;
use super::{collecting, commands, heap_commands, watch};
use crate::text::suggest::suggest;

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
    magic("del", "NAME", heap_commands::del, "Delete a name and say whether its object died."),
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
    magic("reset", "", heap_commands::reset, "Delete every name of this session."),
    magic("run", "FILE", commands::run, "Run a file in this session."),
    magic("save", "FILE", commands::save, "Write the inputs of this session to a file."),
    magic("time", "CODE", heap_commands::time, "Run code once and say how long it took."),
    magic(
        "timeit",
        "CODE",
        heap_commands::timeit,
        "Run code many times and say how long once takes.",
    ),
    magic("traceback", "plain|pretty", commands::traceback, "Choose how errors are shown."),
    magic("unwatch", "", watch::unwatch, "Watch nothing any more."),
    magic("watch", "[EXPRESSION]", watch::watch, "Tell of each change in who holds an object."),
    magic("who", "", heap_commands::who, "List your names with type, count and address."),
    magic("whos", "", heap_commands::who, "The same as %who."),
];

/// Whether typed text is a command: `%name …`, `x?` or `?x`.
pub fn is_command(text: &str) -> bool {
    let text = text.trim();
    text.strip_prefix('%').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
        || asked_about(text).is_some()
}

/// The dotted name in `x?` or `?x`.
pub fn asked_about(text: &str) -> Option<&str> {
    let text = text.trim();
    let name = text.strip_suffix('?').or_else(|| text.strip_prefix('?'))?.trim();
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
        return commands::about(session, name, audience);
    }
    let line = text.trim_start_matches('%');
    let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    match MAGICS.iter().find(|magic| magic.name == name) {
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
    // The commonest slip is two letters changed round.
    let swapped = names.iter().copied().find(|known| letters(known) == letters(name));
    swapped.or_else(|| suggest(name, &names))
}

/// The letters of a word, sorted.
fn letters(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters
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
        assert_eq!(nearest("histroy"), Some("history"));
    }
}
