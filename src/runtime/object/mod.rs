//! The cells the machinery itself is made of: what names, calls, classes and errors consist of.
//!
//! Only their data and the few operations the evaluator needs; their Python methods are in `types`.

pub mod bytes;
pub mod cell;
pub mod char_index;
pub mod class;
pub mod code;
pub mod coroutine;
pub mod dict;
pub mod dict_index;
pub mod dict_table;
pub mod exception;
pub mod frame;
pub mod function;
pub mod generator;
pub mod instance;
pub mod list;
pub mod module;
pub mod native;
pub mod number;
pub mod quick_equal;
pub mod shape;
pub mod shared_keys;
pub mod singleton;
pub mod string;
pub mod tuple;
pub mod weakref;

pub use bytes::Bytes;
pub use cell::CellObject;
pub use class::{Class, ClassFlags};
pub use code::Code;
pub use coroutine::{AsyncGenerator, AsyncSend, AsyncThrow, Coroutine};
pub use dict::Dict;
pub use exception::Exception;
pub use frame::{FrameObject, Traceback};
pub use function::{BoundMethod, Function};
pub use generator::Generator;
pub use instance::Instance;
pub use list::List;
pub use module::Module;
pub use native::{
    BuiltinFunction, ClassMethodDescriptor, GetSet, Member, MethodDescriptor, MethodWrapper,
    SlotWrapper,
};
pub use number::{BigInt, Bool, Float, Int};
pub use string::Str;
pub use tuple::{Tuple, TupleGetter};
pub use weakref::{WeakCallableProxy, WeakProxy, WeakRef};
