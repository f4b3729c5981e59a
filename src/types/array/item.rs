//! Machine numbers by their type codes: size, bytes to number, number to bytes.

use crate::heap::Ref;
use crate::runtime::object::Str;
use crate::runtime::object::number::{IntView, int_view};
use crate::runtime::{ErrorKind, Eval, Raised, Value, Vm};
use crate::types::float::real;

/// Every code of `array`, in its order.
pub const CODES: &str = "bBuwhHiIlLqQfd";

/// Bytes of an item of type `code`; `None` for an unknown code.
pub fn size_of(code: u8) -> Option<usize> {
    Some(match code {
        b'b' | b'B' | b'c' | b'?' => 1,
        b'h' | b'H' => 2,
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
    TooSmall,
    TooLarge,
    /// Not even a machine word.
    FarTooLarge,
}

/// The bytes of `object` as type `code`.
///
/// # Errors
/// Where it is no such number; the caller words what does not fit.
pub fn pack(vm: &Vm, code: u8, object: &Ref) -> Result<Vec<u8>, ItemError> {
    match code {
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
    let Some(view) = int_view(&index) else { return Err(ItemError::FarTooLarge) };
    if code == b'Q' || code == b'L' || code == b'N' || code == b'P' {
        if view.is_negative() {
            return Err(ItemError::TooSmall);
        }
        let word = match view {
            IntView::Small(small) => small as u64,
            IntView::Big(big) => u64::try_from(big).map_err(|_| ItemError::FarTooLarge)?,
        };
        return Ok(word.to_ne_bytes().to_vec());
    }
    let Some(small) = view.small() else { return Err(ItemError::FarTooLarge) };
    let side = || if small < 0 { ItemError::TooSmall } else { ItemError::TooLarge };
    Ok(match code {
        b'b' => i8::try_from(small).map_err(|_| side())?.to_ne_bytes().to_vec(),
        b'B' => u8::try_from(small).map_err(|_| side())?.to_ne_bytes().to_vec(),
        b'h' => i16::try_from(small).map_err(|_| side())?.to_ne_bytes().to_vec(),
        b'H' => u16::try_from(small).map_err(|_| side())?.to_ne_bytes().to_vec(),
        b'i' => i32::try_from(small).map_err(|_| side())?.to_ne_bytes().to_vec(),
        b'I' => u32::try_from(small).map_err(|_| side())?.to_ne_bytes().to_vec(),
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
    let class = vm.class_name(object);
    Err(vm.type_error(format!("array item must be a unicode character, not {class}")))
}

/// [`pack`] with the errors of `array`.
pub(super) fn checked(vm: &Vm, code: u8, object: &Ref) -> Result<Vec<u8>, Raised> {
    let side = match pack(vm, code, object) {
        Ok(bytes) => return Ok(bytes),
        Err(ItemError::Raised(raised)) => return Err(raised),
        Err(ItemError::FarTooLarge) => {
            let message = match code {
                b'Q' | b'L' => "int too big to convert",
                b'q' => "Python int too large to convert to C long long",
                _ => "Python int too large to convert to C long",
            };
            return Err(vm.raise(ErrorKind::OverflowError, message.into()));
        }
        Err(ItemError::TooSmall) if matches!(code, b'I' | b'L' | b'Q') => {
            let message = "can't convert negative value to unsigned int";
            return Err(vm.raise(ErrorKind::OverflowError, message.into()));
        }
        Err(ItemError::TooSmall) => "less than minimum",
        Err(ItemError::TooLarge) => "greater than maximum",
    };
    let what = match code {
        b'b' => "signed char",
        b'B' => "unsigned byte integer",
        b'h' => "signed short integer",
        b'H' => "unsigned short",
        b'I' => "unsigned int",
        _ => "signed integer",
    };
    Err(vm.raise(ErrorKind::OverflowError, format!("{what} is {side}")))
}
