//! `str.format`, `str.format_map` and `str.__format__`.

use crate::heap::Ref;
use crate::runtime::object::{Class, Dict, Str};
use crate::runtime::stack::Role;
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm};
use crate::text::format_number::format_str;
use crate::text::str_repr;
use crate::text::template::{Host, render};
use crate::types::{expect, format_error, held};

pub(super) fn dunder_format(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    let spec = expect::text(vm, args.req(1), "__format__", "argument")?;
    if spec.is_empty() {
        return vm.str(object).map(Value::Obj);
    }
    let class = vm.class_of(object).as_ref::<Class>().name_text();
    match format_str(object.text(), spec, &class) {
        Ok(text) => vm.str_value(&text),
        Err(error) => Err(format_error::raise(vm, error)),
    }
}

pub(super) fn format(vm: &Vm, args: Args<'_>) -> Eval {
    // Keywords are counted where the caller has them, too.
    let keywords = args.req(1).as_ref::<Dict>().pairs();
    let values = keywords.iter().flat_map(|(name, value)| [name, value]);
    vm.lend_all(values, Role::Argument, || {
        vm.packed_all(args.rest(), || rendered(vm, args.req(0), Given::Call(args)))
    })
}

pub(super) fn format_map(vm: &Vm, args: Args<'_>) -> Eval {
    rendered(vm, args.req(0), Given::Mapping(args.req(1)))
}

fn rendered(vm: &Vm, template: &Ref, given: Given<'_>) -> Eval {
    if !template.text().contains(['{', '}']) {
        return Ok(Value::Obj(template.clone()));
    }
    if let ("{}" | "{0}", Given::Call(args)) = (template.text(), &given)
        && let Some(text) = args.rest().next().filter(|text| text.is_exact::<Str>())
    {
        return Ok(Value::Obj(text.clone()));
    }
    let write = |text: &mut String| render(template.text(), &mut Formatter { vm, given }, text);
    vm.put_together(write).map(Value::Obj)
}

/// Where a template's values come from.
enum Given<'a> {
    /// Positional arguments, and keyword arguments in the dict at place 1.
    Call(Args<'a>),
    Mapping(&'a Ref),
}

struct Formatter<'a> {
    vm: &'a Vm,
    given: Given<'a>,
}

impl Host for Formatter<'_> {
    type Value = Ref;
    type Error = Raised;

    fn value_error(&mut self, message: &str) -> Raised {
        self.vm.value_error(message)
    }

    fn positional(&mut self, index: usize) -> Result<Ref, Raised> {
        let Given::Call(args) = &self.given else {
            return Err(self.vm.value_error("Format string contains positional fields"));
        };
        match args.rest().nth(index) {
            Some(argument) => Ok(argument.clone()),
            None => {
                let message =
                    format!("Replacement index {index} out of range for positional args tuple");
                Err(self.vm.raise(ErrorKind::IndexError, message))
            }
        }
    }

    fn keyword(&mut self, name: &str) -> Result<Ref, Raised> {
        let key = self.vm.new_str(name)?;
        match &self.given {
            Given::Mapping(mapping) => {
                let value = self.vm.get_item(mapping, &key)?;
                self.vm.to_object(value)
            }
            Given::Call(args) => {
                let found = args.req(1).as_ref::<Dict>().get(self.vm, &key)?;
                found.ok_or_else(|| self.vm.key_error(&key))
            }
        }
    }

    fn attribute(&mut self, value: Ref, name: &str) -> Result<Ref, Raised> {
        let name = self.vm.intern(name)?;
        let found = held::with(self.vm, [value], |[value]| self.vm.get_attr(value, &name))?;
        self.vm.to_object(found)
    }

    fn item_at(&mut self, value: Ref, index: usize) -> Result<Ref, Raised> {
        let key = self.vm.new_int(index as i64)?;
        self.item(value, key)
    }

    fn item_named(&mut self, value: Ref, key: &str) -> Result<Ref, Raised> {
        let key = self.vm.new_str(key)?;
        self.item(value, key)
    }

    fn convert(&mut self, value: Ref, conversion: char) -> Result<Ref, Raised> {
        let vm = self.vm;
        held::with(vm, [value], |[value]| match conversion {
            's' => vm.str(value),
            'r' => vm.repr(value),
            _ => vm.new_str(&str_repr::escape_non_ascii(vm.repr(value)?.text())),
        })
    }

    fn format(&mut self, value: Ref, spec: &str, out: &mut String) -> Result<(), Raised> {
        let at = self.vm.stack.push(value, Role::Formatted);
        let result = self.vm.format_into(self.vm.stack.window(at, 1).req(0), spec, out);
        self.vm.stack.truncate(at);
        result
    }
}

impl Formatter<'_> {
    fn item(&self, value: Ref, key: Ref) -> Result<Ref, Raised> {
        let found = held::with(self.vm, [value, key], |[value, key]| self.vm.get_item(value, key))?;
        self.vm.to_object(found)
    }
}
