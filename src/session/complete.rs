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
        if prefix.is_empty() || !prefix.starts_with('_') {
            let public: Vec<String> =
                names.iter().filter(|name| !name.starts_with('_')).cloned().collect();
            if !public.is_empty() {
                names = public;
            }
        }
        few(&mut names);
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
            Wanted::Path(prefix) => paths(prefix),
        }
    }
}

/// More are not shown.
const MOST: usize = 200;

/// Leaves the first and the last in order and some others: what all have in common, these have.
fn few(names: &mut Vec<String>) {
    if names.len() > MOST
        && let (Some(first), Some(last)) =
            (names.iter().min().cloned(), names.iter().max().cloned())
    {
        names.truncate(MOST - 2);
        names.extend([first, last]);
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
        _ => Candidate { shown: name.clone(), replacement: name },
    }
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
