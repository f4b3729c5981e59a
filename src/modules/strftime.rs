//! `strftime`: moments as text by a format, in the C locale.

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

/// How the text of a directive is laid out: C's flags and width.
#[derive(Default)]
struct Layout {
    /// `-`, `_` or `0`.
    pad: Option<char>,
    width: usize,
    upper: bool,
    swap: bool,
}

impl Layout {
    /// Takes flags and width from the letters behind a `%`.
    fn read(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Layout {
        let mut layout = Layout::default();
        while let Some(flag) = letters.next_if(|letter| "-_0^#".contains(*letter)) {
            match flag {
                '^' => layout.upper = true,
                '#' => layout.swap = true,
                pad => layout.pad = Some(pad),
            }
        }
        while let Some(digit) = letters.next_if(char::is_ascii_digit) {
            let digit = digit.to_digit(10).unwrap_or(0) as usize;
            layout.width = (layout.width * 10 + digit).min(WIDEST);
        }
        letters.next_if(|letter| matches!(letter, 'E' | 'O'));
        layout
    }

    /// A number that is padded with `fill` to `width` if nothing else is said.
    fn number(&self, value: i64, width: usize, fill: char) -> String {
        let width = width.max(self.width);
        match self.pad.unwrap_or(fill) {
            '-' => value.to_string(),
            '_' => format!("{value:width$}"),
            _ => format!("{value:0width$}"),
        }
    }

    fn text(&self, directive: char, text: String) -> String {
        let text = match directive {
            'p' | 'Z' if self.swap => text.to_ascii_lowercase(),
            _ if self.upper || self.swap => text.to_uppercase(),
            _ => text,
        };
        let missing = self.width.saturating_sub(text.chars().count());
        let fill = if self.pad == Some('0') { "0" } else { " " };
        fill.repeat(missing) + &text
    }
}

/// No text is padded to more than this.
const WIDEST: usize = 1 << 16;

/// Formats `moment`; directives unknown to C stay as they are.
pub fn strftime(format: &str, moment: &Moment<'_>) -> String {
    let mut out = String::new();
    let mut letters = format.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            out.push(letter);
            continue;
        }
        let start = letters.clone();
        let layout = Layout::read(&mut letters);
        let Some(directive) = letters.next() else {
            out.push('%');
            out.extend(start);
            break;
        };
        match number_of(directive, &layout, moment).or_else(|| text_of(directive, &layout, moment))
        {
            Some(text) => out.push_str(&text),
            None => {
                out.push('%');
                let left = letters.clone().count();
                let taken = start.clone().count() - left;
                out.extend(start.take(taken));
            }
        }
    }
    out
}

/// A directive that stands for a number.
fn number_of(directive: char, layout: &Layout, moment: &Moment<'_>) -> Option<String> {
    let [year, month, day, hour, minute, second, weekday, yearday, _] = moment.numbers;
    let hour12 = if hour % 12 == 0 { 12 } else { hour % 12 };
    let (value, width, fill) = match directive {
        'd' => (day, 2, '0'),
        'e' => (day, 2, '_'),
        'H' => (hour, 2, '0'),
        'k' => (hour, 2, '_'),
        'I' => (hour12, 2, '0'),
        'l' => (hour12, 2, '_'),
        'j' => (yearday, 3, '0'),
        'm' => (month, 2, '0'),
        'M' => (minute, 2, '0'),
        'S' => (second, 2, '0'),
        'U' => ((yearday + 6 - (weekday + 1) % 7) / 7, 2, '0'),
        'W' => ((yearday + 6 - weekday) / 7, 2, '0'),
        'w' => ((weekday + 1) % 7, 0, '0'),
        'u' => (weekday + 1, 0, '0'),
        'y' => (year.rem_euclid(100), 2, '0'),
        'Y' => (year, 0, '0'),
        'C' => (year.div_euclid(100), 2, '0'),
        'G' => (iso_week(moment).0, 0, '0'),
        'g' => (iso_week(moment).0.rem_euclid(100), 2, '0'),
        'V' => (iso_week(moment).1, 2, '0'),
        's' => (epoch(moment), 0, '0'),
        _ => return None,
    };
    Some(layout.number(value, width, fill))
}

/// A directive that stands for words, or for several others.
fn text_of(directive: char, layout: &Layout, moment: &Moment<'_>) -> Option<String> {
    let [_, month, _, hour, _, _, weekday, _, _] = moment.numbers;
    let text = match directive {
        'a' => name(&DAYS, weekday).chars().take(3).collect(),
        'A' => name(&DAYS, weekday).to_owned(),
        'b' | 'h' => name(&MONTHS, month - 1).chars().take(3).collect(),
        'B' => name(&MONTHS, month - 1).to_owned(),
        'p' => (if hour < 12 { "AM" } else { "PM" }).to_owned(),
        'P' => (if hour < 12 { "am" } else { "pm" }).to_owned(),
        'c' => strftime("%a %b %e %H:%M:%S %Y", moment),
        'D' | 'x' => strftime("%m/%d/%y", moment),
        'F' => strftime("%Y-%m-%d", moment),
        'T' | 'X' => strftime("%H:%M:%S", moment),
        'R' => strftime("%H:%M", moment),
        'r' => strftime("%I:%M:%S %p", moment),
        'n' => "\n".to_owned(),
        't' => "\t".to_owned(),
        '%' => "%".to_owned(),
        'Z' => moment.zone.to_owned(),
        'z' => moment.offset.map_or_else(String::new, |offset| {
            let sign = if offset < 0 { '-' } else { '+' };
            let minutes = offset.abs() / 60;
            format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
        }),
        _ => return None,
    };
    Some(layout.text(directive, text))
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
