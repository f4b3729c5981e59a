"""What functions take, in the ways of before Signature, for inspect."""

from _inspect_kinds import CO_VARARGS, CO_VARKEYWORDS, iscode, isfunction, ismethod
from _inspect_signature import (
    _KEYWORD_ONLY, _POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD, _VAR_POSITIONAL, _empty, _of_function,
    _signature)
from collections import namedtuple

# What is defined here belongs to inspect.
__name__ = "inspect"

FullArgSpec = namedtuple('FullArgSpec', 'args, varargs, varkw, defaults, kwonlyargs, '
                                        'kwonlydefaults, annotations')


Arguments = namedtuple("Arguments", "args, varargs, varkw")


def getargs(co):
    """Get information about the arguments accepted by a code object."""
    if not iscode(co):
        raise TypeError(f"{co!r} is not a code object")
    end = co.co_argcount + co.co_kwonlyargcount
    args, rest = list(co.co_varnames[:end]), list(co.co_varnames[end:])
    varargs = rest.pop(0) if co.co_flags & CO_VARARGS else None
    return Arguments(args, varargs, rest[0] if co.co_flags & CO_VARKEYWORDS else None)


def getfullargspec(func):
    """Get the names and default values of a callable object's parameters."""
    try:
        sig = _of_function(func.__func__ if ismethod(func) else func) if isfunction(
            func) or ismethod(func) else _signature(func, False)
    except Exception as exc:
        raise TypeError('unsupported callable') from exc
    args, kwonlyargs, defaults = [], [], ()
    varargs = varkw = None
    annotations, kwdefaults = {}, {}
    if sig.return_annotation is not sig.empty:
        annotations['return'] = sig.return_annotation
    for param in sig.parameters.values():
        kind, name = param.kind, param.name
        if kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD):
            args.append(name)
            if param.default is not _empty:
                defaults += (param.default,)
        elif kind is _VAR_POSITIONAL:
            varargs = name
        elif kind is _KEYWORD_ONLY:
            kwonlyargs.append(name)
            if param.default is not _empty:
                kwdefaults[name] = param.default
        else:
            varkw = name
        if param.annotation is not _empty:
            annotations[name] = param.annotation
    return FullArgSpec(args, varargs, varkw, defaults or None, kwonlyargs, kwdefaults or None,
                       annotations)


ArgInfo = namedtuple('ArgInfo', 'args varargs keywords locals')


def getargvalues(frame):
    """Get information about arguments passed into a particular frame."""
    code = frame.f_code
    names = code.co_varnames
    after = code.co_argcount + code.co_kwonlyargcount
    args = list(names[:after])
    varargs = varkw = None
    if code.co_flags & CO_VARARGS:
        varargs = names[after]
        after += 1
    if code.co_flags & CO_VARKEYWORDS:
        varkw = names[after]
    return ArgInfo(args, varargs, varkw, frame.f_locals)


def getcallargs(func, /, *positional, **named):
    """Get the mapping of arguments to values."""
    if ismethod(func):
        positional = (func.__self__, *positional)
        func = func.__func__
    # A function that takes the same, and gives its names back, says what is wrong as a call does.
    parameters = _of_function(func).replace(return_annotation=_empty).parameters.values()
    plain = [param.replace(annotation=_empty, default=_empty if param.default is _empty else None)
             for param in parameters]
    shown = str(type(_of_function(func))(plain))[1:-1]
    stub = eval(f'lambda {shown}: locals()', {})
    stub.__name__ = stub.__qualname__ = func.__name__
    stub.__defaults__, stub.__kwdefaults__ = func.__defaults__, func.__kwdefaults__
    values = stub(*positional, **named)
    spec = getfullargspec(func)
    order = [*spec.args[:len(positional)], spec.varargs, spec.varkw, *named, *values]
    return {name: values[name] for name in order if name in values}
