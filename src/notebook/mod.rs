//! Reads, runs and saves Jupyter notebooks.

mod document;
mod save;

pub use document::{CodeCell, Notebook, Output};
pub use save::save_atomically;
