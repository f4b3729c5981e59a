"""The abstract syntax tree of programs, and what one does with it."""

import sys
from _ast_nodes import AST, built as _built, classes as _classes

globals().update(_classes)

PyCF_ONLY_AST = 0x400
PyCF_TYPE_COMMENTS = 0x1000
PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000
PyCF_OPTIMIZED_AST = 0x8400


def parse(source, filename="<unknown>", mode="exec", *, type_comments=False, feature_version=None,
          optimize=-1):
    """Parse the source into an AST node."""
    flags = PyCF_ONLY_AST
    if optimize > 0:
        flags |= PyCF_OPTIMIZED_AST
    return compile(source, filename, mode, flags)


def literal_eval(node_or_string):
    """The value of a literal: strings, bytes, numbers, tuples, lists, dicts, sets, booleans, None."""
    node = node_or_string
    if isinstance(node, str):
        node = parse(node.lstrip(" \t"), mode="eval")
    if isinstance(node, Expression):
        node = node.body
    return _literal(node)


def _malformed(node):
    message = "malformed node or string"
    if line := getattr(node, "lineno", None):
        message += f" on line {line}"
    raise ValueError(f"{message}: {node!r}")


def _literal(node):
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Tuple):
        return tuple(map(_literal, node.elts))
    if isinstance(node, List):
        return list(map(_literal, node.elts))
    if isinstance(node, Set):
        return set(map(_literal, node.elts))
    if isinstance(node, Call):
        if isinstance(node.func, Name) and node.func.id == "set" and not node.args + node.keywords:
            return set()
    elif isinstance(node, Dict):
        if len(node.keys) != len(node.values):
            _malformed(node)
        return dict(zip(map(_literal, node.keys), map(_literal, node.values)))
    elif isinstance(node, BinOp) and isinstance(node.op, (Add, Sub)):
        left, right = _signed(node.left), _number(node.right)
        if isinstance(left, (int, float)) and isinstance(right, complex):
            return left + right if isinstance(node.op, Add) else left - right
    return _signed(node)


def _number(node):
    if not isinstance(node, Constant) or type(node.value) not in (int, float, complex):
        _malformed(node)
    return node.value


def _signed(node):
    if isinstance(node, UnaryOp) and isinstance(node.op, (UAdd, USub)):
        number = _number(node.operand)
        return +number if isinstance(node.op, UAdd) else -number
    return _number(node)


def dump(node, annotate_fields=True, include_attributes=False, *, indent=None, show_empty=False):
    """A string with the whole tree, for looking at it."""
    if not isinstance(node, AST):
        raise TypeError(f"expected AST, got {node.__class__.__name__!r}")
    if indent is not None and not isinstance(indent, str):
        indent = " " * indent
    return _Dump(annotate_fields, include_attributes, indent, show_empty).of(node, 0)[0]


_MISSING = object()


class _Dump:
    def __init__(self, *options):
        self.annotated, self.places, self.indent, self.show_empty = options

    def of(self, value, level):
        """The text of a value, and whether it is short."""
        if isinstance(value, AST):
            return self.node(value, level + 1)
        if isinstance(value, list):
            if not value:
                return "[]", True
            parts = [self.of(item, level + 1)[0] for item in value]
            return f"[{self.joined(parts, level + 1)}]", False
        return repr(value), True

    def joined(self, parts, level):
        if self.indent is None:
            return ", ".join(parts)
        start = "\n" + self.indent * level
        return start + ("," + start).join(parts)

    def node(self, node, level):
        cls = type(node)
        # Positions may be left out only as long as nothing comes after them.
        parts, left_out, simple, named = [], [], True, self.annotated
        for name in node._fields:
            value = getattr(node, name, _MISSING)
            if value is _MISSING or value is None and getattr(cls, name, _MISSING) is None:
                named = True
                continue
            if not self.show_empty and value == []:
                kind = cls._field_types.get(name, object)
                if getattr(kind, "__origin__", None) is list:
                    if not named:
                        left_out.append(repr(value))
                    continue
            if not named:
                parts.extend(left_out)
                left_out.clear()
            text, short = self.of(value, level)
            simple = simple and short
            parts.append(f"{name}={text}" if named else text)
        if self.places and node._attributes:
            for name in node._attributes:
                value = getattr(node, name, _MISSING)
                if value is _MISSING or value is None and getattr(cls, name, _MISSING) is None:
                    continue
                text, short = self.of(value, level)
                simple = simple and short
                parts.append(f"{name}={text}")
        if simple and len(parts) <= 3:
            return f"{cls.__name__}({', '.join(parts)})", not parts
        return f"{cls.__name__}({self.joined(parts, level)})", False


def copy_location(new_node, old_node):
    """Give a node the place of another."""
    for name in ("lineno", "col_offset", "end_lineno", "end_col_offset"):
        if name in old_node._attributes and name in new_node._attributes:
            value = getattr(old_node, name, None)
            if value is not None or hasattr(old_node, name) and name.startswith("end_"):
                setattr(new_node, name, value)
    return new_node


def fix_missing_locations(node):
    """Give the nodes without a place that of the node around them."""
    def fix(node, place):
        own = []
        for name, outer in zip(("lineno", "end_lineno", "col_offset", "end_col_offset"), place):
            if name in node._attributes:
                missing = not hasattr(node, name)
                if name.startswith("end_"):
                    missing = getattr(node, name, None) is None
                if missing:
                    setattr(node, name, outer)
                else:
                    outer = getattr(node, name)
            own.append(outer)
        for child in iter_child_nodes(node):
            fix(child, own)
    fix(node, (1, 1, 0, 0))
    return node


def increment_lineno(node, n=1):
    """Move a tree down by n lines."""
    for child in walk(node):
        if isinstance(child, TypeIgnore):
            child.lineno = getattr(child, "lineno", 0) + n
            continue
        if "lineno" in child._attributes:
            child.lineno = getattr(child, "lineno", 0) + n
        if "end_lineno" in child._attributes and (end := getattr(child, "end_lineno", 0)) is not None:
            child.end_lineno = end + n
    return node


def iter_fields(node):
    """Pairs of name and value for each field that is there."""
    for field in node._fields:
        try:
            yield field, getattr(node, field)
        except AttributeError:
            pass


def iter_child_nodes(node):
    """The nodes right below a node."""
    for _, value in iter_fields(node):
        if isinstance(value, AST):
            yield value
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, AST):
                    yield item


def walk(node):
    """A node and all below it, in no particular order."""
    from collections import deque
    waiting = deque([node])
    while waiting:
        node = waiting.popleft()
        waiting.extend(iter_child_nodes(node))
        yield node


def get_docstring(node, clean=True):
    """The docstring of a module, class or function, or None."""
    if not isinstance(node, (AsyncFunctionDef, FunctionDef, ClassDef, Module)):
        raise TypeError(f"{node.__class__.__name__!r} can't have docstrings")
    if not (node.body and isinstance(node.body[0], Expr)):
        return None
    value = node.body[0].value
    if not (isinstance(value, Constant) and isinstance(value.value, str)):
        return None
    if clean:
        import inspect
        return inspect.cleandoc(value.value)
    return value.value


def get_source_segment(source, node, *, padded=False):
    """The part of the source that a node stands for, or None."""
    try:
        if node.end_lineno is None or node.end_col_offset is None:
            return None
        first, last = node.lineno - 1, node.end_lineno - 1
        start, end = node.col_offset, node.end_col_offset
    except AttributeError:
        return None
    import re
    lines = re.findall(r"(?s)[^\r\n]*(?:\r\n|\r|\n)|.+$", source)
    if first == last:
        return lines[first].encode()[start:end].decode()
    head = lines[first].encode()
    padding = "".join(c if c in "\f\t" else " " for c in head[:start].decode()) if padded else ""
    return "".join([padding + head[start:].decode(), *lines[first + 1:last],
                    lines[last].encode()[:end].decode()])


class NodeVisitor:
    """Calls a method for each node: visit_ and the name of its class, or generic_visit."""

    def visit(self, node):
        """Visit a node."""
        method = getattr(self, "visit_" + node.__class__.__name__, self.generic_visit)
        return method(node)

    def generic_visit(self, node):
        """Visit the nodes below one that has no method."""
        for _, value in iter_fields(node):
            if isinstance(value, list):
                for item in value:
                    if isinstance(item, AST):
                        self.visit(item)
            elif isinstance(value, AST):
                self.visit(value)

    def visit_Constant(self, node):
        value = node.value
        for kind, name in _old_names:
            if type(value) is kind and hasattr(self, "visit_" + name):
                import warnings
                warnings.warn(f"visit_{name} is deprecated; add visit_Constant",
                              DeprecationWarning, 2)
                return getattr(self, "visit_" + name)(node)
        return self.generic_visit(node)


class NodeTransformer(NodeVisitor):
    """A visitor whose methods return what shall stand in a node's place; None removes it."""

    def generic_visit(self, node):
        for field, old in iter_fields(node):
            if isinstance(old, list):
                kept = []
                for value in old:
                    if isinstance(value, AST):
                        value = self.visit(value)
                        if value is None:
                            continue
                        if not isinstance(value, AST):
                            kept.extend(value)
                            continue
                    kept.append(value)
                old[:] = kept
            elif isinstance(old, AST):
                new = self.visit(old)
                if new is None:
                    delattr(node, field)
                else:
                    setattr(node, field, new)
        return node


def unparse(ast_obj):
    """Source text from which the same tree would be parsed."""
    from _ast_text import Text
    return Text().whole(ast_obj)


def _source_of(tree, mode):
    """The text that compile() compiles for a tree, and the lines of the tree for its lines."""
    wanted = {"exec": Module, "eval": Expression, "single": Interactive}[mode]
    if not isinstance(tree, wanted):
        raise TypeError(f"expected {wanted.__name__} node, got {type(tree).__name__}")
    from _ast_checks import checked
    from _ast_source import source_of
    return source_of(checked(tree))


_old_names = [(int, "Num"), (float, "Num"), (complex, "Num"), (str, "Str"), (bytes, "Bytes"),
              (type(None), "NameConstant"), (bool, "NameConstant"), (type(...), "Ellipsis")]


class _OldKind(type(AST)):
    def __instancecheck__(cls, node):
        kinds = tuple(kind for kind, name in _old_names if name == cls.__name__)
        return isinstance(node, Constant) and type(node.value) in kinds


def _old_value(name):
    """What the value of a constant was called before."""
    def warn():
        import warnings
        warnings.warn(f"Attribute {name} is deprecated and will be removed in Python 3.14; "
                      "use value instead", DeprecationWarning, 3)

    def get(self):
        """Deprecated. Use value instead."""
        warn()
        return self.value

    def set(self, value):
        warn()
        self.value = value

    return property(get, set)


Constant.n = _old_value("n")
Constant.s = _old_value("s")


def __getattr__(name):
    if name in ("Num", "Str", "Bytes", "NameConstant", "Ellipsis"):
        import warnings
        warnings.warn(f"ast.{name} is deprecated and will be removed in Python 3.14; "
                      "use ast.Constant instead", DeprecationWarning, 2)
        return _OldKind(name, (Constant,), {"__module__": "ast", "_fields": Constant._fields,
                                            "__new__": lambda cls, *args: Constant(*args)})
    if name in ("slice", "Index", "ExtSlice", "Suite", "AugLoad", "AugStore", "Param"):
        import _ast_old
        value = globals()[name] = getattr(_ast_old, name)
        return value
    raise AttributeError(f"module 'ast' has no attribute {name!r}")
