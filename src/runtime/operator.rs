//! Arithmetic operators: numbers at once, everything else by slots.
//!
//! (CPython: `binary_op1`, `PyNumber_Add` and relatives in `Objects/abstract.c`.)

use super::kinds;
use super::object::Class;
use super::slots::{BinaryFn, BinaryOp, Slots, TernaryFn};
use super::value::{Eval, Raised, Value};
use super::vm::Vm;
use crate::heap::{Flag, Ref};

impl Vm {
    /// Whether `value` is `NotImplemented`.
    #[inline]
    pub fn is_not_implemented(&self, value: &Value) -> bool {
        matches!(value, Value::Obj(object) if object.kind() == kinds::NOT_IMPLEMENTED)
    }

    /// `left op right`.
    pub fn binary(&self, op: BinaryOp, left: &Ref, right: &Ref) -> Eval {
        let value = self.binary_or_not(op, left, right)?;
        if self.is_not_implemented(&value) {
            return Err(self.unsupported(op.symbol(), op, left, right));
        }
        Ok(value)
    }

    /// `left op= right`: the object may change itself and is what the name is bound to again.
    pub fn inplace(&self, op: BinaryOp, left: &Ref, right: &Ref) -> Eval {
        let slots = self.slot(left, |slots| {
            (slots.inplace[op as usize], slots.inplace_concat, slots.inplace_repeat)
        });
        if let Some(inplace) = slots.0 {
            let value = inplace(self, left, right)?;
            if !self.is_not_implemented(&value) {
                return Ok(value);
            }
        }
        let value = self.number_or_not(op, left, right)?;
        if !self.is_not_implemented(&value) {
            return Ok(value);
        }
        match (op, slots.1, slots.2) {
            (BinaryOp::Add, Some(concat), _) => return concat(self, left, right),
            (BinaryOp::Mul, _, Some(repeat)) if self.is_index(right) => {
                return repeat(self, left, right);
            }
            _ => {}
        }
        let value = if op == BinaryOp::Mul && self.is_sequence_without_repeat(left) {
            self.not_implemented()?
        } else {
            self.sequence_or_not(op, left, right)?
        };
        if self.is_not_implemented(&value) {
            return Err(self.unsupported(op.inplace_symbol(), op, left, right));
        }
        Ok(value)
    }

    /// How two objects of builtin types are joined, or one is repeated, where neither has a say as
    /// a number.
    fn of_sequences(&self, op: BinaryOp, left: &Ref, right: &Ref) -> Option<BinaryFn> {
        let is_sequence =
            matches!(left.kind(), kinds::LIST | kinds::STR | kinds::TUPLE | kinds::BYTES);
        if !is_sequence || left.has_flag(Flag::EXTENDED) || right.has_flag(Flag::EXTENDED) {
            return None;
        }
        match op {
            BinaryOp::Add if left.kind() == right.kind() => self.slot(left, |slots| slots.concat),
            BinaryOp::Mul if right.kind() == kinds::INT => self.slot(left, |slots| slots.repeat),
            _ => None,
        }
    }

    fn binary_or_not(&self, op: BinaryOp, left: &Ref, right: &Ref) -> Eval {
        if let Some(join) = self.of_sequences(op, left, right) {
            return join(self, left, right);
        }
        let value = self.number_or_not(op, left, right)?;
        if self.is_not_implemented(&value) {
            return self.sequence_or_not(op, left, right);
        }
        Ok(value)
    }

    /// The numbers' protocol: both classes are asked, a subclass on the right first.
    fn number_or_not(&self, op: BinaryOp, left: &Ref, right: &Ref) -> Eval {
        let pick = |slots: &Slots| slots.binary[op as usize];
        let left_fn = self.slot(left, pick);
        let mut right_fn = None;
        if !self.are_alike(left, right) {
            right_fn = self.slot(right, pick);
            if let (Some(left_fn), Some(same)) = (left_fn, right_fn)
                && std::ptr::fn_addr_eq(left_fn, same)
            {
                right_fn = None;
            }
        }
        let right_is_subclass = || self.class_data(right).is_subclass_of(self.class_of(left));
        if let (Some(_), Some(first)) = (left_fn, right_fn)
            && right_is_subclass()
        {
            let value = first(self, left, right)?;
            if !self.is_not_implemented(&value) {
                return Ok(value);
            }
            right_fn = None;
        }
        for ask in [left_fn, right_fn].into_iter().flatten() {
            let value = ask(self, left, right)?;
            if !self.is_not_implemented(&value) {
                return Ok(value);
            }
        }
        self.not_implemented()
    }

    /// Whether both are of one class.
    #[inline]
    fn are_alike(&self, left: &Ref, right: &Ref) -> bool {
        let plain = left.kind() == kinds::STR && right.kind() == kinds::STR;
        let extended = left.has_flag(Flag::EXTENDED) || right.has_flag(Flag::EXTENDED);
        (plain && !extended) || self.class_of(left).same(self.class_of(right))
    }

    /// `+` and `*` of sequences.
    fn sequence_or_not(&self, op: BinaryOp, left: &Ref, right: &Ref) -> Eval {
        match op {
            BinaryOp::Add => match self.slot(left, |slots| slots.concat) {
                Some(concat) => concat(self, left, right),
                None => self.not_implemented(),
            },
            BinaryOp::Mul => {
                if let Some(repeat) = self.slot(left, |slots| slots.repeat) {
                    return self.repeat(repeat, left, right);
                }
                match self.slot(right, |slots| slots.repeat) {
                    Some(repeat) => self.repeat(repeat, right, left),
                    None => self.not_implemented(),
                }
            }
            _ => self.not_implemented(),
        }
    }

    /// Whether `object *= n` does not ask the right operand, since the left one has methods of
    /// sequences, only not this one.
    fn is_sequence_without_repeat(&self, object: &Ref) -> bool {
        self.is_like_sequence(object) && self.slot(object, |slots| slots.repeat.is_none())
    }

    fn is_index(&self, object: &Ref) -> bool {
        self.slot(object, |slots| slots.index.is_some())
    }

    fn repeat(&self, repeat: BinaryFn, sequence: &Ref, times: &Ref) -> Eval {
        if !self.is_index(times) {
            let message =
                format!("can't multiply sequence by non-int of type '{}'", self.class_name(times));
            return Err(self.type_error(message));
        }
        repeat(self, sequence, times)
    }

    #[cold]
    fn unsupported(&self, symbol: &str, op: BinaryOp, left: &Ref, right: &Ref) -> Raised {
        let is_print = op == BinaryOp::RShift
            && left.get::<super::object::BuiltinFunction>().is_some_and(|f| f.row.name == "print");
        let hint = if is_print && symbol == ">>" {
            ". Did you mean \"print(<message>, file=<output_stream>)\"?"
        } else {
            ""
        };
        self.type_error(format!(
            "unsupported operand type(s) for {symbol}: '{}' and '{}'{hint}",
            self.class_name(left),
            self.class_name(right)
        ))
    }

    /// `-object`, `+object`, `~object`, `abs(object)`: `pick` names the slot.
    pub fn unary(
        &self,
        object: &Ref,
        pick: impl FnOnce(&Slots) -> Option<super::slots::UnaryFn>,
        what: &str,
    ) -> Eval {
        match self.slot(object, pick) {
            Some(unary) => unary(self, object),
            None => {
                let class = self.class_name(object);
                Err(self.type_error(format!("bad operand type for {what}: '{class}'")))
            }
        }
    }

    /// `pow(base, exponent, modulus)`.
    pub fn power(&self, base: &Ref, exponent: &Ref, modulus: Option<&Ref>) -> Eval {
        let Some(modulus) = modulus.filter(|modulus| !self.is_none(modulus)) else {
            return self.binary(BinaryOp::Pow, base, exponent);
        };
        // The three classes are asked in turn, each slot once.
        let mut asked: Vec<TernaryFn> = Vec::with_capacity(3);
        for operand in [base, exponent, modulus] {
            let Some(power) = self.slot(operand, |slots| slots.power) else { continue };
            if asked.iter().any(|&before| std::ptr::fn_addr_eq(before, power)) {
                continue;
            }
            asked.push(power);
            let value = power(self, base, exponent, Some(modulus))?;
            if !self.is_not_implemented(&value) {
                return Ok(value);
            }
        }
        Err(self.type_error(format!(
            "unsupported operand type(s) for ** or pow(): '{}', '{}', '{}'",
            self.class_name(base),
            self.class_name(exponent),
            self.class_name(modulus)
        )))
    }

    /// Whether `class` or a base is `other`.
    pub fn is_subclass(&self, class: &Ref, other: &Ref) -> bool {
        class.get::<Class>().is_some_and(|class| class.is_subclass_of(other))
    }
}
