//! Micro-benchmarks of what programs do most: one small Python function each, called again and
//! again in one session. `cargo bench`, or `cargo bench -- calls` for some of them.

use divan::Bencher;
use refscope::heap::Attention;
use refscope::runtime::console::Captured;
use refscope::session::{Input, Mode, Options, Outcome, Session};

fn main() {
    divan::main();
}

/// Native stack that the benchmarks may use; the main thread has more.
const STACK: usize = 4 << 20;

/// Steps in each call of `work`, so that figures per step are easy to work out.
const STEPS: usize = 1000;

/// Defines `work` by `setup` and times calls of it.
fn time(bencher: Bencher<'_, '_>, setup: &str) {
    let options = Options {
        file: None,
        argv: vec![String::new()],
        warnings: Vec::new(),
        optimize: 0,
        path: Vec::new(),
        max_heap: None,
        attention: Attention::default(),
        native_stack: STACK,
        width: 0,
        paint: None,
    };
    let session = match Session::new(options, Box::new(Captured::default())) {
        Ok(session) => session,
        Err(error) => panic!("{error}"),
    };
    let run = |text: &str| {
        let outcome = session.run(Input { name: "<bench>", text, mode: Mode::Script });
        assert!(matches!(outcome, Outcome::Done { .. }), "{text} failed");
    };
    run(&setup.replace("STEPS", &STEPS.to_string()));
    bencher.counter(divan::counter::ItemsCount::new(STEPS)).bench_local(|| run("work()"));
}

/// Each row is a benchmark: its name and the program that defines `work`.
macro_rules! benchmarks {
    ($($name:ident: $setup:expr;)*) => {
        $(
            #[divan::bench]
            fn $name(bencher: Bencher<'_, '_>) {
                time(bencher, $setup);
            }
        )*
    };
}

benchmarks! {
    calls_positional: "
def f(a, b): return a
def work():
    for i in range(STEPS): f(i, i)
";
    calls_keyword: "
def f(a, b=2, c=3): return a
def work():
    for i in range(STEPS): f(i, c=i)
";
    calls_star: "
def f(*args, **kwargs): return args
def work():
    for i in range(STEPS): f(i, i)
";
    calls_method: "
class A:
    def m(self, x): return x
def work():
    a = A()
    for i in range(STEPS): a.m(i)
";
    calls_builtin: "
def work():
    items = []
    for i in range(STEPS): len(items)
";
    calls_short_ways: "
def work():
    items = []
    for i in range(STEPS):
        items.append(i)
";
    tuples_as_keys: "
def work():
    counts = {}
    for i in range(STEPS):
        spot = (i % 7, i)
        counts[spot] = counts.get(spot, 0) + 1
";
    instances_made: "
class A:
    def __init__(self, x, y):
        self.x = x
        self.y = y
def work():
    for i in range(STEPS): A(i, i)
";
    attributes_read: "
class A: pass
a = A()
a.x = 1.5
def work(a=a):
    for i in range(STEPS): a.x + a.x
";
    attributes_augmented: "
class A: pass
a = A()
a.x = 1.5
def work(a=a):
    for i in range(STEPS): a.x += 1.0
";
    ints_added: "
def work():
    total = 1000
    for i in range(STEPS): total += i
";
    floats_multiplied: "
def work():
    x = 1.0001
    y = 1.0
    for i in range(STEPS): y = y * x
";
    items_read: "
items = list(range(1000, 1000 + STEPS))
def work(items=items):
    for i in range(STEPS): items[i]
";
    items_written: "
items = [None] * STEPS
def work(items=items):
    for i in range(STEPS): items[i] = items
";
    dicts_counted: "
words = ['w%d' % (i % 97) for i in range(STEPS)]
def work(words=words):
    counts = {}
    for word in words: counts[word] = counts.get(word, 0) + 1
";
    tuples_unpacked: "
pairs = [(i, i) for i in range(STEPS)]
def work(pairs=pairs):
    for a, b in pairs: pass
";
    generators_resumed: "
def numbers(n):
    for i in range(n): yield i
def work():
    for x in numbers(STEPS): pass
";
    closures_called: "
def outer():
    n = 0
    def inner():
        nonlocal n
        n += 1
    return inner
def work():
    f = outer()
    for i in range(STEPS): f()
";
    strings_joined: "
def work():
    ''.join([str(i) for i in range(STEPS)])
";
    strings_formatted: "
def work():
    for i in range(STEPS): f'{i:5d} of {i!r}'
";
    exceptions_caught: "
def work():
    for i in range(STEPS):
        try: raise ValueError
        except ValueError: pass
";
    lists_sorted: "
items = [i * 7919 % 1009 for i in range(STEPS)]
def work(items=items):
    sorted(items, key=lambda x: -x)
";
    cycles_collected: "
import gc
class A: pass
def work():
    for i in range(STEPS // 2):
        a, b = A(), A()
        a.b, b.a = b, a
    gc.collect()
";
    attributes_in_dicts: "
class A:
    def __init__(self): self.__dict__.update(x=1)
a = A()
def work():
    for i in range(STEPS): a.x = a.x
";
    methods_of_list_subclass: "
class Stack(list):
    def top(self): return 1
s = Stack()
def work():
    for i in range(STEPS): s.top()
";
    methods_beside_getattr: "
class Proxy:
    def plain(self): return 1
    def __getattr__(self, name): return name
p = Proxy()
def work():
    for i in range(STEPS): p.plain()
";
    calls_with_keyword_only_defaults: "
def f(a, *, b=1, c=2): return a
def work():
    for i in range(STEPS): f(i)
";
    bound_methods_called: "
class A:
    def get(self): return 1
get = A().get
def work():
    for i in range(STEPS): get()
";
}
