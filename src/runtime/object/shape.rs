//! Shapes: which attribute of an instance stands in which of its slots.
//!
//! Instances that got the same attributes in the same order share a shape. A shape belongs to one
//! class and its number is never used again, so "kind is `OBJECT` and shape is 17" tells an inline
//! cache both the class and the slot. Shape 0 means that the attributes live in a dict instead.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use super::shared_keys::SharedKeys;
use crate::heap::Ref;

/// The number of a shape; kept in the cell's `aux` word.
pub type ShapeId = u32;

/// The attributes are in the instance's dict.
pub const IN_DICT: ShapeId = 0;

struct Shape {
    id: ShapeId,
    /// The attribute that the last step added, and the shape before it.
    last: Option<(Ref, usize)>,
    len: usize,
    next: Vec<usize>,
}

/// The tree of shapes of one class.
#[derive(Default)]
pub struct Shapes {
    /// In the order of their numbers.
    tree: RefCell<Vec<Shape>>,
    /// The first of them, once instances are no longer counted.
    root: Cell<ShapeId>,
    keys: OnceCell<Rc<SharedKeys>>,
    /// The number of the class for instances without a shape, once an attribute of one was read.
    pub derived: Cell<ShapeId>,
    /// How many slots the next instance gets.
    pub capacity: Cell<u16>,
    /// Slots before the attributes', taken by `__slots__`.
    pub reserved: Cell<u16>,
}

/// A number that no shape has had.
pub fn fresh(last: &Cell<ShapeId>) -> ShapeId {
    last.set(last.get() + 1);
    last.get()
}

impl Shapes {
    /// The shape of a new instance; `fresh` numbers new shapes.
    #[inline]
    pub fn for_instance(&self, fresh: &Cell<ShapeId>) -> ShapeId {
        if self.root.get() == IN_DICT { self.for_early_instance(fresh) } else { self.root.get() }
    }

    /// As [`Shapes::for_instance`] while the class counts its instances.
    #[cold]
    fn for_early_instance(&self, fresh: &Cell<ShapeId>) -> ShapeId {
        let root = self.root(fresh);
        if self.reserved.get() > 0 {
            self.root.set(root);
        } else if !self.keys().instance_made() {
            self.root.set(root);
            self.capacity.set(self.capacity.get().min(self.longest().max(2).next_multiple_of(2)));
        }
        root
    }

    /// The most attributes that an instance has had.
    fn longest(&self) -> u16 {
        self.tree.borrow().iter().map(|shape| shape.len).max().unwrap_or(0) as u16
    }

    /// The shape of an instance without attributes.
    pub fn root(&self, fresh: &Cell<ShapeId>) -> ShapeId {
        let first = self.tree.borrow().first().map(|shape| shape.id);
        first.unwrap_or_else(|| self.push(None, 0, fresh))
    }

    /// What CPython would know of the attributes.
    pub fn keys(&self) -> &Rc<SharedKeys> {
        self.keys.get_or_init(Rc::default)
    }

    fn push(&self, last: Option<(Ref, usize)>, len: usize, fresh: &Cell<ShapeId>) -> ShapeId {
        if let Some((name, _)) = &last {
            self.keys().add(name.text());
        }
        let id = self::fresh(fresh);
        let mut tree = self.tree.borrow_mut();
        tree.push(Shape { id, last, len, next: Vec::new() });
        id
    }

    fn index(&self, id: ShapeId) -> Option<usize> {
        self.tree.borrow().binary_search_by_key(&id, |shape| shape.id).ok()
    }

    /// The slot of attribute `name` (an interned string) in shape `id`.
    pub fn slot(&self, id: ShapeId, name: &Ref) -> Option<usize> {
        let tree = self.tree.borrow();
        let mut at = self.index(id)?;
        while let Some((last, before)) = &tree[at].last {
            if last.same(name) {
                return Some(self.reserved.get() as usize + tree[at].len - 1);
            }
            at = *before;
        }
        None
    }

    /// The shape reached from `id` by adding `name`; the new attribute's slot is `id`'s length.
    pub fn step(&self, id: ShapeId, name: &Ref, fresh: &Cell<ShapeId>) -> Option<ShapeId> {
        let from = self.index(id)?;
        let len = {
            let tree = self.tree.borrow();
            for &next in &tree[from].next {
                if tree[next].last.as_ref().is_some_and(|(last, _)| last.same(name)) {
                    return Some(tree[next].id);
                }
            }
            tree[from].len
        };
        let new = self.push(Some((name.clone(), from)), len + 1, fresh);
        let at = self.tree.borrow().len() - 1;
        self.tree.borrow_mut()[from].next.push(at);
        Some(new)
    }

    /// How many slots an instance of shape `id` uses, those of `__slots__` included.
    pub fn used(&self, id: ShapeId) -> usize {
        let own = self.index(id).map_or(0, |at| self.tree.borrow()[at].len);
        own + self.reserved.get() as usize
    }

    /// The names of shape `id`, in slot order.
    pub fn names(&self, id: ShapeId) -> Vec<Ref> {
        let tree = self.tree.borrow();
        let mut names = Vec::new();
        let mut at = self.index(id);
        while let Some((last, before)) = at.and_then(|at| tree[at].last.as_ref()) {
            names.push(last.clone());
            at = Some(*before);
        }
        names.reverse();
        names
    }

    /// Every name the tree holds, for tracing.
    pub fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        for shape in self.tree.borrow().iter() {
            if let Some((name, _)) = &shape.last {
                visit(name);
            }
        }
    }

    /// Forgets all shapes, giving the names up.
    pub fn clear(&self) {
        let tree = self.tree.take();
        self.root.set(IN_DICT);
        drop(tree);
    }
}
