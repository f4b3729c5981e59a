//! Short names of objects, made without running any code of theirs.

use dashu_int::ops::BitTest;

use crate::heap::Ref;
use crate::runtime::object::number::{BigInt, float_of};
use crate::runtime::object::{Class, Code, Exception, Function, Instance, Int, Module, Str, Tuple};
use crate::runtime::{Vm, kinds};
use crate::text::str_repr;

/// The longest text that is shown whole.
const LONGEST: usize = 40;
/// The same for a number in base 2, so that it has about as many digits.
const LONGEST_BITS: usize = 128;

/// The class that the object itself holds; none for exact instances of builtin types.
pub fn own_class(object: &Ref) -> Option<&Ref> {
    match (object.get::<Instance>(), object.get::<Exception>(), object.extra()) {
        (Some(instance), ..) => instance.class.peek(),
        (_, Some(exception), _) => exception.class.peek(),
        (_, _, Some(extra)) => extra.class.peek(),
        _ => None,
    }
}

/// The name of the object's class as the heap knows it.
pub fn class_of(object: &Ref) -> String {
    match own_class(object).and_then(|class| class.get::<Class>()) {
        Some(class) => class.name_text(),
        None if object.kind() == kinds::BIG_INT => "int".to_owned(),
        None => object.kind_name().to_owned(),
    }
}

/// How an object is called where it is not reached by a name: its literal where that is short,
/// what it is called where it has a name of its own, its class and address otherwise.
pub fn short_name(object: &Ref) -> String {
    if object.is_exact::<Str>() {
        return text(object.text());
    }
    if object.is_exact::<Int>()
        && let Some(int) = object.get::<Int>()
    {
        return int.0.get().to_string();
    }
    if let Some(big) = object.get::<BigInt>().filter(|big| big.0.bit_len() <= LONGEST_BITS) {
        return big.0.to_string();
    }
    match object.kind() {
        kinds::NONE => return "None".to_owned(),
        kinds::ELLIPSIS => return "Ellipsis".to_owned(),
        kinds::NOT_IMPLEMENTED => return "NotImplemented".to_owned(),
        kinds::BOOL => {
            let true_ = object.get::<crate::runtime::object::Bool>().is_some_and(|bool| bool.0);
            return if true_ { "True" } else { "False" }.to_owned();
        }
        kinds::FLOAT if object.extra().is_none() => {
            return float_of(object).map_or_else(String::new, crate::text::float_repr::repr);
        }
        _ => {}
    }
    if let Some(class) = object.get::<Class>() {
        return format!("class {}", class.name_text());
    }
    if let Some(function) = object.get::<Function>() {
        return function
            .qualname
            .get()
            .map_or_else(String::new, |name| format!("{}()", name.text()));
    }
    if let Some(code) = object.get::<Code>() {
        return format!("code of {}", super::places::code_title(code));
    }
    if let Some(module) = object.get::<Module>() {
        return format!("module {}", module_name(&module.dict));
    }
    if object.is_exact::<Tuple>() && object.tail().is_empty() {
        return "()".to_owned();
    }
    at_address(object)
}

/// `<list at 0x…>`.
pub fn at_address(object: &Ref) -> String {
    format!("<{} at {:#x}>", class_of(object), object.address())
}

fn text(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return str_repr::repr(text);
    }
    let start: String = text.chars().take(LONGEST).collect();
    format!("{}…", str_repr::repr(&start))
}

/// `__name__` of a namespace.
pub fn module_name(dict: &Ref) -> String {
    let dict = dict.as_ref::<crate::runtime::object::Dict>();
    let table = dict.table.borrow();
    let name = table.iter().find(|entry| entry.key.is::<Str>() && entry.key.text() == "__name__");
    name.filter(|entry| entry.value.is::<Str>())
        .map_or_else(|| "?".to_owned(), |entry| entry.value.text().to_owned())
}

/// Whether the dict is the namespace of `__main__`.
pub fn main_namespace(vm: &Vm) -> Option<Ref> {
    let modules = vm.modules.get::<crate::runtime::object::Dict>()?;
    let table = modules.table.borrow();
    let main =
        table.iter().find(|entry| entry.key.is::<Str>() && entry.key.text() == "__main__")?;
    main.value.get::<Module>().map(|module| (*module.dict).clone())
}
