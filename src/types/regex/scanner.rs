//! What `Pattern.scanner` gives: matches of one subject, each where the last one ended.

use super::cells::pattern_of;
use super::operations::scan;
use super::scan::Scan;
use crate::heap::{Dying, Fixed, Kind, Payload, Ref};
use crate::runtime::spec::{GetSetRow, Method, TypeSpec};
use crate::runtime::{Args, Eval, Slots, Value, Vm, getter, kinds, method};
use crate::text::regex::Mode;
use crate::types::object::OBJECT;

pub struct Scanner {
    pattern: Fixed,
    subject: Fixed,
    scan: Scan,
}

impl Payload for Scanner {
    const KIND: Kind = kinds::RE_SCANNER;
    const NAME: &'static str = "SRE_Scanner";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.pattern.visit(visit);
        self.subject.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.pattern);
        dying.give_up(&self.subject);
    }
}

/// `pattern.scanner(string, pos, endpos)`.
pub(super) fn scanner(vm: &Vm, args: Args<'_>) -> Eval {
    let scan = scan(vm, args)?;
    let (pattern, subject) = (args.req(0).clone(), args.req(1).clone());
    vm.alloc(Scanner { pattern: Fixed::new(pattern), subject: Fixed::new(subject), scan })
        .map(Value::Obj)
}

fn next(vm: &Vm, args: Args<'_>, mode: Mode) -> Eval {
    let Scanner { pattern, subject, scan } = args.req(0).as_ref::<Scanner>();
    match scan.next(vm, pattern_of(pattern), subject, mode)? {
        Some(found) => scan.matched(vm, pattern, subject, found).map(Value::Obj),
        None => Ok(Value::None),
    }
}

static METHODS: [Method; 2] = [
    method(
        "match",
        "()",
        |vm, args| next(vm, args, Mode::Match),
        "Match where the last one ended.",
    ),
    method(
        "search",
        "()",
        |vm, args| next(vm, args, Mode::Search),
        "Search behind the last match.",
    ),
];

static GETSET: [GetSetRow; 1] = [getter(
    "pattern",
    |_, object: &Ref| Ok(Value::Obj((*object.as_ref::<Scanner>().pattern).clone())),
    "The pattern.",
)];

pub static SCANNER: TypeSpec = TypeSpec {
    module: "_sre",
    base: Some(&OBJECT),
    slots: Slots::EMPTY,
    methods: &METHODS,
    getset: &GETSET,
    ..TypeSpec::of::<Scanner>()
};
