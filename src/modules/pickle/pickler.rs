//! The cell of `Pickler`, and its table.

use std::cell::{Cell, RefCell};

use super::errors::{part, pickling_error};
use super::memo::Memo;
use super::save::Writer;
use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::object::number::int_view;
use crate::runtime::object::{Dict, Tuple};
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, getset, method, staticmethod};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm, kinds};
use crate::types::bytes::new_bytes;
use crate::types::object::OBJECT;

/// The protocol where none is asked for.
const DEFAULT: u8 = 4;
pub(super) const HIGHEST: u8 = 5;

/// *Invariant:* no `RefCell` is borrowed while other code can run.
#[derive(Default)]
pub struct Pickler {
    /// `write` of the file; empty before `__init__` has run, and for `dumps`.
    pub(super) write: Slot,
    /// The reduction functions of its own.
    pub(super) dispatch_table: Slot,
    pub(super) buffer_callback: Slot,
    /// The hooks of a subclass, while it dumps.
    pub(super) persistent_id: Slot,
    pub(super) reducer_override: Slot,
    pub(super) memo: RefCell<Memo>,
    /// The names of modules, as the functions of modules in C have them.
    pub(super) titles: RefCell<Vec<Ref>>,
    pub(super) protocol: Cell<u8>,
    pub(super) fast: Cell<bool>,
    pub(super) fix_imports: Cell<bool>,
    ready: Cell<bool>,
}

impl Pickler {
    fn slots(&self) -> [&Slot; 5] {
        [
            &self.write,
            &self.persistent_id,
            &self.dispatch_table,
            &self.reducer_override,
            &self.buffer_callback,
        ]
    }
}

impl Payload for Pickler {
    const KIND: Kind = kinds::PICKLER;
    const NAME: &'static str = "Pickler";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        for slot in self.slots() {
            slot.visit(visit);
        }
        for (_, object) in self.memo.borrow().entries() {
            visit(object);
        }
        self.titles.borrow().iter().for_each(visit);
    }

    fn release(&self, dying: &Dying) {
        for slot in self.slots() {
            dying.give_up_slot(slot);
        }
        drop(self.memo.take());
        drop(self.titles.take());
    }

    fn external_bytes(&self) -> usize {
        self.memo.try_borrow().map_or(0, |memo| memo.bytes())
    }
}

/// The protocol that an argument asks for.
fn protocol_of(vm: &Vm, argument: Option<&Ref>) -> Result<u8, Raised> {
    let Some(argument) = argument.filter(|argument| !vm.is_none(argument)) else {
        return Ok(DEFAULT);
    };
    match int_view(&vm.to_index(argument)?).and_then(|view| view.small()) {
        Some(number) if number < 0 => Ok(HIGHEST),
        Some(number) if number <= HIGHEST.into() => Ok(number as u8),
        _ => Err(vm.value_error("pickle protocol must be <= 5")),
    }
}

/// Sets what the arguments `protocol`, `fix_imports` and `buffer_callback` say.
fn set_options(vm: &Vm, pickler: &Pickler, options: [Option<&Ref>; 3]) -> Result<(), Raised> {
    let [protocol, fix_imports, callback] = options;
    let protocol = protocol_of(vm, protocol)?;
    let fix_imports = fix_imports.map_or(Ok(true), |fix| vm.truth_of(fix))?;
    let callback = callback.filter(|callback| !vm.is_none(callback));
    if callback.is_some() && protocol < 5 {
        return Err(vm.value_error("buffer_callback needs protocol >= 5"));
    }
    pickler.protocol.set(protocol);
    pickler.fix_imports.set(fix_imports && protocol < 3);
    pickler.buffer_callback.set(callback.cloned());
    pickler.ready.set(true);
    Ok(())
}

fn init(vm: &Vm, args: Args<'_>) -> Eval {
    let (object, file) = (args.req(0), args.req(1));
    let pickler = object.as_ref::<Pickler>();
    set_options(vm, pickler, [args.get(2), args.get(3), args.get(4)])?;
    let Some(write) = vm.find_attr(file, &vm.name("write"))? else {
        return Err(vm.type_error("file must have a 'write' attribute"));
    };
    pickler.write.set(Some(write));
    drop(pickler.memo.take());
    pickler.fast.set(false);
    let exact = object.is_exact::<Pickler>();
    let table = if exact { None } else { vm.find_attr(object, &vm.name("dispatch_table"))? };
    pickler.dispatch_table.set(table);
    Ok(Value::None)
}

/// The pickler of `object`, if its `__init__` has run.
fn ready<'a>(vm: &Vm, object: &'a Ref) -> Result<&'a Pickler, Raised> {
    let pickler = object.as_ref::<Pickler>();
    if pickler.ready.get() {
        return Ok(pickler);
    }
    let class = vm.class_name(object);
    Err(pickling_error(vm, format!("Pickler.__init__() was not called by {class}.__init__()")))
}

fn dump(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    let pickler = ready(vm, object)?;
    if !object.is_exact::<Pickler>() {
        let hook = vm.find_attr(object, &vm.name("persistent_id"))?;
        let own = |hook: &Ref| hook.kind() == kinds::BUILTIN_FUNCTION;
        pickler.persistent_id.set(hook.filter(|hook| !own(hook)));
        pickler.reducer_override.set(vm.find_attr(object, &vm.name("reducer_override"))?);
    }
    let written = Writer::new(vm, pickler).write(args.req(1));
    pickler.persistent_id.set(None);
    pickler.reducer_override.set(None);
    written.map(|_| Value::None)
}

/// `pickle.dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None)`.
pub(super) fn dumps(vm: &Vm, args: Args<'_>) -> Eval {
    let object = vm.alloc(Pickler::default())?;
    let pickler = object.as_ref::<Pickler>();
    set_options(vm, pickler, [args.get(1), args.get(2), args.get(3)])?;
    let at = vm.stack.push(object.clone(), crate::runtime::stack::Role::Builtin);
    let written = Writer::new(vm, pickler).write(args.req(0));
    drop(object);
    vm.stack.truncate(at);
    new_bytes(vm, written?).map(Value::Obj)
}

fn clear_memo(_vm: &Vm, args: Args<'_>) -> Eval {
    drop(args.req(0).as_ref::<Pickler>().memo.take());
    Ok(Value::None)
}

/// What is written, by the addresses of the objects: their numbers and they themselves.
pub(super) fn written(vm: &Vm, args: Args<'_>) -> Eval {
    let made = vm.new_dict(Vec::new())?;
    let entries = args.req(0).as_ref::<Pickler>().memo.borrow().entries().to_vec();
    for (number, object) in entries {
        object.observe();
        let key = vm.new_int(object.address() as i64)?;
        let row = vm.new_tuple_of([vm.new_int(number as i64)?, object])?;
        made.as_ref::<Dict>().set(vm, key, row)?;
    }
    Ok(Value::Obj(made))
}

fn memo_of(vm: &Vm, object: &Ref) -> Eval {
    part(vm, "PicklerMemoProxy", &[object])
}

fn set_memo(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let Some(value) = value else {
        return Err(vm.type_error("attribute deletion is not supported"));
    };
    let rows = vm.to_object(part(vm, "memo_rows", &[value, vm.class_of(object)])?)?;
    let mut memo = Memo::default();
    for row in vm.collect(&rows)? {
        if let (Some(number), Some(written)) = (row.inner_slot(0), row.inner_slot(1))
            && row.is::<Tuple>()
            && let (Some(number), Some(written)) = (number.get(), written.get())
            && let Some(number) = int_view(&number).and_then(|view| view.small())
            && memo.get(&written).is_none()
        {
            memo.add(usize::try_from(number).unwrap_or(0), written);
        }
    }
    drop(object.as_ref::<Pickler>().memo.replace(memo));
    Ok(())
}

fn set_number(vm: &Vm, value: Option<&Ref>, set: impl FnOnce(i64)) -> Result<(), Raised> {
    let Some(value) = value else {
        return Err(vm.type_error("can't delete numeric/char attribute"));
    };
    set(vm.size_of(value)?);
    Ok(())
}

fn table_of(vm: &Vm, object: &Ref) -> Eval {
    match object.as_ref::<Pickler>().dispatch_table.get() {
        Some(table) => Ok(Value::Obj(table)),
        None => Err(vm.raise(ErrorKind::AttributeError, "dispatch_table".into())),
    }
}

static NEW: Method = staticmethod(
    "__new__",
    "(type, *args, **kwargs)",
    |vm, args| vm.alloc_in(Pickler::default(), args.req(0)).map(Value::Obj),
    "Create and return a new object.  See help(type) for accurate signature.",
);

static INIT: Method = method(
    "__init__",
    "(file, protocol=None, fix_imports=True, buffer_callback=None)",
    init,
    "Initialize self.  See help(type(self)) for accurate signature.",
);

static METHODS: [Method; 3] = [
    method("clear_memo", "()", clear_memo, "Clears the pickler's \"memo\"."),
    method(
        "dump",
        "(obj, /)",
        dump,
        "Write a pickled representation of the given object to the open file.",
    ),
    method(
        "persistent_id",
        "(obj, /)",
        |_, _| Ok(Value::None),
        "A name for an object that is kept elsewhere; None where there is none.",
    ),
];

static GETSET: [GetSetRow; 4] = [
    getset(
        "bin",
        |_, object| Ok(Value::Int((object.as_ref::<Pickler>().protocol.get() > 0).into())),
        |vm, _, value| set_number(vm, value, |_| ()),
        "Whether a binary protocol is written.",
    ),
    getset(
        "dispatch_table",
        table_of,
        |_, object, value| {
            object.as_ref::<Pickler>().dispatch_table.set(value.cloned());
            Ok(())
        },
        "The reduction functions of this pickler alone.",
    ),
    getset(
        "fast",
        |_, object| Ok(Value::Int(object.as_ref::<Pickler>().fast.get().into())),
        |vm, object, value| {
            set_number(vm, value, |fast| object.as_ref::<Pickler>().fast.set(fast != 0))
        },
        "Whether nothing is remembered.",
    ),
    getset("memo", memo_of, set_memo, "What was written, with its numbers."),
];

pub static PICKLER: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    module: "_pickle",
    doc: "This takes a binary file for writing a pickle data stream.",
    subclassable: true,
    construct: Some(&NEW),
    init: Some(&INIT),
    methods: &METHODS,
    getset: &GETSET,
    ..TypeSpec::of::<Pickler>()
};
