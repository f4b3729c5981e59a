//! `int`: small ones in 64 bits, others as big integers; to Python both are one type.

mod arithmetic;
mod big;
mod bits;
mod bytes;
mod construct;
mod division;
mod methods;
mod power;
mod text;

pub use arithmetic::{
    abs_small, add, add_small, div_mod, floor_div, floor_div_small, modulo, modulo_small, mul,
    mul_small, neg, neg_small, sub, sub_small,
};
pub use big::{big, multiply, room_for, to_f64};
pub use bits::{
    and, bit_length, invert_small, lshift, lshift_small, or, rshift, rshift_small, xor,
};
pub use bytes::signed_of_bytes;
pub(super) use construct::text_of_bytes;
pub use construct::{float_to_int, int_of, parse_text};
pub use division::{true_div, true_div_big, true_div_small};
pub use methods::INT;
pub use power::{power, power_small};
pub use text::{Formatted, decimal_text, int_text};
pub(super) use text::{raise_format_error, spec_argument};
