//! The short way of calling functions in Rust: one that runs no Python code for its usual arguments
//! looks at them where they stand.
//!
//! It is taken where at most one operand has to be computed, and nobody can tell when the others
//! were read: what is computed contains no call, unless it is computed first anyway.

use super::call::Arg;
use super::node::Operand;
use crate::heap::Ref;
use crate::runtime::object::BuiltinFunction;
use crate::runtime::spec::LeafFn;
use crate::runtime::stack::Frame;
use crate::runtime::{Eval, Raised};

/// Which operand of a call must be computed, where the short way may be taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Computed {
    /// The short way is not to be taken.
    Many,
    None,
    /// The operand of this number, the object of a method call not among them.
    One(u8),
    /// As [`Computed::One`]; it is an attribute, which mostly stands at hand.
    Member(u8),
}

impl Computed {
    /// What must be computed of `args`, some of which contain `calls`. Whatever is computed `after`
    /// something else must contain none.
    pub fn of(args: &[Arg], calls: &[bool], after: bool) -> Computed {
        if args.len() > 3 {
            return Computed::Many;
        }
        let mut computed = Computed::None;
        for (index, (arg, &calls)) in args.iter().zip(calls).enumerate() {
            if matches!(arg, Arg::Member(_) | Arg::Node(_)) {
                let late = after || index > 0;
                // What others share may be replaced, or missing, before what comes after it.
                let shared = |arg: &Arg| matches!(arg, Arg::Global(_) | Arg::Cell(_));
                let shared = args[..index].iter().any(shared);
                if computed != Computed::None || shared || (late && calls) {
                    return Computed::Many;
                }
                computed = match arg {
                    Arg::Member(_) => Computed::Member(index as u8),
                    _ => Computed::One(index as u8),
                };
            }
        }
        computed
    }

    /// Computes what must be; `None` where nothing must be, or the short way is closed: an unbound
    /// local is complained of before what comes after it.
    #[inline(always)]
    pub fn compute(self, frame: &Frame<'_>, args: &[Arg]) -> Result<Option<Ref>, Raised> {
        match self {
            Computed::One(index) | Computed::Member(index) => {
                let (before, rest) = args.split_at(index as usize);
                if !before.iter().all(|arg| arg.is_bound(frame)) {
                    return Ok(None);
                }
                rest[0].object(frame).map(Some)
            }
            Computed::None | Computed::Many => Ok(None),
        }
    }
}

/// Runs `look` on an operand: `computed`, or one that stands somewhere.
#[inline(always)]
fn with<R>(
    frame: &Frame<'_>,
    arg: &Arg,
    computed: Option<&Ref>,
    look: impl FnOnce(&Ref) -> Option<R>,
) -> Option<R> {
    match arg {
        Arg::Node(_) => look(computed?),
        Arg::Member(member) => match computed {
            Some(computed) => look(computed),
            None => member.look(frame, look),
        },
        at_hand => at_hand.look(frame, look),
    }
}

/// Calls `leaf` with the object of a method and up to two arguments.
#[inline(always)]
pub fn of_method(
    frame: &Frame<'_>,
    leaf: LeafFn,
    object: &Ref,
    args: &[Arg],
    computed: Option<&Ref>,
) -> Option<Eval> {
    let vm = frame.vm;
    match args {
        [] => leaf(vm, object, None, None),
        [one] => with(frame, one, computed, |one| leaf(vm, object, Some(one), None)),
        [one, two] => with(frame, one, computed, |one| {
            with(frame, two, computed, |two| leaf(vm, object, Some(one), Some(two)))
        }),
        _ => None,
    }
}

/// Calls `leaf` with up to three arguments.
#[inline(always)]
pub fn of_function(
    frame: &Frame<'_>,
    leaf: LeafFn,
    args: &[Arg],
    computed: Option<&Ref>,
) -> Option<Eval> {
    let vm = frame.vm;
    match args {
        [one] => with(frame, one, computed, |one| leaf(vm, one, None, None)),
        [one, two] => with(frame, one, computed, |one| {
            with(frame, two, computed, |two| leaf(vm, one, Some(two), None))
        }),
        [one, rest @ ..] => {
            with(frame, one, computed, |one| of_method(frame, leaf, one, rest, computed))
        }
        [] => None,
    }
}

/// Calls `leaf`, the short way of `callable`; a method that is bound brings its object.
#[inline(always)]
pub fn of_callable(
    frame: &Frame<'_>,
    leaf: LeafFn,
    callable: &Ref,
    args: &[Arg],
    computed: Option<&Ref>,
) -> Option<Eval> {
    match callable.get::<BuiltinFunction>().map(|builtin| &builtin.receiver) {
        Some(receiver) if !receiver.is_none() => {
            receiver.look(|object| of_method(frame, leaf, object?, args, computed))
        }
        _ => of_function(frame, leaf, args, computed),
    }
}
