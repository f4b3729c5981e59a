//! What is said of calls that do not suit a builtin's signature, in CPython's words.

use super::args::Signature;
use super::raise::ErrorKind;
use super::spec::Method;
use super::value::Raised;
use super::vm::Vm;
use crate::heap::Ref;
use crate::text::suggest::suggest;

impl Signature {
    /// The errors of the functions that look at their keywords in a way of their own.
    pub(super) fn own_words(
        &self,
        row: &Method,
        owner: &str,
        count: usize,
        names: &[Ref],
    ) -> Option<String> {
        let (_, function, implied) = self.shown(row, owner);
        match function {
            "enumerate" => {
                let known = match (count - implied, names.len()) {
                    (1, 1) => &["start"][..],
                    (0, 0 | 3..) => {
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
            "super" => (count - implied > 2)
                .then(|| format!("super() expected at most 2 arguments, got {}", count - implied)),
            "zip_longest" => {
                let stranger = |name: &Ref| name.text() != "fillvalue";
                let message = "zip_longest() got an unexpected keyword argument";
                names.iter().any(stranger).then(|| message.to_owned())
            }
            _ => None,
        }
    }

    /// What errors call the function, and how many of its arguments they do not count:
    /// `__new__` and `__init__` go by the name of their type.
    pub(super) fn shown<'a>(&self, row: &Method, owner: &'a str) -> (&'a str, &'a str, usize) {
        if row.name == "__new__" && self.implied == 0 {
            return ("", owner, 1);
        }
        if row.name == "__init__" {
            return ("", owner, self.implied);
        }
        (owner, row.name, self.implied)
    }

    /// The error for a keyword that names no parameter.
    pub(super) fn unexpected(&self, vm: &Vm, row: &Method, owner: &str, name: &Ref) -> Raised {
        let (owner, function, _) = self.shown(row, owner);
        // `sorted` hands its keywords on to `list.sort`, which complains.
        let function = if function == "sorted" { "sort" } else { function };
        let keywords = self.parameters.len() > self.positional_only;
        let message = if keywords {
            let known: Vec<&str> = self.parameters[self.positional_only..]
                .iter()
                .map(|parameter| parameter.name)
                .collect();
            let hint = suggest(name.text(), &known);
            let hint = hint.map_or_else(String::new, |hint| format!(". Did you mean '{hint}'?"));
            let nameless = [owner, function].contains(&NAMELESS);
            let this = if nameless { "this function" } else { &called(owner, function) };
            format!("{this} got an unexpected keyword argument '{}'{hint}", name.text())
        } else {
            // `reduce` binds its arguments in an older way, which knows no module.
            let owner = if function == "reduce" { "" } else { owner };
            format!("{}() takes no keyword arguments", qualified(owner, function))
        };
        vm.raise(ErrorKind::TypeError, message)
    }

    /// The error for the parameter `at`, which none of `count` positional arguments nor a keyword gave.
    pub(super) fn missing(
        &self,
        vm: &Vm,
        row: &Method,
        owner: &str,
        at: usize,
        count: usize,
    ) -> Raised {
        if at < self.positional_only {
            return self.wrong_count(vm, row, owner, count, 0);
        }
        let (owner, function, implied) = self.shown(row, owner);
        let called = called(owner, function);
        let message = if at >= self.positional {
            format!(
                "{called} missing required keyword-only argument '{}'",
                self.parameters[at].name
            )
        } else {
            format!(
                "{called} missing required argument '{}' (pos {})",
                self.parameters[at].name,
                at + 1 - implied
            )
        };
        vm.raise(ErrorKind::TypeError, message)
    }

    /// The error for `count` positional arguments, in the words of CPython's argument clinic.
    pub(super) fn wrong_count(
        &self,
        vm: &Vm,
        row: &Method,
        owner: &str,
        count: usize,
        keywords: usize,
    ) -> Raised {
        let (owner, function, implied) = self.shown(row, owner);
        let given = count.saturating_sub(implied);
        let message = if self.counts_positions(row, function, implied, keywords) {
            let named = matches!(row.name, "__new__" | "__init__");
            self.wrong_positions(&qualified(owner, function), function, named, implied, given)
        } else {
            self.wrong_arguments(&called(owner, function), implied, given, keywords)
        };
        vm.raise(ErrorKind::TypeError, message)
    }

    /// Whether errors count in the words for functions whose parameters have no names.
    fn counts_positions(
        &self,
        row: &Method,
        function: &str,
        implied: usize,
        keywords: usize,
    ) -> bool {
        // Constructors with a place that has no name count like functions without keywords.
        // So does `str`, which is called without them by a way of its own.
        let unnamed = implied > self.implied
            && (self.positional_only > implied || function == "str")
            && keywords == 0;
        // What takes some arguments by name only counts as the others with names do.
        let named_only =
            self.parameters.len() > self.positional && !self.varargs && row.name != "sorted";
        let no_names = self.positional_only == self.positional;
        (no_names || unnamed) && !named_only
    }

    /// The message for `given` arguments of a function whose parameters have no names.
    fn wrong_positions(
        &self,
        name: &str,
        function: &str,
        is_constructor: bool,
        implied: usize,
        given: usize,
    ) -> String {
        let (min, max) = (self.required.saturating_sub(implied), self.positional - implied);
        let only_positions = self.parameters.len() == self.positional && !self.varargs;
        if only_positions && max == 0 {
            return format!("{name}() takes no arguments ({given} given)");
        }
        if only_positions && (min, max) == (1, 1) && !is_constructor {
            return format!("{name}() takes exactly one argument ({given} given)");
        }
        let (bound, number) = match (min == max && !self.varargs, given < min) {
            (true, _) => ("", min),
            (false, true) => ("at least ", min),
            (false, false) => ("at most ", max),
        };
        let plural = if number == 1 { "" } else { "s" };
        format!("{function} expected {bound}{number} argument{plural}, got {given}")
    }

    /// The message for `given` positional arguments and `keywords` of a function whose parameters
    /// have names.
    fn wrong_arguments(
        &self,
        called: &str,
        implied: usize,
        given: usize,
        keywords: usize,
    ) -> String {
        let (min, max) = (self.required.saturating_sub(implied), self.positional - implied);
        let (total, all) = (given + keywords, self.parameters.len() - implied);
        let plural = |number| if number == 1 { "" } else { "s" };
        if total > all {
            let kind = if given == 0 { "keyword " } else { "" };
            let plural = plural(all);
            return format!("{called} takes at most {all} {kind}argument{plural} ({total} given)");
        }
        let least = min.min(self.positional_only.saturating_sub(implied));
        let (bound, number) = if given < least {
            (if least < max { "at least" } else { "exactly" }, least)
        } else if max == 0 {
            return format!("{called} takes no positional arguments");
        } else {
            (if min == max { "exactly" } else { "at most" }, max)
        };
        let plural = plural(number);
        format!("{called} takes {bound} {number} positional argument{plural} ({given} given)")
    }
}

/// The class whose methods are read by formats that do not name the method.
const NAMELESS: &str = "Decimal";

/// What errors call a function whose parameters have names.
fn called(owner: &str, function: &str) -> String {
    if [owner, function].contains(&NAMELESS) {
        "function".to_owned()
    } else {
        format!("{function}()")
    }
}

fn qualified(owner: &str, name: &str) -> String {
    if owner.is_empty() { name.to_owned() } else { format!("{owner}.{name}") }
}
