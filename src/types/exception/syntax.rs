//! `SyntaxError`: message and place, from the fields or from `(message, (file, line, …))`.

use crate::heap::Ref;
use crate::runtime::object::number::int_view;
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{Exception, Str};
use crate::runtime::spec::{GetSetRow, Method, TypeSpec};
use crate::runtime::{Args, Eval, Raised, Slots, Value, Vm, method};

use super::base::{args_of, refuse_keywords};
use super::fields::{derived_field, field, put};

pub static SYNTAX_ERROR: TypeSpec = TypeSpec {
    init: Some(&INIT),
    slots: Slots { str: Some(syntax_error_str), ..Slots::EMPTY },
    getset: &[
        derived_field!("end_lineno", |vm, args| place(vm, args, 4), "exception end lineno"),
        derived_field!("end_offset", |vm, args| place(vm, args, 5), "exception end offset"),
        derived_field!("filename", |vm, args| place(vm, args, 0), "exception filename"),
        derived_field!("lineno", |vm, args| place(vm, args, 1), "exception lineno"),
        derived_field!("msg", |_, args| Ok(message(args)), "exception msg"),
        derived_field!("offset", |vm, args| place(vm, args, 2), "exception offset"),
        derived_field!(
            "print_file_and_line",
            |_, _| Ok(Value::None),
            "exception print_file_and_line"
        ),
        derived_field!("text", |vm, args| place(vm, args, 3), "exception text"),
    ],
    ..TypeSpec::of::<Exception>()
};

static INIT: Method = method("__init__", "(*args, **kwargs)", init, "Initialize self.");

fn message(args: &[Ref]) -> Value {
    args.first().cloned().map_or(Value::None, Value::Obj)
}

fn place(_vm: &Vm, args: &[Ref], index: usize) -> Eval {
    let found = match args {
        [_, place] => tuple_refs(place).get(index).cloned(),
        _ => None,
    };
    Ok(found.map_or(Value::None, Value::Obj))
}

fn init(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    refuse_keywords(vm, object, args.get(1))?;
    let mut given: Vec<Ref> = args.rest().cloned().collect();
    if let [_, place] = &mut given[..] {
        let items = vm.collect(place)?;
        if items.len() < 4 {
            return Err(vm.type_error(format!(
                "function takes at least 4 arguments ({} given)",
                items.len()
            )));
        }
        if items.len() > 6 {
            return Err(vm.type_error(format!(
                "function takes at most 6 arguments ({} given)",
                items.len()
            )));
        }
        if items.len() == 5 {
            let message = "end_offset must be provided when end_lineno is provided";
            return Err(vm.type_error(message));
        }
        *place = vm.new_tuple(items)?;
    }
    let all: Vec<Ref> = args.rest().cloned().collect();
    object.as_ref::<Exception>().args.set(Some(vm.new_tuple(all)?));
    if let [_, place] = &given[..] {
        let names = ["filename", "lineno", "offset", "text", "end_lineno", "end_offset"];
        for (name, value) in names.iter().zip(tuple_refs(place)) {
            super::fields::set_field(vm, object, name, &value)?;
        }
    }
    Ok(Value::None)
}

/// The message with the file's last part and the line, as far as they are known.
fn syntax_error_str(vm: &Vm, object: &Ref) -> Eval {
    let args = args_of(object);
    let read = |name: &str, index: usize| -> Result<Option<Ref>, Raised> {
        match field(vm, object, name) {
            Some(value) => Ok(Some(value)),
            None => vm.to_object(place(vm, &args, index)?).map(Some),
        }
    };
    let message = field(vm, object, "msg").or_else(|| args.first().cloned());
    let message = match message {
        Some(message) => vm.str_text(&message)?,
        None => "None".to_owned(),
    };
    let file = read("filename", 0)?.filter(|file| file.is::<Str>());
    let file = file.map(|file| file.text().rsplit('/').next().unwrap_or("").to_owned());
    let line = read("lineno", 1)?;
    let line = line.as_ref().and_then(|line| int_view(line)?.small());
    let place = match (file, line) {
        (Some(file), Some(line)) => format!(" ({file}, line {line})"),
        (Some(file), None) => format!(" ({file})"),
        (None, Some(line)) => format!(" (line {line})"),
        (None, None) => String::new(),
    };
    vm.str_value(&format!("{message}{place}"))
}
