//! `types.UnionType`: `int | str` (PEP 604).

use crate::heap::{Dying, Fixed, Kind, Payload, Ref, Slot};
use crate::runtime::object::Class;
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, getter, method};
use crate::runtime::{Args, BinaryOp, CompareOp, Eval, Raised, Slots, Value, Vm, kinds};

use super::generic_alias::{self, GenericAlias};
use super::object::OBJECT;

/// The members, a tuple without repetitions.
pub struct Union {
    pub args: Fixed,
    /// The type parameters found in `args`, once asked for.
    pub parameters: Slot,
}

impl Payload for Union {
    const KIND: Kind = kinds::UNION;
    const NAME: &'static str = "UnionType";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.args.visit(visit);
        self.parameters.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.args);
        dying.give_up_slot(&self.parameters);
    }
}

/// Whether `object` may be a member of a union.
fn is_unionable(vm: &Vm, object: &Ref) -> bool {
    vm.is_none(object)
        || object.is::<Class>()
        || object.is::<GenericAlias>()
        || object.is::<Union>()
        || matches!(object.kind(), kinds::TYPE_ALIAS | kinds::TYPE_PARAMETER)
}

/// `left | right` of types; `NotImplemented` where one is no type. The slot of classes, too.
pub fn or(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    if !is_unionable(vm, left) || !is_unionable(vm, right) {
        return vm.not_implemented();
    }
    make(vm, &[left.clone(), right.clone()]).map(Value::Obj)
}

/// As [`or`], where one of both is a type alias, which is an instance of a class in Python.
pub fn or_alias(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    let alias = match is_unionable(vm, left) {
        true => vm.class_of(right),
        false => vm.class_of(left),
    };
    let fits = |part: &Ref| is_unionable(vm, part) || vm.class_of(part).same(alias);
    if !fits(left) || !fits(right) {
        return vm.not_implemented();
    }
    make(vm, &[left.clone(), right.clone()]).map(Value::Obj)
}

/// The union of `members`; one that has only one member is that member.
pub fn make(vm: &Vm, members: &[Ref]) -> Result<Ref, Raised> {
    let mut args: Vec<Ref> = Vec::new();
    for member in members {
        let parts = match member.get::<Union>() {
            Some(union) => tuple_refs(&union.args),
            None if vm.is_none(member) => vec![vm.class_of(member).clone()],
            None => vec![member.clone()],
        };
        for part in parts {
            let mut known = false;
            for other in &args {
                // Aliases are equal by their parts, classes only by identity.
                known |= part.same(other)
                    || (part.is::<GenericAlias>()
                        && other.is::<GenericAlias>()
                        && vm.equal(&part, other)?);
            }
            if !known {
                args.push(part);
            }
        }
    }
    if args.len() == 1 {
        return Ok(args.remove(0));
    }
    let args = Fixed::new(vm.new_tuple(args)?);
    vm.alloc(Union { args, parameters: Slot::empty() })
}

fn repr(vm: &Vm, union: &Ref) -> Eval {
    let none = vm.class_of_kind(kinds::NONE);
    vm.build_str(|text| {
        for (at, member) in tuple_refs(&union.as_ref::<Union>().args).iter().enumerate() {
            if at > 0 {
                text.push_str(" | ");
            }
            if member.same(none) {
                text.push_str("None");
            } else {
                generic_alias::type_repr(vm, member, text)?;
            }
        }
        Ok(())
    })
}

fn hash(vm: &Vm, union: &Ref) -> Result<i64, Raised> {
    let mut hashes = Vec::new();
    for member in tuple_refs(&union.as_ref::<Union>().args) {
        hashes.push(vm.hash(&member)?);
    }
    Ok(crate::text::hash::hash_frozenset(hashes))
}

fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    let (Some(a), Some(b)) = (left.get::<Union>(), right.get::<Union>()) else {
        return vm.not_implemented();
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return vm.not_implemented();
    }
    let (a, b) = (tuple_refs(&a.args), tuple_refs(&b.args));
    let mut equal = a.len() == b.len();
    for member in &a {
        let mut known = false;
        for other in &b {
            known |= vm.equal(member, other)?;
        }
        equal &= known;
    }
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}

fn instance_check(vm: &Vm, args: Args<'_>) -> Eval {
    let members = tuple_refs(&args.req(0).as_ref::<Union>().args);
    let object = args.req(1);
    for member in &members {
        let is_instance = match vm.lookup_special(member, "__instancecheck__") {
            Some(check) => {
                let value = vm.call_special(check, member, &[object])?;
                vm.truth(&value)?
            }
            None => vm.is_instance(object, member),
        };
        if is_instance {
            return Ok(Value::True);
        }
    }
    Ok(Value::False)
}

fn subclass_check(vm: &Vm, args: Args<'_>) -> Eval {
    let class = args.req(1);
    if !class.is::<Class>() {
        return Err(vm.type_error("issubclass() arg 1 must be a class"));
    }
    let members = tuple_refs(&args.req(0).as_ref::<Union>().args);
    for member in &members {
        let is_subclass = match vm.lookup_special(member, "__subclasscheck__") {
            Some(check) => {
                let value = vm.call_special(check, member, &[class])?;
                vm.truth(&value)?
            }
            None => vm.is_subclass(class, member),
        };
        if is_subclass {
            return Ok(Value::True);
        }
    }
    Ok(Value::False)
}

fn parameters(vm: &Vm, union: &Ref) -> Result<Ref, Raised> {
    let payload = union.as_ref::<Union>();
    if let Some(known) = payload.parameters.get() {
        return Ok(known);
    }
    let found = generic_alias::parameters_in(vm, &tuple_refs(&payload.args))?;
    let found = vm.new_tuple(found)?;
    payload.parameters.set(Some(found.clone()));
    Ok(found)
}

fn get_item(vm: &Vm, union: &Ref, item: &Ref) -> Eval {
    let parameters = tuple_refs(&parameters(vm, union)?);
    let args = tuple_refs(&union.as_ref::<Union>().args);
    let members = generic_alias::substitute(vm, union, &args, &parameters, item)?;
    make(vm, &members).map(Value::Obj)
}

static METHODS: [Method; 2] = [
    method(
        "__instancecheck__",
        "(instance, /)",
        instance_check,
        "Return whether instance is an instance of a member of the union.",
    ),
    method(
        "__subclasscheck__",
        "(cls, /)",
        subclass_check,
        "Return whether cls is a subclass of a member of the union.",
    ),
];

static GETSET: &[GetSetRow] = &[
    getter(
        "__args__",
        |_, union| Ok(Value::Obj((*union.as_ref::<Union>().args).clone())),
        "The tuple of members.",
    ),
    getter(
        "__parameters__",
        |vm, union| parameters(vm, union).map(Value::Obj),
        "Type variables in the types.UnionType.",
    ),
];

pub static UNION: TypeSpec = TypeSpec {
    module: "types",
    base: Some(&OBJECT),
    doc: "Represent a PEP 604 union type\n\nE.g. for int | str",
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        getitem: Some(get_item),
        binary: Slots::binary(&[(BinaryOp::Or, or)]),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getset: GETSET,
    ..TypeSpec::of::<Union>()
};
