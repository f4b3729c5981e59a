//! The usual formats of decimal numbers: plain, `f` and `%`, in a field of any kind.

use dashu_int::UBig;

use super::arithmetic::Finite;
use super::cell::{near, shortened};
use super::limits::with_current;
use super::text;
use crate::heap::Ref;
use crate::runtime::Vm;
use crate::text::format_spec::{Grouping, NumberText, Spec};

/// Exponents and precisions beyond this are left to Python.
const FAR: i64 = 300;

/// The number as `spec` wants it, if that is a usual thing to want.
pub fn formatted(vm: &Vm, object: &Ref, spec: &str) -> Option<String> {
    let number = near(object).filter(|number| number.exponent.abs() <= FAR)?;
    let read = Spec::parse(spec, "decimal.Decimal", None, '>').ok()?;
    let strange = read.no_negative_zero
        || read.alternate
        || !matches!(read.grouping, Grouping::None | Grouping::Comma)
        || has_zero_after_align(spec);
    if strange {
        return None;
    }
    let mut written = String::with_capacity(40);
    match (read.kind, read.precision) {
        (None, None) => {
            text::push(&mut written, number, true).then_some(())?;
        }
        (Some('f' | 'F'), precision) => push_fixed(vm, &mut written, number, precision)?,
        (Some('%'), precision) => {
            let hundredfold = Finite { exponent: number.exponent + 2, ..number.clone() };
            push_fixed(vm, &mut written, &hundredfold, precision)?;
            written.push('%');
        }
        _ => return None,
    }
    Some(NumberText::split(&written).lay_out(&read))
}

/// Whether zeros are asked for where the alignment says otherwise, which decimals refuse.
fn has_zero_after_align(spec: &str) -> bool {
    let aligned = |letter: char| matches!(letter, '<' | '>' | '=' | '^');
    let after = spec.rfind(aligned).map(|at| &spec[at + 1..]);
    after.is_some_and(|after| after.trim_start_matches(['+', '-', ' ']).starts_with('0'))
}

/// Writes a number without a power of ten, with so many places.
fn push_fixed(
    vm: &Vm,
    text: &mut String,
    number: &Finite<UBig>,
    precision: Option<usize>,
) -> Option<()> {
    let rounded = match precision {
        Some(precision) => {
            let exponent = -i64::try_from(precision).ok().filter(|places| *places <= FAR)?;
            let rounding = with_current(vm, |context| Some(context.get().rounding))?;
            let in_short = shortened(number).and_then(|short| short.at(exponent, rounding));
            match in_short {
                Some((Finite { negative, coefficient, .. }, _)) => {
                    Finite { negative, coefficient: UBig::from(coefficient), exponent }
                }
                None => number.at(exponent, rounding)?.0,
            }
        }
        None => number.clone(),
    };
    if rounded.negative {
        text.push('-');
    }
    let start = text.len();
    text::push_digits(text, &rounded.coefficient);
    if rounded.exponent >= 0 {
        let zeros = if rounded.coefficient.is_zero() { 0 } else { rounded.exponent };
        text.extend(std::iter::repeat_n('0', zeros as usize));
        return Some(());
    }
    let (places, digits) = (rounded.exponent.unsigned_abs() as usize, text.len() - start);
    if digits <= places {
        text.insert_str(start, &"0".repeat(places + 1 - digits));
    }
    text.insert(text.len() - places, '.');
    Some(())
}
