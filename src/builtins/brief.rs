//! The short ways of builtin functions, for the arguments they usually get.

use crate::heap::{Flag, Ref};
use crate::runtime::compare::plain_order;
use crate::runtime::object::tuple::tuple_items;
use crate::runtime::object::{Class, Dict, Float, Int, List, Str};
use crate::runtime::slots::LenFn;
use crate::runtime::{CompareOp, Eval, Value, Vm, kinds, slot_user};
use crate::text::float_repr::round_to;
use crate::text::surrogate;
use crate::types::class_checks::is_honest;
use crate::types::int::float_to_int;

type Given<'a> = Option<&'a Ref>;

/// `len(container)` of the usual containers.
pub(super) fn len(vm: &Vm, object: &Ref, more: Given<'_>, _: Given<'_>) -> Option<Eval> {
    if more.is_some() {
        return None;
    }
    let extended = object.has_flag(Flag::EXTENDED);
    let len = match object.kind() {
        kinds::LIST if !extended => object.as_ref::<List>().items.borrow().len(),
        kinds::DICT if !extended => object.as_ref::<Dict>().len(),
        kinds::TUPLE if !extended => tuple_items(object)?.len(),
        kinds::LIST
        | kinds::DICT
        | kinds::TUPLE
        | kinds::STR
        | kinds::SET
        | kinds::BYTES
        | kinds::BYTEARRAY
        | kinds::FROZENSET
        | kinds::RANGE
        | kinds::DEQUE
        | kinds::DICT_KEYS
        | kinds::DICT_VALUES
        | kinds::DICT_ITEMS => {
            let len = vm.slot(object, |slots| slots.len)?;
            // A `__len__` in Python is called where its caller is known.
            if extended && std::ptr::fn_addr_eq(len, slot_user::len as LenFn) {
                return None;
            }
            return Some(len(vm, object).map(|len| Value::Int(len as i64)));
        }
        _ => return None,
    };
    Some(Ok(Value::Int(len as i64)))
}

/// `ord(character)`.
pub(super) fn ord(_vm: &Vm, object: &Ref, more: Given<'_>, _: Given<'_>) -> Option<Eval> {
    if !object.is::<Str>() || more.is_some() {
        return None;
    }
    let mut letters = object.text().chars();
    let letter = letters.next()?;
    letters.next().is_none().then(|| Ok(Value::Int(surrogate::code_of(letter).into())))
}

/// `chr(int)` of a Latin-1 character.
pub(super) fn chr(vm: &Vm, object: &Ref, more: Given<'_>, _: Given<'_>) -> Option<Eval> {
    let code = object.get::<Int>().filter(|_| more.is_none())?.0.get();
    Some(vm.latin1(u8::try_from(code).ok()?).map(Value::Obj))
}

/// `abs(number)` of a plain int or float.
pub(super) fn abs(_vm: &Vm, object: &Ref, more: Given<'_>, _: Given<'_>) -> Option<Eval> {
    if object.has_flag(Flag::EXTENDED) || more.is_some() {
        return None;
    }
    match object.kind() {
        kinds::INT => object.get::<Int>()?.0.get().checked_abs().map(|int| Ok(Value::Int(int))),
        kinds::FLOAT => Some(Ok(Value::float(object.get::<Float>()?.0.get().abs()))),
        _ => None,
    }
}

/// The value of an ordinary int.
fn int(object: &Ref) -> Option<i64> {
    object.get::<Int>().filter(|_| object.is_exact::<Int>()).map(|int| int.0.get())
}

/// `divmod(int, int)`.
pub(super) fn divmod(vm: &Vm, x: &Ref, y: Given<'_>, _: Given<'_>) -> Option<Eval> {
    let (x, y) = (int(x)?, int(y?)?);
    let (quotient, rest) = (x.checked_div(y)?, x.checked_rem(y)?);
    let below = rest != 0 && (rest < 0) != (y < 0);
    let (quotient, rest) = if below { (quotient - 1, rest + y) } else { (quotient, rest) };
    let pair = vm.new_int(quotient).and_then(|quotient| Ok([quotient, vm.new_int(rest)?]));
    Some(pair.and_then(|pair| vm.new_tuple_of(pair)).map(Value::Obj))
}

/// `pow(int, int)`, `pow(int, int, int)` where nothing is negative and the result is small.
pub(super) fn pow(_: &Vm, base: &Ref, exponent: Given<'_>, modulus: Given<'_>) -> Option<Eval> {
    let (base, exponent) = (int(base)?, int(exponent?)?);
    let Some(modulus) = modulus else {
        return base.checked_pow(u32::try_from(exponent).ok()?).map(|power| Ok(Value::Int(power)));
    };
    let modulus = u64::try_from(int(modulus)?).ok().filter(|modulus| *modulus > 0)?;
    let mut exponent = u64::try_from(exponent).ok()?;
    let times = |a: u64, b: u64| (u128::from(a) * u128::from(b) % u128::from(modulus)) as u64;
    let (mut square, mut power) = (u64::try_from(base).ok()? % modulus, 1 % modulus);
    while exponent > 0 {
        if exponent & 1 == 1 {
            power = times(power, square);
        }
        square = times(square, square);
        exponent >>= 1;
    }
    Some(Ok(Value::Int(power as i64)))
}

/// `round(float)`, `round(float, digits)`, `round(int)`.
pub(super) fn round(vm: &Vm, number: &Ref, digits: Given<'_>, more: Given<'_>) -> Option<Eval> {
    let whole = digits.is_none_or(|digits| vm.is_none(digits)) && more.is_none();
    if whole && let Some(int) = int(number) {
        return Some(Ok(Value::Int(int)));
    }
    let float = number.get::<Float>().filter(|_| number.is_exact::<Float>())?.0.get();
    if whole {
        return Some(float_to_int(vm, float.round_ties_even()));
    }
    round_to(float, int(digits?)?).map(|rounded| Ok(Value::float(rounded)))
}

/// `isinstance(object, class)` where neither has a say of its own.
pub(super) fn isinstance(vm: &Vm, object: &Ref, class: Given<'_>, more: Given<'_>) -> Option<Eval> {
    let class = class.filter(|_| more.is_none())?;
    let Some(classes) = tuple_items(class) else {
        return is_plain_instance(vm, object, class).map(|is| Ok(Value::bool(is)));
    };
    for class in classes {
        if class.look(|class| is_plain_instance(vm, object, class?))? {
            return Some(Ok(Value::True));
        }
    }
    Some(Ok(Value::False))
}

fn is_plain_instance(vm: &Vm, object: &Ref, class: &Ref) -> Option<bool> {
    let own = vm.class_of(object);
    if own.same(class) {
        return Some(true);
    }
    let checked = class.get::<Class>()?;
    if checked.metaclass.is_some() {
        return None;
    }
    if own.as_ref::<Class>().is_subclass_of(class) {
        return Some(true);
    }
    // What is no instance may still claim to be one.
    is_honest(vm, object).then_some(false)
}

/// `getattr(instance, name, default)` of what stands in the instance or its class.
pub(super) fn getattr(vm: &Vm, object: &Ref, name: Given<'_>, default: Given<'_>) -> Option<Eval> {
    let found = vm.attr_at_hand(object, interned(name?)?)?;
    found.or_else(|| default.cloned()).map(|value| Ok(Value::Obj(value)))
}

/// `hasattr(instance, name)` where no code of the program has a say.
pub(super) fn hasattr(vm: &Vm, object: &Ref, name: Given<'_>, more: Given<'_>) -> Option<Eval> {
    let name = name.filter(|_| more.is_none())?;
    vm.attr_at_hand(object, interned(name)?).map(|found| Ok(Value::bool(found.is_some())))
}

fn interned(name: &Ref) -> Option<&Ref> {
    (name.is_exact::<Str>() && name.get::<Str>()?.is_interned()).then_some(name)
}

/// `callable(object)`.
pub(super) fn callable(vm: &Vm, object: &Ref, more: Given<'_>, _: Given<'_>) -> Option<Eval> {
    more.is_none().then(|| Ok(Value::bool(vm.is_callable(object))))
}

/// `max(a, b, …)` of plain numbers or strings.
pub(super) fn max(_vm: &Vm, one: &Ref, two: Given<'_>, three: Given<'_>) -> Option<Eval> {
    winner(CompareOp::Gt, one, two?, three)
}

/// `min(a, b, …)` of plain numbers or strings.
pub(super) fn min(_vm: &Vm, one: &Ref, two: Given<'_>, three: Given<'_>) -> Option<Eval> {
    winner(CompareOp::Lt, one, two?, three)
}

fn winner(op: CompareOp, one: &Ref, two: &Ref, three: Given<'_>) -> Option<Eval> {
    let mut best = one;
    for item in std::iter::once(two).chain(three) {
        if op.holds(plain_order(item, best)?) {
            best = item;
        }
    }
    Some(Ok(Value::Obj(best.clone())))
}
