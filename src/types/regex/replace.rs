//! `sub`, `subn` and `expand`.

use super::cells::pattern_of;
use super::pattern::raise;
use super::scan::{Scan, check, part};
use crate::heap::Ref;
use crate::runtime::object::Str;
use crate::runtime::{Args, Eval, Raised, Value, Vm};
use crate::text::regex::{Found, Mode, Part, parse_template};
use crate::types::bytes::{new_bytes, view};
use crate::types::{expect, held};

/// What a match is replaced by.
enum Replacement<'a> {
    Template(Vec<Part>),
    Function(&'a Ref),
}

/// Text that grows: characters, or for bytes Latin-1 characters.
struct Output {
    text: String,
    is_bytes: bool,
}

impl Output {
    fn add(&mut self, vm: &Vm, subject: &Ref, start: usize, end: usize) -> Result<(), Raised> {
        if self.is_bytes {
            let bytes = view::required(vm, subject)?;
            self.text.extend(bytes.get(start..end).unwrap_or(&[]).iter().map(|byte| *byte as char));
        } else {
            self.text.push_str(&subject.text()[start..end]);
        }
        Ok(())
    }

    fn add_object(&mut self, vm: &Vm, object: &Ref, at: usize) -> Result<(), Raised> {
        if !self.is_bytes && object.is::<Str>() {
            self.text.push_str(object.text());
            return Ok(());
        }
        if self.is_bytes
            && let Some(bytes) = view::of(object)
        {
            self.text.extend(bytes.iter().map(|byte| *byte as char));
            return Ok(());
        }
        let class = vm.class_name(object);
        let wanted = if self.is_bytes { "a bytes-like object," } else { "str instance," };
        Err(vm.type_error(format!("sequence item {at}: expected {wanted} {class} found")))
    }

    fn finish(self, vm: &Vm) -> Result<Ref, Raised> {
        if self.is_bytes {
            return new_bytes(vm, self.text.chars().map(|letter| letter as u8).collect());
        }
        vm.new_str(&self.text)
    }
}

/// A template object as text, if it is one of the pattern's type.
fn template_text(object: &Ref, is_bytes: bool) -> Option<String> {
    if is_bytes {
        return view::of(object).map(|bytes| bytes.iter().map(|byte| *byte as char).collect());
    }
    object.is::<Str>().then(|| object.text().to_owned())
}

fn template(vm: &Vm, pattern: &Ref, object: &Ref) -> Result<Vec<Part>, Raised> {
    let data = pattern_of(pattern);
    let Some(text) = template_text(object, data.is_bytes) else {
        let class = vm.class_name(object);
        let message = match (view::of(object).is_some() || object.is::<Str>(), data.is_bytes) {
            (true, true) => format!("sequence item 0: expected a bytes-like object, {class} found"),
            (true, false) => format!("sequence item 0: expected str instance, {class} found"),
            _ => format!("decoding to str: need a bytes-like object, {class} found"),
        };
        return Err(vm.type_error(message));
    };
    let program = &data.program;
    parse_template(&text, data.is_bytes, program.groups, &program.names)
        .map_err(|error| raise(vm, error, object))
}

/// The text of `subject` with matches replaced, and how many were.
fn substituted(vm: &Vm, args: Args<'_>) -> Result<(Ref, i64), Raised> {
    let (pattern, subject) = (args.req(0), args.req(2));
    let data = pattern_of(pattern);
    let most = expect::limit_unless_zero(vm, args.get(3))?;
    let replacement = if vm.is_callable(args.req(1)) {
        Replacement::Function(args.req(1))
    } else {
        Replacement::Template(template(vm, pattern, args.req(1))?)
    };
    let scan = Scan::new(vm, data, subject, 0, i64::MAX)?;
    let mut output = Output { text: String::new(), is_bytes: data.is_bytes };
    let (mut from, mut count) = (0, 0);
    let mut pieces = 0;
    while most.is_none_or(|most| count < most) {
        let Some(found) = scan.next(vm, data, subject, Mode::Search)? else { break };
        let Some(Some((start, end))) = found.spans.first().copied() else { break };
        output.add(vm, subject, from, start)?;
        pieces += usize::from(start > from);
        match &replacement {
            Replacement::Template(parts) => {
                expanded(vm, parts, subject, &found, &mut output)?;
            }
            Replacement::Function(function) => {
                let matched = scan.matched(vm, pattern, subject, found)?;
                let made = held::call(vm, function, vec![matched])?;
                let made = vm.to_object(made)?;
                if !vm.is_none(&made) {
                    output.add_object(vm, &made, pieces)?;
                }
            }
        }
        pieces += 1;
        from = end;
        count += 1;
        vm.poll()?;
    }
    if count == 0 {
        return Ok((part(vm, subject, 0, scan.byte_end())?, 0));
    }
    output.add(vm, subject, from, scan.byte_end())?;
    Ok((output.finish(vm)?, count as i64))
}

fn expanded(
    vm: &Vm,
    parts: &[Part],
    subject: &Ref,
    found: &Found,
    output: &mut Output,
) -> Result<(), Raised> {
    for part in parts {
        match part {
            Part::Text(text) => output.text.push_str(text),
            Part::Group(number) => {
                if let Some((start, end)) = found.spans.get(*number).copied().flatten() {
                    output.add(vm, subject, start, end)?;
                }
            }
        }
    }
    Ok(())
}

pub(super) fn sub(vm: &Vm, args: Args<'_>) -> Eval {
    substituted(vm, args).map(|(text, _)| Value::Obj(text))
}

pub(super) fn subn(vm: &Vm, args: Args<'_>) -> Eval {
    let (text, count) = substituted(vm, args)?;
    vm.new_tuple_of([text, vm.new_int(count)?]).map(Value::Obj)
}

/// `match.expand(template)`.
pub(super) fn expand(vm: &Vm, args: Args<'_>) -> Eval {
    let matched = args.req(0).as_ref::<super::cells::Match>();
    let parts = template(vm, &matched.pattern, args.req(1))?;
    let data = pattern_of(&matched.pattern);
    check(vm, data, &matched.subject)?;
    let mut output = Output { text: String::new(), is_bytes: data.is_bytes };
    expanded(vm, &parts, &matched.subject, &matched.found, &mut output)?;
    output.finish(vm).map(Value::Obj)
}
