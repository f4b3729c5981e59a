//! The table of a dict: entries in insertion order and, beyond a few, an index by hash.
//!
//! It answers what can be answered without running Python code. Keys whose equality only Python
//! code can decide come back as [`Probe::Ask`]; the caller ([`super::dict`]) compares them with no
//! borrow of the table held.

use super::dict_index::{DictIndex, Steps};
use super::quick_equal::quick_equal;
use super::string::Str;
use crate::heap::{Flag, Ref, drop_quietly};
use crate::text::getsizeof::{dict_room, dict_size, dict_updated_room, ordered_size};

/// One key with its value.
#[derive(Clone)]
pub struct Entry {
    pub hash: i64,
    pub key: Ref,
    pub value: Ref,
}

/// Up to this many entries are searched one by one, without an index.
const LINEAR: usize = 8;

/// The entries of a dict in the order of their insertion, and the index that finds them.
#[derive(Default)]
pub struct DictTable {
    /// In insertion order; a deleted entry leaves a hole.
    entries: Vec<Option<Entry>>,
    index: DictIndex,
    live: u32,
    first: First,
}

/// Three facts about the entries in one word: dicts are many, and a word more would be felt.
#[derive(Clone, Copy, Default)]
struct First(u32);

impl First {
    /// No entry before this position is live.
    #[inline]
    fn position(self) -> usize {
        (self.0 >> 2) as usize
    }

    fn moved_to(self, position: usize) -> First {
        First((position as u32) << 2 | self.0 & 3)
    }

    /// Whether a key was ever not a `str`, which makes CPython's table larger.
    #[inline]
    fn is_general(self) -> bool {
        self.0 & 1 != 0
    }

    fn made_general(self) -> First {
        First(self.0 | 1)
    }

    /// Whether something that could be part of a cycle was taken out since
    /// [`DictTable::settle`]: CPython's collector still considers such a dict.
    #[inline]
    fn has_lost(self) -> bool {
        self.0 & 2 != 0
    }

    /// Takes note of `value` leaving the dict.
    #[inline]
    fn without(self, value: &Ref) -> First {
        if value.has_flag(Flag::TRACKED) { First(self.0 | 2) } else { self }
    }
}

/// What a lookup found.
pub enum Probe {
    Found(usize),
    Absent,
    /// These entries have the key's hash, and only Python can say whether they equal it.
    Ask(Vec<usize>),
}

/// A key of the hash looked for, of which only Python can say whether it is the key.
pub struct Unsure;

impl DictTable {
    /// How many keys there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.live as usize
    }

    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// Whether there never was a key, so that nothing is allocated.
    pub fn is_untouched(&self) -> bool {
        self.entries.capacity() == 0
    }

    /// One past the last position in use; positions count holes too.
    #[inline]
    pub fn end(&self) -> usize {
        self.entries.len()
    }

    #[inline]
    pub fn at(&self, position: usize) -> Option<&Entry> {
        self.entries.get(position)?.as_ref()
    }

    /// The first live entry at or after `position`, with its own position.
    #[inline]
    pub fn next_from(&self, position: usize) -> Option<(usize, &Entry)> {
        if let Some(entry) = self.at(position) {
            return Some((position, entry));
        }
        let position = position.max(self.first.position());
        let tail = self.entries.get(position..)?;
        let offset = tail.iter().position(Option::is_some)?;
        Some((position + offset, tail[offset].as_ref()?))
    }

    /// The last live entry before `position`, with its own position.
    pub fn previous_before(&self, position: usize) -> Option<(usize, &Entry)> {
        let head = &self.entries[..position.min(self.entries.len())];
        let at = head.iter().rposition(Option::is_some)?;
        Some((at, head[at].as_ref()?))
    }

    /// Live entries in order.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().flatten()
    }

    fn indexed(&self) -> bool {
        self.entries.len() > LINEAR
    }

    /// Looks `key` up.
    #[inline]
    pub fn probe(&self, key: &Ref, hash: i64) -> Probe {
        match self.find(hash, |stored| quick_equal(stored, key)) {
            Ok(Some(at)) => Probe::Found(at),
            Ok(None) => Probe::Absent,
            Err(Unsure) => self.candidates(key, hash),
        }
    }

    /// The position of the key of this hash that `is_key` says is the one, if it always knows.
    #[inline(always)]
    pub fn find(
        &self,
        hash: i64,
        is_key: impl Fn(&Ref) -> Option<bool>,
    ) -> Result<Option<usize>, Unsure> {
        // Other keys of the same hash are rare, so the walk ends here almost always, and the
        // comparison stands behind it.
        let mut walk = self.walk(hash);
        let Some((at, entry)) = walk.next() else { return Ok(None) };
        match is_key(&entry.key) {
            Some(true) => Ok(Some(at)),
            Some(false) => Self::find_further(walk, is_key),
            None => Err(Unsure),
        }
    }

    #[cold]
    #[inline(never)]
    fn find_further(
        walk: Walk<'_>,
        is_key: impl Fn(&Ref) -> Option<bool>,
    ) -> Result<Option<usize>, Unsure> {
        for (at, entry) in walk {
            match is_key(&entry.key) {
                Some(true) => return Ok(Some(at)),
                Some(false) => {}
                None => return Err(Unsure),
            }
        }
        Ok(None)
    }

    /// The entries of this hash.
    #[inline(always)]
    fn walk(&self, hash: i64) -> Walk<'_> {
        let steps = if self.indexed() { self.index.steps(hash) } else { Steps::default() };
        Walk { table: self, hash, next: 0, steps }
    }

    #[cold]
    fn candidates(&self, key: &Ref, hash: i64) -> Probe {
        let mut ask = Vec::new();
        for (at, entry) in self.walk(hash) {
            match quick_equal(&entry.key, key) {
                Some(true) if ask.is_empty() => return Probe::Found(at),
                // Those before it are asked first, in order.
                Some(true) => {
                    ask.push(at);
                    break;
                }
                Some(false) => {}
                None => ask.push(at),
            }
        }
        Probe::Ask(ask)
    }

    /// Adds a key known to be absent; returns its position. The caller charges for growth first
    /// ([`DictTable::bytes_to_grow`]).
    pub fn insert_new(&mut self, hash: i64, key: Ref, value: Ref) -> usize {
        let full = self.entries.len() == self.entries.capacity();
        if full || (!self.first.is_general() && !key.is_exact::<Str>()) {
            self.make_room(key.is_exact::<Str>());
        }
        let at = self.entries.len();
        self.entries.push(Some(Entry { hash, key, value }));
        self.live += 1;
        if at == LINEAR || (at > LINEAR && !self.index.insert(hash, at)) {
            self.rebuild_index();
        }
        at
    }

    /// Makes room for `count` keys in all at once, in a dict whose size nobody asks for.
    pub fn expect(&mut self, count: usize) {
        self.entries.reserve_exact(count.saturating_sub(self.entries.len()));
    }

    /// Grows when full, and when the first key comes that is not a `str`, by CPython's steps
    /// (`insertion_resize`), so that `sys.getsizeof` agrees.
    #[cold]
    fn make_room(&mut self, for_str: bool) {
        if !for_str && !self.first.is_general() {
            self.first = self.first.made_general();
            if self.entries.capacity() > 0 {
                self.change_room(dict_room(self.len()));
            }
        }
        if self.entries.len() == self.entries.capacity() {
            self.change_room(dict_room(self.len()));
        }
    }

    /// Has room for exactly `room` entries, at least those there are; closes the holes.
    fn change_room(&mut self, room: usize) {
        if self.len() == self.entries.len() && room >= self.entries.capacity() {
            self.entries.reserve_exact(room - self.entries.len());
            return;
        }
        let mut entries = Vec::with_capacity(room);
        entries.extend(self.entries.drain(..).flatten().map(Some));
        self.entries = entries;
        self.first = self.first.moved_to(0);
        self.rebuild_index();
    }

    /// Makes room for all of `other`'s keys at once, as CPython does before `update`.
    pub fn make_room_for(&mut self, other: &DictTable) {
        let Some(room) = dict_updated_room(self.entries.capacity(), self.len(), other.len()) else {
            return;
        };
        if other.first.is_general() {
            self.first = self.first.made_general();
        }
        self.change_room(room);
    }

    /// Has the room of a dict that took keys of its own when it had `used` of them.
    pub fn unshare(&mut self, used: usize) {
        let mut room = dict_room(used);
        while room < self.len() {
            room = dict_room(room);
        }
        self.change_room(room);
    }

    /// Has room for `room` entries from the start; for an empty table.
    pub fn reserve(&mut self, room: usize) {
        self.entries.reserve_exact(room);
    }

    /// Whether another table, still empty, would take this one over as it is.
    pub fn is_compact(&self) -> bool {
        self.len() == self.entries.len()
            && !self.is_empty()
            && crate::text::getsizeof::dict_is_well_filled(self.entries.capacity(), self.len())
    }

    /// How many bytes the next insertion will take from the allocator; 0 where there is room.
    pub fn bytes_to_grow(&self) -> usize {
        if self.entries.len() < self.entries.capacity() {
            return 0;
        }
        (dict_room(self.len()).saturating_sub(self.entries.capacity())) * (size_of::<Entry>() + 6)
    }

    /// What `sys.getsizeof` reports for CPython's table of these keys.
    pub fn python_size(&self) -> usize {
        dict_size(self.entries.capacity(), self.first.is_general())
    }

    /// What CPython's `OrderedDict` takes besides for the order of these keys.
    pub fn order_size(&self) -> usize {
        ordered_size(self.entries.capacity(), self.len())
    }

    /// The value at `position`, to be written.
    #[inline]
    pub fn value_mut(&mut self, position: usize) -> Option<&mut Ref> {
        self.entries.get_mut(position)?.as_mut().map(|entry| &mut entry.value)
    }

    /// Puts `value` at `position`; the old value comes back.
    pub fn replace(&mut self, position: usize, value: Ref) -> Option<Ref> {
        let entry = self.entries.get_mut(position)?.as_mut()?;
        let old = std::mem::replace(&mut entry.value, value);
        self.first = self.first.without(&old);
        Some(old)
    }

    /// Takes the entry at `position` out.
    pub fn remove(&mut self, position: usize) -> Option<Entry> {
        let entry = self.entries.get_mut(position)?.take()?;
        self.live -= 1;
        if self.entries.len() > LINEAR {
            self.index.forget(entry.hash, position);
        }
        self.first = self.first.without(&entry.key).without(&entry.value);
        if position == self.first.position() {
            let next = self.entries[position..].iter().position(Option::is_some);
            let next = next.map_or(self.entries.len(), |offset| position + offset);
            self.first = self.first.moved_to(next);
        }
        Some(entry)
    }

    /// Takes the last entry out, and its place with it.
    pub fn pop(&mut self) -> Option<Entry> {
        let at = self.previous_before(self.entries.len())?.0;
        let entry = self.remove(at);
        self.entries.truncate(at);
        self.first = self.first.moved_to(self.first.position().min(at));
        entry
    }

    /// Makes the entry at `position` the last, if there is a place for it after the others.
    pub fn move_to_end(&mut self, position: usize) -> bool {
        let last = self.entries.len();
        if position + 1 == last {
            return true;
        }
        if !self.indexed() || last == self.entries.capacity() {
            return false;
        }
        let Some(entry) = self.entries.get_mut(position).and_then(Option::take) else {
            return false;
        };
        self.index.redirect(entry.hash, position, last);
        self.entries.push(Some(entry));
        if position == self.first.position() {
            let next = self.entries[position..].iter().position(Option::is_some);
            self.first = self.first.moved_to(position + next.unwrap_or(0));
        }
        true
    }

    /// Makes the last entry the first; positions change.
    pub fn move_last_to_front(&mut self) {
        self.entries.rotate_right(1);
        self.first = self.first.moved_to(0);
        self.rebuild_index();
    }

    fn rebuild_index(&mut self) {
        if !self.indexed() {
            return;
        }
        self.index.reset(self.entries.capacity());
        for (at, entry) in self.entries.iter().enumerate() {
            if let Some(entry) = entry {
                self.index.insert(entry.hash, at);
            }
        }
    }

    /// Bytes held outside the cell.
    pub fn bytes(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>() + self.index.bytes()
    }

    /// An equal table: same keys, values, order, without holes.
    pub fn duplicate(&self) -> DictTable {
        let mut copy = DictTable { first: self.first.moved_to(0), ..DictTable::default() };
        if self.is_empty() {
            return DictTable::default();
        }
        let few_holes = self.len() >= self.entries.len() * 2 / 3;
        let room = if few_holes { None } else { dict_updated_room(0, 0, self.len()) };
        copy.entries.reserve_exact(room.unwrap_or(self.entries.capacity()));
        let same_places = self.len() == self.entries.len();
        if same_places {
            copy.entries.extend(self.entries.iter().cloned());
        } else {
            copy.entries.extend(self.iter().cloned().map(Some));
        }
        copy.live = copy.entries.len() as u32;
        if same_places && copy.entries.capacity() == self.entries.capacity() {
            copy.index = self.index.clone();
        } else {
            copy.rebuild_index();
        }
        copy
    }

    /// Whether something that could be part of a cycle was taken out lately.
    pub fn has_lost(&self) -> bool {
        self.first.has_lost()
    }

    /// Forgets what was taken out: a full collection has passed over the dict.
    pub fn settle(&mut self) {
        self.first = First(self.first.0 & !2);
    }

    /// Takes over, empty, from `old`, whose entries have all been taken out.
    pub fn succeed(&mut self, old: &DictTable) {
        self.first = First(self.first.0 | old.first.0 & 2);
    }

    /// Takes the first live entry out, for clearing in insertion order.
    #[inline]
    pub fn take_first(&mut self, from: &mut usize) -> Option<Entry> {
        while let Some(place) = self.entries.get_mut(*from) {
            *from += 1;
            if let Some(entry) = place.take() {
                self.live -= 1;
                self.first = self.first.without(&entry.key).without(&entry.value);
                return Some(entry);
            }
        }
        None
    }

    /// Empties the table from `from` on, for clearing in insertion order, up to the first entry of
    /// which something dies: that comes back, taken out.
    #[inline]
    pub fn take_dying(&mut self, from: &mut usize) -> Option<Entry> {
        let (mut first, mut seen, mut gone) = (self.first, 0, 0);
        let mut dying = None;
        for place in self.entries.get_mut(*from..).unwrap_or_default() {
            seen += 1;
            let Some(Entry { hash, key, value }) = place.take() else { continue };
            gone += 1;
            first = first.without(&key).without(&value);
            if let Some((key, value)) = drop_quietly(key, value) {
                dying = Some(Entry { hash, key, value });
                break;
            }
        }
        *from += seen;
        self.first = first;
        self.live -= gone;
        dying
    }
}

/// A walk along the entries of one hash.
struct Walk<'a> {
    table: &'a DictTable,
    hash: i64,
    /// The next position, where there is no index.
    next: usize,
    steps: Steps,
}

impl<'a> Iterator for Walk<'a> {
    type Item = (usize, &'a Entry);

    #[inline(always)]
    fn next(&mut self) -> Option<(usize, &'a Entry)> {
        let table = self.table;
        loop {
            let at = if table.indexed() {
                table.index.next(&mut self.steps)?
            } else if self.next < table.entries.len() {
                self.next += 1;
                self.next - 1
            } else {
                return None;
            };
            match table.at(at) {
                Some(entry) if entry.hash == self.hash => return Some((at, entry)),
                _ => {}
            }
        }
    }
}
