//! `ctypes`, as far as it reads memory: the C values, the forms of their bits, what stands at an
//! address, and structures laid over it.

mod data;
mod forms;
mod memory;
mod structure;

pub use data::{CTYPES, DATA};
pub use memory::{IMMORTAL_COUNT, address_of};
