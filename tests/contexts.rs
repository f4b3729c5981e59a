//! Counts do not depend on where code runs, and a cell that runs again and again leaves nothing behind.

use std::cell::RefCell;
use std::rc::Rc;

use refscope::diagnostic::Failure;
use refscope::runtime::console::Console;
use refscope::session::{Audience, Input, Mode, Options, Outcome, Session};

/// Text a session has printed, for whoever looks while the session lives.
#[derive(Clone, Default)]
struct Printed(Rc<RefCell<String>>);

impl Console for Printed {
    fn write_out(&mut self, text: &str) -> std::io::Result<()> {
        self.0.borrow_mut().push_str(text);
        Ok(())
    }

    fn write_err(&mut self, text: &str) -> std::io::Result<()> {
        self.write_out(text)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }

    fn read_line(&mut self, _prompt: &str) -> std::io::Result<Option<String>> {
        Ok(None)
    }
}

struct Quiet;

impl Audience for Quiet {
    fn note(&mut self, _text: &str) {}
    fn say(&mut self, _text: &str) {}
    fn failed(&mut self, _failure: &Failure) {}
    fn draw_errors(&mut self, _pretty: bool) {}
    fn set_prompt(&mut self, _prompt: &str) {}
    fn offer(&mut self, _text: &str) {}
}

fn session() -> (Session, Printed) {
    let printed = Printed::default();
    let options = Options { native_stack: 1 << 20, ..Options::default() };
    match Session::new(options, Box::new(printed.clone())) {
        Ok(session) => (session, printed),
        Err(why) => panic!("{why}"),
    }
}

/// What the statements print where `run` runs them.
fn printed_by(statements: &[&str], run: impl Fn(&Session, &[&str])) -> String {
    let (session, printed) = session();
    run(&session, statements);
    let report = session.audit_report();
    assert!(report.ends_with("all counts agree\n"), "{statements:?}: {report}");
    session.finish();
    let left = session.left_report();
    assert!(left.is_empty(), "{statements:?}: {left}");
    printed.0.take()
}

fn run_whole(session: &Session, statements: &[&str], mode: Mode) {
    let text = statements.join("\n") + "\n";
    let outcome = session.run(Input { name: "<test>", text: &text, mode });
    assert!(matches!(outcome, Outcome::Done { .. }), "{text}: {outcome:?}");
}

fn paste(session: &Session, text: &str) {
    let outcome = session.submit(text, &mut Quiet);
    assert!(matches!(outcome, Outcome::Done { .. }), "{text}: {outcome:?}");
}

/// A snippet's statements, and what CPython 3.13 prints for them as a script.
struct Snippet {
    statements: &'static [&'static str],
    prints: &'static str,
}

const SNIPPETS: &[Snippet] = &[
    Snippet {
        statements: &[
            "a = []",
            "print(count(a))",
            "b = a; c = [a, a]",
            "print(count(a))",
            "del b, c",
            "print(count(a))",
        ],
        prints: "2\n5\n2\n",
    },
    Snippet {
        statements: &[
            "class K: pass",
            "k = K()",
            "k.me = k",
            "print(count(k), count(K))",
            "k.__dict__.clear()",
            "print(count(k))",
        ],
        prints: "3 6\n2\n",
    },
    Snippet {
        statements: &[
            "def f(x):\n    return count(x)",
            "a = {}",
            "print(f(a), f(x=a), f(*[a]), f(**{'x': a}), f([]))",
        ],
        prints: "3 3 3 3 2\n",
    },
    Snippet {
        statements: &[
            "def f(*args, **more):\n    return count(args), count(more), count(args[0])",
            "a = set()",
            "print(f(a, k=a))",
        ],
        prints: "(2, 2, 4)\n",
    },
    Snippet {
        statements: &[
            "def outer(x):\n    def inner():\n        return count(x)\n    return inner",
            "a = []",
            "f = outer(a)",
            "print(f(), count(a), count(f))",
        ],
        prints: "3 3 2\n",
    },
    Snippet {
        statements: &[
            "def g(x):\n    yield count(x)\n    yield count(x)",
            "a = []",
            "it = g(a)",
            "print(count(a), next(it), count(g), count(it))",
            "print(list(it), count(a), count(g))",
        ],
        prints: "3 3 3 2\n[3] 2 2\n",
    },
    Snippet {
        statements: &[
            "a = []",
            "try:\n    raise ValueError(a)\nexcept ValueError as error:\n    print(count(error), count(a))",
            "print(count(a))",
        ],
        prints: "3 3\n2\n",
    },
    Snippet {
        statements: &[
            "def f(x):\n    raise KeyError(x)",
            "a = []",
            "try:\n    f(a)\nexcept KeyError as error:\n    kept = error",
            "print(count(a), count(kept), count(f))",
            "del kept",
            "print(count(a), count(f))",
        ],
        prints: "4 2 3\n2 2\n",
    },
    Snippet {
        statements: &[
            "class C:\n    def meth(self):\n        return count(self)",
            "c = C()",
            "m = c.meth",
            "print(count(c), c.meth(), m(), count(m))",
            "del m",
            "print(count(c))",
        ],
        prints: "3 4 4 2\n2\n",
    },
    Snippet {
        statements: &[
            "class C:\n    def __enter__(self):\n        return self\n    def __exit__(self, *args):\n        pass",
            "c = C()",
            "with c as d:\n    print(count(c))",
            "del d",
            "print(count(c))",
        ],
        prints: "4\n2\n",
    },
    Snippet {
        statements: &[
            "a = []",
            "b = [a for i in range(3)]",
            "print(count(a), [count(i) for i in b])",
            "x, y, *z = b",
            "print(count(a))",
            "x, y = y, x",
            "print(count(a))",
        ],
        prints: "5 [6, 6, 6]\n8\n8\n",
    },
    Snippet {
        statements: &[
            "a = ['x']",
            "d = {'k': a, 'l': (a,)}",
            "print(count(a), count(d))",
            "e = d.copy()",
            "print(count(a))",
            "del d['k']; e.clear()",
            "print(count(a))",
        ],
        prints: "4 2\n5\n3\n",
    },
    Snippet {
        statements: &[
            "import weakref",
            "class W: pass",
            "w = W()",
            "r = weakref.ref(w)",
            "print(count(w), count(r), r() is w, weakref.getweakrefcount(w))",
            "del w",
            "print(r())",
        ],
        prints: "2 2 True 1\nNone\n",
    },
    Snippet {
        statements: &[
            "a = []",
            "for i in a, a:\n    print(count(a))",
            "print(count(a))",
            "del i",
            "print(count(a))",
        ],
        prints: "5\n5\n3\n2\n",
    },
    Snippet {
        statements: &[
            "class D:\n    def __init__(self, n):\n        self.n = n\n    def __del__(self):\n        print('del', self.n)",
            "a = [D(1), D(2)]",
            "a = D(3)",
            "a = None",
            "x = D(4); y = x",
            "del x",
            "del y",
        ],
        prints: "del 2\ndel 1\ndel 3\ndel 4\n",
    },
    Snippet {
        statements: &[
            "import gc",
            "class N: pass",
            "a = N(); b = N(); a.b = b; b.a = a",
            "print(count(a))",
            "n = gc.collect()",
            "del a, b",
            "print(gc.collect())",
        ],
        prints: "3\n2\n",
    },
    Snippet {
        statements: &[
            "a = []",
            "l = lambda x=a: x",
            "print(count(a), count(l))",
            "del l",
            "print(count(a))",
        ],
        prints: "3 2\n2\n",
    },
    Snippet {
        statements: &[
            "import functools, collections",
            "a = []",
            "p = functools.partial(id, a); q = collections.deque([a, a])",
            "print(count(a))",
            "q.clear(); del p",
            "print(count(a))",
        ],
        prints: "5\n2\n",
    },
    Snippet {
        statements: &[
            "def deep(x, n):\n    return deep(x, n - 1) if n else count(x)",
            "a = []",
            "print(deep(a, 0), deep(a, 3))",
        ],
        prints: "3 6\n",
    },
    Snippet {
        statements: &[
            "a = bytes(range(50)); s = ','.join(map(str, a)); t = tuple([a])",
            "print(count(a), count(s), count(t))",
            "u = [a, s, t] * 3",
            "print(count(a), count(s), count(t))",
        ],
        prints: "3 2 2\n6 5 5\n",
    },
    Snippet {
        statements: &[
            "class P:\n    @property\n    def me(self):\n        return self\n    @classmethod\n    def make(cls):\n        return cls()",
            "p = P()",
            "print(count(p.me), count(p), count(P.make()))",
        ],
        prints: "2 2 1\n",
    },
    Snippet {
        statements: &[
            "a = []",
            "print(f'{count(a)} {count([a])} {count(a)!r:>3}')",
            "print(count(a) + count(a), count(a) == 2, [count(a), count(a)])",
        ],
        prints: "2 1   2\n4 True [2, 2]\n",
    },
    Snippet {
        statements: &[
            "import sys",
            "a = []",
            "sys.last = a",
            "print(count(a))",
            "del sys.last",
            "print(count(a))",
        ],
        prints: "3\n2\n",
    },
    Snippet {
        statements: &[
            "class B: pass",
            "class C(B): pass",
            "c = C()",
            "print(count(c), count(C.__mro__) > 1)",
            "C.attribute = c",
            "print(count(c))",
            "del C.attribute",
            "print(count(c))",
        ],
        prints: "2 True\n3\n2\n",
    },
];

#[test]
fn counts_are_the_same_everywhere() {
    for snippet in SNIPPETS {
        let mut statements = vec!["import sys; count = sys.getrefcount"];
        statements.extend(snippet.statements);
        let script = printed_by(&statements, |session, all| run_whole(session, all, Mode::Script));
        let cell = printed_by(&statements, |session, all| run_whole(session, all, Mode::Notebook));
        let pasted = printed_by(&statements, |session, all| paste(session, &all.join("\n\n")));
        let typed = printed_by(&statements, |session, all| {
            all.iter().for_each(|statement| paste(session, statement));
        });
        assert_eq!(script, snippet.prints, "as a script: {statements:?}");
        assert_eq!(cell, snippet.prints, "as a notebook cell: {statements:?}");
        assert_eq!(pasted, snippet.prints, "pasted: {statements:?}");
        assert_eq!(typed, snippet.prints, "typed: {statements:?}");
    }
}

/// A constant's own references (its code, the source while it runs) last as long as its unit, and the
/// statements of a cell are units of their own: the one difference between the contexts.
#[test]
fn constants_count_while_their_unit_runs() {
    let statements = ["import sys; count = sys.getrefcount", "a = 'x y' * 9", "print(count(a))"];
    let script = printed_by(&statements, |session, all| run_whole(session, all, Mode::Script));
    let cell = printed_by(&statements, |session, all| run_whole(session, all, Mode::Notebook));
    let pasted = printed_by(&statements, |session, all| paste(session, &all.join("\n\n")));
    let typed = printed_by(&statements, |session, all| {
        all.iter().for_each(|statement| paste(session, statement));
    });
    assert_eq!([&*script, &cell, &pasted, &typed], ["4\n", "3\n", "3\n", "2\n"]);
}

/// Cells that a session can run as often as it likes.
const CELLS: &[&str] = &[
    "x = [1, 2.5, 'three']",
    "a = []\na.append(a)",
    "class Node:\n    def __init__(self): self.me = self\nn = [Node() for i in range(5)]",
    "def f(x, *rest, y=1000, **more):\n    return [x, rest, y, more]\nr = f(1, 2, z=f)",
    "def g():\n    try:\n        yield [1]\n    finally:\n        pass\nit = g()\nv = next(it)",
    "try:\n    {}['missing']\nexcept KeyError as error:\n    kept = error",
    "try:\n    undefined\nexcept NameError as error:\n    pass",
    "d = {i: str(i) for i in range(50)}\nd.clear()",
    "s = {(i, 'x') for i in range(9)} | {1.5}",
    "import weakref\nclass W: pass\nw = W()\nr = weakref.ref(w, lambda r: None)\ndel w",
    "import copy\nc = copy.deepcopy({'k': [1, [2]], 'l': ({},)})",
    "def outer():\n    n = []\n    def inner(): return n, inner\n    return inner\nk = outer()",
    "with open('/dev/null') as f:\n    text = f.read()",
    "exec('e = [1234567]')\nv = eval('e * 2')",
    "class M(type):\n    pass\nclass A(metaclass=M):\n    __slots__ = ('a', 'b')\no = A()\no.a = o",
    "text = f'{[1]!r:>10}' + '%s' % (2.5,)",
    "b = bytearray(b'abc') * 3\nm = memoryview(b)[1:]",
    "import itertools, functools\nz = list(zip(itertools.count(5), 'abc'))\np = functools.partial(max, 3)",
    "match [1, {'k': 2}]:\n    case [a, {'k': b}]:\n        pass",
    "@property\ndef prop(self): return self\nlam = lambda q=prop: q",
    "first, *others = range(20)",
    "big = 10 ** 40\nbig += 1",
    "_ = 5\n[i for i in range(300)]",
    "def deep(n):\n    return deep(n - 1) if n else [n]\ndeep(20)",
    "try:\n    raise ExceptionGroup('g', [ValueError(1)])\nexcept* ValueError as group:\n    pass",
];

/// Objects alive after a collection, as the audit counts them.
fn alive(session: &Session) -> String {
    paste(session, "import gc\nfor _ in range(2):\n    gc.collect() and None\n");
    session.audit_report()
}

#[test]
fn a_cell_run_a_thousand_times_leaves_no_more_than_once() {
    let (session, _) = session();
    for cell in CELLS {
        let runs = |times: usize| {
            for _ in 0..times {
                let outcome = session.run(Input { name: "<cell>", text: cell, mode: Mode::Prompt });
                assert!(matches!(outcome, Outcome::Done { .. }), "{cell}: {outcome:?}");
            }
            alive(&session)
        };
        let before = runs(3);
        let after = runs(1000);
        assert!(after.ends_with("all counts agree\n"), "{cell}: {after}");
        assert_eq!(before, after, "{cell}");
    }
}
