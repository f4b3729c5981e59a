//! Slots: what a class can do, as function pointers; and the table that ties them to `__names__`.
//!
//! Builtin types fill slots with Rust functions. A Python class inherits its base's slots, and
//! where it defines a special method the slot is replaced by one that calls it. The other way
//! round, each filled slot of a builtin type appears in its namespace as a wrapper
//! (`int.__add__`). Both directions read one table, [`super::slot_defs`]. (CPython: `Objects/typeobject.c`.)

use super::value::{Eval, Raised};
use super::vm::Vm;
use crate::heap::Ref;

/// What a slot of a type table is, by the arguments and answers of the operation.
pub type UnaryFn = fn(&Vm, &Ref) -> Eval;
/// Returns `NotImplemented` where the operands are not for it.
pub type BinaryFn = fn(&Vm, &Ref, &Ref) -> Eval;
pub type TernaryFn = fn(&Vm, &Ref, &Ref, Option<&Ref>) -> Eval;
pub type HashFn = fn(&Vm, &Ref) -> Result<i64, Raised>;
pub type LenFn = fn(&Vm, &Ref) -> Result<usize, Raised>;
pub type TruthFn = fn(&Vm, &Ref) -> Result<bool, Raised>;
pub type ContainsFn = fn(&Vm, &Ref, &Ref) -> Result<bool, Raised>;
pub type CompareFn = fn(&Vm, &Ref, &Ref, CompareOp) -> Eval;
/// Sets item or attribute; `None` deletes.
pub type SetFn = fn(&Vm, &Ref, &Ref, Option<&Ref>) -> Result<(), Raised>;
/// `__get__`: descriptor, object (absent when looked up on the class), class.
pub type DescribeFn = fn(&Vm, &Ref, Option<&Ref>, Option<&Ref>) -> Eval;
/// Calls with the window at a place of the slot stack; see [`Vm::call_window`].
pub type CallFn = fn(&Vm, usize, Option<&Ref>) -> Eval;

/// The rich comparisons.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CompareOp {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
}

impl CompareOp {
    /// The operator with the operands' places changed.
    pub const fn swapped(self) -> Self {
        match self {
            CompareOp::Lt => CompareOp::Gt,
            CompareOp::Le => CompareOp::Ge,
            CompareOp::Gt => CompareOp::Lt,
            CompareOp::Ge => CompareOp::Le,
            same => same,
        }
    }

    /// `<`
    pub const fn symbol(self) -> &'static str {
        ["<", "<=", "==", "!=", ">", ">="][self as usize]
    }

    /// `__lt__`
    pub const fn method(self) -> &'static str {
        ["__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"][self as usize]
    }

    /// The answer for operands that stand in `order`.
    #[inline(always)]
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            CompareOp::Lt => order.is_lt(),
            CompareOp::Le => order.is_le(),
            CompareOp::Eq => order.is_eq(),
            CompareOp::Ne => order.is_ne(),
            CompareOp::Gt => order.is_gt(),
            CompareOp::Ge => order.is_ge(),
        }
    }
}

/// The binary arithmetic operators; also the row of [`Slots::binary`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    MatMul,
    Div,
    FloorDiv,
    Mod,
    Pow,
    LShift,
    RShift,
    And,
    Or,
    Xor,
    DivMod,
}

pub const BINARY_OPS: usize = 14;

impl BinaryOp {
    pub const ALL: [BinaryOp; BINARY_OPS] = [
        BinaryOp::Add,
        BinaryOp::Sub,
        BinaryOp::Mul,
        BinaryOp::MatMul,
        BinaryOp::Div,
        BinaryOp::FloorDiv,
        BinaryOp::Mod,
        BinaryOp::Pow,
        BinaryOp::LShift,
        BinaryOp::RShift,
        BinaryOp::And,
        BinaryOp::Or,
        BinaryOp::Xor,
        BinaryOp::DivMod,
    ];

    /// As error messages print it.
    pub const fn symbol(self) -> &'static str {
        ["+", "-", "*", "@", "/", "//", "%", "** or pow()", "<<", ">>", "&", "|", "^", "divmod()"]
            [self as usize]
    }

    /// As error messages print its in-place form.
    pub const fn inplace_symbol(self) -> &'static str {
        [
            "+=", "-=", "*=", "@=", "/=", "//=", "%=", "**=", "<<=", ">>=", "&=", "|=", "^=",
            "divmod()",
        ][self as usize]
    }

    /// `__add__`
    pub const fn method(self) -> &'static str {
        [
            "__add__",
            "__sub__",
            "__mul__",
            "__matmul__",
            "__truediv__",
            "__floordiv__",
            "__mod__",
            "__pow__",
            "__lshift__",
            "__rshift__",
            "__and__",
            "__or__",
            "__xor__",
            "__divmod__",
        ][self as usize]
    }

    /// `__radd__`
    pub const fn reflected(self) -> &'static str {
        [
            "__radd__",
            "__rsub__",
            "__rmul__",
            "__rmatmul__",
            "__rtruediv__",
            "__rfloordiv__",
            "__rmod__",
            "__rpow__",
            "__rlshift__",
            "__rrshift__",
            "__rand__",
            "__ror__",
            "__rxor__",
            "__rdivmod__",
        ][self as usize]
    }

    /// `__iadd__`
    pub const fn inplace(self) -> &'static str {
        [
            "__iadd__",
            "__isub__",
            "__imul__",
            "__imatmul__",
            "__itruediv__",
            "__ifloordiv__",
            "__imod__",
            "__ipow__",
            "__ilshift__",
            "__irshift__",
            "__iand__",
            "__ior__",
            "__ixor__",
            "",
        ][self as usize]
    }
}

/// What instances of a class can do.
#[derive(Clone, Copy)]
pub struct Slots {
    pub repr: Option<UnaryFn>,
    pub str: Option<UnaryFn>,
    pub hash: Option<HashFn>,
    /// `__hash__ = None`.
    pub unhashable: bool,
    pub call: Option<CallFn>,
    pub getattr: Option<BinaryFn>,
    pub setattr: Option<SetFn>,
    pub compare: Option<CompareFn>,
    pub iter: Option<UnaryFn>,
    /// Returns [`super::value::Value::Undef`] at the end, with nothing raised.
    pub next: Option<UnaryFn>,
    pub len: Option<LenFn>,
    pub truth: Option<TruthFn>,
    pub getitem: Option<BinaryFn>,
    pub setitem: Option<SetFn>,
    pub contains: Option<ContainsFn>,
    pub describe: Option<DescribeFn>,
    pub describe_set: Option<SetFn>,
    /// `a + b` and so on, by [`BinaryOp`]; called with the operands in source order, whichever of
    /// the two the slot belongs to.
    pub binary: [Option<BinaryFn>; BINARY_OPS],
    pub inplace: [Option<BinaryFn>; BINARY_OPS],
    /// `pow(a, b, c)`.
    pub power: Option<TernaryFn>,
    pub neg: Option<UnaryFn>,
    pub pos: Option<UnaryFn>,
    pub abs: Option<UnaryFn>,
    pub invert: Option<UnaryFn>,
    pub int: Option<UnaryFn>,
    pub float: Option<UnaryFn>,
    pub index: Option<UnaryFn>,
    /// `a + b` of sequences is concatenation, tried after the numbers' `+`.
    pub concat: Option<BinaryFn>,
    /// `__add__` or `__iadd__` is defined here in Python: what a base does in its place no longer
    /// counts, also not where this one does not know the operand.
    pub own_concat: [bool; 2],
    /// Likewise `__mul__` or `__imul__`.
    pub own_repeat: [bool; 2],
    /// `a * n` of sequences.
    pub repeat: Option<BinaryFn>,
    pub inplace_concat: Option<BinaryFn>,
    pub inplace_repeat: Option<BinaryFn>,
}

impl Slots {
    pub const EMPTY: Slots = Slots {
        repr: None,
        str: None,
        hash: None,
        unhashable: false,
        call: None,
        getattr: None,
        setattr: None,
        compare: None,
        iter: None,
        next: None,
        len: None,
        truth: None,
        getitem: None,
        setitem: None,
        contains: None,
        describe: None,
        describe_set: None,
        binary: [None; BINARY_OPS],
        inplace: [None; BINARY_OPS],
        power: None,
        neg: None,
        pos: None,
        abs: None,
        invert: None,
        int: None,
        float: None,
        index: None,
        concat: None,
        own_concat: [false; 2],
        own_repeat: [false; 2],
        repeat: None,
        inplace_concat: None,
        inplace_repeat: None,
    };

    /// A table of binary operators from pairs, for statics.
    pub const fn binary(rows: &[(BinaryOp, BinaryFn)]) -> [Option<BinaryFn>; BINARY_OPS] {
        let mut table: [Option<BinaryFn>; BINARY_OPS] = [None; BINARY_OPS];
        let mut at = 0;
        while at < rows.len() {
            table[rows[at].0 as usize] = Some(rows[at].1);
            at += 1;
        }
        table
    }

    /// Fills what is empty here from a base class. Hash and comparison go together: a class that
    /// has either of its own inherits neither.
    pub fn inherit(&mut self, base: &Slots) {
        if self.compare.is_none() && self.hash.is_none() && !self.unhashable {
            self.compare = base.compare;
            self.hash = base.hash;
            self.unhashable = base.unhashable;
        }
        self.fill_others(base);
    }

    /// Fills what is empty here from the next class in the order of a Python class's bases, each
    /// slot for itself.
    pub fn fill(&mut self, next: &Slots) {
        self.compare = self.compare.or(next.compare);
        self.hash = self.hash.or(next.hash);
        self.fill_others(next);
    }

    fn fill_others(&mut self, base: &Slots) {
        fn fill<T: Copy>(own: &mut Option<T>, base: Option<T>) {
            if own.is_none() {
                *own = base;
            }
        }
        fill(&mut self.repr, base.repr);
        fill(&mut self.str, base.str);
        fill(&mut self.call, base.call);
        fill(&mut self.getattr, base.getattr);
        fill(&mut self.setattr, base.setattr);
        fill(&mut self.iter, base.iter);
        fill(&mut self.next, base.next);
        fill(&mut self.len, base.len);
        fill(&mut self.truth, base.truth);
        fill(&mut self.getitem, base.getitem);
        fill(&mut self.setitem, base.setitem);
        fill(&mut self.contains, base.contains);
        fill(&mut self.describe, base.describe);
        fill(&mut self.describe_set, base.describe_set);
        for at in 0..BINARY_OPS {
            fill(&mut self.binary[at], base.binary[at]);
            fill(&mut self.inplace[at], base.inplace[at]);
        }
        fill(&mut self.power, base.power);
        fill(&mut self.neg, base.neg);
        fill(&mut self.pos, base.pos);
        fill(&mut self.abs, base.abs);
        fill(&mut self.invert, base.invert);
        fill(&mut self.int, base.int);
        fill(&mut self.float, base.float);
        fill(&mut self.index, base.index);
        for (own, here, there) in [
            (self.own_concat[0], &mut self.concat, base.concat),
            (self.own_concat[1], &mut self.inplace_concat, base.inplace_concat),
            (self.own_repeat[0], &mut self.repeat, base.repeat),
            (self.own_repeat[1], &mut self.inplace_repeat, base.inplace_repeat),
        ] {
            if !own {
                fill(here, there);
            }
        }
        for at in 0..2 {
            self.own_concat[at] |= base.own_concat[at];
            self.own_repeat[at] |= base.own_repeat[at];
        }
    }
}

/// One special method and the slot behind it.
pub struct SlotDef {
    pub name: &'static str,
    /// As shown by `help`.
    pub signature: &'static str,
    pub doc: &'static str,
    /// Arguments after `self` that the wrapper takes: least and most.
    pub arity: (usize, usize),
    /// Whether a type with these slots offers the method.
    pub present: fn(&Slots) -> bool,
    /// Calls the slot: the type's slots, then `self` and the arguments.
    pub invoke: fn(&Vm, &Slots, &Ref, &[Ref]) -> Eval,
    /// Makes the slot call the Python method of this name.
    pub install: fn(&mut Slots),
}
