//! Named tuples of facts: the version, floats, ints and hashes.

use crate::heap::Ref;
use crate::runtime::{Raised, Vm};

const VERSION_FIELDS: [&str; 5] = ["major", "minor", "micro", "releaselevel", "serial"];

pub(super) fn version_info(vm: &Vm) -> Result<Ref, Raised> {
    let (level, zero) = (vm.new_str("final")?, vm.new_int(0)?);
    let values = vec![vm.new_int(3)?, vm.new_int(13)?, zero.clone(), level, zero];
    named(vm, &VERSION_FIELDS, values, "version_info")
}

/// A tuple with named fields, as `sys.version_info` is.
fn named(vm: &Vm, fields: &[&str], values: Vec<Ref>, name: &str) -> Result<Ref, Raised> {
    crate::modules::struct_sequence::new(vm, &format!("sys.{name}"), fields, values)
}

pub(super) fn float_info(vm: &Vm) -> Result<Ref, Raised> {
    let fields = [
        "max",
        "max_exp",
        "max_10_exp",
        "min",
        "min_exp",
        "min_10_exp",
        "dig",
        "mant_dig",
        "epsilon",
        "radix",
        "rounds",
    ];
    let values = vec![
        vm.new_float(f64::MAX)?,
        vm.new_int(1024)?,
        vm.new_int(308)?,
        vm.new_float(f64::MIN_POSITIVE)?,
        vm.new_int(-1021)?,
        vm.new_int(-307)?,
        vm.new_int(15)?,
        vm.new_int(53)?,
        vm.new_float(f64::EPSILON)?,
        vm.new_int(2)?,
        vm.new_int(1)?,
    ];
    named(vm, &fields, values, "float_info")
}

pub(super) fn int_info(vm: &Vm) -> Result<Ref, Raised> {
    let fields =
        ["bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"];
    let values =
        [30, 4, 4300, 640].into_iter().map(|value| vm.new_int(value)).collect::<Result<_, _>>()?;
    named(vm, &fields, values, "int_info")
}

pub(super) fn hash_info(vm: &Vm) -> Result<Ref, Raised> {
    let fields =
        ["width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff"];
    let values = vec![
        vm.new_int(64)?,
        vm.new_int((1 << 61) - 1)?,
        vm.new_int(314_159)?,
        vm.new_int(0)?,
        vm.new_int(1_000_003)?,
        vm.new_str("siphash13")?,
        vm.new_int(64)?,
        vm.new_int(128)?,
        vm.new_int(0)?,
    ];
    named(vm, &fields, values, "hash_info")
}
