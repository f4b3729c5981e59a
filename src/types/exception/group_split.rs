//! Splitting groups by a condition, and putting together what `except*` clauses leave.
//!
//! (CPython: `exceptiongroup_split_recursive`, `_PyExc_PrepReraiseStar` in `Objects/exceptions.c`.)

use crate::heap::Ref;
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{Class, Exception, List, Tuple};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm};

use super::group::group_members;

/// What members are chosen by.
enum Matcher<'a> {
    /// An exception class or a tuple of them.
    Classes(&'a Ref),
    Function(&'a Ref),
    /// The very members of these leaves, by identity.
    Leaves(&'a [Ref]),
}

impl Matcher<'_> {
    fn matches(&self, vm: &Vm, exception: &Ref) -> Result<bool, Raised> {
        match self {
            Matcher::Classes(classes) => {
                crate::types::class_checks::is_instance(vm, exception, classes)
            }
            Matcher::Function(function) => {
                let value = vm.call(function, &[exception])?;
                vm.truth(&value)
            }
            Matcher::Leaves(leaves) => Ok(leaves.iter().any(|leaf| leaf.same(exception))),
        }
    }

    /// Whether a group is asked as a whole before its members.
    fn asks_groups(&self) -> bool {
        !matches!(self, Matcher::Leaves(_))
    }
}

fn is_exception_class(vm: &Vm, object: &Ref) -> bool {
    let base = vm.exception_class(ErrorKind::BaseException);
    object.get::<Class>().is_some_and(|class| class.is_subclass_of(base))
}

fn matcher<'a>(vm: &Vm, value: &'a Ref) -> Result<Matcher<'a>, Raised> {
    if is_exception_class(vm, value) {
        return Ok(Matcher::Classes(value));
    }
    if value.is::<Tuple>() {
        let classes = tuple_refs(value);
        if !classes.is_empty() && classes.iter().all(|class| is_exception_class(vm, class)) {
            return Ok(Matcher::Classes(value));
        }
    } else if vm.is_callable(value) && !value.is::<Class>() {
        return Ok(Matcher::Function(value));
    }
    Err(vm.type_error("expected an exception type, a tuple of exception types, or a callable (other than a class)"))
}

/// What matched and what did not, of an exception or group.
type Parts = (Option<Ref>, Option<Ref>);

fn split(
    vm: &Vm,
    exception: &Ref,
    matcher: &Matcher<'_>,
    want_rest: bool,
) -> Result<Parts, Raised> {
    let is_group = vm.is_error(exception, ErrorKind::BaseExceptionGroup);
    if (!is_group || matcher.asks_groups()) && matcher.matches(vm, exception)? {
        return Ok((Some(exception.clone()), None));
    }
    if !is_group {
        return Ok((None, Some(exception.clone())));
    }
    let (mut matched, mut rest) = (Vec::new(), Vec::new());
    for member in group_members(vm, exception) {
        let parts = vm.recurse(" in exceptiongroup_split_recursive", || {
            split(vm, &member, matcher, want_rest)
        })?;
        matched.extend(parts.0);
        rest.extend(parts.1);
    }
    let matched = subset(vm, exception, matched)?;
    let rest = if want_rest { subset(vm, exception, rest)? } else { None };
    Ok((matched, rest))
}

/// A group like `original` with these members, if there are any.
fn subset(vm: &Vm, original: &Ref, members: Vec<Ref>) -> Result<Option<Ref>, Raised> {
    if members.is_empty() {
        return Ok(None);
    }
    let members = vm.new_list(members)?;
    let group = vm.call_method(original, "derive", &[&members])?;
    let group = vm.to_object(group)?;
    if !vm.is_error(&group, ErrorKind::BaseExceptionGroup) {
        return Err(vm.type_error("derive must return an instance of BaseExceptionGroup"));
    }
    let (from, to) = (original.as_ref::<Exception>(), group.as_ref::<Exception>());
    to.traceback.set(from.traceback.get());
    to.context.set(from.context.get());
    to.cause.set(from.cause.get());
    // Setting a cause, even none, hides the context.
    to.suppress_context.set(true);
    let name = vm.name("__notes__");
    if let Some(notes) = vm.find_attr(original, &name)?
        && notes.is::<List>()
    {
        let copy = vm.new_list(vm.collect(&notes)?)?;
        vm.set_attr(&group, &name, Some(&copy))?;
    }
    Ok(Some(group))
}

fn or_none(part: Option<Ref>, vm: &Vm) -> Ref {
    part.unwrap_or_else(|| vm.none())
}

pub(super) fn split_method(vm: &Vm, args: Args<'_>) -> Eval {
    let matcher = matcher(vm, args.req(1))?;
    let (matched, rest) = split(vm, args.req(0), &matcher, true)?;
    vm.new_tuple_of([or_none(matched, vm), or_none(rest, vm)]).map(Value::Obj)
}

pub(super) fn subgroup_method(vm: &Vm, args: Args<'_>) -> Eval {
    let matcher = matcher(vm, args.req(1))?;
    let (matched, _) = split(vm, args.req(0), &matcher, false)?;
    Ok(Value::Obj(or_none(matched, vm)))
}

/// What an `except* classes` clause takes of `exception` and what it leaves. A bare exception that
/// matches is wrapped in a group.
///
/// # Errors
/// `TypeError` where `classes` may not stand in `except*`.
pub fn split_group(vm: &Vm, exception: &Ref, classes: &Ref) -> Result<Parts, Raised> {
    check_star_classes(vm, classes)?;
    if vm.is_error(exception, ErrorKind::BaseExceptionGroup) {
        return split(vm, exception, &Matcher::Classes(classes), true);
    }
    if !crate::types::class_checks::is_instance(vm, exception, classes)? {
        return Ok((None, Some(exception.clone())));
    }
    let class = vm.exception_class(ErrorKind::BaseExceptionGroup).clone();
    let message = vm.singletons.empty_str.clone();
    let members = vm.new_tuple_of([exception.clone()])?;
    let group = vm.call_object(&class, &[&message, &members])?;
    let traceback = exception.get::<Exception>().and_then(|payload| payload.traceback.get());
    group.as_ref::<Exception>().traceback.set(traceback);
    Ok((Some(group), None))
}

fn check_star_classes(vm: &Vm, classes: &Ref) -> Result<(), Raised> {
    let all = if classes.is::<Tuple>() { tuple_refs(classes) } else { vec![classes.clone()] };
    for class in &all {
        if !is_exception_class(vm, class) {
            return Err(vm.type_error(
                "catching classes that do not inherit from BaseException is not allowed",
            ));
        }
        let group = vm.exception_class(ErrorKind::BaseExceptionGroup);
        if class.as_ref::<Class>().is_subclass_of(group) {
            return Err(vm.type_error(
                "catching ExceptionGroup with except* is not allowed. Use except instead.",
            ));
        }
    }
    Ok(())
}

/// What goes on after a `try … except*`: `raised` holds what the clauses raised (parts of
/// `original` that were raised again, and new exceptions) and what no clause took.
pub fn regroup(vm: &Vm, original: &Ref, raised: Vec<Ref>) -> Result<Option<Ref>, Raised> {
    if raised.is_empty() {
        return Ok(None);
    }
    if !vm.is_error(original, ErrorKind::BaseExceptionGroup) {
        // A bare exception: either it goes on, or what its only clause raised.
        return Ok(raised.into_iter().next());
    }
    let (again, mut new): (Vec<Ref>, Vec<Ref>) =
        raised.into_iter().partition(|exception| is_part_of(vm, exception, original));
    let mut leaves = Vec::new();
    for part in &again {
        collect_leaves(vm, part, &mut leaves);
    }
    let (kept, _) = split(vm, original, &Matcher::Leaves(&leaves), false)?;
    let Some(kept) = kept else { return together(vm, new) };
    if new.is_empty() {
        return Ok(Some(kept));
    }
    new.push(kept);
    together(vm, new)
}

fn together(vm: &Vm, mut members: Vec<Ref>) -> Result<Option<Ref>, Raised> {
    match members.len() {
        0 | 1 => Ok(members.pop()),
        _ => {
            let message = vm.singletons.empty_str.clone();
            super::group::new_group(vm, &message, members).map(Some)
        }
    }
}

/// A part of the original came from where that came from, and has no members of its own.
fn is_part_of(vm: &Vm, exception: &Ref, original: &Ref) -> bool {
    if exception.same(original) {
        return true;
    }
    if !vm.is_error(exception, ErrorKind::BaseExceptionGroup) {
        return false;
    }
    let (one, other) = (exception.as_ref::<Exception>(), original.as_ref::<Exception>());
    let same_origin = one.context.address() == other.context.address()
        && one.cause.address() == other.cause.address();
    if !same_origin {
        return false;
    }
    let (mut parts, mut all) = (Vec::new(), Vec::new());
    collect_leaves(vm, exception, &mut parts);
    collect_leaves(vm, original, &mut all);
    parts.iter().all(|part| all.iter().any(|leaf| leaf.same(part)))
}

fn collect_leaves(vm: &Vm, exception: &Ref, leaves: &mut Vec<Ref>) {
    if !vm.is_error(exception, ErrorKind::BaseExceptionGroup) {
        leaves.push(exception.clone());
        return;
    }
    for member in group_members(vm, exception) {
        collect_leaves(vm, &member, leaves);
    }
}
