//! Making strings: `str(…)`, and text for instances of subclasses.

use super::coding;
use crate::heap::{Flag, Ref};
use crate::runtime::object::{Class, Str};
use crate::runtime::spec::{Method, staticmethod};
use crate::runtime::{Args, Eval, Raised, Value, Vm, kinds};

/// A `str` of `text` that is an instance of `class` (`str` or a subclass).
pub fn new_text(vm: &Vm, text: &str, class: &Ref) -> Result<Ref, Raised> {
    if class.same(vm.class_of_kind(kinds::STR)) {
        return vm.new_str(text);
    }
    let object = vm
        .heap
        .alloc_text(Str::of(text), text, Some(class.clone()))
        .map_err(|full| vm.heap_full(full))?;
    Ok(vm.prepared(object, class))
}

/// `self` where it is exactly a `str`, else a plain copy: what methods that change nothing give.
pub(super) fn unchanged(vm: &Vm, object: &Ref) -> Eval {
    if object.is_exact::<Str>() {
        return Ok(Value::Obj(object.clone()));
    }
    vm.str_value(object.text())
}

fn str_new(vm: &Vm, args: Args<'_>) -> Eval {
    let class = args.req(0);
    let made = match (args.get(1), args.get(2), args.get(3)) {
        (None, None, None) => vm.singletons.empty_str.clone(),
        (Some(object), None, None) => vm.str(object)?,
        (object, encoding, errors) => {
            let name = |argument: Option<&Ref>, place| -> Result<Option<String>, Raised> {
                match argument {
                    Some(argument) if !argument.is::<Str>() => {
                        let class = vm.class_name(argument);
                        Err(vm.type_error(format!("str() {place} must be str, not {class}")))
                    }
                    argument => Ok(argument.map(|argument| argument.text().to_owned())),
                }
            };
            let encoding = name(encoding, "argument 'encoding'")?;
            let errors = name(errors, "argument 'errors'")?;
            match object {
                Some(object) => coding::decode_object(vm, object, encoding, errors)?,
                None => vm.singletons.empty_str.clone(),
            }
        }
    };
    if class.as_ref::<Class>().flags.get().builtin {
        return Ok(Value::Obj(made));
    }
    new_text(vm, made.text(), class).map(Value::Obj)
}

pub(super) static NEW: Method = staticmethod(
    "__new__",
    "(type, object='', encoding='utf-8', errors='strict')",
    str_new,
    "Create a new string object from the given object.",
)
.leaf(briefly);

/// `str(x)` of a plain string or number.
fn briefly(vm: &Vm, object: &Ref, more: Option<&Ref>, _: Option<&Ref>) -> Option<Eval> {
    let usual = matches!(object.kind(), kinds::STR | kinds::INT | kinds::FLOAT);
    let plain = usual && more.is_none() && !object.has_flag(Flag::EXTENDED);
    plain.then(|| vm.str(object).map(Value::Obj))
}
