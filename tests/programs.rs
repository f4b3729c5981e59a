//! Runs whole programs: what `tests/programs` print, and the last line with which `tests/errors` end.

mod pending;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = trials_of("programs", prints_its_record);
    trials.extend(trials_of("errors", ends_as_recorded));
    libtest_mimic::run(&arguments, pending::mark(trials)).exit();
}

fn trials_of(folder: &str, check: fn(&Path) -> Result<(), Failed>) -> Vec<Trial> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let Ok(entries) = root.read_dir() else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
        .collect();
    files.sort();
    let name = |file: &Path| format!("{folder}/{}", file.file_stem().unwrap_or_default().display());
    files.into_iter().map(|file| Trial::test(name(&file), move || check(&file))).collect()
}

fn prints_its_record(file: &Path) -> Result<(), Failed> {
    let wanted = fs::read_to_string(file.with_extension("out"))?;
    let output = run(file)?;
    let got = String::from_utf8_lossy(&output.stdout);
    if let Some(difference) = first_difference(&wanted, &got) {
        return Err(
            format!("{difference}\nstderr: {}", String::from_utf8_lossy(&output.stderr)).into()
        );
    }
    if !output.status.success() {
        return Err(
            format!("{}: {}", output.status, String::from_utf8_lossy(&output.stderr)).into()
        );
    }
    Ok(())
}

fn ends_as_recorded(file: &Path) -> Result<(), Failed> {
    let wanted = fs::read_to_string(file.with_extension("last"))?;
    let output = run(file)?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    let last = stderr.trim_end().lines().last().unwrap_or_default();
    if last != wanted.trim_end() {
        return Err(format!("expected: {}\n     got: {last}", wanted.trim_end()).into());
    }
    if output.status.code() != Some(1) {
        return Err(format!("{} instead of exit code 1", output.status).into());
    }
    Ok(())
}

fn run(file: &Path) -> std::io::Result<Output> {
    let folder = file.parent().unwrap_or(Path::new("."));
    Command::new(env!("CARGO_BIN_EXE_refscope"))
        .arg(file.file_name().unwrap_or_default())
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
}

fn first_difference(wanted: &str, got: &str) -> Option<String> {
    if wanted == got {
        return None;
    }
    let same = wanted.split('\n').zip(got.split('\n')).take_while(|(a, b)| a == b).count();
    let line = |text: &str| {
        text.split('\n').nth(same).map_or("<the end>".to_owned(), |line| format!("{line:?}"))
    };
    Some(format!("line {}\nexpected: {}\n     got: {}", same + 1, line(wanted), line(got)))
}
