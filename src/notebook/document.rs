//! The notebook file format: nbformat 3 and 4 in, valid 4.5 (or what was newer) out, the unknown kept as it was.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::upgrade;

/// A notebook: its JSON, checked for everything that is used here.
#[derive(Clone, Debug)]
pub struct Notebook {
    root: Map<String, Value>,
}

/// One code cell as the runner needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeCell {
    /// Its place among all cells.
    pub index: usize,
    pub source: String,
    /// What its saved outputs show; `None` where it was saved without having run.
    pub recorded: Option<Shown>,
    /// Whether it is tagged `raises-exception`.
    pub raises: bool,
    /// Whether it is tagged `nbval-ignore-output`: it shows something else each time.
    pub varies: bool,
}

/// What the outputs of a cell show: the text of its standard output and results, and the line that
/// sums up the exception which ended it. What goes to standard error names places and processes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    pub text: String,
    pub error: Option<String>,
}

/// One output of a cell that ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// `name` is `stdout` or `stderr`.
    Stream {
        name: &'static str,
        text: String,
    },
    /// The value of the last expression.
    Result {
        text: String,
    },
    Error {
        class: String,
        message: String,
        traceback: Vec<String>,
    },
}

impl Shown {
    /// Sums `outputs` up.
    pub fn of(outputs: &[Output]) -> Shown {
        let mut shown = Shown::default();
        for output in outputs {
            match output {
                Output::Stream { name: "stderr", .. } => {}
                Output::Stream { text, .. } | Output::Result { text } => shown.add(text),
                Output::Error { class, message, .. } => shown.end(class, message),
            }
        }
        shown
    }

    /// A new output begins a line of its own.
    fn add(&mut self, text: &str) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.text.push_str(text);
    }

    fn end(&mut self, class: &str, message: &str) {
        let colon = if message.is_empty() { "" } else { ": " };
        self.error = Some(format!("{class}{colon}{message}"));
    }
}

impl Notebook {
    /// Reads a notebook. The error is one line saying what is wrong with the file.
    pub fn parse(text: &str) -> Result<Notebook, String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim().is_empty() {
            return Err("the file is empty".to_owned());
        }
        let value: Value =
            serde_json::from_str(text).map_err(|error| format!("not valid JSON: {error}"))?;
        let Value::Object(root) = value else {
            return Err("not a notebook: the JSON is not an object".to_owned());
        };
        let root = match version(&root)? {
            3 => upgrade::from_version_3(root).ok_or("not a notebook: it has no worksheets")?,
            _ => root,
        };
        let Some(Value::Array(cells)) = root.get("cells") else {
            return Err("not a notebook: it has no list of cells".to_owned());
        };
        for (number, cell) in cells.iter().enumerate() {
            check_cell(cell).map_err(|what| format!("cell {} {what}", number + 1))?;
        }
        Ok(Notebook { root })
    }

    fn cells(&self) -> &[Value] {
        self.root.get("cells").and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// The code cells in order.
    pub fn code_cells(&self) -> Vec<CodeCell> {
        let cells = self.cells().iter().enumerate();
        cells
            .filter(|(_, cell)| is_code(cell))
            .map(|(index, cell)| code_cell(index, cell))
            .collect()
    }

    /// Forgets when cells ran; called before a run, so that a cell never reached shows no count.
    pub fn clear_counts(&mut self) {
        for cell in self.code_objects() {
            cell.insert("execution_count".to_owned(), Value::Null);
        }
    }

    /// Stores what cell `index` did as run number `count`.
    pub fn set_outputs(&mut self, index: usize, count: u32, outputs: &[Output]) {
        let Some(Value::Array(cells)) = self.root.get_mut("cells") else { return };
        let Some(Value::Object(cell)) = cells.get_mut(index) else { return };
        cell.insert("execution_count".to_owned(), json!(count));
        let outputs = outputs.iter().map(|output| output_json(output, count)).collect();
        cell.insert("outputs".to_owned(), Value::Array(outputs));
    }

    fn code_objects(&mut self) -> impl Iterator<Item = &mut Map<String, Value>> {
        let cells = match self.root.get_mut("cells") {
            Some(Value::Array(cells)) => cells.as_mut_slice(),
            _ => &mut [],
        };
        cells.iter_mut().filter(|cell| is_code(cell)).filter_map(Value::as_object_mut)
    }

    /// The notebook as a valid file, one space of indentation, as Jupyter writes it.
    pub fn to_text(&self) -> String {
        let mut root = self.root.clone();
        let minor = root.get("nbformat_minor").and_then(Value::as_u64).unwrap_or(0);
        root.insert("nbformat".to_owned(), json!(4));
        root.insert("nbformat_minor".to_owned(), json!(minor.max(5)));
        root.entry("metadata").or_insert_with(|| json!({}));
        if let Some(Value::Array(cells)) = root.get_mut("cells") {
            complete_cells(cells);
        }
        let pretty = format!("{:#}\n", Value::Object(root));
        pretty.split_inclusive('\n').map(halve_indent).collect()
    }
}

/// Two spaces a level to one; a JSON string never holds a line break, so no text is touched.
fn halve_indent(line: &str) -> &str {
    let indent = line.len() - line.trim_start_matches(' ').len();
    &line[indent / 2..]
}

/// The format's major number; minor ones only add what need not be known.
fn version(root: &Map<String, Value>) -> Result<u64, String> {
    match root.get("nbformat").and_then(Value::as_u64) {
        None => Err("not a notebook: it does not say its nbformat version".to_owned()),
        Some(known @ (3 | 4)) => Ok(known),
        Some(other) => Err(format!("nbformat {other} is not supported, only 3 and 4")),
    }
}

fn check_cell(cell: &Value) -> Result<(), String> {
    let Value::Object(cell) = cell else { return Err("is not an object".to_owned()) };
    if !cell.get("cell_type").is_some_and(Value::is_string) {
        return Err("has no cell_type".to_owned());
    }
    let text = cell.get("source").ok_or("has no source")?;
    joined(text).ok_or("has a source that is not text")?;
    if cell.get("metadata").is_some_and(|metadata| !metadata.is_object()) {
        return Err("has metadata that is not an object".to_owned());
    }
    if cell.get("outputs").is_some_and(|outputs| !outputs.is_array()) {
        return Err("has outputs that are not a list".to_owned());
    }
    Ok(())
}

fn is_code(cell: &Value) -> bool {
    cell.get("cell_type").and_then(Value::as_str) == Some("code")
}

fn code_cell(index: usize, cell: &Value) -> CodeCell {
    let tags = cell.pointer("/metadata/tags").and_then(Value::as_array);
    let tagged = |name: &str| tags.is_some_and(|tags| tags.iter().any(|tag| tag == name));
    CodeCell {
        index,
        source: cell.get("source").and_then(joined).unwrap_or_default(),
        recorded: recorded(cell),
        raises: tagged("raises-exception"),
        varies: tagged("nbval-ignore-output"),
    }
}

/// A multi-line string: nbformat allows one string or a list of lines.
pub(super) fn joined(text: &Value) -> Option<String> {
    match text {
        Value::String(text) => Some(text.clone()),
        Value::Array(lines) => lines.iter().map(Value::as_str).collect(),
        _ => None,
    }
}

/// What the saved outputs show, if the cell ran before it was saved.
fn recorded(cell: &Value) -> Option<Shown> {
    let outputs = cell.get("outputs")?.as_array()?;
    let ran = cell.get("execution_count").is_some_and(Value::is_number);
    if outputs.is_empty() && !ran {
        return None;
    }
    let mut shown = Shown::default();
    let word = |output: &Value, key| output.get(key).and_then(joined).unwrap_or_default();
    for output in outputs {
        if output.get("output_type").is_some_and(|kind| kind == "error") {
            shown.end(&word(output, "ename"), &word(output, "evalue"));
        } else if output.get("name").is_none_or(|name| name != "stderr") {
            let text = output.get("text").or_else(|| output.pointer("/data/text~1plain"));
            shown.add(&text.and_then(joined).unwrap_or_default());
        }
    }
    Some(shown)
}

fn output_json(output: &Output, count: u32) -> Value {
    match output {
        Output::Stream { name, text } => {
            json!({ "name": name, "output_type": "stream", "text": in_lines(text) })
        }
        Output::Result { text } => json!({
            "data": { "text/plain": in_lines(text) },
            "execution_count": count,
            "metadata": {},
            "output_type": "execute_result",
        }),
        Output::Error { class, message, traceback } => json!({
            "ename": class,
            "evalue": message,
            "output_type": "error",
            "traceback": traceback,
        }),
    }
}

/// Text as Jupyter stores it: a list of lines, each with its line break.
fn in_lines(text: &str) -> Value {
    Value::Array(text.split_inclusive('\n').map(|line| json!(line)).collect())
}

/// Gives every cell what 4.5 asks for: an id of its own, metadata, and for code its two fields.
fn complete_cells(cells: &mut [Value]) {
    let mut taken: HashSet<String> = HashSet::new();
    for (index, cell) in cells.iter_mut().enumerate() {
        let code = is_code(cell);
        let Some(cell) = cell.as_object_mut() else { continue };
        let id = cell.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        if !is_valid_id(&id) || !taken.insert(id) {
            let mut id = format!("cell-{index}");
            while taken.contains(&id) {
                id.push('x');
            }
            cell.insert("id".to_owned(), json!(id));
            taken.insert(id);
        }
        cell.entry("metadata").or_insert_with(|| json!({}));
        if code {
            cell.entry("execution_count").or_insert(Value::Null);
            cell.entry("outputs").or_insert_with(|| json!([]));
        }
    }
}

fn is_valid_id(id: &str) -> bool {
    (1..=64).contains(&id.len())
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = r#"{"cells": [
        {"cell_type": "markdown", "metadata": {}, "source": ["a\n", "b"]},
        {"cell_type": "code", "metadata": {"tags": ["raises-exception"], "x": 1},
         "source": "id(a)", "outputs": [{"output_type": "execute_result", "execution_count": 1,
         "metadata": {}, "data": {"text/plain": ["140"]}}]}],
        "metadata": {"language_info": {"name": "python"}, "mine": [1]}, "nbformat": 4, "nbformat_minor": 2}"#;

    #[test]
    fn an_old_notebook_becomes_a_valid_new_one() {
        let mut notebook = Notebook::parse(OLD).unwrap();
        let cells = notebook.code_cells();
        assert_eq!(cells.len(), 1);
        let recorded = Shown { text: "140".to_owned(), error: None };
        assert_eq!(cells[0].recorded, Some(recorded));
        assert!(cells[0].raises);
        notebook.set_outputs(1, 3, &[Output::Result { text: "7\n8".into() }]);
        let saved: Value = serde_json::from_str(&notebook.to_text()).unwrap();
        assert_eq!(saved["nbformat_minor"], 5);
        assert_eq!(saved["cells"][0]["id"], "cell-0");
        assert_eq!(saved["cells"][1]["execution_count"], 3);
        assert_eq!(saved["cells"][1]["outputs"][0]["data"]["text/plain"], json!(["7\n", "8"]));
        assert_eq!(saved["cells"][1]["metadata"]["x"], 1);
        assert_eq!(saved["metadata"]["mine"], json!([1]));
    }

    #[test]
    fn broken_files_are_refused_in_one_line() {
        let refused = |text: &str| Notebook::parse(text).unwrap_err();
        assert!(refused("{").starts_with("not valid JSON"));
        assert!(refused("[]").contains("not an object"));
        assert!(refused(" ").contains("empty"));
        assert!(refused(r#"{"nbformat": 2, "worksheets": []}"#).contains("nbformat 2"));
        assert!(refused(r#"{"nbformat": 4, "cells": [{"cell_type": "code"}]}"#).contains("cell 1"));
    }

    #[test]
    fn older_and_newer_formats_are_read() {
        let old = r#"{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [
            {"cell_type": "code", "input": "1", "outputs": []}]}]}"#;
        let saved = Notebook::parse(old).unwrap().to_text();
        let saved: Value = serde_json::from_str(&saved).unwrap();
        assert_eq!((&saved["nbformat"], &saved["nbformat_minor"]), (&json!(4), &json!(5)));
        assert_eq!(saved["cells"][0]["source"], "1");
        let new = r#"{"nbformat": 4, "nbformat_minor": 9, "metadata": {}, "cells": []}"#;
        let saved: Value = serde_json::from_str(&Notebook::parse(new).unwrap().to_text()).unwrap();
        assert_eq!(saved["nbformat_minor"], 9);
    }

    #[test]
    fn ids_are_made_unique() {
        let text = r#"{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
            {"cell_type": "raw", "id": "a", "metadata": {}, "source": ""},
            {"cell_type": "raw", "id": "a", "metadata": {}, "source": ""}]}"#;
        let saved: Value = serde_json::from_str(&Notebook::parse(text).unwrap().to_text()).unwrap();
        assert_ne!(saved["cells"][0]["id"], saved["cells"][1]["id"]);
    }
}
