//! Which types and modules a session has: the tables of the layers below, in one place.

use crate::runtime::spec::Registry;
use crate::types;

/// Everything the machine finds by table.
pub static REGISTRY: Registry = Registry {
    types: types::ALL_TYPES,
    kinds: &types::KINDS,
    exceptions: &types::exception::EXCEPTIONS,
    modules: &[],
    python_modules: &[],
};
