//! The objects that can be reached from a few names, and the references between them.
//!
//! *Invariant:* the arrows that lead to an object and the holders listed beside it are together as
//! many as its count.

use std::collections::HashMap;

use super::edges::{Edge, edges};
use super::holders::{Wanted, holders_of_each};
use super::names::{class_of, main_namespace, short_name};
use super::roots::Root;
use crate::heap::{Kind, Ref};
use crate::runtime::object::tuple::tuple_items;
use crate::runtime::object::weakref::weak_of;
use crate::runtime::object::{Dict, Generator, List};
use crate::runtime::{Vm, kinds};
use crate::types::deque::Deque;
use crate::types::set::table_of;

/// The objects reached, and what holds them.
pub struct Graph {
    pub roots: Vec<Arrow>,
    pub objects: Vec<Reached>,
}

/// One reference.
pub struct Arrow {
    /// What the object is to its holder: `.name`, `[0]`, `closure`; empty for what is no reference.
    pub label: String,
    pub end: End,
}

/// Where an arrow leads.
pub enum End {
    /// To something of which nothing more is told: a small number, a class.
    Leaf(String),
    /// To the object at this index of the graph.
    Object(usize),
}

/// One object with what it holds.
pub struct Reached {
    /// `Node at 0x…`.
    pub title: String,
    /// How many references it has.
    pub count: usize,
    /// The references that are not arrows of this graph, in words.
    pub others: Vec<String>,
    pub arrows: Vec<Arrow>,
    /// How many references of its own are left out for want of room.
    pub left_out: usize,
    /// What it finds without holding it, if it is a weak reference.
    pub finds: Option<Found>,
}

/// What a weak reference finds.
pub struct Found {
    pub text: String,
    /// Its index, if it is an object of the graph.
    pub object: Option<usize>,
}

/// No more objects than this are drawn, nor more references of one.
const MOST_OBJECTS: usize = 60;
const MOST_ARROWS: usize = 12;

/// The graph of what `roots` lead to, nearest first.
pub fn graph(vm: &Vm, roots: &[Root]) -> Graph {
    let names = main_namespace(vm).filter(|_| roots.iter().any(|root| root.is_name));
    let names = names.map(|names| names.address());
    let mut walk = Walk { roots, names, ..Walk::default() };
    let first = walk.first_arrows();
    let mut held = Vec::new();
    while let Some(object) = walk.objects.get(held.len()).cloned() {
        held.push(walk.arrows_of(&object));
    }
    let wanted: Vec<Wanted> = walk.objects.iter().map(|object| walk.wanted(object)).collect();
    let others = holders_of_each(vm, &wanted, &walk.known);
    let objects = wanted.iter().zip(others).zip(held).map(|((wanted, others), held)| Reached {
        title: title(&wanted.object),
        count: wanted.count,
        others: others.into_iter().map(|holder| holder.text).collect(),
        arrows: held.arrows,
        left_out: held.left_out,
        finds: walk.finds(&wanted.object),
    });
    Graph { roots: first, objects: objects.collect() }
}

/// What is known while objects are being reached.
#[derive(Default)]
struct Walk<'a> {
    roots: &'a [Root],
    /// Where the namespace stands whose names are roots: what it holds is drawn there.
    names: Option<u64>,
    objects: Vec<Ref>,
    /// The index of each object by its address.
    places: HashMap<u64, usize>,
    /// How many arrows lead from one address to another.
    known: HashMap<(u64, u64), usize>,
}

/// What one object leads to.
struct Held {
    arrows: Vec<Arrow>,
    left_out: usize,
}

impl Walk<'_> {
    fn first_arrows(&mut self) -> Vec<Arrow> {
        let mut arrows = Vec::new();
        for root in self.roots {
            let end = match root.object.is_immortal() {
                true if root.label == short_name(&root.object) => End::Leaf("immortal".into()),
                true => End::Leaf(format!("{}, immortal", short_name(&root.object))),
                false => self.draw(&root.object),
            };
            if let (End::Object(_), true, Some(names)) = (&end, root.is_name, self.names) {
                *self.known.entry((names, root.object.address())).or_default() += 1;
            }
            arrows.push(Arrow { label: root.label.clone(), end });
        }
        arrows
    }

    /// The references of `owner` that are worth an arrow.
    fn arrows_of(&mut self, owner: &Ref) -> Held {
        let mut reached = Held { arrows: Vec::new(), left_out: 0 };
        if self.names == Some(owner.address()) {
            return reached;
        }
        // The owner's payload is borrowed while its edges are visited, so they are kept first.
        let mut found: Vec<(Ref, String)> = Vec::new();
        edges(owner, &mut |object, edge| {
            let Some(label) = label(owner, object, edge) else { return };
            if found.len() < MOST_ARROWS {
                found.push((object.clone(), label));
            } else {
                reached.left_out += 1;
            }
        });
        let mut kept: HashMap<u64, usize> = HashMap::new();
        for (object, _) in &found {
            *kept.entry(object.address()).or_default() += 1;
        }
        for (object, label) in &found {
            let count = self.own_count(object).saturating_sub(kept[&object.address()]);
            let end = match is_leaf(object, count) {
                true => End::Leaf(short_name(object)),
                false => self.draw(object),
            };
            if let End::Object(_) = end {
                *self.known.entry((owner.address(), object.address())).or_default() += 1;
            }
            reached.arrows.push(Arrow { label: label.clone(), end });
        }
        reached
    }

    /// Gives `object` a place in the graph, if it has none and there is room.
    fn draw(&mut self, object: &Ref) -> End {
        let next = self.objects.len();
        if let Some(index) = self.places.get(&object.address()) {
            return End::Object(*index);
        }
        if next == MOST_OBJECTS {
            return End::Leaf(format!("{}, not drawn", title(object)));
        }
        self.places.insert(object.address(), next);
        self.objects.push(object.clone());
        End::Object(next)
    }

    /// The count of an object without the references held for the sake of this graph.
    fn own_count(&self, object: &Ref) -> usize {
        if object.is_immortal() {
            return 0;
        }
        let rooted = self.roots.iter().filter(|root| root.object.same(object)).count();
        let drawn = usize::from(self.places.contains_key(&object.address()));
        usize::try_from(object.count()).unwrap_or(0).saturating_sub(rooted + drawn)
    }

    fn finds(&self, object: &Ref) -> Option<Found> {
        let weak = weak_of(object)?;
        let found = weak.referent.get().and_then(|referent| {
            referent.look(|found| Found {
                text: format!("{}, not counted", title(found)),
                object: self.places.get(&found.address()).copied(),
            })
        });
        let gone = || Found { text: "nothing: its object is gone".to_owned(), object: None };
        Some(found.unwrap_or_else(gone))
    }

    fn wanted(&self, object: &Ref) -> Wanted {
        let count = self.own_count(object);
        Wanted { object: object.clone(), count, skip: None }
    }
}

/// Kinds whose objects say all there is to say by their text.
const TEXTS: [Kind; 6] =
    [kinds::INT, kinds::BIG_INT, kinds::FLOAT, kinds::COMPLEX, kinds::STR, kinds::BYTES];

/// Kinds that are the scene of a program rather than its data.
const SCENERY: [Kind; 6] = [
    kinds::TYPE,
    kinds::MODULE,
    kinds::CODE,
    kinds::BUILTIN_FUNCTION,
    kinds::METHOD_DESCRIPTOR,
    kinds::SLOT_WRAPPER,
];

/// Whether an object met on the way is only named: what never dies, classes and modules, a number
/// or a text that nobody shares, a function that holds nothing of its own.
fn is_leaf(object: &Ref, count: usize) -> bool {
    object.is_immortal() || is_scenery(object) || (TEXTS.contains(&object.kind()) && count <= 1)
}

/// Whether an object is one of those that every program has around its data: a class, a module, a
/// function that holds nothing of its own.
pub fn is_scenery(object: &Ref) -> bool {
    if object.kind() != kinds::FUNCTION {
        return SCENERY.contains(&object.kind());
    }
    let mut holds = false;
    edges(object, &mut |inner, edge| holds |= label(object, inner, edge).is_some());
    !holds
}

/// What is written at the arrow of a reference; none for those that say nothing of the program's
/// data: what class an object has, what code runs in a frame.
fn label(owner: &Ref, object: &Ref, edge: Edge<'_>) -> Option<String> {
    let machinery: &[&str] = match owner.kind() {
        _ if Generator::of(owner).is_some() => &["exception being handled"],
        kinds::FUNCTION => &["closure", "defaults", "keyword defaults", "__dict__"],
        kinds::FRAME => &["calling frame"],
        kinds::TYPE | kinds::CODE | kinds::MODULE => return None,
        _ => &[],
    };
    Some(match edge {
        Edge::Item(index) => format!("[{index}]"),
        Edge::Element => "element".to_owned(),
        Edge::Key(key) if is_leaf(key, 1) || TEXTS.contains(&key.kind()) => return None,
        Edge::Key(_) => "key".to_owned(),
        Edge::Value(key) => format!("[{}]", short_name(key)),
        Edge::Attribute(name) => format!(".{name}"),
        Edge::Local(name) => format!("local {name}"),
        Edge::Constant(index) => format!("constant {index}"),
        Edge::Temporary => "temporary".to_owned(),
        Edge::Content => "content".to_owned(),
        Edge::Part("class") => return None,
        Edge::Part(what) if machinery.is_empty() || machinery.contains(&what) => what.to_owned(),
        Edge::Part(_) => return None,
        Edge::Held if object.kind() == kinds::TYPE => return None,
        Edge::Held => "holds".to_owned(),
    })
}

/// `Node at 0x…`, `list of 3 at 0x…`, `int 1000 at 0x…`.
pub fn title(object: &Ref) -> String {
    let what = match object.kind() {
        kinds::TYPE | kinds::MODULE => short_name(object),
        kinds::FUNCTION => format!("function {}", short_name(object)),
        kind if TEXTS.contains(&kind) => format!("{} {}", class_of(object), short_name(object)),
        _ => match length(object) {
            Some(length) => format!("{} of {length}", class_of(object)),
            None => class_of(object),
        },
    };
    format!("{what} at {:#x}", object.address())
}

/// How many items a container has.
fn length(object: &Ref) -> Option<usize> {
    if let Some(items) = tuple_items(object) {
        return Some(items.len());
    }
    if let Some(list) = object.get::<List>() {
        return Some(list.items.borrow().len());
    }
    if let Some(dict) = object.get::<Dict>() {
        return Some(dict.len());
    }
    if let Some(deque) = object.get::<Deque>() {
        return Some(deque.items.borrow().len());
    }
    table_of(object).map(|table| table.borrow().len())
}
