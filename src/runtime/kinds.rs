//! The number of every kind of cell. ORDER RESERVED: a kind's number is its row in the heap's table.
//!
//! A new type adds its row at the end, names it in its `Payload` and lists its `TypeSpec` in
//! `types::ALL_TYPES`; a test checks that the two agree.

use crate::heap::Kind;

pub const NONE: Kind = Kind(1);
pub const BOOL: Kind = Kind(2);
pub const NOT_IMPLEMENTED: Kind = Kind(3);
pub const ELLIPSIS: Kind = Kind(4);
/// An `int` that fits in 64 bits.
pub const INT: Kind = Kind(5);
/// An `int` that does not; its class is `int` too.
pub const BIG_INT: Kind = Kind(6);
pub const FLOAT: Kind = Kind(7);
pub const COMPLEX: Kind = Kind(8);
pub const STR: Kind = Kind(9);
pub const BYTES: Kind = Kind(10);
pub const BYTEARRAY: Kind = Kind(11);
pub const TUPLE: Kind = Kind(12);
pub const LIST: Kind = Kind(13);
pub const DICT: Kind = Kind(14);
pub const SET: Kind = Kind(15);
pub const FROZENSET: Kind = Kind(16);
pub const RANGE: Kind = Kind(17);
pub const SLICE: Kind = Kind(18);
pub const TYPE: Kind = Kind(19);
/// A plain instance: its class is in the payload.
pub const OBJECT: Kind = Kind(20);
pub const FUNCTION: Kind = Kind(21);
pub const CODE: Kind = Kind(22);
pub const CELL: Kind = Kind(23);
pub const BUILTIN_FUNCTION: Kind = Kind(24);
pub const METHOD_DESCRIPTOR: Kind = Kind(25);
pub const SLOT_WRAPPER: Kind = Kind(26);
pub const METHOD_WRAPPER: Kind = Kind(27);
pub const GETSET: Kind = Kind(28);
pub const MEMBER: Kind = Kind(29);
pub const BOUND_METHOD: Kind = Kind(30);
pub const PROPERTY: Kind = Kind(31);
pub const CLASSMETHOD: Kind = Kind(32);
pub const STATICMETHOD: Kind = Kind(33);
pub const SUPER: Kind = Kind(34);
pub const MODULE: Kind = Kind(35);
pub const EXCEPTION: Kind = Kind(36);
pub const TRACEBACK: Kind = Kind(37);
pub const FRAME: Kind = Kind(38);
pub const GENERATOR: Kind = Kind(39);
pub const MEMORYVIEW: Kind = Kind(40);
pub const DICT_KEYS: Kind = Kind(41);
pub const DICT_VALUES: Kind = Kind(42);
pub const DICT_ITEMS: Kind = Kind(43);
pub const LIST_ITERATOR: Kind = Kind(44);
pub const LIST_REVERSE_ITERATOR: Kind = Kind(45);
pub const TUPLE_ITERATOR: Kind = Kind(46);
pub const STR_ITERATOR: Kind = Kind(47);
pub const BYTES_ITERATOR: Kind = Kind(48);
pub const BYTEARRAY_ITERATOR: Kind = Kind(49);
pub const RANGE_ITERATOR: Kind = Kind(50);
pub const LONG_RANGE_ITERATOR: Kind = Kind(51);
pub const DICT_KEY_ITERATOR: Kind = Kind(52);
pub const DICT_VALUE_ITERATOR: Kind = Kind(53);
pub const DICT_ITEM_ITERATOR: Kind = Kind(54);
pub const DICT_REVERSE_KEY_ITERATOR: Kind = Kind(55);
pub const DICT_REVERSE_VALUE_ITERATOR: Kind = Kind(56);
pub const DICT_REVERSE_ITEM_ITERATOR: Kind = Kind(57);
pub const SET_ITERATOR: Kind = Kind(58);
/// Iterates anything with `__getitem__`.
pub const SEQUENCE_ITERATOR: Kind = Kind(59);
pub const CALLABLE_ITERATOR: Kind = Kind(60);
pub const ENUMERATE: Kind = Kind(61);
pub const ZIP: Kind = Kind(62);
pub const MAP: Kind = Kind(63);
pub const FILTER: Kind = Kind(64);
pub const REVERSED: Kind = Kind(65);
pub const MEMORYVIEW_ITERATOR: Kind = Kind(66);
pub const WEAKREF: Kind = Kind(67);
pub const WEAK_PROXY: Kind = Kind(68);
pub const WEAK_CALLABLE_PROXY: Kind = Kind(69);
pub const MAPPING_PROXY: Kind = Kind(70);
pub const SIMPLE_NAMESPACE: Kind = Kind(71);
pub const GENERIC_ALIAS: Kind = Kind(72);
pub const UNION: Kind = Kind(73);
/// A C-like value of `ctypes`.
pub const CTYPES_DATA: Kind = Kind(74);
pub const FILE: Kind = Kind(75);
pub const STRING_IO: Kind = Kind(76);
pub const BYTES_IO: Kind = Kind(77);
pub const CLASSMETHOD_DESCRIPTOR: Kind = Kind(78);
pub const TYPE_PARAMETER: Kind = Kind(79);
pub const TYPE_ALIAS: Kind = Kind(80);
pub const FRAME_LOCALS: Kind = Kind(81);
pub const PARTIAL: Kind = Kind(82);
pub const LRU_CACHE: Kind = Kind(83);
pub const DEQUE: Kind = Kind(85);
pub const DEQUE_ITERATOR: Kind = Kind(86);
pub const DEFAULT_DICT: Kind = Kind(87);
pub const RANDOM: Kind = Kind(88);
pub const RE_PATTERN: Kind = Kind(89);
pub const RE_MATCH: Kind = Kind(90);
pub const ARRAY: Kind = Kind(91);
pub const STRUCT: Kind = Kind(92);
pub const OPERATOR_GETTER: Kind = Kind(93);
pub const DECIMAL: Kind = Kind(94);
pub const GENERIC_ALIAS_ITERATOR: Kind = Kind(95);
pub const STR_ASCII_ITERATOR: Kind = Kind(96);
pub const ARRAY_ITERATOR: Kind = Kind(97);
pub const DEQUE_REVERSE_ITERATOR: Kind = Kind(98);
pub const TUPLE_GETTER: Kind = Kind(99);
pub const STREAM: Kind = Kind(100);
pub const KEY_WRAPPER: Kind = Kind(101);
pub const RE_MATCH_ITERATOR: Kind = Kind(102);
pub const QUITTER: Kind = Kind(110);
pub const PRINTER: Kind = Kind(111);
pub const HELPER: Kind = Kind(112);
pub const STDIO_WRITER: Kind = Kind(113);
pub const ABC_DATA: Kind = Kind(119);
pub const DECIMAL_LIMITS: Kind = Kind(120);
pub const UNPACK_ITERATOR: Kind = Kind(121);
/// The iterators of `itertools`, from here to `ZIP_LONGEST`.
pub const ACCUMULATE: Kind = Kind(130);
pub const BATCHED: Kind = Kind(131);
pub const CHAIN: Kind = Kind(132);
pub const COMBINATIONS: Kind = Kind(133);
pub const COMBINATIONS_WITH_REPLACEMENT: Kind = Kind(134);
pub const COMPRESS: Kind = Kind(135);
pub const COUNT: Kind = Kind(136);
pub const CYCLE: Kind = Kind(137);
pub const DROPWHILE: Kind = Kind(138);
pub const FILTERFALSE: Kind = Kind(139);
pub const GROUPBY: Kind = Kind(140);
pub const GROUPER: Kind = Kind(141);
pub const ISLICE: Kind = Kind(142);
pub const PAIRWISE: Kind = Kind(143);
pub const PERMUTATIONS: Kind = Kind(144);
pub const PRODUCT: Kind = Kind(145);
pub const REPEAT: Kind = Kind(146);
pub const STARMAP: Kind = Kind(147);
pub const TAKEWHILE: Kind = Kind(148);
pub const TEE: Kind = Kind(149);
pub const TEE_DATA: Kind = Kind(150);
pub const ZIP_LONGEST: Kind = Kind(151);
pub const PICKLER: Kind = Kind(152);
pub const UNPICKLER: Kind = Kind(153);
pub const HASH: Kind = Kind(154);
pub const COROUTINE: Kind = Kind(155);
pub const ASYNC_GENERATOR: Kind = Kind(156);
pub const COROUTINE_WRAPPER: Kind = Kind(157);
/// What `asend` and `__anext__` of an asynchronous generator give.
pub const ASYNC_SEND: Kind = Kind(158);
/// What `athrow` and `aclose` of an asynchronous generator give.
pub const ASYNC_THROW: Kind = Kind(159);
/// What `anext` with a default gives.
pub const ANEXT_AWAITABLE: Kind = Kind(160);
pub const STDIO_READER: Kind = Kind(161);
pub const RE_SCANNER: Kind = Kind(162);
