"""The classes of nodes of a syntax tree, made from a table of the abstract grammar."""

import sys

_PLACES = ("lineno", "col_offset", "end_lineno", "end_col_offset")

# A sort on a line of its own, then its nodes with their fields; `?` is optional, `*` a list. A
# sort that begins with `+` has places.
_GRAMMAR = """
mod
 Module(stmt* body, type_ignore* type_ignores)
 Interactive(stmt* body)
 Expression(expr body)
 FunctionType(expr* argtypes, expr returns)
+stmt
 FunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params)
 AsyncFunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params)
 ClassDef(identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list, type_param* type_params)
 Return(expr? value)
 Delete(expr* targets)
 Assign(expr* targets, expr value, string? type_comment)
 TypeAlias(expr name, type_param* type_params, expr value)
 AugAssign(expr target, operator op, expr value)
 AnnAssign(expr target, expr annotation, expr? value, int simple)
 For(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)
 AsyncFor(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)
 While(expr test, stmt* body, stmt* orelse)
 If(expr test, stmt* body, stmt* orelse)
 With(withitem* items, stmt* body, string? type_comment)
 AsyncWith(withitem* items, stmt* body, string? type_comment)
 Match(expr subject, match_case* cases)
 Raise(expr? exc, expr? cause)
 Try(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)
 TryStar(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)
 Assert(expr test, expr? msg)
 Import(alias* names)
 ImportFrom(identifier? module, alias* names, int? level)
 Global(identifier* names)
 Nonlocal(identifier* names)
 Expr(expr value)
 Pass
 Break
 Continue
+expr
 BoolOp(boolop op, expr* values)
 NamedExpr(expr target, expr value)
 BinOp(expr left, operator op, expr right)
 UnaryOp(unaryop op, expr operand)
 Lambda(arguments args, expr body)
 IfExp(expr test, expr body, expr orelse)
 Dict(expr* keys, expr* values)
 Set(expr* elts)
 ListComp(expr elt, comprehension* generators)
 SetComp(expr elt, comprehension* generators)
 DictComp(expr key, expr value, comprehension* generators)
 GeneratorExp(expr elt, comprehension* generators)
 Await(expr value)
 Yield(expr? value)
 YieldFrom(expr value)
 Compare(expr left, cmpop* ops, expr* comparators)
 Call(expr func, expr* args, keyword* keywords)
 FormattedValue(expr value, int conversion, expr? format_spec)
 JoinedStr(expr* values)
 Constant(constant value, string? kind)
 Attribute(expr value, identifier attr, expr_context ctx)
 Subscript(expr value, expr slice, expr_context ctx)
 Starred(expr value, expr_context ctx)
 Name(identifier id, expr_context ctx)
 List(expr* elts, expr_context ctx)
 Tuple(expr* elts, expr_context ctx)
 Slice(expr? lower, expr? upper, expr? step)
expr_context
 Load
 Store
 Del
boolop
 And
 Or
operator
 Add
 Sub
 Mult
 MatMult
 Div
 Mod
 Pow
 LShift
 RShift
 BitOr
 BitXor
 BitAnd
 FloorDiv
unaryop
 Invert
 Not
 UAdd
 USub
cmpop
 Eq
 NotEq
 Lt
 LtE
 Gt
 GtE
 Is
 IsNot
 In
 NotIn
+excepthandler
 ExceptHandler(expr? type, identifier? name, stmt* body)
+pattern
 MatchValue(expr value)
 MatchSingleton(constant value)
 MatchSequence(pattern* patterns)
 MatchMapping(expr* keys, pattern* patterns, identifier? rest)
 MatchClass(expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns)
 MatchStar(identifier? name)
 MatchAs(pattern? pattern, identifier? name)
 MatchOr(pattern* patterns)
type_ignore
 TypeIgnore(int lineno, string tag)
+type_param
 TypeVar(identifier name, expr? bound, expr? default_value)
 ParamSpec(identifier name, expr? default_value)
 TypeVarTuple(identifier name, expr? default_value)
comprehension(expr target, expr iter, expr* ifs, int is_async)
arguments(arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr* kw_defaults, arg? kwarg, expr* defaults)
+arg(identifier arg, expr? annotation, string? type_comment)
+keyword(identifier? arg, expr value)
+alias(identifier name, identifier? asname)
withitem(expr context_expr, expr? optional_vars)
match_case(pattern pattern, expr? guard, stmt* body)
"""


class AST:
    """What all nodes have."""

    __module__ = "ast"
    __match_args__ = _fields = _attributes = ()
    _field_types = {}

    def __init__(self, *args, **kwargs):
        cls = type(self)
        fields = cls._fields
        if len(args) > len(fields):
            plural = "" if len(fields) == 1 else "s"
            raise TypeError(f"{cls.__name__} constructor takes at most {len(fields)} "
                            f"positional argument{plural}")
        given = dict(zip(fields, args))
        for name, value in kwargs.items():
            if name in given:
                raise TypeError(f"{cls.__name__} got multiple values for argument {name!r}")
            if name not in fields and name not in cls._attributes:
                _deprecated(f"{cls.__name__}.__init__ got an unexpected keyword argument {name!r}. "
                            "Support for arbitrary keyword arguments is deprecated and will be "
                            "removed in Python 3.15.")
            given[name] = value
        for name, value in given.items():
            setattr(self, name, value)
        for name in fields:
            if name not in given:
                self._leave_out(name)

    def _leave_out(self, name):
        kind = self._field_types.get(name)
        if getattr(kind, "__origin__", None) is list:
            setattr(self, name, [])
        elif kind is classes["expr_context"]:
            setattr(self, name, singletons["Load"])
        elif kind is not None and not hasattr(type(self), name):
            _deprecated(f"{type(self).__name__}.__init__ missing 1 required positional argument: "
                        f"{name!r}. This will become an error in Python 3.15.", 4)

    def __reduce_ex__(self, protocol):
        return self.__reduce__()

    def __reduce__(self):
        # Nothing is left out for the constructor to miss.
        given = []
        for name in self._fields:
            if name not in self.__dict__:
                break
            given.append(None)
        return type(self), tuple(given), self.__dict__


def _deprecated(message, stacklevel=3):
    import warnings
    warnings.warn(message, DeprecationWarning, stacklevel=stacklevel)


classes = {"AST": AST}
singletons = {}
_kinds = {"identifier": str, "string": str, "int": int, "constant": object}


def _make(text, base, places, fields):
    names = tuple(name for _, name in fields)
    body = {"__module__": "ast", "_fields": names, "__match_args__": names, "__doc__": text}
    for kind, name in fields:
        if kind.endswith("?"):
            body[name] = None
    if base is AST:
        body["_attributes"] = _PLACES if places else ()
        if places:
            body["end_lineno"] = body["end_col_offset"] = None
    name = text.partition("(")[0]
    classes[name] = made = type(name, (base,), body)
    return made


def fields_of(text):
    """Kinds and names of the fields in a row of the grammar."""
    inner = text.partition("(")[2].rstrip(")")
    return [tuple(field.split()) for field in inner.split(", ") if field]


def _make_all():
    rows = []
    for line in _GRAMMAR.split("\n")[1:-1]:
        text = line.strip().lstrip("+")
        fields = fields_of(text)
        if line[0] == " ":
            made = _make(text, sort, False, fields)
            documents.append(text)
            if sort.__name__ in ("expr_context", "boolop", "operator", "unaryop", "cmpop"):
                singletons[text] = made()
        else:
            sort = _make(text, AST, line[0] == "+", fields)
            documents = []
            if not fields:
                rows.append((sort, documents))
                made = None
                continue
            made = sort
        rows.append((made, fields))
    for made, found in rows:
        if found and isinstance(found[0], str):
            made.__doc__ = f"{made.__name__} = " + (
                " | ".join(found) if "(" not in "".join(found) else "\n     | ".join(found))
        else:
            made._field_types = {name: _kind(kind) for kind, name in found}


def _kind(text):
    name = text.rstrip("?*")
    kind = _kinds[name] if name in _kinds else classes[name]
    return list[kind] if text[-1] == "*" else kind | None if text[-1] == "?" else kind


_make_all()
_new = object.__new__


def built(data):
    """The tree of nested tuples: class, place, fields."""
    root = _new(classes[data[0]])
    waiting = [(root, data)]
    while waiting:
        node, data = waiting.pop()
        values = node.__dict__
        place = data[1]
        for name, value in zip(type(node)._fields, data[2:]):
            kind = type(value)
            if kind is tuple:
                value = _started(value, waiting)
            elif kind is list:
                value = [_started(item, waiting) if type(item) is tuple else item
                         for item in value]
            values[name] = value
        if place is not None:
            (values["lineno"], values["col_offset"],
             values["end_lineno"], values["end_col_offset"]) = place
    return root


def _started(data, waiting):
    name = data[0]
    if name in singletons:
        return singletons[name]
    node = _new(classes[name])
    waiting.append((node, data))
    return node
