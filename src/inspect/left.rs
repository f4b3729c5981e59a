//! What never died: objects that are alive after the end although nothing of the interpreter holds them.

use std::collections::{BTreeMap, HashSet};

use super::names::{class_of, own_class};
use crate::heap::Ref;
use crate::runtime::Vm;
use crate::runtime::object::{Class, Dict};

/// A line for each type that has live objects which the interpreter does not hold, or whose class
/// the program made.
pub fn left_over(vm: &Vm) -> Vec<String> {
    let held = held_by_interpreter(vm);
    let (module, main) = (vm.name("__module__"), vm.name("__main__"));
    let mut rows: BTreeMap<String, u64> = BTreeMap::new();
    vm.heap.for_each_live(&mut |cell| {
        if !cell.is_immortal()
            && (is_of_program(&module, &main, cell) || !held.contains(&cell.address()))
        {
            *rows.entry(class_of(cell)).or_default() += 1;
        }
    });
    rows.into_iter()
        .map(|(class, count)| match count {
            1 => format!("1 {class} never died"),
            _ => format!("{count} {class} never died"),
        })
        .collect()
}

/// Whether an object's class was made in `__main__`.
fn is_of_program(module: &Ref, main: &Ref, object: &Ref) -> bool {
    let class = own_class(object).and_then(|class| class.get::<Class>());
    let from = class.and_then(|class| class.dict.as_ref::<Dict>().get_str(module));
    from.is_some_and(|from| from.same(main))
}

/// The addresses of everything that can be reached from the machine and from what never dies.
fn held_by_interpreter(vm: &Vm) -> HashSet<u64> {
    let mut seen = HashSet::new();
    let mut waiting: Vec<Ref> = Vec::new();
    vm.visit_roots(&mut |_, object| waiting.push(object.clone()));
    vm.heap.for_each_live(&mut |cell| {
        if cell.is_immortal() {
            waiting.push(cell.clone());
        }
    });
    while let Some(object) = waiting.pop() {
        if seen.insert(object.address()) {
            object.trace(&mut |inner| {
                if !seen.contains(&inner.address()) {
                    waiting.push(inner.clone());
                }
            });
        }
    }
    seen
}
