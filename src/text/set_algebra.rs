//! Set operations over `set_table`, each building its result the way CPython 3.13 does, so that orders agree.
//!
//! Equality may run Python code. Every function therefore reaches a table through [`Shared`] for a moment at a time
//! and holds no borrow while it compares or drops. Two arguments must be different sets where it says so.

use super::set_table::{Seek, SetTable, Step};
use std::cell::RefCell;

/// A table that others may change between two looks at it.
pub trait Shared<E> {
    /// Works on the table; the closure must not run Python code nor drop a key.
    fn with<R>(&self, work: impl FnOnce(&mut SetTable<E>) -> R) -> R;
}

impl<E> Shared<E> for RefCell<SetTable<E>> {
    fn with<R>(&self, work: impl FnOnce(&mut SetTable<E>) -> R) -> R {
        work(&mut self.borrow_mut())
    }
}

/// A key of a set: a counted reference.
pub trait Key: Clone {
    /// Whether both are the same object.
    fn is(&self, other: &Self) -> bool;
    /// Equality where it can be told without running Python code (the same object, two strings, two small ints).
    fn quick_equal(&self, other: &Self) -> Option<bool>;
}

/// Full equality, `stored == key`, which may run Python code and fail.
pub trait Equality<E> {
    type Error;
    fn equal(&mut self, stored: &E, key: &E) -> Result<bool, Self::Error>;
}

impl<E, X, F: FnMut(&E, &E) -> Result<bool, X>> Equality<E> for F {
    type Error = X;
    fn equal(&mut self, stored: &E, key: &E) -> Result<bool, X> {
        self(stored, key)
    }
}

/// What one look at the table said.
enum Look<E> {
    Found(usize),
    /// A key that only full equality can judge.
    Ask(usize, E),
    Missing,
}

/// Looks for `key`; `missing` is called under the same borrow with the slot where it would go.
fn search<E: Key, S: Shared<E>, Q: Equality<E>>(
    set: &S,
    key: &E,
    hash: i64,
    equality: &mut Q,
    missing: impl FnOnce(&mut SetTable<E>, usize),
) -> Result<Option<usize>, Q::Error> {
    let mut missing = Some(missing);
    let sought = set.with(|table| {
        let sought = table.seek(hash, |stored| stored.quick_equal(key));
        if let Seek::Vacant(at) = sought
            && let Some(missing) = missing.take()
        {
            missing(table, at);
        }
        sought
    });
    match sought {
        Seek::Found(at) => return Ok(Some(at)),
        Seek::Vacant(_) => return Ok(None),
        Seek::Unsure => {}
    }
    let mut probe = set.with(|table| table.probe(hash));
    loop {
        let look = set.with(|table| {
            loop {
                match table.step(&mut probe) {
                    Step::Vacant(at) => {
                        if let Some(missing) = missing.take() {
                            missing(table, at);
                        }
                        return Look::Missing;
                    }
                    Step::Candidate(at, stored) => match stored.quick_equal(key) {
                        Some(true) => return Look::Found(at),
                        Some(false) => {}
                        None => return Look::Ask(at, stored.clone()),
                    },
                }
            }
        });
        let (at, stored) = match look {
            Look::Found(at) => return Ok(Some(at)),
            Look::Missing => return Ok(None),
            Look::Ask(at, stored) => (at, stored),
        };
        let equal = equality.equal(&stored, key)?;
        let current = set.with(|table| table.is_current(&probe, at, |found| found.is(&stored)));
        if current && equal {
            return Ok(Some(at));
        }
        if !current {
            probe = set.with(|table| table.probe(hash));
        }
    }
}

/// `set.add(key)`. True if the key is new.
pub fn add<E: Key, S: Shared<E>, Q: Equality<E>>(
    set: &S,
    key: E,
    hash: i64,
    equality: &mut Q,
) -> Result<bool, Q::Error> {
    let held = key.clone();
    let insert = |table: &mut SetTable<E>, at| table.insert_at(at, hash, key);
    Ok(search(set, &held, hash, equality, insert)?.is_none())
}

/// As [`add`] for a key that the caller holds.
pub fn add_borrowed<E: Key, S: Shared<E>, Q: Equality<E>>(
    set: &S,
    key: &E,
    hash: i64,
    equality: &mut Q,
) -> Result<bool, Q::Error> {
    let held = key.clone();
    let insert = |table: &mut SetTable<E>, at| table.insert_at(at, hash, key.clone());
    Ok(search(set, &held, hash, equality, insert)?.is_none())
}

/// `key in set`.
pub fn contains<E: Key, S: Shared<E>, Q: Equality<E>>(
    set: &S,
    key: &E,
    hash: i64,
    equality: &mut Q,
) -> Result<bool, Q::Error> {
    Ok(search(set, key, hash, equality, |_, _| ())?.is_some())
}

/// `set.discard(key)`. Gives back the stored key, for the caller to drop.
pub fn discard<E: Key, S: Shared<E>, Q: Equality<E>>(
    set: &S,
    key: &E,
    hash: i64,
    equality: &mut Q,
) -> Result<Option<E>, Q::Error> {
    let found = search(set, key, hash, equality, |_, _| ())?;
    Ok(found.and_then(|at| set.with(|table| table.remove_at(at))))
}

/// A copy of a set's table, sized by its own rule.
#[must_use]
pub fn copy_at_once<E: Key>(table: &SetTable<E>) -> SetTable<E> {
    let mut copy = SetTable::new();
    copy.begin_merge(table);
    copy
}

/// `a | b`, if no keys need full equality: what [`merge`] into a copy comes to.
#[must_use]
pub fn union_at_once<E: Key>(a: &SetTable<E>, b: &SetTable<E>) -> Option<SetTable<E>> {
    let mut result = a.copied_with_room(b.len());
    if result.begin_merge(b) {
        return Some(result);
    }
    let mut position = 0;
    take_in(&mut result, b, &mut position);
    b.next_entry(&mut position).is_none().then_some(result)
}

/// `a & b` of two different sets, if no keys need full equality: as [`intersection`].
#[must_use]
pub fn intersection_at_once<E: Key>(a: &SetTable<E>, b: &SetTable<E>) -> Option<SetTable<E>> {
    let (walked, asked) = if b.len() > a.len() { (a, b) } else { (b, a) };
    selected_at_once(walked, asked, true)
}

/// `a - b` of two different sets, if no keys need full equality: as [`difference`].
#[must_use]
pub fn difference_at_once<E: Key>(a: &SetTable<E>, b: &SetTable<E>) -> Option<SetTable<E>> {
    if !copies_for_difference(a.len(), b.len()) {
        return selected_at_once(a, b, false);
    }
    let (mut result, mut position) = (copy_at_once(a), 0);
    while let Some((key, hash)) = b.next_entry(&mut position) {
        match result.seek(hash, |stored| stored.quick_equal(key)) {
            // `a` still has the key.
            Seek::Found(at) => drop(result.remove_at(at)),
            Seek::Vacant(_) => {}
            Seek::Unsure => return None,
        }
    }
    result.purge();
    Some(result)
}

fn selected_at_once<E: Key>(
    walked: &SetTable<E>,
    asked: &SetTable<E>,
    wanted: bool,
) -> Option<SetTable<E>> {
    let (mut result, mut position) = (SetTable::new(), 0);
    select_at_once(&mut result, walked, asked, wanted, &mut position);
    walked.next_entry(&mut position).is_none().then_some(result)
}

/// Calls `work` with each key of a set, which may change meanwhile.
fn for_each<E: Key, S: Shared<E>, X>(
    set: &S,
    mut work: impl FnMut(E, i64) -> Result<(), X>,
) -> Result<(), X> {
    let mut position = 0;
    let next = |position: &mut usize| {
        set.with(|table| table.next_entry(position).map(|(key, hash)| (key.clone(), hash)))
    };
    while let Some((key, hash)) = next(&mut position) {
        work(key, hash)?;
    }
    Ok(())
}

/// `set.update(other)` from another set; `set.copy()` if `set` is new. A set updated with itself stays as it is: do
/// not call. From a dict: `make_room(len)`, then [`add`] each key; from anything else: [`add`] each item.
pub fn merge<E: Key, S: Shared<E>, O: Shared<E>, Q: Equality<E>>(
    set: &S,
    other: &O,
    equality: &mut Q,
) -> Result<(), Q::Error> {
    if set.with(|table| other.with(|other| table.begin_merge(other))) {
        return Ok(());
    }
    let mut position = 0;
    loop {
        set.with(|table| other.with(|other| take_in(table, other, &mut position)));
        let next = other
            .with(|other| other.next_entry(&mut position).map(|(key, hash)| (key.clone(), hash)));
        let Some((key, hash)) = next else { return Ok(()) };
        add(set, key, hash, equality)?;
    }
}

/// Adds keys of `other` from `position` on, up to one that only full equality can compare.
fn take_in<E: Key>(table: &mut SetTable<E>, other: &SetTable<E>, position: &mut usize) {
    let mut next = *position;
    while let Some((key, hash)) = other.next_entry(&mut next) {
        match table.seek(hash, |stored| stored.quick_equal(key)) {
            Seek::Found(_) => {}
            Seek::Vacant(at) => table.insert_at(at, hash, key.clone()),
            Seek::Unsure => return,
        }
        *position = next;
    }
    *position = next;
}

/// `set & other` of two different sets, into the new set `result`. With anything else that is not a set: [`contains`]
/// each item in `set` and [`add`] it to the result.
pub fn intersection<E: Key, S: Shared<E>, Q: Equality<E>>(
    result: &S,
    set: &S,
    other: &S,
    equality: &mut Q,
) -> Result<(), Q::Error> {
    let swap = other.with(|other| other.len()) > set.with(|set| set.len());
    let (walked, asked) = if swap { (set, other) } else { (other, set) };
    select(result, walked, asked, true, equality)
}

/// Adds to the new set `result` those keys of `walked` that `asked` has, or lacks.
fn select<E: Key, S: Shared<E>, Q: Equality<E>>(
    result: &S,
    walked: &S,
    asked: &S,
    wanted: bool,
    equality: &mut Q,
) -> Result<(), Q::Error> {
    let mut position = 0;
    loop {
        result.with(|result| {
            walked.with(|walked| {
                asked.with(|asked| select_at_once(result, walked, asked, wanted, &mut position));
            });
        });
        let next = walked
            .with(|walked| walked.next_entry(&mut position).map(|(key, hash)| (key.clone(), hash)));
        let Some((key, hash)) = next else { return Ok(()) };
        if contains(asked, &key, hash, equality)? == wanted {
            add(result, key, hash, equality)?;
        }
    }
}

/// [`select`] from `position` on, up to a key that only full equality can compare.
fn select_at_once<E: Key>(
    result: &mut SetTable<E>,
    walked: &SetTable<E>,
    asked: &SetTable<E>,
    wanted: bool,
    position: &mut usize,
) {
    let mut next = *position;
    while let Some((key, hash)) = walked.next_entry(&mut next) {
        let there = match asked.seek(hash, |stored| stored.quick_equal(key)) {
            Seek::Found(_) => true,
            Seek::Vacant(_) => false,
            Seek::Unsure => return,
        };
        if there == wanted {
            match result.seek(hash, |stored| stored.quick_equal(key)) {
                Seek::Found(_) => {}
                Seek::Vacant(at) => result.insert_at(at, hash, key.clone()),
                Seek::Unsure => return,
            }
        }
        *position = next;
    }
    *position = next;
}

/// `set - other` of two different sets, into the new set `result`; `scratch` is another new set.
pub fn difference<E: Key, S: Shared<E>, Q: Equality<E>>(
    result: &S,
    set: &S,
    other: &S,
    scratch: &S,
    equality: &mut Q,
) -> Result<(), Q::Error> {
    if copies_for_difference(set.with(|set| set.len()), other.with(|other| other.len())) {
        merge(result, set, equality)?;
        return difference_update(result, other, scratch, equality);
    }
    select(result, set, other, false, equality)
}

/// Whether `set - other` copies the set and takes the other's keys out (also done when the other is neither a set nor
/// a dict), rather than add one by one those keys that the other lacks.
#[must_use]
pub fn copies_for_difference(len: usize, other_len: usize) -> bool {
    len >> 2 > other_len
}

/// `set -= other` of two different sets (a set without itself is cleared); `scratch` is a new set. With anything else:
/// [`discard`] each item, then `purge`.
pub fn difference_update<E: Key, S: Shared<E>, Q: Equality<E>>(
    set: &S,
    other: &S,
    scratch: &S,
    equality: &mut Q,
) -> Result<(), Q::Error> {
    let mut unwanted = other;
    if other.with(|other| other.len()) >> 3 > set.with(|set| set.len()) {
        intersection(scratch, set, other, equality)?;
        unwanted = scratch;
    }
    for_each(unwanted, |key, hash| discard(set, &key, hash, equality).map(drop))?;
    set.with(SetTable::purge);
    Ok(())
}

/// `set ^= other` of two different sets (with itself it is cleared). `a ^ b` is this on a copy of **b**, with a. With
/// anything but a set or a dict, first make a set of it.
pub fn symmetric_difference_update<E: Key, S: Shared<E>, Q: Equality<E>>(
    set: &S,
    other: &S,
    equality: &mut Q,
) -> Result<(), Q::Error> {
    for_each(other, |key, hash| toggle(set, key, hash, equality))
}

/// Takes the key out if it is there, and adds it if not: one step of `^`.
pub fn toggle<E: Key, S: Shared<E>, Q: Equality<E>>(
    set: &S,
    key: E,
    hash: i64,
    equality: &mut Q,
) -> Result<(), Q::Error> {
    if discard(set, &key, hash, equality)?.is_none() {
        add(set, key, hash, equality)?;
    }
    Ok(())
}

/// `set <= other`.
pub fn is_subset<E: Key, S: Shared<E>, Q: Equality<E>>(
    set: &S,
    other: &S,
    equality: &mut Q,
) -> Result<bool, Q::Error> {
    if set.with(|set| set.len()) > other.with(|other| other.len()) {
        return Ok(false);
    }
    let mut position = 0;
    loop {
        // One table cannot be borrowed twice.
        if !std::ptr::eq(set, other)
            && let Some(answer) =
                set.with(|set| other.with(|other| has_rest(other, set, &mut position)))
        {
            return Ok(answer);
        }
        let next =
            set.with(|set| set.next_entry(&mut position).map(|(key, hash)| (key.clone(), hash)));
        let Some((key, hash)) = next else { return Ok(true) };
        if !contains(other, &key, hash, equality)? {
            return Ok(false);
        }
    }
}

/// Whether all keys of `set` from `position` on are in `other`; `None` at a key that only full equality can compare.
fn has_rest<E: Key>(other: &SetTable<E>, set: &SetTable<E>, position: &mut usize) -> Option<bool> {
    let mut next = *position;
    while let Some((key, hash)) = set.next_entry(&mut next) {
        match other.seek(hash, |stored| stored.quick_equal(key)) {
            Seek::Found(_) => *position = next,
            Seek::Vacant(_) => return Some(false),
            Seek::Unsure => return None,
        }
    }
    Some(true)
}

/// The frozenset constant that stands for a display of three or more constants, `{1, 2, 3}` or `x in {1, 2}`. A display
/// [`merge`]s it into a new set.
///
/// CPython builds it from the constants in order, then once anew from itself when it goes into the code object
/// (`rebuilds` 1), and a second time (2) if one of them is a string of identifier characters, longer than one, that had
/// been interned before the unit was compiled.
pub fn constant_frozenset<E: Key>(
    keys: impl IntoIterator<Item = (E, i64)>,
    rebuilds: usize,
    mut equal: impl FnMut(&E, &E) -> bool,
) -> SetTable<E> {
    let mut keys: Vec<(E, i64)> = keys.into_iter().collect();
    let mut equality = |stored: &E, key: &E| Ok::<_, std::convert::Infallible>(equal(stored, key));
    let mut table = SetTable::new();
    for _ in 0..=rebuilds {
        let set = RefCell::new(SetTable::new());
        for (key, hash) in keys {
            let Ok(_) = add(&set, key, hash, &mut equality);
        }
        table = set.into_inner();
        keys = table.iter().map(|(key, hash)| (key.clone(), hash)).collect();
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::rc::Rc;

    impl Key for Rc<i64> {
        fn is(&self, other: &Self) -> bool {
            Rc::ptr_eq(self, other)
        }
        fn quick_equal(&self, other: &Self) -> Option<bool> {
            self.is(other).then_some(true)
        }
    }

    type Set = RefCell<SetTable<Rc<i64>>>;

    fn equal(a: &Rc<i64>, b: &Rc<i64>) -> Result<bool, ()> {
        Ok(a == b)
    }

    fn set(keys: &[i64]) -> Set {
        let set = Set::default();
        for &key in keys {
            add(&set, Rc::new(key), key, &mut equal).unwrap();
        }
        set
    }

    fn keys(set: &Set) -> Vec<i64> {
        set.borrow().iter().map(|(key, _)| **key).collect()
    }

    #[test]
    fn operations() {
        let (a, b) = (set(&[1, 2, 3, 9]), set(&[3, 9, 20]));
        let (both, less) = (Set::default(), Set::default());
        intersection(&both, &a, &b, &mut equal).unwrap();
        difference(&less, &a, &b, &Set::default(), &mut equal).unwrap();
        assert_eq!((keys(&both), keys(&less)), (vec![9, 3], vec![1, 2]));
        symmetric_difference_update(&a, &b, &mut equal).unwrap();
        assert_eq!(keys(&a), [1, 2, 20]);
    }

    #[test]
    fn a_table_changed_by_a_comparison_is_searched_anew() {
        let a = set(&[1]);
        let mut calls = 0;
        let mut meddling = |stored: &Rc<i64>, key: &Rc<i64>| {
            calls += 1;
            if calls == 1 {
                drop(a.borrow_mut().take());
            }
            Ok::<_, ()>(stored == key)
        };
        assert_eq!(contains(&a, &Rc::new(1), 1, &mut meddling), Ok(false));
        assert_eq!(calls, 1);
    }
}
