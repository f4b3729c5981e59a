//! Reads, runs and saves Jupyter notebooks.

mod document;
mod escapes;
mod prompts;
mod run;
mod save;
mod upgrade;

pub use document::{CodeCell, Notebook, Output};
pub use run::Run;
pub use save::save_atomically;
