//! Questions about characters, and changes of case.

use crate::heap::Ref;
use crate::runtime::object::string::is_ascii;
use crate::runtime::{Args, Eval, Value, Vm};
use crate::text::chars;

/// A method that asks a question of the whole text.
macro_rules! questions {
    ($($name:ident: $ask:path;)*) => {
        $(pub(super) fn $name(_vm: &Vm, args: Args<'_>) -> Eval {
            Ok(Value::bool($ask(args.req(0).text())))
        })*
    };
}

questions! {
    isalnum: chars::str_isalnum;
    isalpha: chars::str_isalpha;
    isdecimal: chars::str_isdecimal;
    isdigit: chars::str_isdigit;
    isidentifier: chars::str_isidentifier;
    islower: chars::str_islower;
    isnumeric: chars::str_isnumeric;
    isprintable: chars::str_isprintable;
    isspace: chars::str_isspace;
    istitle: chars::str_istitle;
    isupper: chars::str_isupper;
}

pub(super) fn isascii(_vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::bool(is_ascii(args.req(0))))
}

/// A method that makes a new text of the whole one.
macro_rules! changes {
    ($($name:ident: $change:path;)*) => {
        $(pub(super) fn $name(vm: &Vm, args: Args<'_>) -> Eval {
            changed(vm, args.req(0), $change)
        })*
    };
}

changes! {
    capitalize: chars::capitalize;
    casefold: chars::casefold;
    lower: chars::lower;
    swapcase: chars::swapcase;
    title: chars::title;
    upper: chars::upper;
}

/// What `change` writes of the text of `object`.
pub(super) fn changed(vm: &Vm, object: &Ref, change: fn(&str, &mut String)) -> Eval {
    vm.write_str(|text| change(object.text(), text))
}
