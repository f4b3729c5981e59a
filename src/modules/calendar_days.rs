//! Days of the calendar as numbers, for `datetime`, which is written in Python.
//!
//! Whatever is not an ordinary `int` in its range is left to the caller: the answer is `None` or
//! `False` then, and Python finds the words.

use super::calendar_operators::{equip, new_day, new_moment};
use crate::heap::Ref;
use crate::runtime::object::{Float, Int};
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Args, Eval, Value, Vm};

pub(super) const SECOND: i64 = 1_000_000;
/// Microseconds from the day before year 1 to 1970.
pub(super) const EPOCH: i64 = 719_163 * DAY;
pub(super) const DAY: i64 = 86_400 * SECOND;
const LAST_YEAR: i64 = 9999;
const LAST_ORDINAL: i64 = 3_652_059;
const BEFORE_MONTH: [i64; 13] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Days of a year before the first of `month`, 1 to 13.
fn days_before(year: i64, month: i64) -> i64 {
    BEFORE_MONTH[month as usize - 1] + i64::from(month > 2 && is_leap(year))
}

/// The number of a day, counting from 1 on the first day of year 1.
pub(super) fn ordinal(year: i64, month: i64, day: i64) -> i64 {
    let past = year - 1;
    let leaps = past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400);
    past * 365 + leaps + days_before(year, month) + day
}

/// Year, month and day of a number from 1 to [`LAST_ORDINAL`].
fn date(ordinal: i64) -> [i64; 3] {
    let rest = ordinal - 1;
    let (cycles, rest) = (rest / 146_097, rest % 146_097);
    let centuries = (rest / 36_524).min(3);
    let rest = rest - centuries * 36_524;
    let (fours, rest) = (rest / 1461, rest % 1461);
    let years = (rest / 365).min(3);
    let rest = rest - years * 365;
    let year = cycles * 400 + centuries * 100 + fours * 4 + years + 1;
    let mut month = (rest / 29 + 1).min(12);
    while days_before(year, month) > rest {
        month -= 1;
    }
    [year, month, rest - days_before(year, month) + 1]
}

pub(super) fn is_date(year: i64, month: i64, day: i64) -> bool {
    (1..=LAST_YEAR).contains(&year)
        && (1..=12).contains(&month)
        && 1 <= day
        && day <= days_before(year, month + 1) - days_before(year, month)
}

pub(super) fn is_time([hour, minute, second, us, fold]: [i64; 5]) -> bool {
    (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..60).contains(&second)
        && (0..SECOND).contains(&us)
        && (0..2).contains(&fold)
}

fn int(object: &Ref) -> Option<i64> {
    object.is_exact::<Int>().then(|| object.get::<Int>().map(|int| int.0.get()))?
}

/// The first `N` arguments, if all are ordinary ints.
fn ints<const N: usize>(args: Args<'_>) -> Option<[i64; N]> {
    ints_from(args, 0)
}

/// The `N` arguments from one on, if all are ordinary ints.
pub(super) fn ints_from<const N: usize>(args: Args<'_>, first: usize) -> Option<[i64; N]> {
    let mut numbers = [0; N];
    for (at, number) in numbers.iter_mut().enumerate() {
        *number = int(args.get(first + at)?)?;
    }
    Some(numbers)
}

fn tuple<const N: usize>(vm: &Vm, numbers: [i64; N]) -> Eval {
    let mut items = Vec::with_capacity(N);
    for number in numbers {
        items.push(vm.new_int(number)?);
    }
    vm.new_tuple(items).map(Value::Obj)
}

fn or_none(number: Option<i64>) -> Eval {
    Ok(number.map_or(Value::None, Value::Int))
}

fn ordinal_of(_vm: &Vm, args: Args<'_>) -> Eval {
    or_none(ints(args).and_then(|[year, month, day]| {
        // The years around are asked for their weeks.
        let near = (0..=LAST_YEAR + 1).contains(&year) && (1..=12).contains(&month);
        (near && (1..=31).contains(&day)).then(|| ordinal(year, month, day))
    }))
}

fn date_of(vm: &Vm, args: Args<'_>) -> Eval {
    match ints(args).and_then(|[ordinal]| date_at(ordinal)) {
        Some(numbers) => tuple(vm, numbers),
        None => Ok(Value::None),
    }
}

/// The seven numbers of a moment, so many microseconds after the day before year 1.
pub(super) fn moment(us: i64) -> Option<[i64; 7]> {
    let (days, us) = (us.div_euclid(DAY), us.rem_euclid(DAY));
    let [year, month, day] = date_at(days)?;
    let (seconds, us) = (us / SECOND, us % SECOND);
    Some([year, month, day, seconds / 3600, seconds / 60 % 60, seconds % 60, us])
}

/// Year, month and day of a number, where there is such a day.
pub(super) fn date_at(ordinal: i64) -> Option<[i64; 3]> {
    (1..=LAST_ORDINAL).contains(&ordinal).then(|| date(ordinal))
}

/// The microseconds of a moment after the day before year 1.
pub(super) fn us_since([year, month, day, hour, minute, second, us]: [i64; 7]) -> i64 {
    ordinal(year, month, day) * DAY + ((hour * 60 + minute) * 60 + second) * SECOND + us
}

fn moment_of(vm: &Vm, args: Args<'_>) -> Eval {
    match ints(args).and_then(|[us]| moment(us)) {
        Some(numbers) => tuple(vm, numbers),
        None => Ok(Value::None),
    }
}

fn us_of(_vm: &Vm, args: Args<'_>) -> Eval {
    or_none(ints(args).and_then(|numbers: [i64; 7]| {
        is_date(numbers[0], numbers[1], numbers[2]).then(|| us_since(numbers))
    }))
}

/// A float of seconds in whole microseconds, halves to even, where it is neither tiny nor huge.
pub(super) fn rounded_us(seconds: f64) -> Option<i64> {
    if !(1e-6..1e11).contains(&seconds.abs()) {
        return None;
    }
    let bits = seconds.to_bits();
    let mantissa = i128::from((bits & ((1 << 52) - 1)) | 1 << 52) * i128::from(SECOND);
    // From 16 to 72: the number is below 2^37 and above 2^-20.
    let shift = 1075 - (bits >> 52 & 0x7ff);
    let (whole, rest) = (mantissa >> shift, mantissa & ((1 << shift) - 1));
    let half = 1_i128 << (shift - 1);
    let up = rest > half || (rest == half && whole & 1 == 1);
    let whole = i64::try_from(whole + i128::from(up)).ok()?;
    Some(if seconds < 0.0 { -whole } else { whole })
}

fn us_of_seconds(_vm: &Vm, args: Args<'_>) -> Eval {
    let float = args.req(0).get::<Float>().filter(|_| args.req(0).is_exact::<Float>());
    or_none(float.and_then(|float| rounded_us(float.0.get())))
}

fn are_date(_vm: &Vm, args: Args<'_>) -> Eval {
    let fits = ints(args).is_some_and(|[year, month, day]| is_date(year, month, day));
    Ok(Value::bool(fits))
}

fn are_time(_vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::bool(ints(args).is_some_and(is_time)))
}

/// Year, week and weekday of a day by ISO 8601, whose weeks belong to the year of their Thursday.
fn week_of(vm: &Vm, args: Args<'_>) -> Eval {
    let Some([year, month, day]) = ints(args).filter(|[y, m, d]| is_date(*y, *m, *d)) else {
        return Ok(Value::None);
    };
    let today = ordinal(year, month, day);
    let weekday = (today - 1) % 7;
    let thursday = today - weekday + 3;
    let year = year + i64::from(thursday >= ordinal(year + 1, 1, 1))
        - i64::from(thursday < ordinal(year, 1, 1));
    tuple(vm, [year, (thursday - ordinal(year, 1, 1)) / 7 + 1, weekday + 1])
}

fn us_in(_vm: &Vm, args: Args<'_>) -> Eval {
    const UNITS: [i64; 7] = [DAY, SECOND, 1, 1000, 60 * SECOND, 3600 * SECOND, 7 * DAY];
    let sum = |parts: [i64; 7]| {
        let mut us = 0_i64;
        for (part, unit) in parts.into_iter().zip(UNITS) {
            us = us.checked_add(part.checked_mul(unit)?)?;
        }
        Some(us)
    };
    or_none(ints(args).and_then(sum))
}

static FUNCTIONS: [Method; 12] = [
    function(
        "_equip",
        "(class, /)",
        equip,
        "Give a class of datetime, or a subclass, operators that know its fields.",
    ),
    function("are_date", "(year, month, day, /)", are_date, "Whether there is such a day."),
    function(
        "are_time",
        "(hour, minute, second, microsecond, fold, /)",
        are_time,
        "Whether there is such a time of day.",
    ),
    function("date_of", "(ordinal, /)", date_of, "Year, month and day of a day's number."),
    function(
        "moment_of",
        "(us, /)",
        moment_of,
        "The seven numbers of a moment, microseconds after the day before year 1.",
    ),
    function(
        "new_day",
        "(class, year, month, day, /)",
        new_day,
        "A date of a class, where there is such a day.",
    ),
    function(
        "new_moment",
        "(class, year, month, day, hour, minute, second, microsecond, fold, /)",
        new_moment,
        "A datetime of a class without a zone, where there is such a moment.",
    ),
    function(
        "ordinal_of",
        "(year, month, day, /)",
        ordinal_of,
        "The number of a day, counting from 1 on the first day of year 1.",
    ),
    function(
        "us_in",
        "(days, seconds, microseconds, milliseconds, minutes, hours, weeks, /)",
        us_in,
        "The microseconds of a duration.",
    ),
    function(
        "us_of",
        "(year, month, day, hour, minute, second, microsecond, /)",
        us_of,
        "Microseconds of a moment after the day before year 1.",
    ),
    function(
        "us_of_seconds",
        "(seconds, /)",
        us_of_seconds,
        "A float of seconds in whole microseconds, halves to even.",
    ),
    function("week_of", "(year, month, day, /)", week_of, "Year, week and weekday of a day."),
];

pub static CALENDAR_DAYS: ModuleSpec = ModuleSpec {
    name: "_calendar_days",
    doc: "Days of the calendar as numbers.",
    functions: &FUNCTIONS,
    types: &[],
    setup: None,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_rounded_to_even() {
        assert_eq!(rounded_us(1.5), Some(1_500_000));
        assert_eq!(rounded_us(-0.000_001_5), Some(-2));
        assert_eq!(rounded_us(1_700_000_000.123_456_7), Some(1_700_000_000_123_457));
        // 2^-7 seconds are 7812.5 microseconds.
        assert_eq!(rounded_us(0.007_812_5), Some(7812));
        assert_eq!(rounded_us(0.023_437_5), Some(23438));
        assert_eq!(rounded_us(0.0), None);
        assert_eq!(rounded_us(f64::NAN), None);
    }

    #[test]
    fn days_there_and_back() {
        assert_eq!(date(1), [1, 1, 1]);
        assert_eq!(date(LAST_ORDINAL), [9999, 12, 31]);
        for number in (1..=LAST_ORDINAL).step_by(97) {
            let [year, month, day] = date(number);
            assert!(is_date(year, month, day));
            assert_eq!(ordinal(year, month, day), number);
        }
        assert!(is_date(2024, 2, 29) && !is_date(2023, 2, 29) && !is_date(2023, 12, 32));
    }
}
