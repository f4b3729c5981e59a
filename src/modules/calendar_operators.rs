//! The operators of `date`, `datetime` and `timedelta` where both operands are plain ones.
//!
//! The classes are written in Python, which answers all other cases: zones that differ, results
//! out of range, operands of other types. Their fields stand in slots in the order of their names,
//! before those of the base.

use std::cmp::Ordering;

use super::calendar_days::{DAY, date_at, ints_from, is_date, is_time, moment, ordinal, us_since};
use super::calendar_methods::{OF_CLOCK, OF_DATE, OF_MOMENT, hash_date, hash_moment, show};
use crate::heap::{Ref, Slot};
use crate::runtime::object::{Class, Dict, Instance, Int, Member};
use crate::runtime::slots::{BinaryOp, CompareFn, HashFn};
use crate::runtime::{Args, CompareOp, Eval, Raised, Slots, Value, Vm, kinds, slot_user};

/// Where the fields of a date stand, counted from the end of the slots: year, month, day.
pub(super) const DATE: [usize; 3] = [1, 2, 3];
/// As [`DATE`], of a datetime, down to the microseconds.
pub(super) const MOMENT: [usize; 7] = [1, 2, 3, 8, 6, 5, 7];
pub(super) const ZONE: usize = 4;
pub(super) const FOLD: usize = 9;
/// The microseconds of a duration.
const US: usize = 1;

/// Beyond this a duration may be too long.
const LONG: i64 = 1 << 62;

fn class_of(object: &Ref) -> Option<&Class> {
    (object.kind() == kinds::OBJECT).then(|| object.as_ref::<Instance>().class.as_ref::<Class>())
}

/// Whether `object` is compared by `compare`, and so has the fields that come with it.
fn has(object: &Ref, compare: CompareFn) -> bool {
    class_of(object)
        .and_then(|class| class.slots.borrow().compare)
        .is_some_and(|own| std::ptr::fn_addr_eq(own, compare))
}

/// Whether the class is the one of the module, no subclass.
pub(super) fn is_plain(object: &Ref) -> bool {
    class_of(object).is_some_and(|class| class.flags.get().sealed)
}

pub(super) fn field(object: &Ref, from_end: usize) -> Option<&Slot> {
    let all = usize::from(class_of(object)?.shapes.reserved.get());
    object.inner_slot(all.checked_sub(from_end)? as u32)
}

pub(super) fn number(object: &Ref, from_end: usize) -> Option<i64> {
    let int = |value: &Ref| value.get::<Int>().map(|int| int.0.get());
    field(object, from_end)?
        .look(|value| value.filter(|value| value.is_exact::<Int>()).and_then(int))
}

pub(super) fn numbers<const N: usize>(object: &Ref, places: [usize; N]) -> Option<[i64; N]> {
    let mut numbers = [0; N];
    for (value, place) in numbers.iter_mut().zip(places) {
        *value = number(object, place)?;
    }
    Some(numbers)
}

/// Whether two datetimes are by the same clock.
fn same_zone(left: &Ref, right: &Ref) -> Option<bool> {
    let (left, right) = (field(left, ZONE)?, field(right, ZONE)?);
    left.look(|left| right.look(|right| Some(left?.same(right?))))
}

/// How the numbers at `places` are ordered, the first that differ.
fn order(left: &Ref, right: &Ref, places: &[usize]) -> Option<Ordering> {
    for place in places {
        let order = number(left, *place)?.cmp(&number(right, *place)?);
        if order.is_ne() {
            return Some(order);
        }
    }
    Some(Ordering::Equal)
}

fn compare_dates(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    let both = has(left, compare_dates) && has(right, compare_dates);
    let order = || order(left, right, &DATE);
    answer(vm, left, right, op, both.then(order).flatten())
}

fn compare_moments(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    let both = has(left, compare_moments) && has(right, compare_moments);
    let order = || {
        same_zone(left, right)?.then_some(())?;
        order(left, right, &MOMENT)
    };
    answer(vm, left, right, op, both.then(order).flatten())
}

fn compare_durations(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    let both = has(left, compare_durations) && has(right, compare_durations);
    let order = || Some(number(left, US)?.cmp(&number(right, US)?));
    answer(vm, left, right, op, both.then(order).flatten())
}

fn answer(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp, order: Option<Ordering>) -> Eval {
    match order {
        Some(order) => Ok(Value::bool(op.holds(order))),
        None => slot_user::compare(vm, left, right, op),
    }
}

/// A new instance of `class` with numbers in its fields.
pub(super) fn made<const N: usize>(
    vm: &Vm,
    class: Ref,
    places: [usize; N],
    numbers: [i64; N],
) -> Result<Ref, Raised> {
    let object = vm.new_instance(class)?;
    for (place, number) in places.into_iter().zip(numbers) {
        let number = vm.new_int(number)?;
        if let Some(slot) = field(&object, place) {
            slot.set(Some(number));
        }
    }
    Ok(object)
}

/// Whether `class` is one of dates, or of datetimes, that can be made here: its instances have the
/// field `name` so far from the end.
fn is_made_here(vm: &Vm, class: &Ref, name: &'static str, from_end: usize) -> bool {
    let Some(data) = class.get::<Class>() else { return false };
    let usual = data.layout.kind == kinds::OBJECT && !data.flags.get().abstract_;
    usual
        && vm.lookup(class, &vm.name(name)).is_some_and(|found| {
            let member = found.get::<Member>();
            member.is_some_and(|member| {
                member.from_end == from_end
                    && data.is_subclass_of(&member.class)
                    && member.class.as_ref::<Class>().flags.get().sealed
            })
        })
}

/// `new_day(class, year, month, day)`: a date, or `None`.
pub(super) fn new_day(vm: &Vm, args: Args<'_>) -> Eval {
    match ints_from::<3>(args, 1) {
        Some(day @ [year, month, number])
            if is_date(year, month, number) && is_made_here(vm, args.req(0), "_year", DATE[0]) =>
        {
            made(vm, args.req(0).clone(), DATE, day).map(Value::Obj)
        }
        _ => Ok(Value::None),
    }
}

/// `new_moment(class, year, …, microsecond, fold)`: a datetime without a zone, or `None`.
pub(super) fn new_moment(vm: &Vm, args: Args<'_>) -> Eval {
    let numbers = ints_from::<8>(args, 1);
    let fits = |[year, month, day, hour, minute, second, us, fold]: &[i64; 8]| {
        is_date(*year, *month, *day) && is_time([*hour, *minute, *second, *us, *fold])
    };
    let Some(numbers) = numbers.filter(fits) else { return Ok(Value::None) };
    if !is_made_here(vm, args.req(0), "_fold", FOLD) {
        return Ok(Value::None);
    }
    let [year, month, day, hour, minute, second, us, fold] = numbers;
    let numbers = [year, month, day, hour, minute, second, us];
    zoned(vm, args.req(0).clone(), numbers, vm.none(), fold).map(Value::Obj)
}

/// The moment so many microseconds after the day before year 1, if `class` is `datetime` itself and
/// there is such a moment.
pub(super) fn moment_in(
    vm: &Vm,
    class: &Ref,
    us: i64,
    zone: Ref,
    fold: bool,
) -> Result<Option<Ref>, Raised> {
    let plain = class.get::<Class>().is_some_and(|class| class.flags.get().sealed)
        && is_made_here(vm, class, "_fold", FOLD);
    let Some(numbers) = moment(us).filter(|_| plain) else { return Ok(None) };
    zoned(vm, class.clone(), numbers, zone, fold.into()).map(Some)
}

/// A datetime of `class` with all its fields.
pub(super) fn zoned(
    vm: &Vm,
    class: Ref,
    numbers: [i64; 7],
    zone: Ref,
    fold: i64,
) -> Result<Ref, Raised> {
    let object = made(vm, class, MOMENT, numbers)?;
    if let (Some(place), Some(last)) = (field(&object, ZONE), field(&object, FOLD)) {
        place.set(Some(zone));
        last.set(Some(vm.new_int(fold)?));
    }
    Ok(object)
}

/// The plain duration of so many microseconds, whose class is that of `like`, or of its
/// resolution.
fn duration(vm: &Vm, like: &Ref, us: Option<i64>) -> Result<Option<Ref>, Raised> {
    let Some(us) = us.filter(|us| (-LONG..LONG).contains(us)) else { return Ok(None) };
    let class = if has(like, compare_durations) {
        Some(vm.class_of(like).clone())
    } else {
        let names = class_of(like).map(|class| class.dict.as_ref::<Dict>());
        let resolution = names.and_then(|names| names.get_str(&vm.name("resolution")));
        resolution.map(|resolution| vm.class_of(&resolution).clone())
    };
    class.map(|class| made(vm, class, [US], [us])).transpose()
}

/// A day or a moment moved by so many microseconds, where that is one.
fn moved(vm: &Vm, object: &Ref, us: i64) -> Result<Option<Ref>, Raised> {
    if has(object, compare_dates) {
        let days = us.div_euclid(DAY);
        let from = numbers(object, DATE).map(|[year, month, day]| ordinal(year, month, day));
        let to = from.and_then(|from| from.checked_add(days)).and_then(date_at);
        return to.map(|to| made(vm, vm.class_of(object).clone(), DATE, to)).transpose();
    }
    let from = numbers(object, MOMENT).map(us_since);
    let to = from.and_then(|from| from.checked_add(us)).and_then(moment);
    let Some(to) = to else { return Ok(None) };
    let zone = field(object, ZONE).and_then(Slot::get).unwrap_or_else(|| vm.none());
    zoned(vm, vm.class_of(object).clone(), to, zone, 0).map(Some)
}

fn is_day_or_moment(object: &Ref) -> bool {
    has(object, compare_dates) || has(object, compare_moments)
}

fn sum(vm: &Vm, left: &Ref, right: &Ref) -> Result<Option<Ref>, Raised> {
    if !is_plain(left) || !is_plain(right) {
        return Ok(None);
    }
    let us = |object: &Ref| number(object, US).filter(|_| has(object, compare_durations));
    match (us(left), us(right)) {
        (Some(one), Some(other)) => duration(vm, left, one.checked_add(other)),
        (None, Some(us)) if is_day_or_moment(left) => moved(vm, left, us),
        (Some(us), None) if is_day_or_moment(right) => moved(vm, right, us),
        _ => Ok(None),
    }
}

fn difference(vm: &Vm, left: &Ref, right: &Ref) -> Result<Option<Ref>, Raised> {
    if !is_plain(left) || !is_plain(right) {
        return Ok(None);
    }
    if has(right, compare_durations) {
        let Some(us) = number(right, US) else { return Ok(None) };
        if has(left, compare_durations) {
            return duration(vm, left, number(left, US).and_then(|one| one.checked_sub(us)));
        }
        // A day goes back by whole days, the part of one left out as in CPython.
        let us = if has(left, compare_dates) { us.div_euclid(DAY) * DAY } else { us };
        return if is_day_or_moment(left) { moved(vm, left, -us) } else { Ok(None) };
    }
    if has(left, compare_dates) && has(right, compare_dates) {
        let days =
            |object| numbers(object, DATE).map(|[year, month, day]| ordinal(year, month, day));
        let us = days(left).zip(days(right)).map(|(one, other)| (one - other) * DAY);
        return duration(vm, left, us);
    }
    let moments = has(left, compare_moments) && has(right, compare_moments);
    if moments && same_zone(left, right) == Some(true) {
        let us = |object| numbers(object, MOMENT).map(us_since);
        return duration(vm, left, us(left).zip(us(right)).map(|(one, other)| one - other));
    }
    Ok(None)
}

/// What the methods in Python say, as [`slot_user`] asks them.
fn ask(vm: &Vm, op: BinaryOp, left: &Ref, right: &Ref) -> Eval {
    let own = |object: &Ref| {
        vm.slot(object, |slots| slots.binary[op as usize])
            .is_some_and(|own| std::ptr::fn_addr_eq(own, SLOTS.binary[op as usize].unwrap_or(own)))
    };
    let one = |object: &Ref, name: &'static str, other: &Ref| match vm.lookup_special(object, name)
    {
        Some(method) => vm.call_special(method, object, &[other]),
        None => vm.not_implemented(),
    };
    let differ = !vm.class_of(left).same(vm.class_of(right));
    if own(left) {
        let value = one(left, op.method(), right)?;
        if !vm.is_not_implemented(&value) || !differ {
            return Ok(value);
        }
    }
    if differ && own(right) { one(right, op.reflected(), left) } else { vm.not_implemented() }
}

fn add(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    match sum(vm, left, right)? {
        Some(made) => Ok(Value::Obj(made)),
        None => ask(vm, BinaryOp::Add, left, right),
    }
}

fn sub(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    match difference(vm, left, right)? {
        Some(made) => Ok(Value::Obj(made)),
        None => ask(vm, BinaryOp::Sub, left, right),
    }
}

static SLOTS: Slots =
    Slots { binary: Slots::binary(&[(BinaryOp::Add, add), (BinaryOp::Sub, sub)]), ..Slots::EMPTY };

/// `_equip(class)`: the operators become those of this file, and methods are added.
pub(super) fn equip(vm: &Vm, args: Args<'_>) -> Eval {
    let Some(class) = args.req(0).get::<Class>() else { return Ok(Value::None) };
    let (equipment, compare, hash) = match class.name_text().as_str() {
        "date" => (Some(&OF_DATE), Some(compare_dates as CompareFn), Some(hash_date as HashFn)),
        "datetime" => {
            (Some(&OF_MOMENT), Some(compare_moments as CompareFn), Some(hash_moment as HashFn))
        }
        "time" => (Some(&OF_CLOCK), None, None),
        "timedelta" => (None, Some(compare_durations as CompareFn), None),
        _ => return Ok(Value::None),
    };
    if let Some(equipment) = equipment {
        equipment.put_into(vm, args.req(0))?;
    }
    let mut slots = **class.slots.borrow();
    slots.compare = compare.or(slots.compare);
    if hash.is_some() {
        slots.hash = hash;
        slots.str = Some(show);
    }
    if compare.is_some() {
        for (own, new) in slots.binary.iter_mut().zip(SLOTS.binary) {
            *own = new.or(*own);
        }
    }
    *class.slots.borrow_mut() = std::rc::Rc::new(slots);
    vm.class_epoch.set(vm.class_epoch.get() + 1);
    Ok(Value::None)
}
