"""Which nodes of the evaluator a program reaches, read off its syntax tree.

This looks at the text only: it says which nodes lowering makes for a program, by the same rules as
`src/eval/lower`, not whether each of them ran. `KINDS` has a rule for every node in `src/eval` (each
type that is an `Exp`, `Stm`, `Target` or `Body` there); `missing` fails where one has none.
"""

import ast
import pathlib
import re
import symtable

NODE = re.compile(r"^impl(?:<.*>)? (?:Exp|Stm|Target|Body) for (\w+)", re.M)
# Nodes that stand for no syntax of their own, or that a script cannot reach.
APART = {
    "Box": "forwards to the target in it",
    "Place": "forwards to the target in it",
    "Node": "forwards to the expression in it",
    "S": "any statement, as the body of a function",
    "Stop": "only in code that is watched",
    "DisplayStm": "only at the prompt",
    "Unsupported": "only for what lowering should have moved before the statement",
    "Only": "only in an annotation `*args: *Ts`",
    "ClassBodyName": "only beside the type parameters of a definition in a class",
    "Made": "helper of lowering without a shape of its own",
    "Unread": "only in modules that come with Refscope",
}


def nodes_of(root):
    """The names of all nodes in the sources of the evaluator."""
    found = set()
    for path in pathlib.Path(root, "src/eval").rglob("*.rs"):
        found.update(NODE.findall(path.read_text()))
    return found


def default_of(param):
    """What a type parameter is where nothing is given for it (PEP 696)."""
    return getattr(param, "default_value", None)


def missing(root):
    """Nodes that neither `reached` nor `APART` knows."""
    return sorted(nodes_of(root) - set(APART) - set(ALL))


class Reader(ast.NodeVisitor):
    """Collects the nodes that a tree is lowered to."""

    def __init__(self, text):
        self.found = set()
        self.tables = [symtable.symtable(text, "<random>", "exec")]
        self.inner = [list(self.tables[0].get_children())]
        self.kinds = ["module"]

    def add(self, *names):
        self.found.update(names)

    # Names.

    def access(self, name):
        """How the innermost scope reaches a name: local, cell, namespace or global."""
        for table in reversed(self.tables):
            try:
                symbol = table.lookup(name)
            except KeyError:
                continue
            kind = table.get_type()
            kind = getattr(kind, "value", kind)
            if symbol.is_free():
                return "cell"
            if symbol.is_global() or kind == "module":
                return "global"
            if kind == "class":
                return "namespace"
            if symbol.is_local():
                shared = any(self.uses_free(child, name) for child in table.get_children())
                return "cell" if shared else "local"
        return "global"

    def uses_free(self, table, name):
        try:
            if table.lookup(name).is_free():
                return True
        except KeyError:
            pass
        return any(self.uses_free(child, name) for child in table.get_children())

    def visit_Name(self, node):
        where = self.access(node.id)
        if isinstance(node.ctx, ast.Del):
            self.add({"local": "DeleteLocal", "cell": "DeleteCell", "namespace": "DeleteName"}.get(where, "DeleteGlobal"))
        else:
            self.add({"local": "Local", "cell": "CellName", "namespace": "NamespaceName"}.get(where, "Global"))

    # Scopes.

    def enter(self, node, kind):
        name = getattr(node, "name", None) or {"Lambda": "lambda"}.get(type(node).__name__, "genexpr")
        children = self.inner[-1]
        index = next((at for at, table in enumerate(children) if table.get_name() == name), None)
        table = children.pop(index) if index is not None else None
        if table is not None and getattr(table.get_type(), "value", table.get_type()) != "function" and kind == "function":
            self.tables.append(table)
            self.inner.append(list(table.get_children()))
            return self.enter(node, kind) + 1
        self.tables.append(table or self.tables[-1])
        self.inner.append(list(table.get_children()) if table else [])
        self.kinds.append(kind)
        return 1

    def leave(self, count):
        del self.tables[-count:], self.inner[-count:]
        self.kinds.pop()

    def visit_FunctionDef(self, node):
        self.add("MakeFunction", "Assign" if self.access(node.name) != "local" else "AssignLocal")
        if node.decorator_list:
            self.add("Decorated")
        if node.type_params:
            self.add("WithTypeParams", "TypeParameter", "WithDefaults")
            if any(isinstance(default_of(param), ast.Starred) for param in node.type_params):
                self.add("OnlyItem")
        for part in node.decorator_list + node.args.defaults + [d for d in node.args.kw_defaults if d]:
            self.visit(part)
        is_async = isinstance(node, ast.AsyncFunctionDef)
        yields = is_async or any(isinstance(part, (ast.Yield, ast.YieldFrom)) for part in own_parts(node))
        count = self.enter(node, "generator" if yields else "function")
        self.add("Steps" if yields else "Block")
        for statement in node.body:
            self.visit(statement)
        self.leave(count)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node):
        self.add("MakeFunction", "Return")
        count = self.enter(node, "function")
        self.visit(node.body)
        self.leave(count)

    def visit_ClassDef(self, node):
        self.add("MakeClass", "Block")
        if node.type_params:
            self.add("WithTypeParams", "TypeParameter")
        for part in node.bases + [keyword.value for keyword in node.keywords]:
            self.visit(part)
        count = self.enter(node, "class")
        if any(isinstance(part, ast.AnnAssign) for part in node.body):
            self.add("EnsureAnnotations", "SetAnnotation")
        if "__class__" in ast.dump(node) or "super" in ast.dump(node):
            self.add("ReturnCell")
        self.add("SetStaticAttributes")
        for statement in node.body:
            self.visit(statement)
        self.leave(count)

    def visit_comprehension_like(self, node):
        if awaits(node):
            self.add("AsyncComprehension", "BeginComprehension", "AddElement", "TakeTemp")
        else:
            self.add("Comprehension")
        self.generic_visit(node)

    visit_ListComp = visit_SetComp = visit_DictComp = visit_comprehension_like

    def visit_GeneratorExp(self, node):
        self.add("CallGenerator", "Steps")
        self.generic_visit(node)

    def visit_comprehension(self, node):
        if node.is_async:
            self.add("StartAsync", "AwaitNext", "Filled", "Assign")
        self.generic_visit(node)

    # Statements.

    def visit_Assign(self, node):
        name = node.targets[0]
        if len(node.targets) > 1:
            self.add("AssignMany")
        elif isinstance(name, ast.Tuple) and in_parallel(name, node.value):
            self.add("ParallelAssign")
        elif isinstance(name, ast.Name) and self.access(name.id) == "local":
            self.add("AssignLocal")
        else:
            self.add("Assign")
        self.generic_visit(node)

    def visit_AnnAssign(self, node):
        if self.kinds[-1] in ("class", "module"):
            self.add("EnsureAnnotations", "SetAnnotation")
        self.generic_visit(node)

    def visit_AugAssign(self, node):
        target = node.target
        if isinstance(target, ast.Name):
            self.add("AugLocal" if self.access(target.id) == "local" else "AugAssign")
        elif isinstance(target, ast.Attribute):
            self.add("AugAttribute")
        else:
            self.add("AugSubscript")
        if has_yield(node.value):
            self.add("AugAssign", "SetTemp", "ReadTemp", "TakeTemp")
        self.generic_visit(node)

    def visit_If(self, node):
        self.add("Steps" if self.kinds[-1] == "generator" and has_yield(node) else "If")
        self.generic_visit(node)

    def visit_Try(self, node):
        if node.handlers:
            self.add("Try")
        if node.finalbody:
            self.add("Finally")
        self.generic_visit(node)

    def visit_ImportFrom(self, node):
        self.add("ImportFrom")

    def visit_Expr(self, node):
        self.add("ExpressionStm")
        self.generic_visit(node)

    def visit_TypeAlias(self, node):
        self.add("MakeTypeAlias", "AliasParts")
        if self.kinds[-1] == "class":
            self.add("ClassDictName")

    # Expressions.

    def visit_Yield(self, node):
        self.add("SetTemp", "TakeTemp")
        self.generic_visit(node)

    def visit_BoolOp(self, node):
        self.add("Bool")
        if has_yield(node):
            self.add("ReadTemp")
        self.generic_visit(node)

    def visit_Constant(self, node):
        value = node.value
        if value is None or value is True or value is False:
            self.add("Singleton")
        else:
            self.add("Number" if isinstance(value, (int, float)) else "Const")

    def visit_Compare(self, node):
        op, right = node.ops[0], node.comparators[0]
        if len(node.ops) > 1:
            self.add("Chain")
        elif isinstance(op, (ast.Is, ast.IsNot)):
            singles = (None, True, False)
            is_single = isinstance(right, ast.Constant) and any(right.value is one for one in singles)
            self.add("IsSingle" if is_single else "Is")
        elif isinstance(op, (ast.In, ast.NotIn)):
            self.add("In")
        else:
            self.add("Compare")
        self.generic_visit(node)

    def visit_UnaryOp(self, node):
        self.add("Not" if isinstance(node.op, ast.Not) else "Unary")
        self.generic_visit(node)

    def visit_Call(self, node):
        spread = any(isinstance(arg, ast.Starred) for arg in node.args) or any(k.arg is None for k in node.keywords)
        if spread:
            self.add("SpreadCall")
        elif node.keywords:
            self.add("KeywordMethodCall" if isinstance(node.func, ast.Attribute) else "KeywordCall")
        elif isinstance(node.func, ast.Attribute):
            self.add("SuperCall" if is_bare_super(node.func.value) else "MethodCall")
        else:
            self.add("LeafCall" if getattr(node.func, "id", None) in BRIEF else "Call")
        self.generic_visit(node)

    def visit_Set(self, node):
        constants = all(isinstance(part, ast.Constant) for part in node.elts)
        self.add("CopiedSet" if constants and len(node.elts) > 2 else "Display")
        self.generic_visit(node)

    def visit_Subscript(self, node):
        sliced = isinstance(node.slice, ast.Slice)
        if isinstance(node.ctx, ast.Load):
            self.add("SliceSubscript" if sliced else "Subscript")
        else:
            stored = "SliceTarget" if sliced else "SubscriptTarget"
            self.add("DeleteSubscript" if isinstance(node.ctx, ast.Del) else stored)
            if sliced:
                self.add("SliceExp")
        self.generic_visit(node)

    def visit_Attribute(self, node):
        self.add({"Load": "Attribute", "Store": "AttributeTarget"}.get(type(node.ctx).__name__, "DeleteAttribute"))
        self.generic_visit(node)

    def visit_Tuple(self, node):
        names = [part.id for part in node.elts if isinstance(part, ast.Name)]
        if not isinstance(node.ctx, ast.Store):
            starred = any(isinstance(part, ast.Starred) for part in node.elts)
            plain = "TupleDisplay" if isinstance(node, ast.Tuple) else "Display"
            self.add("StarDisplay" if starred else plain)
        elif names and len(names) == len(node.elts) and all(self.access(name) == "local" for name in names):
            self.add("UnpackLocals")
        else:
            self.add("Unpack")
        self.generic_visit(node)

    visit_List = visit_Tuple

    def generic_visit(self, node):
        self.add(*SIMPLE.get(type(node).__name__, ()))
        super().generic_visit(node)


def in_parallel(target, value):
    """Whether `a, b = x, y` assigns each value to its target, without a tuple."""
    starred = any(isinstance(part, ast.Starred) for part in target.elts + getattr(value, "elts", []))
    constant = all(isinstance(part, ast.Constant) for part in getattr(value, "elts", []))
    return isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts) and not starred and not constant


def own_parts(function):
    """The nodes of a function outside inner functions and classes."""
    waiting = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            waiting.extend(ast.iter_child_nodes(node))


def is_bare_super(node):
    return isinstance(node, ast.Call) and getattr(node.func, "id", None) == "super" and not node.args


def has_yield(node):
    return any(isinstance(part, (ast.Yield, ast.YieldFrom, ast.Await, ast.AsyncFor, ast.AsyncWith)) for part in ast.walk(node))


def awaits(node):
    """Whether a comprehension awaits, what it iterates over first aside."""
    first, *rest = node.generators
    parts = [*first.ifs, *rest, *(getattr(node, name) for name in ("elt", "key", "value") if hasattr(node, name))]
    return first.is_async or any(isinstance(inner, ast.Await) or getattr(inner, "is_async", 0) for part in parts for inner in ast.walk(part))


# Some of the builtins with a short way.
BRIEF = {"abs", "chr", "dict", "float", "int", "isinstance", "len", "list", "max", "min", "ord", "range", "str", "tuple", "type"}
# Trees with one node each, whatever they hold.
SIMPLE = {
    "Assert": ["Assert"], "BinOp": ["Binary"], "Break": ["Break"], "Continue": ["Continue"], "Dict": ["DictDisplay"], "For": ["For"],
    "IfExp": ["Conditional"], "Import": ["Import"], "JoinedStr": ["FString"], "Match": ["Match"], "NamedExpr": ["Walrus"], "Pass": ["Pass"],
    "Raise": ["Raise"], "Return": ["Return"], "TryStar": ["TryStar"], "While": ["While"], "With": ["With"],
    "YieldFrom": ["Delegating", "TakeTemp"], "Await": ["Delegating", "TakeTemp"], "AsyncWith": ["AsyncWith"],
    "AsyncFor": ["StartAsync", "AwaitNext", "Filled", "Assign"],
}
ALL = set(re.findall(r'"([A-Z]\w+)"', pathlib.Path(__file__).read_text()))


def reached(text):
    """The nodes that `text` is lowered to."""
    reader = Reader(text)
    reader.visit(ast.parse(text))
    return reader.found
