"""Variables whose value belongs to a context."""

from types import GenericAlias as _GenericAlias
from _types import _seal

__all__ = ("Context", "ContextVar", "Token", "copy_context")

_MISSING = type("Token.MISSING", (), {"__repr__": lambda self: "<Token.MISSING>"})()


class Token:
    """What ContextVar.set() returns, to take the change back with."""

    __module__ = "_contextvars"

    MISSING = _MISSING
    __class_getitem__ = classmethod(_GenericAlias)

    def __new__(cls):
        raise RuntimeError("Tokens can only be created by ContextVars")

    def __repr__(self):
        used = " used" if self._used else ""
        return f"<Token{used} var={self.var!r} at {id(self):#x}>"


class Context:
    """A mapping of context variables to their values."""

    __module__ = "_contextvars"
    __hash__ = None

    def __init__(self, *args, **kwargs):
        if args or kwargs:
            raise TypeError("Context() does not accept any arguments")
        self._values, self._entered = {}, False

    def run(self, *args, **kwargs):
        """Call a function in this context."""
        global _current
        if not args:
            raise TypeError("run() missing 1 required positional argument")
        callable, *args = args
        if self._entered:
            raise RuntimeError(f"cannot enter context: {self!r} is already entered")
        before, _current, self._entered = _current, self, True
        try:
            return callable(*args, **kwargs)
        finally:
            _current, self._entered = before, False
            # What was raised holds this frame, which is not to hold what was called.
            del callable, args, kwargs

    def copy(self):
        made = Context()
        made._values = self._values.copy()
        return made

    def __eq__(self, other):
        return self._values == other._values if isinstance(other, Context) else NotImplemented

    def __getitem__(self, var):
        return self._values[_checked(var)]

    def __contains__(self, var):
        return _checked(var) in self._values

    def get(self, var, default=None):
        return self._values.get(_checked(var), default)

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def keys(self):
        return self._values.keys()

    def values(self):
        return self._values.values()

    def items(self):
        return self._values.items()


def _checked(var):
    if not isinstance(var, ContextVar):
        raise TypeError(f"a ContextVar key was expected, got {var!r}")
    return var


_current = Context()


def copy_context():
    """A copy of the current context."""
    return _current.copy()


class ContextVar:
    """A variable with a value of its own in each context."""

    __class_getitem__ = classmethod(_GenericAlias)

    __module__ = "_contextvars"

    def __init__(self, *names, default=_MISSING):
        if len(names) != 1:
            raise TypeError(f"ContextVar() takes exactly 1 positional argument ({len(names)} given)")
        name, = names
        if not isinstance(name, str):
            raise TypeError("context variable name must be a str")
        self.name, self._default = name, default

    def get(self, *default):
        """Return a value for the context variable for the current context."""
        values = _current._values
        if self in values:
            return values[self]
        if default:
            return default[0]
        if self._default is not _MISSING:
            return self._default
        raise LookupError(self)

    def set(self, value):
        """Set a new value; returns a token to restore the old one with."""
        token = object.__new__(Token)
        token._context, token.var, token._used = _current, self, False
        token.old_value = _current._values.get(self, _MISSING)
        _current._values[self] = value
        return token

    def reset(self, token):
        """Reset the context variable to what it was before the token was made."""
        if token._used:
            raise RuntimeError(f"{token!r} has already been used once")
        if token.var is not self:
            raise ValueError(f"{token!r} was created by a different ContextVar")
        if token._context is not _current:
            raise ValueError(f"{token!r} was created in a different Context")
        token._used = True
        if token.old_value is _MISSING:
            del _current._values[self]
        else:
            _current._values[self] = token.old_value

    def __repr__(self):
        default = "" if self._default is _MISSING else f" default={self._default!r}"
        return f"<ContextVar name={self.name!r}{default} at {id(self):#x}>"


def _refuse(cls, **kwargs):
    raise TypeError(f"type '_contextvars.{cls.__base__.__name__}' is not an acceptable base type")


for _kind in (Context, ContextVar, Token):
    _kind.__init_subclass__ = classmethod(_refuse)
    _seal(_kind)
del _kind
