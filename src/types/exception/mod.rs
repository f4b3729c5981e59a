//! Exceptions: `BaseException`, what some builtin ones have of their own, and groups.

mod base;
mod fields;
mod group;
mod group_split;
mod operating_system;
mod syntax;
mod unicode;

use crate::runtime::ErrorKind;
use crate::runtime::spec::TypeSpec;

pub use base::{BASE_EXCEPTION, add_note, new_args};
pub use fields::{field, set_field};
pub use group::{GROUP, group_members, new_group};
pub use group_split::{regroup, split_group};
pub use operating_system::{os_error, os_error_kind};

/// What builtin exception classes have beyond their bases.
pub static EXCEPTIONS: &[(ErrorKind, &TypeSpec)] = &[
    (ErrorKind::AttributeError, &fields::ATTRIBUTE_ERROR),
    (ErrorKind::BaseExceptionGroup, &group::GROUP),
    (ErrorKind::ImportError, &fields::IMPORT_ERROR),
    (ErrorKind::KeyError, &fields::KEY_ERROR),
    (ErrorKind::NameError, &fields::NAME_ERROR),
    (ErrorKind::OSError, &operating_system::OS_ERROR),
    (ErrorKind::StopIteration, &fields::STOP_ITERATION),
    (ErrorKind::SyntaxError, &syntax::SYNTAX_ERROR),
    (ErrorKind::SystemExit, &fields::SYSTEM_EXIT),
    (ErrorKind::UnicodeDecodeError, &unicode::DECODE_ERROR),
    (ErrorKind::UnicodeEncodeError, &unicode::ENCODE_ERROR),
    (ErrorKind::UnicodeTranslateError, &unicode::TRANSLATE_ERROR),
];
