//! Where a graph of objects begins: at names of `__main__`, or at an object of its own.

use super::graph::is_scenery;
use super::names::main_namespace;
use crate::heap::Ref;
use crate::runtime::Vm;
use crate::runtime::object::Dict;

/// Where a graph begins.
pub struct Root {
    /// What is written before its arrow.
    pub label: String,
    /// Whether a name of `__main__` holds the object; else it is shown for its own sake.
    pub is_name: bool,
    pub object: Ref,
}

/// The objects of those of `names` that `__main__` has, in the order they were made; without
/// `names`, of all it has that are data.
pub fn named(vm: &Vm, names: &[&str]) -> Vec<Root> {
    let Some(main) = main_namespace(vm) else { return Vec::new() };
    let table = main.as_ref::<Dict>().table.borrow();
    let is_meant = |name: &str, object: &Ref| match names {
        [] => !name.starts_with("__") && !is_scenery(object),
        names => names.contains(&name),
    };
    let meant = table.iter().filter(|entry| is_meant(entry.key.text(), &entry.value));
    let roots = meant.map(|entry| Root {
        label: entry.key.text().to_owned(),
        is_name: true,
        object: entry.value.clone(),
    });
    roots.collect()
}
