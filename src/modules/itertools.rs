//! `itertools`: the table of its iterators, which are in `types::itertools`.

use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::types::itertools as tools;

static FUNCTIONS: [Method; 1] = [function(
    "tee",
    "(iterable, n=2, /)",
    tools::tee,
    "Returns a tuple of n independent iterators.",
)];

pub static ITERTOOLS: ModuleSpec = ModuleSpec {
    name: "itertools",
    doc: "Functional tools for creating and using iterators.",
    functions: &FUNCTIONS,
    types: &[
        &tools::ACCUMULATE,
        &tools::BATCHED,
        &tools::CHAIN,
        &tools::COMBINATIONS,
        &tools::COMBINATIONS_WITH_REPLACEMENT,
        &tools::COMPRESS,
        &tools::COUNT,
        &tools::CYCLE,
        &tools::DROPWHILE,
        &tools::FILTERFALSE,
        &tools::GROUPBY,
        &tools::GROUPER,
        &tools::ISLICE,
        &tools::PAIRWISE,
        &tools::PERMUTATIONS,
        &tools::PRODUCT,
        &tools::REPEAT,
        &tools::STARMAP,
        &tools::TAKEWHILE,
        &tools::TEE,
        &tools::TEE_DATA,
        &tools::ZIP_LONGEST,
    ],
    setup: None,
};
