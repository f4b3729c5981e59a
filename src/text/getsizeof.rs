//! What `sys.getsizeof` reports on 64-bit CPython 3.13, and how its lists, dicts and bytearrays grow.
//!
//! Sizes include the header of the collector (16 bytes) where CPython has one.

/// `sys.getsizeof` of a str: one, two or four bytes per character behind a header.
#[must_use]
pub fn str_size(text: &str) -> usize {
    if text.is_ascii() {
        return 41 + text.len();
    }
    let length = text.chars().count();
    match text.chars().max().map_or(0, u32::from) {
        // Single Latin-1 characters are static and keep their UTF-8 form (two bytes and a zero).
        0..=0xff if length == 1 => 61,
        0..=0xff => 57 + length,
        0x100..=0xffff => 58 + 2 * length,
        _ => 60 + 4 * length,
    }
}

/// `sys.getsizeof` of bytes.
#[must_use]
pub fn bytes_size(length: usize) -> usize {
    33 + length
}

/// `sys.getsizeof` of a bytearray with room for `allocated` bytes (0 if it never held any).
#[must_use]
pub fn bytearray_size(allocated: usize) -> usize {
    56 + allocated
}

/// The bytes a bytearray allocates when its length becomes `length` (the closing zero included).
#[must_use]
pub fn bytearray_resize(allocated: usize, length: usize) -> usize {
    let wanted = length + 1;
    if length == 0 && allocated == 0 {
        return 0;
    }
    if wanted <= allocated && length >= allocated / 2 {
        return allocated;
    }
    let grows_little = length as f64 <= allocated as f64 * 1.125;
    if wanted > allocated && grows_little {
        return length + (length >> 3) + if length < 9 { 3 } else { 6 };
    }
    wanted
}

/// `sys.getsizeof` of an int whose magnitude has this many bits: four bytes for each 30.
#[must_use]
pub fn int_size(bits: u64) -> usize {
    24 + 4 * bits.div_ceil(30).max(1) as usize
}

/// `sys.getsizeof` of a tuple.
#[must_use]
pub fn tuple_size(length: usize) -> usize {
    40 + 8 * length
}

/// `sys.getsizeof` of a list with room for `allocated` items.
#[must_use]
pub fn list_size(allocated: usize) -> usize {
    56 + 8 * allocated
}

/// The room of a list that changes from `length` to `new` items (`list_resize`): `append`, `insert`, `pop`, `del`,
/// `extend` and slice assignment of a list that is not empty, comprehensions item by item.
///
/// Displays of variables, slices, copies, `+` and `*` have exactly as much room as items.
#[must_use]
pub fn list_resize(allocated: usize, length: usize, new: usize) -> usize {
    if new <= allocated && new >= allocated >> 1 {
        return allocated;
    }
    if new == 0 {
        return 0;
    }
    let roomy = (new + (new >> 3) + 6) & !3;
    if new as i64 - length as i64 > roomy as i64 - new as i64 { (new + 3) & !3 } else { roomy }
}

/// The room of a list filled at one stroke from something of known length: a display of constants, `list(x)`,
/// `sorted(x)`, `[*x]` for a list, tuple, range, str or whatever has a length hint; dicts and sets follow
/// [`list_resize`] from nothing.
#[must_use]
pub fn list_filled(length: usize) -> usize {
    (length + 1) & !1
}

/// The room of a list filled from an iterator without a length hint (`list(generator)`): room for eight to begin
/// with, grown item by item, cut at the end.
#[must_use]
pub fn list_collected(length: usize) -> usize {
    let grown = (8..length).fold(8, |room, have| list_resize(room, have, have + 1));
    list_resize(grown, length, length)
}

/// `sys.getsizeof` of a set or frozenset whose table has this many slots.
#[must_use]
pub fn set_size(slots: usize) -> usize {
    if slots <= 8 { 216 } else { 216 + 16 * slots }
}

/// The part of a CPython dict that decides its size: kept beside a dict of ours and told of each change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DictKeys {
    /// The base-2 logarithm of the index size; 0 as long as nothing was added.
    log2_size: u8,
    /// Whether a key was ever not a str.
    general: bool,
    /// Entries in use, those of deleted keys included.
    entries: u32,
    /// Keys that came in since the table was built: it grows when they reach what it can hold.
    filled: u32,
}

/// Up to this size a dict display reserves room in advance; longer ones are built key by key.
const MOST_PRESIZED: usize = 15;

fn log2_for(least: u64) -> u8 {
    let bits = ((least | 8) - 1) | 7;
    (64 - bits.leading_zeros()) as u8
}

fn log2_for_entries(count: u64) -> u8 {
    log2_for((count * 3).div_ceil(2))
}

impl DictKeys {
    /// The keys of a display of `count` items.
    #[must_use]
    pub fn presized(count: usize, all_str: bool) -> Self {
        if !(6..=MOST_PRESIZED).contains(&count) {
            return Self::default();
        }
        let log2_size = log2_for_entries(count as u64);
        Self { log2_size, general: !all_str, entries: 0, filled: 0 }
    }

    fn usable(self) -> u64 {
        if self.log2_size == 0 { 0 } else { (1_u64 << self.log2_size) * 2 / 3 }
    }

    fn rebuild(&mut self, log2_size: u8, used: usize) {
        self.log2_size = log2_size;
        self.entries = used as u32;
        self.filled = used as u32;
    }

    /// A new key comes into a dict that has `used` of them.
    pub fn insert(&mut self, used: usize, is_str: bool) {
        if self.log2_size == 0 {
            *self = Self { log2_size: 3, general: !is_str, entries: 0, filled: 0 };
        } else {
            if !self.general && !is_str {
                self.general = true;
                self.rebuild(log2_for(used as u64 * 3), used);
            }
            if u64::from(self.filled) >= self.usable() {
                self.rebuild(log2_for(used as u64 * 3), used);
            }
        }
        self.entries += 1;
        self.filled += 1;
    }

    /// Another dict with `more` keys is about to be added to one with `used` (`update`, `|=`, `dict(d)`). True if the
    /// keys were taken over as a whole, so that no single [`Self::insert`] follows.
    pub fn begin_update(&mut self, used: usize, other: Self, more: usize) -> bool {
        let fits = other.log2_size == 3 || other.usable_of_half() < more as u64;
        if used == 0 && other.entries as usize == more && more > 0 && fits {
            *self = other;
            return true;
        }
        if self.usable() < more as u64 {
            self.general |= other.general;
            self.rebuild(log2_for_entries((used + more) as u64), used);
        }
        false
    }

    fn usable_of_half(self) -> u64 {
        (1_u64 << self.log2_size) / 2 * 2 / 3
    }

    /// The keys of `d.copy()` for a dict with `used` keys.
    #[must_use]
    pub fn copied(self, used: usize) -> Self {
        if used == 0 {
            return Self::default();
        }
        if used >= self.entries as usize * 2 / 3 {
            return self;
        }
        let mut copy = Self::default();
        if !copy.begin_update(0, self, used) {
            copy.entries = used as u32;
            copy.filled = used as u32;
        }
        copy
    }

    /// `d.clear()`.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// `d.popitem()` gives its entry back, unlike `del`; the table grows no later for it.
    pub fn pop_last(&mut self) {
        self.entries = self.entries.saturating_sub(1);
    }

    /// `sys.getsizeof` of the dict.
    #[must_use]
    pub fn dict_size(self) -> usize {
        if self.log2_size == 0 {
            return 64;
        }
        let index_width = match self.log2_size {
            0..8 => 1,
            8..16 => 2,
            16..32 => 4,
            _ => 8,
        };
        let entry = if self.general { 24 } else { 16 };
        96 + (index_width << self.log2_size) + entry * self.usable() as usize
    }
}

/// `sys.getsizeof(x.__dict__)` while the class and its instances share their keys: each instance made lowers it, from
/// 30 keys down to what is in use.
#[must_use]
pub fn instance_dict_size(instances_made: usize, shared_keys: usize) -> usize {
    64 + 8 * 30_usize.saturating_sub(instances_made).max(shared_keys + 1)
}

/// `sys.getsizeof` of objects whose size depends on their type alone, by the type's name.
#[must_use]
pub fn fixed_size(type_name: &str) -> Option<usize> {
    let at = FIXED.binary_search_by_key(&type_name, |&(name, _)| name).ok()?;
    Some(FIXED[at].1)
}

/// Sorted by name.
const FIXED: &[(&str, usize)] = &[
    ("AttributeError", 104),
    ("Exception", 88),
    ("GenericAlias", 80),
    ("ImportError", 120),
    ("KeyError", 88),
    ("NameError", 96),
    ("NoneType", 16),
    ("NotImplementedType", 16),
    ("OSError", 128),
    ("ReferenceType", 80),
    ("SimpleNamespace", 40),
    ("StopIteration", 96),
    ("SyntaxError", 152),
    ("SystemExit", 96),
    ("UnicodeDecodeError", 128),
    ("UnicodeEncodeError", 128),
    ("UnionType", 48),
    ("bool", 28),
    ("builtin_function_or_method", 72),
    ("bytes_iterator", 48),
    ("callable_iterator", 48),
    ("cell", 40),
    ("classmethod", 48),
    ("complex", 32),
    ("dict_itemiterator", 72),
    ("dict_items", 40),
    ("dict_keyiterator", 72),
    ("dict_keys", 40),
    ("dict_valueiterator", 72),
    ("dict_values", 40),
    ("ellipsis", 16),
    ("enumerate", 72),
    ("filter", 48),
    ("float", 24),
    ("function", 160),
    ("getset_descriptor", 64),
    ("list_iterator", 48),
    ("list_reverseiterator", 48),
    ("longrange_iterator", 40),
    ("map", 48),
    ("mappingproxy", 40),
    ("member_descriptor", 64),
    ("memoryview", 184),
    ("method", 64),
    ("method-wrapper", 48),
    ("method_descriptor", 72),
    ("module", 72),
    ("object", 16),
    ("partial", 80),
    ("property", 80),
    ("range", 48),
    ("range_iterator", 40),
    ("reversed", 48),
    ("set_iterator", 64),
    ("slice", 56),
    ("staticmethod", 48),
    ("str_ascii_iterator", 48),
    ("str_iterator", 48),
    ("super", 56),
    ("traceback", 56),
    ("tuple_iterator", 48),
    ("weakproxy", 80),
    ("wrapper_descriptor", 72),
    ("zip", 64),
];

/// An instance of a plain class: `object` with a `__dict__` and a weak reference list in front of it.
pub const INSTANCE: usize = 48;
/// An instance of a class with `__slots__` and no `__dict__`: this and 8 for each slot.
pub const SLOTTED_INSTANCE: usize = 32;
/// A class made by a `class` statement with `__dict__`; a built-in type is [`BUILTIN_TYPE`].
pub const CLASS: usize = 1712;
/// A class whose `__slots__` leave it without `__dict__`.
pub const SLOTTED_CLASS: usize = 944;
/// A built-in type.
pub const BUILTIN_TYPE: usize = 416;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_numbers() {
        assert_eq!(["", "ab", "é", "éa", "€", "a😀"].map(str_size), [41, 43, 61, 59, 60, 68]);
        assert_eq!([0, 30, 31, 61].map(int_size), [28, 28, 32, 36]);
    }

    #[test]
    fn lists() {
        let appended = (0..10).scan(0, |room, have| {
            *room = list_resize(*room, have, have + 1);
            Some(*room)
        });
        assert_eq!(appended.collect::<Vec<_>>(), [4, 4, 4, 4, 8, 8, 8, 8, 16, 16]);
        assert_eq!([1, 2, 8, 9, 17].map(list_collected), [4, 8, 8, 16, 24]);
        assert_eq!(list_resize(1, 1, 14), 16);
    }

    #[test]
    fn dicts() {
        let size = |keys: usize, is_str| {
            let mut dict = DictKeys::default();
            (0..keys).for_each(|used| dict.insert(used, is_str));
            dict.dict_size()
        };
        assert_eq!([0, 1, 6, 11, 22].map(|keys| size(keys, true)), [64, 184, 272, 464, 832]);
        assert_eq!([1, 6, 11, 22].map(|keys| size(keys, false)), [224, 352, 632, 1168]);
        assert_eq!(DictKeys::presized(6, true).dict_size(), 272);
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(FIXED.is_sorted_by_key(|&(name, _)| name));
        assert_eq!(fixed_size("function"), Some(160));
    }
}
