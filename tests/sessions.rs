//! Runs every heading of `tests/sessions` and of the guide as one test; `UPDATE_EXPECT=1` records the answers instead.

mod transcript;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use libtest_mimic::{Arguments, Failed, Trial};
use transcript::compare::{Addresses, reduce_traceback};
use transcript::document::Document;
use transcript::piped::replay;

fn main() {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sessions");
    let mut files = Vec::new();
    markdown_below(&root, &mut files);
    files.sort();
    files.push(root.join("../../docs/guide.md"));
    let mut trials: Vec<Trial> = files.iter().flat_map(|file| trials_of(file, &root)).collect();
    trials.push(Trial::test("no heading repeats another", move || all_differ(&files)));
    libtest_mimic::run(&arguments, trials).exit();
}

fn markdown_below(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = folder.read_dir() else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            markdown_below(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
}

fn trials_of(file: &Path, root: &Path) -> Vec<Trial> {
    let topic = file.strip_prefix(root).unwrap_or(file).with_extension("").display().to_string();
    let topic = topic.trim_start_matches("../").to_owned();
    match Document::read(file) {
        Err(why) => vec![Trial::test(topic, move || Err(why.into()))],
        Ok(document) => {
            let names: Vec<String> = document
                .headings
                .iter()
                .map(|heading| format!("{topic}: {}", heading.name))
                .collect();
            let document = Arc::new(Mutex::new(document));
            let trial = |(at, name): (usize, String)| {
                let document = Arc::clone(&document);
                Trial::test(name, move || check(&document, at))
            };
            names.into_iter().enumerate().map(trial).collect()
        }
    }
}

/// Whether no two headings have the same answers: the later one would test nothing new.
fn all_differ(files: &[PathBuf]) -> Result<(), Failed> {
    let mut seen: BTreeMap<Vec<String>, String> = BTreeMap::new();
    for file in files {
        for heading in Document::read(file)?.headings {
            let answers = heading.chunks().flat_map(|chunk| chunk.expected.clone()).collect();
            let place = format!("{}: {}", file.display(), heading.name);
            if let Some(earlier) = seen.insert(answers, place.clone()) {
                return Err(format!("the same answers as in {earlier}:\n{place}").into());
            }
        }
    }
    Ok(())
}

/// Replays one heading and compares, or records when `UPDATE_EXPECT` is set.
fn check(document: &Mutex<Document>, at: usize) -> Result<(), Failed> {
    let mut typed: Vec<Vec<String>> = Vec::new();
    let mut expected: Vec<Vec<String>> = Vec::new();
    {
        let document = document.lock().unwrap_or_else(PoisonError::into_inner);
        for chunk in document.headings[at].chunks() {
            typed.push(chunk.source.clone());
            expected.push(chunk.expected.clone());
        }
    }
    let statements: Vec<&[String]> = typed.iter().map(Vec::as_slice).collect();
    let answers: Vec<Vec<String>> =
        replay(&statements)?.iter().map(|lines| reduce_traceback(lines)).collect();
    let mut addresses = Addresses::default();
    let mut complaints = Vec::new();
    for ((source, wanted), answer) in typed.iter().zip(&mut expected).zip(&answers) {
        if !addresses.matches(wanted, answer) {
            let (want, got) = (wanted.join("\n"), answer.join("\n"));
            let typed = source.join("\n... ");
            complaints.push(format!(">>> {typed}\n--- expected\n{want}\n--- got\n{got}\n"));
            *wanted = addresses.name_all(answer);
        }
    }
    if complaints.is_empty() {
        return Ok(());
    }
    if std::env::var_os("UPDATE_EXPECT").is_none() {
        return Err(complaints.join("\n").into());
    }
    let mut document = document.lock().unwrap_or_else(PoisonError::into_inner);
    for (chunk, answer) in document.headings[at].chunks_mut().zip(expected) {
        chunk.expected = answer;
    }
    document.write().map_err(Failed::from)
}
