//! Notebooks of format 3, as Jupyter wrote them until 2015, turned into format 4.

use serde_json::{Map, Value, json};

/// The keys of an output that are not contents of some media type.
const PLAIN_KEYS: [&str; 4] = ["output_type", "metadata", "prompt_number", "stream"];

/// What format 3 called by shorter names.
const MEDIA: [(&str, &str); 9] = [
    ("text", "text/plain"),
    ("html", "text/html"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("jpeg", "image/jpeg"),
    ("latex", "text/latex"),
    ("json", "application/json"),
    ("javascript", "application/javascript"),
    ("pdf", "application/pdf"),
];

/// The notebook with one list of cells in place of its worksheets; `None` where it has none.
pub fn from_version_3(mut root: Map<String, Value>) -> Option<Map<String, Value>> {
    let Some(Value::Array(sheets)) = root.remove("worksheets") else { return None };
    let mut cells = Vec::new();
    for mut sheet in sheets {
        if let Some(Value::Array(found)) = sheet.get_mut("cells").map(Value::take) {
            cells.extend(found.into_iter().map(cell));
        }
    }
    if let Some(Value::Object(metadata)) = root.get_mut("metadata") {
        metadata.remove("name");
        metadata.remove("signature");
    }
    root.insert("cells".to_owned(), Value::Array(cells));
    Some(root)
}

fn cell(cell: Value) -> Value {
    let Value::Object(mut cell) = cell else { return cell };
    match cell.get("cell_type").and_then(Value::as_str) {
        Some("code") => {
            rename(&mut cell, "input", "source");
            rename(&mut cell, "prompt_number", "execution_count");
            cell.remove("language");
            cell.remove("collapsed");
            if let Some(Value::Array(outputs)) = cell.get_mut("outputs") {
                outputs.iter_mut().for_each(|one| *one = output(one.take()));
            }
        }
        Some("heading") => {
            let level = cell.remove("level").and_then(|level| level.as_u64()).unwrap_or(1);
            let text = super::document::joined(cell.get("source").unwrap_or(&Value::Null));
            let text = text.unwrap_or_default().replace('\n', " ");
            cell.insert(
                "source".to_owned(),
                json!(format!("{} {text}", "#".repeat(level as usize))),
            );
            cell.insert("cell_type".to_owned(), json!("markdown"));
        }
        _ => {}
    }
    Value::Object(cell)
}

fn output(output: Value) -> Value {
    let Value::Object(mut output) = output else { return output };
    let kind = output.get("output_type").and_then(Value::as_str).unwrap_or_default().to_owned();
    match kind.as_str() {
        "stream" => {
            let name = output.remove("stream").unwrap_or_else(|| json!("stdout"));
            output.insert("name".to_owned(), name);
        }
        "pyerr" => {
            output.insert("output_type".to_owned(), json!("error"));
        }
        "pyout" | "display_data" => {
            let mut data = Map::new();
            let keys: Vec<String> = output.keys().cloned().collect();
            for key in keys.iter().filter(|key| !PLAIN_KEYS.contains(&key.as_str())) {
                let media = MEDIA.iter().find(|(short, _)| short == key);
                let media = media.map_or(key.as_str(), |(_, media)| media);
                data.insert(media.to_owned(), output.remove(key).unwrap_or_default());
            }
            output.insert("data".to_owned(), Value::Object(data));
            output.entry("metadata").or_insert_with(|| json!({}));
            if kind == "pyout" {
                output.insert("output_type".to_owned(), json!("execute_result"));
                rename(&mut output, "prompt_number", "execution_count");
                output.entry("execution_count").or_insert(Value::Null);
            }
        }
        _ => {}
    }
    Value::Object(output)
}

fn rename(object: &mut Map<String, Value>, old: &str, new: &str) {
    if let Some(value) = object.remove(old) {
        object.insert(new.to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worksheets_become_cells_and_outputs_get_their_new_names() {
        let old = json!({"nbformat": 3, "metadata": {"name": "x"}, "worksheets": [{"cells": [
            {"cell_type": "heading", "level": 2, "source": ["Title"]},
            {"cell_type": "code", "input": ["x"], "prompt_number": 4, "language": "python", "outputs": [
                {"output_type": "pyout", "prompt_number": 4, "text": ["5"], "png": "p"},
                {"output_type": "stream", "stream": "stderr", "text": "t"}]}]}]});
        let Value::Object(old) = old else { panic!() };
        let new = from_version_3(old).unwrap();
        assert_eq!(new["cells"][0], json!({"cell_type": "markdown", "source": "## Title"}));
        let code = &new["cells"][1];
        assert_eq!((&code["source"], &code["execution_count"]), (&json!(["x"]), &json!(4)));
        let data = json!({"text/plain": ["5"], "image/png": "p"});
        assert_eq!(code["outputs"][0]["data"], data);
        assert_eq!(code["outputs"][0]["output_type"], "execute_result");
        assert_eq!(code["outputs"][1]["name"], "stderr");
    }
}
