//! Running a pickle's instructions: filling containers, finding classes, making instances.

use super::errors::{part, unpickling_error};
use super::global::find_class;
use super::load::{Done, Machine};
use crate::heap::{Ref, Slot};
use crate::runtime::object::list::grow;
use crate::runtime::object::{Bytes, Dict, List, Str, Tuple};
use crate::runtime::stack::Role;
use crate::runtime::{Raised, Vm, kinds};
use crate::types::bytes::new_bytes;
use crate::types::{coding, held, set};

type Op = fn(&Machine<'_>) -> Done;

impl Machine<'_> {
    /// The container below `from`, where there is one; `None` where nothing is to be put into it.
    fn container(&self, from: usize) -> Result<Option<Ref>, Raised> {
        let fence = self.state.marks.borrow().last().copied().unwrap_or(0);
        let stack = self.state.stack.borrow();
        if from > stack.len() || from <= fence {
            drop(stack);
            return Err(self.underflow());
        }
        Ok((from < stack.len()).then(|| stack[from - 1].clone()))
    }

    fn below(&self, count: usize) -> usize {
        self.height().saturating_sub(count)
    }

    /// Puts what is above `from` into the list below.
    fn append(&self, from: usize) -> Done {
        let vm = self.vm;
        let Some(made) = self.container(from)? else { return Ok(()) };
        let items = self.pop_from(from)?;
        if made.is_exact::<List>() {
            let list = &made.as_ref::<List>().items;
            let mut own = list.borrow_mut();
            if own.capacity() - own.len() < items.len() {
                let grown = grow(&mut own, &vm.heap, items.len());
                if let Err(full) = grown {
                    drop(own);
                    return Err(vm.heap_full(full));
                }
            }
            own.extend(items);
            return Ok(());
        }
        if let Some(extend) = vm.find_attr(&made, &vm.name("extend"))? {
            let list = vm.new_list(items)?;
            return held::with(vm, [list], |[list]| vm.call_with_first(extend, list)).map(drop);
        }
        let append = vm.to_object(vm.get_attr_text(&made, "append")?)?;
        self.each(items, &append)
    }

    /// Calls `put` with each of the items.
    fn each(&self, items: Vec<Ref>, put: &Ref) -> Done {
        let items = self.vm.new_tuple(items)?;
        held::with(self.vm, [items], |[items]| {
            for item in items.tail().iter().filter_map(Slot::get) {
                held::with(self.vm, [item], |[item]| self.vm.call(put, &[item]))?;
            }
            Ok(())
        })
    }

    /// Puts the pairs above `from` into the dict below.
    fn set_items(&self, from: usize) -> Done {
        let vm = self.vm;
        let Some(made) = self.container(from)? else { return Ok(()) };
        let end = self.height();
        if !(end - from).is_multiple_of(2) {
            return self.error("odd number of items for SETITEMS");
        }
        let exact = made.is_exact::<Dict>();
        for at in (from..end).step_by(2) {
            let pair = {
                let stack = self.state.stack.borrow();
                stack.get(at).cloned().zip(stack.get(at + 1).cloned())
            };
            let Some((key, value)) = pair else { break };
            if exact {
                made.as_ref::<Dict>().set(vm, key, value)?;
            } else {
                held::with(vm, [key, value], |[key, value]| vm.set_item(&made, key, Some(value)))?;
            }
        }
        let items = self.pop_from(from)?;
        held::drop_backwards(vm, items);
        Ok(())
    }

    fn dict_of_mark(&self) -> Done {
        let vm = self.vm;
        let items = self.pop_from(self.mark()?)?;
        if !items.len().is_multiple_of(2) {
            return self.error("odd number of items for DICT");
        }
        let made = vm.new_dict(Vec::new())?;
        let mut items = items.into_iter();
        while let (Some(key), Some(value)) = (items.next(), items.next()) {
            made.as_ref::<Dict>().set(vm, key, value)?;
        }
        self.push(made)
    }

    fn add_items(&self) -> Done {
        let vm = self.vm;
        let from = self.mark()?;
        let Some(made) = self.container(from)? else { return Ok(()) };
        let items = self.pop_from(from)?;
        if matches!(made.kind(), kinds::SET) {
            let items = vm.new_tuple(items)?;
            return held::with(vm, [items], |[items]| set::update(vm, &made, items));
        }
        let add = vm.to_object(vm.get_attr_text(&made, "add")?)?;
        self.each(items, &add)
    }

    fn find(&self, module: &Ref, name: &Ref) -> Result<Ref, Raised> {
        let (vm, state) = (self.vm, self.state);
        if state.is_subclass.get() {
            return vm.to_object(vm.call_method(self.object, "find_class", &[module, name])?);
        }
        find_class(vm, [module, name], state.protocol.get(), state.fix_imports.get())
    }

    fn name_line(&self) -> Result<Ref, Raised> {
        let taken = self.state.line(self.vm)?;
        let bytes = new_bytes(self.vm, self.state.seen(taken, <[u8]>::to_vec))?;
        let data = &bytes.as_ref::<Bytes>().data;
        let text = coding::decode(self.vm, data, &bytes, "utf-8", "strict")?;
        self.vm.new_str(&text)
    }

    fn global(&self) -> Done {
        let (module, name) = (self.name_line()?, self.name_line()?);
        self.push(self.find(&module, &name)?)
    }

    fn global_on_stack(&self) -> Done {
        let (name, module) = (self.pop()?, self.pop()?);
        if !name.is_exact::<Str>() || !module.is_exact::<Str>() {
            return self.error("STACK_GLOBAL requires str");
        }
        let found = held::with(self.vm, [module, name], |[module, name]| self.find(module, name))?;
        self.push(found)
    }

    fn extension(&self, code: u32) -> Done {
        let vm = self.vm;
        if code == 0 {
            return self.error("EXT specifies code <= 0");
        }
        let code = vm.new_int(code.into())?;
        let names = vm.to_object(part(vm, "extension", &[&code])?)?;
        match names.tail() {
            [module, name] => match (module.get(), name.get()) {
                (Some(module), Some(name)) => self.push(self.find(&module, &name)?),
                _ => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// Replaces what stands on the stack by what the call gives.
    fn reduce(&self) -> Done {
        let (arguments, function) = (self.pop()?, self.pop()?);
        if !arguments.is::<Tuple>() {
            return Err(self.vm.type_error("argument list must be a tuple"));
        }
        let made = held::with(self.vm, [arguments], |[arguments]| {
            held::call_unpacked(self.vm, function, arguments)
        })?;
        self.push_value(made)
    }

    fn new_object(&self) -> Done {
        let (arguments, class) = (self.pop()?, self.pop()?);
        self.check_class(&class, &arguments, "NEWOBJ")?;
        let made = held::with(self.vm, [class, arguments], |[class, arguments]| {
            new_of(self.vm, class, arguments, &[])
        })?;
        self.push(made)
    }

    fn new_object_with_keywords(&self) -> Done {
        let (keywords, arguments, class) = (self.pop()?, self.pop()?, self.pop()?);
        self.check_class(&class, &arguments, "NEWOBJ_EX")?;
        let Some(pairs) = keywords.get::<Dict>().map(Dict::pairs) else {
            let class = self.vm.class_name(&keywords);
            return self.error(&format!("NEWOBJ_EX kwargs argument must be a dict, not {class}"));
        };
        let made = held::with(self.vm, [class, arguments], |[class, arguments]| {
            new_of(self.vm, class, arguments, &pairs)
        })?;
        self.push(made)
    }

    fn check_class(&self, class: &Ref, arguments: &Ref, op: &str) -> Done {
        if class.kind() != kinds::TYPE {
            let class = self.vm.class_name(class);
            return self.error(&format!("{op} class argument must be a type, not {class}"));
        }
        if !arguments.is::<Tuple>() {
            let class = self.vm.class_name(arguments);
            return self.error(&format!("{op} args argument must be a tuple, not {class}"));
        }
        Ok(())
    }

    /// An instance as Python 2 made it: without arguments, `__init__` does not run.
    fn old_instance(&self, class: Ref, arguments: Vec<Ref>) -> Done {
        let vm = self.vm;
        let plain = arguments.is_empty()
            && class.kind() == kinds::TYPE
            && vm.find_attr(&class, &vm.name("__getinitargs__"))?.is_none();
        let arguments = vm.new_tuple(arguments)?;
        let made = held::with(vm, [class, arguments], |[class, arguments]| {
            if plain {
                return new_of(vm, class, arguments, &[]);
            }
            vm.to_object(held::call_unpacked(vm, class.clone(), arguments)?)
        })?;
        self.push(made)
    }

    fn named_instance(&self) -> Done {
        let from = self.mark()?;
        let (module, name) = (self.name_line()?, self.name_line()?);
        let class = self.find(&module, &name)?;
        let arguments = self.pop_from(from)?;
        self.old_instance(class, arguments)
    }

    fn instance_of_mark(&self) -> Done {
        let from = self.mark()?;
        if self.height() <= from {
            return Err(self.underflow());
        }
        let arguments = self.pop_from(from + 1)?;
        let class = self.pop()?;
        self.old_instance(class, arguments)
    }

    fn by_name(&self, name: Ref) -> Done {
        let Some(hook) = self.state.persistent_load.get() else {
            return self.error(
                "A load persistent id instruction was encountered, but no persistent_load function was specified.",
            );
        };
        let found = held::with(self.vm, [name], |[name]| self.vm.call_with_first(hook, name))?;
        self.push_value(found)
    }

    fn by_name_line(&self) -> Done {
        let name = self.name_line()?;
        if !name.text().is_ascii() {
            return self.error("persistent IDs in protocol 0 must be ASCII strings");
        }
        self.by_name(name)
    }

    /// Gives the instance below its state.
    fn build(&self) -> Done {
        let state = self.pop()?;
        let made = self.top()?;
        held::with(self.vm, [made, state], |[made, state]| set_state(self.vm, made, state))
    }
}

/// `class.__new__(class, *arguments, **keywords)`.
fn new_of(vm: &Vm, class: &Ref, arguments: &Ref, keywords: &[(Ref, Ref)]) -> Result<Ref, Raised> {
    let new = vm.to_object(vm.get_attr_text(class, "__new__")?)?;
    if keywords.is_empty() {
        let items = arguments.tail();
        if vm.stack.is_short_of(items.len() + 1) {
            return Err(vm.too_many_arguments());
        }
        let at = vm.stack.open_call(new);
        vm.stack.push(class.clone(), Role::Argument);
        for item in items.iter().filter_map(Slot::get) {
            vm.stack.push(item, Role::Argument);
        }
        return vm.to_object(vm.call_window(at, None)?);
    }
    let mut all = vec![class.clone()];
    all.extend(arguments.tail().iter().filter_map(Slot::get));
    vm.to_object(vm.call_with(&new, &all, keywords)?)
}

/// What `BUILD` does: `made.__setstate__(state)`, or the attributes one by one.
fn set_state(vm: &Vm, made: &Ref, state: &Ref) -> Done {
    if let Some(set) = vm.find_attr(made, &vm.name("__setstate__"))? {
        return vm.call_with_first(set, state).map(drop);
    }
    let (attributes, slots) = match state.tail() {
        [attributes, slots] if state.is::<Tuple>() => (attributes.at_hand(), slots.at_hand()),
        _ => (Some(state), None),
    };
    if let Some(attributes) = attributes.filter(|attributes| !vm.is_none(attributes)) {
        let Some(dict) = attributes.get::<Dict>() else {
            return Err(unpickling_error(vm, "state is not a dictionary"));
        };
        set_attributes(vm, made, dict)?;
    }
    let Some(slots) = slots.filter(|slots| !vm.is_none(slots)) else { return Ok(()) };
    let Some(slots) = slots.get::<Dict>() else {
        return Err(unpickling_error(vm, "slot state is not a dictionary"));
    };
    let mut at = 0;
    while let Some((next, name, value)) = slots.next_entry(at) {
        at = next;
        held::with(vm, [name, value], |[name, value]| vm.set_attr(made, name, Some(value)))?;
    }
    Ok(())
}

/// Puts attributes into the instance's `__dict__`.
fn set_attributes(vm: &Vm, made: &Ref, attributes: &Dict) -> Done {
    let plain = made.kind() == kinds::OBJECT
        && vm.has_dict(made)
        && vm
            .lookup(vm.class_of(made), &vm.name("__dict__"))
            .is_none_or(|found| found.kind() == kinds::GETSET);
    let dict = if plain { None } else { Some(vm.to_object(vm.get_attr_text(made, "__dict__")?)?) };
    let mut at = 0;
    while let Some((next, name, value)) = attributes.next_entry(at) {
        at = next;
        let exact = name.is_exact::<Str>();
        let name = if exact { vm.intern_object(&name) } else { name };
        match &dict {
            None if exact => {
                vm.instance_set(made, &name, Some(&value))?;
            }
            None => {
                let dict = vm.instance_dict(made)?.unwrap_or_else(|| vm.none());
                held::with(vm, [name, value], |[name, value]| {
                    vm.set_item(&dict, name, Some(value))
                })?;
            }
            Some(dict) => {
                held::with(vm, [name, value], |[name, value]| {
                    vm.set_item(dict, name, Some(value))
                })?;
            }
        }
    }
    Ok(())
}

pub(super) const OPS: &[(u8, Op)] = &[
    (b'a', |machine| machine.append(machine.below(1))),
    (b'e', |machine| machine.append(machine.mark()?)),
    (b's', |machine| machine.set_items(machine.below(2))),
    (b'u', |machine| machine.set_items(machine.mark()?)),
    (b'd', |machine| machine.dict_of_mark()),
    (b'\x90', |machine| machine.add_items()),
    (b'c', |machine| machine.global()),
    (b'\x93', |machine| machine.global_on_stack()),
    (b'\x82', |machine| machine.extension(machine.byte()? as u32)),
    (b'\x83', |machine| {
        let code = machine.state.number::<2>(machine.vm)?;
        machine.extension(u16::from_le_bytes(code).into())
    }),
    (b'\x84', |machine| machine.extension(machine.word()?)),
    (b'R', |machine| machine.reduce()),
    (b'\x81', |machine| machine.new_object()),
    (b'\x92', |machine| machine.new_object_with_keywords()),
    (b'i', |machine| machine.named_instance()),
    (b'o', |machine| machine.instance_of_mark()),
    (b'P', |machine| machine.by_name_line()),
    (b'Q', |machine| machine.by_name(machine.pop()?)),
    (b'b', |machine| machine.build()),
];
