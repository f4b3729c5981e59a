"""Get useful information from live Python objects."""

import sys
import types
from _inspect_kinds import *
from _inspect_signature import *
from _inspect_signature import (
    _KEYWORD_ONLY, _POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD, _VAR_KEYWORD, _VAR_POSITIONAL, _ParameterKind, _empty,
    _void)
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


def getdoc(object):
    """Get the documentation string for an object, inherited where need be."""
    doc = getattr(object, '__doc__', None)
    if doc is None and not isclass(object):
        doc = _inherited_doc(object)
    elif doc is None:
        for base in object.__mro__[1:]:
            if base is not __builtins_object and base.__doc__ is not None:
                doc = base.__doc__
                break
    return cleandoc(doc) if isinstance(doc, str) else None


__builtins_object = object


def _inherited_doc(obj):
    name = getattr(obj, '__name__', None)
    if isinstance(obj, property):
        name = obj.fget.__name__ if obj.fget else None
        obj = obj.fget
    qualname = getattr(obj, '__qualname__', '')
    owner = sys.modules.get(getattr(obj, '__module__', None))
    for part in qualname.split('.')[:-1]:
        owner = getattr(owner, part, None)
    if not isclass(owner) or name is None:
        return None
    for base in owner.__mro__:
        if name in base.__dict__:
            doc = getattr(base.__dict__[name], '__doc__', None)
            if doc is not None:
                return doc
    return None


def cleandoc(doc):
    """Clean up indentation from docstrings."""
    lines = doc.expandtabs().split('\n')
    margin = min((len(line) - len(line.lstrip(' ')) for line in lines[1:] if line.strip(' ')),
                 default=None)
    lines = [lines[0].lstrip(' '), *(line[margin:] if margin is not None else line
                                     for line in lines[1:])]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return '\n'.join(lines)


def indentsize(line):
    """Return the indent size, in spaces, at the start of a line of text."""
    expanded = line.expandtabs()
    return len(expanded) - len(expanded.lstrip())


def _code_of(object):
    object = unwrap(object)
    if ismethod(object):
        object = object.__func__
    if isfunction(object):
        object = object.__code__
    if istraceback(object):
        object = object.tb_frame
    if isframe(object):
        object = object.f_code
    return object if iscode(object) else None


def getfile(object):
    """Work out which source or compiled file an object was defined in."""
    if ismodule(object):
        if getattr(object, '__file__', None):
            return object.__file__
        raise TypeError(f'{object!r} is a built-in module')
    if isclass(object):
        module = sys.modules.get(object.__module__)
        if getattr(module, '__file__', None):
            return module.__file__
        if object.__module__ == '__main__':
            raise OSError('source code not available')
        raise TypeError(f'{object!r} is a built-in class')
    code = _code_of(object)
    if code is not None:
        return code.co_filename
    raise TypeError('module, class, method, function, traceback, frame, or code object was '
                    f'expected, got {type(object).__name__}')


getsourcefile = getfile


def getmodule(object, _filename=None):
    """Return the module an object was defined in, or None if not found."""
    if ismodule(object):
        return object
    return sys.modules.get(getattr(object, '__module__', None))


def getmodulename(path):
    """Return the module name for a given file, or None."""
    name = path.rpartition('/')[2]
    return name[:-3] if name.endswith('.py') else None


def findsource(object):
    """Return the lines of the file an object is from, and its first line number (from 0)."""
    import _traceback
    code = _code_of(object)
    if code is not None:
        return _traceback.source(code).splitlines(keepends=True), code.co_firstlineno - 1
    if isclass(object):
        for value in object.__dict__.values():
            inner = _code_of(value) if callable(value) else None
            if inner is None:
                continue
            lines = _traceback.source(inner).splitlines(keepends=True)
            lnum = getattr(object, '__firstlineno__', None)
            if lnum is not None:
                return lines, lnum - 1
            found = _find_class(lines, object.__qualname__)
            if found is not None:
                return lines, found
        raise OSError('could not find class definition')
    getfile(object)
    raise OSError('could not get source code')


def _find_class(lines, qualname):
    name = qualname.rpartition('.')[2]
    for number, line in enumerate(lines):
        text = line.strip()
        if text.startswith('class ') and text[6:].lstrip().startswith(name):
            rest = text[6:].lstrip()[len(name):]
            if not rest or not (rest[0].isalnum() or rest[0] == '_'):
                while number and lines[number - 1].lstrip().startswith('@'):
                    number -= 1
                return number
    return None


def getblock(lines):
    """The block of code at the top of the given list of lines."""
    indent = indentsize(lines[0])
    end, depth, started = 0, 0, False
    for number, line in enumerate(lines):
        text = line.strip()
        if started and depth <= 0 and text and not text.startswith('#') and indentsize(line) <= indent:
            break
        if text:
            if not text.startswith('#') or not started or indentsize(line) > indent:
                end = number + 1
            depth += sum(text.count(c) for c in '([{') - sum(text.count(c) for c in ')]}')
            if not started and depth <= 0 and not text.startswith('@'):
                started = True
                one_line = text.split('#')[0].rstrip()
                if text.startswith(('def ', 'class ', 'async def ')) and not one_line.endswith(':'):
                    break
                if not text.startswith(('def ', 'class ', 'async def ', ')')) and \
                        'lambda' in text:
                    break
    return lines[:end]


def getsourcelines(object):
    """Return a list of source lines and starting line number for an object."""
    object = unwrap(object)
    lines, lnum = findsource(object)
    if istraceback(object):
        object = object.tb_frame
    if ismodule(object) or (isframe(object) and object.f_code.co_name == '<module>'):
        return lines, 0
    return getblock(lines[lnum:]), lnum + 1


def getsource(object):
    """Return the text of the source code for an object."""
    return ''.join(getsourcelines(object)[0])


def getcomments(object):
    """Get lines of comments immediately preceding an object's source code."""
    try:
        lines, lnum = findsource(object)
    except (OSError, TypeError):
        return None
    comments = []
    while lnum > 0 and lines[lnum - 1].lstrip().startswith('#'):
        lnum -= 1
        comments.insert(0, lines[lnum].lstrip())
    return ''.join(comments) or None


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
