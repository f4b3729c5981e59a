//! `template % arguments`, for `str` and (as Latin-1 text) for bytes.

use crate::heap::Ref;
use crate::runtime::object::number::{float_of, int_view};
use crate::runtime::object::tuple::tuple_items;
use crate::runtime::object::{Bytes, Int, Str, Tuple};
use crate::runtime::stack::Role;
use crate::runtime::{ErrorKind, Eval, Raised, Value, Vm};
use crate::text::percent::{Field, Layout, Piece, Size, Template};
use crate::text::str_repr;
use crate::types::bytes::view;
use crate::types::float::real;
use crate::types::int::Formatted;
use crate::types::{expect, format_error, held};

pub(super) fn modulo(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    if !left.is::<Str>() {
        return vm.not_implemented();
    }
    if left.text() == "%s"
        && let Some(text) = only_text(right)
    {
        return Ok(Value::Obj(text));
    }
    vm.str_value(&format_percent(vm, left.text(), right, false)?)
}

/// The text that `'%s' % right` is itself.
fn only_text(right: &Ref) -> Option<Ref> {
    let item = match tuple_items(right) {
        Some([item]) if right.is_exact::<Tuple>() => item.get()?,
        Some(_) => return None,
        None => right.clone(),
    };
    item.is_exact::<Str>().then_some(item)
}

/// `template % arguments`. For bytes, template and result are Latin-1 text.
///
/// # Errors
/// What formatting refuses, and what the arguments' methods raise.
pub fn format_percent(
    vm: &Vm,
    template: &str,
    arguments: &Ref,
    is_bytes: bool,
) -> Result<String, Raised> {
    let mut text = String::with_capacity(template.len() + 16);
    let mut given = Arguments::new(vm, arguments, is_bytes);
    for piece in Template::new(template, is_bytes) {
        match piece {
            Piece::Text(literal) => text.push_str(literal),
            Piece::Field(field) => convert(vm, &field, &mut given, is_bytes, &mut text)?,
        }
    }
    if given.is_left_over() {
        let what = if is_bytes { "bytes" } else { "string" };
        let message = format!("not all arguments converted during {what} formatting");
        return Err(vm.type_error(message));
    }
    Ok(text)
}

/// The right operand, taken one by one.
struct Arguments<'a> {
    whole: &'a Ref,
    /// The value that a key selected: it replaces the operand for what follows.
    selected: Option<Ref>,
    is_tuple: bool,
    is_mapping: bool,
    taken: usize,
}

impl<'a> Arguments<'a> {
    fn new(vm: &Vm, whole: &'a Ref, is_bytes: bool) -> Self {
        let is_tuple = whole.is::<Tuple>();
        let is_own = whole.is::<Str>() || (is_bytes && view::is_bytes_like(whole));
        let is_mapping = !is_tuple && !is_own && vm.slot(whole, |slots| slots.getitem.is_some());
        Arguments { whole, selected: None, is_tuple, is_mapping, taken: 0 }
    }

    /// The next argument, where it stands.
    fn next(&mut self, vm: &Vm) -> Result<&Ref, Raised> {
        let at = self.taken;
        self.taken += 1;
        let found = match (&self.selected, self.is_tuple) {
            (Some(selected), _) => Some(selected).filter(|_| at == 0),
            (None, true) => self.whole.fixed_item(at),
            (None, false) => Some(self.whole).filter(|_| at == 0),
        };
        found.ok_or_else(|| vm.type_error("not enough arguments for format string"))
    }

    /// Goes on with the value of `key`, where the template has a whole one.
    fn select(&mut self, vm: &Vm, key: Option<&str>, is_bytes: bool) -> Result<(), Raised> {
        if !self.is_mapping {
            return Err(vm.type_error("format requires a mapping"));
        }
        let Some(key) = key else { return Ok(()) };
        let key = if is_bytes {
            crate::types::bytes::new_bytes(vm, latin1_bytes(key))?
        } else {
            vm.new_str(key)?
        };
        let value = held::with(vm, [key], |[key]| vm.get_item(self.whole, key))?;
        self.selected = Some(vm.to_object(value)?);
        self.taken = 0;
        Ok(())
    }

    fn is_left_over(&self) -> bool {
        if self.is_mapping {
            return false;
        }
        let count = if self.is_tuple { self.whole.tail().len() } else { 1 };
        self.taken < count
    }
}

/// How an argument becomes a size.
type Number = fn(&Vm, &Ref) -> Result<i64, Raised>;

/// The bytes of Latin-1 text.
fn latin1_bytes(text: &str) -> Vec<u8> {
    text.chars().map(|letter| letter as u8).collect()
}

fn convert(
    vm: &Vm,
    field: &Field<'_>,
    given: &mut Arguments<'_>,
    is_bytes: bool,
    text: &mut String,
) -> Result<(), Raised> {
    if let Some(key) = field.key {
        let key = Some(key).filter(|_| field.problem != Some("incomplete format key"));
        given.select(vm, key, is_bytes)?;
    }
    let star = |given: &mut Arguments<'_>, size: Size, number: Number| match size {
        Size::Star => {
            let argument = given.next(vm)?;
            if int_view(argument).is_none() {
                return Err(vm.type_error("* wants int"));
            }
            number(vm, argument)
        }
        _ => Ok(0),
    };
    let width = star(given, field.width, Vm::size_of)?;
    let precision = star(given, field.precision, expect::c_int)?;
    if let Some(problem) = field.problem {
        return Err(vm.value_error(problem));
    }
    let is_selected = given.selected.is_some();
    let argument = given.next(vm)?;
    let plain = match field.kind {
        's' => !is_bytes && (argument.is_exact::<Str>() || argument.is_exact::<Int>()),
        'd' => argument.is_exact::<Int>(),
        _ => false,
    };
    if plain && field.is_bare() {
        return vm.format_into(argument, "", text);
    }
    let layout = field.layout(width, precision);
    let run = || converted(vm, field, &layout, argument, is_bytes);
    let done = match is_selected {
        true => vm.lend(argument, Role::Formatted, run),
        false => run(),
    };
    text.push_str(&done?);
    Ok(())
}

fn converted(
    vm: &Vm,
    field: &Field<'_>,
    layout: &Layout,
    argument: &Ref,
    is_bytes: bool,
) -> Result<String, Raised> {
    let laid_out = match field.kind {
        's' | 'b' if is_bytes => layout.text(&bytes_text(vm, argument)?),
        's' => layout.text(vm.str(argument)?.text()),
        'r' if !is_bytes => layout.text(vm.repr(argument)?.text()),
        'r' | 'a' => layout.text(&str_repr::escape_non_ascii(vm.repr(argument)?.text())),
        'c' if is_bytes => layout.text(&byte_text(vm, argument)?),
        'c' => layout.text(&character(vm, argument)?),
        'd' | 'i' | 'u' | 'o' | 'x' | 'X' => {
            let int = integer(vm, field, argument, is_bytes)?;
            match int_view(&int) {
                Some(view) => layout.integer(&Formatted::new(vm, view)),
                None => return Err(wrong_type(vm, field, argument, is_bytes)),
            }
        }
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => layout.float(float(vm, argument, is_bytes)?),
        _ => Err(field.unsupported(is_bytes)),
    };
    laid_out.map_err(|error| format_error::raise(vm, error))
}

/// The argument of an integer conversion as an int: `int(argument)`, or `operator.index` where a
/// base other than ten is asked for.
fn integer(vm: &Vm, field: &Field<'_>, argument: &Ref, is_bytes: bool) -> Result<Ref, Raised> {
    if int_view(argument).is_some() {
        return Ok(argument.clone());
    }
    let (int, index) = vm.slot(argument, |slots| (slots.int, slots.index));
    let exact = matches!(field.kind, 'o' | 'x' | 'X');
    let made = match (int.filter(|_| !exact), index) {
        (Some(int), _) => int(vm, argument),
        (None, Some(_)) => vm.to_index(argument).map(crate::runtime::Value::Obj),
        (None, None) => return Err(wrong_type(vm, field, argument, is_bytes)),
    };
    match made {
        Ok(value) => vm.to_object(value),
        Err(raised) if vm.pending_is(&raised, ErrorKind::TypeError) => {
            drop(vm.take_raised(raised));
            Err(wrong_type(vm, field, argument, is_bytes))
        }
        Err(raised) => Err(raised),
    }
}

/// The error for an argument that is no number; bytes call `%i` by its other name.
fn wrong_type(vm: &Vm, field: &Field<'_>, argument: &Ref, is_bytes: bool) -> Raised {
    let kind = if is_bytes && field.kind == 'i' { 'd' } else { field.kind };
    let field = Field { kind, ..field.clone() };
    vm.type_error(field.not_a_number(&vm.class_name(argument)))
}

fn float(vm: &Vm, argument: &Ref, is_bytes: bool) -> Result<f64, Raised> {
    if let Some(float) = float_of(argument) {
        return Ok(float);
    }
    match real(vm, argument) {
        Err(raised) if is_bytes => {
            drop(vm.take_raised(raised));
            let class = vm.class_name(argument);
            Err(vm.type_error(format!("float argument required, not {class}")))
        }
        result => result,
    }
}

/// `%c` of str: a character or its number.
fn character(vm: &Vm, argument: &Ref) -> Result<String, Raised> {
    if argument.is::<Str>() && argument.text().chars().count() == 1 {
        return Ok(argument.text().to_owned());
    }
    let is_number = !argument.is::<Str>()
        && (int_view(argument).is_some() || vm.slot(argument, |slots| slots.index.is_some()));
    if !is_number {
        return Err(vm.type_error("%c requires int or char"));
    }
    let index = vm.to_index(argument)?;
    let code = int_view(&index).and_then(|view| view.small()).unwrap_or(-1);
    match u32::try_from(code) {
        Ok(code) if code <= 0x10_FFFF => {
            Ok(crate::text::surrogate::character(code).unwrap_or_default().into())
        }
        _ => Err(vm.raise(ErrorKind::OverflowError, "%c arg not in range(0x110000)".into())),
    }
}

/// `%c` of bytes: a byte or its number.
fn byte_text(vm: &Vm, argument: &Ref) -> Result<String, Raised> {
    if view::is_bytes_like(argument)
        && let Some(bytes) = view::copied(argument)
        && let [byte] = bytes[..]
    {
        return Ok((byte as char).into());
    }
    if int_view(argument).is_none() && !vm.slot(argument, |slots| slots.index.is_some()) {
        let message = "%c requires an integer in range(256) or a single byte";
        return Err(vm.type_error(message));
    }
    let index = vm.to_index(argument)?;
    match int_view(&index).and_then(|view| view.small()).map(u8::try_from) {
        Some(Ok(byte)) => Ok((byte as char).into()),
        _ => Err(vm.raise(ErrorKind::OverflowError, "%c arg not in range(256)".into())),
    }
}

/// `%s` and `%b` of bytes: bytes-like objects, or what `__bytes__` gives.
fn bytes_text(vm: &Vm, argument: &Ref) -> Result<String, Raised> {
    let bytes = match view::copied(argument) {
        Some(bytes) => bytes,
        None => {
            let Some(method) = vm.lookup_special(argument, "__bytes__") else {
                let class = vm.class_name(argument);
                return Err(vm.type_error(format!(
                    "%b requires a bytes-like object, or an object that implements __bytes__, not '{class}'"
                )));
            };
            let made = vm.call_bound_special(method, argument, &[])?;
            let made = vm.to_object(made)?;
            view::copied(&made).filter(|_| made.is::<Bytes>()).ok_or_else(|| {
                let class = vm.class_name(&made);
                vm.type_error(format!("__bytes__ returned non-bytes (type {class})"))
            })?
        }
    };
    Ok(bytes.iter().map(|&byte| byte as char).collect())
}
