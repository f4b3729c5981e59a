//! Machine numbers by their type codes: size, bytes to number, number to bytes.

use crate::heap::Ref;
use crate::runtime::object::Str;
use crate::runtime::object::number::{IntView, int_view};
use crate::runtime::{ErrorKind, Eval, Raised, Value, Vm};
use crate::text::half;
use crate::types::float::real;

/// Every code of `array`, in its order.
pub const CODES: &str = "bBuwhHiIlLqQfd";

/// Bytes of an item of type `code`; `None` for an unknown code.
pub fn size_of(code: u8) -> Option<usize> {
    Some(match code {
        b'b' | b'B' | b'c' | b'?' => 1,
        b'h' | b'H' | b'e' => 2,
        b'i' | b'I' | b'f' | b'u' | b'w' => 4,
        b'l' | b'L' | b'q' | b'Q' | b'd' | b'n' | b'N' | b'P' => 8,
        _ => return None,
    })
}

fn low_bytes<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    for (to, from) in out.iter_mut().zip(bytes) {
        *to = *from;
    }
    out
}

/// The number (or character) that `bytes` are for type `code`, in this machine's byte order.
pub fn unpack(vm: &Vm, code: u8, bytes: &[u8]) -> Eval {
    Ok(Value::Int(match code {
        b'b' => i8::from_ne_bytes(low_bytes(bytes)).into(),
        b'B' => u8::from_ne_bytes(low_bytes(bytes)).into(),
        b'h' => i16::from_ne_bytes(low_bytes(bytes)).into(),
        b'H' => u16::from_ne_bytes(low_bytes(bytes)).into(),
        b'i' => i32::from_ne_bytes(low_bytes(bytes)).into(),
        b'I' => u32::from_ne_bytes(low_bytes(bytes)).into(),
        b'l' | b'q' | b'n' => i64::from_ne_bytes(low_bytes(bytes)),
        b'L' | b'Q' | b'N' | b'P' => {
            return vm.new_big_int(u64::from_ne_bytes(low_bytes(bytes)).into());
        }
        b'e' => return Ok(Value::float(half::value(u16::from_ne_bytes(low_bytes(bytes))))),
        b'f' => return Ok(Value::float(f32::from_ne_bytes(low_bytes(bytes)).into())),
        b'd' => return Ok(Value::float(f64::from_ne_bytes(low_bytes(bytes)))),
        b'?' => return Ok(Value::bool(bytes.first().is_some_and(|byte| *byte != 0))),
        b'c' => {
            return crate::types::bytes::new_bytes(vm, bytes.to_vec()).map(Value::Obj);
        }
        _ => {
            let letter = char::from_u32(u32::from_ne_bytes(low_bytes(bytes)));
            let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
            return vm.str_value(letter.encode_utf8(&mut [0; 4]));
        }
    }))
}

/// Why a number does not fit a type.
pub enum ItemError {
    /// Already raised: the object is of another type.
    Raised(Raised),
    OutOfRange,
}

/// The bytes of `object` as type `code`.
///
/// # Errors
/// Where it is no such number; the caller words what does not fit.
pub fn pack(vm: &Vm, code: u8, object: &Ref) -> Result<Vec<u8>, ItemError> {
    match code {
        b'e' => {
            let float = real(vm, object).map_err(ItemError::Raised)?;
            let bits = half::bits(float).ok_or(ItemError::OutOfRange)?;
            return Ok(bits.to_ne_bytes().to_vec());
        }
        b'f' => {
            let float = real(vm, object).map_err(ItemError::Raised)?;
            return Ok((float as f32).to_ne_bytes().to_vec());
        }
        b'd' => {
            let float = real(vm, object).map_err(ItemError::Raised)?;
            return Ok(float.to_ne_bytes().to_vec());
        }
        b'?' => {
            let truth = vm.truth_of(object).map_err(ItemError::Raised)?;
            return Ok(vec![u8::from(truth)]);
        }
        b'u' | b'w' => return pack_letter(vm, object).map_err(ItemError::Raised),
        _ => {}
    }
    let index = vm.to_index(object).map_err(ItemError::Raised)?;
    let Some(view) = int_view(&index) else { return Err(ItemError::OutOfRange) };
    if code == b'Q' || code == b'L' || code == b'N' || code == b'P' {
        if view.is_negative() {
            return Err(ItemError::OutOfRange);
        }
        let word = match view {
            IntView::Small(small) => small as u64,
            IntView::Big(big) => u64::try_from(big).map_err(|_| ItemError::OutOfRange)?,
        };
        return Ok(word.to_ne_bytes().to_vec());
    }
    let Some(small) = view.small() else { return Err(ItemError::OutOfRange) };
    Ok(match code {
        b'b' => i8::try_from(small).map_err(|_| ItemError::OutOfRange)?.to_ne_bytes().to_vec(),
        b'B' => u8::try_from(small).map_err(|_| ItemError::OutOfRange)?.to_ne_bytes().to_vec(),
        b'h' => i16::try_from(small).map_err(|_| ItemError::OutOfRange)?.to_ne_bytes().to_vec(),
        b'H' => u16::try_from(small).map_err(|_| ItemError::OutOfRange)?.to_ne_bytes().to_vec(),
        b'i' => i32::try_from(small).map_err(|_| ItemError::OutOfRange)?.to_ne_bytes().to_vec(),
        b'I' => u32::try_from(small).map_err(|_| ItemError::OutOfRange)?.to_ne_bytes().to_vec(),
        _ => small.to_ne_bytes().to_vec(),
    })
}

fn pack_letter(vm: &Vm, object: &Ref) -> Result<Vec<u8>, Raised> {
    if object.is::<Str>() {
        let mut letters = object.text().chars();
        if let (Some(letter), None) = (letters.next(), letters.next()) {
            return Ok((letter as u32).to_ne_bytes().to_vec());
        }
    }
    Err(vm.type_error("array item must be unicode character"))
}

/// [`pack`] with the errors of `array`.
pub(super) fn checked(vm: &Vm, code: u8, object: &Ref) -> Result<Vec<u8>, Raised> {
    match pack(vm, code, object) {
        Ok(bytes) => return Ok(bytes),
        Err(ItemError::Raised(raised)) => return Err(raised),
        Err(ItemError::OutOfRange) => {}
    }
    let number = vm.to_index(object)?;
    let view = int_view(&number);
    let negative = view.is_some_and(IntView::is_negative);
    let small = view.and_then(IntView::small);
    let message = match code {
        b'Q' if negative => "can't convert negative int to unsigned",
        b'q' | b'Q' => "int too big to convert",
        b'I' | b'L' if negative => "can't convert negative value to unsigned int",
        b'I' if small.is_some() || is_word(view) => "unsigned int is greater than maximum",
        b'I' | b'L' => "Python int too large to convert to C unsigned long",
        _ => {
            let Some(small) = small else {
                let message = "Python int too large to convert to C long";
                return Err(vm.raise(ErrorKind::OverflowError, message.into()));
            };
            let side = if small < 0 { "less than minimum" } else { "greater than maximum" };
            let message = format!("{} is {side}", what_overflows(code, small));
            return Err(vm.raise(ErrorKind::OverflowError, message));
        }
    };
    Err(vm.raise(ErrorKind::OverflowError, message.into()))
}

fn is_word(view: Option<IntView<'_>>) -> bool {
    view.is_some_and(|view| matches!(view, IntView::Big(big) if u64::try_from(big).is_ok()))
}

/// The C type that CPython read a number as before it saw that it is not in the item's range.
fn what_overflows(code: u8, number: i64) -> &'static str {
    match code {
        b'b' if i16::try_from(number).is_ok() => "signed char",
        b'b' | b'h' => "signed short integer",
        b'B' => "unsigned byte integer",
        b'H' if i32::try_from(number).is_ok() => "unsigned short",
        _ => "signed integer",
    }
}
