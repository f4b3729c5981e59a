//! Binding arguments to the parameters of a Python function, in place where that is possible.

use crate::heap::{Ref, Slot};
use crate::runtime::object::tuple::{tuple_items, tuple_refs};
use crate::runtime::object::{Code, Dict, Function, Tuple};
use crate::runtime::stack::Role;
use crate::runtime::{Raised, Vm};
use crate::text::suggest::suggest;

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

/// The general case: arguments from `first` to the top (keyword values last) are rearranged into
/// the places of the parameters.
#[inline(never)]
fn bind(
    vm: &Vm,
    function: &Function,
    code: &Code,
    first: usize,
    names: Option<&Ref>,
) -> Result<(), Raised> {
    let names = names.map_or_else(Vec::new, tuple_refs);
    let count = vm.stack.top() - first;
    let mut given: Vec<Option<Ref>> = vm.stack.take_range(first, count).collect();
    vm.stack.truncate(first);
    let keywords = given.split_off(count - names.len());
    let mut binding = Binding { vm, function, code, places: Vec::new() };
    binding.bind(given, &names, keywords)?;
    if vm.stack.is_short_of(binding.places.len()) {
        return Err(vm.too_many_arguments());
    }
    for place in binding.places {
        match place {
            Some(object) => vm.stack.push(object, Role::Argument),
            None => vm.stack.push_empty(Role::Argument),
        };
    }
    Ok(())
}

struct Binding<'a> {
    vm: &'a Vm,
    function: &'a Function,
    code: &'a Code,
    places: Vec<Option<Ref>>,
}

impl Binding<'_> {
    fn bind(
        &mut self,
        mut given: Vec<Option<Ref>>,
        names: &[Ref],
        values: Vec<Option<Ref>>,
    ) -> Result<(), Raised> {
        let parameters = self.code.parameters;
        let count = given.len();
        let rest = given.split_off(count.min(parameters.positional));
        self.places = given;
        self.places.resize_with(parameters.positional + parameters.keyword_only, || None);
        let vararg = if parameters.vararg {
            Some(self.vm.new_tuple(rest.into_iter().flatten().collect())?)
        } else {
            None
        };
        let kwarg = if parameters.kwarg { Some(self.vm.alloc(Dict::default())?) } else { None };
        self.place_keywords(names, values, kwarg.as_ref())?;
        if count > parameters.positional && !parameters.vararg {
            return Err(self.too_many(count));
        }
        self.add_defaults(count)?;
        self.add_keyword_defaults()?;
        self.places.extend(vararg.map(Some));
        self.places.extend(kwarg.map(Some));
        Ok(())
    }

    fn name_of(&self, index: usize) -> &str {
        self.code.variables.get(index).map_or("", |name| name.text())
    }

    fn qualname(&self) -> String {
        self.function.qualname.get().map_or_else(String::new, |name| name.text().to_owned())
    }

    fn place_keywords(
        &mut self,
        names: &[Ref],
        values: Vec<Option<Ref>>,
        kwarg: Option<&Ref>,
    ) -> Result<(), Raised> {
        let parameters = self.code.parameters;
        for (name, value) in names.iter().zip(values) {
            let known = (parameters.positional_only..self.places.len()).find(|&index| {
                self.code.variables[index].same(name) || self.name_of(index) == name.text()
            });
            match (known, kwarg) {
                (Some(index), _) => {
                    if self.places[index].is_some() {
                        let message = format!(
                            "{}() got multiple values for argument '{}'",
                            self.qualname(),
                            name.text()
                        );
                        return Err(self.vm.type_error(message));
                    }
                    self.places[index] = value;
                }
                (None, Some(dict)) => {
                    if let Some(value) = value {
                        dict.as_ref::<Dict>().set(self.vm, name.clone(), value)?;
                    }
                }
                (None, None) => return Err(self.unexpected(name, names)),
            }
        }
        Ok(())
    }

    #[cold]
    fn unexpected(&self, name: &Ref, names: &[Ref]) -> Raised {
        let parameters = self.code.parameters;
        let positional_only: Vec<String> = (0..parameters.positional_only)
            .map(|index| self.name_of(index).to_owned())
            .filter(|known| names.iter().any(|name| name.text() == known))
            .collect();
        if !positional_only.is_empty() {
            return self.vm.type_error(format!(
                "{}() got some positional-only arguments passed as keyword arguments: '{}'",
                self.qualname(),
                positional_only.join(", ")
            ));
        }
        let candidates: Vec<&str> = (parameters.positional_only..self.places.len())
            .map(|index| self.name_of(index))
            .collect();
        let hint = match suggest(name.text(), &candidates) {
            Some(near) => format!(". Did you mean '{near}'?"),
            None => String::new(),
        };
        self.vm.type_error(format!(
            "{}() got an unexpected keyword argument '{}'{hint}",
            self.qualname(),
            name.text()
        ))
    }

    fn add_defaults(&mut self, given: usize) -> Result<(), Raised> {
        let positional = self.code.parameters.positional;
        if given >= positional {
            return Ok(());
        }
        let defaults = self.function.defaults.get();
        let values = defaults.as_ref().and_then(tuple_items).unwrap_or(&[]);
        let required = positional - values.len().min(positional);
        let missing: Vec<&str> = (0..required)
            .filter(|&index| self.places[index].is_none())
            .map(|index| self.name_of(index))
            .collect();
        if !missing.is_empty() {
            return Err(self.missing("positional", &missing));
        }
        for index in required..positional {
            if self.places[index].is_none() {
                self.places[index] = values[index - required].get();
            }
        }
        Ok(())
    }

    fn add_keyword_defaults(&mut self) -> Result<(), Raised> {
        let parameters = self.code.parameters;
        let all = parameters.positional..parameters.positional + parameters.keyword_only;
        let defaults = self.function.kwdefaults.get();
        let mut missing: Vec<usize> = Vec::new();
        for index in all {
            if self.places[index].is_some() {
                continue;
            }
            let name = &self.code.variables[index];
            let value = defaults.as_ref().and_then(|dict| dict.get::<Dict>()?.get_str(name));
            match value {
                Some(value) => self.places[index] = Some(value),
                None => missing.push(index),
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        let names: Vec<&str> = missing.into_iter().map(|index| self.name_of(index)).collect();
        Err(self.missing("keyword-only", &names))
    }

    #[cold]
    fn missing(&self, kind: &str, names: &[&str]) -> Raised {
        let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
        let list = match quoted.as_slice() {
            [one] => one.clone(),
            [first, second] => format!("{first} and {second}"),
            [head @ .., last] => format!("{}, and {last}", head.join(", ")),
            [] => String::new(),
        };
        let plural = if names.len() == 1 { "" } else { "s" };
        self.vm.type_error(format!(
            "{}() missing {} required {kind} argument{plural}: {list}",
            self.qualname(),
            names.len()
        ))
    }

    #[cold]
    fn too_many(&self, given: usize) -> Raised {
        let parameters = self.code.parameters;
        let positional = parameters.positional;
        let defaults = self.function.defaults.get();
        let optional = defaults.as_ref().and_then(tuple_items).map_or(0, <[_]>::len);
        let keyword_given =
            self.places[positional..].iter().filter(|place| place.is_some()).count();
        let takes = if optional > 0 {
            format!("from {} to {positional}", positional - optional)
        } else {
            positional.to_string()
        };
        let plural = if positional == 1 && optional == 0 { "" } else { "s" };
        let given = if keyword_given > 0 {
            format!(
                "{given} positional argument{} (and {keyword_given} keyword-only argument{}) were",
                if given == 1 { "" } else { "s" },
                if keyword_given == 1 { "" } else { "s" }
            )
        } else {
            format!("{given} {}", if given == 1 { "was" } else { "were" })
        };
        self.vm.type_error(format!(
            "{}() takes {takes} positional argument{plural} but {given} given",
            self.qualname()
        ))
    }
}
