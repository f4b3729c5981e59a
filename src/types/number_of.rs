//! Objects as C-like floats.

use super::int_text::AnyInt;
use crate::heap::Ref;
use crate::runtime::object::number::{float_of, int_view};
use crate::runtime::{ErrorKind, Raised, Vm};
use crate::text::format_number::IntText;

/// `object` as a float, by `__float__` or `__index__` (`PyFloat_AsDouble`).
///
/// # Errors
/// `TypeError` where it is no real number, `OverflowError` for an int too large.
pub fn to_f64(vm: &Vm, object: &Ref) -> Result<f64, Raised> {
    if let Some(float) = float_of(object) {
        return Ok(float);
    }
    let (float, index) = vm.slot(object, |slots| (slots.float, slots.index));
    if int_view(object).is_none()
        && let Some(float) = float
    {
        let made = float(vm, object)?;
        let made = vm.to_object(made)?;
        let class = vm.class_name(&made);
        return float_of(&made).ok_or_else(|| {
            let owner = vm.class_name(object);
            vm.type_error(format!("{owner}.__float__() returned non-float (type {class})"))
        });
    }
    if int_view(object).is_none() && index.is_none() {
        let class = vm.class_name(object);
        return Err(vm.type_error(format!("must be real number, not {class}")));
    }
    let index = vm.to_index(object)?;
    let float = int_view(&index).and_then(|view| AnyInt(view).to_f64());
    float.ok_or_else(|| {
        vm.raise(ErrorKind::OverflowError, "int too large to convert to float".into())
    })
}
