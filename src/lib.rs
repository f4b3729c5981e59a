//! Refscope.
