//! Constants: one object for equal ones, strings that look like names interned, simple folding.

use dashu_int::IBig;
use dashu_int::ops::BitTest;

use super::unit::{Lowered, Lowerer};
use crate::eval::arith::{self, Arithmetic};
use crate::eval::node::{Const, Node, Number, Singleton};
use crate::heap::Ref;
use crate::runtime::{Value, Vm};
use crate::syntax::ast::{BinOp, Constant, Expr, ExprKind, UnaryOp};

/// What makes two constants the same: type and exact value.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum ConstantKey {
    None,
    True,
    False,
    Ellipsis,
    Int(i64),
    Big(String),
    Float(u64),
    Imaginary(u64),
    Str(Box<str>),
    Bytes(Box<[u8]>),
    Tuple(Vec<ConstantKey>),
    FrozenSet(Vec<ConstantKey>),
    /// A tuple of keyword names.
    Keywords(Vec<String>),
}

impl Lowerer<'_> {
    /// The constant that `expr` is, if it is one (folded where simple).
    pub fn constant_key(&self, expr: &Expr) -> Option<ConstantKey> {
        match &expr.kind {
            ExprKind::Constant(constant) => Some(key_of(constant)),
            ExprKind::Unary { op: UnaryOp::Neg, operand } => match self.constant_key(operand)? {
                ConstantKey::Int(int) => int.checked_neg().map(ConstantKey::Int),
                ConstantKey::Float(bits) => {
                    Some(ConstantKey::Float((-f64::from_bits(bits)).to_bits()))
                }
                ConstantKey::Big(digits) => {
                    let negative = match digits.strip_prefix('-') {
                        Some(positive) => positive.to_owned(),
                        None => format!("-{digits}"),
                    };
                    let small = negative.parse::<i64>().ok();
                    Some(small.map_or(ConstantKey::Big(negative), ConstantKey::Int))
                }
                _ => None,
            },
            ExprKind::Unary { op: UnaryOp::Invert, operand } => match &operand.kind {
                ExprKind::Constant(Constant::True) => Some(ConstantKey::Int(-2)),
                ExprKind::Constant(Constant::False) => Some(ConstantKey::Int(-1)),
                _ => None,
            },
            ExprKind::Binary { op, left, right } => {
                if expr.depth > MOST_FOLDED {
                    return None;
                }
                let left = self.constant_key(left)?;
                let right = self.constant_key(right)?;
                self.fold(*op, &left, &right)
            }
            ExprKind::Tuple(items) => self.constant_keys(items).map(ConstantKey::Tuple),
            _ => None,
        }
    }

    /// The constants that all of `items` are.
    pub fn constant_keys(&self, items: &[Expr]) -> Option<Vec<ConstantKey>> {
        items.iter().map(|item| self.constant_key(item)).collect()
    }

    fn fold(&self, op: BinOp, left: &ConstantKey, right: &ConstantKey) -> Option<ConstantKey> {
        if let Some(folded) = fold_sequences(op, left, right) {
            return Some(folded);
        }
        if let (Some(left), Some(right)) = (whole(left), whole(right))
            && (!small(&left) || !small(&right) || matches!(op, BinOp::Pow | BinOp::LShift))
            && op != BinOp::Div
            && right >= IBig::ZERO
        {
            return fold_big(op, &left, &right);
        }
        let left = number(left)?;
        let right = number(right)?;
        let value = match op {
            BinOp::Add => quick::<arith::Add>(left, right),
            BinOp::Sub => quick::<arith::Sub>(left, right),
            BinOp::Mul => quick::<arith::Mul>(left, right),
            BinOp::Div => quick::<arith::Div>(left, right),
            BinOp::FloorDiv => quick::<arith::FloorDiv>(left, right),
            BinOp::Mod => quick::<arith::Mod>(left, right),
            BinOp::Pow => quick::<arith::Pow>(left, right),
            BinOp::LShift => quick::<arith::LShift>(left, right),
            BinOp::RShift => quick::<arith::RShift>(left, right),
            BinOp::And => quick::<arith::And>(left, right),
            BinOp::Or => quick::<arith::Or>(left, right),
            BinOp::Xor => quick::<arith::Xor>(left, right),
            BinOp::MatMul => None,
        }?;
        match value {
            Value::Int(int) => Some(ConstantKey::Int(int)),
            Value::Float(bits) => Some(ConstantKey::Float(bits.get().to_bits())),
            _ => None,
        }
    }

    /// The object of a constant, made once per source.
    fn constant_object(&mut self, key: &ConstantKey) -> Lowered<Ref> {
        if let Some(object) = self.pool.get(key) {
            return Ok(object.clone());
        }
        let object = self.make_constant(key)?;
        self.pool.insert(key.clone(), object.clone());
        Ok(object)
    }

    fn make_constant(&mut self, key: &ConstantKey) -> Lowered<Ref> {
        let vm = self.vm;
        match key {
            ConstantKey::None => Ok(vm.none()),
            ConstantKey::True => Ok(vm.new_bool(true)),
            ConstantKey::False => Ok(vm.new_bool(false)),
            ConstantKey::Ellipsis => Ok(vm.singletons.ellipsis.clone()),
            ConstantKey::Int(int) => vm.new_int(*int),
            ConstantKey::Big(digits) => big_object(vm, digits),
            ConstantKey::Float(bits) => vm.new_float(f64::from_bits(*bits)),
            ConstantKey::Imaginary(bits) => {
                let value = crate::types::complex::new_complex(vm, (0.0, f64::from_bits(*bits)))?;
                vm.to_object(value)
            }
            ConstantKey::Str(text) => {
                if looks_like_a_name(text) {
                    vm.intern(text)
                } else {
                    vm.new_str(text)
                }
            }
            ConstantKey::Bytes(bytes) => crate::types::bytes::new_bytes(vm, bytes.to_vec()),
            ConstantKey::Tuple(keys) => {
                let items =
                    keys.iter().map(|key| self.constant_object(key)).collect::<Lowered<_>>()?;
                vm.new_tuple(items)
            }
            ConstantKey::FrozenSet(keys) => {
                let items =
                    keys.iter().map(|key| self.constant_object(key)).collect::<Lowered<_>>()?;
                crate::types::set::constant_frozenset(vm, items)
            }
            ConstantKey::Keywords(names) => {
                let items = names.iter().map(|name| vm.intern(name)).collect::<Lowered<_>>()?;
                vm.new_tuple(items)
            }
        }
    }

    /// The index of a constant in the code being lowered.
    pub fn constant(&mut self, key: ConstantKey) -> Lowered<u32> {
        if let Some(&index) = self.unit.constant_index.get(&key) {
            return Ok(index);
        }
        let object = self.constant_object(&key)?;
        let index = self.add_constant(object);
        self.unit.constant_index.insert(key, index);
        Ok(index)
    }

    /// From here on equal constants are objects of their own. Those made so far are held by the code
    /// alone, as they are held by the syntax tree alone where the code of a statement is over.
    pub fn forget_constants(&mut self) {
        self.pool.clear();
        self.unit.constant_index.clear();
    }

    /// Adds an object (an inner code object) to the constants.
    pub fn add_constant(&mut self, object: Ref) -> u32 {
        self.unit.constants.push(object);
        self.unit.constants.len() as u32 - 1
    }

    /// The index of a string constant.
    pub fn string(&mut self, text: &str) -> Lowered<u32> {
        self.constant(ConstantKey::Str(text.into()))
    }

    /// The node of a constant.
    pub fn constant_node(&mut self, key: ConstantKey) -> Lowered<Node> {
        let singleton = match key {
            ConstantKey::None => Some(Value::None),
            ConstantKey::True => Some(Value::True),
            ConstantKey::False => Some(Value::False),
            _ => None,
        };
        if let Some(value) = singleton {
            return Ok(Box::new(Singleton(value)));
        }
        let number = match key {
            ConstantKey::Int(int) => Some((false, int as u64)),
            ConstantKey::Float(bits) => Some((true, bits)),
            _ => None,
        };
        let index = self.constant(key)?;
        Ok(match number {
            Some((false, bits)) => Box::new(Number::<false> { index, bits }),
            Some((true, bits)) => Box::new(Number::<true> { index, bits }),
            None => Box::new(Const { index }),
        })
    }
}

/// Deeper expressions are not folded.
const MOST_FOLDED: u16 = 20;

fn big_object(vm: &Vm, digits: &str) -> Lowered<Ref> {
    let big = IBig::from_str_radix(digits, 10).unwrap_or(IBig::ZERO);
    let value = vm.new_big_int(big)?;
    vm.to_object(value)
}

fn key_of(constant: &Constant) -> ConstantKey {
    match constant {
        Constant::None => ConstantKey::None,
        Constant::True => ConstantKey::True,
        Constant::False => ConstantKey::False,
        Constant::Ellipsis => ConstantKey::Ellipsis,
        Constant::Int(int) => ConstantKey::Int(*int),
        Constant::BigInt { digits, radix } => {
            let big = IBig::from_str_radix(digits, (*radix).into()).unwrap_or(IBig::ZERO);
            ConstantKey::Big(big.to_string())
        }
        Constant::Float(float) => ConstantKey::Float(float.to_bits()),
        Constant::Imaginary(float) => ConstantKey::Imaginary(float.to_bits()),
        Constant::Str(text) => ConstantKey::Str(text.clone()),
        Constant::Bytes(bytes) => ConstantKey::Bytes(bytes.clone()),
    }
}

fn number(key: &ConstantKey) -> Option<Value> {
    match key {
        ConstantKey::Int(int) => Some(Value::Int(*int)),
        ConstantKey::Float(bits) => Some(Value::float(f64::from_bits(*bits))),
        _ => None,
    }
}

/// The integer of a constant.
fn whole(key: &ConstantKey) -> Option<IBig> {
    match key {
        ConstantKey::Int(int) => Some(IBig::from(*int)),
        ConstantKey::Big(digits) => IBig::from_str_radix(digits, 10).ok(),
        _ => None,
    }
}

fn bits(int: &IBig) -> usize {
    int.bit_len()
}

/// Whether sums and products of two such integers surely fit a word.
fn small(int: &IBig) -> bool {
    bits(int) < 31
}

/// Folds as far as CPython does: results of powers, products and shifts up to 128 bits.
fn fold_big(op: BinOp, left: &IBig, right: &IBig) -> Option<ConstantKey> {
    const MOST_BITS: usize = 128;
    let nonzero = *right != IBig::ZERO;
    let value = match op {
        BinOp::Add => left + right,
        BinOp::Sub => left - right,
        BinOp::Mul if bits(left) + bits(right) <= MOST_BITS => left * right,
        BinOp::Pow => {
            let exponent = usize::try_from(right).ok()?;
            let fits = bits(left).checked_mul(exponent).is_some_and(|bits| bits <= MOST_BITS);
            if !fits {
                return None;
            }
            left.pow(exponent)
        }
        BinOp::LShift => {
            let by = usize::try_from(right).ok()?;
            if by > MOST_BITS || bits(left) + by > MOST_BITS {
                return None;
            }
            left << by
        }
        BinOp::RShift => left >> usize::try_from(right).ok()?,
        BinOp::And => left & right,
        BinOp::Or => left | right,
        BinOp::Xor => left ^ right,
        BinOp::FloorDiv if nonzero => floor_div(left, right),
        BinOp::Mod if nonzero => left - floor_div(left, right) * right,
        _ => return None,
    };
    Some(
        i64::try_from(&value)
            .map_or_else(|_| ConstantKey::Big(value.to_string()), ConstantKey::Int),
    )
}

/// Longer strings and tuples are not made before they are needed (CPython: `safe_multiply`).
const MOST_TEXT: usize = 4096;
const MOST_ITEMS: usize = 256;
const MOST_NESTED: usize = 1024;

/// Sums of constant sequences, and products with a constant int as far as CPython makes them.
fn fold_sequences(op: BinOp, left: &ConstantKey, right: &ConstantKey) -> Option<ConstantKey> {
    match (op, left, right) {
        (BinOp::Add, ConstantKey::Str(left), ConstantKey::Str(right)) => {
            Some(ConstantKey::Str(format!("{left}{right}").into()))
        }
        (BinOp::Add, ConstantKey::Bytes(left), ConstantKey::Bytes(right)) => {
            Some(ConstantKey::Bytes([&**left, &**right].concat().into()))
        }
        (BinOp::Add, ConstantKey::Tuple(left), ConstantKey::Tuple(right)) => {
            Some(ConstantKey::Tuple([&**left, &**right].concat()))
        }
        (BinOp::Mul, ConstantKey::Int(times), sequence)
        | (BinOp::Mul, sequence, ConstantKey::Int(times)) => {
            repeated(sequence, usize::try_from(*times).ok()?)
        }
        _ => None,
    }
}

fn repeated(sequence: &ConstantKey, times: usize) -> Option<ConstantKey> {
    let fits =
        |length: usize, most: usize| length.checked_mul(times).is_some_and(|all| all <= most);
    match sequence {
        ConstantKey::Str(text) if fits(text.chars().count(), MOST_TEXT) => {
            Some(ConstantKey::Str(text.repeat(times).into()))
        }
        ConstantKey::Bytes(bytes) if fits(bytes.len(), MOST_TEXT) => {
            Some(ConstantKey::Bytes(bytes.repeat(times).into()))
        }
        ConstantKey::Tuple(items)
            if fits(items.len(), MOST_ITEMS) && fits(nested(items), MOST_NESTED) =>
        {
            let times = if items.is_empty() { 0 } else { times };
            Some(ConstantKey::Tuple(vec![items.as_slice(); times].concat()))
        }
        _ => None,
    }
}

/// How many items a tuple has, those of tuples in it included.
fn nested(items: &[ConstantKey]) -> usize {
    let inner = items.iter().map(|item| match item {
        ConstantKey::Tuple(inner) => nested(inner),
        _ => 0,
    });
    items.len() + inner.sum::<usize>()
}

fn floor_div(left: &IBig, right: &IBig) -> IBig {
    let quotient = left / right;
    let exact = &quotient * right == *left;
    let opposite = (*left < IBig::ZERO) != (*right < IBig::ZERO);
    if opposite && !exact { quotient - 1 } else { quotient }
}

fn quick<Op: Arithmetic>(left: Value, right: Value) -> Option<Value> {
    match (left, right) {
        (Value::Int(left), Value::Int(right)) => Op::ints(left, right),
        (Value::Float(left), Value::Float(right)) => Op::floats(left.get(), right.get()),
        (Value::Int(left), Value::Float(right)) => Op::floats(left as f64, right.get()),
        (Value::Float(left), Value::Int(right)) => Op::floats(left.get(), right as f64),
        _ => None,
    }
}

/// CPython interns string constants made of name characters only.
fn looks_like_a_name(text: &str) -> bool {
    text.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric())
}
