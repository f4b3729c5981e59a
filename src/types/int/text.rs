//! Ints as text: `repr`, `format`, and the limit on digits.

use super::big::{parts, to_f64};
use crate::heap::Ref;
use crate::runtime::object::number::{IntView, int_view};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Vm};
use crate::text::digits::Digits;
use crate::text::format_number::{IntText, format_int};
use crate::text::format_spec::FormatError;
use crate::text::int_parse::too_many_digits;

/// Ints of fewer bits than this have no more than 640 digits, which no limit can forbid.
const NEVER_LIMITED: usize = 2126;

/// The decimal text of an int.
///
/// # Errors
/// The message of the digit limit, a `ValueError`.
pub fn decimal_text(view: IntView<'_>, limit: usize) -> Result<String, String> {
    match view {
        IntView::Small(small) => Ok(small.to_string()),
        IntView::Big(big) => {
            let (negative, magnitude) = parts(big);
            let bits = dashu_int::ops::BitTest::bit_len(&magnitude);
            let certain = (bits as f64 * std::f64::consts::LOG10_2) as usize;
            if limit > 0 && bits > NEVER_LIMITED && certain > limit {
                return Err(too_many_digits(limit, None));
            }
            let digits = magnitude.to_string();
            if limit > 0 && bits > NEVER_LIMITED && digits.len() > limit {
                return Err(too_many_digits(limit, None));
            }
            Ok(if negative { format!("-{digits}") } else { digits })
        }
    }
}

/// The decimal text of an int.
pub fn int_text(vm: &Vm, view: IntView<'_>) -> Result<String, Raised> {
    let limit = match view {
        IntView::Small(_) => 0,
        IntView::Big(_) => vm.int_digits_limit.get(),
    };
    decimal_text(view, limit).map_err(|message| vm.value_error(message))
}

/// The slot of `repr()`.
pub(super) fn repr(vm: &Vm, number: &Ref) -> Eval {
    match int_view(number) {
        Some(IntView::Small(small)) => vm.str_value(Digits::of(small).as_str()),
        Some(view) => vm.str_value(&int_text(vm, view)?),
        None => vm.not_implemented(),
    }
}

/// An int as formatting sees it, with the digit limit in force.
pub struct Formatted<'a> {
    pub view: IntView<'a>,
    pub limit: usize,
}

impl<'a> Formatted<'a> {
    /// The limit is only asked for where it may matter.
    pub fn new(vm: &Vm, view: IntView<'a>) -> Self {
        let limit = if view.small().is_some() { 0 } else { vm.int_digits_limit.get() };
        Formatted { view, limit }
    }
}

impl IntText for Formatted<'_> {
    fn is_negative(&self) -> bool {
        self.view.is_negative()
    }

    fn digits(&self, radix: u32) -> Result<String, FormatError> {
        match self.view {
            IntView::Small(small) => IntText::digits(&small, radix),
            IntView::Big(big) => {
                let magnitude = parts(big).1;
                match radix {
                    2 => Ok(format!("{magnitude:b}")),
                    8 => Ok(format!("{magnitude:o}")),
                    16 => Ok(format!("{magnitude:x}")),
                    _ => decimal_text(IntView::Big(&magnitude.into()), self.limit)
                        .map_err(FormatError::Value),
                }
            }
        }
    }

    fn to_f64(&self) -> Option<f64> {
        to_f64(self.view)
    }

    fn to_i64(&self) -> Option<i64> {
        self.view.small()
    }
}

/// Raises what formatting reports.
pub(in crate::types) fn raise_format_error(vm: &Vm, error: FormatError) -> Raised {
    match error {
        FormatError::Value(message) => vm.value_error(message),
        FormatError::Overflow(message) => vm.raise(ErrorKind::OverflowError, message),
        FormatError::Memory => vm.raise(ErrorKind::MemoryError, String::new()),
    }
}

/// The text of a format specification argument.
pub(in crate::types) fn spec_argument<'a>(vm: &Vm, spec: &'a Ref) -> Result<&'a str, Raised> {
    crate::runtime::object::string::str_of(spec).ok_or_else(|| {
        let class = crate::types::expect::class_or_none(vm, spec);
        vm.type_error(format!("__format__() argument must be str, not {class}"))
    })
}

/// `int.__format__(spec)`.
pub(super) fn format(vm: &Vm, args: Args<'_>) -> Eval {
    let number = args.req(0);
    let spec = spec_argument(vm, args.req(1))?;
    if spec.is_empty() {
        return vm.str(number).map(crate::runtime::Value::Obj);
    }
    let Some(view) = int_view(number) else { return vm.not_implemented() };
    let shown = Formatted::new(vm, view);
    match format_int(&shown, spec, &vm.class_name(number)) {
        Ok(text) => vm.str_value(&text),
        Err(error) => Err(raise_format_error(vm, error)),
    }
}
