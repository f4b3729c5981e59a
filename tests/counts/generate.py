"""Makes random programs that create, alias, nest, pass, close over, raise with and delete objects.

Each program prints the count of every named object after every statement. Under Refscope it also
checks that `refscope.refs` has as many lines as the count says, and that the audit finds nothing.
"""
import random

PRELUDE = '''\
import gc, sys, weakref
from sys import getrefcount
gc.disable()
try:
    import refscope
except ImportError:
    refscope = None
serial = 0
class N:
    def __init__(self, *parts):
        global serial
        serial += 1
        self.n = serial
        for i, p in enumerate(parts):
            setattr(self, 'p' + str(i), p)
    def __del__(self):
        print('  del', self.n)
    def meth(self, x=None):
        print('  meth', getrefcount(self), getrefcount(x))
        return x
    def __enter__(self):
        return self
    def __exit__(self, *e):
        print('  exit', e[0] and e[0].__name__)
        return True
class S:
    __slots__ = ('u', 'v', '__weakref__')
class E(Exception):
    pass
class M(N):
    def __init__(self, *parts):
        super().__init__(*parts)
    @property
    def prop(self):
        return self
    @classmethod
    def make(cls, x):
        return cls(x)
    @staticmethod
    def stat(x):
        return getrefcount(x)
keep = []
def C(n):
    out = []
    for name in 'abcdefgh':
        if name in globals():
            out.append(name + ':' + str(getrefcount(globals()[name])))
            if refscope:
                check(n, name)
    print(n, *out)
    for line in refscope.audit() if refscope else ():
        print('AUDIT', n, line)
def check(n, name):
    count = refscope.count(globals()[name])
    lines = refscope.refs(globals()[name])
    unknown = any('nothing says why' in line for line in lines)
    if count < 4000000000 and len(lines) != count or unknown:
        print('REFS', n, name, count, lines)
def ident(x):
    return x
def show(x):
    print('  show', getrefcount(x))
def rec(x, n):
    print('  rec', getrefcount(x))
    return rec(x, n - 1) if n else x
def kwf(x, *args, y=None, **kw):
    print('  kwf', getrefcount(x), getrefcount(args), getrefcount(y), getrefcount(kw))
    return args or kw or x
def close(x):
    def inner(z=None):
        return x, z
    return inner
def counter(x):
    n = [0]
    def bump():
        nonlocal x
        n[0] += 1
        y, x = x, None
        return y
    return bump
def default(x):
    def inner(y=x):
        return getrefcount(y)
    return inner
def gen(x):
    y = [x]
    print('  gen start', getrefcount(x))
    got = yield x
    print('  gen', getrefcount(x), getrefcount(got))
    try:
        yield y
    finally:
        print('  gen finally', getrefcount(x))
def delegate(x):
    r = yield from gen(x)
    yield r
def boom(x, depth=0):
    local = [x]
    if depth:
        boom(x, depth - 1)
    raise E(x)
def chain(x):
    try:
        boom(x)
    except E as e:
        print('  in handler', getrefcount(e), getrefcount(x))
        raise ValueError('chained')
def final(x):
    try:
        return x
    finally:
        print('  final', getrefcount(x))
def loop(seq):
    total = 0
    for i, item in enumerate(seq):
        total += getrefcount(item)
    return total
gc.collect()
'''

HASHABLE = {'N', 'S', 'func', 'num', 'str', 'bound'}

class Gen:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.kinds = {}
        self.lines = []
        self.n = 0
        self.fns = []

    def names(self, *kinds):
        return [n for n, k in self.kinds.items() if not kinds or k in kinds]

    def any(self):
        ns = self.names()
        return self.r.choice(ns) if ns and self.r.random() < .9 else self.r.choice(['[]', 'N()', 'None', 'E(1)', "int('777')"])

    def target(self):
        return self.r.choice('abcdefgh')

    def new(self):
        """(source, kind) of an expression that makes or finds an object."""
        r, v = self.r, self.any
        hs = self.names(*HASHABLE)
        ls = self.names('list')
        ns = self.names('N')
        choices = [
            ('[]', 'list'), (f'[{v()}]', 'list'), (f'[{v()}, {v()}]', 'list'), (f'[{v()}] * {r.randint(0, 3)}', 'list'),
            ('{}', 'dict'), (f"{{'k': {v()}}}", 'dict'), (f"{{'k': {v()}, 'j': {v()}}}", 'dict'), (f'dict(k={v()})', 'dict'),
            (f'({v()}, {v()})', 'tuple'), (f'({v()},)'.replace('(None,)', '(5,)'), 'tuple'), (f'tuple([{v()}])', 'tuple'),
            ('N()', 'N'), (f'N({v()})', 'N'), (f'M({v()}, {v()})', 'N'), (f'M.make({v()})', 'N'), ('S()', 'S'),
            (f'close({v()})', 'func'), (f'default({v()})', 'func'), (f'counter({v()})', 'func'), (f'lambda z={v()}: z', 'func'),
            (f'gen({v()})', 'gen'), (f'delegate({v()})', 'gen'), (f'({v()} for _i in (1, 2))', 'gen'),
            (f'E({v()})', 'exc'), (f'ident({v()})', 'any'), (f'rec({v()}, {r.randint(0, 3)})', 'any'),
            (f'kwf({v()}, {v()}, y={v()}, z={v()})', 'any'), (f'kwf(*[{v()}, {v()}])', 'any'), (f"kwf({v()}, **{{'w': {v()}}})", 'any'),
            (f'final({v()})', 'any'), (f"int('{r.randint(300, 9999)}')", 'num'), (str(r.choice([1000, 2000, 5, 10**20])), 'num'),
            ("''.join(['x', 'yz'])", 'str'), (repr(r.choice(['some text', 'name', 'x', ''])), 'str'), (r.choice(['1.5', '2.25']), 'num'),
            (f'[{v()} for _j in range(2)]', 'list'), (f'[ident(q) for q in [{v()}, {v()}]]', 'list'),
            (f'{v()} if {v()} is {v()} else {v()}', 'any'), (f'({v()}, {v()})[{r.randint(0, 1)}]', 'any'),
            (f'loop(({v()}, {v()}))', 'num'), (f'M.stat({v()})', 'num'), (f'[*({v()}, {v()}), {v()}]', 'list'),
        ]
        if hs:
            h = lambda: r.choice(hs)
            choices += [(f'{{{h()}}}', 'set'), (f'{{{h()}: {v()}}}', 'dict'), (f'frozenset([{h()}])', 'any')]
        if ls:
            l = lambda: r.choice(ls)
            choices += [(f'{l()}[:]', 'list'), (f'{l()} + {l()}', 'list'), (f'list({l()})', 'list'), (f'tuple({l()})', 'tuple'),
                        (f'iter({l()})', 'iter'), (f'enumerate({l()})', 'iter'), (f'zip({l()}, {l()})', 'iter'),
                        (f'map(ident, {l()})', 'iter'), (f'{l()}[0]', 'any'), (f'{l()}.pop()', 'any'), (f'{l()}.copy()', 'list'),
                        (f'reversed({l()})', 'iter'), (f'sorted({l()}, key=lambda q: 0)', 'list'), (f'(q for q in {l()})', 'gen'), (f'{l()}.append', 'bound')]
        if ns:
            n = lambda: r.choice(ns)
            choices += [(f'{n()}.meth', 'bound'), (f'{n()}.meth({v()})', 'any'), (f'{n()}.p0', 'any'), (f'dict({n()}.__dict__)', 'any'),
                        (f"getattr({n()}, 'p0', {v()})", 'any'), (f'weakref.ref({n()})', 'wref')]
        its = self.names('iter', 'gen')
        if its:
            choices += [(f'next({r.choice(its)}, None)', 'any')] * 3
        ds = self.names('dict')
        if ds:
            d = lambda: r.choice(ds)
            choices += [(f"{d()}['k']", 'any'), (f"{d()}.get('k')", 'any'), (f"{d()}.pop('k', None)", 'any'), (f'dict({d()})', 'dict'),
                        (f'list({d()}.values())', 'list'), (f'list({d()}.items())', 'list'), (f'{{**{d()}}}', 'dict'), (f'{d()}.copy()', 'dict')]
        fs = self.names('func')
        if fs:
            choices += [(f'{r.choice(fs)}()', 'any')] * 2
        return r.choice(choices)

    def emit(self, *lines):
        self.n += 1
        self.lines += ['try:'] + ['    ' + l for l in lines] + ['except Exception as err:', "    print('  !', type(err).__name__)", f'C({self.n})']

    def bind(self, name, kind):
        self.kinds.pop(name, None)
        self.kinds[name] = kind

    def statement(self):
        r, v, t = self.r, self.any, self.target()
        ls, ns, ds, gs, ss = (self.names(k) for k in ('list', 'N', 'dict', 'gen', 'S'))
        kind = r.random()
        if kind < .34:
            src, k = self.new()
            self.emit(f'{t} = {src}')
            self.bind(t, k if self.safe(k) else 'any')
        elif kind < .42 and self.names():
            o = r.choice(self.names())
            self.emit(f'{t} = {o}')
            self.bind(t, self.kinds[o])
        elif kind < .49 and len(self.names()) > 2:
            o = r.choice(self.names())
            self.emit(f'del {o}')
            self.kinds.pop(o, None)
        elif kind < .53:
            self.emit(f'{t} = None')
            self.bind(t, 'any')
        elif kind < .57 and len(self.names()) > 1:
            x, y = r.sample(self.names(), 2)
            self.emit(f'{x}, {y} = {y}, {x}')
            self.kinds[x], self.kinds[y] = self.kinds[y], self.kinds[x]
        elif kind < .66 and ls:
            l = r.choice(ls)
            self.emit(r.choice([f'{l}.append({v()})', f'{l}.append({l})', f'{l}.pop()', f'{l}[0] = {v()}', f'{l}.clear()',
                                f'{l}.insert(0, {v()})', f'{l}.extend([{v()}, {v()}])', f'del {l}[0]', f'{l}[:1] = [{v()}, {v()}]',
                                f'{l} += [{v()}]', f'{l}.reverse()', f'{l} *= 2', f'del {l}[::2]', f'{l}.remove({v()})']))
        elif kind < .73 and ns:
            o = r.choice(ns)
            self.emit(r.choice([f'{o}.p0 = {v()}', f'{o}.me = {o}', f'{o}.q = {v()}', f'del {o}.p0', f'{o}.p1 = [{v()}]', f'{o}.f = lambda: {v()}', f'{o}.m = {o}.meth']))
        elif kind < .77 and ds:
            o = r.choice(ds)
            self.emit(r.choice([f"{o}['k'] = {v()}", f"{o}['d'] = {o}", f"del {o}['k']", f"{o}.setdefault('s', {v()})", f"{o}.update(k={v()})", f'{o}.clear()', f'{o}.popitem()']))
        elif kind < .79 and ss:
            o = r.choice(ss)
            self.emit(r.choice([f'{o}.u = {v()}', f'{o}.v = {v()}', f'del {o}.u']))
        elif kind < .82 and gs:
            g = r.choice(gs)
            self.emit(r.choice([f'next({g}, None)', f'{g}.send({v()})', f'{g}.close()', f"{g}.throw(E('t'))", f'list({g})']))
        elif kind < .85:
            self.emit(r.choice([f'show({v()})', f'rec({v()}, 2)', f'kwf({v()}, {v()}, {v()})', f'show([{v()}, {v()}])', f'kwf(y={v()}, x={v()})', f'keep.append({v()})', 'keep.clear()', 'keep.pop()']))
        elif kind < .90:
            x = v()
            body = r.choice([f'boom({x})', f'boom({x}, 2)', f'chain({x})', f'raise E({x})', f'{x}.nothing', f'list(map(boom, [{x}]))'])
            tail = r.choice([[], [f'    {t} = e'], [f'    keep.append(e)'], [f'    {t} = e.__traceback__']])
            self.emit('try:', f'    {body}', 'except (E, ValueError, AttributeError) as e:', '    print("  caught", type(e).__name__, getrefcount(e))', *tail)
            if tail and '=' in tail[0]:
                self.bind(t, 'any')
        elif kind < .93:
            x = v()
            self.emit(r.choice([f'for {t} in [{x}, {v()}]: print("  it", getrefcount({t}))', f'for {t} in ({x}, {v()}): pass', f'{t} = [getrefcount(q) for q in [{x}, {v()}]]']))
            self.bind(t, 'any')
        elif kind < .955:
            self.emit(r.choice([f'with N({v()}) as {t}: print("  with", getrefcount({t}))', f'with N() as {t}: boom({v()})']))
            self.bind(t, 'any')
        elif kind < .97:
            ts = r.sample('abcdefgh', 2)
            self.emit(r.choice([f'{ts[0]}, {ts[1]} = {v()}, {v()}', f'{ts[0]}, *{ts[1]} = {v()}, {v()}, {v()}', f'{ts[0]} = {ts[1]} = [{v()}]']))
            for x in ts:
                self.bind(x, 'any')
        elif kind < .985:
            f = f'f{self.n}'
            loc = r.choice([f'    y = [x, {v()}]', '    y = x', '    y = {1: x}', '    def y(): return x', '    y = (q for q in [x])'])
            end = r.choice(['    return y', '    return x', '    del x', '    keep.append(y)', '    raise E(y)', f'    {t} = y'])
            assigns = end == f'    {t} = y'
            first = [f'    global {t}'] if assigns else []
            self.lines += [f'def {f}(x):', *first, loc, '    print("  local", getrefcount(x), getrefcount(y))', end]
            self.emit(f'{f}({v()})')
            if assigns:
                self.bind(t, 'any')
        else:
            self.emit('print("  collect", gc.collect())')

    def safe(self, kind):
        return True

    def program(self, n):
        while self.n < n:
            self.statement()
        end = ['keep.clear()'] + [f'if {x!r} in globals(): del {x}' for x in 'abcdefgh'] + ["if 'err' in globals(): del err"]
        return PRELUDE + '\n'.join(self.lines + end + ['print("end", gc.collect())', 'print("again", gc.collect())']) + '\n'


def program(seed):
    """The program of a seed, always the same."""
    generator = Gen(seed)
    return generator.program(generator.r.randint(10, 45))
