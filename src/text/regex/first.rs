//! What can begin a match, so that a search steps over places where none can.

use super::program::{First, One, Step};
use super::tree::At;

/// What the first characters of all matches have in common.
pub(super) fn first(steps: &[Step]) -> First {
    if let Some(Step::At(At::Start, _) | Step::At(At::LineStart, false)) = steps.get(1) {
        return First::Start;
    }
    if let Some(Step::One(One::Char(letter))) = steps.iter().find(|step| !is_save(step))
        && letter.is_ascii()
    {
        return First::Byte(*letter as u8);
    }
    let mut among = 0;
    let mut seen = vec![false; steps.len()];
    match collect(steps, 0, &mut among, &mut seen) {
        Some(()) if among != u128::MAX => First::Among(among),
        _ => First::Unknown,
    }
}

fn is_save(step: &Step) -> bool {
    matches!(step, Step::Save(_))
}

/// Adds what can come first from step `at` on; `None` where that cannot be said.
fn collect(steps: &[Step], at: usize, among: &mut u128, seen: &mut [bool]) -> Option<()> {
    let mut at = at;
    loop {
        if *seen.get(at)? {
            return Some(());
        }
        seen[at] = true;
        match &steps[at] {
            Step::One(one) => {
                *among |= low(one);
                return Some(());
            }
            Step::Run { one, least, .. } => {
                *among |= low(one);
                if *least > 0 {
                    return Some(());
                }
                at += 1;
            }
            Step::Save(_) | Step::Begin(_) => at += 1,
            Step::Jump(to) => at = *to,
            Step::Split(one, other) => {
                collect(steps, *one, among, seen)?;
                at = *other;
            }
            Step::Loop { least, body, exit, .. } => {
                collect(steps, *body, among, seen)?;
                if *least > 0 {
                    return Some(());
                }
                at = *exit;
            }
            _ => return None,
        }
    }
}

/// The ASCII characters that `one` matches, as bits.
fn low(one: &One) -> u128 {
    if let One::Set(set) = one {
        return set.low();
    }
    ('\0'..='\x7f').filter(|letter| one.matches(*letter)).map(|letter| 1 << letter as u32).sum()
}
