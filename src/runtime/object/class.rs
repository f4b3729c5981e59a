//! The cell of a class (`type` object): its names, bases, method resolution order and slots.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::shape::Shapes;
use super::tuple::tuple_refs;
use crate::heap::{Dying, Fixed, Kind, Payload, Ref, Slot, Unowned};
use crate::runtime::kinds;
use crate::runtime::raise::ErrorKind;
use crate::runtime::slots::Slots;
use crate::runtime::spec::{Method, TypeSpec};
use crate::runtime::vm::Vm;

/// What the machinery must know of a class at a glance.
#[derive(Clone, Copy, Default)]
pub struct ClassFlags {
    /// Written in Rust: cannot be changed from Python.
    pub builtin: bool,
    /// Written in Python where CPython's class is in C: unchangeable, goes by its module's name, too.
    pub sealed: bool,
    /// May be a base of other classes.
    pub subclassable: bool,
    /// Instances have a `__dict__` (or attribute slots that stand for one).
    pub has_dict: bool,
    /// Instances can be weakly referenced.
    pub weakrefable: bool,
    /// A `__del__` is defined here or in a base.
    pub has_del: bool,
    /// `__getattribute__` or `__getattr__` of its own.
    pub custom_getattr: bool,
    /// `__getattribute__` of its own: even what ordinary lookup finds may not be the attribute.
    pub custom_getattribute: bool,
    /// `__setattr__` or `__delattr__` of its own.
    pub custom_setattr: bool,
    /// Has abstract methods left.
    pub abstract_: bool,
    /// Matches positional sub-patterns against the subject itself (`int`, `str`, …).
    pub match_self: bool,
    /// Pattern matching treats instances as sequences or mappings.
    pub is_sequence: bool,
    pub is_mapping: bool,
}

/// How instances are made, as long as the class epoch stands.
#[derive(Clone, Copy, Default)]
pub struct Maker {
    /// 0 where nothing is known.
    pub epoch: u64,
    pub way: Way,
}

/// What calling a class comes down to.
#[derive(Clone, Copy, Default)]
pub enum Way {
    /// `__new__` and `__init__`, each as it comes.
    #[default]
    InFull,
    /// A new cell.
    Bare,
    /// A new cell, then this Python function `__init__`.
    Init(Unowned),
    /// This builtin `__new__`, after which `__init__` has nothing left to do.
    New(&'static Method),
    /// An empty object by this builtin `__new__`, then this builtin `__init__`.
    Filled(&'static Method, &'static Method),
    /// An empty object by this builtin `__new__`, then this Python function `__init__`.
    FilledBy(&'static Method, Unowned),
}

/// What a builtin class's namespace is made of, once somebody looks into it.
#[derive(Clone, Copy)]
pub enum Filling {
    Type(&'static TypeSpec),
    Exception(ErrorKind),
}

/// The cell of a class, builtin or made by a program.
pub struct Class {
    pub name: Slot,
    pub qualname: Slot,
    /// The nearest builtin type: whose cell layout instances have.
    pub layout: &'static TypeSpec,
    /// Its own description if this class is builtin.
    pub spec: Option<&'static TypeSpec>,
    /// The metaclass where it is not `type` itself.
    pub metaclass: Option<Fixed>,
    pub base: Slot,
    /// A tuple.
    pub bases: Slot,
    /// A tuple, this class first. The reference to itself makes every class a cycle, as in CPython.
    pub mro: Slot,
    /// The namespace, a `dict`; see [`Vm::namespace`].
    pub dict: Fixed,
    /// What the namespace of a builtin class is still to be filled with.
    pub unfilled: Cell<Option<Filling>>,
    /// Shared with the base class where nothing differs.
    pub slots: RefCell<Rc<Slots>>,
    pub flags: Cell<ClassFlags>,
    pub shapes: Shapes,
    /// The slot names of `__slots__` in the order of their places in the instance, base classes' last.
    pub slot_members: RefCell<Vec<Ref>>,
    pub subclasses: RefCell<Vec<Unowned>>,
    pub maker: Cell<Maker>,
}

impl Payload for Class {
    const KIND: Kind = kinds::TYPE;
    const NAME: &'static str = "type";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.dict.visit(visit);
        for slot in [&self.name, &self.qualname, &self.base, &self.bases, &self.mro] {
            slot.visit(visit);
        }
        if let Some(metaclass) = &self.metaclass {
            visit(metaclass);
        }
        self.shapes.trace(visit);
        self.slot_members.borrow().iter().for_each(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.dict);
        for slot in [&self.bases, &self.mro, &self.base, &self.name, &self.qualname] {
            dying.give_up_slot(slot);
        }
        if let Some(metaclass) = &self.metaclass {
            dying.give_up(metaclass);
        }
        self.shapes.clear();
        let members = self.slot_members.take();
        drop(members);
    }
}

impl Class {
    /// The name as text.
    pub fn name_text(&self) -> String {
        self.name.get().map_or_else(String::new, |name| name.text().to_owned())
    }

    /// The qualified name as text.
    pub fn qualname_text(&self) -> String {
        self.qualname.get().map_or_else(String::new, |name| name.text().to_owned())
    }

    /// The classes in method resolution order.
    pub fn mro_refs(&self) -> Vec<Ref> {
        self.mro.get().map_or_else(Vec::new, |mro| tuple_refs(&mro))
    }

    /// The attribute `name` (an exact `str`) of this class or the first base that has it.
    pub fn lookup(&self, vm: &Vm, name: &Ref) -> Option<Ref> {
        let mro = self.mro.get()?;
        mro.tail().iter().find_map(|slot| {
            let class = slot.get()?;
            vm.namespace(&class).get_str(name)
        })
    }

    /// The class that has the attribute `name`, the place of it there, and the attribute.
    pub fn lookup_place(&self, vm: &Vm, name: &Ref) -> Option<(Ref, usize, Ref)> {
        let mro = self.mro.get()?;
        mro.tail().iter().find_map(|slot| {
            let class = slot.get()?;
            let namespace = vm.namespace(&class);
            let position = namespace.position_of_str(name)?;
            let value = namespace.value_at(position)?;
            Some((class, position, value))
        })
    }

    /// Whether `other` is this class or one of its bases.
    pub fn is_subclass_of(&self, other: &Ref) -> bool {
        self.mro.get().is_some_and(|mro| mro.tail().iter().any(|slot| slot.peek_same(other)))
    }

    /// Changes the flags.
    pub fn update_flags(&self, change: impl FnOnce(&mut ClassFlags)) {
        let mut flags = self.flags.get();
        change(&mut flags);
        self.flags.set(flags);
    }
}
