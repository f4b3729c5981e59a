//! Values to bytes and back.

use super::layout::{Item, Layout};
use crate::heap::Ref;
use crate::runtime::object::number::{IntView, float_of, int_view};
use crate::runtime::{ErrorKind, Raised, Vm};
use crate::text::half;
use crate::types::bytes::{Bytes, new_bytes, view};
use crate::types::float::real;

/// `struct.error(message)`.
#[cold]
pub(super) fn error(vm: &Vm, message: &str) -> Raised {
    let made = (|| {
        let module = vm.import("struct")?;
        let class = vm.to_object(vm.get_attr_text(&module, "error")?)?;
        vm.call_object(&class, &[&vm.new_str(message)?])
    })();
    match made {
        Ok(exception) => vm.raise_object(exception),
        Err(raised) => raised,
    }
}

/// The bytes of `values`, as many as the layout takes.
pub(super) fn pack<'a>(
    vm: &Vm,
    layout: &Layout,
    mut values: impl Iterator<Item = &'a Ref>,
) -> Result<Vec<u8>, Raised> {
    vm.charge(layout.size)?;
    vm.heap.discharge(layout.size);
    let mut out = vec![0; layout.size];
    for item in &layout.items {
        for number in 0..item.count {
            let Some(value) = values.next() else { continue };
            let at = item.offset + number * item.size;
            put(vm, item, layout, value, &mut out[at..at + item.size])?;
        }
    }
    Ok(out)
}

/// Writes `value` into its place, which holds zeros.
fn put(vm: &Vm, item: &Item, layout: &Layout, value: &Ref, place: &mut [u8]) -> Result<(), Raised> {
    match item.code {
        b'c' => match value.get::<Bytes>() {
            Some(bytes) if bytes.data.len() == 1 => place[0] = bytes.data[0],
            _ => return Err(error(vm, "char format requires a bytes object of length 1")),
        },
        b's' | b'p' => put_text(vm, item, value, place)?,
        b'?' => place[0] = u8::from(vm.truth_of(value)?),
        b'e' | b'f' | b'd' => put_float(vm, item.code, layout.native, value, place)?,
        _ => put_integer(vm, item, value, place)?,
    }
    if layout.big_endian && !matches!(item.code, b's' | b'p') {
        place.reverse();
    }
    Ok(())
}

fn put_text(vm: &Vm, item: &Item, value: &Ref, place: &mut [u8]) -> Result<(), Raised> {
    let Some(bytes) = view::of(value).filter(|_| view::is_bytes_like(value)) else {
        let code = item.code as char;
        return Err(error(vm, &format!("argument for '{code}' must be a bytes object")));
    };
    if item.code == b's' {
        let len = bytes.len().min(place.len());
        place[..len].copy_from_slice(&bytes[..len]);
    } else if let Some((first, rest)) = place.split_first_mut() {
        // What one byte cannot count is written all the same.
        let len = bytes.len().min(rest.len());
        *first = len.min(255) as u8;
        rest[..len].copy_from_slice(&bytes[..len]);
    }
    Ok(())
}

fn put_float(vm: &Vm, code: u8, native: bool, value: &Ref, place: &mut [u8]) -> Result<(), Raised> {
    let float = match float_of(value) {
        Some(float) => float,
        None => real(vm, value).map_err(|raised| {
            drop(vm.take_raised(raised));
            error(vm, "required argument is not a float")
        })?,
    };
    let too_large = || {
        // CPython looks at the type of the value once more when anything was too large.
        if int_view(value).is_some() {
            return error(vm, "int too large to convert");
        }
        let message = format!("float too large to pack with {} format", code as char);
        vm.raise(ErrorKind::OverflowError, message)
    };
    match code {
        b'd' => place.copy_from_slice(&float.to_le_bytes()),
        b'f' => {
            let single = float as f32;
            if !native && single.is_infinite() && float.is_finite() {
                return Err(too_large());
            }
            place.copy_from_slice(&single.to_le_bytes());
        }
        _ => place.copy_from_slice(&half::bits(float).ok_or_else(too_large)?.to_le_bytes()),
    }
    Ok(())
}

/// Least and greatest number of a code and size.
fn range(item: &Item) -> (i128, i128) {
    let bits = item.size * 8;
    if item.code.is_ascii_uppercase() {
        (0, (1 << bits) - 1)
    } else {
        (-(1 << (bits - 1)), (1 << (bits - 1)) - 1)
    }
}

fn put_integer(vm: &Vm, item: &Item, value: &Ref, place: &mut [u8]) -> Result<(), Raised> {
    let view = int_view(value);
    if view.is_none() && !vm.slot(value, |slots| slots.index.is_some()) {
        return Err(error(vm, "required argument is not an integer"));
    }
    let converted = if view.is_some() { None } else { Some(vm.to_index(value)?) };
    let number = match view.or_else(|| int_view(converted.as_ref()?)) {
        Some(IntView::Small(small)) => Some(i128::from(small)),
        Some(IntView::Big(big)) => i128::try_from(big).ok(),
        None => None,
    };
    let (mut least, greatest) = range(item);
    if item.code == b'P' {
        least = i64::MIN.into();
    }
    match number.filter(|number| (least..=greatest).contains(number)) {
        Some(number) => place.copy_from_slice(&number.to_le_bytes()[..item.size]),
        None if item.code == b'P' => return Err(error(vm, "int too large to convert")),
        None => {
            let code = item.code as char;
            let message = format!("'{code}' format requires {least} <= number <= {greatest}");
            return Err(error(vm, &message));
        }
    }
    Ok(())
}

/// The tuple of the values that `bytes`, as long as the layout, stand for.
pub(super) fn unpack(vm: &Vm, layout: &Layout, bytes: &[u8]) -> Result<Ref, Raised> {
    let mut values = Vec::with_capacity(layout.values);
    for item in &layout.items {
        for number in 0..item.count {
            let at = item.offset + number * item.size;
            values.push(unpacked(vm, item, layout.big_endian, &bytes[at..at + item.size])?);
        }
    }
    vm.new_tuple(values)
}

fn unpacked(vm: &Vm, item: &Item, big_endian: bool, bytes: &[u8]) -> Result<Ref, Raised> {
    match item.code {
        b'c' | b's' => return new_bytes(vm, bytes.to_vec()),
        b'p' => {
            let len = bytes.first().map_or(0, |len| usize::from(*len));
            let text = bytes.get(1..).unwrap_or(&[]);
            return new_bytes(vm, text[..len.min(text.len())].to_vec());
        }
        b'?' => return Ok(vm.new_bool(bytes.iter().any(|byte| *byte != 0))),
        _ => {}
    }
    let mut word = [0u8; 8];
    word[..item.size].copy_from_slice(bytes);
    if big_endian {
        word[..item.size].reverse();
    }
    let unsigned = u64::from_le_bytes(word);
    match item.code {
        b'd' => vm.new_float(f64::from_bits(unsigned)),
        b'f' => vm.new_float(f32::from_bits(unsigned as u32).into()),
        b'e' => vm.new_float(half::value(unsigned as u16)),
        _ if item.code.is_ascii_uppercase() => match i64::try_from(unsigned) {
            Ok(small) => vm.new_int(small),
            Err(_) => {
                let value = vm.new_big_int(unsigned.into())?;
                vm.to_object(value)
            }
        },
        _ => {
            let shift = 64 - 8 * item.size as u32;
            vm.new_int(((unsigned << shift) as i64) >> shift)
        }
    }
}
