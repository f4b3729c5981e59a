//! The table of special methods: which slot stands behind `__add__`, and the reverse.

use super::object::number::int_view;
use super::slot_user as user;
use super::slots::{BinaryOp, CompareOp, SlotDef, Slots};
use super::value::{Eval, Value};
use super::vm::Vm;
use crate::heap::Ref;

/// What a slot that should be there gives when it is not: only a table with a mistake gets here.
fn absent(vm: &Vm, name: &str) -> Eval {
    Err(vm.type_error(format!("{name} is not available")))
}

macro_rules! unary_defs {
    ($($name:literal $field:ident $doc:literal;)*) => {
        [$(SlotDef {
            name: $name,
            signature: "($self, /)",
            doc: $doc,
            arity: (0, 0),
            present: |slots| slots.$field.is_some(),
            invoke: |vm, slots, object, _| match slots.$field {
                Some(slot) => slot(vm, object),
                None => absent(vm, $name),
            },
            install: |slots| slots.$field = Some(user::$field),
        }),*]
    };
}

macro_rules! binary_defs {
    ($($name:literal $op:ident $doc:literal;)*) => {
        [$(SlotDef {
            name: $name,
            signature: "($self, value, /)",
            doc: $doc,
            arity: if matches!(BinaryOp::$op, BinaryOp::Pow) { (1, 2) } else { (1, 1) },
            present: |slots| slots.binary[BinaryOp::$op as usize].is_some(),
            invoke: |vm, slots, object, args| match (slots.binary[BinaryOp::$op as usize], args) {
                (Some(slot), [other]) => slot(vm, object, other),
                (Some(_), [other, modulus]) => match slots.power {
                    Some(power) => power(vm, object, other, Some(modulus)),
                    None => vm.not_implemented(),
                },
                _ => absent(vm, $name),
            },
            install: |slots| {
                slots.binary[BinaryOp::$op as usize] = Some(user::BINARY[BinaryOp::$op as usize]);
                match BinaryOp::$op {
                    BinaryOp::Pow => slots.power = Some(user::power),
                    BinaryOp::Add => slots.own_concat[0] = true,
                    BinaryOp::Mul => slots.own_repeat[0] = true,
                    _ => {}
                }
            },
        }),*]
    };
}

macro_rules! reflected_defs {
    ($($name:literal $op:ident $doc:literal;)*) => {
        [$(SlotDef {
            name: $name,
            signature: "($self, value, /)",
            doc: $doc,
            arity: if matches!(BinaryOp::$op, BinaryOp::Pow) { (1, 2) } else { (1, 1) },
            present: |slots| slots.binary[BinaryOp::$op as usize].is_some(),
            invoke: |vm, slots, object, args| match (slots.binary[BinaryOp::$op as usize], args) {
                (Some(slot), [other]) => slot(vm, other, object),
                (Some(_), [other, modulus]) => match slots.power {
                    Some(power) => power(vm, other, object, Some(modulus)),
                    None => vm.not_implemented(),
                },
                _ => absent(vm, $name),
            },
            install: |slots| {
                slots.binary[BinaryOp::$op as usize] = Some(user::BINARY[BinaryOp::$op as usize]);
            },
        }),*]
    };
}

macro_rules! inplace_defs {
    ($($name:literal $op:ident $doc:literal;)*) => {
        [$(SlotDef {
            name: $name,
            signature: "($self, value, /)",
            doc: $doc,
            arity: (1, 1),
            present: |slots| slots.inplace[BinaryOp::$op as usize].is_some(),
            invoke: |vm, slots, object, args| match (slots.inplace[BinaryOp::$op as usize], args) {
                (Some(slot), [other]) => slot(vm, object, other),
                _ => absent(vm, $name),
            },
            install: |slots| {
                slots.inplace[BinaryOp::$op as usize] = Some(user::INPLACE[BinaryOp::$op as usize]);
                match BinaryOp::$op {
                    BinaryOp::Add => slots.own_concat[1] = true,
                    BinaryOp::Mul => slots.own_repeat[1] = true,
                    _ => {}
                }
            },
        }),*]
    };
}

macro_rules! compare_defs {
    ($($name:literal $op:ident $sign:literal;)*) => {
        [$(SlotDef {
            name: $name,
            signature: "($self, value, /)",
            doc: concat!("Return self", $sign, "value."),
            arity: (1, 1),
            present: |slots| slots.compare.is_some(),
            invoke: |vm, slots, object, args| match (slots.compare, args) {
                (Some(slot), [other]) => slot(vm, object, other, CompareOp::$op),
                _ => absent(vm, $name),
            },
            install: |slots| slots.compare = Some(user::compare),
        }),*]
    };
}

static UNARY: [SlotDef; 10] = unary_defs! {
    "__repr__" repr "Return repr(self).";
    "__str__" str "Return str(self).";
    "__iter__" iter "Implement iter(self).";
    "__neg__" neg "-self";
    "__pos__" pos "+self";
    "__abs__" abs "abs(self)";
    "__invert__" invert "~self";
    "__int__" int "int(self)";
    "__float__" float "float(self)";
    "__index__" index "Return self converted to an integer, if self is suitable for use as an index into a list.";
};

static BINARY: [SlotDef; 14] = binary_defs! {
    "__add__" Add "Return self+value.";
    "__sub__" Sub "Return self-value.";
    "__mul__" Mul "Return self*value.";
    "__matmul__" MatMul "Return self@value.";
    "__truediv__" Div "Return self/value.";
    "__floordiv__" FloorDiv "Return self//value.";
    "__mod__" Mod "Return self%value.";
    "__pow__" Pow "Return pow(self, value, mod).";
    "__lshift__" LShift "Return self<<value.";
    "__rshift__" RShift "Return self>>value.";
    "__and__" And "Return self&value.";
    "__or__" Or "Return self|value.";
    "__xor__" Xor "Return self^value.";
    "__divmod__" DivMod "Return divmod(self, value).";
};

static REFLECTED: [SlotDef; 14] = reflected_defs! {
    "__radd__" Add "Return value+self.";
    "__rsub__" Sub "Return value-self.";
    "__rmul__" Mul "Return value*self.";
    "__rmatmul__" MatMul "Return value@self.";
    "__rtruediv__" Div "Return value/self.";
    "__rfloordiv__" FloorDiv "Return value//self.";
    "__rmod__" Mod "Return value%self.";
    "__rpow__" Pow "Return pow(value, self, mod).";
    "__rlshift__" LShift "Return value<<self.";
    "__rrshift__" RShift "Return value>>self.";
    "__rand__" And "Return value&self.";
    "__ror__" Or "Return value|self.";
    "__rxor__" Xor "Return value^self.";
    "__rdivmod__" DivMod "Return divmod(value, self).";
};

static INPLACE: [SlotDef; 13] = inplace_defs! {
    "__iadd__" Add "Return self+=value.";
    "__isub__" Sub "Return self-=value.";
    "__imul__" Mul "Return self*=value.";
    "__imatmul__" MatMul "Return self@=value.";
    "__itruediv__" Div "Return self/=value.";
    "__ifloordiv__" FloorDiv "Return self//=value.";
    "__imod__" Mod "Return self%=value.";
    "__ipow__" Pow "Return self**=value.";
    "__ilshift__" LShift "Return self<<=value.";
    "__irshift__" RShift "Return self>>=value.";
    "__iand__" And "Return self&=value.";
    "__ior__" Or "Return self|=value.";
    "__ixor__" Xor "Return self^=value.";
};

static COMPARE: [SlotDef; 6] = compare_defs! {
    "__lt__" Lt "<";
    "__le__" Le "<=";
    "__eq__" Eq "==";
    "__ne__" Ne "!=";
    "__gt__" Gt ">";
    "__ge__" Ge ">=";
};

static OTHERS: [SlotDef; 21] = [
    SlotDef {
        name: "__hash__",
        signature: "($self, /)",
        doc: "Return hash(self).",
        arity: (0, 0),
        present: |slots| slots.hash.is_some() && !slots.unhashable,
        invoke: |vm, slots, object, _| match slots.hash {
            Some(hash) => hash(vm, object).map(Value::Int),
            None => absent(vm, "__hash__"),
        },
        install: |slots| slots.hash = Some(user::hash),
    },
    SlotDef {
        name: "__len__",
        signature: "($self, /)",
        doc: "Return len(self).",
        arity: (0, 0),
        present: |slots| slots.len.is_some(),
        invoke: |vm, slots, object, _| match slots.len {
            Some(len) => len(vm, object).map(|len| Value::Int(len as i64)),
            None => absent(vm, "__len__"),
        },
        install: |slots| slots.len = Some(user::len),
    },
    SlotDef {
        name: "__bool__",
        signature: "($self, /)",
        doc: "True if self else False",
        arity: (0, 0),
        present: |slots| slots.truth.is_some(),
        invoke: |vm, slots, object, _| match slots.truth {
            Some(truth) => truth(vm, object).map(Value::bool),
            None => absent(vm, "__bool__"),
        },
        install: |slots| slots.truth = Some(user::truth),
    },
    SlotDef {
        name: "__call__",
        signature: "($self, /, *args, **kwargs)",
        doc: "Call self as a function.",
        arity: (0, usize::MAX),
        present: |slots| slots.call.is_some(),
        invoke: |vm, _, object, args| vm.call(object, &args.iter().collect::<Vec<_>>()),
        install: |slots| slots.call = Some(user::call),
    },
    SlotDef {
        name: "__next__",
        signature: "($self, /)",
        doc: "Implement next(self).",
        arity: (0, 0),
        present: |slots| slots.next.is_some(),
        invoke: |vm, slots, object, _| match slots.next {
            Some(next) => match next(vm, object)? {
                Value::Undef => Err(vm.raise_stop(vm.stop_value.take())),
                value => Ok(value),
            },
            None => absent(vm, "__next__"),
        },
        install: |slots| slots.next = Some(user::next),
    },
    SlotDef {
        name: "__getitem__",
        signature: "($self, key, /)",
        doc: "Return self[key].",
        arity: (1, 1),
        present: |slots| slots.getitem.is_some(),
        invoke: |vm, slots, object, args| match (slots.getitem, args) {
            (Some(getitem), [key]) => getitem(vm, object, key),
            _ => absent(vm, "__getitem__"),
        },
        install: |slots| slots.getitem = Some(user::getitem),
    },
    SlotDef {
        name: "__setitem__",
        signature: "($self, key, value, /)",
        doc: "Set self[key] to value.",
        arity: (2, 2),
        present: |slots| slots.setitem.is_some(),
        invoke: |vm, slots, object, args| match (slots.setitem, args) {
            (Some(setitem), [key, value]) => {
                setitem(vm, object, key, Some(value)).map(|()| Value::None)
            }
            _ => absent(vm, "__setitem__"),
        },
        install: |slots| slots.setitem = Some(user::setitem),
    },
    SlotDef {
        name: "__delitem__",
        signature: "($self, key, /)",
        doc: "Delete self[key].",
        arity: (1, 1),
        present: |slots| slots.setitem.is_some(),
        invoke: |vm, slots, object, args| match (slots.setitem, args) {
            (Some(setitem), [key]) => setitem(vm, object, key, None).map(|()| Value::None),
            _ => absent(vm, "__delitem__"),
        },
        install: |slots| slots.setitem = Some(user::setitem),
    },
    SlotDef {
        name: "__contains__",
        signature: "($self, key, /)",
        doc: "Return bool(key in self).",
        arity: (1, 1),
        present: |slots| slots.contains.is_some(),
        invoke: |vm, slots, object, args| match (slots.contains, args) {
            (Some(contains), [key]) => contains(vm, object, key).map(Value::bool),
            _ => absent(vm, "__contains__"),
        },
        install: |slots| slots.contains = Some(user::contains),
    },
    SlotDef {
        name: "__getattribute__",
        signature: "($self, name, /)",
        doc: "Return getattr(self, name).",
        arity: (1, 1),
        present: |slots| slots.getattr.is_some(),
        invoke: |vm, slots, object, args| match (slots.getattr, args) {
            (Some(getattr), [name]) => getattr(vm, object, name),
            _ => absent(vm, "__getattribute__"),
        },
        install: |slots| slots.getattr = Some(user::getattr),
    },
    SlotDef {
        name: "__getattr__",
        signature: "($self, name, /)",
        doc: "Return the attribute that ordinary lookup does not find.",
        arity: (1, 1),
        present: |_| false,
        invoke: |vm, _, _, _| absent(vm, "__getattr__"),
        install: |slots| slots.getattr = Some(user::getattr),
    },
    SlotDef {
        name: "__setattr__",
        signature: "($self, name, value, /)",
        doc: "Implement setattr(self, name, value).",
        arity: (2, 2),
        present: |slots| slots.setattr.is_some(),
        invoke: |vm, slots, object, args| match (slots.setattr, args) {
            (Some(setattr), [name, value]) => {
                setattr(vm, object, name, Some(value)).map(|()| Value::None)
            }
            _ => absent(vm, "__setattr__"),
        },
        install: |slots| slots.setattr = Some(user::setattr),
    },
    SlotDef {
        name: "__delattr__",
        signature: "($self, name, /)",
        doc: "Implement delattr(self, name).",
        arity: (1, 1),
        present: |slots| slots.setattr.is_some(),
        invoke: |vm, slots, object, args| match (slots.setattr, args) {
            (Some(setattr), [name]) => setattr(vm, object, name, None).map(|()| Value::None),
            _ => absent(vm, "__delattr__"),
        },
        install: |slots| slots.setattr = Some(user::setattr),
    },
    SlotDef {
        name: "__get__",
        signature: "($self, instance, owner=None, /)",
        doc: "Return an attribute of instance, which is of type owner.",
        arity: (1, 2),
        present: |slots| slots.describe.is_some(),
        invoke: |vm, slots, object, args| match (slots.describe, args) {
            (Some(describe), [instance, rest @ ..]) => {
                let instance = Some(instance).filter(|instance| !vm.is_none(instance));
                let owner = rest.first().filter(|owner| !vm.is_none(owner));
                if instance.is_none() && owner.is_none() {
                    return Err(vm.type_error("__get__(None, None) is invalid"));
                }
                describe(vm, object, instance, owner)
            }
            _ => absent(vm, "__get__"),
        },
        install: |slots| slots.describe = Some(user::describe),
    },
    SlotDef {
        name: "__set__",
        signature: "($self, instance, value, /)",
        doc: "Set an attribute of instance to value.",
        arity: (2, 2),
        present: |slots| slots.describe_set.is_some(),
        invoke: |vm, slots, object, args| match (slots.describe_set, args) {
            (Some(set), [instance, value]) => {
                set(vm, object, instance, Some(value)).map(|()| Value::None)
            }
            _ => absent(vm, "__set__"),
        },
        install: |slots| slots.describe_set = Some(user::describe_set),
    },
    SlotDef {
        name: "__delete__",
        signature: "($self, instance, /)",
        doc: "Delete an attribute of instance.",
        arity: (1, 1),
        present: |slots| slots.describe_set.is_some(),
        invoke: |vm, slots, object, args| match (slots.describe_set, args) {
            (Some(set), [instance]) => set(vm, object, instance, None).map(|()| Value::None),
            _ => absent(vm, "__delete__"),
        },
        install: |slots| slots.describe_set = Some(user::describe_set),
    },
    sequence_def(
        "__add__",
        "Return self+value.",
        |slots| slots.concat.is_some(),
        |vm, slots, object, args| match (slots.concat, args) {
            (Some(concat), [other]) => concat(vm, object, other),
            _ => absent(vm, "__add__"),
        },
    ),
    sequence_def("__mul__", "Return self*value.", |slots| slots.repeat.is_some(), repeat),
    sequence_def("__rmul__", "Return value*self.", |slots| slots.repeat.is_some(), repeat),
    sequence_def(
        "__iadd__",
        "Implement self+=value.",
        |slots| slots.inplace_concat.is_some(),
        |vm, slots, object, args| match (slots.inplace_concat, args) {
            (Some(concat), [other]) => concat(vm, object, other),
            _ => absent(vm, "__iadd__"),
        },
    ),
    sequence_def(
        "__imul__",
        "Implement self*=value.",
        |slots| slots.inplace_repeat.is_some(),
        |vm, slots, object, args| match (slots.inplace_repeat, args) {
            (Some(repeat), [other]) => repeat(vm, object, other),
            _ => absent(vm, "__imul__"),
        },
    ),
];

fn repeat(vm: &Vm, slots: &Slots, object: &Ref, args: &[Ref]) -> Eval {
    match (slots.repeat, args) {
        (Some(repeat), [times]) => {
            if int_view(times).is_none() && vm.slot(times, |slots| slots.index.is_none()) {
                let class = vm.class_name(times);
                return Err(
                    vm.type_error(format!("'{class}' object cannot be interpreted as an integer"))
                );
            }
            repeat(vm, object, times)
        }
        _ => absent(vm, "__mul__"),
    }
}

/// A method of builtin sequences. A Python class that defines it fills the numbers' slot instead,
/// by the definition of the same name above, so nothing is installed here.
const fn sequence_def(
    name: &'static str,
    doc: &'static str,
    present: fn(&Slots) -> bool,
    invoke: fn(&Vm, &Slots, &Ref, &[Ref]) -> Eval,
) -> SlotDef {
    SlotDef {
        name,
        signature: "($self, value, /)",
        doc,
        arity: (1, 1),
        present,
        invoke,
        install: |_| {},
    }
}

/// Every special method with a slot.
pub fn slot_defs() -> impl Iterator<Item = &'static SlotDef> {
    UNARY.iter().chain(&BINARY).chain(&REFLECTED).chain(&INPLACE).chain(&COMPARE).chain(&OTHERS)
}
