//! Arguments of functions written in Rust: signatures and binding. (Errors: `argument_errors`.)

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

/// One parameter of a builtin.
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) required: bool,
}

/// A parsed signature. The implied first argument (`self`, the class) counts as one positional.
pub struct Signature {
    pub(super) parameters: Vec<Parameter>,
    /// How many of them can only be given by position.
    pub(super) positional_only: usize,
    /// How many can be given by position.
    pub(super) positional: usize,
    pub(super) required: usize,
    /// 1 where `self` or the class is argument 0.
    pub(super) implied: usize,
    pub(super) varargs: bool,
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

    /// Whether every parameter can only be given by position.
    pub fn takes_no_keywords(&self) -> bool {
        !self.kwargs && self.positional_only == self.parameters.len()
    }

    /// Whether one of `names` names a parameter.
    pub(super) fn accepts_any(&self, names: &[Ref]) -> bool {
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
