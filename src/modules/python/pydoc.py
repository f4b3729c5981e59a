"""Plain text about objects, for help()."""

import sys
import types

_PLAIN = (types.FunctionType, types.BuiltinFunctionType, types.MethodType)
_HIDDEN = {"__builtins__", "__doc__", "__name__", "__module__", "__dict__", "__weakref__",
           "__qualname__", "__annotations__", "__static_attributes__", "__firstlineno__",
           "__type_params__", "__hash__"}


def getdoc(obj):
    """Return an object's documentation without its common indentation."""
    doc = getattr(obj, "__doc__", None)
    if not isinstance(doc, str):
        return ""
    lines = doc.expandtabs().split("\n")
    margins = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    margin = min(margins, default=0)
    lines = [lines[0].strip()] + [line[margin:].rstrip() for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines)


def signature(function):
    """Return the parameters of a function as they are written."""
    text = getattr(function, "__text_signature__", None)
    if text is not None:
        if hasattr(function, "__objclass__") or isinstance(function, type):
            return text.replace("$self", "self")
        for own in ("$self, /, ", "$module, /, ", "$self, /", "$module, /", "$self, ", "$module, "):
            text = text.replace(own, "")
        return text
    own = getattr(function, "__func__", function)
    code = getattr(own, "__code__", None)
    if code is None:
        return "(...)"
    names = code.co_varnames
    notes = own.__annotations__
    defaults = own.__defaults__ or ()
    keywords = own.__kwdefaults__ or {}
    count, only = code.co_argcount, code.co_kwonlyargcount

    def shown(name, *default):
        if name in notes:
            note = notes[name]
            note = note.__name__ if isinstance(note, type) else repr(note)
            return f"{name}: {note}" + "".join(f" = {value!r}" for value in default)
        return name + "".join(f"={value!r}" for value in default)

    parts = []
    first = count - len(defaults)
    for index in range(count):
        parts.append(shown(names[index], *defaults[index - first:][:1] if index >= first else ()))
        if index + 1 == code.co_posonlyargcount:
            parts.append("/")
    at = count + only
    if code.co_flags & 4:
        parts.append("*" + shown(names[at]))
        at += 1
    elif only:
        parts.append("*")
    for name in names[count:count + only]:
        parts.append(shown(name, *([keywords[name]] if name in keywords else [])))
    if code.co_flags & 8:
        parts.append("**" + shown(names[at]))
    if own is not function and parts:
        del parts[0]
    text = "(" + ", ".join(parts) + ")"
    if "return" in notes:
        note = notes["return"]
        text += " -> " + (note.__name__ if isinstance(note, type) else repr(note))
    return text


def _indented(text, prefix="    "):
    return "\n".join((prefix + line).rstrip() for line in text.split("\n"))


def _is_routine(obj):
    return callable(obj) and not isinstance(obj, type)


def _routine(name, obj, top=False):
    real = getattr(obj, "__name__", name)
    title = real + signature(obj)
    if real == "<lambda>":
        title = name + " lambda " + signature(obj)[1:-1]
    elif real != name:
        title = f"{name} = {title}"
    owner = getattr(obj, "__objclass__", None)
    receiver = getattr(obj, "__self__", None)
    if top and owner is not None:
        title += f" unbound {owner.__module__}.{owner.__name__} method"
    elif top and isinstance(receiver, type):
        title += f" class method of {receiver.__module__}.{receiver.__qualname__}"
    elif top and receiver is not None and not isinstance(receiver, type(sys)):
        title += f" method of {type(receiver).__module__}.{type(receiver).__qualname__} instance"
    doc = getdoc(obj)
    return title + "\n" + (_indented(doc) + "\n" if doc else "")


def _members(cls):
    methods, class_methods, static, properties, data = [], [], [], [], []
    for name, value in sorted(vars(cls).items()):
        if name in _HIDDEN:
            continue
        if isinstance(value, classmethod):
            class_methods.append((name, getattr(cls, name)))
        elif isinstance(value, staticmethod):
            static.append((name, getattr(cls, name)))
        elif isinstance(value, property):
            properties.append((name, value))
        elif isinstance(value, type) or not _is_routine(value):
            data.append((name, value))
        else:
            methods.append((name, value))
    return methods, class_methods, static, properties, data


def _class_name(base, cls):
    if base.__module__ == cls.__module__:
        return base.__name__
    return base.__module__ + "." + base.__name__


def _class(cls):
    bases = [_class_name(base, cls) for base in cls.__bases__]
    title = "class " + cls.__name__
    if bases:
        title += "(" + ", ".join(bases) + ")"
    out = []
    init = vars(cls).get("__init__")
    if getattr(init, "__code__", None) is not None:
        types_bound = types.MethodType(init, object())
        out += [cls.__name__ + signature(types_bound), ""]
    doc = getdoc(cls)
    if doc:
        out += doc.split("\n") + [""]
    mro = list(cls.__mro__)
    rule = []
    if len(mro) > 2:
        rule = ["-" * 70]
        out.append("Method resolution order:")
        out += ["    " + _class_name(klass, cls) for klass in mro] + [""]
    for index, klass in enumerate(mro[:-1] if cls is not object else mro):
        methods, class_methods, static, properties, data = _members(klass)
        own = index == 0
        where = "defined here" if own else "inherited from " + klass.__name__
        for heading, rows in (("Methods", methods), ("Class methods", class_methods), ("Static methods", static)):
            if rows:
                out += rule + [f"{heading} {where}:", ""]
                rule = ["-" * 70]
                for name, value in rows:
                    out += _routine(name, value).split("\n")
        if properties:
            out += rule + [f"Readonly properties {where}:", ""]
            rule = ["-" * 70]
            for name, value in properties:
                out += [name] + ([_indented(getdoc(value))] if getdoc(value) else []) + [""]
        if "__dict__" in vars(klass):
            out += rule + [f"Data descriptors {where}:", "", "__dict__",
                    "    dictionary for instance variables", "", "__weakref__",
                    "    list of weak references to the object", ""]
            rule = ["-" * 70]
        if data:
            out += rule + [f"Data and other attributes {where}:", ""]
            rule = ["-" * 70]
            for name, value in data:
                out += [f"{name} = {value!r}", ""]
    while out and not out[-1]:
        out.pop()
    return title + "\n" + "\n".join((" |  " + line).rstrip() for line in out) + "\n"


def _module(module):
    out = ["NAME", "    " + module.__name__ + (" - " + getdoc(module).split("\n")[0] if getdoc(module) else ""), ""]
    rest = "\n".join(getdoc(module).split("\n")[1:]).strip("\n")
    if rest:
        out += ["DESCRIPTION", _indented(rest), ""]
    public = [(name, value) for name, value in sorted(vars(module).items()) if not name.startswith("_")]
    classes = [value for _, value in public if isinstance(value, type) and value.__module__ == module.__name__]
    functions = [(name, value) for name, value in public if isinstance(value, _PLAIN)]
    data = [(name, value) for name, value in public
            if not callable(value) and not isinstance(value, type(sys))]
    if classes:
        out += ["CLASSES"] + [_indented(_class(cls)) for cls in classes] + [""]
    if functions:
        out += ["FUNCTIONS"] + [_indented(_routine(name, value)) for name, value in functions]
    if data:
        out += ["DATA"] + [f"    {name} = {value!r}" for name, value in data] + [""]
    return "\n".join(out) + "\n"


def _place(obj):
    module = getattr(obj, "__module__", None)
    return f" in module {module}" if module else ""


def render_doc(obj):
    """Return the text that help(obj) prints."""
    if isinstance(obj, type(sys)):
        return f"Help on module {obj.__name__}:\n\n" + _module(obj)
    if isinstance(obj, type):
        return f"Help on class {obj.__name__}{_place(obj)}:\n\n" + _class(obj)
    name = getattr(obj, "__name__", None)
    if _is_routine(obj) and name and hasattr(obj, "__qualname__"):
        owner = getattr(obj, "__objclass__", None)
        if isinstance(obj, types.MethodType):
            cls = type(obj.__self__)
            heading = f"Help on method {name}{_place(obj)}:"
        elif owner is not None:
            kind = "method_descriptor" if type(obj).__name__ == "method_descriptor" else "wrapper_descriptor"
            heading = f"Help on {kind}:" if not _place(obj) else f"Help on function {name}{_place(obj)}:"
            return f"{heading}\n\n" + _routine(name, obj, True)
        elif isinstance(obj, types.BuiltinFunctionType):
            heading = f"Help on built-in function {name}{_place(obj)}:"
        else:
            heading = f"Help on function {name}{_place(obj)}:"
        return f"{heading}\n\n" + _routine(name, obj, True)
    cls = type(obj)
    if isinstance(obj, property):
        return "Help on property:\n\n" + _indented(getdoc(obj)) + "\n"
    return f"Help on {cls.__name__} object:\n\n" + _class(cls)


def help(request=None):
    """Print what there is to say about an object (or the name of one)."""
    if request is None:
        print("Type help(object) for help about object.")
        return
    if isinstance(request, str):
        import builtins
        found = getattr(builtins, request, None)
        if found is None:
            try:
                found = __import__(request)
            except ImportError:
                print(f"No Python documentation found for {request!r}.")
                return
        request = found
    print(render_doc(request))
