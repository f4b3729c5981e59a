//! Classes made by Python code: their order of bases, their slots and flags, and how changes spread.
//!
//! (CPython: `mro_implementation`, `type_new_impl`, `fixup_slot_dispatchers` in `Objects/typeobject.c`.)

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::kinds;
use super::object::native::SlotWrapper;
use super::object::shape::Shapes;
use super::object::tuple::tuple_refs;
use super::object::{Class, ClassFlags, Dict};
use super::slot_defs::slot_defs;
use super::slot_user::{is_special_name, is_wrapper};
use super::slots::{SlotDef, Slots};
use super::value::Raised;
use super::vm::Vm;
use crate::heap::{Fixed, Ref, Slot};

/// Special names in nearly every class's namespace that stand for no slot.
const WITHOUT_SLOT: [&str; 8] = [
    "__module__",
    "__qualname__",
    "__doc__",
    "__firstlineno__",
    "__static_attributes__",
    "__dict__",
    "__weakref__",
    "__slots__",
];

/// How many attributes more than expected the first instances of a class have room for.
const SPARE: u16 = 8;

/// What a new Python class is made of; everything has been checked by the caller.
pub struct ClassParts {
    pub name: Ref,
    pub qualname: Ref,
    /// The base whose instances' layout it extends.
    pub base: Ref,
    pub bases: Vec<Ref>,
    pub metaclass: Ref,
    /// The namespace, a dict; taken over as it is.
    pub namespace: Ref,
    /// The names of its own `__slots__`, mangled and sorted.
    pub members: Vec<Ref>,
    /// Whether it gives its instances a `__dict__`, or weak references, that its base does not.
    pub adds_dict: bool,
    pub adds_weakrefs: bool,
}

impl Vm {
    /// The method resolution order of `class` from its bases (C3; PEP 253).
    ///
    /// # Errors
    /// `TypeError` where no consistent order exists.
    pub fn linearize(&self, class: &Ref) -> Result<Vec<Ref>, Raised> {
        let data = class.as_ref::<Class>();
        let bases = data
            .bases
            .get()
            .map_or_else(Vec::new, |bases| super::object::tuple::tuple_refs(&bases));
        if let [base] = &bases[..] {
            let mut order = base.as_ref::<Class>().mro_refs();
            order.insert(0, class.clone());
            return Ok(order);
        }
        for (at, base) in bases.iter().enumerate() {
            if bases[..at].iter().any(|other| other.same(base)) {
                let name = base.as_ref::<Class>().name_text();
                return Err(self.type_error(format!("duplicate base class {name}")));
            }
        }
        let mut lists: Vec<Vec<Ref>> =
            bases.iter().map(|base| base.as_ref::<Class>().mro_refs()).collect();
        lists.push(bases.clone());
        let mut order = vec![class.clone()];
        loop {
            lists.retain(|list| !list.is_empty());
            if lists.is_empty() {
                return Ok(order);
            }
            let in_a_tail = |candidate: &Ref| {
                lists.iter().any(|list| list[1..].iter().any(|other| other.same(candidate)))
            };
            let next = lists.iter().map(|list| &list[0]).find(|head| !in_a_tail(head)).cloned();
            let Some(next) = next else {
                let mut names: Vec<String> = Vec::new();
                for list in &lists {
                    let name = list[0].as_ref::<Class>().name_text();
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
                return Err(self.type_error(format!(
                    "Cannot create a consistent method resolution order (MRO) for bases {}",
                    names.join(", ")
                )));
            };
            for list in &mut lists {
                if list[0].same(&next) {
                    list.remove(0);
                }
            }
            order.push(next);
        }
    }

    /// A Python class of `parts`.
    ///
    /// # Errors
    /// `TypeError` where the bases have no consistent order.
    pub fn make_class(&self, parts: ClassParts) -> Result<Ref, Raised> {
        let base = parts.base.as_ref::<Class>();
        let shapes = Shapes::default();
        let plain = base.layout.kind == kinds::OBJECT;
        let inherited = base.slot_members.borrow().clone();
        let members: Vec<Ref> = parts.members.into_iter().chain(inherited).collect();
        let has_dict = parts.adds_dict || parts.bases.iter().any(has_dict);
        if plain {
            shapes.reserved.set(members.len() as u16);
        }
        let room = if has_dict { self.expected_attributes(base, &parts.namespace) } else { 0 };
        // The first instances have room to spare, until it is known what instances have.
        let spare = if has_dict && shapes.reserved.get() == 0 { SPARE } else { 0 };
        let room = (room + spare).min(super::attribute::MOST_SLOTS);
        shapes.capacity.set(shapes.reserved.get() + room);
        let is_type = parts.metaclass.same(self.class_of_kind(kinds::TYPE));
        let flags = ClassFlags {
            subclassable: true,
            has_dict,
            weakrefable: parts.adds_weakrefs || base.flags.get().weakrefable,
            ..ClassFlags::default()
        };
        let class = self.alloc(Class {
            name: Slot::new(parts.name),
            qualname: Slot::new(parts.qualname),
            layout: base.layout,
            spec: None,
            base: Slot::new(parts.base.clone()),
            bases: Slot::new(self.new_tuple(parts.bases)?),
            mro: Slot::empty(),
            dict: Fixed::new(parts.namespace),
            unfilled: Cell::new(None),
            slots: RefCell::new(base.slots.borrow().clone()),
            flags: Cell::new(flags),
            shapes,
            slot_members: RefCell::new(members),
            subclasses: RefCell::default(),
            maker: Cell::default(),
            metaclass: (!is_type).then(|| Fixed::new(parts.metaclass)),
        })?;
        let mro = self.linearize(&class)?;
        class.as_ref::<Class>().mro.set(Some(self.new_tuple(mro)?));
        self.enter_subclass(&class);
        self.update_class(&class);
        Ok(class)
    }

    /// Tells the bases of `class` that it is there.
    pub fn enter_subclass(&self, class: &Ref) {
        class.set_flag(crate::heap::Flag::NEEDS_HOOK);
        let bases = class.as_ref::<Class>().bases.get();
        for base in bases.iter().flat_map(tuple_refs) {
            base.as_ref::<Class>().subclasses.borrow_mut().push(class.downgrade());
        }
    }

    /// Takes `class` out of its bases' subclasses.
    pub fn leave_bases(&self, class: &Ref) {
        let bases = class.as_ref::<Class>().bases.get();
        for base in bases.iter().flat_map(tuple_refs) {
            if let Some(base) = base.get::<Class>() {
                base.subclasses.borrow_mut().retain(|sub| !sub.is(class));
            }
        }
    }

    /// Computes a Python class's slots and flags afresh from its namespace and bases.
    pub fn update_class(&self, class: &Ref) {
        let data = class.as_ref::<Class>();
        if data.flags.get().builtin {
            return;
        }
        let mut flags = data.flags.get();
        flags.has_del = false;
        let mut slots = Slots::EMPTY;
        let mro = data.mro_refs();
        // A base that is a Python class, and whose own bases follow, has all of their slots.
        let base = mro.get(1).map(|base| base.as_ref::<Class>());
        let base = base.filter(|base| {
            !base.flags.get().builtin
                && base.mro_refs().iter().map(Ref::address).eq(mro[1..].iter().map(Ref::address))
        });
        let reached = if base.is_some() { 2 } else { mro.len() };
        for (at, known) in mro.iter().take(reached).enumerate() {
            let known = known.as_ref::<Class>();
            match base.filter(|_| at == 1) {
                Some(base) => slots.fill(&base.slots.borrow()),
                None => slots.fill(&self.own_slots(known)),
            }
            let inherited = known.flags.get();
            flags.match_self |= inherited.match_self;
            if !flags.is_sequence && !flags.is_mapping {
                flags.is_sequence = inherited.is_sequence;
                flags.is_mapping = inherited.is_mapping;
            }
        }
        let hash = data.lookup(self, &self.name("__hash__"));
        slots.unhashable = hash.is_some_and(|hash| self.is_none(&hash));
        let defines = |name: &str| {
            data.lookup(self, &self.name(name)).is_some_and(|found| !found.is::<SlotWrapper>())
        };
        flags.has_del = defines("__del__");
        flags.custom_getattribute = data
            .lookup(self, &self.name("__getattribute__"))
            .is_some_and(|found| !is_wrapper(&found, "__getattribute__"));
        flags.custom_getattr = flags.custom_getattribute || defines("__getattr__");
        flags.custom_setattr = defines("__setattr__") || defines("__delattr__");
        let had_del = data.flags.get().has_del;
        *data.slots.borrow_mut() = Rc::new(slots);
        data.flags.set(flags);
        if flags.has_del && !had_del {
            self.notices_ends.set(true);
            self.mark_instances_for_finalization(class);
        }
    }

    /// The slots that a class itself defines, its bases aside.
    fn own_slots(&self, class: &Class) -> Slots {
        if let Some(spec) = class.spec {
            return spec.slots;
        }
        if class.flags.get().builtin {
            return **class.slots.borrow();
        }
        let mut slots = Slots::EMPTY;
        for key in class.dict.as_ref::<Dict>().keys() {
            if is_special_name(&key) {
                let name = key.text();
                if WITHOUT_SLOT.contains(&name) {
                    continue;
                }
                // The character after the underscores tells most names apart.
                let same = |def: &&SlotDef| {
                    def.name.as_bytes().get(2) == name.as_bytes().get(2) && def.name == name
                };
                slot_defs().filter(same).for_each(|def| (def.install)(&mut slots));
            }
        }
        slots
    }

    /// To be called after `class`'s attribute `name` changed: slots, flags and inline caches
    /// follow, in its subclasses too.
    pub fn class_changed(&self, class: &Ref, name: &Ref) {
        self.class_epoch.set(self.class_epoch.get() + 1);
        if is_special_name(name) {
            self.refresh_slots(class);
        }
    }

    /// How many attributes instances will have, to judge by what methods assign to `self` and what
    /// instances of the base have.
    fn expected_attributes(&self, base: &Class, namespace: &Ref) -> u16 {
        let noted = namespace
            .get::<super::object::Dict>()
            .and_then(|names| names.get_str(&self.name("__static_attributes__")))
            .map_or(0, |noted| noted.tail().len().min(super::attribute::MOST_SLOTS.into()) as u16);
        let inherited = base.shapes.capacity.get().saturating_sub(base.shapes.reserved.get());
        let expected = noted + if base.flags.get().builtin { 0 } else { inherited };
        expected.clamp(super::classes::DEFAULT_CAPACITY, super::attribute::MOST_SLOTS)
    }

    /// Brings the slots of `class` and its subclasses up to date.
    pub fn refresh_slots(&self, class: &Ref) {
        self.class_epoch.set(self.class_epoch.get() + 1);
        self.update_class(class);
        for subclass in self.subclasses(class) {
            self.refresh_slots(&subclass);
        }
    }

    /// Direct subclasses that are alive.
    pub fn subclasses(&self, class: &Ref) -> Vec<Ref> {
        let data = class.as_ref::<Class>();
        let subclasses = data.subclasses.borrow();
        subclasses.iter().filter_map(|sub| self.heap.upgrade(*sub)).collect()
    }
}

fn has_dict(class: &Ref) -> bool {
    class.as_ref::<Class>().flags.get().has_dict
}
