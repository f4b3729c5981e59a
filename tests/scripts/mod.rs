//! Scripts with a record beside them: a trial for each, and what it prints.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use libtest_mimic::{Failed, Trial};

/// A trial for each file below the repository's `folder` that ends so, by the name that `name` finds.
pub fn trials_of(
    folder: &str,
    extension: &str,
    name: fn(&Path) -> String,
    check: fn(&Path) -> Result<(), Failed>,
) -> Vec<Trial> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = root.read_dir().into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    assert!(!files.is_empty(), "{folder} has no files that end in .{extension}");
    files.sort();
    files.into_iter().map(|file| Trial::test(name(&file), move || check(&file))).collect()
}

/// Runs a file in its folder.
pub fn run(file: &Path, options: &[&str]) -> std::io::Result<Output> {
    Command::new(env!("CARGO_BIN_EXE_refscope"))
        .arg(file.file_name().unwrap_or_default())
        .args(options)
        .current_dir(file.parent().unwrap_or(Path::new(".")))
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
}

/// Whether a script prints what stands in its `.out`, and succeeds.
pub fn prints_its_record(file: &Path) -> Result<(), Failed> {
    let wanted = fs::read_to_string(file.with_extension("out"))?;
    let output = run(file, &[])?;
    let got = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    if let Some(difference) = first_difference(&wanted, &got) {
        return Err(format!("{difference}\nstderr: {stderr}").into());
    }
    if !output.status.success() {
        return Err(format!("{}: {stderr}", output.status).into());
    }
    Ok(())
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
