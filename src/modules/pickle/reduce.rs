//! Writing what says itself how it is made again: `__reduce_ex__` and its like.

use super::errors::{part, pickling_error};
use super::save::{Done, Writer};
use crate::heap::{Ref, Slot};
use crate::runtime::object::string::str_of;
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{Dict, Str, Tuple};
use crate::runtime::{ErrorKind, Raised, Value, Vm, kinds};
use crate::types::held;

/// How a reduced object is made.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Maker {
    Call,
    New,
    NewWithKeywords,
}

impl Writer<'_> {
    /// Writes an object of a class that has no instruction of its own.
    pub(super) fn save_other(&mut self, object: &Ref) -> Done {
        let vm = self.vm;
        if let Some(hook) = self.pickler.reducer_override.get() {
            let parts = vm.to_object(vm.call_with_first(hook, object)?)?;
            if parts.kind() != kinds::NOT_IMPLEMENTED {
                return self.save_parts(object, parts);
            }
        }
        let class = vm.class_of(object);
        if class.same(vm.class_of_kind(kinds::TYPE)) {
            return self.save_class(object);
        }
        if object.kind() == kinds::FUNCTION {
            return self.save_global(object, None);
        }
        if let Some(reduce) = self.reduction_of(class)? {
            let parts = vm.to_object(vm.call_with_first(reduce, object)?)?;
            return self.save_parts(object, parts);
        }
        if object.kind() == kinds::TYPE {
            return self.save_global(object, None);
        }
        let protocol = vm.small_int(self.protocol.into());
        let parts = match object.kind() {
            kinds::BUILTIN_FUNCTION
            | kinds::BOUND_METHOD
            | kinds::METHOD_DESCRIPTOR
            | kinds::CLASSMETHOD_DESCRIPTOR
            | kinds::SLOT_WRAPPER
            | kinds::ELLIPSIS
            | kinds::NOT_IMPLEMENTED => vm.to_object(part(vm, "reduce_builtin", &[object])?)?,
            kinds::OBJECT if self.protocol >= 5 && self.is_buffer(object)? => {
                return self.save_buffer(object);
            }
            _ => match vm.find_attr(object, &vm.name("__reduce_ex__"))? {
                Some(reduce) => vm.to_object(vm.call_with_first(reduce, &protocol)?)?,
                None => vm.to_object(vm.call_method(object, "__reduce__", &[])?)?,
            },
        };
        self.save_parts(object, parts)
    }

    /// What was registered for a class, here or in `copyreg`.
    fn reduction_of(&self, class: &Ref) -> Result<Option<Ref>, Raised> {
        let vm = self.vm;
        let Some(own) = self.pickler.dispatch_table.get() else {
            let table =
                vm.to_object(vm.get_attr_text(&vm.import("copyreg")?, "dispatch_table")?)?;
            return match table.get::<Dict>() {
                Some(dict) => held::with(vm, [table.clone()], |_| dict.get(vm, class)),
                None => Ok(None),
            };
        };
        match held::with(vm, [own], |[own]| vm.get_item(own, class)) {
            Ok(found) => vm.to_object(found).map(Some),
            Err(raised) if vm.pending_is(&raised, ErrorKind::KeyError) => {
                drop(vm.take_raised(raised));
                Ok(None)
            }
            Err(raised) => Err(raised),
        }
    }

    fn is_buffer(&self, object: &Ref) -> Result<bool, Raised> {
        let vm = self.vm;
        let class =
            vm.to_object(vm.get_attr_text(&vm.import("_pickle_parts")?, "PickleBuffer")?)?;
        Ok(vm.class_of(object).same(&class))
    }

    /// Writes a `PickleBuffer`: its bytes, or only that the reader is given them otherwise.
    fn save_buffer(&mut self, object: &Ref) -> Done {
        let vm = self.vm;
        let parts = vm.to_object(part(vm, "buffer_parts", &[object])?)?;
        let [bytes, readonly] = &tuple_refs(&parts)[..] else { return Ok(()) };
        let readonly = vm.truth_of(readonly)?;
        let inside = match self.pickler.buffer_callback.get() {
            Some(callback) => {
                let kept = vm.call_with_first(callback, object)?;
                vm.truth(&kept)?
            }
            None => true,
        };
        if !inside {
            self.stream.op(b'\x97');
            if readonly {
                self.stream.op(b'\x98');
            }
            return Ok(());
        }
        let data = crate::types::bytes::view::copied(bytes).unwrap_or_default();
        if readonly { self.put_bytes(object, &data) } else { self.put_bytearray(object, &data) }
    }

    fn save_class(&mut self, object: &Ref) -> Done {
        let vm = self.vm;
        for kind in [kinds::NONE, kinds::ELLIPSIS, kinds::NOT_IMPLEMENTED] {
            if object.same(vm.class_of_kind(kind)) {
                let single = match kind {
                    kinds::NONE => vm.none(),
                    kinds::ELLIPSIS => vm.singletons.ellipsis.clone(),
                    _ => vm.to_object(vm.not_implemented()?)?,
                };
                return self.save_call(vm.class_of_kind(kinds::TYPE).clone(), vec![single], object);
            }
        }
        self.save_global(object, None)
    }

    fn save_parts(&mut self, object: &Ref, parts: Ref) -> Done {
        let vm = self.vm;
        if parts.is::<Str>() {
            return held::with(vm, [parts], |[name]| self.save_global(object, Some(name)));
        }
        if !parts.is::<Tuple>() {
            return Err(pickling_error(vm, "__reduce__ must return a string or tuple"));
        }
        held::with(vm, [parts], |[parts]| self.save_reduced(parts, Some(object)))
    }

    /// Writes `function(*arguments)`, which makes `object` again.
    pub(super) fn save_call(&mut self, function: Ref, arguments: Vec<Ref>, object: &Ref) -> Done {
        let arguments = self.vm.new_tuple(arguments)?;
        held::with(self.vm, [function, arguments], |[function, arguments]| {
            self.put_call(function, arguments)?;
            self.remember(object).map(drop)
        })
    }

    /// Writes `function(*arguments)`.
    pub(super) fn put_call(&mut self, function: &Ref, arguments: &Ref) -> Done {
        self.save(function)?;
        self.save(arguments)?;
        self.stream.op(b'R');
        Ok(())
    }

    /// Remembers what has just been made. `true` where writing its arguments has written it
    /// already: then that one is taken.
    fn remember(&mut self, object: &Ref) -> Result<bool, Raised> {
        if let Some(number) = self.number_of(object) {
            self.stream.op(b'0');
            self.fetch(number);
            return Ok(true);
        }
        self.memoize(object);
        Ok(false)
    }

    /// Writes what `__reduce__` has given.
    fn save_reduced(&mut self, parts: &Ref, object: Option<&Ref>) -> Done {
        let vm = self.vm;
        let given = items_of(parts);
        if !(2..=6).contains(&given.len()) {
            let message = "tuple returned by __reduce__ must contain 2 through 6 elements";
            return Err(pickling_error(vm, message));
        }
        let (function, arguments) = (given[0], given[1]);
        let optional = |at: usize| given.get(at).copied().filter(|part| !vm.is_none(part));
        self.check_parts(function, arguments, [optional(3), optional(4), optional(5)])?;
        match self.maker(function)? {
            Maker::Call => self.put_call(function, arguments)?,
            Maker::New => self.put_new(arguments, object)?,
            Maker::NewWithKeywords => self.put_new_with_keywords(arguments)?,
        }
        if let Some(object) = object
            && self.remember(object)?
        {
            return Ok(());
        }
        if let Some(items) = optional(3) {
            self.save_items_of(items)?;
        }
        if let Some(pairs) = optional(4) {
            self.save_pairs_of(pairs)?;
        }
        let Some(state) = optional(2) else { return Ok(()) };
        let (Some(setter), Some(object)) = (optional(5), object) else {
            self.save(state)?;
            self.stream.op(b'b');
            return Ok(());
        };
        self.save(setter)?;
        self.save(object)?;
        self.save(state)?;
        self.stream.put(b"\x86R0");
        Ok(())
    }

    fn check_parts(
        &self,
        function: &Ref,
        arguments: &Ref,
        [items, pairs, setter]: [Option<&Ref>; 3],
    ) -> Done {
        let vm = self.vm;
        let wrong = |which: &str, what: &str, part: Option<&Ref>| {
            let not = part.map_or(String::new(), |part| format!(", not {}", vm.class_name(part)));
            let message =
                format!("{which} of the tuple returned by __reduce__ must be {what}{not}");
            Err(pickling_error(vm, message))
        };
        if !vm.is_callable(function) {
            return wrong("first item", "callable", None);
        }
        if !arguments.is::<Tuple>() {
            return wrong("second item", "a tuple", None);
        }
        for (which, iterator) in [("fourth element", items), ("fifth element", pairs)] {
            if let Some(iterator) = iterator
                && !vm.slot(iterator, |slots| slots.next.is_some())
            {
                return wrong(which, "an iterator", Some(iterator));
            }
        }
        match setter {
            Some(setter) if !vm.is_callable(setter) => {
                wrong("sixth element", "a function", Some(setter))
            }
            _ => Ok(()),
        }
    }

    fn maker(&self, function: &Ref) -> Result<Maker, Raised> {
        if self.protocol < 2 {
            return Ok(Maker::Call);
        }
        let name = self.vm.find_attr(function, &self.vm.name("__name__"))?;
        Ok(match name.as_ref().and_then(|name| str_of(name)) {
            Some("__newobj__") => Maker::New,
            Some("__newobj_ex__") => Maker::NewWithKeywords,
            _ => Maker::Call,
        })
    }

    /// `cls.__new__(cls, *arguments)`.
    fn put_new(&mut self, arguments: &Ref, object: Option<&Ref>) -> Done {
        let vm = self.vm;
        let given = items_of(arguments);
        let Some((class, rest)) = given.split_first() else {
            return Err(pickling_error(vm, "__newobj__ arglist is empty"));
        };
        if vm.find_attr(class, &vm.name("__new__"))?.is_none() {
            return Err(pickling_error(vm, "args[0] from __newobj__ args has no __new__"));
        }
        if let Some(object) = object {
            let own = vm.to_object(vm.get_attr_text(object, "__class__")?)?;
            if !own.same(class) {
                let message = "args[0] from __newobj__ args has the wrong class";
                return Err(pickling_error(vm, message));
            }
        }
        self.save(class)?;
        let rest = vm.new_tuple(rest.iter().map(|item| (*item).clone()).collect())?;
        held::with(vm, [rest], |[rest]| self.save(rest))?;
        self.stream.op(b'\x81');
        Ok(())
    }

    /// `cls.__new__(cls, *arguments, **keywords)`.
    fn put_new_with_keywords(&mut self, arguments: &Ref) -> Done {
        let vm = self.vm;
        let given = items_of(arguments);
        let [class, positional, keywords] = &given[..] else {
            let count = given.len();
            let message =
                format!("length of the NEWOBJ_EX argument tuple must be exactly 3, not {count}");
            return Err(pickling_error(vm, message));
        };
        let wrong = |which: &str, what: &str, part: &Ref| {
            let class = vm.class_name(part);
            let message =
                format!("{which} item from NEWOBJ_EX argument tuple must be {what}, not {class}");
            Err(pickling_error(vm, message))
        };
        if class.kind() != kinds::TYPE {
            return wrong("first", "a class", class);
        }
        if !positional.is::<Tuple>() {
            return wrong("second", "a tuple", positional);
        }
        if !keywords.is::<Dict>() {
            return wrong("third", "a dict", keywords);
        }
        if self.protocol >= 4 {
            self.save(class)?;
            self.save(positional)?;
            self.save(keywords)?;
            self.stream.op(b'\x92');
            return Ok(());
        }
        let partial = vm.to_object(part(vm, "new_later", &[class, positional, keywords])?)?;
        let nothing = vm.singletons.empty_tuple.clone();
        held::with(vm, [partial], |[partial]| self.put_call(partial, &nothing))
    }
}

/// The items of a tuple that is held, not counted.
fn items_of(tuple: &Ref) -> Vec<&Ref> {
    tuple.tail().iter().filter_map(Slot::at_hand).collect()
}

/// The items of a tuple that a part in Python has given.
pub(super) fn parts_of(vm: &Vm, tuple: Value) -> Result<Vec<Ref>, Raised> {
    let tuple = vm.to_object(tuple)?;
    Ok(tuple.tail().iter().filter_map(Slot::get).collect())
}
