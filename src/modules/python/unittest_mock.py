"""Objects that stand for others in tests, and remember how they were used."""

import builtins as _builtins
from contextlib import contextmanager as _contextmanager

__all__ = ["Mock", "MagicMock", "patch", "sentinel", "DEFAULT", "ANY", "call", "create_autospec",
           "NonCallableMock", "mock_open", "PropertyMock", "AsyncMock", "seal"]


class _Sentinel:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"sentinel.{self.name}"

    def __reduce__(self):
        return f"sentinel.{self.name}"


class _Sentinels:
    """sentinel.x is the same object wherever it is asked for."""

    def __reduce__(self):
        return "sentinel"

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        made = _Sentinel(name)
        setattr(self, name, made)
        return made


sentinel = _Sentinels()
DEFAULT = sentinel.DEFAULT


class _Any:
    """Equal to everything."""

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __repr__(self):
        return "<ANY>"


ANY = _Any()


class _Call(tuple):
    """How something was called: a name (perhaps empty), arguments and keywords."""

    def __new__(cls, name="", args=(), kwargs=None, called=False):
        made = tuple.__new__(cls, (name, args, kwargs or {}))
        made._called = called
        return made

    args = property(lambda self: self[1])
    kwargs = property(lambda self: self[2])

    def _path(self):
        return self[0] + "()" if self._called else self[0]

    def __call__(self, *args, **kwargs):
        return _Call(self._path(), args, kwargs, True)

    def __getattr__(self, name):
        if name in ("_called", "__deepcopy__", "__copy__"):
            raise AttributeError(name)
        path = self._path()
        return _Call(f"{path}.{name}" if path else name)

    def __eq__(self, other):
        if not isinstance(other, tuple):
            return NotImplemented
        name, args, kwargs = "", (), {}
        for part in other:
            if isinstance(part, str):
                name = part
            elif isinstance(part, tuple):
                args = part
            elif isinstance(part, dict):
                kwargs = part
        if len(other) == 3 or name:
            return (self[0] or name) == (name or self[0]) and self[1:] == (args, kwargs)
        return self[1:] == (args, kwargs)

    def __ne__(self, other):
        return not self == other

    __hash__ = None

    def __repr__(self):
        name = self[0] if not self[0] or self[0].startswith("()") else f".{self[0]}"
        return "call" + name + _arguments(self[1], self[2])


def _arguments(args, kwargs):
    parts = [repr(value) for value in args]
    parts += [f"{name}={value!r}" for name, value in kwargs.items()]
    return f"({', '.join(parts)})"


call = _Call()


class _CallList(list):
    """Calls in their order; some of them in a row are in it, too."""

    def __contains__(self, value):
        if not isinstance(value, list):
            return list.__contains__(self, value)
        size = len(value)
        return any(self[at:at + size] == value for at in range(len(self) - size + 1))

    def __repr__(self):
        import pprint
        return pprint.pformat(list(self))


class NonCallableMock:
    """A mock that cannot be called: every attribute asked for is there."""

    def __new__(cls, *args, **kwargs):
        # A class of its own, so that special methods can be set on one mock alone.
        return object.__new__(type(cls.__name__, (cls,), {"__doc__": cls.__doc__}))

    def __init__(self, spec=None, side_effect=None, return_value=DEFAULT, wraps=None, name=None,
                 spec_set=None, **kwargs):
        known = self.__dict__
        spec = spec if spec is not None else spec_set
        known["_spec"] = None if spec is None else spec if isinstance(spec, list) else dir(spec)
        known["_spec_class"] = spec if isinstance(spec, type) else None if spec is None or \
            isinstance(spec, list) else type(spec)
        known.update(_name=name, _parent=None, _children={}, _wraps=wraps, _return=return_value,
                     side_effect=side_effect, call_args=None, call_count=0, called=False,
                     call_args_list=_CallList(), mock_calls=_CallList(),
                     method_calls=_CallList())
        self.configure_mock(**kwargs)

    def configure_mock(self, **kwargs):
        """Set attributes on the mock, dotted names for those of its children."""
        for path, value in sorted(kwargs.items(), key=lambda pair: pair[0].count(".")):
            *parents, last = path.split(".")
            target = self
            for parent in parents:
                target = getattr(target, parent)
            setattr(target, last, value)

    @property
    def __class__(self):
        return self.__dict__.get("_spec_class") or type(self)

    def _make_child(self, name):
        kind = type(self).__mro__[1]
        spec = self.__dict__["_spec_class"]
        if spec is not None and not name.startswith("__") and _is_async(getattr(spec, name, None)):
            kind = _async_mock()
        made = kind(name=name)
        made.__dict__["_parent"] = self
        return made

    def __getattr__(self, name):
        known = self.__dict__
        if name in ("_spec", "_children") or (name.startswith("__") and name.endswith("__")):
            raise AttributeError(name)
        if known["_spec"] is not None and name not in known["_spec"]:
            raise AttributeError(f"Mock object has no attribute {name!r}")
        if name.startswith(("assert", "assret", "asert", "aseert", "assrt")):
            raise AttributeError(f"{name!r} is not a valid assertion. Use a spec for the mock if "
                                 f"{name!r} is meant to be an attribute.")
        children = known["_children"]
        if name not in children:
            if known.get("_sealed"):
                raise AttributeError(f"{self._full_name()}.{name}")
            children[name] = self._make_child(name)
        if children[name] is _DELETED:
            raise AttributeError(name)
        return children[name]

    def __setattr__(self, name, value):
        if name == "return_value":
            self.__dict__["_return"] = value
        elif name.startswith("__") and name.endswith("__"):
            setattr(type(self), name, value)
        elif name in ("side_effect", "call_count", "called", "call_args"):
            self.__dict__[name] = value
        else:
            if self.__dict__["_spec"] is not None and name not in self.__dict__["_spec"]:
                self.__dict__["_spec"].append(name)
            if isinstance(value, NonCallableMock) and value.__dict__["_parent"] is None and \
                    value.__dict__["_name"] is None:
                value.__dict__.update(_parent=self, _name=name)
            self.__dict__["_children"][name] = value

    def __delattr__(self, name):
        self.__dict__["_children"][name] = _DELETED

    def __dir__(self):
        return sorted({*object.__dir__(self), *self.__dict__["_children"]})

    @property
    def return_value(self):
        if self.__dict__["_return"] is DEFAULT:
            if self.__dict__.get("_sealed"):
                raise AttributeError(f"{self._full_name()}()")
            self.__dict__["_return"] = self._make_child("()")
        return self.__dict__["_return"]

    def _full_name(self):
        parts, at = [], self
        while at is not None:
            parts.append(at.__dict__["_name"] or "mock")
            at = at.__dict__["_parent"]
        return ".".join(reversed(parts)).replace(".()", "()")

    def __repr__(self):
        known = self.__dict__
        name = f" name={self._full_name()!r}" if known["_name"] or known["_parent"] else ""
        spec = known["_spec_class"]
        shown = f" spec={spec.__name__!r}" if spec is not None else ""
        return f"<{type(self).__name__}{name}{shown} id='{id(self)}'>"

    def reset_mock(self, *, return_value=False, side_effect=False):
        """Restore the mock object to its initial state."""
        self.__dict__.update(call_args=None, call_count=0, called=False, call_args_list=_CallList(),
                             mock_calls=_CallList(), method_calls=_CallList())
        if return_value:
            self.__dict__["_return"] = DEFAULT
        if side_effect:
            self.__dict__["side_effect"] = None
        for child in self.__dict__["_children"].values():
            if isinstance(child, NonCallableMock):
                child.reset_mock()

    def attach_mock(self, mock, attribute):
        """Attach a mock as an attribute of this one."""
        mock.__dict__.update(_parent=None, _name=None)
        setattr(self, attribute, mock)

    def _short_name(self):
        return self.__dict__["_name"] or "mock"

    def assert_not_called(self):
        """assert that the mock was never called."""
        if self.call_count:
            raise AssertionError(
                f"Expected '{self._short_name()}' to not have been called. Called "
                f"{self.call_count} times.{self._calls()}")

    def _calls(self, what="Calls"):
        return f"\n{what}: {self.__dict__['mock_calls']!r}." if self.__dict__["mock_calls"] else ""

    def assert_called(self):
        """assert that the mock was called at least once"""
        if not self.call_count:
            raise AssertionError(f"Expected '{self._short_name()}' to have been called.")

    def assert_called_once(self):
        """assert that the mock was called only once."""
        if self.call_count != 1:
            raise AssertionError(
                f"Expected '{self._short_name()}' to have been called once. Called "
                f"{self.call_count} times.{self._calls()}")

    def assert_called_with(self, /, *args, **kwargs):
        """assert that the last call was made with the specified arguments."""
        expected = self._short_name() + _arguments(args, kwargs)
        if self.call_args is None:
            raise AssertionError(f"expected call not found.\nExpected: {expected}\n"
                                 "  Actual: not called.")
        if self.call_args != _Call("", args, kwargs):
            actual = self._short_name() + _arguments(self.call_args[1], self.call_args[2])
            raise AssertionError(f"expected call not found.\nExpected: {expected}\n"
                                 f"  Actual: {actual}")

    def assert_called_once_with(self, /, *args, **kwargs):
        """assert that the mock was called exactly once and with the specified arguments."""
        if self.call_count != 1:
            raise AssertionError(
                f"Expected '{self._short_name()}' to be called once. Called "
                f"{self.call_count} times.{self._calls()}")
        self.assert_called_with(*args, **kwargs)

    def assert_any_call(self, /, *args, **kwargs):
        """assert the mock has been called with the specified arguments."""
        wanted = _Call("", args, kwargs)
        if not any(found == wanted for found in self.call_args_list):
            raise AssertionError(f"{self._short_name()}{_arguments(args, kwargs)} call not found")

    def assert_has_calls(self, calls, any_order=False):
        """assert the mock has been called with the specified calls."""
        calls, made = list(calls), list(self.mock_calls)
        if any_order:
            missing = [one for one in calls if not any(one == found for found in made)]
            if missing:
                raise AssertionError(f"{tuple(missing)!r} not all found in call list")
            return
        length = len(calls)
        if not any(made[at:at + length] == calls for at in range(len(made) - length + 1)):
            raise AssertionError(f"Calls not found.\nExpected: {calls!r}\n  Actual: {made!r}")


_DELETED = object()


class Mock(NonCallableMock):
    """Create a new `Mock` object. It records how it is called and answers as it is told."""

    def __call__(self, *args, **kwargs):
        known = self.__dict__
        signature = known.get("_signature")
        if signature is not None:
            signature.bind(*args, **kwargs)
        made = _Call("", args, kwargs)
        known["called"], known["call_args"] = True, made
        known["call_count"] += 1
        known["call_args_list"].append(made)
        known["mock_calls"].append(made)
        path, at = known["_name"] or "", known["_parent"]
        while at is not None:
            at.__dict__["mock_calls"].append(_Call(path, args, kwargs))
            if "()" not in path and not path.endswith("__"):
                at.__dict__["method_calls"].append(_Call(path, args, kwargs))
            path = f"{at.__dict__['_name'] or ''}.{path}".replace(".()", "()")
            at = at.__dict__["_parent"]
        return self._answer(args, kwargs)

    def _answer(self, args, kwargs):
        known = self.__dict__
        effect = known["side_effect"]
        if effect is not None:
            if isinstance(effect, BaseException) or (
                    isinstance(effect, type) and issubclass(effect, BaseException)):
                raise effect
            if callable(effect):
                result = effect(*args, **kwargs)
            else:
                if not hasattr(effect, "__next__"):
                    effect = known["side_effect"] = iter(effect)
                result = next(effect)
                if isinstance(result, BaseException) or (
                        isinstance(result, type) and issubclass(result, BaseException)):
                    raise result
            if result is not DEFAULT:
                return result
        calculated = known.get("_calculated")
        if calculated is not None and (known["_return"] is DEFAULT or known["_name"] in ("__iter__", "__aiter__")):
            return calculated()
        if known["_return"] is DEFAULT and known["_wraps"] is not None:
            return known["_wraps"](*args, **kwargs)
        return self.return_value


def _is_async(function):
    """Whether calls of what a mock stands for are awaited."""
    import inspect
    return inspect.iscoroutinefunction(function)


def _async_mock():
    from _unittest_mock_async import AsyncMock
    return AsyncMock


def __getattr__(name):
    if name == "AsyncMock":
        value = globals()[name] = _async_mock()
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class _Special:
    """A special method of all magic mocks: for each of them a mock of its own."""

    def __init__(self, name, answer):
        self.name, self.answer = name, answer

    def __get__(self, mock, owner=None):
        if mock is None:
            return self
        children = mock.__dict__["_children"]
        if self.name not in children:
            made = children[self.name] = mock._make_child(self.name)
            if self.answer is not DEFAULT:
                made.__dict__["_calculated"] = lambda: self.answer(mock)
        return children[self.name]


class MagicMock(Mock):
    """MagicMock is a subclass of Mock with default implementations of most of the special methods."""


def _iterated(mock):
    items = mock.__iter__.__dict__["_return"]
    return iter([]) if items is DEFAULT else iter(items)


def _always(value):
    return lambda mock: value


_ANSWERS = {
    "len": _always(0), "bool": _always(True), "int": _always(1), "float": _always(1.0),
    "complex": _always(1j), "index": _always(1), "contains": _always(False),
    "exit": _always(False), "iter": _iterated, "str": object.__str__, "hash": object.__hash__,
    "sizeof": object.__sizeof__, "lt": _always(NotImplemented), "gt": _always(NotImplemented),
    "le": _always(NotImplemented), "ge": _always(NotImplemented),
    "fspath": lambda mock: f"{type(mock).__name__}/{mock._full_name()}/{id(mock)}",
}
_NUMBERS = ("add sub mul matmul truediv floordiv mod lshift rshift and xor or pow divmod").split()

for _name in [*_ANSWERS, "enter", "getitem", "setitem", "delitem", "neg", "pos", "abs", "invert",
              "round", "trunc", "floor", "ceil", *_NUMBERS, *["r" + _one for _one in _NUMBERS],
              *["i" + _one for _one in _NUMBERS if _one != "divmod"]]:
    setattr(MagicMock, f"__{_name}__", _Special(f"__{_name}__", _ANSWERS.get(_name, DEFAULT)))


class _AsyncSpecial(_Special):
    """A special method that is awaited."""

    def __get__(self, mock, owner=None):
        if mock is None:
            return self
        children = mock.__dict__["_children"]
        if self.name not in children:
            made = children[self.name] = _async_mock()(name=self.name)
            made.__dict__["_parent"] = mock
            if self.answer is not DEFAULT:
                made.__dict__["_return"] = self.answer
        return children[self.name]


def _async_iterated(mock):
    from _unittest_mock_async import iterated
    return iterated(mock)


MagicMock.__aenter__ = _AsyncSpecial("__aenter__", DEFAULT)
MagicMock.__aexit__ = _AsyncSpecial("__aexit__", False)
MagicMock.__anext__ = _AsyncSpecial("__anext__", DEFAULT)
MagicMock.__aiter__ = _Special("__aiter__", _async_iterated)


def seal(mock):
    """Let a mock and those it made have no more attributes than they have by now."""
    known = mock.__dict__
    known["_sealed"] = True
    for child in (*known["_children"].values(), known["_return"]):
        if isinstance(child, NonCallableMock) and child.__dict__["_parent"] is mock:
            seal(child)


class PropertyMock(Mock):
    """A mock to be used as a property."""

    def __get__(self, instance, owner=None):
        return self()

    def __set__(self, instance, value):
        self(value)


def mock_open(mock=None, read_data=""):
    """A mock to stand for open()."""
    import io
    mock = mock or MagicMock(name="open")
    handle = mock.return_value
    data = []

    def opened(*args, **kwargs):
        data[:] = [io.BytesIO(read_data) if isinstance(read_data, bytes) else
                   io.StringIO(read_data)]
        return DEFAULT

    def reader(name):
        def read(*args):
            told = getattr(handle, name).__dict__["_return"]
            return getattr(data[0], name)(*args) if told is DEFAULT else told
        return read

    opened()
    handle.__enter__.return_value = handle
    handle.__exit__.side_effect = lambda *error: handle.close()
    handle.__iter__.side_effect = lambda: iter(data[0])
    handle.__next__ = lambda self: next(data[0])
    handle.write.return_value = None
    for name in ("read", "readline", "readlines"):
        getattr(handle, name).side_effect = reader(name)
    mock.side_effect = opened
    return mock


class _patch:
    """Replaces an attribute for a while: a decorator, a block, or start() and stop()."""

    def __init__(self, find, name, new, kwargs):
        self._find, self._name, self._new, self._kwargs = find, name, new, kwargs

    def __enter__(self):
        self._target = self._find()
        own = vars(self._target) if hasattr(self._target, "__dict__") else {}
        self._local = self._name in own
        create = self._kwargs.pop("create", False)
        if self._name in vars(_builtins) and isinstance(self._target, type(_builtins)):
            create = True
        if not hasattr(self._target, self._name) and not create:
            raise AttributeError(f"{self._target!r} does not have the attribute {self._name!r}")
        self._before = own[self._name] if self._local else getattr(self._target, self._name, None)
        new = self._new
        if new is DEFAULT:
            options = dict(self._kwargs)
            given = options.pop("autospec", None)
            if given:
                options["spec"] = self._before if given is True else given
            made = _async_mock() if _is_async(self._before) else MagicMock
            kind = options.pop("new_callable", None)
            new = made(name=self._name, **options) if kind is None else kind(**options)
        setattr(self._target, self._name, new)
        return new

    def __exit__(self, *error):
        if self._local:
            setattr(self._target, self._name, self._before)
        else:
            delattr(self._target, self._name)
        return False

    start = __enter__

    def stop(self):
        return self.__exit__(None, None, None)

    def __call__(self, function):
        if isinstance(function, type):
            for name, item in list(vars(function).items()):
                if name.startswith("test") and callable(item):
                    setattr(function, name, self(item))
            return function
        import functools

        @functools.wraps(function)
        def patched(*args, **kwargs):
            with self as new:
                more = (new,) if self._new is DEFAULT else ()
                return function(*args, *more, **kwargs)

        return patched


def patch(target, new=DEFAULT, **kwargs):
    """Replace what a dotted name stands for with a mock, for a while."""
    place, dot, name = target.rpartition(".")
    if not dot:
        raise TypeError(f"Need a valid target to patch. You supplied: {target!r}")

    def find():
        parts = place.split(".")
        found = __import__(parts[0])
        path = parts[0]
        for part in parts[1:]:
            path += "." + part
            if not hasattr(found, part):
                __import__(path)
            found = getattr(found, part)
        return found

    return _patch(find, name, new, kwargs)


def _patch_object(target, attribute, new=DEFAULT, **kwargs):
    """Replace an attribute of an object with a mock, for a while."""
    return _patch(lambda: target, attribute, new, kwargs)


@_contextmanager
def _patch_dict(in_dict, values=(), clear=False, **kwargs):
    """Change a dictionary, and restore it afterwards."""
    if isinstance(in_dict, str):
        module, _, name = in_dict.rpartition(".")
        in_dict = getattr(__import__(module, fromlist=[name]), name)
    before = dict(in_dict)
    if clear:
        in_dict.clear()
    in_dict.update(values)
    in_dict.update(kwargs)
    try:
        yield in_dict
    finally:
        in_dict.clear()
        in_dict.update(before)


def create_autospec(spec, spec_set=False, instance=False, _parent=None, _name=None, **kwargs):
    """Create a mock object using another object as a spec."""
    mock = (_async_mock() if _is_async(spec) else MagicMock)(spec=spec, **kwargs)
    _check_calls(mock, spec, instance)
    return mock


def _check_calls(mock, spec, bound):
    """Lets a mock and its attributes be called only as spec can be."""
    import inspect
    known = mock.__dict__
    if isinstance(spec, type) and not bound:
        known["_return"] = create_autospec(spec, instance=True)
    try:
        known["_signature"] = inspect.signature(spec)
    except (TypeError, ValueError):
        pass
    for name in dir(spec):
        part = getattr(spec, name, None)
        if name.startswith("_") or not callable(part):
            continue
        child = getattr(mock, name)
        # Of other objects that can be called, their class decides how.
        plain = inspect.isfunction(part) or inspect.ismethod(part) or isinstance(part, type)
        plain = plain or inspect.isbuiltin(part)
        try:
            signature = inspect.signature(part if plain else part.__call__)
        except (TypeError, ValueError):
            continue
        if bound and inspect.isfunction(part):
            signature = signature.replace(parameters=list(signature.parameters.values())[1:])
        child.__dict__["_signature"] = signature


patch.object = _patch_object
patch.dict = _patch_dict
