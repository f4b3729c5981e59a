//! The C types: their sizes, and Python's numbers as the bits of each.

use crate::heap::Ref;
use crate::runtime::object::Class;
use crate::runtime::object::number::{float_of, int_view};
use crate::runtime::{Eval, Raised, Value, Vm};
use crate::types::bytes::Bytes;

/// How the bytes at an address are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Signed(u8),
    Unsigned(u8),
    Float(u8),
    Pointer,
    Char,
    Bool,
    Object,
    /// Fields, each with a form of its own.
    Structure,
}

/// The types, with CPython's sizes on 64-bit Linux.
pub(super) const FORMS: [(&str, Form); 27] = [
    ("Structure", Form::Structure),
    ("c_bool", Form::Bool),
    ("c_byte", Form::Signed(1)),
    ("c_char", Form::Char),
    ("c_double", Form::Float(8)),
    ("c_float", Form::Float(4)),
    ("c_int", Form::Signed(4)),
    ("c_int16", Form::Signed(2)),
    ("c_int32", Form::Signed(4)),
    ("c_int64", Form::Signed(8)),
    ("c_int8", Form::Signed(1)),
    ("c_long", Form::Signed(8)),
    ("c_longlong", Form::Signed(8)),
    ("c_short", Form::Signed(2)),
    ("c_size_t", Form::Unsigned(8)),
    ("c_ssize_t", Form::Signed(8)),
    ("c_ubyte", Form::Unsigned(1)),
    ("c_uint", Form::Unsigned(4)),
    ("c_uint16", Form::Unsigned(2)),
    ("c_uint32", Form::Unsigned(4)),
    ("c_uint64", Form::Unsigned(8)),
    ("c_uint8", Form::Unsigned(1)),
    ("c_ulong", Form::Unsigned(8)),
    ("c_ulonglong", Form::Unsigned(8)),
    ("c_ushort", Form::Unsigned(2)),
    ("c_void_p", Form::Pointer),
    ("py_object", Form::Object),
];

impl Form {
    pub(super) const fn size(self) -> usize {
        match self {
            Form::Signed(size) | Form::Unsigned(size) | Form::Float(size) => size as usize,
            Form::Pointer | Form::Object | Form::Structure => 8,
            Form::Char | Form::Bool => 1,
        }
    }
}

pub(super) fn canonical(name: &str) -> &str {
    match name {
        "c_int8" => "c_byte",
        "c_int16" => "c_short",
        "c_int32" => "c_int",
        "c_int64" | "c_longlong" | "c_ssize_t" => "c_long",
        "c_uint8" => "c_ubyte",
        "c_uint16" => "c_ushort",
        "c_uint32" => "c_uint",
        "c_uint64" | "c_ulonglong" | "c_size_t" => "c_ulong",
        other => other,
    }
}

/// The form of a C type, found by the name of the class or a base.
pub(super) fn form_of(vm: &Vm, class: &Ref) -> Result<Form, Raised> {
    let data = class.get::<Class>();
    let found = data.and_then(|data| {
        data.mro_refs().iter().find_map(|class| {
            let name = class.as_ref::<Class>().name_text();
            FORMS.iter().find(|(known, _)| *known == name).map(|(_, form)| *form)
        })
    });
    found.ok_or_else(|| vm.type_error("abstract class"))
}

/// The bits of a Python number in a C type, cut to its size as C does.
pub(super) fn bits_of(vm: &Vm, form: Form, value: &Ref) -> Result<u64, Raised> {
    if let Form::Float(size) = form {
        let float = match (float_of(value), int_view(value).and_then(|view| view.small())) {
            (Some(float), _) => float,
            (None, Some(int)) => int as f64,
            (None, None) => {
                let class = vm.class_name(value);
                return Err(vm.type_error(format!("must be real number, not {class}")));
            }
        };
        return Ok(if size == 4 { (float as f32).to_bits().into() } else { float.to_bits() });
    }
    if form == Form::Bool {
        return vm.truth_of(value).map(u64::from);
    }
    if form == Form::Char {
        return letter_of(vm, value);
    }
    match int_view(value) {
        Some(view) => match view.small() {
            Some(small) => Ok(small as u64),
            None => {
                let mask = (dashu_int::IBig::from(1) << 64) - dashu_int::IBig::from(1);
                let low = view.to_big() & mask;
                Ok(u64::try_from(&low).unwrap_or(0))
            }
        },
        None => {
            let class = vm.class_name(value);
            Err(vm.type_error(format!("'{class}' object cannot be interpreted as an integer")))
        }
    }
}

/// The one byte of a `c_char`.
fn letter_of(vm: &Vm, value: &Ref) -> Result<u64, Raised> {
    let letter = match (value.get::<Bytes>(), int_view(value).and_then(|view| view.small())) {
        (Some(bytes), _) if bytes.data.len() == 1 => Some(u64::from(bytes.data[0])),
        (None, Some(number @ 0..256)) => Some(number as u64),
        _ => None,
    };
    letter.ok_or_else(|| vm.type_error("one character bytes, bytearray or integer expected"))
}

/// What `bits` are, read so.
pub(super) fn number(vm: &Vm, form: Form, bits: u64) -> Eval {
    Ok(match form {
        Form::Signed(size) => Value::Int(sign_extended(bits, size)),
        Form::Unsigned(8) | Form::Pointer => {
            if form == Form::Pointer && bits == 0 {
                return Ok(Value::None);
            }
            return vm.new_big_int(dashu_int::IBig::from(bits));
        }
        Form::Unsigned(size) => Value::Int((bits & ((1 << (size as u32 * 8)) - 1)) as i64),
        Form::Float(4) => Value::float(f32::from_bits(bits as u32).into()),
        Form::Float(_) => Value::float(f64::from_bits(bits)),
        Form::Bool => Value::bool(bits & 0xff != 0),
        Form::Char => {
            return crate::types::bytes::new_bytes(vm, vec![bits as u8]).map(Value::Obj);
        }
        Form::Object | Form::Structure => Value::None,
    })
}

fn sign_extended(bits: u64, size: u8) -> i64 {
    let shift = 64 - u32::from(size) * 8;
    ((bits << shift) as i64) >> shift
}
