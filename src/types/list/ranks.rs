//! Putting ranks in order, with what belongs to them.

/// Sorts ranks that lie close together, each packed with its place into one word; the places come back in the order of
/// their ranks, equal ones as they stood. The ranks as they were where they lie too far apart, or are too many.
pub(super) fn places_in_order(mut ranks: Vec<u64>) -> Result<Vec<u64>, Vec<u64>> {
    const PLACE: u32 = u32::BITS;
    let least = ranks.iter().min().copied().unwrap_or(0);
    let distance = ranks.iter().max().copied().unwrap_or(0) - least;
    if distance >> PLACE != 0 || ranks.len() as u64 >> PLACE != 0 {
        return Err(ranks);
    }
    for (place, rank) in ranks.iter_mut().enumerate() {
        *rank = (*rank - least) << PLACE | place as u64;
    }
    // No two are equal, so that equal ranks keep their order.
    ranks.sort_unstable();
    ranks.iter_mut().for_each(|packed| *packed &= u64::from(u32::MAX));
    Ok(ranks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ranks_keep_their_order() {
        assert_eq!(places_in_order(vec![7, 3, 7, 3, 5]), Ok(vec![1, 3, 4, 0, 2]));
        assert_eq!(places_in_order(vec![u64::MAX, 0]), Err(vec![u64::MAX, 0]));
    }
}
