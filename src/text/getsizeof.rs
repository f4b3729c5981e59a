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

/// `__sizeof__` of an instance of a subclass of str, whose characters stand outside the object.
#[must_use]
pub fn str_subclass_size(text: &str) -> usize {
    let width = match text.chars().max().map_or(0, u32::from) {
        0..=0xff => 1,
        0x100..=0xffff => 2,
        _ => 4,
    };
    64 + width * (text.chars().count() + 1)
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

/// What CPython would have allocated for a bytearray of this history (`PyByteArray_Resize`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByteRoom {
    allocated: usize,
    /// How much of it lies unused before the content.
    front: usize,
}

impl ByteRoom {
    /// The room of a new bytearray: one more byte, for a closing zero, unless it is empty.
    #[must_use]
    pub fn exact(length: usize) -> ByteRoom {
        ByteRoom { allocated: if length == 0 { 0 } else { length + 1 }, front: 0 }
    }

    #[must_use]
    pub fn allocated(self) -> usize {
        self.allocated
    }

    /// The room once the length has changed.
    #[must_use]
    pub fn resized(self, from: usize, to: usize) -> ByteRoom {
        if from == to {
            return self;
        }
        let allocated = self.allocated;
        if to + self.front < allocated {
            let much_smaller = to < allocated / 2;
            return if much_smaller { ByteRoom { allocated: to + 1, front: 0 } } else { self };
        }
        let grows_little = to as f64 <= allocated as f64 * 1.125;
        let spare = if grows_little { (to >> 3) + if to < 9 { 3 } else { 6 } } else { 1 };
        ByteRoom { allocated: to + spare, front: 0 }
    }

    /// The room once a shorter content begins later in it.
    #[must_use]
    pub fn shortened_in_front(self, from: usize, to: usize) -> ByteRoom {
        ByteRoom { front: self.front + (from - to), ..self }.resized(from, to)
    }

    /// The room once bytes have been appended one by one, as from an iterator.
    #[must_use]
    pub fn filled(self, length: usize) -> ByteRoom {
        let one_more = |room: ByteRoom, at| {
            if at + 1 < room.allocated { room } else { room.resized(at, at + 1) }
        };
        (0..length).fold(self, one_more)
    }
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

/// The room of a list that had this room to begin with and got `length` items one by one.
#[must_use]
pub fn list_appended(mut room: usize, length: usize) -> usize {
    while room < length {
        room = list_resize(room, room, room + 1);
    }
    room
}

/// The room with which `split` begins, where it cuts `most` times at most.
#[must_use]
pub fn list_split(most: usize) -> usize {
    if most >= 12 { 12 } else { most + 1 }
}

/// `sys.getsizeof` of a set or frozenset whose table has this many slots.
#[must_use]
pub fn set_size(slots: usize) -> usize {
    if slots <= 8 { 216 } else { 216 + 16 * slots }
}

/// Up to this size a dict display reserves room in advance; longer ones are built key by key.
const MOST_PRESIZED: usize = 15;

fn log2_for(least: u64) -> u8 {
    let bits = ((least | 8) - 1) | 7;
    (64 - bits.leading_zeros()) as u8
}

fn log2_for_entries(count: usize) -> u8 {
    log2_for((count as u64 * 3).div_ceil(2))
}

/// How many entries fit a table with an index of this size.
fn usable(log2_size: u8) -> usize {
    ((1_u64 << log2_size) * 2 / 3) as usize
}

/// The index size of a table with this room: [`usable`] the other way round.
fn log2_of_room(room: usize) -> u8 {
    ((room as u64 * 3 / 2) | 1).ilog2() as u8 + 1
}

/// The room of a dict of `used` keys that was full and has grown.
#[must_use]
pub fn dict_room(used: usize) -> usize {
    usable(log2_for(used as u64 * 3))
}

/// The room of a dict display of `count` items before the first is in; 0 if it reserves none.
#[must_use]
pub fn dict_display_room(count: usize) -> usize {
    if (6..=MOST_PRESIZED).contains(&count) { usable(log2_for_entries(count)) } else { 0 }
}

/// The room of a dict with `room` and `used` keys that `more` keys are about to be added to (`update`, `|=`,
/// `dict(d)`), if it changes.
#[must_use]
pub fn dict_updated_room(room: usize, used: usize, more: usize) -> Option<usize> {
    (room < more).then(|| usable(log2_for_entries(used + more)))
}

/// Whether an empty dict that is updated from one with this room and this many keys takes its room over.
#[must_use]
pub fn dict_is_well_filled(room: usize, used: usize) -> bool {
    let log2_size = log2_of_room(room);
    log2_size == 3 || usable(log2_size - 1) < used
}

/// `sys.getsizeof` of a dict with this room; `general` if a key was ever not a str.
#[must_use]
pub fn dict_size(room: usize, general: bool) -> usize {
    if room == 0 {
        return 64;
    }
    let log2_size = log2_of_room(room);
    let index_width = match log2_size {
        0..8 => 1,
        8..16 => 2,
        16..32 => 4,
        _ => 8,
    };
    let entry = if general { 24 } else { 16 };
    96 + (index_width << log2_size) + entry * room
}

/// What an `OrderedDict` with this room and this many keys has for their order: a place for each
/// place of its index, and four words for each key.
#[must_use]
pub fn ordered_size(room: usize, used: usize) -> usize {
    if room == 0 { 0 } else { (8 << log2_of_room(room)) + 32 * used }
}

/// `sys.getsizeof` of an instance's dict whose keys stand with the class.
#[must_use]
pub fn values_size(room: usize) -> usize {
    dict_size(0, false) + 8 * room
}

/// `sys.getsizeof` of objects whose size depends on their type alone, by the type's name.
#[must_use]
pub fn fixed_size(type_name: &str) -> Option<usize> {
    let at = FIXED.binary_search_by_key(&type_name, |&(name, _)| name).ok()?;
    Some(FIXED[at].1)
}

/// Whether CPython's collector knows the objects of a builtin type, so that its header of two words stands before each.
#[must_use]
pub fn has_collector_header(type_name: &str) -> bool {
    UNCOLLECTED.binary_search(&type_name).is_err()
}

/// Sorted.
const UNCOLLECTED: &[&str] = &[
    "NoneType",
    "NotImplementedType",
    "bool",
    "bytearray",
    "bytes",
    "code",
    "complex",
    "ellipsis",
    "float",
    "int",
    "longrange_iterator",
    "object",
    "range",
    "range_iterator",
    "str",
];

/// The bytes of an instance of one of the classes of `datetime`, which are in C in CPython.
#[must_use]
pub fn calendar_size(type_name: &str) -> Option<usize> {
    Some(match type_name {
        "tzinfo" => 16,
        "date" | "timezone" => 32,
        "time" | "timedelta" => 40,
        "datetime" => 48,
        _ => return None,
    })
}

/// Sorted by name.
const FIXED: &[(&str, usize)] = &[
    ("AttributeError", 104),
    ("BaseException", 88),
    ("BaseExceptionGroup", 104),
    ("BlockingIOError", 128),
    ("BrokenPipeError", 128),
    ("BytesIO", 80),
    ("ChildProcessError", 128),
    ("ConnectionAbortedError", 128),
    ("ConnectionError", 128),
    ("ConnectionRefusedError", 128),
    ("ConnectionResetError", 128),
    ("Exception", 88),
    ("ExceptionGroup", 120),
    ("FileExistsError", 128),
    ("FileNotFoundError", 128),
    ("GenericAlias", 80),
    ("ImportError", 120),
    ("IndentationError", 152),
    ("InterruptedError", 128),
    ("IsADirectoryError", 128),
    ("KeyWrapper", 48),
    ("Match", 120),
    ("ModuleNotFoundError", 120),
    ("NameError", 96),
    ("NoneType", 16),
    ("NotADirectoryError", 128),
    ("NotImplementedType", 16),
    ("OSError", 128),
    ("OrderedDict", 128),
    ("Pattern", 160),
    ("PermissionError", 128),
    ("ProcessLookupError", 128),
    ("PythonFinalizationError", 88),
    ("ReferenceType", 80),
    ("SimpleNamespace", 40),
    ("StopIteration", 96),
    ("StringIO", 184),
    ("Struct", 136),
    ("SyntaxError", 152),
    ("SystemExit", 96),
    ("TabError", 152),
    ("TextIOWrapper", 216),
    ("TimeoutError", 128),
    ("UnboundLocalError", 96),
    ("UnicodeDecodeError", 128),
    ("UnicodeEncodeError", 128),
    ("UnicodeTranslateError", 128),
    ("UnionType", 48),
    ("_deque_iterator", 72),
    ("_lru_cache_wrapper", 168),
    ("_tee", 64),
    ("accumulate", 72),
    ("attrgetter", 56),
    ("batched", 56),
    ("bool", 28),
    ("builtin_function_or_method", 72),
    ("bytearray_iterator", 48),
    ("bytes_iterator", 48),
    ("callable_iterator", 48),
    ("cell", 40),
    ("chain", 48),
    ("classmethod", 48),
    ("classmethod_descriptor", 72),
    ("code", 224),
    ("combinations", 80),
    ("combinations_with_replacement", 80),
    ("complex", 32),
    ("compress", 48),
    ("count", 56),
    ("cycle", 64),
    ("defaultdict", 72),
    ("dict", 64),
    ("dict_itemiterator", 72),
    ("dict_items", 40),
    ("dict_keyiterator", 72),
    ("dict_keys", 40),
    ("dict_reverseitemiterator", 72),
    ("dict_reversekeyiterator", 72),
    ("dict_reversevalueiterator", 72),
    ("dict_valueiterator", 72),
    ("dict_values", 40),
    ("dropwhile", 56),
    ("ellipsis", 16),
    ("enumerate", 72),
    ("filter", 48),
    ("filterfalse", 48),
    ("float", 24),
    ("frame", 256),
    ("function", 160),
    ("generator", 176),
    ("getset_descriptor", 64),
    ("groupby", 88),
    ("islice", 72),
    ("itemgetter", 64),
    ("list_iterator", 48),
    ("list_reverseiterator", 48),
    ("lock", 56),
    ("longrange_iterator", 40),
    ("map", 48),
    ("mappingproxy", 40),
    ("member_descriptor", 64),
    ("memoryview", 184),
    ("method", 64),
    ("method-wrapper", 48),
    ("method_descriptor", 72),
    ("methodcaller", 80),
    ("module", 72),
    ("object", 16),
    ("pairwise", 56),
    ("partial", 80),
    ("permutations", 80),
    ("product", 64),
    ("property", 80),
    ("range", 48),
    ("range_iterator", 40),
    ("repeat", 48),
    ("reversed", 48),
    ("set_iterator", 64),
    ("slice", 56),
    ("starmap", 48),
    ("staticmethod", 48),
    ("str_ascii_iterator", 48),
    ("str_iterator", 48),
    ("super", 56),
    ("takewhile", 56),
    ("traceback", 56),
    ("tuple_iterator", 48),
    ("weakproxy", 80),
    ("wrapper_descriptor", 72),
    ("zip", 64),
    ("zip_longest", 72),
];

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
        let size = |keys: usize, general| {
            let grow = |room, used| if used == room { dict_room(used) } else { room };
            dict_size((0..keys).fold(0, grow), general)
        };
        assert_eq!([0, 1, 6, 11, 22].map(|keys| size(keys, false)), [64, 184, 272, 464, 832]);
        assert_eq!([1, 6, 11, 22].map(|keys| size(keys, true)), [224, 352, 632, 1168]);
        assert_eq!(dict_size(dict_display_room(6), false), 272);
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(FIXED.is_sorted_by_key(|&(name, _)| name));
        assert!(UNCOLLECTED.is_sorted());
        assert_eq!(fixed_size("function"), Some(160));
    }
}
