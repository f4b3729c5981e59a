//! Which types and modules a session has: the tables of the layers below, in one place.

use crate::modules::embedded::PYTHON_MODULES;
use crate::modules::readings::READ_IN_C;
use crate::modules::registry::{ALL_MODULES, ALL_TYPES, KINDS};
use crate::runtime::spec::Registry;
use crate::types;

/// Everything the machine finds by table.
pub static REGISTRY: Registry = Registry {
    types: &ALL_TYPES,
    kinds: &KINDS,
    exceptions: types::exception::EXCEPTIONS,
    modules: ALL_MODULES,
    python_modules: PYTHON_MODULES,
    read_in_c: READ_IN_C,
};
