//! The methods of patterns that look for matches.

use super::cells::pattern_of;
use super::scan::{Scan, iterate, part};
use crate::heap::Ref;
use crate::runtime::{Args, Eval, Raised, Value, Vm};
use crate::text::regex::{Found, Mode};
use crate::types::expect;

/// The scan that the arguments `string`, `pos` and `endpos` describe.
pub(super) fn scan(vm: &Vm, args: Args<'_>) -> Result<Scan, Raised> {
    let pos = args.get(2).map_or(Ok(0), |pos| vm.size_of(pos))?;
    let endpos = args.get(3).map_or(Ok(i64::MAX), |endpos| vm.size_of(endpos))?;
    Scan::new(vm, pattern_of(args.req(0)), args.req(1), pos, endpos)
}

fn once(vm: &Vm, args: Args<'_>, mode: Mode) -> Eval {
    let scan = scan(vm, args)?;
    match scan.next(vm, pattern_of(args.req(0)), args.req(1), mode)? {
        Some(found) => scan.matched(vm, args.req(0), args.req(1), found).map(Value::Obj),
        None => Ok(Value::None),
    }
}

pub(super) fn search(vm: &Vm, args: Args<'_>) -> Eval {
    once(vm, args, Mode::Search)
}

pub(super) fn match_(vm: &Vm, args: Args<'_>) -> Eval {
    once(vm, args, Mode::Match)
}

pub(super) fn fullmatch(vm: &Vm, args: Args<'_>) -> Eval {
    once(vm, args, Mode::Full)
}

pub(super) fn finditer(vm: &Vm, args: Args<'_>) -> Eval {
    let scan = scan(vm, args)?;
    iterate(vm, args.req(0), args.req(1), scan)
}

/// What group `number` matched; nothing for a group that did not.
fn group_or_empty(vm: &Vm, subject: &Ref, found: &Found, number: usize) -> Result<Ref, Raised> {
    let (start, end) = found.spans.get(number).copied().flatten().unwrap_or((0, 0));
    part(vm, subject, start, end)
}

pub(super) fn findall(vm: &Vm, args: Args<'_>) -> Eval {
    let (pattern, subject) = (pattern_of(args.req(0)), args.req(1));
    let scan = scan(vm, args)?;
    let groups = pattern.program.groups;
    let mut items = Vec::new();
    while let Some(found) = scan.next(vm, pattern, subject, Mode::Search)? {
        items.push(match groups {
            1 => group_or_empty(vm, subject, &found, 0)?,
            2 => group_or_empty(vm, subject, &found, 1)?,
            _ => {
                let mut all = Vec::with_capacity(groups - 1);
                for number in 1..groups {
                    all.push(group_or_empty(vm, subject, &found, number)?);
                }
                vm.new_tuple(all)?
            }
        });
        vm.poll()?;
    }
    vm.new_list(items).map(Value::Obj)
}

pub(super) fn split(vm: &Vm, args: Args<'_>) -> Eval {
    let (pattern, subject) = (pattern_of(args.req(0)), args.req(1));
    let most = expect::limit_unless_zero(vm, args.get(2))?;
    let scan = Scan::new(vm, pattern, subject, 0, i64::MAX)?;
    let mut items = Vec::new();
    let (mut from, mut cuts) = (0, 0);
    while most.is_none_or(|most| cuts < most) {
        let Some(found) = scan.next(vm, pattern, subject, Mode::Search)? else { break };
        let Some(Some((start, end))) = found.spans.first().copied() else { break };
        items.push(part(vm, subject, from, start)?);
        for span in &found.spans[1..] {
            items.push(match span {
                Some((start, end)) => part(vm, subject, *start, *end)?,
                None => vm.none(),
            });
        }
        from = end;
        cuts += 1;
        vm.poll()?;
    }
    let end = scan.byte_end();
    items.push(part(vm, subject, from, end)?);
    vm.new_list(items).map(Value::Obj)
}
