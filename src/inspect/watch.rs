//! One object under watch: what came to hold it and what let go, since it was last looked at.

use super::graph::title;
use super::holders::{Holder, Left, holders};
use crate::heap::{Ref, Unowned};
use crate::runtime::Vm;
use crate::source::{Source, Span};

/// An object under watch. Watching does not hold it.
pub struct Watched {
    /// What it was called when the watch began.
    pub label: String,
    pub title: String,
    object: Unowned,
    /// When the watch began, in numbers of noted deaths.
    since: u64,
    count: i64,
    holders: Vec<Holder>,
}

/// What happened to a watched object.
pub enum Change {
    Nothing,
    /// Its count is another now, or others hold it.
    Held {
        count: i64,
        gone: Vec<String>,
        new: Vec<String>,
    },
    /// It is no more; the statement that ended it.
    Died(Option<(Source, Span)>),
}

impl Watched {
    /// Begins to watch `object`, to which the caller has the only reference not to be told of.
    pub fn begin(vm: &Vm, label: &str, object: &Ref) -> Watched {
        // Its death will be noted, and a number is not written over where it stands.
        object.observe();
        Watched {
            label: label.to_owned(),
            title: title(object),
            object: object.downgrade(),
            since: vm.departed.moment(),
            count: object.count() - 1,
            holders: holders(vm, object, Left::Own),
        }
    }

    /// How many references it had when last looked at.
    pub fn count(&self) -> i64 {
        self.count
    }

    /// Who held it when last looked at.
    pub fn holders(&self) -> &[Holder] {
        &self.holders
    }

    /// Looks whether its count has changed: cheap, for between any two statements.
    pub fn glance(&mut self, vm: &Vm) -> Change {
        self.change(vm, |was, now| was != now)
    }

    /// Looks whether anything has changed, also who holds it.
    pub fn look(&mut self, vm: &Vm) -> Change {
        self.change(vm, |_, _| true)
    }

    fn change(&mut self, vm: &Vm, worth: impl Fn(i64, i64) -> bool) -> Change {
        let address = self.object.address();
        let living = self.object.counted().filter(|object| object.count() > 1);
        let died = vm.departed.since(self.since, address);
        let (Some(object), None) = (living, &died) else {
            return Change::Died(died.and_then(|tenant| tenant.ended));
        };
        let count = object.count() - 1;
        if !worth(self.count, count) {
            return Change::Nothing;
        }
        let now = holders(vm, &object, Left::Own);
        let gone = difference(&self.holders, &now);
        let new = difference(&now, &self.holders);
        (self.count, self.holders) = (count, now);
        if gone.is_empty() && new.is_empty() {
            return Change::Nothing;
        }
        Change::Held { count, gone, new }
    }
}

/// What `these` have more than `those`, each as often, in words.
fn difference(these: &[Holder], those: &[Holder]) -> Vec<String> {
    let mut left: Vec<&str> = those.iter().map(|that| that.key.as_str()).collect();
    let mut more = Vec::new();
    for this in these {
        match left.iter().position(|that| *that == this.key) {
            Some(place) => drop(left.swap_remove(place)),
            None => more.push(this.text.clone()),
        }
    }
    more
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_count_how_often() {
        let holders = |words: &str| -> Vec<Holder> {
            words.split(' ').map(|word| Holder::plain(word.to_owned())).collect()
        };
        assert_eq!(difference(&holders("a b a a"), &holders("a c")), ["b", "a", "a"]);
        let mut renamed = holders("a");
        renamed[0].text = "a by another name".to_owned();
        assert!(difference(&renamed, &holders("a")).is_empty());
    }
}
