//! The `refscope` program.
fn main() {}
