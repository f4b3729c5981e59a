//! Characters by number: subscripts and slices.

use crate::heap::Ref;
use crate::runtime::object::char_index::byte_offset;
use crate::runtime::object::string::is_ascii;
use crate::runtime::object::{Int, Str};
use crate::runtime::{Eval, Raised, Value, Vm};
use crate::types::sequence::place;
use crate::types::slice::{self, Slice};

/// The length in characters of a `str` object.
#[inline]
pub fn char_count(object: &Ref) -> usize {
    object.get::<Str>().map_or(0, Str::chars)
}

/// The characters from `start` to before `stop`, which lie inside the text.
pub fn substring(object: &Ref, start: usize, stop: usize) -> &str {
    let text = object.text();
    if is_ascii(object) {
        return &text[start..stop];
    }
    &text[byte_offset(object, start)..byte_offset(object, stop)]
}

/// Character `at`, which lies inside the text, as a string.
#[inline]
pub fn char_at(vm: &Vm, object: &Ref, at: usize) -> Eval {
    if is_ascii(object) {
        return vm.latin1(object.text().as_bytes()[at]).map(Value::Obj);
    }
    let rest = &object.text()[byte_offset(object, at)..];
    let width = rest.chars().next().map_or(0, char::len_utf8);
    vm.str_value(&rest[..width])
}

pub(super) fn getitem(vm: &Vm, object: &Ref, key: &Ref) -> Eval {
    let index = match key.get::<Int>() {
        Some(int) => int.0.get(),
        None if key.is::<Slice>() => return cut(vm, object, slice::unpack(vm, key)?),
        None => index_key(vm, key)?,
    };
    match place(index, char_count(object)) {
        Some(at) => char_at(vm, object, at),
        None => Err(vm.index_error("string index out of range")),
    }
}

fn index_key(vm: &Vm, key: &Ref) -> Result<i64, Raised> {
    if !vm.slot(key, |slots| slots.index.is_some()) {
        let class = vm.class_name(key);
        return Err(vm.type_error(format!("string indices must be integers, not '{class}'")));
    }
    vm.index_of(key)
}

/// The characters that `bounds` selects.
pub fn cut(vm: &Vm, object: &Ref, bounds: slice::Bounds) -> Eval {
    let len = char_count(object);
    let selected = bounds.fit(len);
    if selected.count == len && selected.step == 1 {
        return super::construct::unchanged(vm, object);
    }
    if selected.count == 0 {
        return Ok(Value::Obj(vm.singletons.empty_str.clone()));
    }
    if selected.step == 1 {
        let start = selected.start as usize;
        return vm.str_value(substring(object, start, start + selected.count));
    }
    vm.charge(0)?;
    let text = object.text();
    let picked: String = if is_ascii(object) {
        let letters = text.as_bytes();
        let picked = match selected.step {
            -1 => {
                let last = selected.start as usize + 1;
                letters[last - selected.count..last].iter().rev().copied().collect()
            }
            _ => selected.places().map(|at| letters[at]).collect(),
        };
        String::from_utf8(picked).unwrap_or_default()
    } else {
        let letters: Vec<char> = text.chars().collect();
        selected.places().map(|at| letters[at]).collect()
    };
    vm.str_value(&picked)
}
