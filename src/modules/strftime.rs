//! `strftime`: moments as text by a format, in the C locale.

use std::fmt::Write;

/// A moment as `struct_time` has it.
pub struct Moment<'a> {
    /// Year, month (1–12), day, hour, minute, second, weekday (Monday 0), day of the year (1–366), daylight saving.
    pub numbers: [i64; 9],
    /// Seconds east of UTC.
    pub offset: Option<i64>,
    pub zone: &'a str,
}

const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn name<'a>(names: &[&'a str], at: i64) -> &'a str {
    usize::try_from(at).ok().and_then(|at| names.get(at)).copied().unwrap_or("?")
}

/// Formats `moment`; directives unknown to C stay as they are.
pub fn strftime(format: &str, moment: &Moment<'_>) -> String {
    let mut out = String::new();
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            out.push(letter);
            continue;
        }
        let mut directive = letters.next();
        // C's flag for numbers without padding.
        let plain = directive == Some('-');
        if plain || matches!(directive, Some('E' | 'O')) {
            directive = letters.next();
        }
        match directive {
            Some(directive) => write_directive(&mut out, directive, plain, moment),
            None => out.push('%'),
        }
    }
    out
}

fn write_directive(out: &mut String, directive: char, plain: bool, moment: &Moment<'_>) {
    let [year, month, day, hour, minute, second, weekday, yearday, _] = moment.numbers;
    let hour12 = if hour % 12 == 0 { 12 } else { hour % 12 };
    let mut number = |value: i64, width: usize| {
        let width = if plain { 0 } else { width };
        // Writing to a String cannot fail.
        let _ = write!(out, "{value:0width$}");
    };
    match directive {
        'd' => number(day, 2),
        'H' => number(hour, 2),
        'I' => number(hour12, 2),
        'j' => number(yearday, 3),
        'm' => number(month, 2),
        'M' => number(minute, 2),
        'S' => number(second, 2),
        'U' => number((yearday + 6 - (weekday + 1) % 7) / 7, 2),
        'W' => number((yearday + 6 - weekday) / 7, 2),
        'w' => number((weekday + 1) % 7, 0),
        'u' => number(weekday + 1, 0),
        'y' => number(year.rem_euclid(100), 2),
        'Y' => number(year, 0),
        'C' => number(year.div_euclid(100), 2),
        'G' => number(iso_week(moment).0, 0),
        'g' => number(iso_week(moment).0.rem_euclid(100), 2),
        'V' => number(iso_week(moment).1, 2),
        's' => number(epoch(moment), 0),
        _ => write_text(out, directive, hour12, moment),
    }
}

fn write_text(out: &mut String, directive: char, hour12: i64, moment: &Moment<'_>) {
    let [_, month, day, hour, _, _, weekday, _, _] = moment.numbers;
    match directive {
        'a' => out.extend(name(&DAYS, weekday).chars().take(3)),
        'A' => out.push_str(name(&DAYS, weekday)),
        'b' | 'h' => out.extend(name(&MONTHS, month - 1).chars().take(3)),
        'B' => out.push_str(name(&MONTHS, month - 1)),
        'p' => out.push_str(if hour < 12 { "AM" } else { "PM" }),
        'P' => out.push_str(if hour < 12 { "am" } else { "pm" }),
        'c' => out.push_str(&strftime("%a %b %e %H:%M:%S %Y", moment)),
        'D' | 'x' => out.push_str(&strftime("%m/%d/%y", moment)),
        'F' => out.push_str(&strftime("%Y-%m-%d", moment)),
        'T' | 'X' => out.push_str(&strftime("%H:%M:%S", moment)),
        'R' => out.push_str(&strftime("%H:%M", moment)),
        'r' => out.push_str(&strftime("%I:%M:%S %p", moment)),
        'n' => out.push('\n'),
        't' => out.push('\t'),
        '%' => out.push('%'),
        'Z' => out.push_str(moment.zone),
        'z' => {
            if let Some(offset) = moment.offset {
                let sign = if offset < 0 { '-' } else { '+' };
                let minutes = offset.abs() / 60;
                let _ = write!(out, "{sign}{:02}{:02}", minutes / 60, minutes % 60);
            }
        }
        'e' => {
            let _ = write!(out, "{day:2}");
        }
        'k' => {
            let _ = write!(out, "{hour:2}");
        }
        'l' => {
            let _ = write!(out, "{hour12:2}");
        }
        other => out.extend(['%', other]),
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Year and week of ISO 8601.
fn iso_week(moment: &Moment<'_>) -> (i64, i64) {
    let [year, _, _, _, _, _, weekday, yearday, _] = moment.numbers;
    let week = (yearday - 1 - weekday + 10) / 7;
    if week < 1 {
        let before = if is_leap(year - 1) { 366 } else { 365 };
        return (year - 1, (yearday + before - 1 - weekday + 10) / 7);
    }
    let length = if is_leap(year) { 366 } else { 365 };
    // The week belongs to next year if its Thursday does.
    if week == 53 && yearday - weekday + 3 > length { (year + 1, 1) } else { (year, week) }
}

/// Seconds since 1970, as `%s` prints them.
fn epoch(moment: &Moment<'_>) -> i64 {
    let [year, _, _, hour, minute, second, _, yearday, _] = moment.numbers;
    let before = year - 1;
    let leaps = before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400);
    let days = (year - 1970) * 365 + leaps - 477 + yearday - 1;
    ((days * 24 + hour) * 60 + minute) * 60 + second - moment.offset.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_in_many_ways() {
        let moment =
            Moment { numbers: [2009, 2, 13, 23, 31, 30, 4, 44, 0], offset: Some(0), zone: "GMT" };
        let text = strftime("%a %d %b %Y %I:%M %p %j %U %W %V %G %z %Z %s", &moment);
        assert_eq!(text, "Fri 13 Feb 2009 11:31 PM 044 06 06 07 2009 +0000 GMT 1234567890");
    }
}
