//! The heap on its own, with toy kinds.
