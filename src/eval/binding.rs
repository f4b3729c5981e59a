//! Binding arguments to the parameters of a Python function, in place where that is possible
//! (elsewhere: `general_binding`).

use super::general_binding::bind;
use crate::heap::{Ref, Slot};
use crate::runtime::object::tuple::tuple_items;
use crate::runtime::object::{Code, Dict, Function, Tuple};
use crate::runtime::stack::Role;
use crate::runtime::{Raised, Vm};

/// Puts the arguments from `first` to the top where the parameters want them.
///
/// # Errors
/// `TypeError` in CPython's words where they do not fit.
#[inline(never)]
pub fn arrange(
    vm: &Vm,
    function: &Function,
    code: &Code,
    first: usize,
    names: Option<&Ref>,
) -> Result<(), Raised> {
    let given = vm.stack.top() - first;
    let parameters = code.parameters;
    match names {
        None if !parameters.vararg && !parameters.kwarg && given <= parameters.positional => {
            fill_defaults(vm, function, code, first, None)
        }
        None if takes_rest(code, given) => gather_rest(vm, code, first, None),
        _ if !parameters.vararg && !parameters.kwarg => {
            let keywords = names.map_or(&[][..], Ref::tail);
            if stand_in_order(code, given - keywords.len(), keywords) {
                if given == parameters.positional + parameters.keyword_only {
                    return Ok(());
                }
                return fill_defaults(vm, function, code, first, names);
            }
            let mut fitted = Fitted::new(code, given - keywords.len(), keywords.len());
            match fitted.find(function, code, keywords) {
                Some(()) => {
                    fitted.place(vm, first);
                    Ok(())
                }
                None => bind(vm, function, code, first, names),
            }
        }
        // Without parameters that could be named, every keyword goes into the dict.
        Some(names)
            if parameters.kwarg
                && parameters.positional == parameters.positional_only
                && takes_rest(code, given - names.tail().len()) =>
        {
            gather_rest(vm, code, first, Some(names))
        }
        _ => fit_with_rest(vm, function, code, first, names),
    }
}

/// As [`arrange`] for a function with `*args` or `**kwargs`, some of whose other parameters have
/// their defaults or are named.
fn fit_with_rest(
    vm: &Vm,
    function: &Function,
    code: &Code,
    first: usize,
    names: Option<&Ref>,
) -> Result<(), Raised> {
    let keywords = names.map_or(&[][..], Ref::tail);
    let positional = vm.stack.top() - first - keywords.len();
    let most = code.parameters.positional;
    let takes = positional <= most || code.parameters.vararg;
    let mut fitted = Fitted::new(code, positional.min(most), keywords.len());
    if takes && fitted.find(function, code, keywords).is_some() {
        return fitted.place_with_rest(vm, code, first, keywords);
    }
    bind(vm, function, code, first, names)
}

/// Whether the keywords name the parameters that come next after the positional arguments, so that
/// their values stand where they belong.
fn stand_in_order(code: &Code, positional: usize, keywords: &[Slot]) -> bool {
    let parameters = code.parameters;
    let end = positional + keywords.len();
    (parameters.positional_only..=parameters.positional).contains(&positional)
        && end <= parameters.positional + parameters.keyword_only
        && std::iter::zip(&code.variables[positional..end], keywords)
            .all(|(variable, name)| name.peek_same(variable))
}

/// Whether `given` positional arguments fill the positional parameters, and the rest can go into
/// `*args`.
fn takes_rest(code: &Code, given: usize) -> bool {
    let parameters = code.parameters;
    parameters.keyword_only == 0
        && (given == parameters.positional || (given > parameters.positional && parameters.vararg))
}

/// Makes the tuple of `*args` and the dict of `**kwargs` of what comes after the positional ones.
fn gather_rest(vm: &Vm, code: &Code, first: usize, names: Option<&Ref>) -> Result<(), Raised> {
    let parameters = code.parameters;
    let stack = &vm.stack;
    let keywords = names.map_or(&[][..], Ref::tail);
    let kwarg = if parameters.kwarg { Some(vm.alloc(Dict::default())?) } else { None };
    if let Some(dict) = &kwarg {
        let from = stack.top() - keywords.len();
        for (name, place) in keywords.iter().zip(from..) {
            if let (Some(name), Some(value)) = (name.get(), stack.take(place)) {
                dict.as_ref::<Dict>().set(vm, name, value)?;
            }
        }
        stack.truncate(from);
    }
    if parameters.vararg {
        let tuple = take_rest(vm, first + parameters.positional)?;
        stack.push(tuple, Role::Argument);
    }
    if let Some(dict) = kwarg {
        stack.push(dict, Role::Argument);
    }
    Ok(())
}

/// The tuple of what stands in the slot stack above a place, and is taken from there.
fn take_rest(vm: &Vm, from: usize) -> Result<Ref, Raised> {
    let stack = &vm.stack;
    let rest = (from..stack.top()).map(|place| stack.take(place));
    if rest.len() == 0 {
        return Ok(vm.singletons.empty_tuple.clone());
    }
    let tuple = vm.heap.alloc_refs(Tuple::new(), rest, None);
    stack.truncate(from);
    tuple.map_err(|full| vm.heap_full(full))
}

/// Whether `name`, which may be any string, is that of a parameter that can be named.
fn is_parameter(code: &Code, total: usize, name: &Slot) -> bool {
    let nameable = code.variables.get(code.parameters.positional_only..total);
    name.look(|name| {
        let text = name.map(Ref::text);
        nameable.is_some_and(|names| names.iter().any(|known| Some(known.text()) == text))
    })
}

/// More parameters than this are bound the general way.
const MOST_FITTED: usize = 12;

/// The place of a keyword that goes into `**kwargs`.
const AMONG_REST: u8 = u8::MAX;

/// How the arguments of a call fit the parameters of a function, `*args` and `**kwargs` aside.
struct Fitted {
    /// How many arguments stand where they belong already.
    positional: usize,
    /// How many parameters there are.
    total: usize,
    /// Which parameters the keywords name, in the keywords' order.
    places: [u8; MOST_FITTED],
    keywords: usize,
    /// The defaults of parameters that are not given, by parameter.
    values: [Option<Ref>; MOST_FITTED],
}

impl Fitted {
    #[inline(always)]
    fn new(code: &Code, positional: usize, keywords: usize) -> Fitted {
        let total = code.parameters.positional + code.parameters.keyword_only;
        let (places, values) = ([0; MOST_FITTED], [const { None }; MOST_FITTED]);
        Fitted { positional, total, places, keywords, values }
    }

    /// Finds each keyword's parameter and each missing parameter's default; `None` where something
    /// does not fit.
    #[inline(always)]
    fn find(&mut self, function: &Function, code: &Code, names: &[Slot]) -> Option<()> {
        let (parameters, positional, total) = (code.parameters, self.positional, self.total);
        let most_names = if parameters.kwarg { MOST_FITTED } else { total };
        if total > MOST_FITTED || positional > parameters.positional || names.len() > most_names {
            return None;
        }
        let from = parameters.positional_only.max(positional);
        let nameable = code.variables.get(from..total)?;
        let mut given = 0u16;
        for (place, name) in self.places.iter_mut().zip(names) {
            let Some(index) = nameable.iter().position(|known| name.peek_same(known)) else {
                if !parameters.kwarg || is_parameter(code, total, name) {
                    return None;
                }
                *place = AMONG_REST;
                continue;
            };
            let index = from + index;
            let bit = 1 << index;
            if given & bit != 0 {
                return None;
            }
            given |= bit;
            *place = index as u8;
        }
        let defaults = function.defaults.get();
        let defaults = defaults.as_ref().and_then(tuple_items).unwrap_or(&[]);
        let required = parameters.positional - defaults.len().min(parameters.positional);
        for index in positional..total {
            if given & 1 << index != 0 {
                continue;
            }
            let default = if index < parameters.positional {
                defaults.get(index.checked_sub(required)?)?.get()
            } else {
                keyword_default(function, code, index)
            };
            self.values[index] = Some(default?);
        }
        Some(())
    }

    /// Puts everything in its place; the keywords' values are on top.
    fn place(&mut self, vm: &Vm, first: usize) {
        let stack = &vm.stack;
        let from = stack.top() - self.keywords;
        for (place, at) in self.places.iter().zip(from..stack.top()) {
            self.values[usize::from(*place)] = stack.take(at);
        }
        stack.truncate(from);
        debug_assert_eq!(from, first + self.positional);
        self.push_values(vm);
    }

    /// As [`Fitted::place`], with the tuple of `*args` and the dict of `**kwargs` at the end.
    fn place_with_rest(
        &mut self,
        vm: &Vm,
        code: &Code,
        first: usize,
        names: &[Slot],
    ) -> Result<(), Raised> {
        let stack = &vm.stack;
        let kwarg = if code.parameters.kwarg { Some(vm.alloc(Dict::default())?) } else { None };
        let from = stack.top() - self.keywords;
        for ((place, name), at) in self.places.iter().zip(names).zip(from..stack.top()) {
            let value = stack.take(at);
            if let Some(parameter) = self.values.get_mut(usize::from(*place)) {
                *parameter = value;
            } else if let (Some(dict), Some(name), Some(value)) = (&kwarg, name.get(), value) {
                dict.as_ref::<Dict>().set(vm, name, value)?;
            }
        }
        stack.truncate(from);
        let vararg = if code.parameters.vararg {
            Some(take_rest(vm, first + self.positional)?)
        } else {
            None
        };
        self.push_values(vm);
        for rest in [vararg, kwarg].into_iter().flatten() {
            stack.push(rest, Role::Argument);
        }
        Ok(())
    }

    #[inline(always)]
    fn push_values(&mut self, vm: &Vm) {
        let stack = &vm.stack;
        for value in self.values.iter_mut().take(self.total).skip(self.positional) {
            match value.take() {
                Some(value) => stack.push(value, Role::Argument),
                None => stack.push_empty(Role::Argument),
            };
        }
    }
}

/// Adds the defaults of the last parameters, where there are enough.
fn fill_defaults(
    vm: &Vm,
    function: &Function,
    code: &Code,
    first: usize,
    names: Option<&Ref>,
) -> Result<(), Raised> {
    let given = vm.stack.top() - first;
    let parameters = code.parameters;
    let missing = parameters.positional.saturating_sub(given);
    if missing > 0 {
        let defaults = function.defaults.get();
        let values = defaults.as_ref().and_then(tuple_items).unwrap_or(&[]);
        if missing > values.len() {
            return bind(vm, function, code, first, names);
        }
        for value in &values[values.len() - missing..] {
            if let Some(value) = value.get() {
                vm.stack.push(value, Role::Argument);
            }
        }
    }
    let rest = given.max(parameters.positional)..parameters.positional + parameters.keyword_only;
    for index in rest {
        match keyword_default(function, code, index) {
            Some(value) => vm.stack.push(value, Role::Argument),
            None => {
                vm.stack.truncate(first + given);
                return bind(vm, function, code, first, names);
            }
        };
    }
    Ok(())
}

/// The default of the keyword-only parameter `index`. Most functions have one for each of them, in
/// their order.
fn keyword_default(function: &Function, code: &Code, index: usize) -> Option<Ref> {
    function.kwdefaults.look(|all| {
        let all = all?.get::<Dict>()?;
        let guess = index - code.parameters.positional;
        all.value_at(all.position_of_str_near(&code.variables[index], guess)?)
    })
}
