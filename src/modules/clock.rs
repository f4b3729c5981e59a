//! `_time`: the clocks, sleeping, and the calendar of the local time zone; `time` itself is in Python.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

use super::calendar_days::{
    DAY, EPOCH, SECOND, ints_from, moment as calendar_moment, ordinal, rounded_us,
};
use super::calendar_operators::moment_in;
use super::strftime::{Moment, strftime};
use super::struct_sequence::instance;
use crate::heap::{Ref, Slot};
use crate::runtime::object::number::{float_of, int_view};
use crate::runtime::object::string::str_of;
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{BuiltinFunction, Dict, Float, Int, Str};
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm};

pub static CLOCK: ModuleSpec = ModuleSpec {
    name: "_time",
    doc: "The native part of time.",
    functions: &FUNCTIONS,
    types: &[],
    setup: Some(setup),
};

/// The clocks that programs choose by number, as Linux counts them.
const CLOCKS: [(&str, i64, ClockId); 6] = [
    ("CLOCK_REALTIME", 0, ClockId::Realtime),
    ("CLOCK_MONOTONIC", 1, ClockId::Monotonic),
    ("CLOCK_PROCESS_CPUTIME_ID", 2, ClockId::ProcessCPUTime),
    ("CLOCK_THREAD_CPUTIME_ID", 3, ClockId::ThreadCPUTime),
    ("CLOCK_MONOTONIC_RAW", 4, ClockId::MonotonicRaw),
    ("CLOCK_BOOTTIME", 7, ClockId::Boottime),
];

fn clock_of(vm: &Vm, args: Args<'_>) -> Result<ClockId, Raised> {
    let number = vm.size_of(args.req(0))?;
    match CLOCKS.iter().find(|(_, known, _)| *known == number) {
        Some((.., clock)) => Ok(*clock),
        None => Err(crate::types::exception::os_error(vm, 22, "Invalid argument", None)),
    }
}

static FUNCTIONS: [Method; 20] = [
    function(
        "clock_getres",
        "(clk_id, /)",
        |vm, args| {
            let step = rustix::time::clock_getres(clock_of(vm, args)?);
            Ok(Value::float(step.tv_sec as f64 + step.tv_nsec as f64 / 1e9))
        },
        "clock_getres(clk_id) -> floating-point number\n\nReturn the resolution (precision) of the specified clock clk_id.",
    ),
    function(
        "clock_gettime",
        "(clk_id, /)",
        |vm, args| seconds(clock_of(vm, args)?),
        "clock_gettime(clk_id) -> float\n\nReturn the time of the specified clock clk_id as a float.",
    ),
    function(
        "clock_gettime_ns",
        "(clk_id, /)",
        |vm, args| nanoseconds(clock_of(vm, args)?),
        "clock_gettime_ns(clk_id) -> int\n\nReturn the time of the specified clock clk_id as nanoseconds (int).",
    ),
    function(
        "_local",
        "(seconds, zone=None, /)",
        local,
        "Offset, daylight saving and name of the local zone.",
    ),
    function(
        "_moment",
        "(class, timestamp, zone, /)",
        moment,
        "The datetime of a timestamp or of now, by UTC with a zone, else by the local clock.",
    ),
    function(
        "_seconds",
        "(shown, fold, /)",
        seconds_of,
        "The timestamp at which the local clock shows so many seconds since 1970.",
    ),
    function(
        "_struct",
        "(class, seconds, local, /)",
        structure,
        "The struct_time of a moment, or None where it is far away.",
    ),
    function("_are_fields", "(fields, /)", are_fields, "Whether nine fields are in range."),
    function("_strftime", "(format, fields, offset, zone, /)", format, "Format a moment."),
    function(
        "monotonic",
        "()",
        |_, _| seconds(ClockId::Monotonic),
        "monotonic() -> float\n\nMonotonic clock, cannot go backward.",
    ),
    function(
        "monotonic_ns",
        "()",
        |_, _| nanoseconds(ClockId::Monotonic),
        "monotonic_ns() -> int\n\nMonotonic clock, cannot go backward, as nanoseconds.",
    ),
    function(
        "perf_counter",
        "()",
        |_, _| seconds(ClockId::Monotonic),
        "perf_counter() -> float\n\nPerformance counter for benchmarking.",
    ),
    function(
        "perf_counter_ns",
        "()",
        |_, _| nanoseconds(ClockId::Monotonic),
        "perf_counter_ns() -> int\n\nPerformance counter for benchmarking as nanoseconds.",
    ),
    function(
        "process_time",
        "()",
        |_, _| seconds(ClockId::ProcessCPUTime),
        "process_time() -> float\n\nProcess time for profiling: sum of the kernel and user-space CPU time.",
    ),
    function(
        "process_time_ns",
        "()",
        |_, _| nanoseconds(ClockId::ProcessCPUTime),
        "process_time_ns() -> int\n\nProcess time for profiling as nanoseconds.",
    ),
    function(
        "sleep",
        "(seconds, /)",
        sleep,
        "sleep(seconds)\n\nDelay execution for a given number of seconds.",
    ),
    function(
        "thread_time",
        "()",
        |_, _| seconds(ClockId::ThreadCPUTime),
        "thread_time() -> float\n\nThread time for profiling: sum of the kernel and user-space CPU time.",
    ),
    function(
        "thread_time_ns",
        "()",
        |_, _| nanoseconds(ClockId::ThreadCPUTime),
        "thread_time_ns() -> int\n\nThread time for profiling as nanoseconds.",
    ),
    function(
        "time",
        "()",
        |_, _| seconds(ClockId::Realtime),
        "time() -> floating-point number\n\nReturn the current time in seconds since the Epoch.",
    ),
    function(
        "time_ns",
        "()",
        |_, _| nanoseconds(ClockId::Realtime),
        "time_ns() -> int\n\nReturn the current time in nanoseconds since the Epoch.",
    ),
];

/// Everything here belongs to `time` for whoever asks.
fn setup(vm: &Vm, namespace: &Ref) -> Result<(), Raised> {
    for (name, number, _) in CLOCKS {
        namespace.as_ref::<Dict>().set(vm, vm.name(name), vm.new_int(number)?)?;
    }
    for row in &FUNCTIONS {
        let function = namespace.as_ref::<Dict>().get_str(&vm.name(row.name));
        if let Some(builtin) = function.as_ref().and_then(|it| it.get::<BuiltinFunction>()) {
            builtin.module.set(Some(vm.name("time")));
        }
    }
    Ok(())
}

fn nanoseconds(clock: ClockId) -> Eval {
    let now = clock_gettime(clock);
    Ok(Value::Int(now.tv_sec * 1_000_000_000 + now.tv_nsec))
}

fn seconds(clock: ClockId) -> Eval {
    let now = clock_gettime(clock);
    let total = now.tv_sec * 1_000_000_000 + now.tv_nsec;
    Ok(Value::float(total as f64 / 1e9))
}

/// The longest time between two looks for Ctrl-C.
const NAP: Duration = Duration::from_millis(10);

fn sleep(vm: &Vm, args: Args<'_>) -> Eval {
    let wanted = duration(vm, args.req(0))?;
    let now = || {
        let now = clock_gettime(ClockId::Monotonic);
        Duration::new(now.tv_sec.unsigned_abs(), now.tv_nsec as u32)
    };
    let end = now().saturating_add(wanted);
    loop {
        vm.poll()?;
        let left = end.saturating_sub(now());
        if left.is_zero() {
            return Ok(Value::None);
        }
        std::thread::sleep(left.min(NAP));
    }
}

fn duration(vm: &Vm, object: &Ref) -> Result<Duration, Raised> {
    let seconds = match float_of(object) {
        Some(float) if float.is_nan() => {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        Some(float) => float,
        None => {
            let index = vm.to_index(object)?;
            int_view(&index).and_then(crate::types::int::to_f64).unwrap_or(f64::INFINITY)
        }
    };
    if seconds < 0.0 {
        return Err(vm.value_error("sleep length must be non-negative"));
    }
    Duration::try_from_secs_f64(seconds).map_err(|_| {
        let message = "timestamp too large to convert to C PyTime_t";
        vm.raise(ErrorKind::OverflowError, message.into())
    })
}

/// So many seconds from 1970 are left to Python, which finds the words for what is no moment.
const FAR: u64 = 60_000_000_000;

/// The system's time zone, read once as the C library does.
static SYSTEM_ZONE: std::sync::OnceLock<Option<tz::TimeZone>> = std::sync::OnceLock::new();

fn system_zone() -> Option<&'static tz::TimeZone> {
    SYSTEM_ZONE.get_or_init(|| tz::TimeZone::local().ok()).as_ref()
}

/// What the local clock shows at `moment`, in seconds.
fn shown_at(moment: i64) -> i64 {
    let kind = system_zone().and_then(|zone| zone.find_local_time_type(moment).ok());
    moment.saturating_add(kind.map_or(0, |kind| kind.ut_offset().into()))
}

/// `_struct(class, seconds, local)`: the `struct_time` of a moment or of now; `None` where the
/// number is no ordinary one or the moment far away.
fn structure(vm: &Vm, args: Args<'_>) -> Eval {
    let (class, seconds) = (args.req(0), args.req(1));
    let seconds = if vm.is_none(seconds) {
        Some(clock_gettime(ClockId::Realtime).tv_sec)
    } else if seconds.is_exact::<Int>() {
        Some(seconds.as_ref::<Int>().0.get())
    } else {
        let float =
            float_of(seconds).filter(|float| seconds.is_exact::<Float>() && float.abs() < 1e15);
        float.map(|float| float.floor() as i64)
    };
    let Some(seconds) = seconds.filter(|seconds| seconds.unsigned_abs() < FAR) else {
        return Ok(Value::None);
    };
    let zone = if vm.truth_of(args.req(2))? { system_zone() } else { None };
    let kind = zone.and_then(|zone| zone.find_local_time_type(seconds).ok());
    let (offset, saving, name) = match kind {
        Some(kind) => (i64::from(kind.ut_offset()), kind.is_dst(), kind.time_zone_designation()),
        None if vm.truth_of(args.req(2))? => (0, false, "UTC"),
        None => (0, false, "GMT"),
    };
    let us = (seconds + offset) * SECOND + EPOCH;
    let Some([year, month, day, hour, minute, second, _]) = calendar_moment(us) else {
        return Ok(Value::None);
    };
    let days = us.div_euclid(DAY);
    let in_year = days - ordinal(year, 1, 1) + 1;
    let numbers = [year, month, day, hour, minute, second, (days - 1) % 7, in_year, saving.into()];
    let mut items = Vec::with_capacity(numbers.len());
    for number in numbers {
        items.push(vm.new_int(number)?);
    }
    let made = instance(vm, class, items)?;
    vm.set_attr(&made, &vm.name("_zone"), Some(&vm.name(name)))?;
    vm.set_attr(&made, &vm.name("_offset"), Some(&vm.new_int(offset)?))?;
    Ok(Value::Obj(made))
}

/// `_moment(class, timestamp, zone)`; `None` for what is not ordinary.
fn moment(vm: &Vm, args: Args<'_>) -> Eval {
    let [class, timestamp, zone] = [args.req(0), args.req(1), args.req(2)];
    let us = if vm.is_none(timestamp) {
        let now = clock_gettime(ClockId::Realtime);
        Some(now.tv_sec * SECOND + now.tv_nsec / 1000)
    } else if timestamp.is_exact::<Int>() {
        timestamp.as_ref::<Int>().0.get().checked_mul(SECOND)
    } else {
        float_of(timestamp).filter(|_| timestamp.is_exact::<Float>()).and_then(rounded_us)
    };
    let near = |us: &i64| us.div_euclid(SECOND).unsigned_abs() < FAR;
    let Some(us) = us.filter(near) else { return Ok(Value::None) };
    let made = if vm.is_none(zone) {
        let seconds = us.div_euclid(SECOND);
        let shown = shown_at(seconds);
        let twice = is_second(seconds, shown_at);
        moment_in(vm, class, us + (shown - seconds) * SECOND + EPOCH, vm.none(), twice)?
    } else {
        moment_in(vm, class, us + EPOCH, zone.clone(), false)?
    };
    Ok(made.map_or(Value::None, Value::Obj))
}

/// Whether a clock, of which `shown_at` knows what it shows when, shows the same for the second
/// time at `seconds` (PEP 495).
fn is_second(seconds: i64, shown_at: impl Fn(i64) -> i64) -> bool {
    let shown = shown_at(seconds);
    let gap = shown - shown_at(seconds - 86_400) - 86_400;
    gap < 0 && shown_at(seconds + gap) == shown
}

fn seconds_of(_vm: &Vm, args: Args<'_>) -> Eval {
    let numbers = ints_from::<2>(args, 0);
    Ok(numbers.map_or(Value::None, |[shown, fold]| Value::Int(when(shown, fold != 0, shown_at))))
}

/// The first or second time at which a clock shows this; where it never does, as the offset before
/// or after the gap has it (PEP 495).
fn when(shown: i64, fold: bool, shown_at: impl Fn(i64) -> i64) -> i64 {
    let offset = |moment: i64| shown_at(moment) - moment;
    let before = offset(shown);
    let guess = shown - before;
    let mut other = offset(guess);
    if other == before {
        other = offset(if fold { guess + 86_400 } else { guess - 86_400 });
        if other == before {
            return guess;
        }
    }
    let second = shown - other;
    if shown_at(second) == shown {
        second
    } else if shown_at(guess) == shown {
        guess
    } else if fold {
        guess.min(second)
    } else {
        guess.max(second)
    }
}

/// `_local(seconds)`: offset from UTC in seconds, whether daylight saving is on, the zone's name.
fn local(vm: &Vm, args: Args<'_>) -> Eval {
    let moment = vm.size_of(args.req(0))?;
    let asked = args.get(1).and_then(|zone| zone.get::<Str>());
    let zone = match asked {
        Some(_) => tz::TimeZone::from_posix_tz(args.req(1).text()).ok(),
        None => None,
    };
    let zone = if asked.is_some() { zone.as_ref() } else { system_zone() };
    let kind = zone.and_then(|zone| zone.find_local_time_type(moment).ok());
    let (offset, saving, name) = kind.map_or((0, false, "UTC"), |kind| {
        (kind.ut_offset(), kind.is_dst(), kind.time_zone_designation())
    });
    let items = vec![vm.new_int(offset.into())?, vm.new_bool(saving), vm.new_str(name)?];
    vm.new_tuple(items).map(Value::Obj)
}

/// `_are_fields(fields)`: whether a `struct_time` holds nine ordinary ints that a moment can have.
fn are_fields(_vm: &Vm, args: Args<'_>) -> Eval {
    const RANGES: [(i64, i64); 9] =
        [(-9999, 9999), (1, 12), (1, 31), (0, 23), (0, 59), (0, 61), (0, 6), (1, 366), (-1, 1)];
    let number = |field: &Ref| int_view(field).filter(|_| field.is_exact::<Int>())?.small();
    let fits = |slot: &Slot, (low, high): (i64, i64)| {
        slot.look(|field| field.and_then(number))
            .is_some_and(|number| low <= number && number <= high)
    };
    let fields = args.req(0).tail();
    let sound =
        fields.len() == 9 && fields.iter().zip(RANGES).all(|(slot, range)| fits(slot, range));
    Ok(Value::bool(sound))
}

/// `_strftime(format, fields, offset, zone)`: fields as in `struct_time`; the offset may be `None`.
fn format(vm: &Vm, args: Args<'_>) -> Eval {
    let text = str_of(args.req(0)).unwrap_or_default();
    let fields = tuple_refs(args.req(1));
    let mut numbers = [0i64; 9];
    for (number, field) in numbers.iter_mut().zip(&fields) {
        *number = vm.size_of(field)?;
    }
    let offset = match args.req(2) {
        offset if vm.is_none(offset) => None,
        offset => Some(vm.size_of(offset)?),
    };
    let zone = str_of(args.req(3)).unwrap_or_default();
    vm.str_value(&strftime(text, &Moment { numbers, offset, zone }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_that_are_put_forward_and_back() {
        let zone = tz::TimeZone::from_posix_tz("CET-1CEST,M3.5.0,M10.5.0/3");
        let zone = zone.expect("the zone of Berlin");
        let shown_at = |moment: i64| {
            moment + zone.find_local_time_type(moment).map_or(0, |kind| i64::from(kind.ut_offset()))
        };
        // 29 October 2023, 2:30, comes twice; 26 March 2023, 2:30, does not come.
        let (twice, never) = (1_698_546_600, 1_679_797_800);
        assert_eq!(when(twice, false, shown_at), twice - 7200);
        assert_eq!(when(twice, true, shown_at), twice - 3600);
        assert_eq!(when(never, false, shown_at), never - 3600);
        assert_eq!(when(never, true, shown_at), never - 7200);
        assert_eq!(when(twice + 86_400, true, shown_at), twice + 82_800);
        assert!(is_second(twice - 3600, shown_at) && !is_second(twice - 7200, shown_at));
    }
}
