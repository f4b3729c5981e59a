//! Runs what `examples/` teaches with: each script prints its record, each notebook gives its recorded outputs.

mod pending;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = trials_of("py", prints_its_record);
    trials.extend(trials_of("ipynb", gives_its_recorded_outputs));
    libtest_mimic::run(&arguments, pending::mark(trials)).exit();
}

fn trials_of(extension: &str, check: fn(&Path) -> Result<(), Failed>) -> Vec<Trial> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let Ok(entries) = root.read_dir() else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    let name = |file: &Path| file.file_name().unwrap_or_default().display().to_string();
    files.into_iter().map(|file| Trial::test(name(&file), move || check(&file))).collect()
}

fn prints_its_record(file: &Path) -> Result<(), Failed> {
    let wanted = fs::read_to_string(file.with_extension("out"))?;
    let output = run(file, &[])?;
    let got = String::from_utf8_lossy(&output.stdout);
    if wanted == got && output.status.success() {
        return Ok(());
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    Err(format!("--- expected\n{wanted}--- got\n{got}--- {}\n{stderr}", output.status).into())
}

fn gives_its_recorded_outputs(file: &Path) -> Result<(), Failed> {
    let name = file.file_name().unwrap_or_default().display().to_string();
    let saved = std::env::temp_dir().join(format!("refscope-{}-{name}", std::process::id()));
    let output = run(file, &["--save", &saved.display().to_string()])?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let (wanted, got) = (outputs(file)?, outputs(&saved)?);
    fs::remove_file(&saved)?;
    if wanted == got {
        return Ok(());
    }
    Err(format!("--- expected\n{wanted:#?}\n--- got\n{got:#?}").into())
}

/// What each code cell shows: the texts of its streams and results, joined.
fn outputs(notebook: &Path) -> Result<Vec<String>, Failed> {
    let document: Value = serde_json::from_str(&fs::read_to_string(notebook)?)?;
    let cells = document["cells"].as_array().ok_or("a notebook without cells")?;
    Ok(cells.iter().filter(|cell| cell["cell_type"] == "code").map(shown).collect())
}

fn shown(cell: &Value) -> String {
    let Some(outputs) = cell["outputs"].as_array() else { return String::new() };
    let text = |output: &Value| match output["output_type"].as_str() {
        Some("stream") => joined(&output["text"]),
        Some("execute_result") => format!("[{}]", joined(&output["data"]["text/plain"])),
        other => format!("{other:?}"),
    };
    outputs.iter().map(text).collect()
}

/// A multi-line string of a notebook: one string, or a list of lines.
fn joined(text: &Value) -> String {
    match text.as_array() {
        Some(lines) => lines.iter().filter_map(Value::as_str).collect(),
        None => text.as_str().unwrap_or_default().to_owned(),
    }
}

fn run(file: &Path, options: &[&str]) -> std::io::Result<Output> {
    Command::new(env!("CARGO_BIN_EXE_refscope"))
        .arg(file.file_name().unwrap_or_default())
        .args(options)
        .current_dir(file.parent().unwrap_or(Path::new(".")))
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
}
