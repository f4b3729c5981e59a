//! Runs what `examples/` teaches with: each script prints its record, each notebook gives its recorded outputs.

mod scripts;

use std::fs;
use std::path::Path;

use libtest_mimic::{Arguments, Failed};
use scripts::{prints_its_record, run, trials_of};
use serde_json::Value;

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = trials_of("examples", "py", own_name, prints_its_record);
    trials.extend(trials_of("examples", "ipynb", own_name, gives_its_recorded_outputs));
    libtest_mimic::run(&arguments, trials).exit();
}

fn own_name(file: &Path) -> String {
    file.file_name().unwrap_or_default().display().to_string()
}

fn gives_its_recorded_outputs(file: &Path) -> Result<(), Failed> {
    let name = own_name(file);
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
