//! Patterns: whether a subject matches, and what is bound where it does (PEP 634).

use super::call::Arg;
use super::node::{Exp, Node};
use crate::heap::{Ref, Slot};
use crate::runtime::object::tuple::{tuple_items, tuple_refs};
use crate::runtime::object::{Class, Dict, Int, Str, Tuple};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Raised, Value, Vm};
use crate::source::Span;

/// What stands after `case`.
pub enum Pattern {
    /// Compared with `==`.
    Value(Arg, Span),
    /// Compared with `is`.
    Singleton(Value),
    Sequence {
        before: Vec<Pattern>,
        /// Whether there is a star, and where it binds.
        star: Option<Option<usize>>,
        after: Vec<Pattern>,
    },
    Mapping {
        keys: Vec<Node>,
        patterns: Vec<Pattern>,
        rest: Option<usize>,
        span: Span,
    },
    Class {
        class: Node,
        patterns: Vec<Pattern>,
        keywords: Vec<(u32, Pattern)>,
        span: Span,
    },
    Or(Vec<Pattern>),
    /// Binds what the inner pattern (anything, if there is none) matched.
    Capture {
        pattern: Option<Box<Pattern>>,
        target: Option<usize>,
    },
}

impl Pattern {
    /// Whether this is `_`.
    pub fn is_wildcard(&self) -> bool {
        matches!(self, Pattern::Capture { pattern: None, target: None })
    }
}

/// Whether an int or a string equals a constant, where both are just that.
pub fn equals_at_sight(frame: &Frame<'_>, subject: &Ref, value: &Arg) -> Option<bool> {
    let value = value.at_hand(frame)?;
    if subject.is_exact::<Int>() && value.is_exact::<Int>() {
        return Some(subject.get::<Int>()?.0.get() == value.get::<Int>()?.0.get());
    }
    let texts = subject.is_exact::<Str>() && value.is_exact::<Str>();
    texts.then(|| subject.same(value) || subject.text() == value.text())
}

/// The patterns that look at their item, with their places.
fn looking(patterns: &[Pattern]) -> impl Iterator<Item = (usize, &Pattern)> {
    patterns.iter().enumerate().filter(|(_, pattern)| !pattern.is_wildcard())
}

/// A subject whose length is not what `len()` said.
#[cold]
fn wrong_length(vm: &Vm, found: usize, wanted: usize, has_star: bool) -> Raised {
    vm.value_error(if found > wanted {
        format!("too many values to unpack (expected {wanted})")
    } else {
        let at_least = if has_star { "at least " } else { "" };
        format!("not enough values to unpack (expected {at_least}{wanted}, got {found})")
    })
}

/// Matches within a frame; what patterns capture is put into slots from `captures` on.
pub struct Matcher<'f> {
    pub frame: &'f Frame<'f>,
    pub captures: usize,
}

impl Matcher<'_> {
    fn vm(&self) -> &Vm {
        self.frame.vm
    }

    fn bind(&self, target: Option<usize>, value: &Ref) {
        if let Some(index) = target {
            self.vm().stack.set(self.captures + index, Some(value.clone()));
        }
    }

    /// Whether `subject` matches.
    pub fn matches(&self, pattern: &Pattern, subject: &Ref) -> Result<bool, Raised> {
        let vm = self.vm();
        match pattern {
            Pattern::Value(value, span) => {
                if let Some(equal) = equals_at_sight(self.frame, subject, value) {
                    return Ok(equal);
                }
                let value = value.object(self.frame)?;
                vm.equal(subject, &value).map_err(|raised| vm.locate(self.frame, raised, *span))
            }
            Pattern::Singleton(value) => {
                let value = vm.to_object(value.clone())?;
                Ok(value.same(subject))
            }
            Pattern::Sequence { before, star, after } => {
                self.matches_sequence(before, *star, after, subject)
            }
            Pattern::Mapping { keys, patterns, rest, span } => self
                .matches_mapping(keys, patterns, *rest, subject)
                .map_err(|raised| vm.locate(self.frame, raised, *span)),
            Pattern::Class { class, patterns, keywords, span } => self
                .matches_class(class, patterns, keywords, subject)
                .map_err(|raised| vm.locate(self.frame, raised, *span)),
            Pattern::Or(patterns) => {
                for pattern in patterns {
                    if self.matches(pattern, subject)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Pattern::Capture { pattern, target } => {
                if let Some(pattern) = pattern
                    && !self.matches(pattern, subject)?
                {
                    return Ok(false);
                }
                self.bind(*target, subject);
                Ok(true)
            }
        }
    }

    fn matches_sequence(
        &self,
        before: &[Pattern],
        star: Option<Option<usize>>,
        after: &[Pattern],
        subject: &Ref,
    ) -> Result<bool, Raised> {
        let vm = self.vm();
        if !vm.class_data(subject).flags.get().is_sequence {
            return Ok(false);
        }
        let least = before.len() + after.len();
        if star.is_some() && least == 0 {
            if let Some(Some(target)) = star {
                let list = vm.new_list(vm.collect_iterated(subject)?)?;
                self.bind(Some(target), &list);
            }
            return Ok(true);
        }
        let len = vm.len_of(subject)?;
        if len < least || (star.is_none() && len != least) {
            return Ok(false);
        }
        match star {
            Some(None) => self.matches_ends(before, after, subject),
            None if before.iter().all(Pattern::is_wildcard) => Ok(true),
            None if subject.is_exact::<Tuple>() && !vm.stack.is_short_of(len) => {
                let at = vm.stack.top();
                for item in subject.tail().iter().filter_map(Slot::get) {
                    vm.stack.push(item, Role::Subject);
                }
                self.all_match((at..).zip(before))
            }
            _ => self.matches_unpacked(before, star, after, subject),
        }
    }

    /// A sequence around a star that names nothing: the items on both sides are asked for one by one.
    fn matches_ends(
        &self,
        before: &[Pattern],
        after: &[Pattern],
        subject: &Ref,
    ) -> Result<bool, Raised> {
        for (index, pattern) in looking(before) {
            if !self.matches(pattern, &self.item(subject, index)?)? {
                return Ok(false);
            }
        }
        for (index, pattern) in looking(after) {
            // From the end, by the length as it is then.
            let at = self.vm().len_of(subject)?.saturating_sub(after.len() - index);
            if !self.matches(pattern, &self.item(subject, at)?)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// A sequence that is unpacked as a whole.
    fn matches_unpacked(
        &self,
        before: &[Pattern],
        star: Option<Option<usize>>,
        after: &[Pattern],
        subject: &Ref,
    ) -> Result<bool, Raised> {
        let vm = self.vm();
        let least = before.len() + after.len();
        let at = vm.stack.top();
        let items = vm.collect_iterated(subject)?;
        if items.len() < least || (star.is_none() && items.len() != least) {
            return Err(wrong_length(vm, items.len(), least, star.is_some()));
        }
        let (first, last) = (before.len(), items.len() - after.len());
        if let Some(Some(target)) = star {
            // As CPython has it, with room for those behind the star.
            let mut middle = Vec::with_capacity((items.len() - first).next_multiple_of(2));
            middle.extend_from_slice(&items[first..last]);
            let list = vm.new_list(middle)?;
            self.bind(Some(target), &list);
        }
        for item in items {
            vm.stack.push(item, Role::Subject);
        }
        self.all_match((at..).zip(before).chain((at + last..).zip(after)))
    }

    /// Whether what stands in each place of the slot stack matches the pattern that is for it.
    fn all_match<'p>(
        &self,
        places: impl Iterator<Item = (usize, &'p Pattern)>,
    ) -> Result<bool, Raised> {
        for (place, pattern) in places {
            if let Some(item) = self.vm().stack.standing(place)
                && !self.matches(pattern, item)?
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn item(&self, subject: &Ref, index: usize) -> Result<Ref, Raised> {
        let vm = self.vm();
        let key = vm.new_int(index as i64)?;
        let value = vm.get_item(subject, &key)?;
        vm.to_object(value)
    }

    fn matches_mapping(
        &self,
        keys: &[Node],
        patterns: &[Pattern],
        rest: Option<usize>,
        subject: &Ref,
    ) -> Result<bool, Raised> {
        let vm = self.vm();
        if !vm.class_data(subject).flags.get().is_mapping {
            return Ok(false);
        }
        if !keys.is_empty() && vm.len_of(subject)? < keys.len() {
            return Ok(false);
        }
        let mut seen = Vec::new();
        for (node, pattern) in keys.iter().zip(patterns) {
            let key = node.object(self.frame)?;
            for earlier in &seen {
                if vm.equal(earlier, &key)? {
                    let repr = vm.repr_text(&key)?;
                    return Err(
                        vm.value_error(format!("mapping pattern checks duplicate key ({repr})"))
                    );
                }
            }
            let Some(value) = self.look_up(subject, &key)? else { return Ok(false) };
            if !self.matches(pattern, &value)? {
                return Ok(false);
            }
            seen.push(key);
        }
        if rest.is_some() {
            let copy = vm.alloc(Dict::default())?;
            crate::types::dict::fill::update(vm, &copy, subject)?;
            for key in &seen {
                drop(copy.as_ref::<Dict>().remove(vm, key)?);
            }
            self.bind(rest, &copy);
        }
        Ok(true)
    }

    /// `subject.get(key)`, so that a `defaultdict` makes nothing up.
    fn look_up(&self, subject: &Ref, key: &Ref) -> Result<Option<Ref>, Raised> {
        let vm = self.vm();
        if subject.is_exact::<Dict>() {
            return subject.as_ref::<Dict>().get(vm, key);
        }
        let marker = vm.new_tuple_of([key.clone()])?;
        let value = vm.call_method(subject, "get", &[key, &marker])?;
        let value = vm.to_object(value)?;
        Ok((!value.same(&marker)).then_some(value))
    }

    fn matches_class(
        &self,
        class: &Node,
        patterns: &[Pattern],
        keywords: &[(u32, Pattern)],
        subject: &Ref,
    ) -> Result<bool, Raised> {
        let vm = self.vm();
        let class = class.object(self.frame)?;
        let Some(data) = class.get::<Class>() else {
            return Err(vm.type_error("called match pattern must be a class"));
        };
        if !crate::types::class_checks::is_instance(vm, subject, &class)? {
            return Ok(false);
        }
        let names = match patterns.is_empty() {
            true => Vec::new(),
            false if data.flags.get().match_self && self.match_args(&class)?.is_none() => {
                return self.matches_itself(data, patterns, keywords, subject);
            }
            false => self.positional_names(&class, data, patterns.len())?,
        };
        let mut seen: Vec<Ref> = Vec::new();
        for (name, pattern) in names.iter().zip(patterns) {
            self.check_new(&mut seen, name, data)?;
            if !self.attribute_matches(subject, name, pattern)? {
                return Ok(false);
            }
        }
        for (index, pattern) in keywords {
            let name = &*self.frame.code.names[*index as usize];
            self.check_new(&mut seen, name, data)?;
            if !self.attribute_matches(subject, name, pattern)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn check_new(&self, seen: &mut Vec<Ref>, name: &Ref, class: &Class) -> Result<(), Raised> {
        if seen.iter().any(|other| other.same(name)) {
            return Err(self.vm().type_error(format!(
                "{}() got multiple sub-patterns for attribute '{}'",
                class.name_text(),
                name.text()
            )));
        }
        seen.push(name.clone());
        Ok(())
    }

    fn matches_itself(
        &self,
        class: &Class,
        patterns: &[Pattern],
        keywords: &[(u32, Pattern)],
        subject: &Ref,
    ) -> Result<bool, Raised> {
        if patterns.len() > 1 {
            return Err(self.too_many(class, 1, patterns.len()));
        }
        if !self.matches(&patterns[0], subject)? {
            return Ok(false);
        }
        for (index, pattern) in keywords {
            let name = &*self.frame.code.names[*index as usize];
            if !self.attribute_matches(subject, name, pattern)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    #[cold]
    fn too_many(&self, class: &Class, most: usize, given: usize) -> Raised {
        let plural = if most == 1 { "" } else { "s" };
        self.vm().type_error(format!(
            "{}() accepts {most} positional sub-pattern{plural} ({given} given)",
            class.name_text()
        ))
    }

    fn match_args(&self, class: &Ref) -> Result<Option<Ref>, Raised> {
        self.vm().find_attr(class, &self.vm().name("__match_args__"))
    }

    fn positional_names(
        &self,
        class: &Ref,
        data: &Class,
        wanted: usize,
    ) -> Result<Vec<Ref>, Raised> {
        let vm = self.vm();
        let Some(names) = self.match_args(class)? else {
            return Err(self.too_many(data, 0, wanted));
        };
        if !names.is_exact::<Tuple>() {
            return Err(vm.type_error(format!(
                "{}.__match_args__ must be a tuple (got {})",
                data.name_text(),
                vm.class_name(&names)
            )));
        }
        let count = tuple_items(&names).map_or(0, <[Slot]>::len);
        if wanted > count {
            return Err(self.too_many(data, count, wanted));
        }
        let names = tuple_refs(&names);
        for name in &names[..wanted] {
            if !name.is::<Str>() {
                return Err(vm.type_error(format!(
                    "__match_args__ elements must be strings (got {})",
                    vm.class_name(name)
                )));
            }
        }
        Ok(names)
    }

    fn attribute_matches(
        &self,
        subject: &Ref,
        name: &Ref,
        pattern: &Pattern,
    ) -> Result<bool, Raised> {
        match self.vm().find_attr(subject, name)? {
            Some(value) => self.matches(pattern, &value),
            None => Ok(false),
        }
    }
}
