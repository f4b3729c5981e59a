//! `int.to_bytes` and `int.from_bytes`.

use dashu_int::ops::BitTest;
use dashu_int::{IBig, UBig};

use super::methods::view_of;
use crate::heap::Ref;
use crate::runtime::object::Class;
use crate::runtime::object::number::int_view;
use crate::runtime::object::string::str_of;
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm, kinds};
use crate::types::bytes::{new_bytes, view};
use crate::types::memoryview::exported_bytes;

/// Whether the lowest byte comes first; `big` where nothing is given.
fn is_little(vm: &Vm, argument: Option<&Ref>, function: &str) -> Result<bool, Raised> {
    let Some(argument) = argument else { return Ok(false) };
    match str_of(argument) {
        Some("little") => Ok(true),
        Some("big") => Ok(false),
        Some(_) => Err(vm.value_error("byteorder must be either 'little' or 'big'")),
        None => {
            let class = crate::types::expect::class_or_none(vm, argument);
            let message = format!("{function}() argument 'byteorder' must be str, not {class}");
            Err(vm.type_error(message))
        }
    }
}

fn is_signed(vm: &Vm, argument: Option<&Ref>) -> Result<bool, Raised> {
    argument.map_or(Ok(false), |argument| vm.truth_of(argument))
}

/// `int.to_bytes(length=1, byteorder='big', *, signed=False)`.
pub(super) fn to_bytes(vm: &Vm, args: Args<'_>) -> Eval {
    let length = match args.get(1) {
        Some(length) => vm.size_of(length)?,
        None => 1,
    };
    let little = is_little(vm, args.get(2), "to_bytes")?;
    let signed = is_signed(vm, args.get(3))?;
    let length = usize::try_from(length)
        .map_err(|_| vm.value_error("length argument must be non-negative"))?;
    super::room_for(vm, 8 * length as u128)?;
    let number = view_of(args).to_big();
    let negative = number < IBig::ZERO;
    if negative && !signed {
        let message = "can't convert negative int to unsigned";
        return Err(vm.raise(ErrorKind::OverflowError, message.into()));
    }
    // `bit_len` is of the magnitude; of a negative number one less decides: -128 fits in a byte.
    let bits = if negative { (!&number).bit_len() } else { number.bit_len() };
    if bits + usize::from(signed && length > 0) > 8 * length || (negative && length == 0) {
        return Err(vm.raise(ErrorKind::OverflowError, "int too big to convert".into()));
    }
    // As many bytes as asked for, filled up with the sign.
    let mut data = if negative {
        let turned = UBig::try_from(!number).unwrap_or(UBig::ZERO);
        turned.to_le_bytes().iter().map(|byte| !byte).collect::<Vec<u8>>()
    } else {
        UBig::try_from(number).unwrap_or(UBig::ZERO).to_le_bytes().to_vec()
    };
    data.resize(length, if negative { 0xff } else { 0 });
    if !little {
        data.reverse();
    }
    new_bytes(vm, data).map(Value::Obj)
}

/// `int.from_bytes(bytes, byteorder='big', *, signed=False)`.
pub(super) fn from_bytes(vm: &Vm, args: Args<'_>) -> Eval {
    let class = args.req(0);
    let little = is_little(vm, args.get(2), "from_bytes")?;
    let signed = is_signed(vm, args.get(3))?;
    let mut data = bytes_of(vm, args.req(1))?;
    if !little {
        data.reverse();
    }
    let number =
        if signed { signed_of_bytes(&data) } else { IBig::from(UBig::from_le_bytes(&data)) };
    let number = vm.new_big_int(number)?;
    if class.get::<Class>().is_some() && class.same(vm.class_of_kind(kinds::INT)) {
        return Ok(number);
    }
    let number = vm.to_object(number)?;
    vm.call(class, &[&number])
}

/// The number in two's complement that bytes make, the lowest first.
pub fn signed_of_bytes(data: &[u8]) -> IBig {
    if data.last().is_some_and(|top| top & 0x80 != 0) {
        let turned: Vec<u8> = data.iter().map(|byte| !*byte).collect();
        return !IBig::from(UBig::from_le_bytes(&turned));
    }
    IBig::from(UBig::from_le_bytes(data))
}

/// What `bytes(object)` holds, for an object that is no int.
fn bytes_of(vm: &Vm, object: &Ref) -> Result<Vec<u8>, Raised> {
    if let Some(data) = view::copied(object) {
        return Ok(data);
    }
    if let Some(data) = exported_bytes(vm, object, 0x11c)? {
        return Ok(data);
    }
    if let Some(method) = vm.lookup_special(object, "__bytes__") {
        let made = vm.call_bound_special(method, object, &[])?;
        let made = vm.to_object(made)?;
        return view::copied(&made).ok_or_else(|| {
            let class = vm.class_name(&made);
            vm.type_error(format!("__bytes__ returned non-bytes (type {class})"))
        });
    }
    let iterable = vm.slot(object, |slots| slots.iter.is_some() || slots.getitem.is_some());
    if str_of(object).is_some() || int_view(object).is_some() || !iterable {
        let class = vm.class_name(object);
        return Err(vm.type_error(format!("cannot convert '{class}' object to bytes")));
    }
    let items = vm.collect(object)?;
    items.iter().map(|item| byte_of(vm, item)).collect()
}

fn byte_of(vm: &Vm, item: &Ref) -> Result<u8, Raised> {
    let index = vm.to_index(item)?;
    let small = int_view(&index).and_then(|view| view.small());
    small
        .and_then(|small| u8::try_from(small).ok())
        .ok_or_else(|| vm.value_error("bytes must be in range(0, 256)"))
}
