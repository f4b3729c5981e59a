//! "Did you mean": the name nearest to a mistyped one, by CPython's measure (`Python/suggestions.c`).

/// What it costs to insert, delete or replace a byte.
const MOVE_COST: usize = 2;
/// What it costs to change the case of a letter.
const CASE_COST: usize = 1;
/// From this many candidates on no suggestion is made.
const MAX_CANDIDATES: usize = 750;
/// Longer names (what is left of them between equal ends) are not compared.
const MAX_LENGTH: usize = 40;

fn substitution_cost(a: u8, b: u8) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        CASE_COST
    } else {
        MOVE_COST
    }
}

/// The distance from `a` to `b`, or `None` if it is greater than `most`.
fn distance(a: &[u8], b: &[u8], most: usize) -> Option<usize> {
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    if a.is_empty() || b.is_empty() {
        let cost = (a.len() + b.len()) * MOVE_COST;
        return (cost <= most).then_some(cost);
    }
    if a.len() > MAX_LENGTH || b.len() > MAX_LENGTH {
        return None;
    }
    let (short, long) = if b.len() < a.len() { (b, a) } else { (a, b) };
    if (long.len() - short.len()) * MOVE_COST > most {
        return None;
    }
    // One row of the table of distances at a time.
    let mut row: Vec<usize> = (1..=short.len()).map(|n| n * MOVE_COST).collect();
    let mut result = 0;
    for (n, &wanted) in long.iter().enumerate() {
        let mut diagonal = n * MOVE_COST;
        let mut least = usize::MAX;
        result = diagonal;
        for (cell, &have) in row.iter_mut().zip(short) {
            let substitute = diagonal + substitution_cost(wanted, have);
            diagonal = *cell;
            result = substitute.min(result.min(diagonal) + MOVE_COST);
            *cell = result;
            least = least.min(result);
        }
        if least > most {
            return None;
        }
    }
    (result <= most).then_some(result)
}

/// The candidate nearest to `name`, the first of equals; `None` if none is near enough or there are too many.
#[must_use]
pub fn suggest<'a>(name: &str, candidates: &[&'a str]) -> Option<&'a str> {
    if candidates.len() >= MAX_CANDIDATES {
        return None;
    }
    let mut best = None;
    let mut least = usize::MAX;
    for candidate in candidates.iter().filter(|&&candidate| candidate != name) {
        // No more than a third of the letters involved may need a change.
        let fair = (name.len() + candidate.len() + 3) * MOVE_COST / 6;
        let most = fair.min(least - 1);
        if let Some(cost) = distance(name.as_bytes(), candidate.as_bytes(), most) {
            (best, least) = (Some(*candidate), cost);
            if least == 0 {
                break;
            }
        }
    }
    best
}

/// As [`suggest`] for words that a person types; the commonest slip there is two letters changed round.
#[must_use]
pub fn suggest_word<'a>(name: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let swapped = candidates.iter().copied().find(|known| sorted(known) == sorted(name));
    swapped.or_else(|| suggest(name, candidates))
}

fn sorted(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_and_far() {
        let names = ["append", "extend", "insert", "reverse"];
        assert_eq!(suggest("apend", &names), Some("append"));
        assert_eq!(suggest("Insert", &names), Some("insert"));
        assert_eq!(suggest("zzz", &names), None);
        assert_eq!(suggest("a", &["b", "A"]), Some("A"));
        assert_eq!(suggest_word("hlep", &["quiet", "help"]), Some("help"));
    }
}
