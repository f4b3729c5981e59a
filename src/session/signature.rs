//! Signatures as they are written, told from code and tables alone.

use super::look::find;
use crate::heap::{Ref, Slot};
use crate::runtime::kinds;
use crate::runtime::object::number::int_view;
use crate::runtime::object::{Code, Function};

/// The signature of a `__new__` as a caller sees it.
pub fn without_type(signature: &str) -> String {
    let inner = signature.strip_prefix("(type").unwrap_or(signature);
    match inner.strip_prefix(", ") {
        Some(rest) if rest.starts_with('/') => {
            format!("({}", rest.trim_start_matches('/').trim_start_matches(", "))
        }
        Some(rest) => format!("({rest}"),
        None if inner.starts_with(')') => "()".to_owned(),
        None => signature.to_owned(),
    }
}

/// A default, where it can be said without running anything.
fn shown(value: Option<&Ref>) -> String {
    let said = value.and_then(|value| match value.kind() {
        kinds::NONE => Some("None".to_owned()),
        kinds::BOOL => int_view(value)?
            .small()
            .map(|bit| if bit == 0 { "False".to_owned() } else { "True".to_owned() }),
        kinds::INT => int_view(value)?.small().map(|number| number.to_string()),
        kinds::STR => Some(value.text())
            .filter(|text| text.len() < 20 && !text.contains(['\'', '\\', '\n']))
            .map(|text| format!("'{text}'")),
        _ => None,
    });
    said.unwrap_or_else(|| "…".to_owned())
}

/// `(a, b=…, *args)` from a function's code; a bound one lacks its first parameter.
pub fn function_signature(function: &Function, bound: bool) -> String {
    let Some(code) = function.code.get() else { return "(…)".to_owned() };
    let code = code.as_ref::<Code>();
    let shape = code.parameters;
    let name = |at: usize| code.variables.get(at).map_or("", |name| name.text()).to_owned();
    let defaults = function.defaults.get().map_or(0, |tuple| tuple.tail().len());
    let keyword_defaults = function.kwdefaults.get();
    let mut parts = Vec::new();
    for at in usize::from(bound && shape.positional > 0)..shape.positional {
        let default = (at + defaults).checked_sub(shape.positional).map(|given| {
            let tuple = function.defaults.get();
            tuple.and_then(|tuple| tuple.tail().get(given).and_then(Slot::get))
        });
        let default = default.map_or(String::new(), |value| format!("={}", shown(value.as_ref())));
        parts.push(format!("{}{default}", name(at)));
        if at + 1 == shape.positional_only {
            parts.push("/".to_owned());
        }
    }
    let star = shape.positional + shape.keyword_only;
    if shape.vararg {
        parts.push(format!("*{}", name(star)));
    } else if shape.keyword_only > 0 {
        parts.push("*".to_owned());
    }
    for at in shape.positional..star {
        let word = name(at);
        let default = keyword_defaults.as_ref().and_then(|dict| find(dict, &word));
        let default = default.map_or(String::new(), |value| format!("={}", shown(Some(&value))));
        parts.push(format!("{word}{default}"));
    }
    if shape.kwarg {
        parts.push(format!("**{}", name(star + usize::from(shape.vararg))));
    }
    format!("({})", parts.join(", "))
}
