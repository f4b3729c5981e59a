//! The command line: arguments in, a run, an exit code out.

pub mod arguments;
mod manual;
pub mod options;
mod run;

pub use run::run;
