//! Arguments of functions written in Rust: signatures, binding, and errors in CPython's words.

use super::object::Dict;
use super::raise::ErrorKind;
use super::spec::{Flavor, Method};
use super::stack::Window;
use super::value::Raised;
use super::vm::Vm;
use crate::heap::Ref;

/// Bound arguments: one place for each parameter, empty where an optional one was not given.
#[derive(Clone, Copy)]
pub struct Args<'a>(Window<'a>);

impl<'a> Args<'a> {
    #[inline(always)]
    pub(super) fn new(window: Window<'a>) -> Self {
        Args(window)
    }

    /// Argument `index` if it was given.
    #[inline]
    pub fn get(&self, index: usize) -> Option<&'a Ref> {
        self.0.slots().get(index)?.as_ref()
    }

    /// Argument `index`, which the signature requires.
    ///
    /// # Panics
    /// If the signature does not require it: a mistake in the table.
    #[inline]
    pub fn req(&self, index: usize) -> &'a Ref {
        match self.get(index) {
            Some(argument) => argument,
            None => panic!("argument {index} is not required by its signature"),
        }
    }

    /// What `*args` took.
    pub fn rest(&self) -> impl ExactSizeIterator<Item = &'a Ref> + Clone + use<'a> {
        let rest: &'a [Option<Ref>] = self.0.slots().get(self.0.fixed()..).unwrap_or(&[]);
        let given = rest.iter().take_while(|slot| slot.is_some()).count();
        rest[..given].iter().map(|slot| match slot {
            Some(argument) => argument,
            None => unreachable!("counted as given"),
        })
    }

    /// What `*args` and `**kwargs` took, where the signature has nothing else.
    pub fn positional_and_keywords(&self) -> (Vec<Ref>, Vec<(Ref, Ref)>) {
        let keywords = self.get(0).and_then(|keywords| keywords.get::<Dict>());
        (self.rest().cloned().collect(), keywords.map_or_else(Vec::new, Dict::pairs))
    }

    /// How many places there are in all.
    pub fn len(&self) -> usize {
        self.0.slots().len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.slots().is_empty()
    }
}

/// Places to be put after so many positional arguments; the last is for the dict of keywords where
/// there is one.
#[derive(Clone, Copy)]
pub struct Gap {
    pub after: usize,
    pub places: usize,
    pub kwargs: bool,
}

struct Parameter {
    name: &'static str,
    required: bool,
}

/// A parsed signature. The implied first argument (`self`, the class) counts as one positional.
pub struct Signature {
    parameters: Vec<Parameter>,
    /// How many of them can only be given by position.
    positional_only: usize,
    /// How many can be given by position.
    positional: usize,
    required: usize,
    /// 1 where `self` or the class is argument 0.
    implied: usize,
    varargs: bool,
    /// A dict of further keywords takes the last fixed place.
    kwargs: bool,
    /// There is a `*args`, and whatever comes after it may be left out.
    gap_suffices: bool,
    /// So many positional arguments, and so many more, need no binding but empty places after
    /// them; more than any call has where nothing suffices.
    plain: (usize, usize),
}

impl Signature {
    /// Parses `"(a, b=None, /, c=…, *, d)"`; `*args` and `**kwargs` are understood.
    pub fn parse(text: &'static str, flavor: Flavor) -> Signature {
        let inner = text.trim().trim_start_matches('(').trim_end_matches(')');
        let mut signature = Signature {
            parameters: Vec::new(),
            positional_only: 0,
            positional: 0,
            required: 0,
            implied: usize::from(matches!(flavor, Flavor::Method | Flavor::ClassMethod)),
            varargs: false,
            kwargs: false,
            gap_suffices: false,
            plain: (usize::MAX, 0),
        };
        if signature.implied == 1 {
            signature.parameters.push(Parameter { name: "self", required: true });
        }
        let mut keyword_only = false;
        for part in split_parameters(inner) {
            signature.add(part, &mut keyword_only);
        }
        if !keyword_only {
            signature.positional = signature.parameters.len();
        }
        signature.positional_only = signature.positional_only.max(signature.implied);
        let positional = &signature.parameters[..signature.positional];
        let rest = &signature.parameters[signature.positional..];
        let optional = rest.iter().all(|parameter| !parameter.required);
        signature.gap_suffices = signature.varargs && optional;
        signature.required = positional.iter().filter(|parameter| parameter.required).count();
        if optional && !signature.varargs && !signature.kwargs {
            signature.plain = (signature.required, signature.positional - signature.required);
        }
        signature
    }

    fn add(&mut self, part: &'static str, keyword_only: &mut bool) {
        if part == "/" {
            self.positional_only = self.parameters.len();
        } else if part == "*" {
            self.positional = self.parameters.len();
            *keyword_only = true;
        } else if part.starts_with("**") {
            self.kwargs = true;
        } else if part.starts_with('*') {
            self.varargs = true;
            self.positional = self.parameters.len();
            self.positional_only = self.parameters.len();
            *keyword_only = true;
        } else {
            let (name, default) = match part.split_once('=') {
                Some((name, _)) => (name, true),
                None => (part, false),
            };
            let name = name.split(':').next().unwrap_or(name).trim();
            self.parameters.push(Parameter { name, required: !default });
        }
    }

    /// Places before `*args`: one for each parameter and one for `**kwargs`.
    #[inline]
    pub fn fixed(&self) -> usize {
        self.parameters.len() + usize::from(self.kwargs)
    }

    /// Whether `count` positional arguments and no keywords need no more binding than empty
    /// places for the optional rest.
    #[inline]
    pub fn takes_plainly(&self, count: usize) -> bool {
        let (least, more) = self.plain;
        count.wrapping_sub(least) <= more
    }

    /// The empty places to be put among `count` positional arguments, where that is all the
    /// binding they need.
    #[inline]
    pub fn plain_gap(&self, count: usize) -> Option<Gap> {
        if self.takes_plainly(count) {
            return Some(Gap { after: count, places: self.fixed() - count, kwargs: false });
        }
        self.gap(count).filter(|gap| !gap.kwargs)
    }

    /// For a signature with `*args`: the gap to be made for what comes between the positional
    /// arguments and the rest, where that is all that `count` arguments without keywords need.
    #[inline]
    pub fn gap(&self, count: usize) -> Option<Gap> {
        let plain = self.gap_suffices && count >= self.positional;
        let (after, kwargs) = (self.positional, self.kwargs);
        plain.then(|| Gap { after, places: self.fixed() - after, kwargs })
    }

    /// Whether the arguments of a call with keywords need no more than to be moved to their places.
    pub(super) fn only_places(&self) -> bool {
        !self.kwargs && (!self.varargs || self.gap_suffices)
    }

    /// Whether a dict takes keywords that name no parameter.
    pub(super) fn takes_others(&self) -> bool {
        self.kwargs
    }

    /// How many arguments can be given by position, `*args` aside.
    pub(super) fn positional(&self) -> usize {
        self.positional
    }

    /// The parameter that a keyword names.
    pub(super) fn place_of(&self, keyword: &str) -> Option<usize> {
        let nameable = &self.parameters[self.positional_only..];
        let at = nameable.iter().position(|parameter| parameter.name == keyword)?;
        Some(self.positional_only + at)
    }

    /// Whether `positional` arguments and the parameters whose bits `named` has set are neither too
    /// many nor too few.
    pub(super) fn suffice(&self, positional: usize, named: u64) -> bool {
        let missing = |(at, parameter): (usize, &Parameter)| {
            parameter.required && (at >= 64 || named & 1 << at == 0)
        };
        (self.varargs || positional <= self.positional)
            && !self
                .parameters
                .iter()
                .enumerate()
                .skip(positional.min(self.positional))
                .any(missing)
    }

    /// Names for hints and introspection.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.parameters.iter().map(|parameter| parameter.name)
    }

    /// Turns `given` arguments (positional first, then the values of `names`) into places.
    /// The result has [`Signature::fixed`] places followed by what `*args` takes.
    pub fn bind(
        &self,
        vm: &Vm,
        row: &Method,
        owner: &str,
        mut given: Vec<Ref>,
        names: &[Ref],
    ) -> Result<Vec<Option<Ref>>, Raised> {
        let keywords = given.split_off(given.len() - names.len());
        let count = given.len();
        if let Some(name) = names.first()
            && self.takes_no_keywords()
        {
            return Err(self.unexpected(vm, row, owner, name));
        }
        if let Some(message) = self.own_words(row, owner, count, names) {
            return Err(vm.raise(ErrorKind::TypeError, message));
        }
        let all = count + names.len() > self.parameters.len() && !self.kwargs;
        if (count > self.positional || all) && !self.varargs {
            return Err(self.wrong_count(vm, row, owner, count, names.len()));
        }
        if self.positional_only == self.positional
            && count < self.required
            && (self.varargs || !self.accepts_any(names))
        {
            return Err(self.wrong_count(vm, row, owner, count, 0));
        }
        let rest = given.split_off(count.min(self.positional));
        let mut places: Vec<Option<Ref>> = given.into_iter().map(Some).collect();
        places.resize_with(self.parameters.len(), || None);
        let placed = self.place_keywords(vm, row, owner, &mut places, names, keywords);
        for (at, parameter) in self.parameters.iter().enumerate() {
            if parameter.required && places[at].is_none() {
                if let Err(raised) = placed {
                    drop(vm.take_raised(raised));
                }
                return Err(self.missing(vm, row, owner, at, count));
            }
        }
        let extra = placed?;
        if self.kwargs {
            places.push(Some(vm.new_dict(extra)?));
        }
        places.extend(rest.into_iter().map(Some));
        Ok(places)
    }

    /// The errors of the functions that look at their keywords in a way of their own.
    fn own_words(&self, row: &Method, owner: &str, count: usize, names: &[Ref]) -> Option<String> {
        let (_, function, implied) = self.shown(row, owner);
        match function {
            "enumerate" => {
                let known = match (count - implied, names.len()) {
                    (1, 1) => &["start"][..],
                    (0, 0) => {
                        return Some("enumerate() missing required argument 'iterable'".into());
                    }
                    (0, 1) => &["iterable"],
                    (0, 2) => &["start", "iterable"],
                    _ => return None,
                };
                let wrong = names.iter().find(|name| !known.contains(&name.text()))?;
                Some(format!("'{}' is an invalid keyword argument for enumerate()", wrong.text()))
            }
            "zip" | "min" | "max" => {
                let most = self.parameters.len() - self.positional;
                let plural = if most == 1 { "" } else { "s" };
                let given = names.len();
                if count == 0 && function != "zip" && !self.accepts_any(names) {
                    return Some(format!("{function} expected at least 1 argument, got 0"));
                }
                (given > most && (count > 0 || function == "zip")).then(|| {
                    format!(
                        "{function}() takes at most {most} keyword argument{plural} ({given} given)"
                    )
                })
            }
            "zip_longest" => {
                let stranger = |name: &Ref| name.text() != "fillvalue";
                let message = "zip_longest() got an unexpected keyword argument";
                names.iter().any(stranger).then(|| message.to_owned())
            }
            _ => None,
        }
    }

    /// Whether every parameter can only be given by position.
    pub fn takes_no_keywords(&self) -> bool {
        !self.kwargs && self.positional_only == self.parameters.len()
    }

    fn accepts_any(&self, names: &[Ref]) -> bool {
        let keyword_only = &self.parameters[self.positional_only..];
        names.iter().any(|name| keyword_only.iter().any(|known| known.name == name.text()))
    }

    fn place_keywords(
        &self,
        vm: &Vm,
        row: &Method,
        owner: &str,
        places: &mut [Option<Ref>],
        names: &[Ref],
        values: Vec<Ref>,
    ) -> Result<Vec<(Ref, Ref)>, Raised> {
        let mut extra = Vec::new();
        let (_, function, implied) = self.shown(row, owner);
        for (name, value) in names.iter().zip(values) {
            let known = self.parameters.iter().skip(self.positional_only);
            let at = known.clone().position(|parameter| parameter.name == name.text());
            match at.map(|at| at + self.positional_only) {
                Some(at) if places[at].is_some() => {
                    let message = format!(
                        "argument for {}() given by name ('{}') and position ({})",
                        function,
                        name.text(),
                        at + 1 - implied
                    );
                    return Err(vm.raise(ErrorKind::TypeError, message));
                }
                Some(at) => places[at] = Some(value),
                None if self.kwargs => extra.push((name.clone(), value)),
                None => return Err(self.unexpected(vm, row, owner, name)),
            }
        }
        Ok(extra)
    }

    /// What errors call the function, and how many of its arguments they do not count:
    /// `__new__` and `__init__` go by the name of their type.
    fn shown<'a>(&self, row: &Method, owner: &'a str) -> (&'a str, &'a str, usize) {
        if row.name == "__new__" && self.implied == 0 {
            return ("", owner, 1);
        }
        if row.name == "__init__" {
            return ("", owner, self.implied);
        }
        (owner, row.name, self.implied)
    }

    fn unexpected(&self, vm: &Vm, row: &Method, owner: &str, name: &Ref) -> Raised {
        let (owner, function, _) = self.shown(row, owner);
        // `sorted` hands its keywords on to `list.sort`, which complains.
        let function = if function == "sorted" { "sort" } else { function };
        let keywords = self.parameters.len() > self.positional_only;
        let message = if keywords {
            let known: Vec<&str> = self.parameters[self.positional_only..]
                .iter()
                .map(|parameter| parameter.name)
                .collect();
            let hint = crate::text::suggest::suggest(name.text(), &known);
            let hint = hint.map_or_else(String::new, |hint| format!(". Did you mean '{hint}'?"));
            format!("{function}() got an unexpected keyword argument '{}'{hint}", name.text())
        } else {
            format!("{}() takes no keyword arguments", qualified(owner, function))
        };
        vm.raise(ErrorKind::TypeError, message)
    }

    fn missing(&self, vm: &Vm, row: &Method, owner: &str, at: usize, count: usize) -> Raised {
        if at < self.positional_only {
            return self.wrong_count(vm, row, owner, count, 0);
        }
        let (_, function, implied) = self.shown(row, owner);
        let message = if at >= self.positional {
            format!(
                "{function}() missing required keyword-only argument '{}'",
                self.parameters[at].name
            )
        } else {
            format!(
                "{function}() missing required argument '{}' (pos {})",
                self.parameters[at].name,
                at + 1 - implied
            )
        };
        vm.raise(ErrorKind::TypeError, message)
    }

    /// The error for `count` positional arguments, in the words of CPython's argument clinic.
    fn wrong_count(
        &self,
        vm: &Vm,
        row: &Method,
        owner: &str,
        count: usize,
        keywords: usize,
    ) -> Raised {
        let (owner, function, implied) = self.shown(row, owner);
        let given = count.saturating_sub(implied);
        let max = self.positional - implied;
        let min = self.required.saturating_sub(implied);
        let name = qualified(owner, function);
        // Constructors with a place that has no name count like functions without keywords.
        // So does `str`, which is called without them by a way of its own.
        let unnamed = implied > self.implied
            && (self.positional_only > implied || function == "str")
            && keywords == 0;
        let only_keywords = max == 0 && self.parameters.len() > self.positional && !self.varargs;
        // Functions that take some arguments by name only count as the others with names do.
        let named_only =
            self.parameters.len() > self.positional && !self.varargs && row.name != "sorted";
        let plain =
            (self.positional_only == self.positional && !only_keywords && !named_only) || unnamed;
        let message = if plain && max == 0 && self.parameters.len() == self.positional {
            format!("{name}() takes no arguments ({given} given)")
        } else if plain
            && min == 1
            && max == 1
            && self.parameters.len() == self.positional
            && !matches!(row.name, "__new__" | "__init__")
        {
            format!("{name}() takes exactly one argument ({given} given)")
        } else if plain {
            let (bound, number) = match (min == max, given < min) {
                (true, _) => ("", min),
                (false, true) => ("at least ", min),
                (false, false) => ("at most ", max),
            };
            let plural = if number == 1 { "" } else { "s" };
            format!("{function} expected {bound}{number} argument{plural}, got {given}")
        } else {
            let total = given + keywords;
            let all = self.parameters.len() - implied;
            let least = min.min(self.positional_only.saturating_sub(implied));
            if total > all {
                let bound = if min == all { "exactly" } else { "at most" };
                let kind = if given == 0 { "keyword " } else { "" };
                let plural = if all == 1 { "" } else { "s" };
                let message = format!(
                    "{function}() takes {bound} {all} {kind}argument{plural} ({total} given)"
                );
                return vm.raise(ErrorKind::TypeError, message);
            }
            let (bound, number, kind) = if given < least {
                (if least < max { "at least" } else { "exactly" }, Some(least), "positional ")
            } else if max == 0 {
                let message = format!("{function}() takes no positional arguments");
                return vm.raise(ErrorKind::TypeError, message);
            } else {
                (if min == max { "exactly" } else { "at most" }, Some(max), "positional ")
            };
            let number_text = number.map_or(String::new(), |number| format!(" {number}"));
            let plural = if number == Some(1) { "" } else { "s" };
            format!(
                "{function}() takes {bound}{number_text} {kind}argument{plural} ({given} given)"
            )
        };
        vm.raise(ErrorKind::TypeError, message)
    }
}

fn qualified(owner: &str, name: &str) -> String {
    if owner.is_empty() { name.to_owned() } else { format!("{owner}.{name}") }
}

fn split_parameters(text: &'static str) -> impl Iterator<Item = &'static str> {
    let mut depth = 0usize;
    text.split(move |letter: char| {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        letter == ',' && depth == 0
    })
    .map(str::trim)
    .filter(|part| !part.is_empty())
}
