//! What the `%` commands do.

use std::fs;
use std::path::PathBuf;

use super::help_texts;
use super::magic::{MAGICS, Magic};
use super::outcome::{Audience, Input, Mode, Outcome};
use super::run::Session;
use crate::text::system_error::plain_words;

/// `%help [NAME]`.
pub fn help(_session: &Session, words: &str, audience: &mut dyn Audience) -> Outcome {
    let wanted = words.trim_start_matches('%');
    if !wanted.is_empty() {
        match MAGICS.iter().find(|magic| magic.name == wanted) {
            Some(magic) => audience.say(&explained(magic)),
            None => audience.note(&super::magic::unknown(wanted)),
        }
        return Outcome::DONE;
    }
    let mut rows: Vec<(String, &str)> =
        MAGICS.iter().map(|magic| (magic.form(), magic.doc)).collect();
    rows.push(("x? or ?x".to_owned(), "Show what x is: type, count, signature, place, doc."));
    rows.push(("x??".to_owned(), "The same, with the source of a function."));
    let width = rows.iter().map(|(form, _)| form.chars().count()).max().unwrap_or(0);
    let mut text = String::from("Commands of the prompt (everything else is Python):\n");
    for (form, doc) in rows {
        text.push_str(&format!("  {form:<width$}  {doc}\n"));
    }
    audience.say(&text);
    Outcome::DONE
}

/// A command with its sentence and what else there is to tell.
fn explained(magic: &Magic) -> String {
    let mut text = format!("{}\n  {}\n", magic.form(), magic.doc);
    for line in help_texts::more(magic.name).unwrap_or_default().lines() {
        text.push_str(&format!("  {line}\n"));
    }
    text
}

/// `%history [N]`.
pub fn history(session: &Session, words: &str, audience: &mut dyn Audience) -> Outcome {
    let Some(most) = (if words.is_empty() { Some(usize::MAX) } else { words.parse().ok() }) else {
        audience.note(&format!("%history takes how many inputs to list, not {words}"));
        return Outcome::DONE;
    };
    let inputs = session.inputs();
    let first = inputs.len().saturating_sub(most);
    let mut text = String::new();
    for (number, input) in inputs.iter().enumerate().skip(first) {
        let body = input.trim_end().replace('\n', "\n      ");
        text.push_str(&format!("{:>4}  {body}\n", number + 1));
    }
    audience.say(&text);
    Outcome::DONE
}

/// `%quit`.
pub fn quit(_session: &Session, _words: &str, _audience: &mut dyn Audience) -> Outcome {
    Outcome::Exit(0)
}

/// `%run FILE [ARG…]`.
pub fn run(session: &Session, words: &str, audience: &mut dyn Audience) -> Outcome {
    // The name of a file may have spaces.
    let (file, arguments) = match words.split_once(char::is_whitespace) {
        Some(parted) if !expand(words).exists() => parted,
        _ => (words, ""),
    };
    let Some((path, text)) = read_file(file, "%run", audience) else { return Outcome::DONE };
    let name = path.to_string_lossy();
    let argv = std::iter::once(&*name).chain(arguments.split_whitespace());
    let argv = argv.map(str::to_owned).collect();
    let run = || session.run(Input { name: &name, text: &text, mode: Mode::Script });
    session.engine().as_program(&name, argv, run)
}

/// `%load FILE`.
pub fn load(_session: &Session, words: &str, audience: &mut dyn Audience) -> Outcome {
    if let Some((_, text)) = read_file(words, "%load", audience) {
        audience.offer(text.trim_end());
    }
    Outcome::DONE
}

/// `%save FILE`.
pub fn save(session: &Session, words: &str, audience: &mut dyn Audience) -> Outcome {
    if words.is_empty() {
        audience.note("%save needs the name of a file");
        return Outcome::DONE;
    }
    let inputs = session.inputs();
    let text: String = inputs.iter().flat_map(|input| [input.trim_end(), "\n"]).collect();
    match fs::write(expand(words), text) {
        Ok(()) => audience.say(&format!("{} inputs written to {words}\n", inputs.len())),
        Err(error) => audience.note(&format!("cannot write {words}: {}", plain_words(&error))),
    }
    Outcome::DONE
}

/// `%pprint`.
pub fn pprint(session: &Session, _words: &str, audience: &mut dyn Audience) -> Outcome {
    let on = session.engine().switch_layout();
    audience.say(if on {
        "long values are laid out, very long ones cut\n"
    } else {
        "values are shown whole, on one line\n"
    });
    Outcome::DONE
}

/// `%prompt [TEXT]`.
pub fn prompt(_session: &Session, words: &str, audience: &mut dyn Audience) -> Outcome {
    let text = words.trim_matches(['"', '\'']);
    let prompt = if text.is_empty() { ">>> ".to_owned() } else { format!("{} ", text.trim_end()) };
    audience.set_prompt(&prompt);
    Outcome::DONE
}

/// `%traceback plain` and `%traceback pretty`.
pub fn traceback(_session: &Session, words: &str, audience: &mut dyn Audience) -> Outcome {
    match words {
        "plain" => audience.draw_errors(false),
        "pretty" => audience.draw_errors(true),
        _ => audience.note("%traceback takes plain or pretty"),
    }
    Outcome::DONE
}

/// `x?`, and `x??` with its source.
pub fn about(session: &Session, name: &str, source: bool, audience: &mut dyn Audience) -> Outcome {
    match session.describe(name, source) {
        Some(text) => audience.say(&text),
        None => audience.note(&format!("there is no {name} here")),
    }
    Outcome::DONE
}

fn read_file(words: &str, command: &str, audience: &mut dyn Audience) -> Option<(PathBuf, String)> {
    if words.is_empty() {
        audience.note(&format!("{command} needs the name of a file"));
        return None;
    }
    let path = expand(words);
    match fs::read_to_string(&path) {
        Ok(text) => Some((path, text)),
        Err(error) => {
            audience.note(&format!("cannot read {words}: {}", plain_words(&error)));
            None
        }
    }
}

/// A file name with `~` for the home directory and without quotes.
pub(super) fn expand(words: &str) -> PathBuf {
    let words = words.trim_matches(['"', '\'']);
    match words.strip_prefix("~/") {
        Some(rest) => etcetera::home_dir().map_or_else(|_| words.into(), |home| home.join(rest)),
        None => words.into(),
    }
}
