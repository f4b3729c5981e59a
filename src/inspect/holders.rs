//! Lists the references to one object.

use std::collections::HashMap;

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
    /// Where the code stands that holds it, if code does.
    pub source: Option<Source>,
    pub span: Option<Span>,
}

impl Holder {
    pub(super) fn plain(text: String) -> Holder {
        Holder { text, source: None, span: None }
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

/// An edge from a live cell, put into words when its owner's name is known.
struct Found {
    owner: Ref,
    edge: OwnedEdge,
}

/// An [`Edge`] with its words made.
pub(super) struct OwnedEdge {
    pub what: What,
    pub text: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
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
    let count = usize::try_from(target.count() - 1).unwrap_or(0);
    if target.is_immortal() {
        return vec![Holder::plain(why_immortal(vm, target))];
    }
    let skip = if left == Left::Argument { places::topmost(vm, target) } else { None };
    let mut found = Vec::new();
    from_cells(vm, target, &mut found);
    from_dying(vm, target, &mut found);
    vm.visit_fixtures(&mut |what, object| {
        if object.same(target) {
            found.push(Holder::plain(what.to_owned()));
        }
    });
    if main_namespace(vm).is_some_and(|main| main.same(target)) {
        found.push(Holder::plain("namespace of this session".to_owned()));
    }
    found.extend(places::on_stack(vm, target, skip));
    while found.len() < count {
        found.push(Holder::plain("held by the interpreter, nothing says why".to_owned()));
    }
    found
}

/// The same as lines of text.
pub fn lines(vm: &Vm, target: &Ref, left: Left) -> Vec<String> {
    holders(vm, target, left).into_iter().map(|holder| holder.text).collect()
}

fn from_cells(vm: &Vm, target: &Ref, lines: &mut Vec<Holder>) {
    // (owner, times): the walk itself may not keep what it is shown in other ways than counted.
    let mut owners: Vec<(Ref, usize)> = Vec::new();
    vm.heap.for_each_live(&mut |owner| {
        let mut times = 0;
        owner.trace(&mut |object| times += usize::from(object.same(target)));
        if times > 0 {
            owners.push((owner.clone(), times));
        }
    });
    let mut found = Vec::new();
    for (owner, times) in &owners {
        let mut own = Vec::new();
        edges(owner, &mut |object, edge| {
            if object.same(target) {
                own.push(OwnedEdge::of(edge));
            }
        });
        own.truncate(*times);
        while own.len() < *times {
            own.push(OwnedEdge { what: What::Held, text: String::new() });
        }
        found.extend(own.into_iter().map(|edge| Found { owner: owner.clone(), edge }));
    }
    let addresses: HashMap<u64, Ref> =
        owners.into_iter().map(|(owner, _)| (owner.address(), owner)).collect();
    let owners = Owners::look_up(vm, &addresses);
    let mut named: Vec<(bool, String)> = found
        .iter()
        .map(|found| {
            (!owners.is_namespace(&found.owner), words(vm, &owners, &found.owner, &found.edge))
        })
        .collect();
    named.sort_by_key(|(container, _)| *container);
    lines.extend(named.into_iter().map(|(_, text)| Holder::plain(text)));
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
