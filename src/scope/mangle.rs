//! Private names: `__x` inside `class C` is `_C__x`.

/// The name that `name` stands for inside the class called `class`; `None` where it is itself
/// (not private, or the class's name is nothing but underscores).
pub fn mangle(class: &str, name: &str) -> Option<String> {
    if !is_private(name) {
        return None;
    }
    let class = class.trim_start_matches('_');
    (!class.is_empty()).then(|| format!("_{class}{name}"))
}

/// Whether classes mangle `name`.
pub(super) fn is_private(name: &str) -> bool {
    name.starts_with("__") && !name.ends_with("__") && !name.contains('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_private_names_are_mangled() {
        assert_eq!(mangle("_Tree", "__root").as_deref(), Some("_Tree__root"));
        assert_eq!(mangle("Tree", "__init__"), None);
        assert_eq!(mangle("__", "__root"), None);
    }
}
