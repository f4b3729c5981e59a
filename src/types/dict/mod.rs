//! `dict`: its table, methods, ways to be filled, views and iterators.

pub mod derived;
pub mod fill;
pub mod iterators;
mod methods;
mod operators;
mod table;
pub mod views;

pub use methods::{pop, setdefault};
pub use operators::get_item;
pub use table::{
    DICT, DICT_ITEM_ITERATOR, DICT_ITEMS, DICT_KEY_ITERATOR, DICT_KEYS, DICT_REVERSE_ITEM_ITERATOR,
    DICT_REVERSE_KEY_ITERATOR, DICT_REVERSE_VALUE_ITERATOR, DICT_VALUE_ITERATOR, DICT_VALUES,
};
