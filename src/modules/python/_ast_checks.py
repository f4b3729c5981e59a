"""Whether a tree that a program made can be compiled.

First every field must hold what the grammar says, then the nodes must suit each other."""

from _ast_nodes import classes, fields_of

_SETS = ("expr_context", "boolop", "operator", "unaryop", "cmpop")
_LITERALS = (type(None), type(...), int, float, complex, bool, str, bytes)


def checked(tree):
    """The tree, or an exception that says what is wrong with it."""
    _Fields().node(tree, "mod")
    _module(tree)
    return tree


def _own(node):
    """The class of the grammar that the node belongs to, and its name."""
    return next((cls.__name__, cls) for cls in type(node).__mro__
                if classes.get(cls.__name__) is cls)


class _Fields:
    """Looks at what the fields hold."""

    def __init__(self):
        self.above = set()

    def node(self, value, sort):
        base = classes[sort]
        if sort in _SETS:
            if not isinstance(value, base):
                raise TypeError(f"expected some sort of {sort}, but got {value!r}")
            return
        product = bool(base._fields)
        if value is None and not product:
            return
        if id(value) in self.above:
            raise RecursionError(f"maximum recursion depth exceeded while traversing '{sort}' node")
        self.above.add(id(value))
        if not product:
            self.places(value, base, sort)
            if not isinstance(value, base) or type(value) is base:
                raise TypeError(f"expected some sort of {sort}, but got {value!r}")
        self.fields(value, *((sort, base) if product else _own(value)))
        if product:
            self.places(value, base, sort)
        self.above.discard(id(value))

    def places(self, value, base, sort):
        for name in base._attributes:
            place = getattr(value, name, None)
            if place is not None or "end" not in name and hasattr(value, name):
                self.number(place)
            elif "end" not in name or sort in ("pattern", "type_param"):
                raise TypeError(f'required field "{name}" missing from {sort}')

    def number(self, value):
        if not isinstance(value, int):
            raise ValueError(f"invalid integer value: {value!r}")

    def fields(self, value, owner, cls):
        rows = fields_of(cls.__doc__)
        for kind, name in rows:
            sort = kind.rstrip("?*")
            if not hasattr(value, name):
                if kind[-1] not in "?*" and sort != "expr_context":
                    raise TypeError(f'required field "{name}" missing from {owner}')
            elif kind[-1] == "*":
                found = getattr(value, name)
                if not isinstance(found, list):
                    raise TypeError(f'{owner} field "{name}" must be a list, not a '
                                    f'{type(found).__name__}')
                for item in found:
                    self.held(item, sort)
            elif kind[-1] != "?" or getattr(value, name) is not None:
                self.held(getattr(value, name), sort)
        for kind, name in rows:
            if kind[-1] not in "?*" and kind != "constant" and getattr(value, name, 0) is None:
                raise ValueError(f"field '{name}' is required for {owner}")

    def held(self, value, sort):
        if sort == "int":
            self.number(value)
        elif sort in ("identifier", "string"):
            if type(value) is not str and value is not None:
                raise TypeError(f"AST {sort} must be of type str")
        elif sort != "constant":
            self.node(value, sort)


def _module(tree):
    name = _own(tree)[0]
    if name == "Expression":
        _expr(tree.body)
    elif name == "FunctionType":
        _exprs(tree.argtypes)
        _expr(tree.returns)
    else:
        _statements(tree.body)


def _place(node):
    line, column = node.lineno, node.col_offset
    end_line, end_column = getattr(node, "end_lineno", None), getattr(node, "end_col_offset", None)
    end_line = line if end_line is None else end_line
    end_column = column if end_column is None else end_column
    if line > end_line:
        raise ValueError(f"AST node line range ({line}, {end_line}) is not valid")
    if (line < 0 and end_line != line) or (column < 0 and column != end_column):
        raise ValueError(f"AST node column range ({column}, {end_column}) for line range "
                         f"({line}, {end_line}) is not valid")
    if line == end_line and column > end_column:
        raise ValueError(f"line {line}, column {column}-{end_column} is not a valid range")


def _some(items, what, owner):
    if not items:
        raise ValueError(f"empty {what} on {owner}")


def _name(name):
    if name in ("None", "True", "False"):
        raise ValueError(f"identifier field can't represent '{name}' constant")


def _exprs(items, context="Load", gaps=False):
    for item in items:
        if item is not None:
            _expr(item, context)
        elif not gaps:
            raise ValueError("None disallowed in expression list")


def _maybe(node, context="Load"):
    if node is not None:
        _expr(node, context)


def _statements(items):
    for item in items:
        if item is None:
            raise ValueError("None disallowed in statement list")
        _statement(item)


def _body(node, owner):
    _some(node.body, "body", owner)
    _statements(node.body)


def _targets(items, context, owner):
    _some(items, "targets", owner)
    _exprs(items, context)


def _arguments(args):
    for arg in (*args.posonlyargs, *args.args, args.vararg, *args.kwonlyargs, args.kwarg):
        if arg is not None:
            _place(arg)
            _maybe(arg.annotation)
    if len(args.defaults) > len(args.posonlyargs) + len(args.args):
        raise ValueError("more positional defaults than args on arguments")
    if len(args.kw_defaults) != len(args.kwonlyargs):
        raise ValueError("length of kwonlyargs is not the same as kw_defaults on arguments")
    _exprs(args.defaults)
    _exprs(args.kw_defaults, gaps=True)


def _keywords(items):
    for item in items:
        _expr(item.value)


def _parameters(items):
    for item in items:
        _place(item)
        _name(item.name)
        _maybe(getattr(item, "bound", None))
        _maybe(item.default_value)


def _statement(node):
    name, _ = _own(node)
    _place(node)
    match name:
        case "FunctionDef" | "AsyncFunctionDef":
            _body(node, name)
            _parameters(node.type_params)
            _arguments(node.args)
            _exprs(node.decorator_list)
            _maybe(node.returns)
        case "ClassDef":
            _body(node, name)
            _parameters(node.type_params)
            _exprs(node.bases)
            _keywords(node.keywords)
            _exprs(node.decorator_list)
        case "Delete":
            _targets(node.targets, "Del", name)
        case "Assign":
            _targets(node.targets, "Store", name)
            _expr(node.value)
        case "AugAssign":
            _expr(node.target, "Store")
            _expr(node.value)
        case "AnnAssign":
            if node.simple and _own(node.target)[0] != "Name":
                raise TypeError("AnnAssign with simple non-Name target")
            _expr(node.target, "Store")
            _maybe(node.value)
            _expr(node.annotation)
        case "TypeAlias":
            if _own(node.name)[0] != "Name":
                raise TypeError("TypeAlias with non-Name name")
            _expr(node.name, "Store")
            _parameters(node.type_params)
            _expr(node.value)
        case "For" | "AsyncFor":
            _expr(node.target, "Store")
            _expr(node.iter)
            _body(node, name)
            _statements(node.orelse)
        case "While" | "If":
            _expr(node.test)
            _body(node, name)
            _statements(node.orelse)
        case "With" | "AsyncWith":
            _some(node.items, "items", name)
            for item in node.items:
                _expr(item.context_expr)
                _maybe(item.optional_vars, "Store")
            _body(node, name)
        case "Match":
            _expr(node.subject)
            _some(node.cases, "cases", name)
            for case in node.cases:
                _pattern(case.pattern, False)
                _maybe(case.guard)
                _body(case, "match_case")
        case "Raise":
            if node.exc is None and node.cause is not None:
                raise ValueError("Raise with cause but no exception")
            _maybe(node.exc)
            _maybe(node.cause)
        case "Try" | "TryStar":
            _try(node, name)
        case "Import" | "ImportFrom":
            if getattr(node, "level", None) is not None and node.level < 0:
                raise ValueError("Negative ImportFrom level")
            _some(node.names, "names", name)
        case "Global" | "Nonlocal":
            _some(node.names, "names", name)
        case "Return":
            _maybe(node.value)
        case "Expr":
            _expr(node.value)
        case "Assert":
            _expr(node.test)
            _maybe(node.msg)


def _try(node, name):
    _body(node, name)
    if not node.handlers and not node.finalbody:
        raise ValueError(f"{name} has neither except handlers nor finalbody")
    if not node.handlers and node.orelse:
        raise ValueError(f"{name} has orelse but no except handlers")
    for handler in node.handlers:
        _place(handler)
        _maybe(handler.type)
        _body(handler, "ExceptHandler")
    _statements(node.finalbody)
    _statements(node.orelse)


def _comprehensions(items):
    if not items:
        raise ValueError("comprehension with no generators")
    for item in items:
        _expr(item.target, "Store")
        _expr(item.iter)
        _exprs(item.ifs)


def _context(node, name, wanted):
    if name == "Name":
        _name(node.id)
    if hasattr(node, "ctx"):
        found = _own(node.ctx)[0]
        if found != wanted:
            raise ValueError(f"expression must have {wanted} context but has {found} instead")
    elif wanted != "Load":
        raise ValueError(f"expression which can't be assigned to in {wanted} context")


def _expr(node, context="Load"):
    name, _ = _own(node)
    _place(node)
    _context(node, name, context)
    match name:
        case "BoolOp":
            if len(node.values) < 2:
                raise ValueError("BoolOp with less than 2 values")
            _exprs(node.values)
        case "Lambda":
            _arguments(node.args)
            _expr(node.body)
        case "Dict":
            if len(node.keys) != len(node.values):
                raise ValueError("Dict doesn't have the same number of keys as values")
            _exprs(node.keys, gaps=True)
            _exprs(node.values)
        case "ListComp" | "SetComp" | "GeneratorExp":
            _comprehensions(node.generators)
            _expr(node.elt)
        case "DictComp":
            _comprehensions(node.generators)
            _expr(node.key)
            _expr(node.value)
        case "Compare":
            if not node.comparators:
                raise ValueError("Compare with no comparators")
            if len(node.comparators) != len(node.ops):
                raise ValueError("Compare has a different number of comparators and operands")
            _exprs(node.comparators)
            _expr(node.left)
        case "Call":
            _expr(node.func)
            _exprs(node.args)
            _keywords(node.keywords)
        case "Constant":
            _constant(node.value)
        case "List" | "Tuple":
            _exprs(node.elts, context)
        case "Starred":
            _expr(node.value, context)
        case "Subscript":
            _expr(node.slice)
            _expr(node.value)
        case "NamedExpr":
            _expr(node.value)
        case _:
            for kind, field in fields_of(classes[name].__doc__):
                if kind == "expr*":
                    _exprs(getattr(node, field))
                elif kind.rstrip("?") == "expr":
                    _maybe(getattr(node, field))


def _constant(value):
    if type(value) in (tuple, frozenset):
        for item in value:
            _constant(item)
    elif type(value) not in _LITERALS:
        raise TypeError(f"got an invalid type in Constant: {type(value).__name__}")


def _patterns(items, star):
    for item in items:
        _pattern(item, star)


def _pattern(node, star):
    name, _ = _own(node)
    _place(node)
    match name:
        case "MatchValue":
            _expr(node.value)
        case "MatchSingleton":
            if node.value not in (None, True, False):
                raise ValueError("MatchSingleton can only contain True, False and None")
        case "MatchSequence":
            _patterns(node.patterns, True)
        case "MatchMapping":
            if len(node.keys) != len(node.patterns):
                raise ValueError("MatchMapping doesn't have the same number of keys as patterns")
            _patterns(node.patterns, False)
        case "MatchClass":
            if len(node.kwd_attrs) != len(node.kwd_patterns):
                raise ValueError("MatchClass doesn't have the same number of keyword attributes "
                                 "as patterns")
            _expr(node.cls)
            _patterns(node.patterns, False)
            _patterns(node.kwd_patterns, False)
        case "MatchStar":
            if not star:
                raise ValueError("can't use MatchStar here")
        case "MatchAs":
            if node.pattern is not None and node.name is None:
                raise ValueError("MatchAs must specify a target name if a pattern is given")
            if node.pattern is not None:
                _pattern(node.pattern, False)
        case "MatchOr":
            if len(node.patterns) < 2:
                raise ValueError("MatchOr requires at least 2 patterns")
            _patterns(node.patterns, False)
