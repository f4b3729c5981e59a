//! `sys.unraisablehook`: the report of an exception that nobody can handle.

use crate::heap::Ref;
use crate::runtime::{Args, Eval, Raised, Value, Vm};

const FIELDS: [&str; 5] = ["exc_type", "exc_value", "exc_traceback", "err_msg", "object"];

/// Makes the class of a hook's argument.
///
/// # Errors
/// `MemoryError`.
pub fn install(vm: &Vm) -> Result<(), Raised> {
    let class = super::struct_sequence::new_class(vm, "sys.UnraisableHookArgs", &FIELDS)?;
    vm.unraisable_args.set(Some(class));
    Ok(())
}

/// The hook that is there from the start.
pub fn unraisablehook(vm: &Vm, args: Args<'_>) -> Eval {
    let report = args.req(0);
    let field = |name: &str| -> Result<Option<Ref>, Raised> {
        let value = vm.to_object(vm.get_attr_text(report, name)?)?;
        Ok((!vm.is_none(&value)).then_some(value))
    };
    let message = match field("err_msg")? {
        Some(message) => Some(vm.str_text(&message)?),
        None => None,
    };
    let object = field("object")?;
    if let Some(exception) = field("exc_value")? {
        vm.write_unraisable(&exception, message.as_deref(), object.as_ref());
    }
    Ok(Value::None)
}
