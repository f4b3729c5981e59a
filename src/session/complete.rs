//! Completion: what is wanted (from the text) met with what there is (from the namespace).
//!
//! Never runs code of the user: attributes are looked up in dicts only.

use super::magic;
use super::run::Session;
use super::wanted::{Wanted, wanted};

/// One thing a completion offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub shown: String,
    pub replacement: String,
}

/// Where the replacement begins, and what there is to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    pub start: usize,
    pub candidates: Vec<Candidate>,
}

impl Completions {
    /// What is shown of the candidates, in their order.
    pub fn names(&self) -> Vec<&str> {
        self.candidates.iter().map(|candidate| candidate.shown.as_str()).collect()
    }
}

impl Session {
    /// The completions at byte `pos` of `text`.
    pub fn complete(&self, text: &str, pos: usize) -> Completions {
        let wanted = wanted(&text[..pos]);
        let prefix = wanted.prefix();
        let mut names = self.candidates(&wanted);
        if let Wanted::Name(_) = wanted {
            names.extend(self.keywords_of_call(&text[..pos]));
        }
        names.retain(|name| name.starts_with(prefix));
        let is_private = |name: &str| match &wanted {
            Wanted::Path(_) => last_part(name).starts_with('.'),
            _ => name.starts_with('_'),
        };
        if !is_private(prefix) && names.iter().any(|name| !is_private(name)) {
            names.retain(|name| !is_private(name));
        }
        names.sort_unstable();
        names.dedup();
        let candidates = names.into_iter().map(|name| candidate(&wanted, name)).collect();
        Completions { start: pos - prefix.len(), candidates }
    }

    fn candidates(&self, wanted: &Wanted<'_>) -> Vec<String> {
        let engine = self.engine();
        match wanted {
            Wanted::Nothing => Vec::new(),
            Wanted::Name(_) => {
                let mut names = engine.names();
                names.extend(crate::syntax::KEYWORDS.iter().map(|&word| word.to_owned()));
                names
            }
            Wanted::Attribute { owner, .. } => engine.attributes(owner),
            Wanted::Key { owner, .. } => engine.keys(owner),
            Wanted::Module(_) => engine.modules(),
            Wanted::FromModule { module, .. } => engine.module_names(module),
            Wanted::Magic(prefix) => magic::completions(prefix).map(str::to_owned).collect(),
            Wanted::Choice { of, .. } => of.split('|').map(str::to_owned).collect(),
            Wanted::Path(prefix) => paths(prefix),
        }
    }
}

fn candidate(wanted: &Wanted<'_>, name: String) -> Candidate {
    match wanted {
        Wanted::Key { quote, .. } => {
            let quote = quote.map_or('\'', |quote| quote);
            let opened = matches!(wanted, Wanted::Key { quote: Some(_), .. });
            let open = if opened { String::new() } else { quote.to_string() };
            Candidate { replacement: format!("{open}{name}{quote}]"), shown: name }
        }
        Wanted::Path(_) => Candidate { shown: last_part(&name).to_owned(), replacement: name },
        _ => Candidate { shown: name.clone(), replacement: name },
    }
}

/// The last part of a path, with its slash if it is a folder.
fn last_part(path: &str) -> &str {
    let body = path.strip_suffix('/').unwrap_or(path);
    &path[body.rfind('/').map_or(0, |at| at + 1)..]
}

/// Files that begin with `prefix`; folders end in `/`.
fn paths(prefix: &str) -> Vec<String> {
    let (folder, _) = prefix.rsplit_once('/').map_or(("", prefix), |(folder, rest)| (folder, rest));
    let place = match (folder, prefix.starts_with('/')) {
        ("", true) => "/",
        ("", false) => ".",
        (folder, _) => folder,
    };
    let Ok(entries) = std::fs::read_dir(place) else { return Vec::new() };
    let named = entries.flatten().filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        let slash = if entry.path().is_dir() { "/" } else { "" };
        let before = if prefix.contains('/') { format!("{folder}/") } else { String::new() };
        Some(format!("{before}{name}{slash}"))
    });
    named.collect()
}
