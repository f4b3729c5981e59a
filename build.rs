//! Generates the parser from `grammar/python.lalrpop`.
fn main() {}
