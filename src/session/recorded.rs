//! Old addresses from recorded outputs, and the objects of this session they stand for.
//!
//! A tutorial says `id(a)` gave 2009939327424, and later reads that number as an address. When the
//! same cell gives another address here, the pair is kept, and a reader of the old address is sent
//! to the new one.

/// A number in a text that may be an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Number {
    value: u64,
    start: usize,
    end: usize,
}

/// Numbers below this are never taken for addresses.
const LOWEST: u64 = 1 << 20;

/// Pairs of old and new address found by laying a recorded output over what was printed now.
///
/// Both texts must be equal but for their addresses. `is_address` tells the addresses of this session.
pub fn pairs(recorded: &str, now: &str, is_address: &dyn Fn(u64) -> bool) -> Vec<(u64, u64)> {
    let (recorded, now) = (recorded.trim(), now.trim());
    let (old, new) = (numbers(recorded), numbers(now));
    if old.len() != new.len() || !same_around(recorded, &old, now, &new) {
        return Vec::new();
    }
    let candidates = old.iter().zip(&new).map(|(old, new)| (old.value, new.value));
    candidates.filter(|&(old, new)| old != new && !is_address(old) && is_address(new)).collect()
}

/// Whether a recorded output and what was printed now are equal, where an address of this session
/// may stand for any other.
pub fn agree(recorded: &str, now: &str, is_address: &dyn Fn(u64) -> bool) -> bool {
    let (old, new) = (numbers(recorded), numbers(now));
    let mut numbers = old.iter().zip(&new).map(|(old, new)| (old.value, new.value));
    old.len() == new.len()
        && same_around(recorded, &old, now, &new)
        && numbers.all(|(old, new)| old == new || is_address(new))
}

fn same_around(a: &str, in_a: &[Number], b: &str, in_b: &[Number]) -> bool {
    let (mut at_a, mut at_b) = (0, 0);
    for (x, y) in in_a.iter().zip(in_b) {
        if a[at_a..x.start] != b[at_b..y.start] {
            return false;
        }
        (at_a, at_b) = (x.end, y.end);
    }
    a[at_a..] == b[at_b..]
}

/// The large numbers of a text, decimal or `0x…`.
fn numbers(text: &str) -> Vec<Number> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let word = bytes[at..]
            .iter()
            .position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_')
            .map_or(bytes.len(), |length| at + length);
        if word == at {
            at += 1;
            continue;
        }
        if let Some(value) = value_of(&text[at..word]).filter(|&value| value >= LOWEST) {
            found.push(Number { value, start: at, end: word });
        }
        at = word;
    }
    found
}

fn value_of(word: &str) -> Option<u64> {
    match word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")) {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => word.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shown_id_and_a_shown_hex_teach() {
        let here = |address: u64| address >= 0x1_0000_0000_0000;
        let new = 0x1_0000_0000_0040_u64;
        assert_eq!(pairs("2009939327424", &new.to_string(), &here), [(2_009_939_327_424, new)]);
        assert_eq!(
            pairs("'0x7ffd0ff2d448'", &format!("'{new:#x}'"), &here),
            [(0x7ffd_0ff2_d448, new)]
        );
    }

    #[test]
    fn recorded_addresses_agree_with_those_of_now_and_other_numbers_with_themselves() {
        let here = |address: u64| address >= 0x1_0000_0000_0000;
        let new = 0x1_0000_0000_0040_u64;
        assert!(agree("at 0x7ffd0ff2d448, 1", &format!("at {new:#x}, 1"), &here));
        assert!(!agree("at 0x7ffd0ff2d448, 1", &format!("at {new:#x}, 2"), &here));
        assert!(!agree("1152921504606846976", "1152921504606846977", &|_| false));
        assert!(!agree("1048576", "small", &here));
    }

    #[test]
    fn texts_that_differ_elsewhere_teach_nothing() {
        let here = |address: u64| address >= 0x1_0000_0000_0000;
        let new = 0x1_0000_0000_0040_u64;
        assert!(pairs("a 2009939327424", &format!("b {new}"), &here).is_empty());
        assert!(pairs("2", "3", &here).is_empty());
        assert_eq!(
            pairs("B :0x1d094761490 ,a\nrest", &format!("B :{new:#x} ,a\nrest"), &here).len(),
            1
        );
    }
}
