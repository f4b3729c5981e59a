//! Classes: finding an object's class, making builtin ones on first use, and Python ones.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::OnceLock;

use super::kinds;
use super::object::class::Filling;
use super::object::shape::Shapes;
use super::object::{
    BuiltinFunction, Class, ClassFlags, ClassMethodDescriptor, Dict, Exception, GetSet, Instance,
    MethodDescriptor, SlotWrapper,
};
use super::raise::ErrorKind;
use super::slot_defs::slot_defs;
use super::slots::Slots;
use super::spec::{Flavor, TypeSpec};
use super::value::Raised;
use super::vm::{Vm, kind_index};
use crate::heap::{Fixed, Flag, Kind, Ref, Slot, glance};

impl Vm {
    /// The class of `object`.
    #[inline]
    pub fn class_of<'a>(&'a self, object: &'a Ref) -> &'a Ref {
        if object.kind() == kinds::OBJECT {
            debug_assert!(object.extra().is_none());
            return &object.as_ref::<Instance>().class;
        }
        if let Some(extra) = object.extra() {
            return &extra.class;
        }
        match object.kind() {
            kinds::EXCEPTION => &object.as_ref::<Exception>().class,
            kinds::TYPE => self.metaclass_of(object),
            kind => self.class_of_kind(kind),
        }
    }

    fn metaclass_of<'a>(&'a self, class: &'a Ref) -> &'a Ref {
        let payload = class.as_ref::<Class>();
        match &payload.metaclass {
            Some(metaclass) => metaclass,
            None => self.class_of_kind(kinds::TYPE),
        }
    }

    /// The class payload of `object`'s class.
    #[inline]
    pub fn class_data<'a>(&'a self, object: &'a Ref) -> &'a Class {
        self.class_of(object).as_ref::<Class>()
    }

    /// The name of `object`'s class, for messages: a builtin class goes by its module's name, too.
    pub fn class_name(&self, object: &Ref) -> String {
        self.name_of_class(self.class_of(object))
    }

    /// The name of a class, for messages, as [`Vm::class_name`] has it.
    pub fn name_of_class(&self, class: &Ref) -> String {
        let data = class.as_ref::<Class>();
        match data.spec {
            Some(spec) => spec.full_name(),
            None if data.flags.get().sealed => self.class_full_name(class),
            None => data.name_text(),
        }
    }

    /// The name of `object`'s class alone, for a `repr`.
    pub fn short_class_name(&self, object: &Ref) -> String {
        self.class_data(object).name_text()
    }

    /// Reads one slot of `object`'s class.
    #[inline(always)]
    pub fn slot<T: Copy>(&self, object: &Ref, pick: impl FnOnce(&Slots) -> T) -> T {
        match self.kind_slots[object.kind().0 as usize].get() {
            Some(slots) if !object.has_flag(Flag::EXTENDED) => pick(slots),
            _ => self.slot_of_class(object, pick),
        }
    }

    /// Whether both are plain cells of one builtin class. Not all such pairs are found.
    #[inline]
    pub(super) fn share_kind_slots(&self, one: &Ref, other: &Ref) -> bool {
        one.kind() == other.kind()
            && self.kind_slots[one.kind().0 as usize].get().is_some()
            && !one.has_flag(Flag::EXTENDED)
            && !other.has_flag(Flag::EXTENDED)
    }

    #[inline(never)]
    fn slot_of_class<T: Copy>(&self, object: &Ref, pick: impl FnOnce(&Slots) -> T) -> T {
        glance(&self.class_data(object).slots, |slots| pick(slots))
    }

    /// The builtin class of cells of `kind`, made on first use.
    #[inline]
    pub fn class_of_kind(&self, kind: Kind) -> &Ref {
        let place = &self.builtin_classes[kind_index(kind)];
        match place.get() {
            Some(class) => class,
            None => self.make_kind_class(kind),
        }
    }

    #[cold]
    fn make_kind_class(&self, kind: Kind) -> &Ref {
        let index = kind_index(kind) as u8;
        let spec = self.registry.types.iter().copied().flatten().find(|spec| spec.kind.0 == index);
        let Some(spec) = spec else { panic!("no type describes cells of kind {index}") };
        self.apart(|| self.place_kind_class(index, spec))
    }

    fn place_kind_class(&self, index: u8, spec: &'static TypeSpec) -> &Ref {
        let class = self.make_builtin_class(spec);
        let place = &self.builtin_classes[index as usize];
        let first = place.set(class).is_ok();
        let Some(class) = place.get() else { unreachable!("just set") };
        if first {
            class.as_ref::<Class>().unfilled.set(Some(Filling::Type(spec)));
            untrack_builtin(class);
        }
        class
    }

    /// The class that `spec` describes.
    pub fn class_of_spec(&self, spec: &'static TypeSpec) -> Ref {
        if spec.kind != Kind(0) {
            return self.class_of_kind(spec.kind).clone();
        }
        let address = std::ptr::from_ref(spec);
        let found = self
            .other_classes
            .borrow()
            .iter()
            .find(|(known, _)| std::ptr::eq(*known, address))
            .map(|(_, class)| class.clone());
        if let Some(class) = found {
            return class;
        }
        let class = self.make_builtin_class(spec);
        self.other_classes.borrow_mut().push((address, class.clone()));
        class.as_ref::<Class>().unfilled.set(Some(Filling::Type(spec)));
        untrack_builtin(&class);
        class
    }

    /// The builtin exception class `kind`.
    pub fn exception_class(&self, kind: ErrorKind) -> &Ref {
        let place = &self.exception_classes[kind as usize];
        if let Some(class) = place.get() {
            return class;
        }
        if kind == ErrorKind::BaseException {
            let class = self.class_of_kind(kinds::EXCEPTION).clone();
            return place.get_or_init(|| class);
        }
        let base = self.exception_class(kind.base()).clone();
        let second = (kind == ErrorKind::ExceptionGroup)
            .then(|| self.exception_class(ErrorKind::Exception).clone());
        let bases = std::iter::once(base).chain(second).collect();
        let class = self.apart(|| self.make_exception_class(kind, bases));
        place.get_or_init(|| class)
    }

    fn make_exception_class(&self, kind: ErrorKind, bases: Vec<Ref>) -> Ref {
        let base = bases[0].clone();
        let layout = base.as_ref::<Class>().layout;
        let class = self.must(self.raw_class(kind.name(), layout, None, bases));
        let data = class.as_ref::<Class>();
        if let Some(parts) = self.exception_parts(kind) {
            let mut slots = parts.slots;
            slots.inherit(&base.as_ref::<Class>().slots.borrow());
            *data.slots.borrow_mut() = Rc::new(slots);
        }
        data.unfilled.set(Some(Filling::Exception(kind)));
        data.update_flags(|flags| {
            flags.builtin = true;
            flags.subclassable = true;
            flags.has_dict = true;
        });
        class.make_immortal();
        untrack_builtin(&class);
        class
    }

    /// What the exception class `kind` has beyond its base.
    fn exception_parts(&self, kind: ErrorKind) -> Option<&'static TypeSpec> {
        let mut all = self.registry.exceptions.iter();
        all.find(|(known, _)| *known == kind).map(|(_, parts)| *parts)
    }

    /// For what can only fail at start or when memory is gone.
    fn must<T>(&self, result: Result<T, Raised>) -> T {
        match result {
            Ok(value) => value,
            Err(_) => panic!("no memory for the interpreter's own classes"),
        }
    }

    fn raw_class(
        &self,
        name: &str,
        layout: &'static TypeSpec,
        spec: Option<&'static TypeSpec>,
        bases: Vec<Ref>,
    ) -> Result<Ref, Raised> {
        let name = self.intern(name)?;
        let dict = self.alloc(Dict::default())?;
        let base = bases.first().cloned();
        let inherited = base.as_ref().map(|base| base.as_ref::<Class>().slots.borrow().clone());
        let slots = inherited.unwrap_or_else(|| Rc::new(Slots::EMPTY));
        let shapes = Shapes::default();
        shapes.capacity.set(DEFAULT_CAPACITY);
        let class = self.alloc(Class {
            qualname: Slot::new(name.clone()),
            name: Slot::new(name),
            layout,
            spec,
            base: base.map_or_else(Slot::empty, Slot::new),
            bases: Slot::new(self.new_tuple(bases)?),
            mro: Slot::empty(),
            dict: Fixed::new(dict),
            unfilled: Cell::new(None),
            slots: RefCell::new(slots),
            flags: Cell::new(ClassFlags::default()),
            shapes,
            slot_members: RefCell::default(),
            subclasses: RefCell::default(),
            maker: Cell::default(),
            metaclass: None,
        })?;
        let mro = self.linearize(&class)?;
        class.as_ref::<Class>().mro.set(Some(self.new_tuple(mro)?));
        self.enter_subclass(&class);
        Ok(class)
    }

    fn make_builtin_class(&self, spec: &'static TypeSpec) -> Ref {
        let bases = spec.base.map(|base| self.class_of_spec(base)).into_iter().collect();
        let class = self.must(self.raw_class(spec.name, spec, Some(spec), bases));
        let data = class.as_ref::<Class>();
        let mut slots = spec.slots;
        if let Some(base) = data.base.get() {
            slots.inherit(&base.as_ref::<Class>().slots.borrow());
        }
        *data.slots.borrow_mut() = Rc::new(slots);
        // Cells of these kinds may be of other classes without more ado.
        if !matches!(spec.kind, Kind(0) | kinds::OBJECT | kinds::EXCEPTION | kinds::TYPE) {
            let index = kind_index(spec.kind);
            let known = BUILTIN_SLOTS[index].get_or_init(|| Box::leak(Box::new(slots)));
            self.kind_slots[index].set(Some(known));
            if spec.kind == kinds::INT {
                self.kind_slots[kinds::BIG_INT.0 as usize].set(self.kind_slots[index].get());
            }
        }
        let base_flags = data.base.get().map(|base| base.as_ref::<Class>().flags.get());
        data.update_flags(|flags| {
            flags.builtin = true;
            flags.subclassable = spec.subclassable;
            flags.has_dict = spec.has_dict;
            flags.weakrefable = spec.weakrefable;
            flags.match_self = spec.match_self || base_flags.is_some_and(|base| base.match_self);
            flags.is_sequence = spec.is_sequence || base_flags.is_some_and(|base| base.is_sequence);
            flags.is_mapping = spec.is_mapping || base_flags.is_some_and(|base| base.is_mapping);
        });
        class.make_immortal();
        class
    }

    /// The namespace of `class`. A builtin class's is filled from its tables when it is first asked
    /// for: most programs look into few of them.
    #[inline]
    pub fn namespace<'c>(&self, class: &'c Ref) -> &'c Dict {
        let data = class.as_ref::<Class>();
        if let Some(filling) = data.unfilled.take() {
            self.apart(|| self.must(self.fill(class, filling)));
            untrack_builtin(class);
        }
        data.dict.as_ref::<Dict>()
    }

    #[cold]
    fn fill(&self, class: &Ref, filling: Filling) -> Result<(), Raised> {
        match filling {
            Filling::Type(spec) => self.fill_from(class, spec),
            Filling::Exception(kind) => {
                if let Some(parts) = self.exception_parts(kind) {
                    self.fill_from(class, parts)?;
                }
                let namespace = self.namespace(class);
                let module = self.name("builtins");
                namespace.set(self, self.name("__module__"), module)?;
                namespace.set(self, self.name("__doc__"), self.new_str(kind.doc())?)
            }
        }
    }

    fn fill_from(&self, class: &Ref, spec: &'static TypeSpec) -> Result<(), Raised> {
        let namespace = self.namespace(class);
        let slots = slot_defs().filter(|def| (def.present)(&spec.slots)).count();
        namespace.table.borrow_mut().expect(slots + spec.methods.len() + spec.getset.len() + 5);
        for def in slot_defs() {
            if (def.present)(&spec.slots) {
                let wrapper =
                    self.alloc(SlotWrapper { row: def, class: Fixed::new(class.clone()) })?;
                namespace.set(self, self.name(def.name), wrapper)?;
            }
        }
        if spec.slots.unhashable {
            namespace.set(self, self.name("__hash__"), self.none())?;
        }
        for row in spec.methods {
            let object = self.descriptor_of(row, class)?;
            namespace.set(self, self.name(row.name), object)?;
        }
        for row in spec.getset {
            let object = self.alloc(GetSet { row, class: Fixed::new(class.clone()) })?;
            namespace.set(self, self.name(row.name), object)?;
        }
        if let Some(row) = spec.construct {
            let receiver = Slot::new(class.clone());
            let new = self.alloc(BuiltinFunction { row, receiver, module: Slot::empty() })?;
            namespace.set(self, self.name("__new__"), new)?;
        }
        if let Some(row) = spec.init {
            let init = self.alloc(MethodDescriptor { row, class: Fixed::new(class.clone()) })?;
            namespace.set(self, self.name("__init__"), init)?;
        }
        // `type` and others compute the `__doc__` of their instances.
        if namespace.get_str(&self.name("__doc__")).is_none() {
            let doc = if spec.doc.is_empty() { self.none() } else { self.new_str(spec.doc)? };
            namespace.set(self, self.name("__doc__"), doc)?;
        }
        if spec.module != "builtins" {
            namespace.set(self, self.name("__module__"), self.name(spec.module))?;
        }
        match spec.extra {
            Some(extra) => extra(self, class),
            None => Ok(()),
        }
    }

    fn descriptor_of(&self, row: &'static super::spec::Method, class: &Ref) -> Result<Ref, Raised> {
        let owner = Fixed::new(class.clone());
        match row.flavor {
            Flavor::Method => self.alloc(MethodDescriptor { row, class: owner }),
            Flavor::ClassMethod => self.alloc(ClassMethodDescriptor { row, class: owner }),
            Flavor::Static | Flavor::Function => {
                let receiver = Slot::new(class.clone());
                self.alloc(BuiltinFunction { row, receiver, module: Slot::empty() })
            }
        }
    }

    /// `isinstance` without `__instancecheck__`: by the object's real class.
    #[inline]
    pub fn is_instance(&self, object: &Ref, class: &Ref) -> bool {
        let own = self.class_of(object);
        own.same(class) || own.as_ref::<Class>().is_subclass_of(class)
    }

    /// A new plain instance of `class`, without attributes.
    #[inline]
    pub fn new_instance(&self, class: Ref) -> Result<Ref, Raised> {
        let data = class.as_ref::<Class>();
        let capacity = data.shapes.capacity.get() as usize;
        let (shape, flags) = (data.shapes.for_instance(&self.fresh_shape), data.flags.get());
        let payload = Instance { class: Fixed::new(class), dict: Slot::empty() };
        let object = self
            .heap
            .alloc_refs_capacity(payload, capacity, None)
            .map_err(|full| self.heap_full(full))?;
        object.set_aux(shape);
        if flags.has_del {
            object.set_flag(crate::heap::Flag::NEEDS_HOOK);
        }
        if flags.builtin {
            // A plain `object()` is in no cycle, and not tracked in CPython either.
            object.clear_flag(crate::heap::Flag::TRACKED);
        }
        Ok(object)
    }
}

/// Keeps a builtin class and what only it holds from the collector: they never die, and nothing in
/// them can come to hold anything else.
fn untrack_builtin(class: &Ref) {
    let data = class.as_ref::<Class>();
    class.clear_flag(Flag::TRACKED);
    data.dict.clear_flag(Flag::TRACKED);
    for part in [&data.mro, &data.bases] {
        part.look(|part| part.into_iter().for_each(|part| part.clear_flag(Flag::TRACKED)));
    }
    for entry in data.dict.as_ref::<Dict>().table.borrow().iter() {
        let own = matches!(
            entry.value.kind(),
            kinds::SLOT_WRAPPER
                | kinds::METHOD_DESCRIPTOR
                | kinds::CLASSMETHOD_DESCRIPTOR
                | kinds::GETSET
                | kinds::BUILTIN_FUNCTION
        );
        if own {
            entry.value.clear_flag(Flag::TRACKED);
        }
    }
}

/// The slots of builtin types by the kind of their cells: the same in every machine.
static BUILTIN_SLOTS: [OnceLock<&'static Slots>; 256] = [const { OnceLock::new() }; 256];

/// Attribute slots of the first instances of a class, until more is known.
pub(super) const DEFAULT_CAPACITY: u16 = 4;
