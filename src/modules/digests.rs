//! `_hashlib.HASH`: a digest in the making, for `hashlib`.

use std::cell::RefCell;

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};
use sha3::digest::{ExtendableOutput, Update, XofReader};
use sha3::{Sha3_224, Sha3_256, Sha3_384, Sha3_512, Shake128, Shake256};

use super::blake2::{BLAKE2B, BLAKE2S, NARROW, WIDE};
use crate::heap::{Kind, Payload, Ref};
use crate::runtime::object::Str;
use crate::runtime::spec::{GetSetRow, Method, ModuleSpec, TypeSpec, function, getter, method};
use crate::runtime::{Args, Eval, Raised, Slots, Value, Vm, kinds};
use crate::types::bytes::{new_bytes, room, view};
use crate::types::memoryview::exported_bytes;
use crate::types::object::OBJECT;

/// An algorithm at work.
pub trait Running {
    fn add(&mut self, data: &[u8]);
    /// The digest so far, of so many bytes.
    fn result(&self, size: usize) -> Vec<u8>;
    fn copied(&self) -> Box<dyn Running>;
}

struct Plain<D>(D);

impl<D: Digest + Clone + 'static> Running for Plain<D> {
    fn add(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    fn result(&self, _size: usize) -> Vec<u8> {
        self.0.clone().finalize().to_vec()
    }

    fn copied(&self) -> Box<dyn Running> {
        Box::new(Plain(self.0.clone()))
    }
}

struct Endless<D>(D);

impl<D: ExtendableOutput + Update + Clone + 'static> Running for Endless<D> {
    fn add(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    fn result(&self, size: usize) -> Vec<u8> {
        let mut out = vec![0; size];
        self.0.clone().finalize_xof().read(&mut out);
        out
    }

    fn copied(&self) -> Box<dyn Running> {
        Box::new(Endless(self.0.clone()))
    }
}

/// What is known of an algorithm.
struct Algorithm {
    name: &'static str,
    /// 0 where each digest is told its size.
    size: usize,
    block: usize,
    start: fn() -> Box<dyn Running>,
}

const fn algorithm(
    name: &'static str,
    size: usize,
    block: usize,
    start: fn() -> Box<dyn Running>,
) -> Algorithm {
    Algorithm { name, size, block, start }
}

static ALGORITHMS: [Algorithm; 14] = [
    algorithm("md5", 16, 64, || Box::new(Plain(Md5::new()))),
    algorithm("sha1", 20, 64, || Box::new(Plain(Sha1::new()))),
    algorithm("sha224", 28, 64, || Box::new(Plain(Sha224::new()))),
    algorithm("sha256", 32, 64, || Box::new(Plain(Sha256::new()))),
    algorithm("sha384", 48, 128, || Box::new(Plain(Sha384::new()))),
    algorithm("sha512", 64, 128, || Box::new(Plain(Sha512::new()))),
    algorithm("sha3_224", 28, 144, || Box::new(Plain(Sha3_224::new()))),
    algorithm("sha3_256", 32, 136, || Box::new(Plain(Sha3_256::new()))),
    algorithm("sha3_384", 48, 104, || Box::new(Plain(Sha3_384::new()))),
    algorithm("sha3_512", 64, 72, || Box::new(Plain(Sha3_512::new()))),
    algorithm("shake_128", 0, 168, || Box::new(Endless(Shake128::default()))),
    algorithm("shake_256", 0, 136, || Box::new(Endless(Shake256::default()))),
    algorithm(WIDE.name, WIDE.most, WIDE.block, || WIDE.plain()),
    algorithm(NARROW.name, NARROW.most, NARROW.block, || NARROW.plain()),
];

pub struct Hash {
    algorithm: &'static Algorithm,
    size: usize,
    running: RefCell<Box<dyn Running>>,
}

impl Payload for Hash {
    const KIND: Kind = kinds::HASH;
    const NAME: &'static str = "HASH";
    const TRACKED: bool = false;
}

impl Hash {
    /// A digest in the making by the algorithm called `name`; `None` if there is none such.
    pub fn made(vm: &Vm, name: &str, size: usize, running: Box<dyn Running>) -> Eval {
        match ALGORITHMS.iter().find(|known| known.name == name) {
            Some(algorithm) => algorithm.made(vm, size, running),
            None => Ok(Value::None),
        }
    }
}

impl Algorithm {
    fn made(&'static self, vm: &Vm, size: usize, running: Box<dyn Running>) -> Eval {
        let hash = Hash { algorithm: self, size, running: RefCell::new(running) };
        let class = match self.name {
            "blake2b" => &BLAKE2B,
            "blake2s" => &BLAKE2S,
            _ if self.size == 0 => &HASHXOF,
            _ => return vm.alloc(hash).map(Value::Obj),
        };
        vm.alloc_extended(hash, &vm.class_of_spec(class)).map(Value::Obj)
    }
}

/// Lets `take` see the bytes of an argument.
pub fn feed(vm: &Vm, data: &Ref, take: impl FnOnce(&[u8])) -> Result<(), Raised> {
    if data.is::<Str>() {
        return Err(vm.type_error("Strings must be encoded before hashing"));
    }
    if let Some(bytes) = view::of(data) {
        take(&bytes);
        return Ok(());
    }
    match exported_bytes(vm, data, 0)? {
        Some(bytes) => {
            take(&bytes);
            Ok(())
        }
        None => Err(vm.type_error("object supporting the buffer API required")),
    }
}

/// A digest by the algorithm called `name`, `None` if there is none such, begun with `data`.
fn begun(vm: &Vm, name: &str, data: Option<&Ref>) -> Eval {
    let Some(algorithm) = ALGORITHMS.iter().find(|known| known.name == name) else {
        return Ok(Value::None);
    };
    let mut running = (algorithm.start)();
    if let Some(data) = data {
        feed(vm, data, |bytes| running.add(bytes))?;
    }
    algorithm.made(vm, algorithm.size, running)
}

/// `start(name, data)`: the way to what has no function of its own.
pub(super) fn start(vm: &Vm, args: Args<'_>) -> Eval {
    let name = vm.str_text(args.req(0))?;
    begun(vm, &name, args.get(1))
}

fn update(vm: &Vm, args: Args<'_>) -> Eval {
    let hash = args.req(0).as_ref::<Hash>();
    feed(vm, args.req(1), |bytes| hash.running.borrow_mut().add(bytes))?;
    Ok(Value::None)
}

fn result(vm: &Vm, args: Args<'_>) -> Result<Vec<u8>, Raised> {
    let hash = args.req(0).as_ref::<Hash>();
    let size = match args.get(1) {
        Some(length) => usize::try_from(vm.size_of(length)?)
            .map_err(|_| vm.value_error("value must be positive"))?,
        None => hash.size,
    };
    drop(room(vm, size)?);
    Ok(hash.running.borrow().result(size))
}

fn digest(vm: &Vm, args: Args<'_>) -> Eval {
    new_bytes(vm, result(vm, args)?).map(Value::Obj)
}

fn hexdigest(vm: &Vm, args: Args<'_>) -> Eval {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let result = result(vm, args)?;
    let digit = |half: u8| char::from(DIGITS[usize::from(half & 15)]);
    let text: String = result.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect();
    vm.str_value(&text)
}

fn copy(vm: &Vm, args: Args<'_>) -> Eval {
    let hash = args.req(0).as_ref::<Hash>();
    let running = hash.running.borrow().copied();
    hash.algorithm.made(vm, hash.size, running)
}

fn repr(vm: &Vm, object: &Ref) -> Eval {
    object.observe();
    let (name, address) = (object.as_ref::<Hash>().algorithm.name, object.address());
    let class = vm.class_name(object);
    vm.str_value(&format!("<{name} {class} object @ {address:#x}>"))
}

pub static METHODS: [Method; 4] = [
    method("copy", "()", copy, "Return a copy of the hash object."),
    method("digest", "()", digest, "Return the digest value as a bytes object."),
    method(
        "hexdigest",
        "()",
        hexdigest,
        "Return the digest value as a string of hexadecimal digits.",
    ),
    method(
        "update",
        "(obj, /)",
        update,
        "Update this hash object's state with the provided string.",
    ),
];

static SQUEEZE_METHODS: [Method; 2] = [
    method("digest", "(length)", digest, "Return the digest value as a bytes object."),
    method(
        "hexdigest",
        "(length)",
        hexdigest,
        "Return the digest value as a string of hexadecimal digits.",
    ),
];

pub static GETSET: [GetSetRow; 3] = [
    getter(
        "block_size",
        |_, object| Ok(Value::Int(object.as_ref::<Hash>().algorithm.block as i64)),
        "Bytes that are worked on at a time.",
    ),
    getter(
        "digest_size",
        |_, object| Ok(Value::Int(object.as_ref::<Hash>().size as i64)),
        "Bytes of the digest.",
    ),
    getter(
        "name",
        |vm, object| vm.str_value(object.as_ref::<Hash>().algorithm.name),
        "algorithm name.",
    ),
];

pub static HASH: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    module: "_hashlib",
    doc: "A hash is an object used to calculate a checksum of a string of information.",
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    methods: &METHODS,
    getset: &GETSET,
    ..TypeSpec::of::<Hash>()
};

/// The digests that have as many bytes as one asks for.
pub static HASHXOF: TypeSpec = TypeSpec {
    name: "HASHXOF",
    base: Some(&HASH),
    module: "_hashlib",
    doc: HASH.doc,
    methods: &SQUEEZE_METHODS,
    kind: Kind(0),
    ..TypeSpec::of::<Hash>()
};

const SIGNATURE: &str = "(string=b'', *, usedforsecurity=True)";

macro_rules! makers {
    ($($function:literal $name:literal,)*) => {
        [$(function(
            $function,
            SIGNATURE,
            |vm, args| begun(vm, $name, args.get(0)),
            concat!("Returns a ", $name, " hash object; optionally initialized with a string"),
        ),)*]
    };
}

static MAKERS: [Method; 12] = makers! {
    "openssl_md5" "md5",
    "openssl_sha1" "sha1",
    "openssl_sha224" "sha224",
    "openssl_sha256" "sha256",
    "openssl_sha384" "sha384",
    "openssl_sha3_224" "sha3_224",
    "openssl_sha3_256" "sha3_256",
    "openssl_sha3_384" "sha3_384",
    "openssl_sha3_512" "sha3_512",
    "openssl_sha512" "sha512",
    "openssl_shake_128" "shake_128",
    "openssl_shake_256" "shake_256",
};

pub static HASHLIB: ModuleSpec = ModuleSpec {
    name: "_hashlib",
    doc: "OpenSSL interface for hashlib module",
    functions: &MAKERS,
    types: &[&HASH, &HASHXOF],
    setup: None,
};
