//! Membership: `in`, `not in`.

use super::call::Arg;
use super::node::Exp;
use crate::heap::{Flag, Ref};
use crate::runtime::compare::quick_hash;
use crate::runtime::kinds;
use crate::runtime::object::quick_equal::quick_equal;
use crate::runtime::object::{Dict, Str};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Eval, Raised, Value};
use crate::source::Span;
use crate::types::{set, str};

/// `left in right`, `left not in right`.
pub struct In {
    pub left: Arg,
    pub right: Arg,
    /// Whether the right side contains a call, so that it is never at hand.
    pub right_calls: bool,
    pub negate: bool,
    pub span: Span,
}

impl Exp for In {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        self.truth(frame).map(Value::bool)
    }

    fn truth(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        let item = match &self.left {
            other @ (Arg::Member(_) | Arg::Node(_) | Arg::Global(_)) => other.object(frame)?,
            at_hand => {
                let look =
                    |item: &Ref| self.right.look(frame, |container| has_quickly(container, item));
                if let Some(found) = at_hand.look(frame, look) {
                    return Ok(found != self.negate);
                }
                if let Some(container) = self.container_at_once(frame)
                    && let Some(found) = at_hand.look(frame, |item| has_quickly(&container, item))
                {
                    return Ok(found != self.negate);
                }
                at_hand.object(frame)?
            }
        };
        let found = match self.container_at_once(frame) {
            Some(container) => has_quickly(&container, &item),
            None => self.right.look(frame, |container| has_quickly(container, &item)),
        };
        match found {
            Some(found) => Ok(found != self.negate),
            None => self.after_item(frame, item),
        }
    }
}

impl In {
    /// The container where it is an item of another one, which can be had without other code.
    #[inline(always)]
    fn container_at_once(&self, frame: &Frame<'_>) -> Option<Ref> {
        match &self.right {
            Arg::Node(node) if !self.right_calls => node.object_at_once(frame),
            _ => None,
        }
    }

    /// Computes the container while the item stands in the slot stack, and asks it.
    #[inline(never)]
    fn after_item(&self, frame: &Frame<'_>, item: Ref) -> Result<bool, Raised> {
        let vm = frame.vm;
        let at = vm.stack.push(item, Role::LeftOperand);
        let result = self.right.object(frame).and_then(|container| {
            vm.stack.push(container, Role::LeftOperand);
            let operands = vm.stack.window(at, 2);
            let (item, container) = (operands.req(0), operands.req(1));
            match has_quickly(container, item) {
                Some(found) => Ok(found),
                None => vm
                    .contains(container, item)
                    .map_err(|raised| vm.locate(frame, raised, self.span)),
            }
        });
        vm.stack.truncate(at);
        Ok(result? != self.negate)
    }
}

/// Whether a container of just a builtin type has `item`, if no code needs to run for it.
#[inline]
fn has_quickly(container: &Ref, item: &Ref) -> Option<bool> {
    if container.has_flag(Flag::EXTENDED) {
        return None;
    }
    match container.kind() {
        kinds::STR if item.is::<Str>() => Some(str::has_text(container.text(), item.text())),
        kinds::DICT => {
            let found = container.get::<Dict>()?.position(item, quick_hash(item)?)?;
            Some(found.is_some())
        }
        kinds::SET | kinds::FROZENSET => {
            set::has_quickly(set::table_of(container)?, item, quick_hash(item)?)
        }
        kinds::TUPLE => {
            for other in container.tail() {
                if other.look(|other| quick_equal(other?, item))? {
                    return Some(true);
                }
            }
            Some(false)
        }
        _ => None,
    }
}
