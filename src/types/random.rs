//! `_random.Random`: the Mersenne Twister, number for number as CPython's.

use std::cell::RefCell;
use std::hash::{BuildHasher, Hasher, RandomState};

use super::object::OBJECT;
use crate::heap::{Kind, Payload, Ref};
use crate::runtime::object::number::{IntView, int_view};
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{Int, Tuple};
use crate::runtime::spec::{Method, TypeSpec, method, staticmethod};
use crate::runtime::{Args, Eval, Raised, Value, Vm, kinds};

const SIZE: usize = 624;
const MIDDLE: usize = 397;

/// The state of a generator of 32-bit numbers (MT19937).
pub struct Twister {
    words: [u32; SIZE],
    next: usize,
}

impl Twister {
    /// The generator for one 32-bit seed.
    fn of_seed(seed: u32) -> Twister {
        let mut words = [seed; SIZE];
        for at in 1..SIZE {
            let before = words[at - 1];
            let mixed = before ^ before >> 30;
            words[at] = mixed.wrapping_mul(1_812_433_253).wrapping_add(at as u32);
        }
        Twister { words, next: SIZE }
    }

    /// The generator for a seed of any length, lowest word first.
    fn of_key(key: &[u32]) -> Twister {
        let mut made = Twister::of_seed(19_650_218);
        let words = &mut made.words;
        let (mut at, mut part) = (1, 0);
        let step = |words: &mut [u32; SIZE], at: &mut usize| {
            *at += 1;
            if *at == SIZE {
                words[0] = words[SIZE - 1];
                *at = 1;
            }
        };
        for _ in 0..SIZE.max(key.len()) {
            let before = words[at - 1];
            let mixed = (before ^ before >> 30).wrapping_mul(1_664_525);
            words[at] = (words[at] ^ mixed).wrapping_add(key[part]).wrapping_add(part as u32);
            step(words, &mut at);
            part = (part + 1) % key.len();
        }
        for _ in 0..SIZE - 1 {
            let before = words[at - 1];
            let mixed = (before ^ before >> 30).wrapping_mul(1_566_083_941);
            words[at] = (words[at] ^ mixed).wrapping_sub(at as u32);
            step(words, &mut at);
        }
        words[0] = 0x8000_0000;
        made
    }

    fn refill(&mut self) {
        for at in 0..SIZE {
            let joined = self.words[at] & 0x8000_0000 | self.words[(at + 1) % SIZE] & 0x7fff_ffff;
            let twist = if joined & 1 == 1 { 0x9908_b0df } else { 0 };
            self.words[at] = self.words[(at + MIDDLE) % SIZE] ^ joined >> 1 ^ twist;
        }
        self.next = 0;
    }

    fn word(&mut self) -> u32 {
        if self.next >= SIZE {
            self.refill();
        }
        let mut word = self.words[self.next];
        self.next += 1;
        word ^= word >> 11;
        word ^= word << 7 & 0x9d2c_5680;
        word ^= word << 15 & 0xefc6_0000;
        word ^ word >> 18
    }

    /// An int from 0 up to and not including `limit`, which is above 0.
    fn below(&mut self, limit: i64) -> i64 {
        let bits = i64::BITS - limit.leading_zeros();
        loop {
            // The words come as in an int of so many bits, the lowest first.
            let number = match bits {
                0..=32 => i64::from(self.word() >> (32 - bits)),
                _ => i64::from(self.word()) | i64::from(self.word() >> (64 - bits)) << 32,
            };
            if number < limit {
                return number;
            }
        }
    }

    /// A float in `[0, 1)` with 53 bits.
    fn float(&mut self) -> f64 {
        let (high, low) = (self.word() >> 5, self.word() >> 6);
        (f64::from(high) * 67_108_864.0 + f64::from(low)) * (1.0 / 9_007_199_254_740_992.0)
    }
}

/// A number that differs from run to run.
pub fn entropy() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// A generator object.
pub struct Random(RefCell<Box<Twister>>);

impl Payload for Random {
    const KIND: Kind = kinds::RANDOM;
    const NAME: &'static str = "Random";
    const TRACKED: bool = false;

    fn external_bytes(&self) -> usize {
        size_of::<Twister>()
    }
}

pub static RANDOM: TypeSpec = TypeSpec {
    module: "_random",
    base: Some(&OBJECT),
    doc: "Random() -> create a random number generator with its own internal state.",
    subclassable: true,
    construct: Some(&NEW),
    init: Some(&INIT),
    methods: &METHODS,
    ..TypeSpec::of::<Random>()
};

static NEW: Method = staticmethod(
    "__new__",
    "(type, *args, **kwargs)",
    new,
    "Create and return a new object.  See help(type) for accurate signature.",
);

static INIT: Method = method("__init__", "(seed=None, /)", seed, "Initialize self.");

static METHODS: [Method; 6] = [
    method("_below", "(n, /)", below, "Return a random int from 0 up to and not including n.")
        .leaf(below_briefly),
    method("getrandbits", "(k, /)", getrandbits, "Return an int with k random bits."),
    method("getstate", "()", getstate, "Return the internal state of the generator as a tuple."),
    method("random", "()", random, "Return a float in the interval [0, 1)."),
    method(
        "seed",
        "(n=None, /)",
        seed,
        "Set the state from an int, another object's hash, or chance.",
    ),
    method("setstate", "(state, /)", setstate, "Restore the internal state from a tuple."),
];

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    let twister = Twister::of_key(&chance());
    vm.alloc_in(Random(RefCell::new(Box::new(twister))), args.req(0)).map(Value::Obj)
}

/// A key nobody can foresee.
fn chance() -> Vec<u32> {
    (0..16).map(|_| entropy() as u32).collect()
}

fn seed(vm: &Vm, args: Args<'_>) -> Eval {
    let key = match args.get(1).filter(|seed| !vm.is_none(seed)) {
        None => chance(),
        Some(seed) => match int_view(seed) {
            Some(IntView::Small(small)) => key_of(&[small.unsigned_abs()]),
            Some(IntView::Big(big)) => key_of(big.as_sign_words().1),
            None => key_of(&[vm.hash(seed)? as u64]),
        },
    };
    if let Some(random) = args.req(0).get::<Random>() {
        **random.0.borrow_mut() = Twister::of_key(&key);
    }
    Ok(Value::None)
}

/// 64-bit words as 32-bit words without leading zeros, but at least one.
fn key_of(words: &[u64]) -> Vec<u32> {
    let mut key: Vec<u32> =
        words.iter().flat_map(|&word| [word as u32, (word >> 32) as u32]).collect();
    while key.len() > 1 && key.last() == Some(&0) {
        key.pop();
    }
    key
}

/// Runs `act` on the generator of `self`.
fn with<R>(args: Args<'_>, act: impl FnOnce(&mut Twister) -> R) -> R {
    act(&mut args.req(0).as_ref::<Random>().0.borrow_mut())
}

fn random(_vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::float(with(args, Twister::float)))
}

/// As many random bits as `limit` has, again and again until they are less.
fn below(vm: &Vm, args: Args<'_>) -> Eval {
    let limit = vm.to_index(args.req(1))?;
    match int_view(&limit).and_then(|view| view.small()).filter(|limit| *limit > 0) {
        Some(limit) => Ok(Value::Int(with(args, |twister| twister.below(limit)))),
        None => vm.call_method(args.req(0), "_randbelow_with_getrandbits", &[&limit]),
    }
}

fn below_briefly(_: &Vm, random: &Ref, limit: Option<&Ref>, _: Option<&Ref>) -> Option<Eval> {
    let limit = limit?.get::<Int>()?.0.get();
    let random = random.get::<Random>()?;
    (limit > 0).then(|| Ok(Value::Int(random.0.borrow_mut().below(limit))))
}

fn getrandbits(vm: &Vm, args: Args<'_>) -> Eval {
    let count = vm.size_of(args.req(1))?;
    let Ok(count) = usize::try_from(count) else {
        return Err(vm.value_error("number of bits must be non-negative"));
    };
    if count <= 32 {
        let bits = if count == 0 { 0 } else { with(args, Twister::word) >> (32 - count) };
        return Ok(Value::Int(bits.into()));
    }
    super::int::room_for(vm, count as u128)?;
    let bytes = with(args, |twister| {
        let mut left = count;
        let mut bytes = Vec::with_capacity(count.div_ceil(32) * 4);
        while left > 0 {
            let word = twister.word() >> (32 - left.min(32));
            bytes.extend(word.to_le_bytes());
            left -= left.min(32);
        }
        bytes
    });
    vm.new_big_int(dashu_int::UBig::from_le_bytes(&bytes).into())
}

fn getstate(vm: &Vm, args: Args<'_>) -> Eval {
    let state: Vec<i64> = with(args, |twister| {
        let words = twister.words.iter().map(|&word| i64::from(word));
        words.chain([twister.next as i64]).collect()
    });
    let items = state.into_iter().map(|word| vm.new_int(word)).collect::<Result<Vec<_>, _>>()?;
    vm.new_tuple(items).map(Value::Obj)
}

fn setstate(vm: &Vm, args: Args<'_>) -> Eval {
    let state = args.req(1);
    if !state.is::<Tuple>() {
        return Err(vm.type_error("state vector must be a tuple"));
    }
    let items = tuple_refs(state);
    if items.len() != SIZE + 1 {
        return Err(vm.value_error("state vector is the wrong size"));
    }
    let numbers = items.iter().map(|item| word_of(vm, item)).collect::<Result<Vec<u64>, _>>()?;
    let next = numbers[SIZE] as usize;
    if next > SIZE {
        return Err(vm.value_error("invalid state"));
    }
    with(args, |twister| {
        for (word, number) in twister.words.iter_mut().zip(&numbers) {
            *word = *number as u32;
        }
        twister.next = next;
    });
    Ok(Value::None)
}

fn word_of(vm: &Vm, item: &Ref) -> Result<u64, Raised> {
    match int_view(item) {
        Some(IntView::Small(small)) => Ok(small as u64),
        Some(IntView::Big(_)) => Ok(0),
        None => Err(vm.type_error("an integer is required")),
    }
}
