//! The numbers of a context where arithmetic finds them: limits, rounding, flags and traps.

use std::cell::Cell;

use super::arithmetic::{Limits, Rounding};
use crate::heap::{Kind, Payload, Ref};
use crate::runtime::object::number::{IntView, int_view};
use crate::runtime::object::string::str_of;
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, getset, staticmethod};
use crate::runtime::{Args, Eval, Raised, Value, Vm, kinds};
use crate::types::object::OBJECT;

/// What a `decimal.Context` has one of; Python checks what is written here.
pub struct DecimalLimits {
    limits: Cell<Limits>,
    flags: Cell<u16>,
    traps: Cell<u16>,
}

impl Payload for DecimalLimits {
    const KIND: Kind = kinds::DECIMAL_LIMITS;
    const NAME: &'static str = "Limits";
    const TRACKED: bool = false;
}

impl DecimalLimits {
    pub fn get(&self) -> Limits {
        self.limits.get()
    }

    /// Raises flags that are not looked at for traps.
    pub fn set_flags(&self, signals: u16) {
        self.flags.set(self.flags.get() | signals);
    }

    /// Raises flags; not where one of them is trapped, which Python sees to.
    pub fn raise_flags(&self, signals: u16) -> Option<()> {
        if signals & self.traps.get() != 0 {
            return None;
        }
        self.set_flags(signals);
        Some(())
    }
}

/// Runs `look` on the limits in force, if `decimal` has been asked for its context.
pub fn with_current<R>(vm: &Vm, look: impl FnOnce(&DecimalLimits) -> Option<R>) -> Option<R> {
    let current = vm.decimal_limits.at_hand()?;
    look(current.get::<DecimalLimits>()?)
}

/// As [`with_current`] with the limits of a context, if one is given.
pub fn with_given<R>(
    vm: &Vm,
    context: Option<&Ref>,
    look: impl FnOnce(&DecimalLimits) -> Option<R>,
) -> Option<R> {
    let Some(context) = context.filter(|context| !vm.is_none(context)) else {
        return with_current(vm, look);
    };
    let limits = vm.instance_get(context, &vm.name("_limits")).ok()??;
    look(limits.get::<DecimalLimits>()?)
}

/// Makes the given limits those in force.
pub fn make_current(vm: &Vm, args: Args<'_>) -> Eval {
    vm.decimal_limits.set(Some(args.req(0).clone()));
    Ok(Value::None)
}

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    let limits = Limits {
        prec: 28,
        rounding: Rounding::HalfEven,
        emin: -999_999,
        emax: 999_999,
        clamp: false,
        capitals: true,
    };
    let cell =
        DecimalLimits { limits: Cell::new(limits), flags: Cell::default(), traps: Cell::default() };
    vm.alloc_in(cell, args.req(0)).map(Value::Obj)
}

fn int(value: Option<&Ref>) -> i64 {
    value.and_then(int_view).and_then(IntView::small).unwrap_or_default()
}

fn change(limits: &Ref, change: impl FnOnce(&mut Limits)) -> Result<(), Raised> {
    let cell = &limits.as_ref::<DecimalLimits>().limits;
    let mut changed = cell.get();
    change(&mut changed);
    cell.set(changed);
    Ok(())
}

fn number(limits: &Ref, pick: impl FnOnce(&Limits) -> i64) -> Eval {
    Ok(Value::Int(pick(&limits.as_ref::<DecimalLimits>().get())))
}

fn rounding_name(vm: &Vm, limits: &Ref) -> Eval {
    let rounding = limits.as_ref::<DecimalLimits>().get().rounding;
    let name = Rounding::NAMES.iter().find(|(_, known)| *known == rounding);
    Ok(name.map_or(Value::None, |(name, _)| Value::Obj(vm.name(name))))
}

static GETSET: &[GetSetRow] = &[
    getset(
        "Emax",
        |_, limits| number(limits, |limits| limits.emax),
        |_, limits, value| change(limits, |limits| limits.emax = int(value)),
        "The highest exponent.",
    ),
    getset(
        "Emin",
        |_, limits| number(limits, |limits| limits.emin),
        |_, limits, value| change(limits, |limits| limits.emin = int(value)),
        "The lowest exponent of normal numbers.",
    ),
    getset(
        "capitals",
        |_, limits| number(limits, |limits| limits.capitals.into()),
        |_, limits, value| change(limits, |limits| limits.capitals = int(value) != 0),
        "Whether exponents are written with a capital letter.",
    ),
    getset(
        "clamp",
        |_, limits| number(limits, |limits| limits.clamp.into()),
        |_, limits, value| change(limits, |limits| limits.clamp = int(value) != 0),
        "Whether exponents end at Etop.",
    ),
    getset(
        "flags",
        |_, limits| Ok(Value::Int(limits.as_ref::<DecimalLimits>().flags.get().into())),
        |_, limits, value| {
            limits.as_ref::<DecimalLimits>().flags.set(int(value) as u16);
            Ok(())
        },
        "The signals that have been raised, a bit each.",
    ),
    getset(
        "prec",
        |_, limits| number(limits, |limits| limits.prec),
        |_, limits, value| change(limits, |limits| limits.prec = int(value)),
        "How many digits results have.",
    ),
    getset(
        "rounding",
        rounding_name,
        |_, limits, value| {
            let named = value.and_then(str_of).and_then(Rounding::named);
            change(limits, |limits| limits.rounding = named.unwrap_or(limits.rounding))
        },
        "How results are rounded.",
    ),
    getset(
        "traps",
        |_, limits| Ok(Value::Int(limits.as_ref::<DecimalLimits>().traps.get().into())),
        |_, limits, value| {
            limits.as_ref::<DecimalLimits>().traps.set(int(value) as u16);
            Ok(())
        },
        "The signals that raise exceptions, a bit each.",
    ),
];

static NEW: Method = staticmethod("__new__", "(type, /)", new, "Create and return a new object.");

pub static DECIMAL_LIMITS: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    module: "_decimal_core",
    doc: "The numbers of a context.",
    construct: Some(&NEW),
    getset: GETSET,
    ..TypeSpec::of::<DecimalLimits>()
};
