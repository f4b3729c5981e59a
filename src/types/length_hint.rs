//! `operator.length_hint`: how many items an iterable is expected to give (PEP 424).

use crate::heap::Ref;
use crate::runtime::object::number::int_view;
use crate::runtime::{ErrorKind, Raised, Vm};

/// `len(object)`, else what `__length_hint__` says, else `default`.
///
/// # Errors
/// `TypeError` or `ValueError` where the hint is no length; what `__len__` raises, unless that is
/// a `TypeError`.
pub fn length_hint(vm: &Vm, object: &Ref, default: usize) -> Result<usize, Raised> {
    if let Some(len) = vm.slot(object, |slots| slots.len) {
        match len(vm, object) {
            Ok(len) => return Ok(len),
            Err(raised) if vm.pending_is(&raised, ErrorKind::TypeError) => {
                drop(vm.take_raised(raised));
            }
            Err(raised) => return Err(raised),
        }
    }
    let Some(method) = vm.lookup_special(object, "__length_hint__") else { return Ok(default) };
    let hint = match vm.call_special(method, object, &[]) {
        Ok(hint) => vm.to_object(hint)?,
        Err(raised) if vm.pending_is(&raised, ErrorKind::TypeError) => {
            drop(vm.take_raised(raised));
            return Ok(default);
        }
        Err(raised) => return Err(raised),
    };
    if vm.is_not_implemented(&crate::runtime::Value::Obj(hint.clone())) {
        return Ok(default);
    }
    let Some(view) = int_view(&hint) else {
        let class = vm.class_name(&hint);
        return Err(vm.type_error(format!("__length_hint__ must be an integer, not {class}")));
    };
    match view.small() {
        Some(small) => usize::try_from(small)
            .map_err(|_| vm.value_error("__length_hint__() should return >= 0")),
        None => Err(vm.raise(
            ErrorKind::OverflowError,
            "Python int too large to convert to C ssize_t".into(),
        )),
    }
}
