"""Templates of expressions, by the type of their value.

`<int>` stands for any expression of that type, `<new int>` for a name bound by a walrus, other words in
angle brackets for what `Words` makes of them.
"""

INT = [
    "(<int> + <int>)", "(<int> - <int>)", "(<int> * <small>)", "(<int> // <int>)", "(<int> % <int>)",
    "(<int> & <int>)", "(<int> | <int>)", "(<int> ^ <int>)", "(<int> << <few>)", "(<int> >> <few>)",
    "(<small> ** <few>)", "(-<int>)", "(+<int>)", "(~<int>)", "(<int> + 1)", "(2 * <int>)", "(<name int> + <name int>)",
    "(<name int> - 3)", "len(<sized>)", "sum(<list>)", "max(<list>, default=<int>)", "min(<int>, <int>)",
    "abs(<int>)", "(<int> if <bool> else <int>)", "<list>[<index>]", "<name list>[<name int>]", "<name list>[0]",
    "<tuple>[<index>]", "<dict>.get(<key>, <int>)", "<dict>[<key>]", "<str>.count(<str>)", "<str>.find(<str>)",
    "int(<bool>)", "int(<str>)", "int(<float>)", "<list>.index(<int>)", "(<int> or <int>)", "(<int> and <int>)",
    "ord(<str>[0])", "hash(<int>)", "hash(<tuple>)", "hash(<str>)", "divmod(<int>, <int>)[<index>]",
    "pow(<small>, <few>, <few>)", "round(<float>)", "(<int>).bit_length()", "(lambda a, b=<int>: a + b)(<int>)",
    "(lambda *a, **k: len(a) + len(k))(*<list>, **<dict>)", "sum(q * 2 for q in <list> if q > <int>)",
    "(<new int> := <int>)", "(<new int> := <int>) + 1", "next(iter(<list>))", "next((q for q in <list>), <int>)",
    "len([*<list>, *<tuple>])", "len({**<dict>, 'z': <int>})", "sum([q + p for q in <list> for p in range(<few>)])",
    "sum([(lambda: q)() for q in <list>])", "sum(map(lambda q: q % 7, <list>))", "(<tuple> or [<int>])[0]",
    "True + <int>", "(<int>, <int>)[<bool>]", "sorted(<list>)[0]", "int('<digits>')", "len(str(<int>))", "<call int>",
    "math.gcd(<int>, <int>)", "functools.reduce(lambda a, b: a ^ b, <list>, <int>)",
]

FLOAT = [
    "(<float> + <float>)", "(<float> - <int>)", "(<int> * <float>)", "(<float> / <float>)", "(<int> / <int>)",
    "(<float> // <float>)", "(<float> % <float>)", "abs(<float>)", "max(<float>, <float>)", "round(<float>, <few>)",
    "float(<bool>)", "(-<float>)", "(<float> ** 2)", "(0.5 + <float>)", "(<name float> * 1.5)", "float(<str>)",
    "sum([<float>, <int>])", "math.floor(<float>) / 2",
]

BOOL = [
    "(<int> <compare> <int>)", "(<int> <compare> <small>)", "(<any> == <any>)", "(<any> != <any>)", "(not <any>)",
    "(<bool> and <bool>)", "(<bool> or <bool>)", "(<int> in <list>)", "(<str> not in <str>)", "(<key> in <dict>)",
    "(<small> < <int> <= <int>)", "(<int> == <int> != <int>)", "(<int> is None)", "(<any> is not None)",
    "(<bool> is <bool>)", "(<int> in <list> in [<list>])", "bool(<any>)", "any(<list>)", "all(q > 0 for q in <list>)",
    "isinstance(<any>, <class>)", "<str>.startswith(<str>)", "<str>.isdigit()", "(<list> < <list>)", "(<int> == <float>)",
    "callable(<any>)", "(<int> < <str>)", "(<name int> is not <name int>)", "<set>.issubset(<list>)",
    "(<tuple> <compare> <tuple>)", "hasattr(<any>, 'append')", "(<set> <compare> <set>)",
]

STR = [
    "(<str> + <str>)", "(<str> * <few>)", "str(<any>)", "repr(<any>)", "ascii(<str>)", "<str>.<change>()", "<str>[<slice>]",
    "<str>[<index>]", "<str>.replace(<str>, <str>)", "<str>.join(str(q) for q in <list>)", "f'<<{<name any>}>>'",
    "f'{<name any>!r:>8}|{<name int>:<few>}'", "f'{<name int>=}'", "f'{<name int>:{<few>}}' 'tail'", "f'{<name any>!s}{<name any>!a}'",
    "f'{(lambda: <name int>)()}{{}}'", "format(<int>, <intspec>)", "format(<float>, <floatspec>)", "('%s-%5d-%r' % (<str>, <int>, <any>))",
    "('{0} {1!r:>5} {0}'.format(<int>, <str>))", "('{a[0]} {b}'.format(a=<list>, b=<any>))", "chr(<few> + 60)", "type(<any>).__name__",
    "<str>.center(<few>, '*')", "<str>.zfill(<few>)", "(<str> or <str>)", "hex(<int>)", "bin(<small>)", "<str>.partition(<str>)[<index>]",
    "max(<str>, <str>)", "''.join(sorted(<str>))", "''.join(reversed(<str>))", "(<str> if <bool> else <str>)", "<str>.encode().decode()",
    "('a' 'b' + <str>)", "<call str>",
]

LIST = [
    "(<list> + <list>)", "(<list> * <few>)", "<list>[<slice>]", "<name list>[<few>:<name int>]", "sorted(<list>)", "sorted(<list>, key=lambda q: -q, reverse=<bool>)",
    "list(range(<small>, <few>, <step>))", "[q + <int> for q in <list>]", "[q for q in <list> if q % 2 if q > <small>]",
    "[<int>, <int>, 3]", "[1, 2, 3]", "[*<list>, <int>]", "list(<dict>.values())", "list(map(lambda q: q + 1, <list>))", "list(reversed(<list>))",
    "[p * q for p in range(<few>) for q in range(p)]", "[p + r for p, r in zip(<list>, <list>)]", "[i for i, q in enumerate(<list>) if q]",
    "list(filter(None, <list>))", "sorted(<set>)", "(<list> if <bool> else <list>)", "[ord(q) for q in <str>]", "<list>.copy()", "[]", "<gencall>",
    "[[q for q in range(p)] for p in range(3)][<index>]", "[f() for f in [lambda: q for q in <list>]]", "[(<new int> := q) for q in <list>]",
    "list(itertools.chain(<list>, <tuple>))", "[q for p in [<list>, <list>] for q in p]",
]

DICT = [
    "{<key>: <int>, **<dict>}", "(<dict> | <dict>)", "dict(zip('abcdef', <list>))", "{k: v + 1 for k, v in <dict>.items()}",
    "{k: v for k in <str> for v in <list> if v}", "dict(a=<int>, c=<int>)", "{q: len(q) for q in <str>.split()}", "dict.fromkeys(<str>, <int>)", "<dict>.copy()",
    "{<key>: <int>, <key>: <int>}",
]

TUPLE = [
    "(<int>, <int>)", "(<int>,)", "tuple(<list>)", "(<tuple> + <tuple>)", "<tuple>[<slice>]", "divmod(<int>, <int>)", "(*<list>, <int>)", "tuple(q for q in <list>)",
    "()", "(1, 2, 3)", "tuple(sorted(<set>))",
]

SET = [
    "set(<list>)", "(<set> | <set>)", "(<set> & <set>)", "(<set> - <set>)", "(<set> ^ <set>)", "{q % 7 for q in <list>}", "{<int>, <int>}", "{1, 2, 3}", "{*<list>, 0}",
    "set(range(<few>))", "frozenset(<list>)",
]

TYPES = {"int": INT, "float": FLOAT, "bool": BOOL, "str": STR, "list": LIST, "dict": DICT, "tuple": TUPLE, "set": SET}

LITERALS = {
    "int": ["0", "1", "-7", "42", "255", "0x1f", "1_000", "300", "10**20", "-123456789", "True"],
    "float": ["0.5", "-2.25", "1e10", "3.0", "1e-7", "0.1", "123456.789"],
    "bool": ["True", "False"],
    "str": ["''", "'a'", "'abc'", "'hello world'", "'Hé'", "'12'", "'a,b'", "\"it's\"", "'tab\\t'", "'%d'", "'{}'", "'αβγ'", "'\\n'", "'😀!'"],
    "list": ["[]", "[1]", "[3, 1, 2]", "[0, -5, 9, 9]", "[10, 20, 30, 40]"],
    "dict": ["{}", "{'a': 1}", "{'b': 2, 'c': -3}", "{'f': 0, 'a': 7, 'd': 4}"],
    "tuple": ["()", "(1,)", "(4, 5)", "(0, 0, 7)"],
    "set": ["{1}", "{2, 3, 5}", "{0, -1}", "set()"],
}

WORDS = {
    "small": ["-9", "-2", "-1", "0", "1", "2", "3", "5", "17", "99"],
    "few": ["0", "1", "2", "3", "4", "7"],
    "index": ["0", "1", "-1", "2"],
    "step": ["1", "2", "-1", "3"],
    "key": ["'a'", "'b'", "'c'", "'z'"],
    "digits": ["12", "007", "1_5", "x"],
    "slice": [":", "1:", ":2", "::-1", "::2", "-2:", "1:3", "3:0:-1", ":-1"],
    "compare": ["<", "<=", ">", ">=", "==", "!="],
    "change": ["upper", "lower", "title", "strip", "swapcase", "capitalize", "casefold", "lstrip"],
    "intspec": ["'d'", "','", "'5'", "'<6'", "'^7'", "'05d'", "'+d'", "'x'", "'b'", "'_'"],
    "floatspec": ["'.2f'", "'e'", "'g'", "'10.3f'", "'%'", "''", "',.1f'"],
    "class": ["int", "str", "(list, tuple)", "float", "int | str", "object"],
    "operator": ["+", "-", "*", "//", "%", "&", "|", "^"],
    "error": ["ValueError", "KeyError", "TypeError", "IndexError", "ZeroDivisionError", "LookupError", "Mine"],
}
