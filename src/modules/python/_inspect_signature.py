"""Signatures: what a callable takes, for inspect."""

import types
from _inspect_kinds import (
    CO_VARARGS, CO_VARKEYWORDS, get_annotations, isclass, isfunction, ismodule, isroutine, unwrap)
from collections import OrderedDict
from types import MappingProxyType

# What is defined here belongs to inspect.
__name__ = "inspect"

class _void:
    """A private marker: the argument was not given."""


class _empty:
    """Marker object for Signature.empty and Parameter.empty."""


class _ParameterKind(int):
    """What kinds of parameters there are."""

    def __new__(cls, value, name=None, description=None):
        if name is None:
            return _KINDS[value]
        self = int.__new__(cls, value)
        self.name = self._name_ = name
        self.description = description
        setattr(cls, name, self)
        return self

    @property
    def value(self):
        return int(self)

    def __str__(self):
        return self.name

    def __repr__(self):
        return f'<_ParameterKind.{self.name}: {int(self)}>'

    def __reduce__(self):
        return _ParameterKind, (int(self),)


_POSITIONAL_ONLY = _ParameterKind(0, 'POSITIONAL_ONLY', 'positional-only')
_POSITIONAL_OR_KEYWORD = _ParameterKind(1, 'POSITIONAL_OR_KEYWORD', 'positional or keyword')
_VAR_POSITIONAL = _ParameterKind(2, 'VAR_POSITIONAL', 'variadic positional')
_KEYWORD_ONLY = _ParameterKind(3, 'KEYWORD_ONLY', 'keyword-only')
_VAR_KEYWORD = _ParameterKind(4, 'VAR_KEYWORD', 'variadic keyword')
_KINDS = (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD, _VAR_POSITIONAL, _KEYWORD_ONLY, _VAR_KEYWORD)


def formatannotation(annotation, base_module=None, *, quote_annotation_strings=True):
    """An annotation as a signature shows it."""
    if getattr(annotation, '__module__', None) == 'typing':
        return repr(annotation).replace('typing.', '')
    if isinstance(annotation, types.GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ('builtins', base_module):
            return annotation.__qualname__
        return f'{annotation.__module__}.{annotation.__qualname__}'
    return repr(annotation)


class Parameter:
    """Represents a parameter in a function signature."""

    __slots__ = ('_name', '_kind', '_default', '_annotation')

    POSITIONAL_ONLY = _POSITIONAL_ONLY
    POSITIONAL_OR_KEYWORD = _POSITIONAL_OR_KEYWORD
    VAR_POSITIONAL = _VAR_POSITIONAL
    KEYWORD_ONLY = _KEYWORD_ONLY
    VAR_KEYWORD = _VAR_KEYWORD
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        try:
            self._kind = _KINDS[kind]
        except (IndexError, TypeError):
            raise ValueError(f'value {kind!r} is not a valid Parameter.kind') from None
        if default is not _empty and self._kind in (_VAR_POSITIONAL, _VAR_KEYWORD):
            raise ValueError(f'{self._kind.description} parameters cannot have default values')
        if name is _empty:
            raise ValueError('name is a required attribute for Parameter')
        if not isinstance(name, str):
            raise TypeError(f'name must be a str, not a {type(name).__name__}')
        if name[:1] == '.' and name[1:].isdigit():
            name = f'implicit{name[1:]}'
            self._kind = _POSITIONAL_ONLY
        if not name.isidentifier():
            raise ValueError(f'{name!r} is not a valid parameter name')
        self._name = name
        self._default = default
        self._annotation = annotation

    def __reduce__(self):
        return type(self), (self._name, self._kind), {
            '_default': self._default, '_annotation': self._annotation}

    def __setstate__(self, state):
        self._default, self._annotation = state['_default'], state['_annotation']

    @property
    def name(self):
        return self._name

    @property
    def default(self):
        return self._default

    @property
    def annotation(self):
        return self._annotation

    @property
    def kind(self):
        return self._kind

    def replace(self, *, name=_void, kind=_void, annotation=_void, default=_void):
        """Creates a customized copy of the Parameter."""
        return type(self)(self._name if name is _void else name,
                          self._kind if kind is _void else kind,
                          default=self._default if default is _void else default,
                          annotation=self._annotation if annotation is _void else annotation)

    __replace__ = replace

    def __str__(self):
        formatted = self._name
        if self._annotation is not _empty:
            formatted = f'{formatted}: {formatannotation(self._annotation)}'
        if self._default is not _empty:
            equals = ' = ' if self._annotation is not _empty else '='
            formatted = f'{formatted}{equals}{self._default!r}'
        if self._kind == _VAR_POSITIONAL:
            return '*' + formatted
        if self._kind == _VAR_KEYWORD:
            return '**' + formatted
        return formatted

    def __repr__(self):
        return f'<{type(self).__name__} "{self}">'

    def __hash__(self):
        return hash((self._name, self._kind, self._annotation, self._default))

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, Parameter):
            return NotImplemented
        return (self._name == other._name and self._kind == other._kind
                and self._default == other._default and self._annotation == other._annotation)


class BoundArguments:
    """Result of Signature.bind: the arguments by the parameters' names."""

    __slots__ = ('arguments', '_signature')

    def __init__(self, signature, arguments):
        self.arguments = arguments
        self._signature = signature

    def __getstate__(self):
        return {'_signature': self._signature, 'arguments': self.arguments}

    def __setstate__(self, state):
        self._signature, self.arguments = state['_signature'], state['arguments']

    @property
    def signature(self):
        return self._signature

    @property
    def args(self):
        args = []
        for name, param in self._signature.parameters.items():
            if param.kind in (_VAR_KEYWORD, _KEYWORD_ONLY) or name not in self.arguments:
                break
            if param.kind == _VAR_POSITIONAL:
                args.extend(self.arguments[name])
            else:
                args.append(self.arguments[name])
        return tuple(args)

    @property
    def kwargs(self):
        kwargs = {}
        started = False
        for name, param in self._signature.parameters.items():
            if not started:
                if param.kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
                    started = True
                elif name not in self.arguments:
                    started = True
                    continue
            if not started or name not in self.arguments:
                continue
            if param.kind == _VAR_KEYWORD:
                kwargs.update(self.arguments[name])
            else:
                kwargs[name] = self.arguments[name]
        return kwargs

    def apply_defaults(self):
        """Set default values for missing arguments."""
        arguments = []
        for name, param in self._signature.parameters.items():
            if name in self.arguments:
                value = self.arguments[name]
            elif param.default is not _empty:
                value = param.default
            elif param.kind is _VAR_POSITIONAL:
                value = ()
            elif param.kind is _VAR_KEYWORD:
                value = {}
            else:
                continue
            arguments.append((name, value))
        self.arguments = dict(arguments)

    def __eq__(self, other):
        if not isinstance(other, BoundArguments):
            return NotImplemented
        return self.signature == other.signature and self.arguments == other.arguments

    def __repr__(self):
        args = ', '.join(f'{name}={value!r}' for name, value in self.arguments.items())
        return f'<{type(self).__name__} ({args})>'


class Signature:
    """The parameters and the return annotation of a callable."""

    __slots__ = ('_return_annotation', '_parameters')

    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty, __validate_parameters__=True):
        params = OrderedDict()
        top_kind = _POSITIONAL_ONLY
        seen_default = False
        for param in parameters or ():
            kind, name = param.kind, param.name
            if __validate_parameters__:
                if kind < top_kind:
                    raise ValueError(f'wrong parameter order: {top_kind.description} parameter '
                                     f'before {kind.description} parameter')
                top_kind = kind
                if kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD):
                    if param.default is not _empty:
                        seen_default = True
                    elif seen_default:
                        raise ValueError('non-default argument follows default argument')
                if name in params:
                    raise ValueError(f'duplicate parameter name: {name!r}')
            params[name] = param
        self._parameters = MappingProxyType(params)
        self._return_annotation = return_annotation

    @classmethod
    def from_callable(cls, obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
        """Constructs Signature for the given callable object."""
        return _as(cls, _signature(obj, follow_wrapped, eval_str))

    def __reduce__(self):
        return type(self), (tuple(self._parameters.values()),), {
            '_return_annotation': self._return_annotation}

    def __setstate__(self, state):
        self._return_annotation = state['_return_annotation']

    @property
    def parameters(self):
        return self._parameters

    @property
    def return_annotation(self):
        return self._return_annotation

    def replace(self, *, parameters=_void, return_annotation=_void):
        """Creates a customized copy of the Signature."""
        return type(self)(
            self.parameters.values() if parameters is _void else parameters,
            return_annotation=self._return_annotation if return_annotation is _void
            else return_annotation)

    __replace__ = replace

    def _key(self):
        positional = tuple(p for p in self.parameters.values() if p.kind != _KEYWORD_ONLY)
        named = {p.name: p for p in self.parameters.values() if p.kind == _KEYWORD_ONLY}
        return positional, named, self.return_annotation

    def __hash__(self):
        positional, named, annotation = self._key()
        return hash((positional, frozenset(named.values()), annotation))

    def __eq__(self, other):
        if not isinstance(other, Signature):
            return NotImplemented
        return self._key() == other._key()

    def bind(self, /, *args, **kwargs):
        """Get a BoundArguments object for the given arguments."""
        return self._bind(args, kwargs, False)

    def bind_partial(self, /, *args, **kwargs):
        """Get a BoundArguments object for some of the arguments."""
        return self._bind(args, kwargs, True)

    def _bind(self, args, kwargs, partial):
        arguments = {}
        values = list(args)
        kwargs = dict(kwargs)
        rest = None
        only = []
        # Until something may be left out, what is missing is known by its kind.
        strict = True
        for param in self.parameters.values():
            name, kind = param.name, param.kind
            strict = strict and kind not in (_VAR_POSITIONAL, _VAR_KEYWORD) and (
                bool(values) or name not in kwargs and param.default is _empty)
            if kind == _VAR_POSITIONAL:
                if values:
                    arguments[name] = tuple(values)
                    values = []
            elif kind == _VAR_KEYWORD:
                rest = param
            elif values and kind != _KEYWORD_ONLY:
                if name in kwargs and kind != _POSITIONAL_ONLY:
                    raise TypeError(f'multiple values for argument {name!r}')
                arguments[name] = values.pop(0)
            elif kind == _POSITIONAL_ONLY:
                if name in kwargs:
                    only.append(name)
                if param.default is _empty and not partial:
                    raise TypeError(f'missing a required argument: {name!r}')
            elif name in kwargs:
                arguments[name] = kwargs.pop(name)
            elif param.default is _empty and not partial:
                what = 'keyword-only ' if strict and kind == _KEYWORD_ONLY else ''
                raise TypeError(f'missing a required {what}argument: {name!r}')
        if values:
            raise TypeError('too many positional arguments')
        if kwargs:
            if rest is not None:
                arguments[rest.name] = kwargs
            elif only:
                raise TypeError(f'got some positional-only arguments passed as keyword arguments: '
                                f'{", ".join(only)!r}')
            else:
                raise TypeError(f'got an unexpected keyword argument {next(iter(kwargs))!r}')
        ordered = {name: arguments[name] for name in self.parameters if name in arguments}
        return BoundArguments(self, ordered)

    def __repr__(self):
        return f'<{type(self).__name__} {self}>'

    def __str__(self):
        return self.format()

    def format(self, *, max_width=None):
        """Create a string representation of the Signature object."""
        result = []
        seen_positional_only, star = False, True
        for param in self.parameters.values():
            formatted, kind = str(param), param.kind
            if kind == _POSITIONAL_ONLY:
                seen_positional_only = True
            elif seen_positional_only:
                result.append('/')
                seen_positional_only = False
            if kind == _VAR_POSITIONAL:
                star = False
            elif kind == _KEYWORD_ONLY and star:
                result.append('*')
                star = False
            result.append(formatted)
        if seen_positional_only:
            result.append('/')
        rendered = f'({", ".join(result)})'
        if max_width is not None and len(rendered) > max_width:
            rendered = '(\n    ' + ',\n    '.join(result) + '\n)'
        if self.return_annotation is not _empty:
            rendered += f' -> {formatannotation(self.return_annotation)}'
        return rendered


def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
    """Get a signature object for the passed callable."""
    return _signature(obj, follow_wrapped, eval_str)


def _as(cls, found):
    """A signature as one of a class."""
    if type(found) is cls:
        return found
    return cls(found.parameters.values(), return_annotation=found.return_annotation)


def _signature(obj, follow_wrapped=True, eval_str=False):
    if not callable(obj):
        raise TypeError(f'{obj!r} is not a callable object')
    if isinstance(obj, types.MethodType):
        return _without_first(_signature(obj.__func__, follow_wrapped, eval_str))
    if follow_wrapped:
        obj = unwrap(obj, stop=lambda f: hasattr(f, '__signature__') or isinstance(
            f, types.MethodType))
        if isinstance(obj, types.MethodType):
            return _signature(obj, follow_wrapped, eval_str)
    known = getattr(obj, '__signature__', None)
    if known is not None and not (isclass(obj) and type(obj).__name__ == 'EnumType'):
        return _given(known)
    partialmethod = getattr(obj, '__partialmethod__', None)
    if partialmethod is not None and not isclass(obj):
        import functools
        wrapped = _signature(partialmethod.func, follow_wrapped, eval_str)
        return _of_partial(wrapped, functools.partial(
            partialmethod.func, None, *partialmethod.args, **partialmethod.keywords), True)
    if isfunction(obj):
        return _of_function(obj, eval_str)
    if _is_partial(obj):
        return _of_partial(_signature(obj.func, follow_wrapped, eval_str), obj)
    if isclass(obj):
        return _of_class(obj, follow_wrapped, eval_str)
    if isroutine(obj):
        return _of_builtin(obj)
    from inspect import getattr_static
    call = getattr_static(type(obj), '__call__', None)
    if call is not None:
        if getattr(obj, '__text_signature__', None):
            return _from_text(obj.__text_signature__, None)
        return _signature(_bound(call, obj), follow_wrapped, eval_str)
    raise ValueError(f'callable {obj!r} is not supported by signature')


def _given(known):
    """The signature that an object says it has."""
    found = known
    if not isinstance(found, (Signature, str)) and callable(found):
        found = found()
    if isinstance(found, str):
        return _from_text(found, None)
    if not isinstance(found, Signature):
        raise TypeError(f'unexpected object {known!r} in __signature__ attribute')
    return found


def _bound(method, obj):
    """What an object makes of what its class has under a name."""
    get = getattr(type(method), '__get__', None)
    return method if get is None else get(method, obj, type(obj))


def _is_partial(obj):
    import functools
    return isinstance(obj, functools.partial)


def _without_first(sig):
    params = list(sig.parameters.values())
    if not params or params[0].kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
        raise ValueError('invalid method signature')
    if params[0].kind is not _VAR_POSITIONAL:
        params = params[1:]
    return sig.replace(parameters=params)


def _of_function(func, eval_str=False):
    code = func.__code__
    names = code.co_varnames
    count, keyword_count = code.co_argcount, code.co_kwonlyargcount
    annotations = get_annotations(func, eval_str=eval_str)
    defaults = func.__defaults__ or ()
    kwdefaults = func.__kwdefaults__ or {}
    first_default = count - len(defaults)
    params = []
    for at, name in enumerate(names[:count]):
        kind = _POSITIONAL_ONLY if at < code.co_posonlyargcount else _POSITIONAL_OR_KEYWORD
        default = defaults[at - first_default] if at >= first_default else _empty
        params.append(Parameter(name, kind, default=default,
                                annotation=annotations.get(name, _empty)))
    after = count + keyword_count
    if code.co_flags & CO_VARARGS:
        name = names[after]
        after += 1
        params.append(Parameter(name, _VAR_POSITIONAL, annotation=annotations.get(name, _empty)))
    for name in names[count:count + keyword_count]:
        params.append(Parameter(name, _KEYWORD_ONLY, default=kwdefaults.get(name, _empty),
                                annotation=annotations.get(name, _empty)))
    if code.co_flags & CO_VARKEYWORDS:
        name = names[after]
        params.append(Parameter(name, _VAR_KEYWORD, annotation=annotations.get(name, _empty)))
    return Signature(params, return_annotation=annotations.get('return', _empty))


def _of_partial(wrapped, partial, method=False):
    params = list(wrapped.parameters.values())
    try:
        bound = wrapped.bind_partial(*partial.args, **partial.keywords)
    except TypeError as exc:
        raise ValueError(f'partial object {partial!r} has incorrect arguments') from exc
    keywords = partial.keywords
    result = []
    to_keyword_only = False
    for at, param in enumerate(params):
        name = param.name
        if method and at == 0:
            result.append(param)
            continue
        if name in bound.arguments and param.kind not in (_VAR_POSITIONAL, _VAR_KEYWORD):
            if param.kind is _POSITIONAL_ONLY or name not in keywords:
                if param.kind is not _KEYWORD_ONLY:
                    continue
            param = param.replace(default=bound.arguments[name])
            if param.kind is _POSITIONAL_OR_KEYWORD:
                to_keyword_only = True
                param = param.replace(kind=_KEYWORD_ONLY)
            result.append(param)
            continue
        if to_keyword_only:
            if param.kind is _VAR_POSITIONAL:
                continue
            if param.kind is _POSITIONAL_OR_KEYWORD:
                param = param.replace(kind=_KEYWORD_ONLY)
        result.append(param)
    return wrapped.replace(parameters=result)


_BUILTIN_KINDS = (types.WrapperDescriptorType, types.MethodWrapperType, types.BuiltinFunctionType,
                  types.MethodDescriptorType, types.ClassMethodDescriptorType)


def _user_method(cls, name, obj):
    """A method of that name that is not a builtin one, as an object of the class has it."""
    from inspect import getattr_static
    method = getattr(cls, name, None) if name == '__new__' else getattr_static(cls, name, None)
    if method is None:
        return None
    method = unwrap(method, stop=lambda f: hasattr(f, '__signature__') or isinstance(f, _BUILTIN_KINDS))
    if isinstance(method, _BUILTIN_KINDS):
        return None
    return method if name == '__new__' else _bound(method, obj)


def _of_class(cls, follow_wrapped, eval_str):
    if type(cls).__name__ == 'EnumType':
        text = ('(*values)' if cls._member_names_ else
                '(new_class_name, /, names, *, module=None, qualname=None, type=None, start=1, '
                'boundary=None)')
        return _from_text(text, None)
    call = _user_method(type(cls), '__call__', cls)
    if call is not None:
        return _signature(call, follow_wrapped, eval_str)
    # What is not there while there are no instances stands for one.
    new, init = _user_method(cls, '__new__', cls), _user_method(cls, '__init__', cls)
    for base in cls.__mro__:
        # The one that is nearer in the order of bases decides.
        if new is not None and '__new__' in base.__dict__:
            return _without_first(_signature(new, follow_wrapped, eval_str))
        if init is not None and '__init__' in base.__dict__:
            return _signature(init, follow_wrapped, eval_str)
    for base in cls.__mro__[:-1]:
        text = base.__dict__.get('__text_signature__')
        if not isinstance(text, str):
            text = getattr(base, '__text_signature__', None)
        if text:
            return _from_text(text, None)
    if type in cls.__mro__:
        raise ValueError(f'no signature found for builtin {cls!r}')
    if cls.__init__ is object.__init__ and cls.__new__ is object.__new__:
        return Signature([])
    raise ValueError(f'no signature found for builtin type {cls!r}')


def _of_builtin(func):
    text = getattr(func, '__text_signature__', None)
    if not text:
        raise ValueError(f'no signature found for builtin {func!r}')
    self = getattr(func, '__self__', None)
    return _from_text(text, None if self is None or ismodule(self) else self)


def _split(text):
    """The parts of a parameter list between commas outside brackets and quotes."""
    parts, depth, quote, start = [], 0, '', 0
    for at, letter in enumerate(text):
        if quote:
            if letter == quote:
                quote = ''
        elif letter in '\'"':
            quote = letter
        elif letter in '([{':
            depth += 1
        elif letter in ')]}':
            depth -= 1
        elif letter == ',' and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def _from_text(text, self):
    params = []
    kind = _POSITIONAL_OR_KEYWORD
    for part in _split(text.strip()[1:-1]):
        if part == '/':
            params = [p.replace(kind=_POSITIONAL_ONLY) for p in params]
        elif part == '*':
            kind = _KEYWORD_ONLY
        elif part.startswith('**'):
            params.append(Parameter(part[2:], _VAR_KEYWORD))
        elif part.startswith('*'):
            params.append(Parameter(part[1:], _VAR_POSITIONAL))
            kind = _KEYWORD_ONLY
        else:
            name, equals, default = part.partition('=')
            name = name.strip()
            bound = name.startswith('$')
            value = _empty
            if equals:
                try:
                    value = eval(default, {})
                except Exception:
                    raise ValueError(f'{text!r} builtin has invalid signature') from None
            if bound and (self is not None or name == '$module'):
                continue
            params.append(Parameter(name.lstrip('$'), kind, default=value))
    return Signature(params)
