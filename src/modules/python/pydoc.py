"""Plain text about objects, for help()."""

import sys
import types

_PLAIN = (types.FunctionType, types.BuiltinFunctionType, types.MethodType)
_HIDDEN = {"__author__", "__builtins__", "__cached__", "__credits__", "__date__", "__doc__",
           "__docformat__", "__file__", "__loader__", "__module__", "__name__", "__package__",
           "__path__", "__qualname__", "__slots__", "__spec__", "__version__",
           "__static_attributes__", "__firstlineno__"}


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
        text = text.replace("$type, ", "").replace("$type", "")
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


_SECTIONS = ("Methods", "Class methods", "Static methods", "Readonly properties",
             "Data descriptors", "Data and other attributes")
_OF_EVERY_OBJECT = {"__dict__": "dictionary for instance variables",
                    "__weakref__": "list of weak references to the object"}


def _visible(name):
    if name.startswith("__") and name.endswith("__"):
        return name not in _HIDDEN
    return not name.startswith("_")


def _section(name, value):
    kind = type(value).__name__
    if name == "__new__" or isinstance(value, staticmethod):
        return "Static methods"
    if isinstance(value, classmethod) or kind == "classmethod_descriptor":
        return "Class methods"
    if "$type" in (getattr(value, "__text_signature__", None) or ""):
        return "Class methods"
    if isinstance(value, property):
        return "Readonly properties" if value.fset is None else "Data descriptors"
    if name in _OF_EVERY_OBJECT or kind in ("getset_descriptor", "member_descriptor"):
        return "Data descriptors"
    if isinstance(value, type) or not _is_routine(value):
        return "Data and other attributes"
    return "Methods"


def _inherited_doc(cls, name):
    for klass in cls.__mro__:
        doc = getdoc(vars(klass).get(name))
        if name in vars(klass) and doc:
            return doc
    return ""


def _member(cls, section, name, value):
    """The lines that say what an attribute of a class is."""
    if name == "__new__" and getattr(value, "__code__", None) is None and (
            not isinstance(value, staticmethod)):
        return [f"__new__(*args, **kwargs) class method of {cls.__module__}.{cls.__qualname__}",
                "    Create and return a new object.  See help(type) for accurate signature.", ""]
    if name == "__init__" and getattr(value, "__code__", None) is None:
        return ["__init__(self, /, *args, **kwargs)",
                "    Initialize self.  See help(type(self)) for accurate signature.", ""]
    if section in ("Readonly properties", "Data descriptors"):
        doc = _OF_EVERY_OBJECT.get(name) or getdoc(value)
        return [name] + ([_indented(doc)] if doc else []) + [""]
    if section == "Data and other attributes":
        line = f"{name} = {value!r}"
        return [line if len(line) <= 70 else line[:70] + "...", ""]
    if section != "Methods":
        value = getattr(cls, name)
    lines = _routine(name, value).split("\n")
    if len(lines) == 2 and not getdoc(value) and (doc := _inherited_doc(cls, name)):
        lines[1:] = _indented(doc).split("\n") + [""]
    return lines


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
    makers = (vars(klass).get("__init__") for klass in cls.__mro__)
    init = next((maker for maker in makers if maker is not None), None)
    known = getattr(cls, "__text_signature__", None)
    if init is vars(cls).get("__init__") and known:
        out += [cls.__name__ + known, ""]
    elif getattr(init, "__code__", None) is not None:
        types_bound = types.MethodType(init, object())
        out += [cls.__name__ + signature(types_bound), ""]
    doc = getdoc(cls)
    if doc:
        out += doc.split("\n") + [""]
    mro = list(cls.__mro__)
    if len(mro) > 2:
        out.append("Method resolution order:")
        out += ["    " + _class_name(klass, cls) for klass in mro] + [""]
    rule, seen = [], set()
    for klass in mro[:-1] if cls is not object else mro:
        rows = {section: [] for section in _SECTIONS}
        for name, value in sorted(vars(klass).items()):
            if name not in seen and _visible(name):
                rows[_section(name, value)].append((name, value))
        seen.update(vars(klass))
        where = "defined here" if klass is cls else "inherited from " + _class_name(klass, cls)
        for section, members in rows.items():
            if members:
                out += rule + [f"{section} {where}:", ""]
                rule = ["-" * 70]
                for name, value in members:
                    out += _member(klass, section, name, value)
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
        name = getattr(obj, "__name__", None)
        return ("Help on property:\n\n" + (name + "\n" if name else "")
                + _indented(getdoc(obj)) + "\n")
    place = "" if cls.__module__ == "builtins" else f" in module {cls.__module__}"
    return f"Help on {cls.__name__}{place} object:\n\n" + _class(cls)


def _explain(request):
    """What is said of a name that nothing has: a keyword, a topic or nothing at all."""
    import keyword
    if request == "keywords":
        print("\nHere is a list of the Python keywords.  Enter any keyword to get more help.\n")
        _columns(sorted(keyword.kwlist))
        print()
    elif keyword.iskeyword(request) or request in keyword.softkwlist:
        print(f"{request!r} is a keyword. The language's reference, which explains it, is not part "
              "of Refscope:\nhttps://docs.python.org/3.13/reference/")
    elif request.isupper() or request in ("modules", "symbols", "topics"):
        print("Help on topics is not part of Refscope. The language's reference:\n"
              "https://docs.python.org/3.13/reference/")
    else:
        print(f"No Python documentation found for {request!r}.\n"
              "Use help() to get the interactive help utility.\n"
              "Use help(str) for help on the str class.\n")


def _columns(words, count=4, width=80):
    """Print words in columns, read downwards."""
    rows = (len(words) + count - 1) // count
    for row in range(rows):
        print("".join((words[at] if (at := column * rows + row) < len(words) else "")
                      .ljust(width // count) if column < count - 1 else
                      (words[at] if (at := column * rows + row) < len(words) else "")
                      for column in range(count)))


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
            except (ImportError, ValueError):
                _explain(request)
                return
        request = found
    print(render_doc(request))
