//! Reads, runs, checks and saves Jupyter notebooks.

mod compare;
mod document;
mod escapes;
mod prompts;
mod run;
mod save;
mod upgrade;

pub use compare::Comparison;
pub use document::{CodeCell, Notebook, Output, Shown};
pub use run::{Ran, Run};
pub use save::save_atomically;
