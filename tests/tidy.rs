//! Keeps the house in order: layers, file sizes, charters, and document paths that exist.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const HARD_LIMIT: usize = 800;

#[test]
fn modules_import_only_from_lower_rows() {
    let rows = rows();
    let mut wrong = Vec::new();
    for file in rust_files("src") {
        let Some(module) = top_module(&file) else { continue };
        let Some(&row) = rows.get(&module) else {
            wrong.push(format!("{}: `{module}` has no row in ARCHITECTURE.md", file.display()));
            continue;
        };
        for (number, named) in crate_paths(&code_of(&read(&file))) {
            if named != module && rows.get(&named).is_some_and(|&other| other >= row) {
                wrong.push(format!("{}:{number}: `{module}` names `{named}`", file.display()));
            }
        }
    }
    none(&wrong, "imports that point sideways or up");
}

#[test]
fn every_file_opens_by_saying_what_it_is_for() {
    let files = ["src", "tests", "build.rs"].iter().flat_map(|root| rust_files(root));
    let wrong: Vec<String> = files
        .filter(|file| !read(file).starts_with("//! "))
        .map(|file| file.display().to_string())
        .collect();
    none(&wrong, "files without a `//!` sentence on their first line");
}

#[test]
fn no_file_is_longer_than_the_limit() {
    let files = ["src", "tests"].iter().flat_map(|root| rust_files(root));
    let wrong: Vec<String> = files
        .map(|file| (read(&file).lines().count(), file))
        .filter(|(lines, _)| *lines > HARD_LIMIT)
        .map(|(lines, file)| format!("{}: {lines} lines", file.display()))
        .collect();
    none(&wrong, "files beyond 800 lines");
}

#[test]
fn front_doors_hold_no_logic_and_rooms_have_names() {
    let mut wrong = Vec::new();
    for file in rust_files("src") {
        let name = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        if ["utils", "util", "common", "helpers", "misc"].contains(&name.as_str()) {
            wrong.push(format!("{}: a name that says nothing", file.display()));
        }
        let body = code_of(&read(&file));
        if name == "mod" && body.lines().any(|line| is_function(line.trim_start())) {
            wrong.push(format!("{}: a front door with logic", file.display()));
        }
    }
    none(&wrong, "files that break the house rules");
}

#[test]
fn unsafe_code_stays_in_its_two_rooms() {
    let mut wrong = Vec::new();
    for file in rust_files("src") {
        let home = file.starts_with("src/heap") || file.ends_with("src/runtime/stack.rs");
        let uses = read(&file).lines().any(|line| {
            let line = line.trim_start();
            !line.starts_with("//") && (line.contains("unsafe {") || line.contains("unsafe fn"))
        });
        if uses && !home {
            wrong.push(file.display().to_string());
        }
    }
    none(&wrong, "files outside `heap` and the slot stack with unsafe code");
}

#[test]
fn documents_and_comments_name_only_paths_that_exist() {
    let mut wrong = Vec::new();
    for file in documents().into_iter().chain(rust_files("src")) {
        let is_document = has_extension(&file, "md");
        for (number, line) in read(&file).lines().enumerate() {
            let text = if is_document { line } else { line.split_once("//").map_or("", |it| it.1) };
            let paths = quoted(text).filter(|path| is_own_path(path) && !exists(path));
            wrong.extend(paths.map(|path| format!("{}:{}: `{path}`", file.display(), number + 1)));
        }
    }
    none(&wrong, "paths that are named but not there");
}

#[test]
fn links_of_documents_lead_somewhere() {
    let mut wrong = Vec::new();
    for document in documents() {
        for (number, line) in read(&document).lines().enumerate() {
            for link in links(line) {
                let (path, heading) = link.split_once('#').unwrap_or((link, ""));
                let target = match path {
                    "" => document.clone(),
                    path => document.parent().unwrap_or(Path::new("")).join(path),
                };
                if !target.exists() || !heading.is_empty() && !has_anchor(&target, heading) {
                    wrong.push(format!("{}:{}: {link}", document.display(), number + 1));
                }
            }
        }
    }
    none(&wrong, "links that lead nowhere");
}

#[test]
fn allow_is_never_used_where_expect_would_do() {
    let wrong: Vec<String> = rust_files("src")
        .into_iter()
        .filter(|file| {
            code_of(&read(file)).lines().any(|line| line.trim_start().starts_with("#[allow("))
        })
        .map(|file| file.display().to_string())
        .collect();
    none(&wrong, "files with `#[allow]`");
}

/// Each top-level module's row in the table of rooms of `ARCHITECTURE.md`: `| 0 | `heap`, … | …`.
fn rows() -> BTreeMap<String, u32> {
    let mut rows = BTreeMap::new();
    for line in read(Path::new("ARCHITECTURE.md")).lines() {
        let mut cells = line.split('|').skip(1);
        let Some(Ok(row)) = cells.next().map(|cell| cell.trim().parse()) else { continue };
        for room in cells.next().unwrap_or_default().split('`').skip(1).step_by(2) {
            rows.insert(room.to_owned(), row);
        }
    }
    assert!(!rows.is_empty(), "ARCHITECTURE.md has no table of rooms");
    rows
}

/// Whether a quoted word is meant as a path of this repository; files of the source may be named
/// from `src` on.
fn is_own_path(quoted: &str) -> bool {
    let rooms = ["src/", "tests/", "docs/", "examples/", "grammar/", "benches/", "fuzz/", ".ci/"];
    let in_source = quoted.contains('/') && has_extension(Path::new(quoted), "rs");
    (in_source || rooms.iter().any(|room| quoted.starts_with(room)))
        && !quoted.contains([' ', '*', '<', '…', '{'])
}

fn exists(path: &str) -> bool {
    Path::new(path.trim_end_matches('/')).exists() || Path::new("src").join(path).exists()
}

/// The words of a line between backticks.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// Where the links and pictures of a line of Markdown lead, other sites aside.
fn links(line: &str) -> impl Iterator<Item = &str> {
    let targets = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains("://"))
}

/// The anchor of a heading: its words in small letters, joined by hyphens.
fn anchor(heading: &str) -> String {
    let letters = heading.trim_start_matches('#').trim().chars();
    let kept = letters.filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

fn has_anchor(document: &Path, wanted: &str) -> bool {
    read(document).lines().any(|line| line.starts_with('#') && anchor(line) == wanted)
}

fn documents() -> Vec<PathBuf> {
    let fronts = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"];
    let below = ["docs", "tests"].into_iter().flat_map(files_below);
    let below =
        below.filter(|file| has_extension(file, "md") && !file.starts_with("tests/sessions"));
    fronts.into_iter().map(PathBuf::from).chain(below).collect()
}

fn is_function(line: &str) -> bool {
    let line = line.trim_start_matches("pub ").trim_start_matches("pub(crate) ");
    line.starts_with("fn ") || line.starts_with("impl ") || line.starts_with("impl<")
}

/// The text up to its unit tests.
fn code_of(text: &str) -> String {
    text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned()
}

/// The modules that `crate::…` paths name, with their line numbers; comments do not count.
fn crate_paths(code: &str) -> Vec<(usize, String)> {
    let mut named = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let line = line.split("//").next().unwrap_or_default();
        for rest in line.split("crate::").skip(1) {
            let names = rest.strip_prefix('{').map_or_else(
                || vec![first_word(rest)],
                |group| group.split(',').map(|part| first_word(part.trim_start())).collect(),
            );
            named
                .extend(names.into_iter().filter(|name| !name.is_empty()).map(|n| (number + 1, n)));
        }
    }
    named
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// `src/types/list/mod.rs` → `types`; the crate roots have no row.
fn top_module(file: &Path) -> Option<String> {
    let below = file.strip_prefix("src").ok()?;
    let first = below.components().next()?.as_os_str().to_str()?.trim_end_matches(".rs").to_owned();
    (!["lib", "main"].contains(&first.as_str())).then_some(first)
}

fn rust_files(root: &str) -> Vec<PathBuf> {
    files_below(root).into_iter().filter(|file| has_extension(file, "rs")).collect()
}

fn has_extension(file: &Path, extension: &str) -> bool {
    file.extension().is_some_and(|found| found == extension)
}

fn files_below(root: &str) -> Vec<PathBuf> {
    let root = PathBuf::from(root);
    if root.is_file() {
        return vec![root];
    }
    let Ok(entries) = fs::read_dir(&root) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.into_iter().flat_map(|path| files_below(&path.to_string_lossy())).collect()
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_default()
}

fn none(wrong: &[String], what: &str) {
    assert!(wrong.is_empty(), "{what}:\n  {}", wrong.join("\n  "));
}
