//! The audit in words, and the heap by type.

use std::collections::BTreeMap;

use super::names::{class_of, main_namespace, short_name};
use crate::heap::Kind;
use crate::runtime::Vm;

/// Objects whose count is not the number of references found, one line each; empty where the books
/// are right.
pub fn discrepancies(vm: &Vm) -> Vec<String> {
    let main = main_namespace(vm);
    let wrong = vm.heap.audit(&mut |visit| {
        vm.visit_roots(&mut |_, object| visit(object));
        // One for the session, which runs its inputs there, and one for `main` above.
        for _ in 0..2 {
            main.iter().for_each(&mut *visit);
        }
    });
    let words = wrong.iter().map(|discrepancy| {
        let plural = if discrepancy.found == 1 { "" } else { "s" };
        format!(
            "{} {} at {:#x}: count {}, {} reference{plural} found",
            class_of(&discrepancy.cell),
            short_name(&discrepancy.cell),
            discrepancy.cell.address(),
            discrepancy.count,
            discrepancy.found,
        )
    });
    words.collect()
}

/// Live objects and their bytes by the name of their type.
pub fn heap_by_type(vm: &Vm) -> BTreeMap<String, (u64, u64)> {
    let mut rows: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    vm.heap.for_each_live(&mut |cell| {
        let row = rows.entry(class_of(cell)).or_default();
        row.0 += 1;
        row.1 += cell.bytes() as u64;
    });
    rows
}

/// The name of a kind of cell.
pub fn kind_name(vm: &Vm, kind: Kind) -> &'static str {
    vm.registry.kinds[usize::from(kind.0)].name()
}
