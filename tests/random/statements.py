"""Templates of statements. `<block>` stands for statements of their own; `<new int>` for a name bound here.

The lists say where a template may stand: anywhere, in functions, in loops, in generators, at the top level.
"""

ANYWHERE = [
    "<new int> = <int>", "<new float> = <float>", "<new str> = <str>", "<new list> = <list>", "<new dict> = <dict>", "<new tuple> = <tuple>", "<new set> = <set>",
    "<new bool> = <bool>", "print(<any>)", "print(<any>, <any>, sep='|')", "print(<int>, <str>, end=';\\n')",
    "<new int> = <new int> = <int>", "<new int>, <new int> = <int>, <int>", "<new int>, *<new list> = <list>", "*<new list>, <new int> = <tuple>",
    "(<new int>, [<new int>, *<new list>]) = <int>, <list>", "[<new int>] = <list>", "<new int>: int = <int>",
    "<own int> <operator>= <int>", "<own int> += 1", "<own float> /= <int>", "<own str> += <str>", "<own int> <<= <few>", "<own int> >>= <few>", "<own int> **= <few>",
    "<own float> *= 0.5", "<own list> += <list>", "<own list> *= 2",
    "<name list>[<index>] = <int>", "<name list>[<index>] <operator>= <int>", "<name list>[<slice>] = <list>", "<name list>[<slice>] += <list>", "del <name list>[<index>]", "del <name list>[<slice>]",
    "<name dict>[<key>] = <int>", "<name dict>[<key>] += <int>", "del <name dict>[<key>]", "<name list>.append(<int>)", "<name list>.extend(<tuple>)",
    "<name list>.insert(<index>, <int>)", "<name list>.sort(key=lambda q: q % 5)", "<name list>.reverse()", "print(<name list>.pop())", "<name dict>.update(<dict>, z=<int>)", "<name dict>.setdefault(<key>, <int>)",
    "<name set>.add(<int>)", "<name set>.discard(<int>)", "box.value = <int>", "box.value += <int>", "box.items[<index>] = <int>", "box.items[<index>] <operator>= <int>",
    "del box.value", "print(box.value, box.items)", "box.value, box.items[0] = <int>, <int>", "for box.value in <list>: pass",
    "gone = <int>\ndel gone", "del <own int>", "pass", "<any>", "assert <bool>, <str>", "assert <bool>", "raise <error>(<str>)", "raise <error>", "import math as <new module>", "from math import floor, gcd as <new module>", "import os.path",
    "if <bool>:\n    <block>", "if <bool>:\n    <block>\nelse:\n    <block>", "if <int>:\n    <block>\nelif <list>:\n    <block>\nelse:\n    <block>",
    "for <new int> in range(<few>):\n    <loop>", "for <new int> in <list>[:4]:\n    <loop>\nelse:\n    <block>", "for <new str> in <str>[:4]:\n    <loop>",
    "for <new int>, <new str> in enumerate(<str>[:3]):\n    <loop>", "for <new str>, <new int> in list(<dict>.items())[:3]:\n    <loop>", "for <name list>[0] in <tuple>[:3]:\n    <loop>",
    "for (<new int>, *<new list>) in [<tuple>, <list>]:\n    <block>", "for <new int> in <set>:\n    <block>", "for <new str> in <dict>:\n    <block>", "for <new int> in zip(<list>, <str>):\n    <block>",
    "turns = 3\nwhile turns:\n    turns -= 1\n    <loop>", "turns = <few>\nwhile turns > 0 and <bool>:\n    turns -= 1\n    <loop>\nelse:\n    <block>",
    "try:\n    <block>\nexcept Exception as e:\n    print(type(e).__name__, e)", "try:\n    <block>\nexcept (<error>, <error>) as e:\n    print('first', repr(e))\nexcept Exception as e:\n    print('second', type(e).__name__, repr(e.__context__))\nelse:\n    <block>\nfinally:\n    <block>",
    "try:\n    <block>\nfinally:\n    print('finally')", "try:\n    raise <error>(<int>)\nexcept <error>:\n    <block>", "try:\n    <block>\nexcept LookupError:\n    raise\nexcept Exception as e:\n    raise Mine(<int>) from e",
    "try:\n    <block>\nexcept:\n    <block>", "try:\n    raise ExceptionGroup('g', [<error>(1), <error>(2), ValueError(3)])\nexcept* <error> as e:\n    print('star', e.exceptions)\nexcept* ValueError:\n    <block>",
    "with Manager(<str>) as <new str>:\n    <block>", "with Manager('a', True), Manager('b') as <new str>:\n    <block>", "with Manager('c', <bool>) as box.value:\n    <block>", "with contextlib.suppress(<error>):\n    <block>",
    "match <any>:\n    case 0 | 1:\n        <block>\n    case -1 | 'abc' | None:\n        print('const')\n    case [<new int>, *<new list>]:\n        print('sequence', <any>)\n    case {'a': int(<new int>), **<new dict>} if <bool>:\n        <block>\n    case str() as <new str>:\n        <block>\n    case _:\n        print('other')",
    "match <tuple>:\n    case ():\n        print('empty')\n    case (<new int>,):\n        <block>\n    case (int(), <new int>) | (<same int>, str()):\n        print(<same int>)\n    case [0, *_, <new int>]:\n        <block>\n    case <new tuple>:\n        print('all', <same tuple>)",
    "match Point(<int>, <int>):\n    case Point(0, y=<new int>):\n        print('axis')\n    case Point(x=<new int>, y=math.inf | 1):\n        <block>\n    case Point(<new int>, <new int>) if <bool>:\n        <block>",
    "def <new function>(a, b=<int>, *c, d=<int>, **e):\n    <body>\n    return a", "def <new function>(a, /, b, *, c=<int>):\n    <body>\n    return (a, b, c)", "@twice\ndef <new function>(a=<int>, b=2):\n    \"\"\"Doc.\"\"\"\n    <body>\n    return a + b",
    "<new function> = lambda a, b=<int>: (a, b, <int>)", "def <new function>(a: int, b: str = <str>) -> int:\n    <body>", "def <new function>[T](a: T, *b: T):\n    <body>\n    return b",
    "def <new function>[T = int, *R = *tuple[int]](a: T = <int>, *b: T, c=<str>):\n    <body>\n    return (a, c)\nprint([p.__default__ for p in <same function>.__type_params__])",
    "class Shelf:\n    kind = <int>\n    type Own[T] = tuple[T, kind, missing]\n    missing = <str>\nprint(Shelf.Own.__value__, Shelf.Own[str])",
    "def outer(a, b=1):\n    count = a\n    def inner(c):\n        nonlocal count\n        count += c\n        <body>\n        return count\n    def other():\n        nonlocal b\n        b = count\n        del b\n        return count\n    return inner, other\n<new function> = outer(<int>)[0]",
    "def <new generator>(a):\n    <yields>", "def <new generator>(a, b=<int>):\n    <yields>\n    return b",
    "async def <new coroutine>(a):\n    <awaits>", "async def <new coroutine>(a, b=<int>):\n    <awaits>\n    return b", "async def <new asyncgen>(a):\n    <steps>",
    "print(drive(<corocall>, <script>))", "print(drive(<corocall>, <script>))", "print(drive(<agencall>, <script>))",
    "class <new class>(Base):\n    shared = <int>\n    both: int = shared\n    def __init__(self, n=<int>):\n        super().__init__(n)\n        self.extra = <int>\n    def twice(self):\n        return self.n * 2 + self.shared\n    @property\n    def half(self):\n        return self.n // 2\n    def __eq__(self, other):\n        return isinstance(other, Base) and self.n == other.n\n    def __lt__(self, other):\n        return self.n < other.n",
    "class <new class>(Base, tag=<str>):\n    local = [q for q in range(<few>)]\n    if <bool>:\n        other = local\n    del local\n    class Inner:\n        value = <int>\n    @staticmethod\n    def make(a=<int>):\n        return a\n    @classmethod\n    def build(cls, n):\n        return cls(n)\n    def __getitem__(self, i):\n        return self.n + i\n    def __call__(self, *a, **k):\n        return len(a) + len(k)\n    def __iter__(self):\n        yield self.n\n        yield from range(self.n % 3)",
    "class <new class>[T](Base):\n    first: T\n    def __repr__(self):\n        return f'<{__class__.__name__} {self.n}>'\n    def __add__(self, other):\n        return type(self)(self.n + (other.n if isinstance(other, Base) else other))\n    __radd__ = __add__\n    def __bool__(self):\n        return self.n > 0\n    def __len__(self):\n        return abs(self.n) % 5",
    "type <new alias>[T] = list[T]", "print(<object>, <object> == <object>)", "print(<object> + <int>)", "print(<int> + <object>)", "print(<object> < <object>, bool(<object>), len(<object>))", "print(sorted([<object>, <object>]))", "print(list(<object>), <object>[1])",
    "print(<object>.missing)", "print(<object>(1, k=2))", "print(<object>.twice(), <object>.half)", "print(vars(<object>))", "print(f'{<object>} {<object>!r:>12}')", "<new object> = <object>",
    "print(drive(<gencall>, <script>))", "print(drive(<gencall>, <script>))", "print(<call any>)", "print(<call any>)", "eval('1 + 2')", "exec('made = [1]\\nmade.append(2)\\nprint(made)')",
    "exec('deep = q\\ndel deep', {'q': <int>}, {})", "exec('class C:\\n    n: int = 1\\nx = C.n\\ndel C', {})", "print(eval('[a for a in b if a]', {'b': <list>}))", "print(missing_name)", "def late():\n    print(bound)\n    bound = <int>\ntry:\n    late()\nexcept NameError as e:\n    print(e)",
]

IN_FUNCTION = ["return <int>", "return <any>", "global shared_name\nshared_name = <int>\nshared_name += 1\nprint(shared_name)", "if <bool>:\n    return <any>", "hidden = <int>\n<new list> = [hidden + q for q in <list>]\ndel hidden", "for <new int> in range(3):\n    try:\n        return <int>\n    finally:\n        print('leaving')", "seen = <int>\ndef peek():\n    return seen\nprint(peek())\nseen += 1\ndel seen"]

IN_LOOP = ["if <bool>:\n    break", "if <bool>:\n    continue", "try:\n    continue\nfinally:\n    print('on')", "try:\n    if <bool>:\n        break\nfinally:\n    <block>"]

IN_GENERATOR = [
    "yield <any>", "<new int> = yield <int>", "print((yield <int>), <int>)", "yield from <list>", "<new int> = yield from sub(<int>)", "yield", "print(<int> + (yield 1))", "<own int> += yield <int>", "<name list>[(yield 2)] = <int>", "return (yield <int>)",
    "print(<int> < (yield 3) < (yield 4))", "print((yield 5) and (yield 6) or <int>)", "print((yield 7) if <bool> else (yield 8))", "if (yield <int>):\n    <block>", "while (yield <int>):\n    <block>\n    break\nelse:\n    <block>",
    "for <new int> in (yield <few>) or range(2):\n    yield <int>", "try:\n    yield <int>\nexcept <error> as e:\n    yield 'caught', e.args\nelse:\n    yield 'else'\nfinally:\n    print('gen finally')", "try:\n    yield <int>\nfinally:\n    <block>", "with Manager('g', <bool>):\n    yield <int>\n    <block>", "with Manager((yield 'm')) as <new str>, Manager('h'):\n    <block>",
    "match (yield <tuple>):\n    case None if (yield 'guard') is None:\n        yield 'none'\n    case int():\n        <block>\n    case _:\n        yield 'rest'", "assert (yield 9), (yield 'why')", "raise (yield <int>)", "print([(yield <int>), *(yield <list>)], {(yield 'k'): 1})", "del <name list>[(yield 0)]", "print(f'{(yield <int>)!r} {<name any>}')",
    "for <new int> in range(<few>):\n    if <bool>:\n        continue\n    yield <int>\nelse:\n    yield 'done'", "print(max((yield 1), default=(yield 2)))", "print((lambda q=(yield 'd'): q)())", "print(*(yield [1, 2]), sep=(yield '-'))", "raise <error>(<int>)", "<block>", "<block>",
    "try:\n    <block>\nexcept (yield <int>) or KeyError:\n    <block>\nexcept ((yield 'class'), ValueError)[1] as e:\n    print(e)\nexcept Exception as e:\n    yield type(e).__name__", "try:\n    raise ExceptionGroup('g', [<error>(1), <error>(2), ValueError(3)])\nexcept* <error> as e:\n    yield e.exceptions\nexcept* ((yield <int>) and <error>, ValueError)[-1]:\n    <block>\n    yield 'star'\nelse:\n    <block>\nfinally:\n    yield 'over'",
]

# In coroutines and asynchronous generators.
IN_ASYNC = [
    "await pause(<int>)", "<new int> = await pause(<int>)", "print(await pause(<int>), <any>)", "<new int> = await <corocall>", "print([await pause(q) for q in range(<few>)])", "<own int> += await pause(<int>)", "await <any>",
    "print(<int> < await pause(3) < await pause(<int>))", "print(await pause(5) and await pause(6) or <int>)", "print((await pause(7)) if <bool> else await pause(8))", "if await pause(<int>):\n    <block>", "while await pause(<int>):\n    <block>\n    break\nelse:\n    <block>",
    "async for <new int> in numbers(<few>):\n    <loop>", "async for <new int> in numbers(<few>):\n    if <bool>:\n        break\n    await pause(<int>)\nelse:\n    print('through')", "async for box.value in <agencall>:\n    <block>", "async for <new int> in <any>:\n    <block>",
    "async with AsyncManager(<str>) as <new str>:\n    <block>", "async with AsyncManager('a', <bool>), AsyncManager(await pause('b')) as box.value:\n    <block>", "async with AsyncManager('c', <bool>):\n    raise <error>(await pause(<int>))", "async with <any>:\n    <block>",
    "<new list> = [q async for q in numbers(<few>)]", "print({q % 2 async for q in <agencall> if await pause(q)})", "print({q: r async for q in numbers(2) for r in range(await pause(2))})", "print([q async for q in (r + await pause(1) async for r in numbers(<few>))])",
    "<new list> = [[await pause(q), lambda: q][0] async for q in numbers(2)]", "try:\n    await pause(<int>)\nexcept <error> as e:\n    await pause(('caught', e.args))\nelse:\n    <block>\nfinally:\n    await pause('last')",
    "try:\n    <block>\nfinally:\n    await pause('finally')", "match await pause(<tuple>):\n    case () if await pause(1):\n        <block>\n    case _:\n        await pause('rest')", "print(await anext(numbers(<few>), <int>))", "<block>", "raise <error>(await pause(<int>))", "return",
]

IN_ASYNC_GENERATOR = ["yield <int>", "yield await pause(<int>)", "print((yield <int>), <int>)", "try:\n    yield <int>\nexcept <error> as e:\n    print('gen caught', e)\nfinally:\n    print('gen finally')", "async with AsyncManager('g'):\n    yield <int>", "async for <new int> in numbers(<few>):\n    yield <same int>"]

PRELUDE = '''\
import contextlib, functools, itertools, math, types
@types.coroutine
def pause(n):
    got = yield ('pause', n)
    return n if got is None else got

async def numbers(n):
    try:
        for i in range(n):
            await pause(i)
            yield i
    finally:
        print('numbers over')

class AsyncManager:
    def __init__(self, name, quiet=False):
        self.name, self.quiet = name, quiet
    async def __aenter__(self):
        return await pause(self.name)
    async def __aexit__(self, kind, error, traceback):
        print('async exit', self.name, kind and kind.__name__)
        await pause('exit')
        return self.quiet


class Mine(Exception):
    pass

class Manager:
    def __init__(self, name, quiet=False):
        self.name, self.quiet = name, quiet
    def __enter__(self):
        print('enter', self.name)
        return str(self.name)
    def __exit__(self, kind, error, traceback):
        print('exit', self.name, kind and kind.__name__)
        return self.quiet and kind is not None and issubclass(kind, Exception)

class Base:
    n = 0
    def __init_subclass__(cls, tag=None, **rest):
        super().__init_subclass__(**rest)
        cls.tag = tag
    def __init__(self, n=1):
        self.n = n
    def __repr__(self):
        return f'{type(self).__name__}({self.n})'

class Point:
    __match_args__ = ('x', 'y')
    def __init__(self, x, y):
        self.x, self.y = x, y

class Box:
    pass

box = Box()
box.value, box.items = 1, [1, 2, 3]
shared_name = 0

def twice(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs), function(*args, **kwargs)
    return wrapper

def sub(n):
    try:
        got = yield ('sub', n)
        yield got
    except ValueError as e:
        print('sub caught', e)
        return -1
    finally:
        print('sub over')
    return n

def contexts(error):
    names = []
    while error is not None:
        names.append(type(error).__name__)
        error = error.__context__
    return names

def drive(generator, script):
    if hasattr(generator, 'asend'):
        return [got for _ in range(3) for got in drive(generator.__anext__(), script)]
    if not hasattr(generator, 'send'):
        return 'no generator'
    got = []
    for step in script:
        try:
            if step is None:
                got.append(next(generator) if hasattr(generator, '__next__') else generator.send(None))
            elif step == 'close':
                got.append(('closed', generator.close()))
            elif isinstance(step, type):
                got.append(generator.throw(step('thrown')))
            else:
                got.append(generator.send(step))
        except StopIteration as e:
            got.append(('stop', e.value))
        except Exception as e:
            got.append((type(e).__name__, str(e), contexts(e)))
    return got
'''
