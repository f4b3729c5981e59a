//! The fuzz targets without a fuzzer: mutates our own tests for `FUZZ_SECONDS` seconds.
//!
//! `just fuzz-parse 60` and `just fuzz-session 60`; with cargo-fuzz installed, `fuzz/` runs the same
//! targets guided by coverage. A text that fails is left in the folder `target/fuzz`.

#[path = "fuzzing/mutate.rs"]
mod mutate;
#[path = "fuzzing/targets.rs"]
mod targets;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use mutate::{Dice, mutate};

/// Native stack for a target, with room below what it may use.
const STACK: usize = targets::STACK + (16 << 20);

#[test]
fn texts_are_parsed_unmutated_too() {
    on_a_large_stack(|| {
        let corpus = corpus();
        assert!(corpus.len() > 1000, "only {} texts to mutate", corpus.len());
        corpus.iter().for_each(|text| targets::parse(text));
    });
}

#[test]
#[ignore = "runs for as long as FUZZ_SECONDS says"]
fn parse() {
    run("parse", targets::parse);
}

#[test]
#[ignore = "runs for as long as FUZZ_SECONDS says"]
fn session() {
    run("session", targets::session);
}

fn run(name: &'static str, target: fn(&str)) {
    on_a_large_stack(move || {
        let seconds = number_in("FUZZ_SECONDS").unwrap_or(10);
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let seed = number_in("FUZZ_SEED").unwrap_or(now.map_or(1, |now| now.as_secs()));
        let corpus = corpus();
        let mut dice = Dice::new(seed);
        let end = Instant::now() + Duration::from_secs(seconds);
        let (mut runs, mut failures) = (0u64, 0u32);
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../fuzz");
        fs::create_dir_all(&folder).expect("a folder for what fails");
        let current = folder.join(format!("{name}-current"));
        while Instant::now() < end && failures < 10 {
            let (one, other) = (dice.below(corpus.len()), dice.below(corpus.len()));
            let text = mutate(&mut dice, &corpus[one], &corpus[other]);
            // A crash that ends the process leaves the text that caused it.
            fs::write(&current, &text).expect("the folder can be written");
            runs += 1;
            if catch_unwind(AssertUnwindSafe(|| target(&text))).is_err() {
                failures += 1;
                let kept = folder.join(format!("{name}-{seed}-{runs}"));
                fs::write(&kept, &text).expect("the folder can be written");
                eprintln!("failed, kept as {}:\n{text}\n", kept.display());
            }
        }
        println!("{name}: {runs} texts from seed {seed}, {failures} failures");
        assert_eq!(failures, 0);
    });
}

fn on_a_large_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work);
    let ended = thread.expect("a thread").join();
    assert!(ended.is_ok(), "see above");
}

fn number_in(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// The programs of our own tests: whole scripts, and sessions without their prompts and answers.
fn corpus() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["tests/programs", "tests/sessions", "examples", "docs"] {
        files_below(&root.join(folder), &mut files);
    }
    files.sort();
    let mut texts = Vec::new();
    for file in files {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        match file.extension().and_then(|extension| extension.to_str()) {
            Some("py") => texts.push(text),
            Some("md") => texts.extend(blocks_of(&text)),
            _ => {}
        }
    }
    texts
}

/// The code of each block, and now and then the block as it stands.
fn blocks_of(text: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    for (number, block) in text.split("```").skip(1).step_by(2).enumerate() {
        let body = block.split_once('\n').map_or("", |(_, body)| body);
        if number % 8 == 0 {
            blocks.push(body.to_owned());
        }
        let code: Vec<&str> = body
            .lines()
            .filter_map(|line| line.strip_prefix(">>> ").or_else(|| line.strip_prefix("... ")))
            .collect();
        blocks.push(code.join("\n"));
    }
    blocks
}

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = folder.read_dir() else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            files_below(&path, files);
        } else {
            files.push(path);
        }
    }
}
