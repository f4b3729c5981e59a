//! Builtin functions and the descriptors of builtin classes.

mod fields;
mod functions;
mod reduce;

pub use fields::{GETSET, MEMBER, member_value, read_only};
pub use functions::{
    BUILTIN_FUNCTION, CLASSMETHOD_DESCRIPTOR, METHOD_DESCRIPTOR, METHOD_WRAPPER, SLOT_WRAPPER, call,
};
