//! `object`: the base of every class.

use crate::runtime::object::Instance;
use crate::runtime::spec::TypeSpec;

pub static OBJECT: TypeSpec = TypeSpec {
    subclassable: true,
    doc: "The base class of the class hierarchy.",
    ..TypeSpec::of::<Instance>()
};
