//! Runs whole programs: what `tests/programs` print, and the last line with which `tests/errors` end.

mod scripts;

use std::fs;
use std::path::Path;

use libtest_mimic::{Arguments, Failed};
use scripts::{prints_its_record, run, trials_of};

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = trials_of("tests/programs", "py", name_below_tests, prints_its_record);
    trials.extend(trials_of("tests/errors", "py", name_below_tests, ends_as_recorded));
    libtest_mimic::run(&arguments, trials).exit();
}

/// `programs/wordcount`
fn name_below_tests(file: &Path) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    file.strip_prefix(root).unwrap_or(file).with_extension("").display().to_string()
}

fn ends_as_recorded(file: &Path) -> Result<(), Failed> {
    let wanted = fs::read_to_string(file.with_extension("last"))?;
    let output = run(file, &[])?;
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
