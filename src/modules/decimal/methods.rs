//! Making decimal numbers, and their methods that are called most.

use dashu_int::{IBig, Sign, UBig};

use super::arithmetic::{FLOAT_OPERATION, Finite, Limits, Outcome, Rounding};
use super::cell::{
    Calculation, Decimal, Operand, Special, calculate, near, new_decimal, of_float, of_int,
    shortened, whole_way,
};
use super::format::formatted;
use super::limits::{with_current, with_given};
use super::text;
use super::whole::Whole;
use crate::heap::Ref;
use crate::runtime::object::number::{IntView, float_of, int_view};
use crate::runtime::object::string::str_of;
use crate::runtime::{Args, Eval, Raised, Value, Vm, kinds};

/// `Decimal.__new__`
pub fn new(vm: &Vm, args: Args<'_>) -> Eval {
    let class = args.req(0);
    let context = args.get(2).filter(|context| !vm.is_none(context));
    if context.is_some() {
        return new_by_python(vm, args);
    }
    let number = match args.get(1) {
        None => Some(of_int(IntView::Small(0))),
        Some(value) => {
            if value.is_exact::<Decimal>() && class.same(vm.class_of_kind(kinds::DECIMAL)) {
                return Ok(Value::Obj(value.clone()));
            }
            match (str_of(value), int_view(value)) {
                (Some(numeral), _) => text::parse(numeral),
                (None, Some(view)) => Some(of_int(view)),
                (None, None) => near(value).cloned().or_else(|| converted(vm, value)),
            }
        }
    };
    match number {
        Some(number) => {
            let decimal = Decimal { number, special: Special::Finite };
            vm.alloc_in(decimal, class).map(Value::Obj)
        }
        None => new_by_python(vm, args),
    }
}

/// The number of a float, where the context does not mind.
fn converted(vm: &Vm, value: &Ref) -> Option<Finite<UBig>> {
    let number = of_float(float_of(value)?)?;
    with_current(vm, |context| context.raise_flags(FLOAT_OPERATION))?;
    Some(number)
}

#[cold]
fn new_by_python(vm: &Vm, args: Args<'_>) -> Eval {
    let none = vm.none();
    let context = args.get(2).unwrap_or(&none);
    let zero = vm.new_int(0)?;
    whole_way(vm, "_new", &[args.req(0), args.get(1).unwrap_or(&zero), context])
}

struct Quantized {
    exponent: i64,
    rounding: Option<Rounding>,
}

impl Calculation for Quantized {
    fn run<W: Whole>(&self, [a, _]: [&Finite<W>; 2], limits: &Limits) -> Option<Outcome<W>> {
        a.quantized(self.exponent, self.rounding.unwrap_or(limits.rounding), limits)
    }
}

fn at_exponent(
    vm: &Vm,
    object: &Ref,
    to: &Quantized,
    context: Option<&Ref>,
) -> Option<Finite<UBig>> {
    let number = near(object)?;
    with_given(vm, context, |context| calculate(context, to, [number, number]))
}

/// `Decimal.quantize`
pub fn quantize(vm: &Vm, args: Args<'_>) -> Eval {
    let given = |at| args.get(at).filter(|value| !vm.is_none(value));
    let quickly = || {
        let rounding = match given(2) {
            Some(name) => Some(Rounding::named(str_of(name)?)?),
            None => None,
        };
        let exponent = Operand::of(args.req(1))?.number().exponent;
        at_exponent(vm, args.req(0), &Quantized { exponent, rounding }, args.get(3))
    };
    if let Some(number) = quickly() {
        return new_decimal(vm, number).map(Value::Obj);
    }
    let none = vm.none();
    let (rounding, context) = (args.get(2).unwrap_or(&none), args.get(3).unwrap_or(&none));
    whole_way(vm, "_quantize", &[args.req(0), args.req(1), rounding, context])
}

/// `Decimal.__round__`
pub fn round(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    match args.get(1).filter(|places| !vm.is_none(places)) {
        None => {
            let whole = || {
                let number = near(object)?;
                if number.exponent > 0 {
                    return None;
                }
                let rounded = match shortened(number) {
                    Some(short) => UBig::from(short.at(0, Rounding::HalfEven)?.0.coefficient),
                    None => number.at(0, Rounding::HalfEven)?.0.coefficient,
                };
                let sign = if number.negative { Sign::Negative } else { Sign::Positive };
                Some(IBig::from_parts(sign, rounded))
            };
            match whole() {
                Some(whole) => vm.new_big_int(whole),
                None => whole_way(vm, "_round", &[object]),
            }
        }
        Some(places) => {
            let exponent = int_view(places).and_then(IntView::small).and_then(i64::checked_neg);
            // As in CPython, places are rounded as the context says, a whole number is not.
            let to = exponent.map(|exponent| Quantized { exponent, rounding: None });
            let number = to.and_then(|to| at_exponent(vm, object, &to, None));
            match number {
                Some(number) => new_decimal(vm, number).map(Value::Obj),
                None => whole_way(vm, "_round", &[object, places]),
            }
        }
    }
}

/// `Decimal.__format__`
pub fn format(vm: &Vm, args: Args<'_>) -> Eval {
    match args.req(1) {
        spec if str_of(spec) == Some("") => vm.str(args.req(0)).map(Value::Obj),
        spec => match str_of(spec).and_then(|spec| formatted(vm, args.req(0), spec)) {
            Some(text) => vm.str_value(&text),
            None => whole_way(vm, "_format", &[args.req(0), spec]),
        },
    }
}

struct Normalized;

impl Calculation for Normalized {
    fn run<W: Whole>(&self, [a, _]: [&Finite<W>; 2], limits: &Limits) -> Option<Outcome<W>> {
        a.clone().normalized(limits)
    }
}

/// `Decimal.normalize`
pub fn normalize(vm: &Vm, args: Args<'_>) -> Eval {
    in_context(vm, args, &Normalized, "_normalize")
}

struct Root;

impl Calculation for Root {
    fn run<W: Whole>(&self, [a, _]: [&Finite<W>; 2], limits: &Limits) -> Option<Outcome<W>> {
        a.root(limits)
    }
}

/// `Decimal.sqrt`
pub fn sqrt(vm: &Vm, args: Args<'_>) -> Eval {
    in_context(vm, args, &Root, "_sqrt")
}

/// A method of one number and perhaps a context; by the function `name` in Python where it is not
/// for this place.
fn in_context(vm: &Vm, args: Args<'_>, calculation: &impl Calculation, name: &'static str) -> Eval {
    let none = vm.none();
    let context = args.get(1).unwrap_or(&none);
    let quickly = || {
        let number = near(args.req(0))?;
        with_given(vm, Some(context), |context| calculate(context, calculation, [number, number]))
    };
    match quickly() {
        Some(number) => new_decimal(vm, number).map(Value::Obj),
        None => whole_way(vm, name, &[args.req(0), context]),
    }
}

/// `Decimal.to_integral_value`
pub fn to_integral_value(vm: &Vm, args: Args<'_>) -> Eval {
    let none = vm.none();
    let (rounding, context) = (args.get(1).unwrap_or(&none), args.get(2).unwrap_or(&none));
    let quickly = || {
        let number = near(args.req(0)).filter(|number| number.exponent < 0)?;
        if !(vm.is_none(rounding) && vm.is_none(context)) {
            return None;
        }
        let rounding = with_current(vm, |context| Some(context.get().rounding))?;
        let in_short = shortened(number).and_then(|short| short.at(0, rounding));
        match in_short {
            Some((Finite { negative, coefficient, exponent }, _)) => {
                Some(Finite { negative, coefficient: UBig::from(coefficient), exponent })
            }
            None => Some(number.at(0, rounding)?.0),
        }
    };
    match quickly() {
        Some(number) => new_decimal(vm, number).map(Value::Obj),
        None => whole_way(vm, "_to_integral_value", &[args.req(0), rounding, context]),
    }
}

fn is(args: Args<'_>, ask: impl FnOnce(&Decimal) -> bool) -> Eval {
    Ok(Value::bool(ask(args.req(0).as_ref::<Decimal>())))
}

pub fn is_finite(_vm: &Vm, args: Args<'_>) -> Eval {
    is(args, |decimal| decimal.special == Special::Finite)
}

pub fn is_infinite(_vm: &Vm, args: Args<'_>) -> Eval {
    is(args, |decimal| decimal.special == Special::Infinity)
}

pub fn is_nan(_vm: &Vm, args: Args<'_>) -> Eval {
    is(args, |decimal| matches!(decimal.special, Special::QuietNan | Special::SignalingNan))
}

pub fn is_qnan(_vm: &Vm, args: Args<'_>) -> Eval {
    is(args, |decimal| decimal.special == Special::QuietNan)
}

pub fn is_signed(_vm: &Vm, args: Args<'_>) -> Eval {
    is(args, |decimal| decimal.number.negative)
}

pub fn is_snan(_vm: &Vm, args: Args<'_>) -> Eval {
    is(args, |decimal| decimal.special == Special::SignalingNan)
}

pub fn is_zero(_vm: &Vm, args: Args<'_>) -> Eval {
    is(args, |decimal| decimal.special == Special::Finite && decimal.number.coefficient.is_zero())
}

fn with_negative(vm: &Vm, object: &Ref, negative: bool) -> Eval {
    let Decimal { number, special } = object.as_ref::<Decimal>();
    let number = Finite { negative, ..number.clone() };
    vm.alloc(Decimal { number, special: *special }).map(Value::Obj)
}

/// `Decimal.copy_abs`
pub fn copy_abs(vm: &Vm, args: Args<'_>) -> Eval {
    with_negative(vm, args.req(0), false)
}

/// `Decimal.copy_negate`
pub fn copy_negate(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    with_negative(vm, object, !object.as_ref::<Decimal>().number.negative)
}

/// `Decimal.__sizeof__`: four words of nineteen digits stand in the object itself.
pub fn sizeof(_vm: &Vm, args: Args<'_>) -> Eval {
    const OBJECT: i64 = 104;
    let coefficient = &args.req(0).as_ref::<Decimal>().number.coefficient;
    let digits = coefficient.digits().unwrap_or_else(|| coefficient.to_string().len() as i64);
    let words = (digits + 18) / 19;
    Ok(Value::Int(if words > 4 { OBJECT + 8 * words } else { OBJECT }))
}

/// `complete(cls)`: gives `Decimal` what the class has that it lacks itself.
pub fn complete(vm: &Vm, args: Args<'_>) -> Eval {
    let decimal = vm.class_of_kind(kinds::DECIMAL);
    let own = vm.namespace(decimal);
    let given: Vec<(Ref, Ref)> = vm.namespace(args.req(0)).pairs();
    let enter = |(name, value): (Ref, Ref)| -> Result<(), Raised> {
        let hidden = matches!(name.text(), "__dict__" | "__qualname__" | "__weakref__");
        if hidden || own.get_str(&name).is_some() {
            return Ok(());
        }
        own.set(vm, name, value)
    };
    given.into_iter().try_for_each(enter)?;
    vm.class_epoch.set(vm.class_epoch.get() + 1);
    Ok(Value::Obj(decimal.clone()))
}
