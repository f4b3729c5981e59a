"""How instances of other people's classes are copied and pickled."""

__all__ = ["pickle", "constructor", "add_extension", "remove_extension",
           "clear_extension_cache"]

dispatch_table = {}
_MADE_IN_PYTHON = 1 << 9
_extensions = {}


def pickle(ob_type, pickle_function, constructor_ob=None):
    """Registers how instances of a class are reduced."""
    if not callable(pickle_function):
        raise TypeError("reduction functions must be callable")
    dispatch_table[ob_type] = pickle_function
    if constructor_ob is not None:
        constructor(constructor_ob)


def constructor(object):
    if not callable(object):
        raise TypeError("constructors must be callable")


def _reconstructor(cls, base, state):
    if base is object:
        return object.__new__(cls)
    made = base.__new__(cls, state)
    if base.__init__ != object.__init__:
        base.__init__(made, state)
    return made


def _reduce_ex(self, proto):
    """What object.__reduce_ex__() gives for protocols 0 and 1."""
    cls = self.__class__
    for base in cls.__mro__:
        if not base.__flags__ & _MADE_IN_PYTHON:
            break
        new = base.__new__
        if getattr(new, "__self__", None) is base:
            break
    else:
        base = object
    if base is object:
        state = None
    elif base is cls:
        raise TypeError(f"cannot pickle {cls.__name__!r} object")
    else:
        state = base(self)
    if getattr(self, "__slots__", None) and cls.__getstate__ is object.__getstate__:
        raise TypeError("a class that defines __slots__ without defining __getstate__ cannot be "
                        "pickled")
    attributes = self.__getstate__()
    args = (cls, base, state)
    return (_reconstructor, args, attributes) if attributes else (_reconstructor, args)


def __newobj__(cls, *args):
    return cls.__new__(cls, *args)


def __newobj_ex__(cls, args, kwargs):
    return cls.__new__(cls, *args, **kwargs)


def add_extension(module, name, code):
    """Register an extension code."""
    if not 1 <= code <= 0x7FFFFFFF:
        raise ValueError("code out of range")
    _extensions[module, name] = code


def remove_extension(module, name, code):
    """Unregister an extension code."""
    if _extensions.get((module, name)) != code:
        raise ValueError("key %s is not registered with code %s" % ((module, name), code))
    del _extensions[module, name]


def clear_extension_cache():
    """There is no cache."""


def pickle_complex(c):
    return complex, (c.real, c.imag)


pickle(complex, pickle_complex, complex)


def pickle_union(obj):
    import functools, operator
    return functools.reduce, (operator.or_, obj.__args__)


pickle(type(int | str), pickle_union)
