//! Lists the references to one object.

use std::collections::{HashMap, HashSet};

use super::edges::{Edge, edges};
use super::names::{main_namespace, short_name};
use super::owners::{Owners, words};
use super::{places, proof};
use crate::heap::Ref;
use crate::runtime::Vm;
use crate::source::{Source, Span};

/// One reference to an object.
#[derive(Clone)]
pub struct Holder {
    /// What holds it: `name a in __main__`.
    pub text: String,
    /// What tells it from others, and stays the same while its words change: names of containers
    /// come and go, and code goes from line to line.
    pub key: String,
    /// Where the code stands that holds it, if code does.
    pub source: Option<Source>,
    pub span: Option<Span>,
}

impl Holder {
    pub(super) fn plain(text: String) -> Holder {
        Holder { key: text.clone(), text, source: None, span: None }
    }
}

/// Which references are not to be listed, because they belong to whoever asks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// The asker holds one reference that stands nowhere: a variable in Rust.
    Own,
    /// The topmost place of the slot stack: the argument of the asking call.
    Argument,
}

/// An [`Edge`] with its words made.
pub(super) struct OwnedEdge {
    pub what: What,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Item(usize),
    Element,
    Key,
    Value,
    Attribute,
    Constant(usize),
    Local,
    Temporary,
    Content,
    Part,
    Held,
}

impl OwnedEdge {
    fn of(edge: Edge<'_>) -> OwnedEdge {
        let (what, text) = match edge {
            Edge::Item(index) => (What::Item(index), String::new()),
            Edge::Element => (What::Element, String::new()),
            Edge::Key(key) => (What::Key, short_name(key)),
            Edge::Value(key) => (What::Value, short_name(key)),
            Edge::Attribute(name) => (What::Attribute, name.to_owned()),
            Edge::Constant(index) => (What::Constant(index), String::new()),
            Edge::Local(name) => (What::Local, name.to_owned()),
            Edge::Temporary => (What::Temporary, String::new()),
            Edge::Content => (What::Content, String::new()),
            Edge::Part(what) => (What::Part, what.to_owned()),
            Edge::Held => (What::Held, String::new()),
        };
        OwnedEdge { what, text }
    }
}

/// Every counted reference to `target` but the asker's own, in words: names first, then containers
/// in the order of their addresses, then running code. A reference that nothing accounts for has
/// a line too, so that there are always as many lines as references.
pub fn holders(vm: &Vm, target: &Ref, left: Left) -> Vec<Holder> {
    if target.is_immortal() {
        return vec![Holder::plain(why_immortal(vm, target))];
    }
    let count = usize::try_from(target.count() - 1).unwrap_or(0);
    let skip = if left == Left::Argument { places::topmost(vm, target) } else { None };
    let wanted = Wanted { object: target.clone(), count, skip };
    let mut found = holders_of_each(vm, &[wanted], &HashMap::new());
    found.pop().unwrap_or_default()
}

/// An object whose references are asked for.
pub(super) struct Wanted {
    pub object: Ref,
    /// How many references it has, those of the asker left out.
    pub count: usize,
    /// A place of the slot stack not to be listed.
    pub skip: Option<usize>,
}

/// The references to each of `wanted`, found in one walk over the heap. `known` has those that are
/// not to be listed: how many of the references from the owner at one address to the object at
/// another.
pub(super) fn holders_of_each(
    vm: &Vm,
    wanted: &[Wanted],
    known: &HashMap<(u64, u64), usize>,
) -> Vec<Vec<Holder>> {
    let mut all = from_cells(vm, wanted, known);
    for (wanted, found) in wanted.iter().zip(&mut all) {
        let target = &wanted.object;
        from_dying(vm, target, found);
        vm.visit_fixtures(&mut |what, object| {
            if object.same(target) {
                found.push(Holder::plain(what.to_owned()));
            }
        });
        if main_namespace(vm).is_some_and(|main| main.same(target)) {
            found.push(Holder::plain("namespace of this session".to_owned()));
        }
        found.extend(places::on_stack(vm, target, wanted.skip));
        let listed_elsewhere: usize = known
            .iter()
            .filter(|((_, to), _)| *to == target.address())
            .map(|(_, times)| times)
            .sum();
        while found.len() + listed_elsewhere < wanted.count {
            found.push(Holder::plain("held by the interpreter, nothing says why".to_owned()));
        }
    }
    all
}

/// The same as lines of text.
pub fn lines(vm: &Vm, target: &Ref, left: Left) -> Vec<String> {
    holders(vm, target, left).into_iter().map(|holder| holder.text).collect()
}

fn from_cells(vm: &Vm, wanted: &[Wanted], known: &HashMap<(u64, u64), usize>) -> Vec<Vec<Holder>> {
    let owners = owners_of(vm, wanted);
    let addresses: HashMap<u64, Ref> =
        owners.iter().map(|owner| (owner.address(), owner.clone())).collect();
    let names = Owners::look_up(vm, &addresses);
    let listed = wanted.iter().map(|wanted| {
        let target = &wanted.object;
        let mut rows: Vec<(bool, Holder)> = Vec::new();
        for owner in &owners {
            let leave = known.get(&(owner.address(), target.address())).copied().unwrap_or(0);
            for edge in edges_to(owner, target).iter().skip(leave) {
                let text = words(&names, owner, edge);
                let key = format!("{:x} {:?} {}", owner.address(), edge.what, edge.text);
                let holder = Holder { key, ..Holder::plain(text) };
                rows.push((!names.is_namespace(owner), holder));
            }
        }
        rows.sort_by_key(|(container, _)| *container);
        rows.into_iter().map(|(_, holder)| holder).collect()
    });
    listed.collect()
}

/// The live cells that hold one of `wanted`, in the order of their addresses.
fn owners_of(vm: &Vm, wanted: &[Wanted]) -> Vec<Ref> {
    let targets: HashSet<u64> = wanted.iter().map(|wanted| wanted.object.address()).collect();
    let mut owners = Vec::new();
    vm.heap.for_each_live(&mut |owner| {
        let mut holds = false;
        owner.trace(&mut |object| holds |= targets.contains(&object.address()));
        if holds {
            owners.push(owner.clone());
        }
    });
    owners
}

/// The edges from `owner` to `target`: as many as the walk over the heap finds.
fn edges_to(owner: &Ref, target: &Ref) -> Vec<OwnedEdge> {
    let mut times = 0;
    owner.trace(&mut |object| times += usize::from(object.same(target)));
    let mut own = Vec::new();
    if times > 0 {
        edges(owner, &mut |object, edge| {
            if object.same(target) {
                own.push(OwnedEdge::of(edge));
            }
        });
    }
    own.resize_with(times, || OwnedEdge { what: What::Held, text: String::new() });
    own
}

fn from_dying(vm: &Vm, target: &Ref, found: &mut Vec<Holder>) {
    vm.heap.for_each_dying_edge(&mut |kind, address, object| {
        if object.same(target) {
            let name = proof::kind_name(vm, kind);
            found.push(Holder::plain(format!("a {name} at {address:#x} that is dying")));
        }
    });
    vm.heap.for_each_held(&mut |object| {
        if object.same(target) {
            found.push(Holder::plain("its own end: a finalizer or callback is running".to_owned()));
        }
    });
}

/// Why an object's count means nothing.
pub fn why_immortal(vm: &Vm, target: &Ref) -> String {
    let class = vm.class_name(target);
    let what = match class.as_str() {
        "NoneType" | "bool" | "ellipsis" | "NotImplementedType" => "there is only one of it",
        "int" => "the ints from -5 to 256 are made once",
        "str" => "the interpreter itself uses this string",
        "type" => "a builtin type",
        _ => "the interpreter made it at its start",
    };
    format!("{} is immortal: {what}, and nobody counts its references", short_name(target))
}
