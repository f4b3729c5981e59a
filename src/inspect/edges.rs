//! The references that one cell owns, each with what it is to the cell.

use crate::heap::{Fixed, Ref, Slot};
use crate::runtime::object::tuple::tuple_items;
use crate::runtime::object::weakref::weak_of;
use crate::runtime::object::{
    BoundMethod, CellObject, Class, Code, Dict, Exception, FrameObject, Function, Generator,
    Instance, List, Traceback,
};
use crate::types::deque::Deque;
use crate::types::set::table_of;

/// What a reference is to the cell that owns it.
#[derive(Clone, Copy)]
pub enum Edge<'a> {
    Item(usize),
    Element,
    Key(&'a Ref),
    /// The value of a key.
    Value(&'a Ref),
    Attribute(&'a str),
    Constant(usize),
    /// A variable of a frame that is kept.
    Local(&'a str),
    /// A temporary of a frame that is kept.
    Temporary,
    Content,
    /// In words: "class", "closure".
    Part(&'static str),
    /// Nothing more is known than that it is held.
    Held,
}

type Visit<'v> = dyn FnMut(&Ref, Edge<'_>) + 'v;

fn part(slot: &Slot, what: &'static str, visit: &mut Visit<'_>) {
    slot.visit(&mut |object| visit(object, Edge::Part(what)));
}

fn fixed(held: &Fixed, what: &'static str, visit: &mut Visit<'_>) {
    held.visit(&mut |object| visit(object, Edge::Part(what)));
}

/// Visits every reference that `owner` owns, each once.
pub fn edges(owner: &Ref, visit: &mut Visit<'_>) {
    if !known_payload(owner, visit) {
        // The payload's own references come first, then the tail, the dict and the class.
        let after = own_count(owner);
        let mut seen = 0;
        owner.trace(&mut |object| {
            seen += 1;
            if seen <= after {
                visit(object, Edge::Held);
            }
        });
    }
    if let Some(instance) = owner.get::<Instance>() {
        attributes(owner, instance, visit);
    } else {
        for (index, slot) in owner.tail().iter().enumerate() {
            slot.visit(&mut |object| visit(object, Edge::Item(index)));
        }
    }
    if let Some(extra) = owner.extra() {
        extra.dict.visit(&mut |object| {
            // A `defaultdict` keeps its factory where others have their attributes.
            let is_dict = object.is::<Dict>();
            visit(object, Edge::Part(if is_dict { "__dict__" } else { "default_factory" }));
        });
        extra.class.visit(&mut |object| visit(object, Edge::Part("class")));
    }
}

/// How many references the payload alone owns.
fn own_count(owner: &Ref) -> usize {
    let mut all = 0;
    owner.trace(&mut |_| all += 1);
    let mut rest = 0;
    for slot in owner.tail() {
        slot.visit(&mut |_| rest += 1);
    }
    if let Some(extra) = owner.extra() {
        extra.dict.visit(&mut |_| rest += 1);
        extra.class.visit(&mut |_| rest += 1);
    }
    all - rest
}

/// Visits the payload's references where its type is known here.
fn known_payload(owner: &Ref, visit: &mut Visit<'_>) -> bool {
    if tuple_items(owner).is_some() {
        // The items are the tail.
    } else if let Some(list) = owner.get::<List>() {
        for (index, item) in list.items.borrow().iter().enumerate() {
            visit(item, Edge::Item(index));
        }
    } else if let Some(dict) = owner.get::<Dict>() {
        for entry in dict.table.borrow().iter() {
            visit(&entry.key, Edge::Key(&entry.key));
            visit(&entry.value, Edge::Value(&entry.key));
        }
    } else if let Some(deque) = owner.get::<Deque>() {
        for (index, item) in deque.items.borrow().iter().enumerate() {
            visit(item, Edge::Item(index));
        }
    } else if let Some(table) = table_of(owner) {
        table.borrow().iter().for_each(|(key, _)| visit(key, Edge::Element));
    } else if let Some(cell) = owner.get::<CellObject>() {
        cell.content.visit(&mut |object| visit(object, Edge::Content));
    } else if let Some(instance) = owner.get::<Instance>() {
        instance.class.visit(&mut |object| visit(object, Edge::Part("class")));
        part(&instance.dict, "__dict__", visit);
    } else if let Some(method) = owner.get::<BoundMethod>() {
        fixed(&method.func, "function", visit);
        fixed(&method.receiver, "receiver", visit);
    } else if let Some(weak) = weak_of(owner) {
        part(&weak.callback, "callback", visit);
    } else {
        return machinery(owner, visit);
    }
    true
}

/// The same for what makes code run.
fn machinery(owner: &Ref, visit: &mut Visit<'_>) -> bool {
    if let Some(function) = owner.get::<Function>() {
        of_function(function, visit);
    } else if let Some(code) = owner.get::<Code>() {
        of_code(code, visit);
    } else if let Some(class) = owner.get::<Class>() {
        of_class(class, visit);
    } else if let Some(exception) = owner.get::<Exception>() {
        fixed(&exception.class, "class", visit);
        part(&exception.dict, "__dict__", visit);
        part(&exception.args, "args", visit);
        part(&exception.fields, "fields", visit);
        part(&exception.traceback, "traceback", visit);
        part(&exception.cause, "__cause__", visit);
        part(&exception.context, "__context__", visit);
    } else if let Some(traceback) = owner.get::<Traceback>() {
        part(&traceback.next, "next entry", visit);
        fixed(&traceback.frame, "frame", visit);
    } else if let Some(frame) = owner.get::<FrameObject>() {
        fixed(&frame.code, "code", visit);
        fixed(&frame.globals, "globals", visit);
        part(&frame.func, "function", visit);
        part(&frame.back, "calling frame", visit);
        part(&frame.namespace, "namespace", visit);
        let code = frame.code.peek().and_then(Ref::get::<Code>);
        for (index, object) in frame.locals.borrow().iter().enumerate() {
            kept(object.as_ref(), index, code, visit);
        }
    } else if let Some(generator) = Generator::of(owner) {
        fixed(&generator.code, "code", visit);
        let code = generator.code.peek().and_then(Ref::get::<Code>);
        for (index, slot) in generator.slots.iter().enumerate() {
            slot.look(|object| kept(object, index, code, visit));
        }
        if generator.func.peek().is_some_and(Ref::is::<Function>) {
            fixed(&generator.func, "function", visit);
        }
        part(&generator.name, "name", visit);
        part(&generator.qualname, "qualname", visit);
        part(&generator.handled, "exception being handled", visit);
        part(&generator.frame, "frame", visit);
    } else {
        return false;
    }
    true
}

fn of_function(function: &Function, visit: &mut Visit<'_>) {
    fixed(&function.globals, "globals", visit);
    for (slot, what) in [
        (&function.module, "__module__"),
        (&function.code, "code"),
        (&function.name, "name"),
        (&function.qualname, "qualname"),
        (&function.doc, "docstring"),
        (&function.dict, "__dict__"),
        (&function.closure, "closure"),
        (&function.annotations, "annotations"),
        (&function.defaults, "defaults"),
        (&function.kwdefaults, "keyword defaults"),
        (&function.type_params, "type parameters"),
    ] {
        part(slot, what, visit);
    }
}

fn of_code(code: &Code, visit: &mut Visit<'_>) {
    fixed(&code.name, "name", visit);
    fixed(&code.qualname, "qualname", visit);
    if let Some(origin) = &code.origin {
        fixed(origin, "original", visit);
    }
    for (index, constant) in code.constants.iter().enumerate() {
        visit(constant, Edge::Constant(index));
    }
    for (names, what) in [
        (&code.names, "a name in"),
        (&code.variables, "a variable's name in"),
        (&code.free, "a free variable's name in"),
    ] {
        names.iter().for_each(|name| visit(name, Edge::Part(what)));
    }
}

fn of_class(class: &Class, visit: &mut Visit<'_>) {
    fixed(&class.dict, "namespace", visit);
    part(&class.name, "name", visit);
    part(&class.qualname, "qualname", visit);
    part(&class.base, "base", visit);
    part(&class.bases, "bases", visit);
    part(&class.mro, "method resolution order", visit);
    if let Some(metaclass) = &class.metaclass {
        visit(metaclass, Edge::Part("metaclass"));
    }
    class.shapes.trace(&mut |name| visit(name, Edge::Part("an attribute's name in")));
    class.slot_members.borrow().iter().for_each(|name| visit(name, Edge::Part("a slot's name in")));
}

/// The slots of a frame that does not run: variables first, then temporaries.
fn kept(object: Option<&Ref>, index: usize, code: Option<&Code>, visit: &mut Visit<'_>) {
    let Some(object) = object else { return };
    match code.and_then(|code| variable(code, index)) {
        Some(name) => visit(object, Edge::Local(name)),
        None => visit(object, Edge::Temporary),
    }
}

/// The name of the variable in a frame's slot, if it is one.
pub fn variable(code: &Code, slot: usize) -> Option<&str> {
    let variables = code.variables.len();
    let name = code.variables.get(slot).or_else(|| code.free.get(slot.checked_sub(variables)?))?;
    Some(name.text())
}

/// The attributes of a plain instance, by the names of its shape and of its `__slots__`.
fn attributes(owner: &Ref, instance: &Instance, visit: &mut Visit<'_>) {
    let Some(class) = instance.class.peek().and_then(Ref::get::<Class>) else { return };
    let names = class.shapes.names(owner.aux());
    let reserved = usize::from(class.shapes.reserved.get());
    let members = class.slot_members.borrow();
    for (index, slot) in owner.tail().iter().enumerate() {
        let name = match index.checked_sub(reserved) {
            Some(own) => names.get(own),
            None => members.get(index),
        };
        slot.visit(&mut |object| match name {
            Some(name) => visit(object, Edge::Attribute(name.text())),
            None => visit(object, Edge::Item(index)),
        });
    }
}
