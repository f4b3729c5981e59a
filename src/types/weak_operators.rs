//! The binary operators of weak proxies: those of what they stand for.

use crate::heap::Ref;
use crate::runtime::slots::{BINARY_OPS, BinaryFn};
use crate::runtime::{BinaryOp, Eval, Vm};

use super::weakref::behind;

macro_rules! operators {
    ($($op:ident)*) => {
        const PLAIN: [BinaryFn; BINARY_OPS] = [$(|vm, left, right| {
            forward(vm, BinaryOp::$op, left, right)
        }),*];
        const IN_PLACE: [BinaryFn; BINARY_OPS] = [$(|vm, left, right| {
            vm.inplace(BinaryOp::$op, &behind(vm, left)?, &behind(vm, right)?)
        }),*];
    };
}

operators! { Add Sub Mul MatMul Div FloorDiv Mod Pow LShift RShift And Or Xor DivMod }

fn forward(vm: &Vm, op: BinaryOp, left: &Ref, right: &Ref) -> Eval {
    vm.binary(op, &behind(vm, left)?, &behind(vm, right)?)
}

const fn filled(table: [BinaryFn; BINARY_OPS]) -> [Option<BinaryFn>; BINARY_OPS] {
    let mut slots: [Option<BinaryFn>; BINARY_OPS] = [None; BINARY_OPS];
    let mut at = 0;
    while at < BINARY_OPS {
        slots[at] = Some(table[at]);
        at += 1;
    }
    slots
}

pub(super) const BINARY: [Option<BinaryFn>; BINARY_OPS] = filled(PLAIN);
pub(super) const INPLACE: [Option<BinaryFn>; BINARY_OPS] = filled(IN_PLACE);
