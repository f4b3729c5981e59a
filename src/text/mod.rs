//! Text and numbers as Python writes and reads them: plain algorithms that know nothing of objects or of the heap.

pub mod char_shapes;
pub mod charmap;
pub mod chars;
pub mod codec;
pub mod complex;
pub mod digits;
pub mod escape_codec;
pub mod float_parse;
pub mod float_repr;
pub mod format_number;
pub mod format_spec;
pub mod getsizeof;
pub mod hash;
pub mod hex;
pub mod int_parse;
pub mod percent;
pub mod quick_hash;
pub mod regex;
pub mod set_algebra;
pub mod set_table;
pub mod str_repr;
pub mod strings;
pub mod suggest;
pub mod surrogate;
pub mod template;
pub mod unicode;
mod unicode_data;
