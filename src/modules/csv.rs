//! `_csv_rows`: rows of ordinary CSV files; all other cases are in Python.
//!
//! Ordinary is a dialect that quotes where needed, by doubling quotes, and a row on one line.

use std::borrow::Cow;

use crate::heap::Ref;
use crate::runtime::object::number::float_of;
use crate::runtime::object::string::str_of;
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{Float, Int, List, Str, Tuple};
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Args, Eval, Raised, Value, Vm};

/// The text of an argument that is one ASCII character.
fn sign(object: &Ref) -> Option<u8> {
    match str_of(object)?.as_bytes() {
        [sign] => Some(*sign),
        _ => None,
    }
}

fn is_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// Splits `line`; `None` where it is not ordinary. The fields are at most `longest` bytes long.
fn fields(line: &str, delimiter: u8, quote: u8, longest: usize) -> Option<Vec<Cow<'_, str>>> {
    let (bytes, mut fields, mut at) = (line.as_bytes(), Vec::new(), 0);
    if bytes.iter().all(|byte| is_end(*byte)) {
        return Some(fields);
    }
    loop {
        let mut quoted = None;
        if bytes.get(at) == Some(&quote) {
            let field = quoted.insert(String::new());
            at += 1;
            loop {
                let end = at + bytes[at..].iter().position(|byte| *byte == quote)?;
                field.push_str(&line[at..end]);
                at = end + 1;
                if bytes.get(at) != Some(&quote) {
                    break;
                }
                field.push(quote as char);
                at += 1;
            }
        }
        let rest = &bytes[at..];
        let len = rest.iter().position(|byte| *byte == delimiter || is_end(*byte));
        let end = at + len.unwrap_or(rest.len());
        let field = match quoted {
            Some(mut field) => {
                field.push_str(&line[at..end]);
                Cow::Owned(field)
            }
            None => Cow::Borrowed(&line[at..end]),
        };
        if field.len() > longest {
            return None;
        }
        fields.push(field);
        if bytes.get(end) != Some(&delimiter) {
            return bytes[end..].iter().all(|byte| is_end(*byte)).then_some(fields);
        }
        at = end + 1;
    }
}

/// `split(line, delimiter, quote, longest)`: the fields of a row, or `None`.
fn split(vm: &Vm, args: Args<'_>) -> Eval {
    let line = str_of(args.req(0)).zip(sign(args.req(1))).zip(sign(args.req(2)));
    let Ok(longest) = usize::try_from(vm.size_of(args.req(3))?) else { return Ok(Value::None) };
    let found = line.and_then(|((line, delimiter), quote)| fields(line, delimiter, quote, longest));
    let Some(found) = found else { return Ok(Value::None) };
    let items = found.iter().map(|field| vm.new_str(field)).collect::<Result<Vec<_>, _>>()?;
    vm.new_list(items).map(Value::Obj)
}

/// How a row is written.
struct Style<'a> {
    delimiter: u8,
    quote: u8,
    end: &'a str,
}

impl Style<'_> {
    fn needs_quotes(&self, text: &str) -> bool {
        text.bytes().any(|byte| {
            byte == self.delimiter
                || byte == self.quote
                || is_end(byte)
                || self.end.as_bytes().contains(&byte)
        })
    }

    fn write(&self, text: &str, out: &mut String) {
        if !self.needs_quotes(text) {
            out.push_str(text);
            return;
        }
        let quote = self.quote as char;
        out.push(quote);
        for (at, part) in text.split(quote).enumerate() {
            if at > 0 {
                out.push(quote);
                out.push(quote);
            }
            out.push_str(part);
        }
        out.push(quote);
    }
}

/// Writes a field; whether its type is one of the ordinary ones.
fn write_field(vm: &Vm, style: &Style<'_>, value: &Ref, out: &mut String) -> Result<bool, Raised> {
    if value.is_exact::<Str>() {
        style.write(value.text(), out);
    } else if let Some(int) = value.get::<Int>().filter(|_| value.is_exact::<Int>()) {
        style.write(&int.0.get().to_string(), out);
    } else if value.is_exact::<Float>() && float_of(value).is_some() {
        style.write(&vm.repr_text(value)?, out);
    } else {
        return Ok(vm.is_none(value));
    }
    Ok(true)
}

/// `join(row, delimiter, quote, end)`: the line of a row, or `None`.
fn join(vm: &Vm, args: Args<'_>) -> Eval {
    let row = args.req(0);
    let items = if row.is_exact::<Tuple>() {
        tuple_refs(row)
    } else if row.is_exact::<List>() {
        row.as_ref::<List>().items.borrow().clone()
    } else {
        return Ok(Value::None);
    };
    let (Some(delimiter), Some(quote), Some(end)) =
        (sign(args.req(1)), sign(args.req(2)), str_of(args.req(3)))
    else {
        return Ok(Value::None);
    };
    let (style, mut out) = (Style { delimiter, quote, end }, String::new());
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push(delimiter as char);
        }
        if !write_field(vm, &style, item, &mut out)? {
            return Ok(Value::None);
        }
    }
    if items.len() == 1 && out.is_empty() {
        // An empty line would be no row.
        out.extend([quote as char; 2]);
    }
    out.push_str(end);
    vm.str_value(&out)
}

static FUNCTIONS: [Method; 2] = [
    function("join", "(row, delimiter, quote, end, /)", join, "The line of a row, or None."),
    function(
        "split",
        "(line, delimiter, quote, longest, /)",
        split,
        "The fields of a row, or None.",
    ),
];

pub static CSV_ROWS: ModuleSpec = ModuleSpec {
    name: "_csv_rows",
    doc: "Rows of ordinary CSV files.",
    functions: &FUNCTIONS,
    types: &[],
    setup: None,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_rows_are_split() {
        let split = |line| fields(line, b',', b'"', 10);
        assert_eq!(
            split("a,\"b \"\"c\"\"\",\r\n"),
            Some(vec!["a".into(), "b \"c\"".into(), "".into()])
        );
        assert_eq!(split("\n"), Some(vec![]));
        assert_eq!(split("\"a\"b,c\"d"), Some(vec!["ab".into(), "c\"d".into()]));
        assert_eq!(split("\"open,\n"), None);
        assert_eq!(split("a\nb"), None);
        assert_eq!(split("elevenchars"), None);
    }
}
