"""What pickling seldom needs: its exceptions, names that are not plain, old text."""

import sys as _sys
from types import ModuleType as _Module

_DIGITS = frozenset("0123456789+-.eE")


class PickleError(Exception):
    """A common base class for the other pickling exceptions."""

    __module__ = "_pickle"


class PicklingError(PickleError):
    """This exception is raised when an unpicklable object is passed to the dump() method."""

    __module__ = "_pickle"


class UnpicklingError(PickleError):
    """This exception is raised when there is a problem unpickling an object."""

    __module__ = "_pickle"


class PickleBuffer:
    """Wrapper for potentially out-of-band buffers."""

    __module__ = "_pickle"

    def __init__(self, object):
        self._view = memoryview(object)

    def raw(self):
        """The bytes of the buffer."""
        return self._view.cast("B")

    def release(self):
        """Release the underlying buffer."""
        self._view.release()

    def __reduce_ex__(self, protocol):
        raise PicklingError("PickleBuffer can only be pickled with protocol >= 5")


def buffer_parts(buffer):
    """The bytes of a PickleBuffer, and whether they may not be changed."""
    view = buffer._view
    if not view.contiguous:
        raise PicklingError("PickleBuffer can not be pickled when pointing to a non-contiguous "
                            "buffer")
    return view.tobytes(), view.readonly


def readonly_view(buffer):
    """A buffer that cannot be changed."""
    view = memoryview(buffer)
    return buffer if view.readonly else view.toreadonly()


class PicklerMemoProxy:
    """What a pickler has written."""

    __module__ = "_pickle"

    def __init__(self, pickler):
        self._pickler = pickler

    def clear(self):
        """Remove all items from memo."""
        self._pickler.clear_memo()

    def copy(self):
        """Copy the memo to a new object."""
        from _pickle import _written
        return _written(self._pickler)

    def __reduce__(self):
        return dict, (self.copy(),)


class UnpicklerMemoProxy:
    """What an unpickler remembers."""

    __module__ = "_pickle"

    def __init__(self, unpickler):
        self._unpickler = unpickler

    def clear(self):
        """Remove all items from memo."""
        self._unpickler.memo = {}

    def copy(self):
        """Copy the memo to a new object."""
        from _pickle import _known
        return _known(self._unpickler)

    def __reduce__(self):
        return dict, (self.copy(),)


def memo_rows(memo, owner):
    """The content of a memo that is set, as pairs of numbers and objects."""
    if isinstance(memo, (PicklerMemoProxy, UnpicklerMemoProxy)):
        memo = memo.copy()
    elif not isinstance(memo, dict):
        which = "Unpickler" if hasattr(owner, "load") else "Pickler"
        raise TypeError(f"'memo' attribute must be a {which}MemoProxy object or dict, not "
                        f"{type(memo).__name__:.200}")
    if hasattr(owner, "load"):
        for key in memo:
            if not isinstance(key, int):
                raise TypeError("memo key must be integers")
        return list(memo.items())
    for row in memo.values():
        if not isinstance(row, tuple) or len(row) != 2:
            raise TypeError("'memo' values must be 2-item tuples")
    return list(memo.values())


def _module_with(item, name):
    """The module where something that does not say so itself is found under its name."""
    for title, module in list(_sys.modules.items()):
        if title in ("__main__", "__mp_main__") or module is None:
            continue
        try:
            found = _deep(module, name.split("."))
        except AttributeError:
            continue
        if found is item:
            return title
    return "__main__"


def _deep(found, path):
    """What stands at the end of a path of attributes."""
    for part in path:
        if part == "<locals>":
            raise AttributeError(f"Can't get local attribute {'.'.join(path)!r} on {found!r}")
        found = getattr(found, part)
    return found


def find_global(item, name):
    """Module and name under which a class or function is found again."""
    if name is None:
        name = getattr(item, "__qualname__", None)
        if name is None:
            name = item.__name__
    if "<locals>" in name.split("."):
        raise AttributeError(f"Can't get local object {name!r}")
    title = getattr(item, "__module__", None)
    if title is None:
        title = _module_with(item, name)
    try:
        __import__(title)
        module = _sys.modules[title]
    except (ImportError, ValueError, KeyError) as error:
        raise PicklingError(f"Can't pickle {item!r}: import of module {title!r} failed") from None
    try:
        found = _deep(module, name.split("."))
    except AttributeError:
        if title != "builtins":
            raise PicklingError(f"Can't pickle {item!r}: attribute lookup {name} on {title} "
                                "failed") from None
        found = item
    if found is not item:
        raise PicklingError(f"Can't pickle {item!r}: it's not the same object as {title}.{name}")
    return title, name


def old_names(module, name):
    """The names under which Python 2 had something."""
    from _pickle_names import MODULES, OLD_NAMES
    return OLD_NAMES.get((module, name)) or (MODULES.get(module, module), name)


def find_class(module, name, deep, fix):
    """What stands under a name in a module."""
    if fix:
        from _pickle_names import NEW_MODULES, NEW_NAMES
        module, name = NEW_NAMES.get((module, name)) or (NEW_MODULES.get(module, module), name)
    __import__(module)
    found = _sys.modules[module]
    path = name.split(".") if deep else [name]
    try:
        return _deep(found, path)
    except AttributeError:
        if "<locals>" in path:
            raise AttributeError(f"Can't get local attribute {name!r} on {found!r}") from None
        raise AttributeError(f"Can't get attribute {name!r} on {found!r}") from None


def extension(code):
    """Module and name registered under a number."""
    from copyreg import _inverted_registry
    key = _inverted_registry.get(code)
    if key is None:
        raise ValueError(f"unregistered extension code {code}")
    return key


def reduce_builtin(item):
    """How functions, methods and single objects without a reduction of their own are found."""
    if item in (..., NotImplemented):
        return repr(item)
    own = getattr(item, "__objclass__", None)
    if own is None:
        own = getattr(item, "__self__", None)
    if own is None or isinstance(own, _Module):
        return item.__qualname__
    return getattr, (own, item.__name__)


def new_later(cls, args, kwargs):
    """A call of __new__ with keywords."""
    from functools import partial
    return partial(cls.__new__, cls, *args, **kwargs)


def float_of(text):
    """The float of a line."""
    if not _DIGITS.issuperset(text) and text.lstrip("+-").lower() not in ("inf", "nan",
                                                                         "infinity"):
        raise ValueError("could not convert string to float")
    return float(text)


def unescaped(text):
    """The bytes of a quoted line."""
    return text.encode("latin1").decode("unicode-escape").encode("latin1")
