//! The operators of decimal numbers.

use std::cmp::Ordering;

use dashu_int::ops::BitTest;
use dashu_int::{IBig, Sign, UBig};

use super::arithmetic::{FLOAT_OPERATION, Finite, Limits, Operation, Outcome};
use super::cell::{
    Calculation, Decimal, Operand, Special, calculate, near, new_decimal, of_float, shortened,
    whole_way,
};
use super::limits::with_current;
use super::text;
use super::whole::{MOST_BITS, Whole, short};
use crate::heap::Ref;
use crate::runtime::object::number::{float_of, int_view};
use crate::runtime::{CompareOp, Eval, Raised, Value, Vm};
use crate::text::float_parse::parse_float;

impl Calculation for Operation {
    fn run<W: Whole>(&self, [a, b]: [&Finite<W>; 2], limits: &Limits) -> Option<Outcome<W>> {
        a.combined(*self, b, limits)
    }
}

fn operate(vm: &Vm, operation: Operation, name: &'static str, left: &Ref, right: &Ref) -> Eval {
    let quickly = || {
        let (a, b) = (Operand::of(left)?, Operand::of(right)?);
        with_current(vm, |context| calculate(context, &operation, [a.number(), b.number()]))
    };
    match quickly() {
        Some(number) => new_decimal(vm, number).map(Value::Obj),
        None => by_python(vm, name, left, right),
    }
}

/// The whole way of an operator, where the operands are for it.
fn by_python(vm: &Vm, name: &'static str, left: &Ref, right: &Ref) -> Eval {
    let is_operand = |object: &Ref| object.is::<Decimal>() || int_view(object).is_some();
    if is_operand(left) && is_operand(right) {
        whole_way(vm, name, &[left, right])
    } else {
        vm.not_implemented()
    }
}

pub fn add(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    operate(vm, Operation::Add, "_add", left, right)
}

pub fn sub(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    operate(vm, Operation::Sub, "_sub", left, right)
}

pub fn mul(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    operate(vm, Operation::Mul, "_mul", left, right)
}

pub fn true_div(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    operate(vm, Operation::Div, "_truediv", left, right)
}

pub fn floor_div(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    operate(vm, Operation::FloorDiv, "_floordiv", left, right)
}

pub fn modulo(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    operate(vm, Operation::Mod, "_mod", left, right)
}

pub fn div_mod(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    let quickly = || {
        let (a, b) = (Operand::of(left)?, Operand::of(right)?);
        let operands = [a.number(), b.number()];
        with_current(vm, |context| {
            let quotient = calculate(context, &Operation::FloorDiv, operands)?;
            Some([quotient, calculate(context, &Operation::Mod, operands)?])
        })
    };
    let Some([quotient, rest]) = quickly() else {
        return by_python(vm, "_divmod", left, right);
    };
    vm.new_tuple_of([new_decimal(vm, quotient)?, new_decimal(vm, rest)?]).map(Value::Obj)
}

pub fn pow(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    match whole_power(vm, left, right) {
        Some(number) => new_decimal(vm, number).map(Value::Obj),
        None => by_python(vm, "_pow", left, right),
    }
}

/// A whole power above 0, by multiplication; powers of 0 and 1 have rules of their own.
fn whole_power(vm: &Vm, left: &Ref, right: &Ref) -> Option<Finite<UBig>> {
    let (base, exponent) = (Operand::of(left)?, Operand::of(right)?);
    let (base, exponent) = (base.number(), exponent.number());
    let bits = base.coefficient.bit_len();
    let times = short(&exponent.coefficient).filter(|&times| 0 < times && times <= 1000)? as usize;
    let unusual = exponent.exponent != 0
        || exponent.negative
        || bits == 0
        || bits * times > MOST_BITS
        || base.exponent.abs() > 1_000_000;
    let magnitude = Finite { negative: false, ..base.clone() };
    let one = Finite { negative: false, coefficient: UBig::ONE, exponent: 0 };
    if unusual || magnitude.order(&one)? == Ordering::Equal {
        return None;
    }
    let power = Finite {
        negative: base.negative && times % 2 == 1,
        coefficient: base.coefficient.pow(times),
        exponent: base.exponent * times as i64,
    };
    with_current(vm, |context| {
        let outcome = power.fitted(&context.get())?;
        context.raise_flags(outcome.signals)?;
        Some(outcome.number)
    })
}

pub fn power(vm: &Vm, base: &Ref, exponent: &Ref, modulus: Option<&Ref>) -> Eval {
    match modulus.filter(|modulus| !vm.is_none(modulus)) {
        Some(modulus) => whole_way(vm, "_pow", &[base, exponent, modulus]),
        None => pow(vm, base, exponent),
    }
}

/// A calculation with one operand: the number with this sign.
struct Signed {
    negative: bool,
}

impl Calculation for Signed {
    fn run<W: Whole>(&self, [a, _]: [&Finite<W>; 2], limits: &Limits) -> Option<Outcome<W>> {
        a.clone().signed(self.negative, limits)
    }
}

fn with_sign(
    vm: &Vm,
    name: &'static str,
    object: &Ref,
    sign: impl FnOnce(&Finite<UBig>) -> bool,
) -> Eval {
    let quickly = || {
        let number = near(object)?;
        let signed = Signed { negative: sign(number) };
        with_current(vm, |context| calculate(context, &signed, [number, number]))
    };
    match quickly() {
        Some(number) => new_decimal(vm, number).map(Value::Obj),
        None => whole_way(vm, name, &[object]),
    }
}

pub fn neg(vm: &Vm, object: &Ref) -> Eval {
    with_sign(vm, "_neg", object, |number| !number.negative)
}

pub fn pos(vm: &Vm, object: &Ref) -> Eval {
    with_sign(vm, "_pos", object, |number| number.negative)
}

pub fn abs(vm: &Vm, object: &Ref) -> Eval {
    with_sign(vm, "_abs", object, |_| false)
}

/// Two numbers in order, if that can be seen here.
fn order(left: &Ref, right: &Ref) -> Option<Ordering> {
    let (a, b) = (Operand::of(left)?, Operand::of(right)?);
    let (a, b) = (a.number(), b.number());
    let in_short = || shortened(a)?.order(&shortened(b)?);
    in_short().or_else(|| a.order(b))
}

/// As [`order`] with a float, which the context is told of.
fn order_with_float(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Option<Ordering> {
    let (number, float) = (near(left)?, of_float(float_of(right)?)?);
    with_current(vm, |context| {
        if matches!(op, CompareOp::Eq | CompareOp::Ne) {
            context.set_flags(FLOAT_OPERATION);
        } else {
            context.raise_flags(FLOAT_OPERATION)?;
        }
        number.order(&float)
    })
}

pub fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    match order(left, right).or_else(|| order_with_float(vm, left, right, op)) {
        Some(order) => Ok(Value::bool(op.holds(order))),
        None => whole_way(vm, "_compare", &[left, right, &vm.name(op.symbol())]),
    }
}

pub fn truth(_vm: &Vm, object: &Ref) -> Result<bool, Raised> {
    let Decimal { number, special } = object.as_ref::<Decimal>();
    Ok(*special != Special::Finite || !number.coefficient.is_zero())
}

const MODULUS: u64 = (1 << 61) - 1;
/// The number that is 1/10 modulo [`MODULUS`].
const TENTH: u64 = 2_075_258_708_292_324_556;

fn multiplied(a: u64, b: u64) -> u64 {
    (u128::from(a) * u128::from(b) % u128::from(MODULUS)) as u64
}

fn raised(mut base: u64, mut power: u64) -> u64 {
    let mut result = 1;
    while power > 0 {
        if power & 1 == 1 {
            result = multiplied(result, base);
        }
        base = multiplied(base, base);
        power >>= 1;
    }
    result
}

pub fn hash(vm: &Vm, object: &Ref) -> Result<i64, Raised> {
    let Some(number) = near(object) else {
        let value = whole_way(vm, "_hash", &[object])?;
        let value = vm.to_object(value)?;
        return vm.hash(&value);
    };
    let rest = match short(&number.coefficient) {
        Some(short) => (short % u128::from(MODULUS)) as u64,
        None => &number.coefficient % MODULUS,
    };
    let ten = if number.exponent < 0 { TENTH } else { 10 };
    let size = multiplied(rest, raised(ten, number.exponent.unsigned_abs())) as i64;
    let hash = if number.negative { -size } else { size };
    Ok(if hash == -1 { -2 } else { hash })
}

pub fn int(vm: &Vm, object: &Ref) -> Eval {
    let quickly = || {
        let number = near(object)?;
        let coefficient = &number.coefficient;
        let whole = match number.exponent {
            0 => coefficient.clone(),
            exponent if exponent > 0 => coefficient.times_ten(exponent)?,
            exponent => match short(coefficient) {
                Some(short) => UBig::from(short.cut(-exponent)?.0),
                None => coefficient.cut(-exponent)?.0,
            },
        };
        let sign = if number.negative { Sign::Negative } else { Sign::Positive };
        Some(IBig::from_parts(sign, whole))
    };
    match quickly() {
        Some(whole) => vm.new_big_int(whole),
        None => whole_way(vm, "_int_of", &[object]),
    }
}

pub fn float(vm: &Vm, object: &Ref) -> Eval {
    let quickly = || {
        let number = near(object).filter(|number| number.coefficient.bit_len() < 400)?;
        let mut written = String::with_capacity(40);
        text::push(&mut written, number, true).then(|| parse_float(&written))?
    };
    match quickly() {
        Some(float) => Ok(Value::float(float)),
        None => whole_way(vm, "_float", &[object]),
    }
}

/// Writes the number as `str` does, if that can be done here.
fn written(vm: &Vm, object: &Ref, into: &mut String) -> bool {
    let Decimal { number, special } = object.as_ref::<Decimal>();
    // Without a context, numbers are written that need no letter.
    let capitals = with_current(vm, |context| Some(context.get().capitals));
    *special == Special::Finite
        && text::push(into, number, capitals.unwrap_or(true))
        && (capitals.is_some() || !into.contains('E'))
}

pub fn str(vm: &Vm, object: &Ref) -> Eval {
    let mut known = true;
    let text = vm.put_together(|text| {
        known = written(vm, object, text);
        Ok(())
    })?;
    if known { Ok(Value::Obj(text)) } else { whole_way(vm, "_text", &[object]) }
}

pub fn repr(vm: &Vm, object: &Ref) -> Eval {
    let number = str(vm, object)?;
    let number = vm.to_object(number)?;
    vm.build_str(|text| {
        for part in ["Decimal('", number.text(), "')"] {
            text.push_str(part);
        }
        Ok(())
    })
}
