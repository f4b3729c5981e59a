//! The cell of a decimal number, and the ways in and out of it.

use dashu_int::ops::BitTest;
use dashu_int::{IBig, Sign, UBig};

use super::arithmetic::{FAR, Finite, Limits, Outcome};
use super::limits::DecimalLimits;
use super::whole::{MOST_BITS, Whole, short};
use crate::heap::{Kind, Payload, Ref};
use crate::runtime::object::number::{IntView, int_view};
use crate::runtime::object::string::str_of;
use crate::runtime::{Args, Eval, Raised, Value, Vm, kinds};
use crate::text::float_parse::integer_ratio;

/// What a number is if it is not finite.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Special {
    Finite,
    Infinity,
    QuietNan,
    SignalingNan,
}

impl Special {
    /// The letter that stands for the exponent.
    fn letter(self) -> Option<&'static str> {
        match self {
            Special::Finite => None,
            Special::Infinity => Some("F"),
            Special::QuietNan => Some("n"),
            Special::SignalingNan => Some("N"),
        }
    }
}

/// A `decimal.Decimal`. The coefficient of a NaN is what it carries.
pub struct Decimal {
    pub number: Finite<UBig>,
    pub special: Special,
}

impl Payload for Decimal {
    const KIND: Kind = kinds::DECIMAL;
    const NAME: &'static str = "Decimal";

    fn external_bytes(&self) -> usize {
        match self.number.coefficient.as_words() {
            [] | [_] | [_, _] => 0,
            words => size_of_val(words),
        }
    }
}

/// A new decimal number.
pub fn new_decimal(vm: &Vm, number: Finite<UBig>) -> Result<Ref, Raised> {
    vm.alloc(Decimal { number, special: Special::Finite })
}

/// The number of a finite decimal that can be calculated with here.
pub fn near(object: &Ref) -> Option<&Finite<UBig>> {
    let decimal = object.get::<Decimal>()?;
    let number = &decimal.number;
    let fits = decimal.special == Special::Finite
        && number.exponent.unsigned_abs() < FAR as u64
        && (number.coefficient.as_words().len() <= 2 || number.coefficient.bit_len() <= MOST_BITS);
    fits.then_some(number)
}

/// The decimal number of an int.
pub fn of_int(view: IntView<'_>) -> Finite<UBig> {
    let (negative, coefficient) = match view {
        IntView::Small(small) => (small < 0, UBig::from(small.unsigned_abs())),
        IntView::Big(big) => {
            let (sign, magnitude) = big.clone().into_parts();
            (sign == Sign::Negative, magnitude)
        }
    };
    Finite { negative, coefficient, exponent: 0 }
}

/// The decimal number of a finite float, exactly.
pub fn of_float(float: f64) -> Option<Finite<UBig>> {
    let (mantissa, power) = integer_ratio(float.abs())?;
    let negative = float.is_sign_negative();
    let mantissa = UBig::from(mantissa);
    let size = power.unsigned_abs() as usize;
    Some(if power < 0 {
        let coefficient = mantissa * UBig::from(5_u8).pow(size);
        Finite { negative, coefficient, exponent: power.into() }
    } else {
        Finite { negative, coefficient: mantissa << size, exponent: 0 }
    })
}

/// An operand: a decimal number near by, or an int.
pub enum Operand<'a> {
    Decimal(&'a Finite<UBig>),
    Int(Finite<UBig>),
}

impl<'a> Operand<'a> {
    pub fn of(object: &'a Ref) -> Option<Operand<'a>> {
        if object.is::<Decimal>() {
            return near(object).map(Operand::Decimal);
        }
        let number = of_int(int_view(object)?);
        (number.coefficient.bit_len() <= MOST_BITS).then_some(Operand::Int(number))
    }

    pub fn number(&self) -> &Finite<UBig> {
        match self {
            Operand::Decimal(number) => number,
            Operand::Int(number) => number,
        }
    }
}

/// The number in the short form, if it has one.
pub fn shortened(number: &Finite<UBig>) -> Option<Finite<u128>> {
    let coefficient = short(&number.coefficient)?;
    Some(Finite { negative: number.negative, coefficient, exponent: number.exponent })
}

fn lengthened(outcome: Outcome<u128>) -> Outcome<UBig> {
    let Finite { negative, coefficient, exponent } = outcome.number;
    let coefficient = UBig::from(coefficient);
    Outcome { number: Finite { negative, coefficient, exponent }, signals: outcome.signals }
}

/// A calculation that is the same in both widths.
pub trait Calculation {
    fn run<W: Whole>(&self, operands: [&Finite<W>; 2], limits: &Limits) -> Option<Outcome<W>>;
}

/// Calculates in the shortest width that is enough, and raises the flags of the context.
pub fn calculate(
    context: &DecimalLimits,
    calculation: &impl Calculation,
    [a, b]: [&Finite<UBig>; 2],
) -> Option<Finite<UBig>> {
    let limits = context.get();
    let in_short = || {
        let (a, b) = (shortened(a)?, shortened(b)?);
        calculation.run([&a, &b], &limits).map(lengthened)
    };
    let outcome = in_short().or_else(|| calculation.run([a, b], &limits))?;
    if outcome.signals != 0 {
        context.raise_flags(outcome.signals)?;
    }
    Some(outcome.number)
}

/// The Python way of what is not done here: calls the function `name` that `decimal` has given.
#[cold]
#[inline(never)]
pub fn whole_way(vm: &Vm, name: &'static str, args: &[&Ref]) -> Eval {
    let class = vm.class_of_kind(kinds::DECIMAL);
    match vm.lookup(class, &vm.name(name)) {
        Some(function) => vm.call(&function, args),
        None => Err(vm.type_error("decimal has not been imported")),
    }
}

/// `make(sign, coefficient, exponent, cls)`: a number from its parts.
pub fn make(vm: &Vm, args: Args<'_>) -> Eval {
    /// Above all exponents that can be reached from valid ones by one operation.
    const FARTHEST: i64 = 4_000_000_000_000_000_000;
    let negative = int_view(args.req(0)).and_then(IntView::small) == Some(1);
    let coefficient = int_view(args.req(1)).map(|view| of_int(view).coefficient);
    let (special, exponent) = match int_view(args.req(2)) {
        Some(IntView::Small(small)) => (Special::Finite, small.clamp(-FARTHEST, FARTHEST)),
        Some(IntView::Big(big)) if *big < IBig::ZERO => (Special::Finite, -FARTHEST),
        Some(IntView::Big(_)) => (Special::Finite, FARTHEST),
        None => match str_of(args.req(2)) {
            Some("F") => (Special::Infinity, 0),
            Some("N") => (Special::SignalingNan, 0),
            _ => (Special::QuietNan, 0),
        },
    };
    let coefficient = coefficient.unwrap_or_default();
    let decimal = Decimal { number: Finite { negative, coefficient, exponent }, special };
    match args.get(3).filter(|class| !vm.is_none(class)) {
        Some(class) => vm.alloc_in(decimal, class).map(Value::Obj),
        None => vm.alloc(decimal).map(Value::Obj),
    }
}

pub fn sign_of(_vm: &Vm, decimal: &Ref) -> Eval {
    Ok(Value::Int(decimal.as_ref::<Decimal>().number.negative.into()))
}

pub fn coefficient_of(vm: &Vm, decimal: &Ref) -> Eval {
    vm.new_big_int(IBig::from(decimal.as_ref::<Decimal>().number.coefficient.clone()))
}

pub fn exponent_of(vm: &Vm, decimal: &Ref) -> Eval {
    let decimal = decimal.as_ref::<Decimal>();
    Ok(match decimal.special.letter() {
        Some(letter) => Value::Obj(vm.name(letter)),
        None => Value::Int(decimal.number.exponent),
    })
}
