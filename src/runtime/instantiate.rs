//! Making instances: what calling a class does.
//!
//! (CPython: `type_call`, `tp_new_wrapper` in `Objects/typeobject.c`.)

use super::kinds;
use super::object::class::{Maker, Way};
use super::object::{BuiltinFunction, Class, Function, MethodDescriptor};
use super::spec::{Method, TypeSpec};
use super::stack::Role;
use super::value::{Eval, Raised, Value};
use super::vm::Vm;
use crate::heap::{Ref, Unowned};

impl Vm {
    /// Calls a class: `__new__`, then `__init__` of what that returns.
    pub fn call_class(&self, at: usize, names: Option<&Ref>) -> Eval {
        let Some(class) = self.stack.standing(at) else { return self.call_other(at, names) };
        let data = class.as_ref::<Class>();
        let maker = data.maker.get();
        if maker.epoch == self.class_epoch.get()
            && let Some(result) = self.make_by(maker.way, class, at, names)
        {
            return result;
        }
        if let Some(metaclass) = &data.metaclass
            && let Some(call) = metaclass.as_ref::<Class>().slots.borrow().call
        {
            return call(self, at, names);
        }
        self.instantiate(at, names)
    }

    /// What `type.__call__` does with the class in the window at `at`.
    pub fn instantiate(&self, at: usize, names: Option<&Ref>) -> Eval {
        let Some(class) = self.stack.standing(at) else { return self.call_other(at, names) };
        let data = class.as_ref::<Class>();
        if class.same(self.class_of_kind(kinds::TYPE))
            && names.is_none()
            && self.stack.top() == at + 3
            && let Some(object) = self.stack.get(self.first_argument(at))
        {
            self.stack.truncate(at);
            return Ok(Value::Obj(self.class_of(&object).clone()));
        }
        let given =
            self.stack.top() - self.first_argument(at) - names.map_or(0, |n| n.tail().len());
        if given != 3 && class.same(self.class_of_kind(kinds::TYPE)) {
            self.stack.truncate(at);
            return Err(self.type_error(match given == 1 && names.is_some() {
                true => "type() takes no keyword arguments",
                false => "type() takes 1 or 3 arguments",
            }));
        }
        let maker = data.maker.get();
        let known = maker.epoch == self.class_epoch.get();
        let way = if known { maker.way } else { self.learn_way(class, data) };
        if let Some(result) = self.make_by(way, class, at, names) {
            return result;
        }
        if let Some(spec) = data.spec
            && spec.new_ignores_arguments
            && let (Some(construct), Some(init)) = (spec.construct, spec.init)
            && self.first_argument(at) == at + 2
        {
            return self.make_filled((construct, init), class.clone(), at, names);
        }
        if let Some(spec) = data.spec
            && let Some(construct) = spec.construct
            && !has_init(spec)
            && self.first_argument(at) == at + 2
        {
            self.stack.set(at + 1, Some(class.clone()));
            return self.call_native(construct, at, at + 1, names);
        }
        self.instantiate_fully(class, at, names)
    }

    /// Makes an instance of `class`, which stands at `at`, in a way that has been learnt; `None`
    /// where that is not possible with these arguments.
    #[inline(always)]
    fn make_by(&self, way: Way, class: &Ref, at: usize, names: Option<&Ref>) -> Option<Eval> {
        if self.stack.standing(at + 1).is_some() {
            return None;
        }
        match way {
            Way::Init(init) => Some(self.make_plain(init, at, names)),
            Way::Bare => Some(self.make_bare(class, at)),
            Way::New(new) if names.is_none() => {
                self.stack.set(at + 1, Some(class.clone()));
                Some(self.call_native(new, at, at + 1, None))
            }
            Way::Filled(construct, init) => {
                Some(self.make_filled((construct, init), class.clone(), at, names))
            }
            Way::FilledBy(construct, init) => Some(self.make_filled_by(construct, init, at, names)),
            Way::New(_) | Way::InFull => None,
        }
    }

    /// Notes how instances of `class` are made.
    fn learn_way(&self, class: &Ref, data: &Class) -> Way {
        let way = if data.flags.get().abstract_ { Way::InFull } else { self.find_way(class, data) };
        // A metaclass may have its say first, so that the class is asked in full each time.
        let epoch = if data.metaclass.is_none() { self.class_epoch.get() } else { 0 };
        data.maker.set(Maker { epoch, way });
        way
    }

    fn find_way(&self, class: &Ref, data: &Class) -> Way {
        let new = self.lookup(class, &self.name("__new__"));
        let init = self.lookup(class, &self.name("__init__"));
        let Some(new) = new.as_ref().and_then(Ref::get::<BuiltinFunction>) else {
            return Way::InFull;
        };
        let object_new = new.receiver.peek_same(self.class_of_kind(kinds::OBJECT));
        if object_new && data.layout.kind == kinds::OBJECT && !data.flags.get().builtin {
            return match init {
                Some(init) if init.kind() == kinds::FUNCTION => Way::Init(init.downgrade()),
                Some(init) if !self.is_object_init(&init) => Way::InFull,
                _ => Way::Bare,
            };
        }
        let Some(construct) = data.layout.construct.filter(|row| std::ptr::eq(*row, new.row))
        else {
            return Way::InFull;
        };
        let Some(init) = init else { return Way::InFull };
        let makes_empty = data.layout.new_ignores_arguments;
        if makes_empty && init.kind() == kinds::FUNCTION {
            return Way::FilledBy(construct, init.downgrade());
        }
        let Some(init) = init.get::<MethodDescriptor>() else { return Way::InFull };
        match init.class.as_ref::<Class>().spec {
            Some(owner) if owner.init_repeats_new => Way::New(construct),
            Some(_) if makes_empty => Way::Filled(construct, init.row),
            _ => Way::InFull,
        }
    }

    /// The Python `__init__` that making an instance of `class` comes down to, if that is known.
    #[inline(always)]
    pub fn plain_init(&self, class: &Ref) -> Option<Unowned> {
        let maker = class.as_ref::<Class>().maker.get();
        match maker.way {
            Way::Init(init) if maker.epoch == self.class_epoch.get() => Some(init),
            _ => None,
        }
    }

    /// Makes an instance of the class at `at`; two empty places and the arguments follow. `call`
    /// calls the function it is given in the window whose place and first argument it is told.
    #[inline(always)]
    pub fn make_in_place(
        &self,
        at: usize,
        call: impl FnOnce(&Vm, &Ref, usize, usize) -> Eval,
    ) -> Eval {
        let Some((class, init)) = self.take_class(at) else {
            // An argument has changed the class.
            self.stack.close_gap(at + 2);
            return self.call_window(at, None);
        };
        let object = match self.new_instance(class) {
            Ok(object) => object,
            Err(raised) => {
                self.stack.truncate(at);
                return Err(raised);
            }
        };
        self.stack.fill_as(at, object.clone(), Role::Instance);
        self.stack.fill_as(at + 1, init, Role::Callable);
        self.stack.fill_as(at + 2, object, Role::Argument);
        let result = match self.stack.standing(at + 1) {
            Some(init) => call(self, init, at + 1, at + 2),
            None => Ok(Value::None),
        };
        let object = self.stack.take_top(at);
        match result? {
            Value::None => {}
            other => self.check_init(&other)?,
        }
        Ok(object.map_or(Value::None, Value::Obj))
    }

    /// Takes the class at `at` off its place, with its `__init__`, if that is all there is to making
    /// an instance of it.
    #[inline(always)]
    fn take_class(&self, at: usize) -> Option<(Ref, Ref)> {
        let init = self.plain_init(self.stack.standing(at)?)?.counted()?;
        Some((self.stack.take(at)?, init))
    }

    /// Makes an instance of the class at `at` and calls its `init` with the arguments from `at + 2` on, which go on
    /// standing there: it is the tuple that CPython packs them into.
    fn make_plain(&self, init: Unowned, at: usize, names: Option<&Ref>) -> Eval {
        let (Some(init), Some(class)) = (init.counted(), self.stack.take(at)) else {
            return self.call_other(at, names);
        };
        let given = at + 2..self.stack.top();
        let result = self.new_instance(class).and_then(|object| {
            self.initialize(object.clone(), init, Some(object), given, names, false)
        });
        self.stack.truncate(at);
        result
    }

    /// As [`Vm::make_plain`], of a class derived from a builtin one whose `construct` makes an empty
    /// object.
    fn make_filled_by(
        &self,
        construct: &'static Method,
        init: Unowned,
        at: usize,
        names: Option<&Ref>,
    ) -> Eval {
        let (Some(init), Some(class)) = (init.counted(), self.stack.take(at)) else {
            return self.call_other(at, names);
        };
        let given = at + 2..self.stack.top();
        let result = self.make_empty(construct, class).and_then(|object| {
            self.initialize(object.clone(), init, Some(object), given, names, false)
        });
        self.stack.truncate(at);
        result
    }

    /// What a builtin `__new__` that takes no notice of arguments makes.
    fn make_empty(&self, construct: &'static Method, class: Ref) -> Result<Ref, Raised> {
        let place = self.stack.push(class, Role::Argument);
        let made = (construct.func)(self, self.stack.window(place, 1));
        self.stack.truncate(place);
        self.to_object(made?)
    }

    /// Calls `init`, with `receiver` ahead of the arguments that stand in the places `given`, for an object that stands
    /// below the call, and hands it out.
    fn initialize(
        &self,
        object: Ref,
        init: Ref,
        receiver: Option<Ref>,
        given: std::ops::Range<usize>,
        names: Option<&Ref>,
        last: bool,
    ) -> Eval {
        let place = self.stack.push(object.clone(), Role::Instance);
        match names {
            // Keywords hold the object once more, as in CPython.
            Some(_) => drop(self.stack.push(object, Role::Instance)),
            None => drop(object),
        }
        let result = self.forward(init, receiver, given, names, last);
        let object = self.stack.take(place);
        self.stack.truncate(place);
        self.check_init(&result?)?;
        Ok(object.map_or(Value::None, Value::Obj))
    }

    /// An instance of a builtin class whose `__new__` makes an empty object, which stands below the
    /// call of `__init__`.
    fn make_filled(
        &self,
        (construct, init): (&'static Method, &'static Method),
        class: Ref,
        at: usize,
        names: Option<&Ref>,
    ) -> Eval {
        let object = match self.make_empty(construct, class) {
            Ok(object) => object,
            Err(raised) => {
                self.stack.truncate(at);
                return Err(raised);
            }
        };
        self.stack.set(at, Some(object.clone()));
        self.stack.set_role(at, Role::Instance);
        self.stack.set(at + 1, Some(object));
        self.stack.set_role(at + 1, Role::Argument);
        let result = self.call_native(init, at + 1, at + 1, names);
        let object = self.stack.take(at);
        self.stack.truncate(at);
        result.map(|_| object.map_or(Value::None, Value::Obj))
    }

    /// An instance of a class without `__init__`.
    fn make_bare(&self, class: &Ref, at: usize) -> Eval {
        let made = if self.stack.top() == at + 2 {
            self.new_instance(class.clone()).map(Value::Obj)
        } else {
            let name = class.as_ref::<Class>().name_text();
            Err(self.type_error(format!("{name}() takes no arguments")))
        };
        self.stack.truncate(at);
        made
    }

    fn check_init(&self, result: &Value) -> Result<(), Raised> {
        match result {
            Value::None | Value::Undef => Ok(()),
            Value::Obj(object) if self.is_none(object) => Ok(()),
            other => {
                let object = self.to_object(other.clone())?;
                Err(self.type_error(format!(
                    "__init__() should return None, not '{}'",
                    self.class_name(&object)
                )))
            }
        }
    }

    fn instantiate_fully(&self, class: &Ref, at: usize, names: Option<&Ref>) -> Eval {
        let result = self.instantiate_with(class, at, names);
        self.stack.truncate(at);
        result
    }

    fn instantiate_with(&self, class: &Ref, at: usize, names: Option<&Ref>) -> Eval {
        let given = self.first_argument(at)..self.stack.top();
        let data = class.as_ref::<Class>();
        let Some(new) = self.lookup(class, &self.name("__new__")).filter(|_| can_be_made(data))
        else {
            let name = self.class_full_name(class);
            return Err(self.type_error(format!("cannot create '{name}' instances")));
        };
        let bound = self.bind_static(&new, class)?;
        drop(new);
        let object = self.forward(bound, Some(class.clone()), given.clone(), names, false)?;
        let object = self.to_object(object)?;
        if !self.is_instance(&object, class) {
            return Ok(Value::Obj(object));
        }
        let init = self.lookup(self.class_of(&object), &self.name("__init__"));
        let Some(init) = init.filter(|init| !self.is_object_init(init)) else {
            return Ok(Value::Obj(object));
        };
        // A builtin `__init__` is the last to need the arguments.
        let last = !init.is::<Function>();
        let (callable, receiver) = self.bind_for_call(init, &object)?;
        self.initialize(object, callable, receiver, given, names, last)
    }

    /// What looking `found`, an attribute of `class`, up through the class gives.
    pub fn bind_static(&self, found: &Ref, class: &Ref) -> Result<Ref, Raised> {
        match self.slot(found, |slots| slots.describe) {
            Some(describe) => {
                let bound = describe(self, found, None, Some(class))?;
                self.to_object(bound)
            }
            None => Ok(found.clone()),
        }
    }

    fn is_object_init(&self, init: &Ref) -> bool {
        let object = self.class_of_kind(kinds::OBJECT);
        init.get::<MethodDescriptor>().is_some_and(|method| method.class.same(object))
    }

    /// Calls `callable` with the arguments that stand in the places `given`; they move where this
    /// is the `last` use of them.
    fn forward(
        &self,
        callable: Ref,
        receiver: Option<Ref>,
        given: std::ops::Range<usize>,
        names: Option<&Ref>,
        last: bool,
    ) -> Eval {
        if self.stack.is_short_of(given.len() + 2) {
            return Err(self.too_many_arguments());
        }
        let at = self.stack.push(callable, Role::Callable);
        match receiver {
            Some(receiver) => self.stack.push(receiver, Role::Argument),
            None => self.stack.push_empty(Role::Receiver),
        };
        for place in given {
            let argument = if last { self.stack.take(place) } else { self.stack.get(place) };
            match argument {
                Some(argument) => self.stack.push(argument, Role::Argument),
                None => self.stack.push_empty(Role::Argument),
            };
        }
        self.call_window(at, names)
    }

    /// Checks the class given to a builtin `__new__` that belongs to class `owner`; other static
    /// methods take what they like.
    ///
    /// # Errors
    /// `TypeError` in CPython's words.
    pub(super) fn check_new(&self, owner: &Ref, at: usize) -> Result<(), Raised> {
        let is_new = self.stack.peek(at, |callable| {
            callable
                .and_then(Ref::get::<BuiltinFunction>)
                .is_some_and(|new| new.row.name == "__new__")
        });
        if !is_new {
            return Ok(());
        }
        let first = self.first_argument(at);
        let name = self.name_of_class(owner);
        if first >= self.stack.top() {
            return Err(self.type_error(format!("{name}.__new__(): not enough arguments")));
        }
        let Some(wanted) = self.stack.get(first) else { return Ok(()) };
        let Some(class) = wanted.get::<Class>() else {
            return Err(self.type_error(format!(
                "{name}.__new__(X): X is not a type object ({})",
                self.class_name(&wanted)
            )));
        };
        let wanted_name = self.name_of_class(&wanted);
        if !class.is_subclass_of(owner) {
            return Err(self.type_error(format!(
                "{name}.__new__({wanted_name}): {wanted_name} is not a subtype of {name}"
            )));
        }
        let mut builtin = wanted.clone();
        while !builtin.as_ref::<Class>().flags.get().builtin {
            let Some(base) = builtin.as_ref::<Class>().base.get() else { return Ok(()) };
            builtin = base;
        }
        let new = builtin.as_ref::<Class>().lookup(self, &self.name("__new__"));
        let same = new.is_none_or(|new| {
            new.get::<BuiltinFunction>().is_some_and(|new| new.receiver.peek_same(owner))
        });
        if same && can_be_new(builtin.as_ref::<Class>()) {
            return Ok(());
        }
        let safe = self.name_of_class(&builtin);
        Err(self
            .type_error(format!("{name}.__new__({wanted_name}) is not safe, use {safe}.__new__()")))
    }
}

/// Whether instances can be made by calling the class: not of builtin types that only the
/// interpreter makes.
fn can_be_made(class: &Class) -> bool {
    match class.spec {
        Some(spec) => spec.construct.is_some(),
        None => true,
    }
}

/// Whether `object.__new__` may make instances: not of builtin types whose cells hold something
/// of their own.
fn can_be_new(class: &Class) -> bool {
    can_be_made(class) || class.spec.is_some_and(|spec| spec.subclassable)
}

/// Whether a builtin type or one of its bases has an `__init__`.
pub fn has_init(spec: &'static TypeSpec) -> bool {
    spec.init.is_some() && spec.base.is_some() || spec.base.is_some_and(has_init)
}
