//! What an address means: who lives there, who lived there before, and which line ended that.

use super::names::short_name;
use crate::heap::{Place, Ref};
use crate::runtime::Vm;
use crate::runtime::departed::Tenant;

/// Sets how the machine remembers objects that die after their address was looked at.
pub fn remember_departed(vm: &Vm) {
    vm.departed.describe_by(described);
}

/// `list of 3 items`, `str 'text'`, `Guest`: what an object was, without its address.
fn described(object: &Ref) -> String {
    let class = super::names::class_of(object);
    let name = short_name(object);
    let length = object
        .get::<crate::runtime::object::List>()
        .map(|list| list.len())
        .or_else(|| object.get::<crate::runtime::object::Dict>().map(|dict| dict.len()))
        .or_else(|| object.is::<crate::runtime::object::Tuple>().then(|| object.tail().len()));
    match length {
        Some(1) => format!("a {class} of 1 item"),
        Some(length) => format!("a {class} of {length} items"),
        None if name.contains(" at 0x") => format!("a {class}"),
        None => format!("the {class} {name}"),
    }
}

/// What is to be known about `address`, a sentence each.
pub fn explain(vm: &Vm, address: u64) -> Vec<String> {
    let mut lines = Vec::new();
    let start = match vm.heap.find(address) {
        Place::Outside => {
            return vec![format!("{address:#x} is not in Refscope's heap: nothing can be read")];
        }
        Place::Unused => {
            return vec![format!("{address:#x} is in the heap, but nothing has lived there yet")];
        }
        Place::Free { cell } => {
            lines.push(format!("{} is free: reading it gives 0", within(address, cell)));
            cell
        }
        Place::Live { cell, offset } => {
            let start = address - offset as u64;
            let references = if cell.is_immortal() {
                "which is immortal".to_owned()
            } else {
                // Looking holds the cell once more.
                counted(cell.count() - 1)
            };
            let now = described(&cell);
            lines.push(format!("at {} lives {now}, {references}", within(address, start)));
            start
        }
    };
    match vm.departed.at(start) {
        Some(tenant) => lines.push(last_tenant(&tenant)),
        None if matches!(vm.heap.find(start), Place::Free { .. }) => {
            lines.push("nobody had looked at the address of what lived there before".to_owned());
        }
        None => {}
    }
    lines
}

fn counted(count: i64) -> String {
    if count == 1 { "with 1 reference".to_owned() } else { format!("with {count} references") }
}

fn within(address: u64, start: u64) -> String {
    match address - start {
        0 => format!("{address:#x}"),
        offset => format!("{address:#x}, {offset} bytes into {start:#x},"),
    }
}

/// `before that, a list of 3 items lived there; line 4 of <cell 2> ended it: del b`.
fn last_tenant(tenant: &Tenant) -> String {
    let Some((source, span)) = &tenant.ended else {
        return format!("{} lived there before", tenant.words);
    };
    let line = source.line_of(span.start);
    let text = source.line(line).unwrap_or("").trim();
    format!("{} lived there before, until line {line} of {}: {text}", tenant.words, source.name())
}
