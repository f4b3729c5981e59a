//! `None`, `NotImplemented` and `Ellipsis`: cells without data, one of each.

use crate::heap::{Kind, Payload};
use crate::runtime::kinds;

/// `None`
pub struct NoneCell;

impl Payload for NoneCell {
    const KIND: Kind = kinds::NONE;
    const NAME: &'static str = "NoneType";
    const TRACKED: bool = false;
}

/// `NotImplemented`
pub struct NotImplementedCell;

impl Payload for NotImplementedCell {
    const KIND: Kind = kinds::NOT_IMPLEMENTED;
    const NAME: &'static str = "NotImplementedType";
    const TRACKED: bool = false;
}

/// `...`
pub struct EllipsisCell;

impl Payload for EllipsisCell {
    const KIND: Kind = kinds::ELLIPSIS;
    const NAME: &'static str = "ellipsis";
    const TRACKED: bool = false;
}
