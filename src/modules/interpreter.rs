//! What `sys` tells of the interpreter and its surroundings that never changes.

use std::cell::Cell;

use crate::heap::Ref;
use crate::runtime::object::Dict;
use crate::runtime::{Args, Eval, Raised, Value, Vm, kinds};
use crate::types::float::as_float;
use crate::types::set::{add, new_frozenset};

thread_local! {
    /// What `sys.setswitchinterval` was told.
    static SWITCH_INTERVAL: Cell<f64> = const { Cell::new(0.005) };
}

const FLAGS: [(&str, i64); 18] = [
    ("debug", 0),
    ("inspect", 0),
    ("interactive", 0),
    ("optimize", 0),
    ("dont_write_bytecode", 1),
    ("no_user_site", 0),
    ("no_site", 0),
    ("ignore_environment", 0),
    ("verbose", 0),
    ("bytes_warning", 0),
    ("quiet", 0),
    ("hash_randomization", 0),
    ("isolated", 0),
    ("dev_mode", 0),
    ("utf8_mode", 0),
    ("warn_default_encoding", 0),
    ("safe_path", 0),
    ("int_max_str_digits", 4300),
];

/// Adds the constants to the namespace of `sys`.
pub(super) fn facts(vm: &Vm, dict: &Ref) -> Result<(), Raised> {
    let namespace = dict.as_ref::<Dict>();
    let set = |name: &str, value: Ref| namespace.set(vm, vm.name(name), value);
    for name in ["base_prefix", "exec_prefix", "base_exec_prefix", "abiflags"] {
        set(name, vm.new_str("")?)?;
    }
    set("platlibdir", vm.new_str("lib")?)?;
    set("float_repr_style", vm.new_str("short")?)?;
    set("meta_path", super::importers::meta_path(vm)?)?;
    set("path_hooks", vm.new_list(Vec::new())?)?;
    let warnings = std::env::var("PYTHONWARNINGS").unwrap_or_default();
    let options = warnings.split(',').filter(|option| !option.is_empty());
    let options = options.chain(vm.warnings.iter().map(String::as_str));
    let options = options.map(|option| vm.new_str(option)).collect::<Result<_, _>>()?;
    set("warnoptions", vm.new_list(options)?)?;
    for name in ["path_importer_cache", "_xoptions"] {
        set(name, vm.new_dict(Vec::new())?)?;
    }
    set("pycache_prefix", vm.none())?;
    if let Some(argv) = namespace.get_str(&vm.name("argv")) {
        set("orig_argv", argv)?;
    }
    set("flags", flags(vm)?)?;
    set("thread_info", thread_info(vm)?)?;
    set("implementation", implementation(vm, namespace)?)?;
    let names = crate::modules::PYTHON_MODULES.iter().map(|module| module.name);
    let names = names.chain(crate::modules::ALL_MODULES.iter().map(|spec| spec.name));
    let tops = new_frozenset(vm)?;
    for name in names.filter(|name| !name.contains('.') && *name != "refscope") {
        add(vm, &tops, vm.new_str(name)?)?;
    }
    set("stdlib_module_names", tops)
}

fn flags(vm: &Vm) -> Result<Ref, Raised> {
    let names = FLAGS.map(|(name, _)| name);
    let truths = ["dev_mode", "safe_path"];
    let values = FLAGS.map(|(name, value)| match truths.contains(&name) {
        true => Ok(vm.new_bool(value != 0)),
        false if name == "optimize" => vm.new_int(vm.optimize.into()),
        false => vm.new_int(value),
    });
    let values = values.into_iter().collect::<Result<_, _>>()?;
    super::struct_sequence::new(vm, "sys.flags", &names, values)
}

fn thread_info(vm: &Vm) -> Result<Ref, Raised> {
    let values = vec![vm.new_str("pthread")?, vm.new_str("semaphore")?, vm.none()];
    super::struct_sequence::new(vm, "sys.thread_info", &["name", "lock", "version"], values)
}

fn implementation(vm: &Vm, sys: &Dict) -> Result<Ref, Raised> {
    let class = vm.class_of_kind(kinds::SIMPLE_NAMESPACE).clone();
    let made = vm.call_object(&class, &[])?;
    let set = |name: &str, value: Ref| vm.set_attr(&made, &vm.name(name), Some(&value));
    set("name", vm.new_str("refscope")?)?;
    set("cache_tag", vm.none())?;
    for name in ["version", "hexversion"] {
        let from = if name == "version" { "version_info" } else { name };
        if let Some(value) = sys.get_str(&vm.name(from)) {
            set(name, value)?;
        }
    }
    Ok(made)
}

/// The answer of functions that tell of what is never there.
pub(super) fn nothing(_vm: &Vm, _args: Args<'_>) -> Eval {
    Ok(Value::None)
}

pub(super) fn getallocatedblocks(vm: &Vm, _args: Args<'_>) -> Eval {
    let mut blocks = 0;
    vm.heap.for_each_live(&mut |_| blocks += 1);
    Ok(Value::Int(blocks))
}

pub(super) fn getfilesystemencodeerrors(vm: &Vm, _args: Args<'_>) -> Eval {
    vm.new_str("surrogateescape").map(Value::Obj)
}

pub(super) fn getswitchinterval(_vm: &Vm, _args: Args<'_>) -> Eval {
    Ok(Value::float(SWITCH_INTERVAL.get()))
}

/// Threads run to their end, so that only the number is kept.
pub(super) fn setswitchinterval(vm: &Vm, args: Args<'_>) -> Eval {
    let Some(seconds) = as_float(vm, args.req(0))? else {
        let class = vm.class_name(args.req(0));
        return Err(vm.type_error(format!("must be real number, not {class}")));
    };
    if seconds <= 0.0 {
        return Err(vm.value_error("switch interval must be strictly positive"));
    }
    SWITCH_INTERVAL.set(seconds);
    Ok(Value::None)
}
