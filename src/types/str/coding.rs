//! `str.encode`, and the text that `str(bytes, encoding)` makes.

use crate::heap::Ref;
use crate::runtime::object::Str;
use crate::runtime::{Args, Eval, Raised, Value, Vm};
use crate::types::bytes::{new_bytes, view};
use crate::types::{coding, expect};

pub(super) fn encode(vm: &Vm, args: Args<'_>) -> Eval {
    let encoding = expect::optional_text(vm, args, 1, "encode", "argument 'encoding'")?;
    let errors = expect::optional_text(vm, args, 2, "encode", "argument 'errors'")?;
    let bytes =
        coding::encode(vm, args.req(0), encoding.unwrap_or("utf-8"), errors.unwrap_or("strict"))?;
    new_bytes(vm, bytes).map(Value::Obj)
}

/// `str(object, encoding, errors)` with at least one of the two given.
pub(super) fn decode_object(
    vm: &Vm,
    object: &Ref,
    encoding: Option<String>,
    errors: Option<String>,
) -> Result<Ref, Raised> {
    if object.is::<Str>() {
        return Err(vm.type_error("decoding str is not supported"));
    }
    let Some(bytes) = view::copied(object) else {
        let class = vm.class_name(object);
        let message = format!("decoding to str: need a bytes-like object, {class} found");
        return Err(vm.type_error(message));
    };
    let encoding = encoding.as_deref().unwrap_or("utf-8");
    let text = coding::decode(vm, &bytes, object, encoding, errors.as_deref().unwrap_or("strict"))?;
    vm.new_str(&text)
}
