//! `unicodedata`: names, categories and values of characters, and normal forms.

use unicode_normalization::UnicodeNormalization;

use crate::heap::Ref;
use crate::runtime::object::{Dict, Str};
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Args, Eval, Raised, Value, Vm};
use crate::text::number_letters::number_of;
use crate::text::{
    bidirectional as direction, char_shapes, character_names, decomposition as parts, surrogate,
    unicode,
};
use crate::types::expect;

/// The character in argument 0.
fn letter(vm: &Vm, args: Args<'_>, name: &str) -> Result<char, Raised> {
    let argument = args.req(0);
    if argument.is::<Str>() {
        let mut letters = argument.text().chars();
        if let (Some(letter), None) = (letters.next(), letters.next()) {
            return Ok(letter);
        }
    }
    let place = if args.len() > 1 { "argument 1" } else { "argument" };
    Err(expect::unfit(vm, argument, name, place, "a unicode character"))
}

fn or_default(vm: &Vm, args: Args<'_>, found: Option<Value>, message: &str) -> Eval {
    match (found, args.get(1)) {
        (Some(found), _) => Ok(found),
        (None, Some(default)) => Ok(Value::Obj(default.clone())),
        (None, None) => Err(vm.value_error(message)),
    }
}

fn name(vm: &Vm, args: Args<'_>) -> Eval {
    let letter = letter(vm, args, "name")?;
    let found = match character_names::name(letter) {
        Some(name) => Some(vm.str_value(&name)?),
        None => None,
    };
    or_default(vm, args, found, "no such name")
}

fn lookup(vm: &Vm, args: Args<'_>) -> Eval {
    let name = expect::text(vm, args.req(0), "lookup", "argument")?;
    match character_names::character(name) {
        Some(letter) => vm.str_value(letter.encode_utf8(&mut [0; 4])),
        None => {
            let message = vm.new_str(&format!("undefined character name '{name}'"))?;
            Err(vm.key_error(&message))
        }
    }
}

fn category(vm: &Vm, args: Args<'_>) -> Eval {
    let letter = letter(vm, args, "category")?;
    vm.str_value(unicode::category_name(letter))
}

fn decimal(vm: &Vm, args: Args<'_>) -> Eval {
    let letter = letter(vm, args, "decimal")?;
    let found = unicode::decimal_value(letter).map(|value| Value::Int(value.into()));
    or_default(vm, args, found, "not a decimal")
}

fn digit(vm: &Vm, args: Args<'_>) -> Eval {
    let letter = letter(vm, args, "digit")?;
    let found = unicode::digit_value(letter).map(|value| Value::Int(value.into()));
    or_default(vm, args, found, "not a digit")
}

fn numeric(vm: &Vm, args: Args<'_>) -> Eval {
    let letter = letter(vm, args, "numeric")?;
    let digit = unicode::digit_value(letter).map(f64::from);
    let found = digit.or_else(|| number_of(surrogate::code_of(letter)));
    or_default(vm, args, found.map(Value::float), "not a numeric character")
}

fn combining(vm: &Vm, args: Args<'_>) -> Eval {
    let letter = letter(vm, args, "combining")?;
    // Newer versions of Unicode know more characters.
    let class = match unicode::category_name(letter) {
        "Cn" => 0,
        _ => unicode_normalization::char::canonical_combining_class(letter),
    };
    Ok(Value::Int(class.into()))
}

fn mirrored(vm: &Vm, args: Args<'_>) -> Eval {
    let letter = letter(vm, args, "mirrored")?;
    Ok(Value::Int(char_shapes::is_mirrored(surrogate::code_of(letter)).into()))
}

fn bidirectional(vm: &Vm, args: Args<'_>) -> Eval {
    vm.str_value(direction::bidirectional(letter(vm, args, "bidirectional")?))
}

fn decomposition(vm: &Vm, args: Args<'_>) -> Eval {
    vm.str_value(&parts::decomposition(letter(vm, args, "decomposition")?))
}

fn east_asian_width(vm: &Vm, args: Args<'_>) -> Eval {
    let letter = letter(vm, args, "east_asian_width")?;
    vm.str_value(char_shapes::east_asian_width(surrogate::code_of(letter)))
}

fn normal(vm: &Vm, form: &Ref, text: &Ref, name: &str) -> Result<String, Raised> {
    let form = expect::text(vm, form, name, "argument 1")?;
    let text = expect::text(vm, text, name, "argument 2")?;
    Ok(match form {
        "NFC" => text.nfc().collect(),
        "NFD" => text.nfd().collect(),
        "NFKC" => text.nfkc().collect(),
        "NFKD" => text.nfkd().collect(),
        _ => return Err(vm.value_error("invalid normalization form")),
    })
}

fn normalize(vm: &Vm, args: Args<'_>) -> Eval {
    vm.str_value(&normal(vm, args.req(0), args.req(1), "normalize")?)
}

fn is_normalized(vm: &Vm, args: Args<'_>) -> Eval {
    let normal = normal(vm, args.req(0), args.req(1), "is_normalized")?;
    Ok(Value::bool(normal == args.req(1).text()))
}

fn setup(vm: &Vm, namespace: &Ref) -> Result<(), Raised> {
    namespace.as_ref::<Dict>().set(vm, vm.name("unidata_version"), vm.new_str("15.1.0")?)
}

#[rustfmt::skip]
static FUNCTIONS: [Method; 13] = [
    function("bidirectional", "(chr, /)", bidirectional, "Returns the bidirectional class assigned to the character chr as string."),
    function("category", "(chr, /)", category, "Returns the general category assigned to the character chr as string."),
    function("combining", "(chr, /)", combining, "Returns the canonical combining class assigned to the character chr as integer."),
    function("decimal", "(chr, default=<unrepresentable>, /)", decimal, "Converts a Unicode character into its equivalent decimal value."),
    function("decomposition", "(chr, /)", decomposition, "Returns the character decomposition mapping assigned to the character chr as string."),
    function("digit", "(chr, default=<unrepresentable>, /)", digit, "Converts a Unicode character into its equivalent digit value."),
    function("east_asian_width", "(chr, /)", east_asian_width, "Returns the east asian width assigned to the character chr as string."),
    function("is_normalized", "(form, unistr, /)", is_normalized, "Return whether the Unicode string unistr is in the normal form 'form'."),
    function("lookup", "(name, /)", lookup, "Look up character by name."),
    function("mirrored", "(chr, /)", mirrored, "Returns the mirrored property assigned to the character chr as integer."),
    function("name", "(chr, default=<unrepresentable>, /)", name, "Returns the name assigned to the character chr as a string."),
    function("normalize", "(form, unistr, /)", normalize, "Return the normal form 'form' for the Unicode string unistr."),
    function("numeric", "(chr, default=<unrepresentable>, /)", numeric, "Converts a Unicode character into its equivalent numeric value."),
];

pub static UNICODEDATA: ModuleSpec = ModuleSpec {
    name: "unicodedata",
    doc: "This module provides access to the Unicode Character Database.",
    functions: &FUNCTIONS,
    types: &[],
    setup: Some(setup),
};
