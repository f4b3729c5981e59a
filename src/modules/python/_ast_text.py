"""Source text for syntax trees (what ast.unparse gives)."""

# How tightly parts of expressions bind, loosest first.
(NAMED, TUPLE, YIELD, TEST, OR, AND, NOT, CMP, BITOR, BITXOR, BITAND, SHIFT, ARITH, TERM, FACTOR,
 POWER, AWAIT, ATOM) = range(18)

_BINARY = {
    "Add": ("+", ARITH), "Sub": ("-", ARITH), "Mult": ("*", TERM), "MatMult": ("@", TERM),
    "Div": ("/", TERM), "Mod": ("%", TERM), "FloorDiv": ("//", TERM), "LShift": ("<<", SHIFT),
    "RShift": (">>", SHIFT), "BitOr": ("|", BITOR), "BitXor": ("^", BITXOR),
    "BitAnd": ("&", BITAND), "Pow": ("**", POWER),
}
_UNARY = {"Invert": ("~", FACTOR), "Not": ("not ", NOT), "UAdd": ("+", FACTOR),
          "USub": ("-", FACTOR)}
_COMPARE = {"Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">=", "Is": "is",
            "IsNot": "is not", "In": "in", "NotIn": "not in"}
_INFINITY = "1e309"


def _kind(node):
    return type(node).__name__


def _is(node, name):
    return any(cls.__name__ == name for cls in type(node).__mro__)


class Text:
    """Writes a tree."""

    def __init__(self):
        self.lines, self.level = [], 0

    def whole(self, node):
        if _is(node, "mod") or _is(node, "stmt"):
            if _is(node, "Expression"):
                return self.expr(node.body)
            if _is(node, "FunctionType"):
                return f"({self.items(node.argtypes)}) -> {self.expr(node.returns)}"
            if _is(node, "mod"):
                self.documented(node) if _is(node, "Module") else self.statements(node.body)
            else:
                self.statements([node])
            return "\n".join(self.lines)
        if _is(node, "pattern"):
            return self.pattern(node)
        for name in ("arguments", "arg", "keyword", "alias", "withitem", "comprehension",
                     "type_param"):
            if _is(node, name):
                return getattr(self, name)(node)
        if _is(node, "excepthandler") or _is(node, "match_case"):
            self.handler(node, "") if _is(node, "excepthandler") else self.case(node)
            return "\n".join(self.lines)
        return self.expr(node)

    # Statements.

    def at(self, node):
        """What is written next comes from this node."""

    def fill(self, text):
        self.lines.append("    " * self.level + text)

    def blank(self):
        if self.lines:
            self.lines.append("")

    def statements(self, body):
        for stmt in body:
            if not _is(stmt, "stmt"):
                raise TypeError(f"expected some sort of stmt, but got {stmt!r}")
            self.at(stmt)
            getattr(self, "stmt_" + _kind(stmt))(stmt)

    def block(self, head, body):
        self.fill(head + ":")
        self.level += 1
        self.statements(body)
        self.level -= 1

    def documented(self, node):
        """The body of a module, class or function, whose docstring has three quotes."""
        from ast import get_docstring
        body = node.body
        doc = get_docstring(node, clean=False)
        if doc is not None:
            first = body[0].value
            prefix = "u" if first.kind == "u" else ""
            self.at(body[0])
            self.fill(prefix + _quoted(doc, ('"""', "'''"), True))
            body = body[1:]
        self.statements(body)

    def stmt_Expr(self, node):
        self.fill(self.expr(node.value, YIELD))

    def function(self, node, word):
        self.blank()
        for decorator in node.decorator_list:
            self.at(decorator)
            self.fill("@" + self.expr(decorator))
        self.at(node)
        returns = f" -> {self.expr(node.returns)}" if node.returns else ""
        params = self.type_params(node.type_params)
        self.fill(f"{word} {node.name}{params}({self.arguments(node.args)}){returns}:")
        self.level += 1
        self.documented(node)
        self.level -= 1

    def stmt_FunctionDef(self, node):
        self.function(node, "def")

    def stmt_AsyncFunctionDef(self, node):
        self.function(node, "async def")

    def stmt_ClassDef(self, node):
        self.blank()
        for decorator in node.decorator_list:
            self.at(decorator)
            self.fill("@" + self.expr(decorator))
        self.at(node)
        args = self.call_arguments(node.bases, node.keywords)
        args = f"({args})" if args else ""
        self.fill(f"class {node.name}{self.type_params(node.type_params)}{args}:")
        self.level += 1
        self.documented(node)
        self.level -= 1

    def stmt_Return(self, node):
        self.fill("return" + (f" {self.expr(node.value)}" if node.value else ""))

    def stmt_Delete(self, node):
        self.fill("del " + self.items(node.targets))

    def stmt_Assign(self, node):
        targets = "".join(self.expr(target, TUPLE) + " = " for target in node.targets)
        self.fill(targets + self.expr(node.value))

    def stmt_TypeAlias(self, node):
        params = self.type_params(node.type_params)
        self.fill(f"type {self.expr(node.name)}{params} = {self.expr(node.value)}")

    def stmt_AugAssign(self, node):
        sign = _BINARY[_kind(node.op)][0]
        self.fill(f"{self.expr(node.target)} {sign}= {self.expr(node.value)}")

    def stmt_AnnAssign(self, node):
        target = self.expr(node.target)
        if not node.simple and _is(node.target, "Name"):
            target = f"({target})"
        value = f" = {self.expr(node.value)}" if node.value else ""
        self.fill(f"{target}: {self.expr(node.annotation)}{value}")

    def loop(self, node, word):
        head = f"{word} {self.expr(node.target, TUPLE)} in {self.expr(node.iter)}"
        self.block(head, node.body)
        if node.orelse:
            self.block("else", node.orelse)

    def stmt_For(self, node):
        self.loop(node, "for")

    def stmt_AsyncFor(self, node):
        self.loop(node, "async for")

    def stmt_While(self, node):
        self.block("while " + self.expr(node.test), node.body)
        if node.orelse:
            self.block("else", node.orelse)

    def stmt_If(self, node):
        self.block("if " + self.expr(node.test), node.body)
        while node.orelse and len(node.orelse) == 1 and _is(node.orelse[0], "If"):
            node = node.orelse[0]
            self.at(node.test)
            self.block("elif " + self.expr(node.test), node.body)
        if node.orelse:
            self.block("else", node.orelse)

    def stmt_With(self, node):
        self.block("with " + ", ".join(map(self.withitem, node.items)), node.body)

    def stmt_AsyncWith(self, node):
        self.block("async with " + ", ".join(map(self.withitem, node.items)), node.body)

    def withitem(self, node):
        target = f" as {self.expr(node.optional_vars)}" if node.optional_vars else ""
        return self.expr(node.context_expr) + target

    def stmt_Raise(self, node):
        cause = f" from {self.expr(node.cause)}" if node.cause else ""
        self.fill(f"raise {self.expr(node.exc)}{cause}" if node.exc else "raise")

    def stmt_Try(self, node, star=""):
        self.block("try", node.body)
        for handler in node.handlers:
            self.handler(handler, star)
        if node.orelse:
            self.block("else", node.orelse)
        if node.finalbody:
            self.block("finally", node.finalbody)

    def stmt_TryStar(self, node):
        self.stmt_Try(node, "*")

    def handler(self, node, star):
        self.at(node)
        kind = f" {self.expr(node.type)}" if node.type else ""
        name = f" as {node.name}" if node.name else ""
        self.block(f"except{star}{kind}{name}", node.body)

    def stmt_Assert(self, node):
        message = f", {self.expr(node.msg)}" if node.msg else ""
        self.fill(f"assert {self.expr(node.test)}{message}")

    def stmt_Import(self, node):
        self.fill("import " + ", ".join(map(self.alias, node.names)))

    def stmt_ImportFrom(self, node):
        names = ", ".join(map(self.alias, node.names))
        self.fill(f"from {'.' * (node.level or 0)}{node.module or ''} import {names}")

    def alias(self, node):
        return node.name + (f" as {node.asname}" if node.asname else "")

    def stmt_Global(self, node):
        self.fill("global " + ", ".join(node.names))

    def stmt_Nonlocal(self, node):
        self.fill("nonlocal " + ", ".join(node.names))

    def stmt_Pass(self, node):
        self.fill("pass")

    def stmt_Break(self, node):
        self.fill("break")

    def stmt_Continue(self, node):
        self.fill("continue")

    def stmt_Match(self, node):
        self.fill(f"match {self.expr(node.subject)}:")
        self.level += 1
        for case in node.cases:
            self.case(case)
        self.level -= 1

    def case(self, node):
        self.at(node.pattern)
        guard = f" if {self.expr(node.guard)}" if node.guard else ""
        self.block(f"case {self.pattern(node.pattern)}{guard}", node.body)

    # Patterns.

    def pattern(self, node, level=TEST):
        return getattr(self, "pattern_" + _kind(node))(node, level)

    def patterns(self, nodes):
        return ", ".join(map(self.pattern, nodes))

    def pattern_MatchValue(self, node, level):
        return self.expr(node.value)

    def pattern_MatchSingleton(self, node, level):
        return repr(node.value)

    def pattern_MatchSequence(self, node, level):
        return f"[{self.patterns(node.patterns)}]"

    def pattern_MatchStar(self, node, level):
        return "*" + (node.name or "_")

    def pattern_MatchMapping(self, node, level):
        pairs = [f"{self.expr(key)}: {self.pattern(value)}"
                 for key, value in zip(node.keys, node.patterns)]
        if node.rest is not None:
            pairs.append("**" + node.rest)
        return "{" + ", ".join(pairs) + "}"

    def pattern_MatchClass(self, node, level):
        parts = [self.pattern(pattern) for pattern in node.patterns]
        parts += [f"{name}={self.pattern(pattern)}"
                  for name, pattern in zip(node.kwd_attrs, node.kwd_patterns)]
        return f"{self.expr(node.cls, ATOM)}({', '.join(parts)})"

    def pattern_MatchAs(self, node, level):
        if node.name is None:
            return "_"
        if node.pattern is None:
            return node.name
        text = f"{self.pattern(node.pattern, BITOR)} as {node.name}"
        return f"({text})" if level > TEST else text

    def pattern_MatchOr(self, node, level):
        text = " | ".join(self.pattern(pattern, BITOR + 1) for pattern in node.patterns)
        return f"({text})" if level > BITOR else text

    # Parameters.

    def arguments(self, node):
        plain = node.posonlyargs + node.args
        first = len(plain) - len(node.defaults)
        parts = []
        for at, arg in enumerate(plain):
            default = f"={self.expr(node.defaults[at - first])}" if at >= first else ""
            parts.append(self.arg(arg) + default)
            if at + 1 == len(node.posonlyargs):
                parts.append("/")
        if node.vararg:
            parts.append("*" + self.arg(node.vararg))
        elif node.kwonlyargs:
            parts.append("*")
        for arg, default in zip(node.kwonlyargs, node.kw_defaults):
            parts.append(self.arg(arg) + (f"={self.expr(default)}" if default else ""))
        if node.kwarg:
            parts.append("**" + self.arg(node.kwarg))
        return ", ".join(parts)

    def arg(self, node):
        if _is(node, "expr"):
            # Some programs put plain names here, as Python 2 did.
            return self.expr(node)
        return node.arg + (f": {self.expr(node.annotation)}" if node.annotation else "")

    def keyword(self, node):
        return (f"{node.arg}=" if node.arg is not None else "**") + self.expr(node.value)

    def call_arguments(self, args, keywords):
        return ", ".join([*map(self.expr, args), *map(self.keyword, keywords)])

    def type_params(self, nodes):
        return f"[{', '.join(map(self.type_param, nodes))}]" if nodes else ""

    def type_param(self, node):
        stars = {"TypeVarTuple": "*", "ParamSpec": "**"}.get(_kind(node), "")
        bound = getattr(node, "bound", None)
        bound = f": {self.expr(bound)}" if bound else ""
        default = f" = {self.expr(node.default_value)}" if node.default_value else ""
        return stars + node.name + bound + default

    # Expressions; `level` is how tightly the place of one binds.

    def expr(self, node, level=TEST):
        method = getattr(self, "expr_" + _kind(node), None)
        if method is None:
            base = next((cls.__name__ for cls in type(node).__mro__
                         if hasattr(self, "expr_" + cls.__name__)), None)
            if base is None:
                raise AttributeError(f"{type(node).__name__!r} object has no attribute '_fields'")
            method = getattr(self, "expr_" + base)
        return method(node, level)

    def items(self, nodes):
        return ", ".join(map(self.expr, nodes))

    def expr_Name(self, node, level):
        return node.id

    def expr_Constant(self, node, level):
        value = node.value
        if value is ...:
            return "..."
        text = repr(value)
        if isinstance(value, (float, complex)):
            text = text.replace("inf", _INFINITY).replace("nan", f"({_INFINITY}-{_INFINITY})")
        return "u" + text if node.kind == "u" else text

    def expr_NamedExpr(self, node, level):
        text = f"{self.expr(node.target, ATOM)} := {self.expr(node.value, ATOM)}"
        return f"({text})" if level > NAMED else text

    def expr_BoolOp(self, node, level):
        word, own = (" and ", AND) if _kind(node.op) == "And" else (" or ", OR)
        inner, parts = own, []
        for value in node.values:
            inner = min(inner + 1, ATOM)
            parts.append(self.expr(value, inner))
        return _wrapped(word.join(parts), level > own)

    def expr_BinOp(self, node, level):
        sign, own = _BINARY[_kind(node.op)]
        left, right = (own + 1, own) if sign == "**" else (own, own + 1)
        # The left parts may be thousands deep.
        chain = [node]
        while sign != "**" and _is(chain[-1].left, "BinOp"):
            below = chain[-1].left
            if _BINARY[_kind(below.op)][1] != own:
                break
            chain.append(below)
        text = self.expr(chain[-1].left, left)
        for part in reversed(chain):
            text = f"{text} {_BINARY[_kind(part.op)][0]} {self.expr(part.right, right)}"
        return _wrapped(text, level > own)

    def expr_UnaryOp(self, node, level):
        sign, own = _UNARY[_kind(node.op)]
        return _wrapped(sign + self.expr(node.operand, own), level > own)

    def expr_Compare(self, node, level):
        text = self.expr(node.left, CMP + 1)
        for op, right in zip(node.ops, node.comparators):
            text += f" {_COMPARE[_kind(op)]} {self.expr(right, CMP + 1)}"
        return _wrapped(text, level > CMP)

    def expr_IfExp(self, node, level):
        text = (f"{self.expr(node.body, TEST + 1)} if {self.expr(node.test, TEST + 1)} "
                f"else {self.expr(node.orelse)}")
        return _wrapped(text, level > TEST)

    def expr_Lambda(self, node, level):
        params = self.arguments(node.args)
        text = f"lambda{' ' if params else ''}{params}: {self.expr(node.body)}"
        return _wrapped(text, level > TEST)

    def expr_Await(self, node, level):
        return _wrapped("await " + self.expr(node.value, ATOM), level > AWAIT)

    def expr_Yield(self, node, level):
        value = f" {self.expr(node.value, ATOM)}" if node.value else ""
        return _wrapped("yield" + value, level > YIELD)

    def expr_YieldFrom(self, node, level):
        return _wrapped("yield from " + self.expr(node.value, ATOM), level > YIELD)

    def expr_Tuple(self, node, level):
        text = ", ".join(map(self.expr, node.elts)) + ("," if len(node.elts) == 1 else "")
        return _wrapped(text, not node.elts or level > TUPLE)

    def expr_List(self, node, level):
        return f"[{self.items(node.elts)}]"

    def expr_Set(self, node, level):
        return f"{{{self.items(node.elts)}}}" if node.elts else "{*()}"

    def expr_Dict(self, node, level):
        pairs = [f"{self.expr(key)}: {self.expr(value)}" if key is not None
                 else "**" + self.expr(value, BITOR)
                 for key, value in zip(node.keys, node.values)]
        return "{" + ", ".join(pairs) + "}"

    def comprehension(self, node):
        word = " async for " if node.is_async else " for "
        text = f"{word}{self.expr(node.target, TUPLE)} in {self.expr(node.iter, TEST + 1)}"
        return text + "".join(f" if {self.expr(test, TEST + 1)}" for test in node.ifs)

    def clauses(self, node):
        return "".join(map(self.comprehension, node.generators))

    def expr_ListComp(self, node, level):
        return f"[{self.expr(node.elt)}{self.clauses(node)}]"

    def expr_SetComp(self, node, level):
        return f"{{{self.expr(node.elt)}{self.clauses(node)}}}"

    def expr_GeneratorExp(self, node, level):
        return f"({self.expr(node.elt)}{self.clauses(node)})"

    def expr_DictComp(self, node, level):
        return f"{{{self.expr(node.key)}: {self.expr(node.value)}{self.clauses(node)}}}"

    def expr_Call(self, node, level):
        return f"{self.expr(node.func, ATOM)}({self.call_arguments(node.args, node.keywords)})"

    def expr_Attribute(self, node, level):
        value = self.expr(node.value, ATOM)
        if _is(node.value, "Constant") and isinstance(node.value.value, int):
            value += " "
        return f"{value}.{node.attr}"

    def expr_Subscript(self, node, level):
        index = node.slice
        if _is(index, "Tuple") and index.elts:
            text = ", ".join(map(self.expr, index.elts)) + ("," if len(index.elts) == 1 else "")
        else:
            text = self.expr(index)
        return f"{self.expr(node.value, ATOM)}[{text}]"

    def expr_Starred(self, node, level):
        return "*" + self.expr(node.value, BITOR)

    def expr_Slice(self, node, level):
        part = lambda node: self.expr(node) if node else ""
        step = f":{self.expr(node.step)}" if node.step else ""
        return f"{part(node.lower)}:{part(node.upper)}{step}"

    # Formatted strings.

    def expr_JoinedStr(self, node, level):
        quotes, parts = ["'", '"', '"""', "'''"], []
        for value in node.values:
            text = self.part(value)
            if _is(value, "Constant"):
                text = _escaped(text, True)
                usable = [quote for quote in quotes if quote not in text]
                if not usable:
                    return self.plainly(node)
                usable.sort(key=lambda quote: quote[0] == text[-1:])
                if usable[0][0] == text[-1:]:
                    text = text[:-1] + "\\" + text[-1]
                quotes = usable
            elif "\n" in text:
                quotes = [quote for quote in quotes if len(quote) == 3] or quotes
            parts.append(text)
        return f"f{quotes[0]}{''.join(parts)}{quotes[0]}"

    def plainly(self, node):
        """A formatted string none of whose possible quotes is free."""
        parts = [self.part(value) for value in node.values]
        texts = [repr('"' + part)[2:-1] if _is(value, "Constant") else part
                 for part, value in zip(parts, node.values)]
        return f"f'''{''.join(texts)}'''"

    def expr_FormattedValue(self, node, level):
        return f"f'{self.part(node)}'"

    def part(self, node):
        if _is(node, "Constant"):
            return node.value.replace("{", "{{").replace("}", "}}")
        if _is(node, "JoinedStr"):
            return "".join(map(self.part, node.values))
        value = self.expr(node.value, TEST + 1)
        space = " " if value.startswith("{") else ""
        conversion = f"!{chr(node.conversion)}" if node.conversion != -1 else ""
        spec = f":{self.part(node.format_spec)}" if node.format_spec else ""
        return f"{{{space}{value}{conversion}{spec}}}"


def _wrapped(text, needed):
    return f"({text})" if needed else text


def _escaped(text, one_line):
    """Text with escapes for what cannot stand in a literal as it is."""
    parts = []
    for letter in text:
        if letter == "\\":
            parts.append("\\\\")
        elif letter in "\n\t" and not one_line or letter.isprintable():
            parts.append(letter)
        else:
            parts.append(letter.encode("unicode_escape").decode())
    return "".join(parts)


def _quoted(text, quotes, docstring=False):
    """A literal in one of these quotes."""
    body = _escaped(text, False)
    usable = [quote for quote in quotes if quote not in body]
    if not usable:
        return repr(text)
    if body:
        usable.sort(key=lambda quote: quote[0] == body[-1])
        if usable[0][0] == body[-1]:
            body = body[:-1] + "\\" + body[-1]
    return usable[0] + body + usable[0]
