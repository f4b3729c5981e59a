"""Finds the docstrings of a module and of what it defines, for doctest."""

import inspect
import linecache
import re
import sys

# What is defined here belongs to doctest.
__name__ = "doctest"


def _normalize_module(module, depth=2):
    """A module, for itself, for its name, or for None: the one that calls."""
    if inspect.ismodule(module):
        return module
    if isinstance(module, str):
        return __import__(module, {}, {}, ["*"])
    if module is None:
        return sys.modules.get(sys._getframe(depth).f_globals.get("__name__"))
    raise TypeError("Expected a module, string, or None")


class DocTestFinder:
    """Finds the docstrings of a module and of what it defines."""

    def __init__(self, verbose=False, parser=None, recurse=True, exclude_empty=True):
        if parser is None:
            from doctest import DocTestParser
            parser = DocTestParser()
        self._parser, self._verbose = parser, verbose
        self._recurse, self._exclude_empty = recurse, exclude_empty

    def find(self, obj, name=None, module=None, globs=None, extraglobs=None):
        """Return a list of the DocTests that are defined by the given object's docstring."""
        if name is None:
            name = getattr(obj, "__name__", None)
            if name is None:
                raise ValueError("DocTestFinder.find: name must be given when obj.__name__ doesn't "
                                 "exist: %r" % (type(obj),))
        if module is False:
            module = None
        elif module is None:
            module = inspect.getmodule(obj)
        if globs is None:
            globs = dict(getattr(module, "__dict__", {}))
        globs = {**globs, **(extraglobs or {})}
        globs.setdefault("__name__", "__main__")
        tests = []
        self._find(tests, obj, name, module, _source(obj, module), globs, {})
        tests.sort()
        return tests

    def _from_module(self, module, object):
        """Whether something is defined in a module."""
        if module is None:
            return True
        home = inspect.getmodule(object)
        if home is not None:
            return module is home
        if inspect.isfunction(object):
            return module.__dict__ is object.__globals__
        if inspect.ismethoddescriptor(object) or inspect.ismethodwrapper(object):
            named = getattr(object, "__objclass__", object)
            return getattr(named, "__module__", module.__name__) == module.__name__
        if hasattr(object, "__module__"):
            return module.__name__ == object.__module__
        if isinstance(object, property):
            return True
        raise ValueError("object must be a class or function")

    def _is_routine(self, obj):
        """Whether something is, under its wrappers, a function."""
        try:
            obj = inspect.unwrap(obj)
        except ValueError:
            pass
        return inspect.isroutine(obj)

    def _find(self, tests, obj, name, module, source_lines, globs, seen):
        """Adds the tests of an object, and of what stands in it, to the list tests."""
        if self._verbose:
            print(f"Finding tests in {name}")
        if id(obj) in seen:
            return
        seen[id(obj)] = 1
        test = self._get_test(obj, name, module, globs, source_lines)
        if test is not None:
            tests.append(test)
        if not self._recurse:
            return
        for child, item in self._inside(obj, module):
            self._find(tests, item, f"{name}.{child}", module, source_lines, globs, seen)

    def _inside(self, obj, module):
        """The names and values in a module or class that may have tests."""
        if inspect.ismodule(obj):
            for name, item in obj.__dict__.items():
                if (self._is_routine(item) or inspect.isclass(item)) and self._from_module(
                        module, item):
                    yield name, item
            for name, item in getattr(obj, "__test__", {}).items():
                if not isinstance(name, str):
                    raise ValueError(f"DocTestFinder.find: __test__ keys must be strings: {type(name)!r}")
                if not (inspect.isroutine(item) or inspect.isclass(item) or inspect.ismodule(item)
                        or isinstance(item, str)):
                    raise ValueError("DocTestFinder.find: __test__ values must be strings, functions, "
                                     f"methods, classes, or modules: {type(item)!r}")
                yield f"__test__.{name}", item
        elif inspect.isclass(obj):
            for name, item in obj.__dict__.items():
                if isinstance(item, (staticmethod, classmethod)):
                    item = item.__func__
                if (inspect.isroutine(item) or inspect.isclass(item) or isinstance(item, property)
                        ) and self._from_module(module, item):
                    yield name, item

    def _get_test(self, obj, name, module, globs, source_lines):
        """The test of an object's docstring; None where it has none."""
        docstring = obj if isinstance(obj, str) else getattr(obj, "__doc__", None)
        docstring = "" if docstring is None else str(docstring)
        line = self._find_lineno(obj, source_lines)
        if self._exclude_empty and not docstring:
            return None
        filename = None
        if module is not None:
            filename = getattr(module, "__file__", None) or module.__name__
        return self._parser.get_doctest(docstring, globs, name, filename, line)

    def _find_lineno(self, obj, source_lines):
        """The line of the docstring in its file, counted from 0; None where it is not found."""
        start, doc = None, getattr(obj, "__doc__", None)
        if inspect.ismodule(obj) and doc is not None:
            start = 0
        if inspect.isclass(obj) and doc is not None:
            if source_lines is None:
                return None
            head = re.compile(rf"^\s*class\s*{re.escape(getattr(obj, '__name__', '-'))}\b")
            start = next((at for at, line in enumerate(source_lines) if head.match(line)), None)
        if inspect.ismethod(obj):
            obj = obj.__func__
        if isinstance(obj, property):
            obj = obj.fget
        if inspect.isfunction(obj) and obj.__doc__:
            obj = getattr(inspect.unwrap(obj), "__code__", None)
            if obj is None:
                return None
        if inspect.istraceback(obj):
            obj = obj.tb_frame
        if inspect.isframe(obj):
            obj = obj.f_code
        if inspect.iscode(obj):
            start = obj.co_firstlineno - 1
        if start is None or source_lines is None:
            return None if start is None else start + 1
        # The docstring is the first line from there that begins with a quote.
        return next((at for at in range(start, len(source_lines))
                     if _QUOTE.match(source_lines[at])), None)


_QUOTE = re.compile(r"""(^|.*:)\s*\w*("|')""")


def _source(obj, module):
    """The lines of the file that an object comes from; None where there is none."""
    try:
        file = inspect.getsourcefile(obj)
    except TypeError:
        file = None
    if not file:
        # What was typed in has its lines under a name of its own.
        file = getattr(inspect.getmodule(obj), "__file__", None)
    if not file:
        return None
    return linecache.getlines(file, *([] if module is None else [module.__dict__])) or None
