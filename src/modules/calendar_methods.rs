//! Attributes and methods of `date`, `datetime` and `time` for their usual objects and arguments.
//!
//! Whatever else they are given is left to methods written in Python, whose names start with an
//! underscore.

use super::calendar_days::{is_date, is_time, ordinal};
use super::calendar_operators::{
    DATE, FOLD, MOMENT, ZONE, field, is_plain, made, number, numbers, zoned,
};
use super::calendar_text as text;
use crate::heap::{Fixed, Ref};
use crate::runtime::object::string::str_of;
use crate::runtime::object::{Class, ClassMethodDescriptor, GetSet, Int, Member, MethodDescriptor};
use crate::runtime::spec::{Flavor, GetSetRow, Method, classmethod, getter, method};
use crate::runtime::{Args, Eval, Raised, Value, Vm, slot_user};
use crate::text::hash::hash_bytes;

/// Where the fields of a time stand: hour, minute, second, microsecond.
const CLOCK: [usize; 4] = [5, 3, 2, 4];
const CLOCK_ZONE: usize = 1;
const CLOCK_FOLD: usize = 6;

/// What one class gets.
pub(super) struct Equipment {
    attributes: &'static [GetSetRow],
    methods: &'static [Method],
}

pub(super) static OF_DATE: Equipment =
    Equipment { attributes: &DATE_ATTRIBUTES, methods: &DATE_METHODS };
pub(super) static OF_MOMENT: Equipment =
    Equipment { attributes: &MOMENT_ATTRIBUTES, methods: &MOMENT_METHODS };
pub(super) static OF_CLOCK: Equipment =
    Equipment { attributes: &CLOCK_ATTRIBUTES, methods: &CLOCK_METHODS };

impl Equipment {
    /// Puts everything into the namespace of `class`.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(super) fn put_into(&'static self, vm: &Vm, class: &Ref) -> Result<(), Raised> {
        let owner = || Fixed::new(class.clone());
        for row in self.attributes {
            let attribute = vm.alloc(GetSet { row, class: owner() })?;
            vm.type_set_attr(class, &vm.name(row.name), Some(&attribute))?;
        }
        for row in self.methods {
            let method = match row.flavor {
                Flavor::ClassMethod => vm.alloc(ClassMethodDescriptor { row, class: owner() })?,
                _ => vm.alloc(MethodDescriptor { row, class: owner() })?,
            };
            vm.type_set_attr(class, &vm.name(row.name), Some(&method))?;
        }
        Ok(())
    }
}

fn value(object: &Ref, from_end: usize) -> Eval {
    Ok(field(object, from_end).and_then(|slot| slot.get()).map_or(Value::None, Value::Obj))
}

static DATE_ATTRIBUTES: [GetSetRow; 3] = [
    getter("year", |_, date| value(date, DATE[0]), ""),
    getter("month", |_, date| value(date, DATE[1]), ""),
    getter("day", |_, date| value(date, DATE[2]), ""),
];

static MOMENT_ATTRIBUTES: [GetSetRow; 6] = [
    getter("hour", |_, moment| value(moment, MOMENT[3]), ""),
    getter("minute", |_, moment| value(moment, MOMENT[4]), ""),
    getter("second", |_, moment| value(moment, MOMENT[5]), ""),
    getter("microsecond", |_, moment| value(moment, MOMENT[6]), ""),
    getter("tzinfo", |_, moment| value(moment, ZONE), ""),
    getter("fold", |_, moment| value(moment, FOLD), ""),
];

static CLOCK_ATTRIBUTES: [GetSetRow; 6] = [
    getter("hour", |_, clock| value(clock, CLOCK[0]), ""),
    getter("minute", |_, clock| value(clock, CLOCK[1]), ""),
    getter("second", |_, clock| value(clock, CLOCK[2]), ""),
    getter("microsecond", |_, clock| value(clock, CLOCK[3]), ""),
    getter("tzinfo", |_, clock| value(clock, CLOCK_ZONE), ""),
    getter("fold", |_, clock| value(clock, CLOCK_FOLD), ""),
];

#[rustfmt::skip]
static DATE_METHODS: [Method; 7] = [
    method("__replace__", "(year=0, month=0, day=0)", replace_date, "The same as replace()."),
    classmethod("fromisoformat", "(string, /)", read_date, "str -> Construct a date from a string in ISO 8601 format."),
    method("isoformat", "()", date_text, "Return string in ISO 8601 format, YYYY-MM-DD."),
    method("isoweekday", "()", |vm, args| Ok(Value::Int(days(vm, args)? % 7 + 1)), "Return the day of the week represented by the date.\nMonday == 1 ... Sunday == 7"),
    method("replace", "(year=0, month=0, day=0)", replace_date, "Return date with new specified fields."),
    method("toordinal", "()", |vm, args| Ok(Value::Int(days(vm, args)? + 1)), "Return proleptic Gregorian ordinal.  January 1 of year 1 is day 1."),
    method("weekday", "()", |vm, args| Ok(Value::Int(days(vm, args)? % 7)), "Return the day of the week represented by the date.\nMonday == 0 ... Sunday == 6"),
];

#[rustfmt::skip]
static MOMENT_METHODS: [Method; 5] = [
    method("__replace__", "(year=0, month=0, day=0, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0)", replace_moment, "The same as replace()."),
    method("date", "()", date_of_moment, "Return date object with same year, month and day."),
    classmethod("fromisoformat", "(string, /)", read_moment, "string -> datetime from a string in most ISO 8601 formats"),
    method("isoformat", "(sep='T', timespec='auto')", moment_text, "[sep] -> string in ISO 8601 format, YYYY-MM-DDT[HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM].\nsep is used to separate the year from the time, and defaults to 'T'."),
    method("replace", "(year=0, month=0, day=0, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0)", replace_moment, "Return datetime with new specified fields."),
];

static CLOCK_METHODS: [Method; 1] = [classmethod(
    "fromisoformat",
    "(string, /)",
    read_time,
    "string -> time from a string in ISO 8601 format",
)];

/// The number of the day of `self`, counting from 0 on the first day of year 1, a Monday.
fn days(vm: &Vm, args: Args<'_>) -> Result<i64, Raised> {
    let [year, month, day] = day_of(vm, args.req(0))?;
    Ok(ordinal(year, month, day) - 1)
}

fn day_of(vm: &Vm, date: &Ref) -> Result<[i64; 3], Raised> {
    numbers(date, DATE).ok_or_else(|| vm.type_error("the fields of a date must be ints"))
}

fn date_text(vm: &Vm, args: Args<'_>) -> Eval {
    vm.str_value(&text::day(day_of(vm, args.req(0))?))
}

/// The seven numbers of a datetime without a zone.
fn local(moment: &Ref) -> Option<[i64; 7]> {
    let numbers = numbers(moment, MOMENT)?;
    let is_none =
        |zone: Option<&Ref>| zone.is_some_and(|zone| zone.kind() == crate::runtime::kinds::NONE);
    field(moment, ZONE)?.look(is_none).then_some(numbers)
}

fn moment_text(vm: &Vm, args: Args<'_>) -> Eval {
    let separator = args.get(1).map_or(Some("T"), str_of);
    let usual = separator.filter(|text| text.chars().count() == 1 && args.get(2).is_none());
    if let (Some(separator), Some(numbers)) = (usual, local(args.req(0))) {
        return vm.str_value(&text::moment(numbers, separator));
    }
    let (t, auto) = (vm.name("T"), vm.name("auto"));
    let given = [args.get(1).unwrap_or(&t), args.get(2).unwrap_or(&auto)];
    vm.call_method(args.req(0), "_isoformat", &given)
}

/// `str()` of dates and datetimes.
pub(super) fn show(vm: &Vm, object: &Ref) -> Eval {
    if !is_plain(object) {
        return slot_user::str(vm, object);
    }
    if field(object, FOLD).is_none() {
        return vm.str_value(&text::day(day_of(vm, object)?));
    }
    match local(object) {
        Some(numbers) => vm.str_value(&text::moment(numbers, " ")),
        None => slot_user::str(vm, object),
    }
}

/// The hash of a date: that of its pickled state.
pub(super) fn hash_date(vm: &Vm, date: &Ref) -> Result<i64, Raised> {
    let [year, month, day] = day_of(vm, date)?;
    Ok(hash_bytes(&[(year >> 8) as u8, year as u8, month as u8, day as u8]))
}

/// The hash of a datetime, as of a date where it has no zone.
pub(super) fn hash_moment(vm: &Vm, moment: &Ref) -> Result<i64, Raised> {
    let Some([year, month, day, hour, minute, second, us]) = local(moment) else {
        return slot_user::hash(vm, moment);
    };
    let numbers = [year >> 8, year, month, day, hour, minute, second, us >> 16, us >> 8, us];
    Ok(hash_bytes(&numbers.map(|number| number as u8)))
}

/// Whether `class` is one of the module, no subclass, which would have to be called.
fn is_own(class: &Ref) -> bool {
    class.get::<Class>().is_some_and(|class| class.flags.get().sealed)
}

fn read_date(vm: &Vm, args: Args<'_>) -> Eval {
    let class = args.req(0);
    let day = str_of(args.req(1)).and_then(|text| text::read_day(text.as_bytes()));
    match day.filter(|[year, month, day]| is_own(class) && is_date(*year, *month, *day)) {
        Some(day) => made(vm, class.clone(), DATE, day).map(Value::Obj),
        None => vm.call_method(class, "_fromisoformat", &[args.req(1)]),
    }
}

fn moment_in(text: &str) -> Option<([i64; 7], Option<i64>)> {
    let (day, rest) = text.as_bytes().split_at_checked(10)?;
    let [year, month, day] = text::read_day(day).filter(|[y, m, d]| is_date(*y, *m, *d))?;
    let (b'T' | b' ', clock) = rest.split_first()? else { return None };
    let (clock, ahead) = text::read_clock(clock)?;
    let [hour, minute, second, us] = clock;
    is_time([hour, minute, second, us, 0])
        .then_some(([year, month, day, hour, minute, second, us], ahead))
}

/// The zone of what was read, which is so many seconds ahead of UTC: the class knows them.
fn zone(vm: &Vm, class: &Ref, ahead: Option<i64>) -> Result<Ref, Raised> {
    let Some(seconds) = ahead else { return Ok(vm.none()) };
    let microseconds = vm.new_int(seconds * 1_000_000)?;
    let zone = vm.call_method(class, "_zone_of", &[&microseconds])?;
    vm.to_object(zone)
}

fn read_moment(vm: &Vm, args: Args<'_>) -> Eval {
    let class = args.req(0);
    match str_of(args.req(1)).and_then(moment_in).filter(|_| is_own(class)) {
        Some((numbers, ahead)) => {
            let zone = zone(vm, class, ahead)?;
            zoned(vm, class.clone(), numbers, zone, 0).map(Value::Obj)
        }
        None => vm.call_method(class, "_fromisoformat", &[args.req(1)]),
    }
}

fn read_time(vm: &Vm, args: Args<'_>) -> Eval {
    let class = args.req(0);
    let read = str_of(args.req(1)).and_then(|text| text::read_clock(text.as_bytes()));
    let fits = |[hour, minute, second, us]: [i64; 4]| is_time([hour, minute, second, us, 0]);
    match read.filter(|(clock, _)| is_own(class) && fits(*clock)) {
        Some(([hour, minute, second, us], ahead)) => {
            let zone = zone(vm, class, ahead)?;
            let places = [CLOCK[0], CLOCK[1], CLOCK[2], CLOCK[3], CLOCK_FOLD];
            let time = made(vm, class.clone(), places, [hour, minute, second, us, 0])?;
            if let Some(slot) = field(&time, CLOCK_ZONE) {
                slot.set(Some(zone));
            }
            Ok(Value::Obj(time))
        }
        None => vm.call_method(class, "_fromisoformat", &[args.req(1)]),
    }
}

/// The date's class, whose fields a datetime's class inherits.
fn date_of_moment(vm: &Vm, args: Args<'_>) -> Eval {
    let moment = args.req(0);
    let day = day_of(vm, moment)?;
    let class = vm.lookup(vm.class_of(moment), &vm.name("_year"));
    match class.as_ref().and_then(|found| found.get::<Member>()) {
        Some(member) => made(vm, (*member.class).clone(), DATE, day).map(Value::Obj),
        None => Err(vm.type_error("the fields of a date must be ints")),
    }
}

/// The new number of a field: that of argument `at`, or the old one.
fn replaced(args: Args<'_>, at: usize, from_end: usize) -> Option<i64> {
    match args.get(at) {
        Some(given) => {
            given.is_exact::<Int>().then(|| given.get::<Int>().map(|int| int.0.get()))?
        }
        None => number(args.req(0), from_end),
    }
}

fn replace_date(vm: &Vm, args: Args<'_>) -> Eval {
    let date = args.req(0);
    let new = |at: usize| replaced(args, at + 1, DATE[at]);
    if let (true, Some(year), Some(month), Some(day)) = (is_plain(date), new(0), new(1), new(2))
        && is_date(year, month, day)
    {
        let class = vm.class_of(date).clone();
        return made(vm, class, DATE, [year, month, day]).map(Value::Obj);
    }
    again(vm, args, &DATE)
}

/// Calls the class of `self` with what is given and what it has at `places` otherwise.
fn again(vm: &Vm, args: Args<'_>, places: &[usize]) -> Eval {
    let own = places.iter().map(|place| field(args.req(0), *place).and_then(|slot| slot.get()));
    let own = own.collect::<Vec<_>>();
    let parts = own.iter().enumerate().filter_map(|(at, own)| args.get(at + 1).or(own.as_ref()));
    vm.call_method(args.req(0), "_again", &parts.collect::<Vec<_>>())
}

fn replace_moment(vm: &Vm, args: Args<'_>) -> Eval {
    let moment = args.req(0);
    let mut new = [0; 7];
    let mut usual = is_plain(moment) && args.get(8).is_none_or(|zone| vm.is_none(zone));
    for (at, number) in new.iter_mut().enumerate() {
        match replaced(args, at + 1, MOMENT[at]) {
            Some(value) => *number = value,
            None => usual = false,
        }
    }
    let fold = replaced(args, 9, FOLD).unwrap_or(-1);
    let [year, month, day, hour, minute, second, us] = new;
    if usual && is_date(year, month, day) && is_time([hour, minute, second, us, fold]) {
        let own = field(moment, ZONE).and_then(|slot| slot.get());
        let zone = args.get(8).or(own.as_ref()).cloned().unwrap_or_else(|| vm.none());
        return zoned(vm, vm.class_of(moment).clone(), new, zone, fold).map(Value::Obj);
    }
    let [year, month, day, hour, minute, second, us] = MOMENT;
    again(vm, args, &[year, month, day, hour, minute, second, us, ZONE, FOLD])
}
