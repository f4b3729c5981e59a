//! The explicit list of all builtin types, and the heap's table of kinds made from it.

use crate::heap::KindInfo;
use crate::runtime::kinds;
use crate::runtime::object::BigInt;
use crate::runtime::spec::TypeSpec;

/// Every builtin type that has cells of its own; one row per type, in the order of `kinds`.
pub static ALL_TYPES: &[&TypeSpec] = &[
    &super::none::NONE,
    &super::bool::BOOL,
    &super::none::NOT_IMPLEMENTED,
    &super::none::ELLIPSIS,
    &super::int::INT,
    &super::float::FLOAT,
    &super::complex::COMPLEX,
    &super::str::STR,
    &super::bytes::BYTES,
    &super::bytes::BYTEARRAY,
    &super::tuple::TUPLE,
    &super::list::LIST,
    &super::dict::DICT,
    &super::set::SET,
    &super::set::FROZENSET,
    &super::range::RANGE,
    &super::slice::SLICE,
    &super::type_::TYPE,
    &super::object::OBJECT,
    &super::function::FUNCTION,
    &super::code::CODE,
    &super::cell::CELL,
    &super::native::BUILTIN_FUNCTION,
    &super::native::METHOD_DESCRIPTOR,
    &super::native::SLOT_WRAPPER,
    &super::native::METHOD_WRAPPER,
    &super::native::GETSET,
    &super::native::MEMBER,
    &super::bound_method::BOUND_METHOD,
    &super::property::PROPERTY,
    &super::classmethod::CLASSMETHOD,
    &super::staticmethod::STATICMETHOD,
    &super::super_::SUPER,
    &super::module::MODULE,
    &super::exception::BASE_EXCEPTION,
    &super::traceback::TRACEBACK,
    &super::frame::FRAME,
    &super::generator::GENERATOR,
    &super::memoryview::MEMORYVIEW,
    &super::dict::DICT_KEYS,
    &super::dict::DICT_VALUES,
    &super::dict::DICT_ITEMS,
    &super::list::LIST_ITERATOR,
    &super::list::LIST_REVERSE_ITERATOR,
    &super::tuple::TUPLE_ITERATOR,
    &super::str::STR_ITERATOR,
    &super::bytes::BYTES_ITERATOR,
    &super::bytes::BYTEARRAY_ITERATOR,
    &super::range::RANGE_ITERATOR,
    &super::range::LONG_RANGE_ITERATOR,
    &super::dict::DICT_KEY_ITERATOR,
    &super::dict::DICT_VALUE_ITERATOR,
    &super::dict::DICT_ITEM_ITERATOR,
    &super::dict::DICT_REVERSE_KEY_ITERATOR,
    &super::dict::DICT_REVERSE_VALUE_ITERATOR,
    &super::dict::DICT_REVERSE_ITEM_ITERATOR,
    &super::set::SET_ITERATOR,
    &super::iterators::SEQUENCE_ITERATOR,
    &super::iterators::CALLABLE_ITERATOR,
    &super::adapters::ENUMERATE,
    &super::adapters::ZIP,
    &super::adapters::MAP,
    &super::adapters::FILTER,
    &super::iterators::REVERSED,
    &super::memoryview::MEMORYVIEW_ITERATOR,
    &super::weakref::WEAKREF,
    &super::weakref::WEAK_PROXY,
    &super::weakref::WEAK_CALLABLE_PROXY,
    &super::mapping_proxy::MAPPING_PROXY,
    &super::simple_namespace::SIMPLE_NAMESPACE,
    &super::generic_alias::GENERIC_ALIAS,
    &super::union::UNION,
    &super::native::CLASSMETHOD_DESCRIPTOR,
    &super::functools::PARTIAL,
    &super::functools::LRU_CACHE,
    &super::deque::DEQUE,
    &super::deque::DEQUE_ITERATOR,
    &super::random::RANDOM,
    &super::array::ARRAY,
    &super::generic_alias::GENERIC_ALIAS_ITERATOR,
    &super::array::ARRAY_ITERATOR,
    &super::deque::DEQUE_REVERSE_ITERATOR,
    &super::tuple_getter::TUPLE_GETTER,
    &super::functools::KEY_WRAPPER,
    &super::regex::PATTERN,
    &super::regex::MATCH,
    &super::itertools::TOOL,
    &super::operator_getter::ITEMGETTER,
    &super::str::ASCII_STR_ITERATOR,
    &super::regex::MATCH_ITERATOR,
    &super::file::IO_BASE,
    &super::memory_file::STRING_IO,
    &super::memory_file::BYTES_IO,
    &super::site::QUITTER,
    &super::site::PRINTER,
    &super::site::HELPER,
];

/// What the heap knows of each kind, by the kind's number, from lists of types.
pub const fn kinds_of(lists: &[&[&TypeSpec]]) -> [KindInfo; 256] {
    let mut table = [const { KindInfo::FREE }; 256];
    let mut list = 0;
    while list < lists.len() {
        let types = lists[list];
        let mut at = 0;
        while at < types.len() {
            table[types[at].kind.0 as usize] = types[at].cell;
            at += 1;
        }
        list += 1;
    }
    // A big int has cells of its own but no type of its own.
    table[kinds::BIG_INT.0 as usize] = KindInfo::of::<BigInt>();
    table
}
