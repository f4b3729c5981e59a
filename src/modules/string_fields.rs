//! `_string`: templates of `str.format` taken apart, for `string.Formatter`.

use crate::runtime::object::Str;
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Args, Eval, Raised, Value, Vm};
use crate::text::template::{Pieces, Step, split_path};

fn text<'a>(vm: &Vm, args: Args<'a>) -> Result<&'a str, Raised> {
    let given = args.req(0);
    if given.is::<Str>() {
        return Ok(given.text());
    }
    let class = vm.class_name(given);
    Err(vm.type_error(format!("expected str, got {class}")))
}

/// `(literal, name, specification, conversion)` of each piece.
fn parse(vm: &Vm, args: Args<'_>) -> Eval {
    let mut found = Vec::new();
    for piece in Pieces::new(text(vm, args)?) {
        let (literal, field) = piece.map_err(|message| vm.value_error(message))?;
        let none = || vm.none();
        let parts = match field {
            None => [vm.new_str(literal)?, none(), none(), none()],
            Some(field) => {
                let mut letter = [0; 4];
                let conversion = match field.conversion {
                    Some(c) => vm.new_str(c.encode_utf8(&mut letter))?,
                    None => none(),
                };
                [vm.new_str(literal)?, vm.new_str(field.name)?, vm.new_str(field.spec)?, conversion]
            }
        };
        found.push(vm.new_tuple_of(parts)?);
    }
    vm.iter(&vm.new_list(found)?).map(Value::Obj)
}

/// The first name of a field, as a number where it is one, and its steps: whether each is an
/// attribute, and which.
fn split(vm: &Vm, args: Args<'_>) -> Eval {
    let (first, steps) = split_path(text(vm, args)?);
    let digits = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
    let number = if digits { first.parse().ok() } else { None };
    if digits && number.is_none() {
        return Err(vm.value_error("Too many decimal digits in format string"));
    }
    let first = match number {
        Some(number) => vm.new_int(number)?,
        None => vm.new_str(first)?,
    };
    let mut found = Vec::new();
    for step in steps {
        let (attribute, value) = match step.map_err(|message| vm.value_error(message))? {
            Step::Attribute(name) => (true, vm.new_str(name)?),
            Step::Index(index) => (false, vm.new_int(index as i64)?),
            Step::Key(key) => (false, vm.new_str(key)?),
        };
        let attribute = vm.to_object(Value::bool(attribute))?;
        found.push(vm.new_tuple_of([attribute, value])?);
    }
    let steps = vm.iter(&vm.new_list(found)?)?;
    vm.new_tuple_of([first, steps]).map(Value::Obj)
}

static FUNCTIONS: [Method; 2] = [
    function(
        "formatter_field_name_split",
        "(field_name, /)",
        split,
        "The first name of a field, and the steps behind it.",
    ),
    function("formatter_parser", "(format_string, /)", parse, "The pieces of a template."),
];

pub static STRING_FIELDS: ModuleSpec = ModuleSpec {
    name: "_string",
    doc: "string helper module",
    functions: &FUNCTIONS,
    types: &[],
    setup: None,
};
