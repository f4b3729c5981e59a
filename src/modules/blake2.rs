//! `_blake2`: the digests of `hashlib` that may have a key, a salt and a person.

use std::ops::RangeInclusive;

use blake2::digest::Output;
use blake2::digest::core_api::{Buffer, UpdateCore, VariableOutputCore};
use blake2::{Blake2bVarCore, Blake2sVarCore};

use super::digests::{GETSET, Hash, METHODS, Running, feed};
use crate::heap::{Kind, Ref};
use crate::runtime::object::number::{IntView, int_view};
use crate::runtime::spec::{Method, ModuleSpec, TypeSpec, staticmethod};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Slots, Vm};
use crate::types::bytes::view;
use crate::types::expect;
use crate::types::object::OBJECT;

/// A digest at work. A key is its first block; the size is among what it begins with.
macro_rules! running {
    ($name:ident, $core:ty) => {
        struct $name {
            core: $core,
            buffer: Buffer<$core>,
        }

        impl $name {
            fn begin(salt: &[u8], person: &[u8], key: usize, size: usize) -> Box<dyn Running> {
                let core = <$core>::new_with_params(salt, person, key, size);
                Box::new($name { core, buffer: Buffer::<$core>::default() })
            }
        }

        impl Running for $name {
            fn add(&mut self, data: &[u8]) {
                let $name { core, buffer } = self;
                buffer.digest_blocks(data, |blocks| core.update_blocks(blocks));
            }

            fn result(&self, size: usize) -> Vec<u8> {
                let mut out = Output::<$core>::default();
                self.core.clone().finalize_variable_core(&mut self.buffer.clone(), &mut out);
                out[..size.min(out.len())].to_vec()
            }

            fn copied(&self) -> Box<dyn Running> {
                Box::new($name { core: self.core.clone(), buffer: self.buffer.clone() })
            }
        }
    };
}

running!(Wide, Blake2bVarCore);
running!(Narrow, Blake2sVarCore);

/// What is known of one of the two.
pub struct Blake {
    pub name: &'static str,
    /// Of digest and key at most; a quarter of it is for the salt, and for the person.
    pub most: usize,
    pub block: usize,
    /// Takes salt and person, and the sizes of key and digest.
    begin: fn(&[u8], &[u8], usize, usize) -> Box<dyn Running>,
    /// How far the place of a node can go.
    offset_bits: u32,
}

pub static WIDE: Blake =
    Blake { name: "blake2b", most: 64, block: 128, begin: Wide::begin, offset_bits: 64 };

pub static NARROW: Blake =
    Blake { name: "blake2s", most: 32, block: 64, begin: Narrow::begin, offset_bits: 48 };

impl Blake {
    /// One without a key.
    pub fn plain(&self) -> Box<dyn Running> {
        (self.begin)(&[], &[], 0, self.most)
    }

    /// The argument at `index`, which has a quarter of the digest's size at most, or all of it.
    fn bytes(&self, vm: &Vm, args: Args<'_>, index: usize) -> Result<Vec<u8>, Raised> {
        let (what, most) = match index {
            3 => ("key", self.most),
            4 => ("salt", self.most / 4),
            _ => ("person", self.most / 4),
        };
        let Some(given) = args.get(index) else { return Ok(Vec::new()) };
        let bytes = view::required(vm, given)?;
        if bytes.len() > most {
            let message = format!("maximum {what} length is {most} bytes");
            return Err(vm.value_error(message));
        }
        Ok(bytes.to_vec())
    }

    /// Looks at the arguments that say where the digest is in a tree of them: it must stand alone.
    fn check_place(&self, vm: &Vm, args: Args<'_>) -> Result<(), Raised> {
        let is_usual = |index: usize, usual: i64, range: RangeInclusive<i64>, limits: &str| {
            let Some(given) = args.get(index) else { return Ok(true) };
            let number = expect::c_int(vm, given)?;
            if range.contains(&number) {
                return Ok(number == usual);
            }
            Err(vm.value_error(limits.to_owned()))
        };
        let is_nothing = |index: usize, name: &str, bits: u32| match args.get(index) {
            Some(given) => is_zero(vm, given, name, bits),
            None => Ok(true),
        };
        let mut alone = is_usual(6, 1, 0..=255, "fanout must be between 0 and 255")?;
        alone &= is_usual(7, 1, 1..=255, "depth must be between 1 and 255")?;
        alone &= is_nothing(8, "leaf_size", 32)?;
        alone &= is_nothing(9, "node_offset", self.offset_bits)?;
        alone &= is_usual(10, 0, 0..=255, "node_depth must be between 0 and 255")?;
        let most = self.most as i64;
        alone &= is_usual(11, 0, 0..=most, &format!("inner_size must be between 0 and is {most}"))?;
        alone &= !args.get(12).map_or(Ok(false), |last| vm.truth_of(last))?;
        if alone {
            return Ok(());
        }
        let message = "trees of BLAKE2 digests are not supported by Refscope";
        Err(vm.raise(ErrorKind::NotImplementedError, message.into()))
    }

    fn made(&'static self, vm: &Vm, args: Args<'_>) -> Eval {
        let size = args.get(2).map_or(Ok(self.most as i64), |size| expect::c_int(vm, size))?;
        let size = match usize::try_from(size) {
            Ok(size) if (1..=self.most).contains(&size) => size,
            _ => {
                let message = format!("digest_size must be between 1 and {} bytes", self.most);
                return Err(vm.value_error(message));
            }
        };
        let (salt, person) = (self.bytes(vm, args, 4)?, self.bytes(vm, args, 5)?);
        self.check_place(vm, args)?;
        let mut key = self.bytes(vm, args, 3)?;
        let mut running = (self.begin)(&salt, &person, key.len(), size);
        if !key.is_empty() {
            key.resize(self.block, 0);
            running.add(&key);
        }
        if let Some(data) = args.get(1) {
            feed(vm, data, |bytes| running.add(bytes))?;
        }
        Hash::made(vm, self.name, size, running)
    }
}

/// Whether an int is 0, which must not be negative nor have more than so many bits.
fn is_zero(vm: &Vm, given: &Ref, name: &str, bits: u32) -> Result<bool, Raised> {
    let overflow = |message: String| vm.raise(ErrorKind::OverflowError, message);
    let index = vm.to_index(given)?;
    match int_view(&index) {
        Some(IntView::Small(number)) if number < 0 => Err(vm.value_error("value must be positive")),
        Some(IntView::Small(number)) if bits < 64 && number >> bits != 0 => {
            Err(overflow(format!("{name} is too large")))
        }
        Some(IntView::Small(number)) => Ok(number == 0),
        Some(IntView::Big(number)) if bits == 64 && u64::try_from(number).is_ok() => Ok(false),
        _ => Err(overflow("int too big to convert".to_owned())),
    }
}

fn repr(vm: &Vm, object: &Ref) -> Eval {
    object.observe();
    let (name, address) = (vm.class_name(object), object.address());
    vm.str_value(&format!("<{name} object at {address:#x}>"))
}

/// The constants of a class.
fn constants(vm: &Vm, class: &Ref, blake: &Blake) -> Result<(), Raised> {
    let rows = [
        ("SALT_SIZE", blake.most / 4),
        ("PERSON_SIZE", blake.most / 4),
        ("MAX_KEY_SIZE", blake.most),
        ("MAX_DIGEST_SIZE", blake.most),
    ];
    for (name, size) in rows {
        vm.namespace(class).set(vm, vm.name(name), vm.new_int(size as i64)?)?;
    }
    Ok(())
}

const SIGNATURE: &str = "(type, data=b'', /, *, digest_size=64, key=b'', salt=b'', person=b'', \
                         fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, \
                         inner_size=0, last_node=False, usedforsecurity=True)";

static NEW_WIDE: Method =
    staticmethod("__new__", SIGNATURE, |vm, args| WIDE.made(vm, args), "Begin a digest.");
static NEW_NARROW: Method =
    staticmethod("__new__", SIGNATURE, |vm, args| NARROW.made(vm, args), "Begin a digest.");

pub static BLAKE2B: TypeSpec = TypeSpec {
    name: "blake2b",
    doc: "Return a new BLAKE2b hash object.",
    construct: Some(&NEW_WIDE),
    extra: Some(|vm, class| constants(vm, class, &WIDE)),
    ..EITHER
};

pub static BLAKE2S: TypeSpec = TypeSpec {
    name: "blake2s",
    doc: "Return a new BLAKE2s hash object.",
    construct: Some(&NEW_NARROW),
    extra: Some(|vm, class| constants(vm, class, &NARROW)),
    ..EITHER
};

const EITHER: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    module: "_blake2",
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    methods: &METHODS,
    getset: &GETSET,
    kind: Kind(0),
    ..TypeSpec::of::<Hash>()
};

pub static BLAKE2: ModuleSpec = ModuleSpec {
    name: "_blake2",
    doc: "The BLAKE2 digests of hashlib.",
    functions: &[],
    types: &[&BLAKE2B, &BLAKE2S],
    setup: None,
};
