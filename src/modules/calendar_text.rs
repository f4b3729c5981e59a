//! Days and times of day as text in the forms of ISO 8601 that are most common.

use std::fmt::Write;

fn number(digits: &[u8]) -> Option<i64> {
    digits
        .iter()
        .try_fold(0, |number, digit| Some(number * 10 + i64::from((*digit as char).to_digit(10)?)))
}

/// Year, month and day of a text like `2024-05-17`.
pub(super) fn read_day(text: &[u8]) -> Option<[i64; 3]> {
    match text {
        [year @ .., b'-', m1, m2, b'-', d1, d2] if year.len() == 4 => {
            Some([number(year)?, number(&[*m1, *m2])?, number(&[*d1, *d2])?])
        }
        _ => None,
    }
}

/// Hour, minute, second and microsecond of a text like `12:30`, `12:30:45` or `12:30:45.250`, and
/// by how many seconds it says that they are ahead of UTC.
pub(super) fn read_clock(text: &[u8]) -> Option<([i64; 4], Option<i64>)> {
    let (plain, ahead) = match text {
        [plain @ .., b'Z'] => (plain, Some(0)),
        [plain @ .., sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let (hours, minutes) = (number(&[*h1, *h2])?, number(&[*m1, *m2])?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let seconds = hours * 3600 + minutes * 60;
            (plain, Some(if *sign == b'-' { -seconds } else { seconds }))
        }
        _ => (text, None),
    };
    let (clock, fraction) = match plain {
        [clock @ .., b'.', a, b, c, d, e, f] => (clock, number(&[*a, *b, *c, *d, *e, *f])?),
        [clock @ .., b'.', a, b, c] => (clock, number(&[*a, *b, *c])? * 1000),
        clock => (clock, 0),
    };
    let (hour, minute, second) = match clock {
        [h1, h2, b':', m1, m2, b':', s1, s2] => ([h1, h2], [m1, m2], number(&[*s1, *s2])?),
        [h1, h2, b':', m1, m2] if clock.len() == plain.len() => ([h1, h2], [m1, m2], 0),
        _ => return None,
    };
    let [hour, minute] = [hour, minute].map(|[tens, ones]| number(&[*tens, *ones]));
    Some(([hour?, minute?, second, fraction], ahead))
}

/// A day as [`read_day`] takes it.
pub(super) fn day([year, month, day]: [i64; 3]) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

/// A moment, its day and its time of day parted by `separator`.
pub(super) fn moment(numbers: [i64; 7], separator: &str) -> String {
    let [year, month, day, hour, minute, second, us] = numbers;
    let mut text =
        format!("{year:04}-{month:02}-{day:02}{separator}{hour:02}:{minute:02}:{second:02}");
    if us != 0 {
        // Writing to a String cannot fail.
        let _ = write!(text, ".{us:06}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_forms_are_read_and_no_others() {
        assert_eq!(read_day(b"2024-05-17"), Some([2024, 5, 17]));
        assert_eq!(read_day(b"2024-5-17"), None);
        assert_eq!(read_clock(b"12:30"), Some(([12, 30, 0, 0], None)));
        assert_eq!(read_clock(b"12:30:45.250Z"), Some(([12, 30, 45, 250_000], Some(0))));
        assert_eq!(read_clock(b"12:30:45.000250+00:00"), Some(([12, 30, 45, 250], Some(0))));
        assert_eq!(read_clock(b"12:30-01:30"), Some(([12, 30, 0, 0], Some(-5400))));
        for other in ["12", "12:30.250", "12:30:45.1", "12:30+24:00", "1x:30", "Z", ""] {
            assert_eq!(read_clock(other.as_bytes()), None, "{other}");
        }
    }
}
