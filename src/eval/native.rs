//! Calls of functions in Rust whose arguments need no binding: they are evaluated in their places.

use std::cell::Cell;

use super::call::{Arg, push_args, push_computed};
use crate::heap::{Extra, Ref, Unowned};
use crate::runtime::call::short_way;
use crate::runtime::instantiate::has_init;
use crate::runtime::kinds;
use crate::runtime::object::{BuiltinFunction, Class, Dict, MethodDescriptor, Module};
use crate::runtime::spec::{Flavor, LeafFn, Method, NativeFn};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Eval, Raised, Vm};

/// What is called in the end, and how the arguments of one call of it stand.
#[derive(Clone, Copy)]
pub struct Native {
    func: NativeFn,
    /// Places before the variable positional ones.
    fixed: u32,
    /// So many arguments, the receiver among them, come before `empty` places.
    before: u32,
    empty: u32,
}

impl Native {
    /// `row` called with `count` arguments, if that needs no binding.
    #[inline(always)]
    fn plain(row: &'static Method, count: usize) -> Option<Native> {
        let signature = row.parsed();
        let gap = signature.plain_gap(count)?;
        Some(Native {
            func: row.func,
            fixed: signature.fixed() as u32,
            before: gap.after as u32,
            empty: gap.places as u32,
        })
    }

    /// `function` called with `count` arguments, if that needs no binding, and the object that
    /// becomes its first argument.
    #[inline(always)]
    pub fn of(function: &Ref, count: usize) -> Option<(Native, Option<Ref>)> {
        let Some(builtin) = function.get::<BuiltinFunction>() else {
            return Native::of_class(function, count);
        };
        if builtin.receiver.is_none() {
            return Native::plain(builtin.row, count).map(|native| (native, None));
        }
        if !matches!(builtin.row.flavor, Flavor::Method | Flavor::ClassMethod) {
            return None;
        }
        Native::plain(builtin.row, count + 1).map(|native| (native, builtin.receiver.get()))
    }

    /// `class(…)` where all there is to it is a `__new__` in Rust.
    #[inline(never)]
    fn of_class(class: &Ref, count: usize) -> Option<(Native, Option<Ref>)> {
        let spec = class.get::<Class>()?.spec?;
        let row = spec.construct.filter(|_| !has_init(spec) && spec.kind != kinds::TYPE)?;
        Native::plain(row, count + 1).map(|native| (native, Some(class.clone())))
    }

    /// Calls it with `args`, while `callable` stands below them.
    #[inline(always)]
    pub fn call(
        self,
        frame: &Frame<'_>,
        callable: Ref,
        receiver: Option<Ref>,
        args: &[Arg],
        computed: Option<Ref>,
    ) -> Eval {
        let stack = &frame.vm.stack;
        let given = args.len() + usize::from(receiver.is_some());
        let at = match receiver {
            Some(receiver) => stack.open_method(callable, receiver),
            None => stack.push(callable, Role::Callable),
        };
        let pushed = if self.before as usize == given && computed.is_none() {
            let pushed = push_args(frame, args);
            stack.push_gap(self.empty as usize);
            pushed
        } else {
            self.push_around(frame, args, given, computed)
        };
        if let Err(raised) = pushed {
            stack.truncate(at);
            return Err(raised);
        }
        frame.vm.run_native(self.func, self.fixed as usize, at, at + 1)
    }

    /// Evaluates the last `args` behind the empty places; one may be computed already.
    #[inline(never)]
    fn push_around(
        self,
        frame: &Frame<'_>,
        args: &[Arg],
        given: usize,
        mut computed: Option<Ref>,
    ) -> Result<(), Raised> {
        let (first, last) = args.split_at(args.len() - (given - self.before as usize));
        push_computed(frame, first, &mut computed)?;
        frame.vm.stack.push_gap(self.empty as usize);
        push_computed(frame, last, &mut computed)
    }
}

/// Remembers which builtin method a name means for objects of one builtin class, or of one derived
/// from such a class, and how the arguments of one call of it stand.
#[derive(Default)]
pub struct BuiltinMethod {
    epoch: Cell<u64>,
    method: Cell<Option<Unowned>>,
    kind: Cell<u8>,
    /// The class, where it is a derived one.
    class: Cell<Option<Unowned>>,
    plain: Cell<Option<Native>>,
    leaf: Cell<Option<LeafFn>>,
}

impl BuiltinMethod {
    /// The method that the name means for `object`, if that is the one remembered.
    #[inline(always)]
    pub fn get(&self, vm: &Vm, object: &Ref) -> Option<Ref> {
        // The epoch is the one at which the class held this method, so it still does.
        if self.is_for(vm, object) { self.method.get()?.counted() } else { None }
    }

    /// The short way of the method that the name means for `object`, if there is one.
    #[inline(always)]
    pub fn leaf(&self, vm: &Vm, object: &Ref) -> Option<LeafFn> {
        if self.is_for(vm, object) { self.leaf.get() } else { None }
    }

    #[inline(always)]
    fn is_for(&self, vm: &Vm, object: &Ref) -> bool {
        self.kind.get() == object.kind().0
            && self.epoch.get() == vm.class_epoch.get()
            && match object.extra() {
                None => self.class.get().is_none(),
                Some(extra) => self.is_for_derived(extra),
            }
    }

    /// Whether objects of this class are meant, and nothing of this one goes before.
    #[inline(never)]
    fn is_for_derived(&self, extra: &Extra) -> bool {
        self.class.get().is_some_and(|class| extra.class.downgrade() == class)
            && extra.dict.is_none()
    }

    /// How to call the method last got, if that needs no binding.
    #[inline(always)]
    pub fn plain(&self) -> Option<Native> {
        self.plain.get()
    }

    /// Whether no method is remembered.
    pub fn is_free(&self, vm: &Vm) -> bool {
        self.epoch.get() != vm.class_epoch.get()
    }

    /// Remembers `method` for the class of `object`, called with `count` arguments.
    pub fn learn(&self, vm: &Vm, object: &Ref, method: &Ref, count: usize) {
        let class = vm.class_of(object);
        let derived = object.extra().is_some();
        let builtin = class.as_ref::<Class>().flags.get().builtin;
        let knows = if derived { object.kind() != kinds::OBJECT } else { builtin };
        if !knows || vm.dict_slot(object).is_some_and(|dict| !derived || !dict.is_none()) {
            return;
        }
        let row = method.get::<MethodDescriptor>().map(|method| method.row);
        self.method.set(Some(method.downgrade()));
        self.kind.set(object.kind().0);
        self.class.set(derived.then(|| class.downgrade()));
        self.epoch.set(vm.class_epoch.get());
        self.plain.set(row.and_then(|row| Native::plain(row, count + 1)));
        self.leaf.set(row.and_then(|row| row.leaf));
    }
}

/// Remembers where a module's dict has what a name means.
#[derive(Default)]
pub struct ModuleMember {
    version: Cell<u64>,
    position: Cell<u32>,
    leaf: Cell<Option<LeafFn>>,
}

impl ModuleMember {
    /// What `name` means in `object`, if that is a module and the name a callable in its dict.
    #[inline(always)]
    pub fn get(&self, object: &Ref, name: &Ref) -> Option<Ref> {
        let dict = object.get::<Module>()?.dict.as_ref::<Dict>();
        if dict.version() != 0 && dict.version() == self.version.get() {
            return dict.value_at(self.position.get() as usize);
        }
        self.find(object, dict, name)
    }

    /// What `name` means in `object`, if that is a module and the name in its dict.
    #[inline]
    pub fn value(&self, object: &Ref, name: &Ref) -> Option<Ref> {
        let dict = object.get::<Module>()?.dict.as_ref::<Dict>();
        if dict.version() != 0 && dict.version() == self.version.get() {
            return dict.value_at(self.position.get() as usize);
        }
        let position = self.position_in(object, dict, name)?;
        self.version.set(dict.watch());
        self.position.set(position as u32);
        dict.value_at(position)
    }

    /// Where a module's dict has a name that nothing goes before.
    #[inline(never)]
    fn position_in(&self, object: &Ref, dict: &Dict, name: &Ref) -> Option<usize> {
        // Special names may be attributes of the class, which go first.
        let of_class = |class: &Ref| !class.as_ref::<Class>().flags.get().builtin;
        let derived = object.extra().is_some_and(|extra| of_class(&extra.class));
        if derived || name.text().starts_with("__") {
            return None;
        }
        dict.position_of_str(name)
    }

    /// The short way of what the name is known to mean in `object`.
    #[inline(always)]
    pub fn leaf(&self, object: &Ref) -> Option<LeafFn> {
        let dict = object.get::<Module>()?.dict.as_ref::<Dict>();
        let known = dict.version() != 0 && dict.version() == self.version.get();
        if known { self.leaf.get() } else { None }
    }

    #[inline(never)]
    fn find(&self, object: &Ref, dict: &Dict, name: &Ref) -> Option<Ref> {
        let position = self.position_in(object, dict, name)?;
        let value = dict.value_at(position)?;
        let callable =
            matches!(value.kind(), kinds::FUNCTION | kinds::BUILTIN_FUNCTION | kinds::TYPE);
        if callable {
            self.version.set(dict.watch());
            self.position.set(position as u32);
            self.leaf.set(short_way(&value));
        }
        callable.then_some(value)
    }
}
