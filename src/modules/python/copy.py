"""Generic (shallow and deep) copying operations.

    copy.copy(x)               a new object with the same parts
    copy.deepcopy(x)           a new object with copies of the parts, recursively
    copy.replace(x, **changes) a new object of the same type with some fields changed

A class can say how its instances are copied with __copy__(self) and
__deepcopy__(self, memo), or by the methods that pickling uses.
"""

from _copy import deepcopy as _copy_container
from _types import MethodType as _MethodType
from copyreg import dispatch_table

__all__ = ['Error', 'copy', 'deepcopy', 'replace']


class Error(Exception):
    pass
error = Error


def _atoms():
    import _types
    return {type(None), int, float, bool, complex, str, tuple, bytes, frozenset, type, range,
            slice, property, type(len), type(Ellipsis), type(NotImplemented), type(_atoms),
            _types.WeakReferenceType, super, _types.CodeType}

_atomic = _atoms()
# Immutable containers are copied deeply all the same.
_deep_atomic = _atomic - {tuple, frozenset, slice, super}
_deep_atomic.add(property)
# What is copied without Python code.
_containers = {list, tuple, dict}


def copy(x):
    """Shallow copy operation on arbitrary Python objects."""
    cls = type(x)
    if cls in _atomic:
        return x
    if cls is list or cls is dict or cls is set or cls is bytearray:
        return x.copy()
    if issubclass(cls, type):
        return x
    copier = getattr(cls, '__copy__', None)
    if copier is not None:
        return copier(x)
    reduced = _reduced(x, cls, 'shallow')
    if isinstance(reduced, str):
        return x
    return _reconstruct(x, None, *reduced)


def _reduced(x, cls, how):
    reductor = dispatch_table.get(cls)
    if reductor is not None:
        return reductor(x)
    reductor = getattr(x, '__reduce_ex__', None)
    if reductor is not None:
        return reductor(4)
    reductor = getattr(x, '__reduce__', None)
    if reductor:
        return reductor()
    raise Error(f'un({how})copyable object of type {cls}')


def deepcopy(x, memo=None, _nil=[]):
    """Deep copy operation on arbitrary Python objects."""
    cls = type(x)
    if memo is None:
        memo = {}
    elif cls not in _containers:
        y = memo.get(id(x), _nil)
        if y is not _nil:
            return y
    if cls in _containers:
        return _copy_container(x, memo, deepcopy)
    if cls in _deep_atomic or issubclass(cls, type):
        return x
    if cls is _MethodType:
        y = cls(x.__func__, deepcopy(x.__self__, memo))
    else:
        copier = getattr(x, '__deepcopy__', None)
        if copier is not None:
            y = copier(memo)
        else:
            reduced = _reduced(x, cls, 'deep')
            if isinstance(reduced, str):
                return x
            y = _reconstruct(x, memo, *reduced)
    if y is not x:
        memo[id(x)] = y
        _keep_alive(x, memo)
    return y


def _keep_alive(x, memo):
    """Keeps x as long as the memo lives, so that its id is not given to another object."""
    try:
        memo[id(memo)].append(x)
    except KeyError:
        memo[id(memo)] = [x]


def _reconstruct(x, memo, func, args, state=None, listiter=None, dictiter=None):
    deep = memo is not None
    if deep and args:
        # Mostly the class alone.
        args = tuple([arg if type(arg) is type else deepcopy(arg, memo) for arg in args])
    y = func(*args)
    if deep:
        memo[id(x)] = y
    if state is not None:
        if deep:
            state = deepcopy(state, memo)
        if hasattr(y, '__setstate__'):
            y.__setstate__(state)
        else:
            if isinstance(state, tuple) and len(state) == 2:
                state, slotstate = state
            else:
                slotstate = None
            if state is not None:
                y.__dict__.update(state)
            if slotstate is not None:
                for key, value in slotstate.items():
                    setattr(y, key, value)
    if listiter is not None:
        for item in listiter:
            y.append(deepcopy(item, memo) if deep else item)
    if dictiter is not None:
        for key, value in dictiter:
            if deep:
                key = deepcopy(key, memo)
                value = deepcopy(value, memo)
            y[key] = value
    return y


def replace(obj, /, **changes):
    """Return a new object replacing specified fields with new values.

    This is especially useful for immutable objects, like named tuples or
    frozen dataclasses.
    """
    cls = obj.__class__
    func = getattr(cls, '__replace__', None)
    if func is None:
        raise TypeError(f'replace() does not support {cls.__name__} objects')
    return func(obj, **changes)
