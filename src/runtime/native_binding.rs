//! Binding the arguments of functions in Rust: keywords that name parameters are moved to their
//! places, everything else is taken off the stack and arranged.

use super::args::Signature;
use super::object::tuple::tuple_refs;
use super::object::{BuiltinFunction, Class, Dict, MethodDescriptor, Str};
use super::spec::{Flavor, Method};
use super::stack::Role;
use super::value::Raised;
use super::vm::Vm;
use crate::heap::{Ref, Slot};

/// More keywords than this are bound the general way.
const MOST: usize = 8;

/// The parameters that the keywords of a call name, in the keywords' order.
pub(super) struct Named {
    places: [u8; MOST],
    count: usize,
}

impl Signature {
    /// Which parameters `names` name after `positional` arguments; `None` where something does not
    /// fit, or a dict takes keywords.
    pub(super) fn named(&self, positional: usize, names: &[Slot]) -> Option<Named> {
        if names.len() > MOST || !self.only_places() {
            return None;
        }
        let taken = positional.min(self.positional());
        let mut named = Named { places: [0; MOST], count: names.len() };
        let mut given = 0u64;
        for (place, name) in named.places.iter_mut().zip(names) {
            let at = name.look(|name| self.place_of(name?.text()))?;
            let bit = 1u64.checked_shl(at as u32)?;
            if at < taken || given & bit != 0 {
                return None;
            }
            given |= bit;
            *place = at as u8;
        }
        self.suffice(positional, given).then_some(named)
    }

    /// Whether a dict takes all of `names`, and `positional` arguments fill the places before.
    fn collects_all(&self, positional: usize, names: &[Slot]) -> bool {
        let for_dict = |name: &Ref| name.is_exact::<Str>() && self.place_of(name.text()).is_none();
        self.takes_others()
            && positional <= self.positional()
            && self.suffice(positional, 0)
            && names.iter().all(|name| name.look(|name| name.is_some_and(for_dict)))
    }
}

impl Vm {
    /// Rearranges the arguments from `first` to the top as the signature places them.
    pub(super) fn bind_native(
        &self,
        row: &'static Method,
        at: usize,
        first: usize,
        names: Option<&Ref>,
    ) -> Result<(), Raised> {
        let keywords = names.map_or(&[][..], Ref::tail);
        let (signature, given) = (row.parsed(), self.stack.top() - first);
        let positional = given - keywords.len();
        if !keywords.is_empty()
            && let Some(named) = signature.named(positional, keywords)
        {
            self.place_keywords(signature, first, &named);
            return Ok(());
        }
        if signature.collects_all(positional, keywords) {
            return self.collect_keywords(signature, first, keywords);
        }
        self.bind_in_full(row, at, first, names)
    }

    /// Puts the arguments that `names` name into a dict, which takes the last place.
    fn collect_keywords(
        &self,
        signature: &Signature,
        first: usize,
        names: &[Slot],
    ) -> Result<(), Raised> {
        let stack = &self.stack;
        let dict = self.alloc(Dict::default())?;
        let from = stack.top() - names.len();
        for (name, place) in names.iter().zip(from..) {
            if let (Some(name), Some(value)) = (name.get(), stack.take(place)) {
                dict.as_ref::<Dict>().set(self, name, value)?;
            }
        }
        stack.truncate(from);
        for _ in from - first..signature.fixed() - 1 {
            stack.push_empty(Role::Argument);
        }
        stack.push(dict, Role::Argument);
        Ok(())
    }

    #[cold]
    fn bind_in_full(
        &self,
        row: &'static Method,
        at: usize,
        first: usize,
        names: Option<&Ref>,
    ) -> Result<(), Raised> {
        let declared = self.stack.peek(at, |callable| {
            let method = callable?.get::<MethodDescriptor>()?;
            Some(method.class.as_ref::<Class>().name_text())
        });
        let module = self.stack.peek(at, |callable| {
            let module = callable?.get::<BuiltinFunction>()?.module.get()?;
            let named = module.is::<super::object::Str>() && module.text() != "builtins";
            named.then(|| module.text().to_owned())
        });
        let count = self.stack.top() - first;
        let mut given: Vec<Ref> = self.stack.take_range(first, count).flatten().collect();
        self.stack.truncate(first);
        let mut names = names.map_or_else(Vec::new, tuple_refs);
        let owner = match (row.flavor, given.first()) {
            (Flavor::Method, Some(receiver)) => {
                declared.unwrap_or_else(|| self.name_of_filled(row, receiver))
            }
            (Flavor::ClassMethod, Some(class)) => {
                class.get::<Class>().map_or_else(String::new, Class::qualname_text)
            }
            (Flavor::Static, Some(class)) => {
                class.get::<Class>().map_or_else(String::new, |class| class.layout.name.to_owned())
            }
            (Flavor::Function, _) => module.unwrap_or_default(),
            _ => String::new(),
        };
        if !names.is_empty() && self.keywords_are_for_other(row, &given) {
            given.truncate(given.len() - names.len());
            names.clear();
        }
        let places = row.parsed().bind(self, row, &owner, given, &names)?;
        if self.stack.is_short_of(places.len()) {
            return Err(self.too_many_arguments());
        }
        for place in places {
            match place {
                Some(object) => self.stack.push(object, Role::Argument),
                None => self.stack.push_empty(Role::Argument),
            };
        }
        Ok(())
    }

    /// The class that errors name for a call of `row` with `receiver`: a builtin `__init__` goes by
    /// the class it belongs to.
    fn name_of_filled(&self, row: &Method, receiver: &Ref) -> String {
        let class = self.class_data(receiver);
        match class.layout.init {
            Some(init) if std::ptr::eq(init, row) => class.layout.name.to_owned(),
            _ => self.short_class_name(receiver),
        }
    }

    /// Whether a builtin `__new__` that takes no keywords leaves them to an `__init__` in Python, or
    /// the other way round.
    fn keywords_are_for_other(&self, row: &Method, given: &[Ref]) -> bool {
        let (class, other) = match (row.name, given.first()) {
            ("__new__", Some(class)) => (class, "__init__"),
            // A set always refuses them.
            ("__init__", Some(object)) if object.is::<super::object::List>() => {
                (self.class_of(object), "__new__")
            }
            _ => return false,
        };
        let Some(data) = class.get::<Class>().filter(|_| row.parsed().takes_no_keywords()) else {
            return false;
        };
        let found = data.lookup(self, &self.name(other));
        let found = found.and_then(|found| self.bind_static(&found, class).ok());
        found.is_some_and(|found| found.is::<super::object::Function>())
    }

    /// Moves the values of keywords from the top to their places. The arguments begin at `first`.
    fn place_keywords(&self, signature: &Signature, first: usize, named: &Named) {
        let stack = &self.stack;
        let from = stack.top() - named.count;
        let mut values = [const { None::<Ref> }; MOST];
        for (value, at) in values.iter_mut().zip(from..stack.top()) {
            *value = stack.take(at);
        }
        stack.truncate(from);
        match signature.gap(from - first) {
            Some(gap) => stack.open_gap(first + gap.after, gap.places),
            None => {
                for _ in from - first..signature.fixed() {
                    stack.push_empty(Role::Argument);
                }
            }
        }
        for (&place, value) in named.places[..named.count].iter().zip(&mut values) {
            stack.set(first + usize::from(place), value.take());
        }
    }
}
