//! Binding arguments to the parameters of a Python function, the general way: whatever the call and
//! whatever is wrong with it.

use super::binding_in_c::Call;
use crate::heap::Ref;
use crate::runtime::object::tuple::{tuple_items, tuple_refs};
use crate::runtime::object::{Code, Dict, Function};
use crate::runtime::stack::Role;
use crate::runtime::{ErrorKind, Raised, Vm};
use crate::text::suggest::suggest;

/// The general case: arguments from `first` to the top (keyword values last) are rearranged into
/// the places of the parameters.
#[inline(never)]
pub(super) fn bind(
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
    if let Err(raised) = binding.bind(given, &names, keywords) {
        return Err(in_words_of_c(
            vm,
            Call { vm, function, code, count: count - names.len(), names: &names },
            raised,
        ));
    }
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

/// The error of a call, as C would have it if the function is one that CPython writes in C.
#[cold]
fn in_words_of_c(vm: &Vm, call: Call<'_>, raised: Raised) -> Raised {
    if !call.code.source.is_unseen(call.code.qualname.text())
        || !vm.pending_is(&raised, ErrorKind::TypeError)
    {
        return raised;
    }
    let Some(complaint) = call.complaint() else { return raised };
    drop(vm.take_raised(raised));
    vm.type_error(complaint)
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
