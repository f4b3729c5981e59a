//! The cell of `Unpickler`, and its table.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use super::errors::{part, unpickling_error};
use super::global::find_class;
use super::load::load;
use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::object::Dict;
use crate::runtime::object::number::int_view;
use crate::runtime::object::string::str_of;
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, getset, method, staticmethod};
use crate::runtime::stack::Role;
use crate::runtime::{Args, Eval, Raised, Value, Vm, kinds};
use crate::types::object::OBJECT;

/// *Invariant:* no `RefCell` is borrowed while other code can run.
#[derive(Default)]
pub struct Unpickler {
    pub(super) read: Slot,
    pub(super) readline: Slot,
    pub(super) peek: Slot,
    /// An iterator over what `NEXT_BUFFER` takes.
    pub(super) buffers: Slot,
    /// The hook of a subclass, while it loads.
    pub(super) persistent_load: Slot,
    /// Bytes, and how far they are used and read.
    pub(super) input: Slot,
    pub(super) at: Cell<usize>,
    pub(super) consumed: Cell<usize>,
    pub(super) stack: RefCell<Vec<Ref>>,
    pub(super) marks: RefCell<Vec<usize>>,
    memo: RefCell<Vec<Option<Ref>>>,
    /// What is remembered under numbers far beyond the others.
    far: RefCell<BTreeMap<usize, Ref>>,
    pub(super) protocol: Cell<u8>,
    pub(super) fix_imports: Cell<bool>,
    pub(super) encoding: RefCell<String>,
    pub(super) errors: RefCell<String>,
    ready: Cell<bool>,
    pub(super) is_subclass: Cell<bool>,
}

impl Unpickler {
    fn slots(&self) -> [&Slot; 6] {
        [&self.readline, &self.read, &self.peek, &self.persistent_load, &self.buffers, &self.input]
    }

    /// What is remembered under `number`.
    #[inline]
    pub(super) fn remembered(&self, number: usize) -> Option<Ref> {
        match self.memo.borrow().get(number) {
            Some(known) => known.clone(),
            None => self.far.borrow().get(&number).cloned(),
        }
    }

    /// Remembers `object` under `number`.
    #[inline]
    pub(super) fn remember(&self, number: usize, object: Ref) {
        /// A gap so wide is filled with nothing.
        const GAP: usize = 4096;
        let mut memo = self.memo.borrow_mut();
        if number == memo.len() {
            memo.push(Some(object));
            return;
        }
        let old = if number > memo.len() + GAP {
            self.far.borrow_mut().insert(number, object)
        } else {
            if number >= memo.len() {
                memo.resize(number + 1, None);
            }
            memo[number].replace(object)
        };
        drop(memo);
        drop(old);
    }

    /// How many objects are remembered.
    pub(super) fn memo_len(&self) -> usize {
        let memo = self.memo.borrow();
        let near = match memo.last() {
            Some(None) => memo.iter().flatten().count(),
            _ => memo.len(),
        };
        near + self.far.borrow().len()
    }

    fn clear_memo(&self) {
        let old = (self.memo.take(), self.far.take());
        drop(old);
    }
}

impl Payload for Unpickler {
    const KIND: Kind = kinds::UNPICKLER;
    const NAME: &'static str = "Unpickler";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        for slot in self.slots() {
            slot.visit(visit);
        }
        self.stack.borrow().iter().for_each(&mut *visit);
        self.memo.borrow().iter().flatten().for_each(&mut *visit);
        self.far.borrow().values().for_each(visit);
    }

    fn release(&self, dying: &Dying) {
        for slot in self.slots() {
            dying.give_up_slot(slot);
        }
        self.clear_memo();
        let stack = self.stack.take();
        drop(stack);
    }

    fn external_bytes(&self) -> usize {
        let memo = self.memo.try_borrow().map_or(0, |memo| memo.capacity());
        let stack = self.stack.try_borrow().map_or(0, |stack| stack.capacity());
        (memo + stack) * size_of::<Ref>()
    }
}

/// Sets what the arguments `fix_imports`, `encoding`, `errors` and `buffers` say.
fn set_options(vm: &Vm, unpickler: &Unpickler, options: [Option<&Ref>; 4]) -> Result<(), Raised> {
    let [fix_imports, encoding, errors, buffers] = options;
    let fix_imports = fix_imports.map_or(Ok(true), |fix| vm.truth_of(fix))?;
    let text =
        |given: Option<&Ref>, default: &str| given.and_then(str_of).unwrap_or(default).to_owned();
    unpickler.fix_imports.set(fix_imports);
    unpickler.encoding.replace(text(encoding, "ASCII"));
    unpickler.errors.replace(text(errors, "strict"));
    let buffers = buffers.filter(|buffers| !vm.is_none(buffers));
    unpickler.buffers.set(buffers.map(|buffers| vm.iter(buffers)).transpose()?);
    unpickler.clear_memo();
    unpickler.protocol.set(0);
    unpickler.ready.set(true);
    Ok(())
}

fn init(vm: &Vm, args: Args<'_>) -> Eval {
    let (object, file) = (args.req(0), args.req(1));
    let unpickler = object.as_ref::<Unpickler>();
    let peek = vm.find_attr(file, &vm.name("peek"))?;
    let read = vm.find_attr(file, &vm.name("read"))?;
    let readline = vm.find_attr(file, &vm.name("readline"))?;
    if read.is_none() || readline.is_none() {
        return Err(vm.type_error("file must have 'read' and 'readline' attributes"));
    }
    unpickler.peek.set(peek);
    unpickler.read.set(read);
    unpickler.readline.set(readline);
    unpickler.input.set(None);
    unpickler.at.set(0);
    unpickler.consumed.set(0);
    let options = [args.get(2), args.get(3), args.get(4), args.get(5)];
    set_options(vm, unpickler, options)?;
    Ok(Value::None)
}

fn load_one(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    let unpickler = object.as_ref::<Unpickler>();
    if !unpickler.ready.get() {
        let class = vm.class_name(object);
        let message = format!("Unpickler.__init__() was not called by {class}.__init__()");
        return Err(unpickling_error(vm, message));
    }
    unpickler.is_subclass.set(!object.is_exact::<Unpickler>());
    if unpickler.is_subclass.get() {
        let hook = vm.find_attr(object, &vm.name("persistent_load"))?;
        let own = |hook: &Ref| hook.kind() == kinds::BUILTIN_FUNCTION;
        unpickler.persistent_load.set(hook.filter(|hook| !own(hook)));
    }
    let loaded = load(vm, object);
    unpickler.persistent_load.set(None);
    unpickler.settle(vm)?;
    loaded.map(Value::Obj)
}

/// `pickle.loads(data, /, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=())`.
pub(super) fn loads(vm: &Vm, args: Args<'_>) -> Eval {
    let object = vm.alloc(Unpickler::default())?;
    let unpickler = object.as_ref::<Unpickler>();
    let options = [args.get(1), args.get(2), args.get(3), args.get(4)];
    set_options(vm, unpickler, options)?;
    unpickler.set_input(vm, args.req(0))?;
    let at = vm.stack.push(object.clone(), Role::Builtin);
    let loaded = load(vm, &object);
    drop(object);
    vm.stack.truncate(at);
    loaded.map(Value::Obj)
}

fn find(vm: &Vm, args: Args<'_>) -> Eval {
    let unpickler = args.req(0).as_ref::<Unpickler>();
    let names = [args.req(1), args.req(2)];
    find_class(vm, names, unpickler.protocol.get(), unpickler.fix_imports.get()).map(Value::Obj)
}

fn no_objects(vm: &Vm, _args: Args<'_>) -> Eval {
    Err(unpickling_error(
        vm,
        "A load persistent id instruction was encountered, but no persistent_load function was specified.",
    ))
}

/// What is remembered, by its numbers.
pub(super) fn known(vm: &Vm, args: Args<'_>) -> Eval {
    let unpickler = args.req(0).as_ref::<Unpickler>();
    let near = unpickler.memo.borrow().clone();
    let far: Vec<(usize, Ref)> =
        unpickler.far.borrow().iter().map(|(number, object)| (*number, object.clone())).collect();
    let near = near.into_iter().enumerate().filter_map(|(at, object)| Some((at, object?)));
    let made = vm.new_dict(Vec::new())?;
    for (number, object) in near.chain(far) {
        made.as_ref::<Dict>().set(vm, vm.new_int(number as i64)?, object)?;
    }
    Ok(Value::Obj(made))
}

fn memo_of(vm: &Vm, object: &Ref) -> Eval {
    part(vm, "UnpicklerMemoProxy", &[object])
}

fn set_memo(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let Some(value) = value else {
        return Err(vm.type_error("attribute deletion is not supported"));
    };
    let rows = vm.to_object(part(vm, "memo_rows", &[value, vm.class_of(object)])?)?;
    let unpickler = object.as_ref::<Unpickler>();
    unpickler.clear_memo();
    for row in vm.collect(&rows)? {
        if let [number, known] = row.tail()
            && let (Some(number), Some(known)) = (number.get(), known.get())
            && let Some(number) = int_view(&number).and_then(|view| view.small())
        {
            unpickler.remember(usize::try_from(number).unwrap_or(0), known);
        }
    }
    Ok(())
}

static NEW: Method = staticmethod(
    "__new__",
    "(type, *args, **kwargs)",
    |vm, args| vm.alloc_in(Unpickler::default(), args.req(0)).map(Value::Obj),
    "Create and return a new object.  See help(type) for accurate signature.",
);

static INIT: Method = method(
    "__init__",
    "(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
    init,
    "Initialize self.  See help(type(self)) for accurate signature.",
);

static METHODS: [Method; 3] = [
    method(
        "find_class",
        "(module_name, global_name, /)",
        find,
        "Return an object from a specified module.",
    ),
    method("load", "()", load_one, "Load a pickle."),
    method("persistent_load", "(pid, /)", no_objects, "The object of a name, kept elsewhere."),
];

static GETSET: [GetSetRow; 1] =
    [getset("memo", memo_of, set_memo, "What is remembered, by its numbers.")];

pub static UNPICKLER: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    module: "_pickle",
    doc: "This takes a binary file for reading a pickle data stream.",
    subclassable: true,
    construct: Some(&NEW),
    init: Some(&INIT),
    methods: &METHODS,
    getset: &GETSET,
    ..TypeSpec::of::<Unpickler>()
};
