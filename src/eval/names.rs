//! Names: locals, cells, globals with their caches.

use std::cell::Cell;

use super::namespaces::{find_in_namespace, other_builtins};
use super::node::{Exp, Local, Node, Operand, Stm, Target, attempt, small_int, unbound};
use crate::heap::{Payload, Ref, Unowned};
use crate::runtime::object::dict::is_watched;
use crate::runtime::object::number::read_number;
use crate::runtime::object::{CellObject, Dict, Float, Int};
use crate::runtime::stack::Frame;
use crate::runtime::vm::is_small;
use crate::runtime::{ErrorKind, Eval, Flow, Raised, Value};
use crate::source::Span;

/// Stores `value` into the local slot `slot`. A number that nobody else sees and whose address
/// nobody asked for is overwritten where it is.
#[inline(always)]
pub fn store_local(frame: &Frame<'_>, slot: u32, value: Value) -> Result<(), Raised> {
    let object = match value {
        Value::Obj(object) => object,
        Value::Int(int) if is_small(int) => frame.vm.small_int(int),
        value if overwrite_local(frame, slot, &value) => return Ok(()),
        value => return store_boxed(frame, slot, value),
    };
    frame.set(slot, Some(object));
    Ok(())
}

#[inline(never)]
fn store_boxed(frame: &Frame<'_>, slot: u32, value: Value) -> Result<(), Raised> {
    let object = frame.vm.to_object(value)?;
    frame.set(slot, Some(object));
    Ok(())
}

/// Overwrites the number in the local slot `slot` with `value`, if that is a number and the old one
/// may be overwritten.
#[inline(always)]
pub fn overwrite_local(frame: &Frame<'_>, slot: u32, value: &Value) -> bool {
    match *value {
        Value::Int(int) if !is_small(int) => {
            frame.peek(slot, |old| overwrite::<Int>(old, |cell| cell.0.set(int)))
        }
        Value::Float(bits) => {
            frame.peek(slot, |old| overwrite::<Float>(old, |cell| cell.0.set(bits.get())))
        }
        _ => false,
    }
}

/// Writes into a number's cell if it is a plain, unobserved `T` that only one place refers to.
#[inline(always)]
pub fn overwrite<T: Payload>(old: Option<&Ref>, write: impl FnOnce(&T)) -> bool {
    match old {
        Some(old) if old.is_sole() && old.is_plain() => match old.get::<T>() {
            Some(cell) => {
                write(cell);
                true
            }
            None => false,
        },
        _ => false,
    }
}

impl Target for Local {
    #[inline(always)]
    fn assign(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised> {
        store_local(frame, self.slot, value)
    }
}

/// `local = value`.
pub struct AssignLocal<V> {
    pub slot: u32,
    pub value: V,
    pub span: Span,
}

impl<V: Exp> Stm for AssignLocal<V> {
    #[inline]
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        let value = attempt!(self.value.eval(frame));
        attempt!(store_local(frame, self.slot, value));
        Flow::Next
    }
}

/// `del local`.
pub struct DeleteLocal {
    pub local: Local,
}

impl Stm for DeleteLocal {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.local.span);
        match frame.take(self.local.slot) {
            Some(object) => drop(object),
            None => return Flow::Raise(unbound(frame, self.local.slot, self.local.span)),
        }
        Flow::Next
    }
}

/// A variable shared with other functions: the slot holds its cell.
#[derive(Clone, Copy)]
pub struct CellName {
    pub slot: u32,
    /// Index of the name among the code's names, for errors.
    pub name: u32,
    pub free: bool,
    pub span: Span,
}

impl CellName {
    #[inline]
    fn cell(&self, frame: &Frame<'_>) -> Option<Ref> {
        frame.get(self.slot)
    }

    #[cold]
    fn unbound(&self, frame: &Frame<'_>) -> Raised {
        let name = &frame.code.names[self.name as usize];
        let (kind, message) = if self.free {
            (
                ErrorKind::NameError,
                format!(
                    "cannot access free variable '{}' where it is not associated with a value in enclosing scope",
                    name.text()
                ),
            )
        } else {
            (
                ErrorKind::UnboundLocalError,
                format!(
                    "cannot access local variable '{}' where it is not associated with a value",
                    name.text()
                ),
            )
        };
        let raised = frame.vm.raise_with_fields(kind, &message, &[("name", name)]);
        frame.vm.locate(frame, raised, self.span)
    }
}

impl Exp for CellName {
    #[inline]
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        match self.at_hand(frame) {
            Some(object) => Ok(Value::Obj(object.clone())),
            None => Err(self.unbound(frame)),
        }
    }

    #[inline]
    fn operand(&self, frame: &Frame<'_>) -> Eval {
        match self.at_hand(frame) {
            Some(object) => Ok(read_number(object)),
            None => Err(self.unbound(frame)),
        }
    }
}

impl Operand for CellName {
    const MAY_CALL: bool = false;

    #[inline(always)]
    fn at_hand<'f>(&'f self, frame: &'f Frame<'_>) -> Option<&'f Ref> {
        frame.at_hand(self.slot)?.get::<CellObject>()?.content.at_hand()
    }

    #[inline(always)]
    fn int(&self, frame: &Frame<'_>) -> Option<i64> {
        small_int(self.at_hand(frame)?)
    }

    #[inline(always)]
    fn is_bound(&self, frame: &Frame<'_>) -> bool {
        self.at_hand(frame).is_some()
    }
}

impl Target for CellName {
    fn assign(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised> {
        let object = frame.vm.to_object(value)?;
        if let Some(cell) = self.cell(frame) {
            cell.as_ref::<CellObject>().content.set(Some(object));
        }
        Ok(())
    }
}

/// `del` of a shared variable.
pub struct DeleteCell(pub CellName);

impl Stm for DeleteCell {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.0.span);
        let old = self.0.cell(frame).and_then(|cell| cell.as_ref::<CellObject>().content.take());
        match old {
            Some(old) => drop(old),
            None => return Flow::Raise(self.0.unbound(frame)),
        }
        Flow::Next
    }
}

/// A global or builtin name. The cache remembers where it was found, by the versions of the two
/// namespaces.
pub struct Global {
    pub name: u32,
    pub span: Span,
    version: Cell<u64>,
    builtins_version: Cell<u64>,
    position: Cell<u32>,
    /// The value itself where it is one that versions watch ([`Dict::watch`]).
    callable: Cell<Option<Unowned>>,
}

/// No namespace has this version.
const NEVER: u64 = u64::MAX;

impl Global {
    pub fn new(name: u32, span: Span) -> Self {
        Global {
            name,
            span,
            version: Cell::new(NEVER),
            builtins_version: Cell::new(0),
            position: Cell::new(0),
            callable: Cell::new(None),
        }
    }

    #[inline(always)]
    fn load(&self, frame: &Frame<'_>) -> Option<Ref> {
        if frame.globals.version() == self.version.get() {
            if self.builtins_version.get() == 0 {
                if let Some(callable) = self.callable.get() {
                    return callable.counted();
                }
                return frame.globals.value_at(self.position.get() as usize);
            }
            let builtins = frame.vm.builtins.as_ref::<Dict>();
            if builtins.version() == self.builtins_version.get() {
                if let Some(callable) = self.callable.get() {
                    return callable.counted();
                }
                return builtins.value_at(self.position.get() as usize);
            }
        }
        self.load_slowly(frame)
    }

    /// Whether the cache knows a value that versions watch, and it is the name's value still.
    #[inline(always)]
    pub fn is_current(&self, frame: &Frame<'_>) -> bool {
        let own = self.builtins_version.get();
        frame.globals.version() == self.version.get()
            && (own == 0 || frame.vm.builtins.as_ref::<Dict>().version() == own)
            && self.callable.get().is_some()
    }

    /// The value, without a call where the cache knows it.
    #[inline(always)]
    pub fn load_object(&self, frame: &Frame<'_>) -> Result<Ref, Raised> {
        match self.load(frame) {
            Some(object) => Ok(object),
            None => self.load_elsewhere(frame),
        }
    }

    /// The value where globals or builtins are mappings of another kind, which are asked their own
    /// way.
    #[cold]
    fn load_elsewhere(&self, frame: &Frame<'_>) -> Result<Ref, Raised> {
        let name = &*frame.code.names[self.name as usize];
        let globals = Some(frame.globals_ref.clone());
        for namespace in globals.into_iter().chain(other_builtins(frame)) {
            if namespace.is_exact::<Dict>() {
                continue;
            }
            if let Some(value) = find_in_namespace(frame, &namespace, name)? {
                return frame.vm.to_object(value);
            }
        }
        Err(self.undefined(frame))
    }

    /// Runs `look` on the value, if there is one; `look` must not run Python code.
    #[inline(always)]
    pub fn look<R>(&self, frame: &Frame<'_>, look: impl FnOnce(&Ref) -> Option<R>) -> Option<R> {
        match self.callable.get().filter(|_| self.is_current(frame)) {
            Some(callable) => callable.look(look)?,
            None => look(&self.load(frame)?),
        }
    }

    #[inline(never)]
    fn load_slowly(&self, frame: &Frame<'_>) -> Option<Ref> {
        let name = &*frame.code.names[self.name as usize];
        // Most positions last longer than versions, which change with every name that comes or goes.
        let guess = self.position.get() as usize;
        if let Some(position) = frame.globals.position_of_str_near(name, guess) {
            let value = frame.globals.value_at(position);
            self.remember(frame, 0, position, value.as_ref());
            return value;
        }
        if let Some(builtins) = other_builtins(frame) {
            return builtins.get::<Dict>().filter(|_| builtins.is_exact::<Dict>())?.get_str(name);
        }
        let builtins = frame.vm.builtins.as_ref::<Dict>();
        let position = builtins.position_of_str_near(name, guess)?;
        let value = builtins.value_at(position);
        self.remember(frame, builtins.watch(), position, value.as_ref());
        value
    }

    fn remember(
        &self,
        frame: &Frame<'_>,
        builtins_version: u64,
        position: usize,
        value: Option<&Ref>,
    ) {
        self.callable.set(value.filter(|value| is_watched(value)).map(Ref::downgrade));
        self.version.set(frame.globals.watch());
        self.builtins_version.set(builtins_version);
        self.position.set(position as u32);
    }

    #[cold]
    fn undefined(&self, frame: &Frame<'_>) -> Raised {
        undefined(frame, self.name, self.span)
    }
}

/// `NameError` for a name found nowhere.
#[cold]
pub(super) fn undefined(frame: &Frame<'_>, name: u32, span: Span) -> Raised {
    let name = &*frame.code.names[name as usize];
    let message = format!("name '{}' is not defined", name.text());
    let raised = frame.vm.raise_with_fields(ErrorKind::NameError, &message, &[("name", name)]);
    frame.vm.locate(frame, raised, span)
}

impl Exp for Global {
    #[inline]
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        match self.load(frame) {
            Some(object) => Ok(Value::Obj(object)),
            None => self.load_elsewhere(frame).map(Value::Obj),
        }
    }
}

impl Operand for Global {
    const MAY_CALL: bool = false;

    #[inline(always)]
    fn look<R>(&self, frame: &Frame<'_>, look: impl FnOnce(&Ref) -> Option<R>) -> Option<R> {
        Global::look(self, frame, look)
    }

    #[inline(always)]
    fn is_bound(&self, frame: &Frame<'_>) -> bool {
        self.is_current(frame)
    }
}

impl Target for Global {
    #[inline]
    fn assign(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised> {
        let object = frame.vm.to_object(value)?;
        if frame.globals.version() == self.version.get() && self.builtins_version.get() == 0 {
            let old = frame.globals.replace_at(self.position.get() as usize, object);
            drop(old);
            return Ok(());
        }
        let name = &*frame.code.names[self.name as usize];
        let guess = self.position.get() as usize;
        let Some(position) = frame.globals.position_of_str_near(name, guess) else {
            return frame.globals.set(frame.vm, name.clone(), object);
        };
        let old = frame.globals.replace_at(position, object);
        self.remember(frame, 0, position, frame.globals.value_at(position).as_ref());
        drop(old);
        Ok(())
    }
}

/// `del name` of a global.
pub struct DeleteGlobal(pub Global);

impl Stm for DeleteGlobal {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.0.span);
        let name = &*frame.code.names[self.0.name as usize];
        match attempt!(frame.globals.remove(frame.vm, name)) {
            Some(entry) => drop(entry),
            None => return Flow::Raise(self.0.undefined(frame)),
        }
        Flow::Next
    }
}

/// `target = value` for any single target.
pub struct Assign<T> {
    pub target: T,
    pub value: Node,
    pub span: Span,
}

impl<T: Target> Stm for Assign<T> {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        let value = attempt!(self.value.eval(frame));
        attempt!(self.target.assign(frame, value));
        Flow::Next
    }
}

impl Target for Box<dyn Target> {
    #[inline(always)]
    fn assign(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised> {
        (**self).assign(frame, value)
    }

    #[inline(always)]
    fn assign_next(&self, frame: &Frame<'_>, iterator: u32) -> Result<bool, Raised> {
        (**self).assign_next(frame, iterator)
    }
}
