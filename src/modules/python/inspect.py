"""Get useful information from live Python objects."""

import sys
import types
from _inspect_arguments import *
from _inspect_kinds import *
from _inspect_signature import *
from _inspect_signature import (
    _KEYWORD_ONLY, _POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD, _VAR_KEYWORD, _VAR_POSITIONAL, _ParameterKind, _empty,
    _void)
from _inspect_source import *
from collections import namedtuple


def getmembers(object, predicate=None):
    """Return all members of an object as (name, value) pairs sorted by name."""
    return _getmembers(object, predicate, getattr)


def getmembers_static(object, predicate=None):
    """Return all members, found without running descriptors."""
    return _getmembers(object, predicate, getattr_static)


def _getmembers(object, predicate, getter):
    names = dir(object)
    mro = (object, *getmro(object)) if isclass(object) else ()
    for base in object.__bases__ if isclass(object) else ():
        for name, value in base.__dict__.items():
            if isinstance(value, types.DynamicClassAttribute):
                names.append(name)
    results, processed = [], set()
    for name in names:
        try:
            value = getter(object, name)
            if name in processed:
                raise AttributeError
        except AttributeError:
            for base in mro:
                if name in base.__dict__:
                    value = base.__dict__[name]
                    break
            else:
                continue
        if not predicate or predicate(value):
            results.append((name, value))
        processed.add(name)
    results.sort(key=lambda pair: pair[0])
    return results


Attribute = namedtuple('Attribute', 'name kind defining_class object')


def classify_class_attrs(cls):
    """Return list of attribute-descriptor tuples."""
    result = []
    for name in sorted(dir(cls)):
        home = next((base for base in cls.__mro__ if name in base.__dict__), None)
        if home is None:
            continue
        obj = home.__dict__[name]
        if isinstance(obj, (staticmethod, types.BuiltinMethodType)):
            kind = 'static method'
        elif isinstance(obj, (classmethod, types.ClassMethodDescriptorType)):
            kind = 'class method'
        elif isinstance(obj, property):
            kind = 'property'
        elif isroutine(obj):
            kind = 'method'
        else:
            kind = 'data'
        result.append(Attribute(name, kind, home, obj))
    return result


_sentinel = object()


def getattr_static(obj, attr, default=_sentinel):
    """Retrieve attributes without triggering dynamic lookup via descriptors."""
    bases = obj.__mro__ if isinstance(obj, type) else type(obj).__mro__
    if not isinstance(obj, type):
        try:
            own = object.__getattribute__(obj, '__dict__')
            if attr in own:
                return own[attr]
        except AttributeError:
            pass
    for base in bases:
        if attr in base.__dict__:
            return base.__dict__[attr]
    if isinstance(obj, type):
        for base in type(obj).__mro__:
            if attr in base.__dict__:
                return base.__dict__[attr]
    if default is not _sentinel:
        return default
    raise AttributeError(attr)


Traceback = namedtuple('Traceback', 'filename lineno function code_context index')
FrameInfo = namedtuple('FrameInfo', 'frame filename lineno function code_context index')


def currentframe():
    """Return the frame of the caller or None if this is not possible."""
    return sys._getframe(1)


def getframeinfo(frame, context=1):
    """Get information about a frame or traceback object."""
    import _traceback
    if istraceback(frame):
        lineno, frame = frame.tb_lineno, frame.tb_frame
    else:
        lineno = frame.f_lineno
    lines = _traceback.source(frame).splitlines(keepends=True)
    start = max(0, min(lineno - 1 - context // 2, len(lines) - context))
    found = lines[start:start + context] if context > 0 and lines else None
    index = lineno - 1 - start if found else None
    return Traceback(frame.f_code.co_filename, lineno, frame.f_code.co_name, found, index)


def getouterframes(frame, context=1):
    """Get a list of records for a frame and all higher (calling) frames."""
    result = []
    while frame:
        result.append(FrameInfo(frame, *getframeinfo(frame, context)))
        frame = frame.f_back
    return result


def getinnerframes(tb, context=1):
    """Get a list of records for a traceback's frame and all lower frames."""
    result = []
    while tb:
        result.append(FrameInfo(tb.tb_frame, *getframeinfo(tb, context)))
        tb = tb.tb_next
    return result


def stack(context=1):
    """Return a list of records for the stack above the caller's frame."""
    return getouterframes(sys._getframe(1), context)


def trace(context=1):
    """Return a list of records for the stack below the current exception."""
    exc = sys.exception()
    return getinnerframes(None if exc is None else exc.__traceback__, context)


GEN_CREATED = 'GEN_CREATED'
GEN_RUNNING = 'GEN_RUNNING'
GEN_SUSPENDED = 'GEN_SUSPENDED'
GEN_CLOSED = 'GEN_CLOSED'


def _state(kind, running, suspended, frame):
    if running:
        return kind + '_RUNNING'
    if suspended:
        return kind + '_SUSPENDED'
    return kind + ('_CLOSED' if frame is None else '_CREATED')


def getgeneratorstate(generator):
    """Get current state of a generator-iterator."""
    return _state('GEN', generator.gi_running, generator.gi_suspended, generator.gi_frame)


def getgeneratorlocals(generator):
    """Get the mapping of generator local variables to their current values."""
    if not isgenerator(generator):
        raise TypeError(f'{generator!r} is not a Python generator')
    frame = getattr(generator, 'gi_frame', None)
    return {} if frame is None else generator.gi_frame.f_locals


CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED, CORO_CLOSED = (
    'CORO_CREATED', 'CORO_RUNNING', 'CORO_SUSPENDED', 'CORO_CLOSED')
AGEN_CREATED, AGEN_RUNNING, AGEN_SUSPENDED, AGEN_CLOSED = (
    'AGEN_CREATED', 'AGEN_RUNNING', 'AGEN_SUSPENDED', 'AGEN_CLOSED')


def getcoroutinestate(coroutine):
    """Get current state of a coroutine object."""
    return _state('CORO', coroutine.cr_running, coroutine.cr_suspended, coroutine.cr_frame)


def getcoroutinelocals(coroutine):
    """Get the mapping of coroutine local variables to their current values."""
    frame = getattr(coroutine, 'cr_frame', None)
    return {} if frame is None else frame.f_locals


def getasyncgenstate(agen):
    """Get current state of an asynchronous generator object."""
    return _state('AGEN', agen.ag_running, agen.ag_suspended, agen.ag_frame)


def getasyncgenlocals(agen):
    """Get the mapping of asynchronous generator local variables to their current values."""
    if not isasyncgen(agen):
        raise TypeError(f'{agen!r} is not a Python async generator')
    frame = getattr(agen, 'ag_frame', None)
    return {} if frame is None else agen.ag_frame.f_locals


ClosureVars = namedtuple('ClosureVars', 'nonlocals globals builtins unbound')


def getclosurevars(func):
    """Get the mapping of free variables to their current values."""
    if ismethod(func):
        func = func.__func__
    if not isfunction(func):
        raise TypeError(f'{func!r} is not a Python function')
    code = func.__code__
    nonlocals = {} if func.__closure__ is None else {
        name: cell.cell_contents for name, cell in zip(code.co_freevars, func.__closure__)}
    namespace = func.__globals__
    import builtins
    globals_, builtins_, unbound = {}, {}, set()
    for name in code.co_names:
        if name in namespace:
            globals_[name] = namespace[name]
        elif hasattr(builtins, name):
            builtins_[name] = getattr(builtins, name)
        else:
            unbound.add(name)
    return ClosureVars(nonlocals, globals_, builtins_, unbound)


def __getattr__(name):
    if name in ("formatargvalues", "getclasstree", "walktree"):
        import _inspect_trees
        value = globals()[name] = getattr(_inspect_trees, name)
        return value
    if name != "BufferFlags":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # Few programs ask for it, and enum takes its time.
    import enum
    global BufferFlags
    flags = {"SIMPLE": 0, "WRITABLE": 1, "FORMAT": 4, "ND": 8, "STRIDES": 0x18, "C_CONTIGUOUS": 0x38,
             "F_CONTIGUOUS": 0x58, "ANY_CONTIGUOUS": 0x98, "INDIRECT": 0x118, "CONTIG": 9,
             "CONTIG_RO": 8, "STRIDED": 0x19, "STRIDED_RO": 0x18, "RECORDS": 0x1d,
             "RECORDS_RO": 0x1c, "FULL": 0x11d, "FULL_RO": 0x11c, "READ": 0x100, "WRITE": 0x200}
    BufferFlags = enum.IntFlag("BufferFlags", flags, module="inspect")
    return BufferFlags
