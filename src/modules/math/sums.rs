//! The functions of `math` that take many numbers: sums, products, distances.

use std::cell::Cell;

use crate::heap::Ref;
use crate::runtime::object::Int;
use crate::runtime::object::number::{float_of, int_view, unbox};
use crate::runtime::{Args, BinaryOp, ErrorKind, Eval, Raised, Value, Vm};
use crate::types::float::real;
use crate::types::int::{add, mul, mul_small, to_f64};

pub(super) fn fsum(vm: &Vm, args: Args<'_>) -> Eval {
    let mut numbers = Vec::new();
    vm.each(args.req(0), &mut |item| {
        numbers.push(real(vm, &item)?);
        Ok(true)
    })?;
    match pymath::math::fsum(numbers) {
        Ok(sum) => Ok(Value::float(sum)),
        Err(pymath::Error::EDOM) => Err(vm.value_error("-inf + inf in fsum")),
        Err(pymath::Error::ERANGE) => {
            Err(vm.raise(ErrorKind::OverflowError, "intermediate overflow in fsum".into()))
        }
    }
}

/// `left * right`, quickly where both are plain numbers.
fn times(vm: &Vm, left: Value, right: &Ref) -> Eval {
    match (&left, unbox(right.clone())) {
        (Value::Int(left), Value::Int(right)) => mul_small(vm, *left, right),
        (Value::Float(left), Value::Float(right)) => Ok(Value::float(left.get() * right.get())),
        (Value::Float(left), Value::Int(right)) => Ok(Value::float(left.get() * right as f64)),
        (Value::Int(left), Value::Float(right)) => Ok(Value::float(*left as f64 * right.get())),
        _ => {
            let left = vm.to_object(left)?;
            vm.binary(BinaryOp::Mul, &left, right)
        }
    }
}

pub(super) fn prod(vm: &Vm, args: Args<'_>) -> Eval {
    let product = Cell::new(args.get(1).map_or(Value::Int(1), |start| unbox(start.clone())));
    vm.each(args.req(0), &mut |item| {
        let next = times(vm, product.replace(Value::Undef), &item)?;
        product.set(next);
        Ok(true)
    })?;
    Ok(product.into_inner())
}

/// The vectors as floats, if at least one of each pair of items is a float and the other a number.
fn as_floats(p: &[Ref], q: &[Ref]) -> Option<(Vec<f64>, Vec<f64>)> {
    let item = |object: &Ref| float_of(object).or_else(|| int_view(object).and_then(to_f64));
    p.iter()
        .zip(q)
        .map(|(a, b)| {
            let some_float = float_of(a).is_some() || float_of(b).is_some();
            some_float.then(|| Some((item(a)?, item(b)?)))?
        })
        .collect::<Option<Vec<_>>>()
        .map(|pairs| pairs.into_iter().unzip())
}

pub(super) fn sumprod(vm: &Vm, args: Args<'_>) -> Eval {
    let (p, q) = (vm.collect(args.req(0))?, vm.collect(args.req(1))?);
    if p.len() != q.len() {
        return Err(vm.value_error("Inputs are not the same length"));
    }
    if !p.is_empty()
        && let Some((p, q)) = as_floats(&p, &q)
        && let Ok(sum) = pymath::math::sumprod(&p, &q)
        && sum.is_finite()
    {
        return Ok(Value::float(sum));
    }
    let mut total = vm.new_int(0)?;
    for (a, b) in p.iter().zip(&q) {
        vm.poll()?;
        let exact = a.is_exact::<Int>() && b.is_exact::<Int>();
        let product = if exact { mul(vm, a, b)? } else { vm.binary(BinaryOp::Mul, a, b)? };
        let product = vm.to_object(product)?;
        let sum = if total.is_exact::<Int>() && product.is_exact::<Int>() {
            add(vm, &total, &product)?
        } else {
            vm.binary(BinaryOp::Add, &total, &product)?
        };
        total = vm.to_object(sum)?;
    }
    Ok(unbox(total))
}

fn reals(vm: &Vm, items: &[Ref]) -> Result<Vec<f64>, Raised> {
    items.iter().map(|item| real(vm, item)).collect()
}

pub(super) fn dist(vm: &Vm, args: Args<'_>) -> Eval {
    let (p, q) = (vm.collect(args.req(0))?, vm.collect(args.req(1))?);
    if p.len() != q.len() {
        return Err(vm.value_error("both points must have the same number of dimensions"));
    }
    Ok(Value::float(pymath::math::dist(&reals(vm, &p)?, &reals(vm, &q)?)))
}

pub(super) fn hypot(vm: &Vm, args: Args<'_>) -> Eval {
    let mut coordinates = Vec::with_capacity(args.rest().len());
    for item in args.rest() {
        coordinates.push(real(vm, item)?);
    }
    Ok(Value::float(pymath::math::hypot(&coordinates)))
}
