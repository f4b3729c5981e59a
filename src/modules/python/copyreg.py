"""How instances of other people's classes are copied and pickled."""

__all__ = ["pickle", "constructor", "add_extension", "remove_extension",
           "clear_extension_cache"]

dispatch_table = {}
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
