//! The `%` commands that look at names and the heap.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::commands::expand;
use super::outcome::{Audience, Outcome};
use super::run::Session;
use crate::text::system_error::plain_words;

/// `%who [TYPE …]` and `%whos [TYPE …]`.
pub fn who(session: &Session, words: &str, audience: &mut dyn Audience) -> Outcome {
    let mut rows = session.engine().own_names();
    if rows.is_empty() {
        audience.say("no names of your own yet\n");
        return Outcome::DONE;
    }
    if !words.is_empty() {
        rows.retain(|row| words.split_whitespace().any(|class| class == row.class));
        if rows.is_empty() {
            audience.say(&format!("no names of your own for objects of type {words}\n"));
            return Outcome::DONE;
        }
    }
    let width = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0).max(4);
    let kinds = rows.iter().map(|row| row.class.chars().count()).max().unwrap_or(0).max(4);
    let mut text = format!("{:<width$}  {:<kinds$}  count  address\n", "name", "type");
    for row in rows {
        let count = row.count.map_or_else(|| "∞".to_owned(), |count| count.to_string());
        text.push_str(&format!(
            "{:<width$}  {:<kinds$}  {count:>5}  {:#x}\n",
            row.name, row.class, row.address
        ));
    }
    audience.say(&text);
    Outcome::DONE
}

/// `%heap`: live objects by type, with what changed since the last look.
pub fn heap(session: &Session, _words: &str, audience: &mut dyn Audience) -> Outcome {
    let now = session.engine().live_by_type();
    let before = session.last_look.replace(now.clone());
    let mut rows: Vec<_> = now.iter().collect();
    rows.sort_by_key(|(name, (count, bytes))| (std::cmp::Reverse((*bytes, *count)), name.as_str()));
    let left = rows.len().saturating_sub(MOST_ROWS);
    rows.truncate(MOST_ROWS);
    let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0).max(4);
    let mut text = format!("{:<width$}{:>10}{:>12}{:>10}\n", "type", "objects", "bytes", "growth");
    for (name, (count, bytes)) in rows {
        let growth = change(&before, name, *count);
        let line = format!("{name:<width$}{count:>10}{bytes:>12}{growth:>10}");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    if left > 0 {
        text.push_str(&format!("… and {left} more types\n"));
    }
    text.push_str(&session.engine().heap_summary());
    audience.say(&text);
    Outcome::DONE
}

const MOST_ROWS: usize = 20;

fn change(before: &BTreeMap<String, (u64, u64)>, name: &str, count: u64) -> String {
    if before.is_empty() {
        return String::new();
    }
    let was = before.get(name).map_or(0, |(count, _)| *count);
    match count as i64 - was as i64 {
        0 => String::new(),
        change => format!("{change:+}"),
    }
}

/// `%audit`: every count against the references that can be found.
pub fn audit(session: &Session, _words: &str, audience: &mut dyn Audience) -> Outcome {
    let wrong = session.engine().audit();
    if wrong.is_empty() {
        audience.say("every count equals the number of references found\n");
    } else {
        audience.say(&format!("{}\n", wrong.join("\n")));
    }
    Outcome::DONE
}

/// `%refs x`: every reference to the object, in words.
pub fn refs(session: &Session, words: &str, audience: &mut dyn Audience) -> Outcome {
    if words.is_empty() {
        audience.note("%refs needs a name or an expression");
        return Outcome::DONE;
    }
    match session.engine().references(words) {
        Ok(text) => {
            audience.say(&text);
            Outcome::DONE
        }
        Err(outcome) => outcome,
    }
}

/// `%graph [NAME…]`: what names lead to, and every reference on the way. With `> FILE.svg` behind
/// it the picture goes to a file.
pub fn graph(session: &Session, words: &str, audience: &mut dyn Audience) -> Outcome {
    let is_picture = |file: &str| Path::new(file).extension().is_some_and(|suffix| suffix == "svg");
    // A comparison has names behind its sign.
    let is_file = |file: &str| file.trim().is_empty() || file.contains(['.', '/']);
    if let Some((names, file)) = words.rsplit_once('>').filter(|(_, file)| is_picture(file)) {
        return match session.engine().svg(names.trim()) {
            Ok(picture) => write_file(file.trim(), &picture, audience),
            Err(outcome) => outcome,
        };
    }
    if let Some((_, file)) = words.rsplit_once('>').filter(|(_, file)| is_file(file)) {
        let named = if file.trim().is_empty() { "" } else { ", not " };
        audience.note(&format!("%graph > needs a file that ends in .svg{named}{}", file.trim()));
        return Outcome::DONE;
    }
    match session.engine().graph(words) {
        Ok(text) if text.is_empty() => audience.note("there is nothing to draw yet"),
        Ok(text) => audience.say(&text),
        Err(outcome) => return outcome,
    }
    Outcome::DONE
}

fn write_file(file: &str, picture: &str, audience: &mut dyn Audience) -> Outcome {
    match fs::write(expand(file), picture) {
        Ok(()) => audience.say(&format!("picture written to {file}\n")),
        Err(error) => audience.note(&format!("cannot write {file}: {}", plain_words(&error))),
    }
    Outcome::DONE
}

/// `%del x …`: deletes names and says whether their objects went with them.
pub fn del(session: &Session, words: &str, audience: &mut dyn Audience) -> Outcome {
    let names = words.split([',', ' ']).filter(|name| !name.is_empty());
    if names.clone().next().is_none() {
        audience.note("%del needs a name");
    }
    names.for_each(|name| delete(session, name, audience));
    Outcome::DONE
}

fn delete(session: &Session, name: &str, audience: &mut dyn Audience) {
    let Some(row) = session.engine().own_names().into_iter().find(|row| row.name == name) else {
        return audience.note(&format!("there is no name {name} of yours"));
    };
    session.engine().forget(name);
    let count = session.engine().count_at(row.address).filter(|_| row.count.is_some());
    let rest = match count {
        None if row.count.is_none() => "its object is one of those that never die".to_owned(),
        None => "its object is gone".to_owned(),
        Some(1) => "its object lives on: 1 reference is left".to_owned(),
        Some(count) => format!("its object lives on: {count} references are left"),
    };
    audience.say(&format!("{name} deleted; {rest}\n"));
}

/// `%reset`: deletes every name of the session.
pub fn reset(session: &Session, words: &str, audience: &mut dyn Audience) -> Outcome {
    if !matches!(words, "" | "-f") {
        audience.note("%reset takes nothing or -f: it deletes all names, %del NAME deletes one");
        return Outcome::DONE;
    }
    let names = session.engine().own_names();
    for row in &names {
        session.engine().forget(&row.name);
    }
    let plural = if names.len() == 1 { "" } else { "s" };
    audience.say(&format!("{} name{plural} deleted\n", names.len()));
    Outcome::DONE
}
