//! Arguments of a wanted type, refused in the words of CPython's argument clinic.

use crate::heap::Ref;
use crate::runtime::object::Str;
use crate::runtime::object::number::{float_of, int_view};
use crate::runtime::{Args, ErrorKind, Raised, Vm, kinds};

/// The text of `argument`, which `function` calls `place` ("argument 1", "argument 'encoding'",
/// or "argument" where it is the only one).
///
/// # Errors
/// `TypeError` where it is no `str`.
pub fn text<'a>(
    vm: &Vm,
    argument: &'a Ref,
    function: &str,
    place: &str,
) -> Result<&'a str, Raised> {
    if argument.is::<Str>() {
        return Ok(argument.text());
    }
    Err(unfit(vm, argument, function, place, "str"))
}

/// A size that CPython keeps in a C `int`.
///
/// # Errors
/// `OverflowError` where it does not fit, `TypeError` where it is no integer.
pub fn c_int(vm: &Vm, argument: &Ref) -> Result<i64, Raised> {
    let index = vm.to_index(argument)?;
    match int_view(&index).and_then(|view| view.small()).map(i32::try_from) {
        Some(Ok(size)) => Ok(size.into()),
        _ => {
            let message = "Python int too large to convert to C int";
            Err(vm.raise(ErrorKind::OverflowError, message.into()))
        }
    }
}

/// As [`text()`] for an optional argument.
pub fn optional_text<'a>(
    vm: &Vm,
    args: Args<'a>,
    index: usize,
    function: &str,
    place: &str,
) -> Result<Option<&'a str>, Raised> {
    args.get(index).map(|argument| text(vm, argument, function, place)).transpose()
}

/// `f() argument 1 must be str, not int`.
#[cold]
pub fn unfit(vm: &Vm, argument: &Ref, function: &str, place: &str, wanted: &str) -> Raised {
    let class = class_or_none(vm, argument);
    vm.type_error(format!("{function}() {place} must be {wanted}, not {class}"))
}

/// Whether `object` counts as a number: it is one, or can be made an int or float.
pub fn is_number(vm: &Vm, object: &Ref) -> bool {
    int_view(object).is_some()
        || float_of(object).is_some()
        || object.kind() == kinds::COMPLEX
        || vm.slot(object, |slots| {
            slots.index.is_some() || slots.int.is_some() || slots.float.is_some()
        })
}

/// The class of `object` as error messages name it: `None` is its own name.
pub fn class_or_none(vm: &Vm, object: &Ref) -> String {
    if vm.is_none(object) { "None".into() } else { vm.class_name(object) }
}

/// An optional count such as `maxsplit`: `None` where it is negative or not given.
pub fn limit(vm: &Vm, argument: Option<&Ref>) -> Result<Option<usize>, Raised> {
    match argument {
        Some(argument) => Ok(usize::try_from(vm.size_of(argument)?).ok()),
        None => Ok(None),
    }
}

/// An optional count where 0 means no limit and less than that means nothing at all, as in `re.sub`.
pub fn limit_unless_zero(vm: &Vm, argument: Option<&Ref>) -> Result<Option<usize>, Raised> {
    let most = argument.map_or(Ok(0), |argument| vm.size_of(argument))?;
    Ok((most != 0).then(|| usize::try_from(most).unwrap_or(0)))
}

/// An optional truth such as `keepends`.
pub fn flag(vm: &Vm, argument: Option<&Ref>) -> Result<bool, Raised> {
    argument.map_or(Ok(false), |argument| vm.truth_of(argument))
}

/// How much to read; `None` for all there is.
///
/// # Errors
/// `TypeError` for what is neither an integer nor `None`.
pub fn size(vm: &Vm, argument: Option<&Ref>) -> Result<Option<usize>, Raised> {
    match argument.filter(|size| !vm.is_none(size)) {
        Some(size) if vm.slot(size, |slots| slots.index.is_some()) => {
            Ok(usize::try_from(vm.size_of(size)?).ok())
        }
        Some(size) => {
            let class = vm.class_name(size);
            Err(vm.type_error(format!("argument should be integer or None, not '{class}'")))
        }
        None => Ok(None),
    }
}
