//! What is said of calls that do not suit a function which CPython writes in C and we in Python, in
//! the words of CPython's argument clinic. (Those of functions in Rust: `runtime::argument_errors`.)

use crate::heap::Ref;
use crate::runtime::Vm;
use crate::runtime::object::tuple::tuple_items;
use crate::runtime::object::{Code, Function, Str};
use crate::runtime::spec::{ReadInC, Reading};
use crate::text::suggest::suggest;

/// A call of such a function: how many arguments came by position, and the names of the others.
pub(super) struct Call<'a> {
    pub(super) vm: &'a Vm,
    pub(super) function: &'a Function,
    pub(super) code: &'a Code,
    pub(super) count: usize,
    pub(super) names: &'a [Ref],
}

impl Call<'_> {
    /// What is wrong with the call; `None` where Python's own words will do.
    pub(super) fn complaint(&self) -> Option<String> {
        let parameters = self.code.parameters;
        let reading = self.reading();
        let plain = !(parameters.vararg || parameters.kwarg);
        match reading {
            Reading::ByClinic if !plain || self.function_name().starts_with("__") => return None,
            Reading::Unpacked(_) => return self.by_position(reading),
            _ => {}
        }
        let names = parameters.positional > parameters.positional_only.max(self.implied())
            || parameters.keyword_only > 0;
        if names { self.with_names(reading) } else { self.by_position(reading) }
    }

    fn reading(&self) -> Reading {
        self.row().map_or(Reading::ByClinic, |row| row.reading)
    }

    /// What is special about the function.
    fn row(&self) -> Option<&'static ReadInC> {
        let module = self.function.module.get().filter(|module| module.is::<Str>())?;
        let qualname = self.qualname();
        self.vm.registry.read_in_c.iter().find(|row| {
            let covers = match row.qualname {
                "" => !self.takes_one(),
                named => named == qualname,
            };
            row.module == module.text() && covers
        })
    }

    /// Whether there is just one argument, which has no name.
    fn takes_one(&self) -> bool {
        let (parameters, all) = (self.code.parameters, self.implied() + 1);
        (parameters.positional, parameters.positional_only, self.without_default())
            == (all, all, all)
    }

    fn parameter(&self, index: usize) -> &str {
        self.code.variables.get(index).map_or("", |name| name.text())
    }

    /// The object or class that is argument 0 is not counted.
    fn implied(&self) -> usize {
        usize::from(
            matches!(self.parameter(0), "self" | "cls") && self.code.parameters.positional > 0,
        )
    }

    fn qualname(&self) -> String {
        let name = self.function.qualname.get().filter(|name| name.is::<Str>());
        name.map_or_else(|| self.code.qualname.text().to_owned(), |name| name.text().to_owned())
    }

    fn function_name(&self) -> String {
        let qualname = self.qualname();
        qualname.rsplit_once('.').map_or(qualname.as_str(), |(_, name)| name).to_owned()
    }

    /// With the class or the module that the function is in.
    fn qualified_name(&self) -> String {
        let qualname = self.qualname();
        if qualname.contains('.') {
            // The classes whose own name is another than in CPython have it with an underscore.
            return qualname.trim_start_matches('_').to_owned();
        }
        match self.function.module.get() {
            Some(module) if module.is::<Str>() => {
                format!("{}.{qualname}", module.text())
            }
            _ => qualname,
        }
    }

    /// How many parameters have no default.
    fn required(&self) -> usize {
        if let Some(required) = self.row().and_then(|row| row.required) {
            return required;
        }
        self.without_default()
    }

    fn without_default(&self) -> usize {
        let defaults = self.function.defaults.get();
        let optional = defaults.as_ref().and_then(tuple_items).map_or(0, <[_]>::len);
        self.code.parameters.positional.saturating_sub(optional)
    }

    /// Of a function whose parameters have no names.
    fn by_position(&self, reading: Reading) -> Option<String> {
        let implied = self.implied();
        let (name, qualified) = (self.function_name(), self.qualified_name());
        let (least, all) =
            (self.required().saturating_sub(implied), self.code.parameters.positional);
        let (given, most) = (self.count.checked_sub(implied)?, all - implied);
        if !self.names.is_empty() && !self.code.parameters.kwarg {
            let plain = match reading {
                Reading::ByClinic => false,
                Reading::ByFormat(_) => most > 0,
                Reading::Unpacked(_) => true,
            };
            let name = if plain { name } else { qualified };
            return Some(format!("{name}() takes no keyword arguments"));
        }
        if most == 0 {
            return Some(format!("{qualified}() takes no arguments ({given} given)"));
        }
        let (exactly, bound, number) = match (least == most, given < least) {
            (true, _) => ("exactly ", "", least),
            (false, true) => ("at least ", "at least ", least),
            (false, false) => ("at most ", "at most ", most),
        };
        let plural = plural(number);
        let name = match reading {
            Reading::ByFormat(said) => {
                let said = said.map_or_else(|| format!("{name}()"), str::to_owned);
                return Some(format!(
                    "{said} takes {exactly}{number} argument{plural} ({given} given)"
                ));
            }
            Reading::ByClinic if (least, most) == (1, 1) => {
                return Some(format!("{qualified}() takes exactly one argument ({given} given)"));
            }
            Reading::Unpacked(Some(said)) => said,
            Reading::Unpacked(None) | Reading::ByClinic => &name,
        };
        Some(format!("{name} expected {bound}{number} argument{plural}, got {given}"))
    }

    /// Of a function whose parameters have names.
    fn with_names(&self, reading: Reading) -> Option<String> {
        let (parameters, implied) = (self.code.parameters, self.implied());
        let name = match reading {
            Reading::ByFormat(Some(said)) => said.to_owned(),
            _ => format!("{}()", self.function_name()),
        };
        let given = self.count.checked_sub(implied)?;
        let total = given + self.names.len();
        let all = parameters.positional + parameters.keyword_only - implied;
        let most = parameters.positional - implied;
        if total > all {
            let kind = if given == 0 { "keyword " } else { "" };
            let plural = plural(all);
            return Some(format!(
                "{name} takes at most {all} {kind}argument{plural} ({total} given)"
            ));
        }
        if given > most {
            if most == 0 {
                return Some(format!("{name} takes no positional arguments"));
            }
            let bound =
                if self.required() == parameters.positional { "exactly" } else { "at most" };
            let plural = plural(most);
            return Some(format!(
                "{name} takes {bound} {most} positional argument{plural} ({given} given)"
            ));
        }
        let least = self.required().min(parameters.positional_only).saturating_sub(implied);
        if given < least {
            let bound = if least < most { "at least" } else { "exactly" };
            let plural = plural(least);
            return Some(format!(
                "{name} takes {bound} {least} positional argument{plural} ({given} given)"
            ));
        }
        self.missing(&name).or_else(|| self.wrong_name(&name))
    }

    /// Of the first parameter that got nothing.
    fn missing(&self, name: &str) -> Option<String> {
        let absent =
            |index: &usize| !self.names.iter().any(|name| name.text() == self.parameter(*index));
        let index = (self.count..self.required()).find(absent)?;
        let (parameter, place) = (self.parameter(index), index + 1 - self.implied());
        Some(format!("{name} missing required argument '{parameter}' (pos {place})"))
    }

    /// Of the first parameter that got two arguments, or the first keyword that names none.
    fn wrong_name(&self, said: &str) -> Option<String> {
        let parameters = self.code.parameters;
        let named = parameters.positional_only..parameters.positional + parameters.keyword_only;
        let is_named =
            |index: &usize| self.names.iter().any(|name| name.text() == self.parameter(*index));
        if let Some(index) = named.clone().take_while(|index| *index < self.count).find(is_named) {
            let (name, place) = (self.parameter(index), index + 1 - self.implied());
            return Some(format!(
                "argument for {said} given by name ('{name}') and position ({place})"
            ));
        }
        let known: Vec<&str> = named.map(|index| self.parameter(index)).collect();
        let name = self.names.iter().map(|name| name.text()).find(|name| !known.contains(name))?;
        let hint = suggest(name, &known).map(|hint| format!(". Did you mean '{hint}'?"));
        let hint = hint.unwrap_or_default();
        let function = if said == "function" { "this function" } else { said };
        Some(format!("{function} got an unexpected keyword argument '{name}'{hint}"))
    }
}

fn plural(number: usize) -> &'static str {
    if number == 1 { "" } else { "s" }
}
