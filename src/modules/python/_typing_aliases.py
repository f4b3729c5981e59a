"""Types with their arguments: Union[int, str], Literal[3], Annotated[int, "kg"], for typing."""

import operator
import sys
import _typing_parameters
from _typing_parameters import (ParamSpec, TypeAliasType, TypeVarTuple, Unpack, _Final, _Later,
    _NoneType, _SpecialForm, _TypedForm, _Unionable, _cached, _collect_parameters, _dedup,
    _type_check, _type_convert, _type_repr)
from _types import GenericAlias, UnionType

# What is defined here belongs to typing.
__name__ = "typing"

# Set by the part that makes them.
Generic = Protocol = None


@_SpecialForm
def Union(self, parameters):
    """Union type; Union[X, Y] means either X or Y."""
    if parameters == ():
        raise TypeError('Cannot take a Union of no types.')
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    msg = 'Union[arg, ...]: each arg must be a type.'
    flat = []
    for parameter in parameters:
        parameter = _type_check(parameter, msg)
        if isinstance(parameter, (_UnionGenericAlias, UnionType)):
            flat.extend(parameter.__args__)
        else:
            flat.append(parameter)
    flat = tuple(_dedup(flat))
    if len(flat) == 1:
        return flat[0]
    return _UnionGenericAlias(self, flat, name='Optional' if len(flat) == 2
                              and _NoneType in flat else None)


@_SpecialForm
def Optional(self, parameters):
    """Optional[X] is equivalent to Union[X, None]."""
    return Union[_type_check(parameters, f'{self} requires a single type.'), _NoneType]


@_TypedForm
@_cached(typed=True)
def Literal(self, *parameters):
    """Special typing form to define literal types (a.k.a. value types)."""
    flat = []
    for parameter in parameters:
        if isinstance(parameter, _LiteralGenericAlias):
            flat.extend(parameter.__args__)
        else:
            flat.append(parameter)
    try:
        flat = [value for value, kind in dict.fromkeys((value, type(value)) for value in flat)]
    except TypeError:
        # What cannot be hashed is not compared either.
        pass
    return _LiteralGenericAlias(self, tuple(flat))


@_SpecialForm
def Concatenate(self, parameters):
    """Used in conjunction with ParamSpec and Callable."""
    if parameters == ():
        raise TypeError('Cannot take a Concatenate of no types.')
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    if not (parameters[-1] is ... or isinstance(parameters[-1], ParamSpec)):
        raise TypeError('The last parameter to Concatenate should be a ParamSpec variable or ellipsis.')
    return _ConcatenateGenericAlias(self, tuple(map(_type_convert, parameters)))


@_TypedForm
@_cached(typed=True)
def Annotated(self, *parameters):
    """Add context-specific metadata to a type."""
    if len(parameters) < 2:
        raise TypeError('Annotated[...] should be used with at least two arguments '
                        '(a type and an annotation).')
    origin = _type_check(parameters[0], 'Annotated[t, ...]: t must be a type.',
                         allow_special_forms=True)
    return _AnnotatedAlias(origin, tuple(parameters[1:]))


def _lazy_alias(name, type_params, evaluate):
    """What a type statement makes."""
    alias = TypeAliasType.__new__(TypeAliasType)
    alias._set(__name__=name, _value=_Later(evaluate), __type_params__=type_params,
               __module__=evaluate.__module__)
    return alias


def _lazy_parameter(kind, name, *, bound=None, constraints=None, default=None):
    """A type parameter of a generic definition; what is given is computed when it is asked for."""
    parameter = kind(name) if kind is TypeVarTuple else kind(name, infer_variance=True)
    later = {'_bound': bound, '_constraints': constraints, '_default': default}
    for attribute, evaluate in later.items():
        if evaluate is not None:
            parameter.__dict__[attribute] = _Later(evaluate)
    return parameter


def _is_dunder(name):
    return name.startswith('__') and name.endswith('__')


def _brings_generic(base, bases):
    """Whether a base is, or will be replaced by, a subclass of Generic."""
    if isinstance(base, _BaseGenericAlias):
        return True
    if isinstance(base, type):
        return issubclass(base, Generic)
    entries = getattr(base, '__mro_entries__', None)
    found = entries(bases) if entries else None
    return isinstance(found, tuple) and any(
        isinstance(entry, type) and issubclass(entry, Generic) for entry in found)


class _BaseGenericAlias(_Final, _Unionable, _root=True):
    def __init__(self, origin, *, inst=True, name=None):
        self._inst = inst
        self._name = name
        self.__origin__ = origin

    def __call__(self, *args, **kwargs):
        if not self._inst:
            raise TypeError(f'Type {self._name} cannot be instantiated; '
                            f'use {self.__origin__.__name__}() instead')
        result = self.__origin__(*args, **kwargs)
        try:
            result.__orig_class__ = self
        except Exception:
            pass
        return result

    def __mro_entries__(self, bases):
        result = []
        if self.__origin__ not in bases:
            result.append(self.__origin__)
        at = bases.index(self)
        if not any(_brings_generic(base, bases) for base in bases[at + 1:]):
            result.append(Generic)
        return tuple(result)

    def __getattr__(self, attr):
        if attr in ('__name__', '__qualname__'):
            return self._name or self.__origin__.__name__
        if '__origin__' in self.__dict__ and not _is_dunder(attr):
            return getattr(self.__origin__, attr)
        raise AttributeError(attr)

    def __setattr__(self, attr, value):
        if _is_dunder(attr) or attr in ('_name', '_inst', '_nparams', '_defaults', '_paramspec_tvars'):
            super().__setattr__(attr, value)
        else:
            setattr(self.__origin__, attr, value)

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        raise TypeError('Subscripted generics cannot be used with class and instance checks')

    def __dir__(self):
        return sorted({*super().__dir__(), *(name for name in dir(self.__origin__)
                                             if not _is_dunder(name))})


class _GenericAlias(_BaseGenericAlias, _root=True):
    """A subscripted generic: List[int], Stack[T]."""

    def __init__(self, origin, args, *, inst=True, name=None):
        super().__init__(origin, inst=inst, name=name)
        if not isinstance(args, tuple):
            args = (args,)
        self.__args__ = args
        self.__parameters__ = _collect_parameters(args)
        if not name:
            self.__module__ = getattr(origin, '__module__', 'typing')

    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    @_cached
    def __getitem__(self, args):
        if self.__origin__ in (Generic, Protocol):
            raise TypeError(f'Cannot subscript already-subscripted {self}')
        if not self.__parameters__:
            raise TypeError(f'{self} is not a generic class')
        if not isinstance(args, tuple):
            args = (args,)
        args = tuple(_type_convert(arg) for arg in args)
        return self.copy_with(_substituted(self, args))

    def copy_with(self, args):
        return self.__class__(self.__origin__, args, name=self._name, inst=self._inst)

    def __repr__(self):
        name = f'typing.{self._name}' if self._name else _type_repr(self.__origin__)
        args = ', '.join(map(_type_repr, self.__args__)) if self.__args__ else '()'
        return f'{name}[{args}]'

    def __reduce__(self):
        origin = getattr(sys.modules['typing'], self._name) if self._name else self.__origin__
        args = self._reduced_args()
        return operator.getitem, (origin, args[0] if len(args) == 1 else args)

    def _reduced_args(self):
        return self.__args__

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, _SpecialForm):
            raise TypeError(f'Cannot subclass {self!r}')
        if self._name:
            return super().__mro_entries__(bases)
        if self.__origin__ is Generic:
            if Protocol in bases:
                return ()
            at = bases.index(self)
            for b in bases[at + 1:]:
                if isinstance(b, _BaseGenericAlias) and b is not self:
                    return ()
        return (self.__origin__,)

    def __iter__(self):
        yield Unpack[self]


def _substituted(alias, args):
    """The arguments of an alias, with args in place of its parameters."""
    values = _match_parameters(alias, alias.__parameters__, _flattened(args))
    values = {parameter: value if type(parameter) is TypeVarTuple else parameter.__typing_subst__(value)
              for parameter, value in values.items()}
    result = []
    for arg in alias.__args__:
        for value in _substitute(arg, values):
            # Callable[Concatenate[int, P], str][[float]] has the types in its own list.
            if isinstance(value, tuple) and _is_callable(alias):
                result.extend(value)
            else:
                result.append(value)
    return tuple(result)


def _is_callable(alias):
    return isinstance(alias, _CallableGenericAlias) or type(alias).__name__ == '_CallableAlias'


def _flattened(args):
    """The arguments, with those that stand in unpacked tuples of a known length."""
    flat = []
    for arg in args:
        inner = _unpacked_args(arg)
        if inner is None or inner and inner[-1] is ...:
            flat.append(arg)
        else:
            flat.extend(inner)
    return flat


def _unpacked_args(arg):
    """The arguments of *tuple[...] and of Unpack[tuple[...]]; None for anything else."""
    if isinstance(arg, _GenericAlias) and arg.__origin__ is Unpack:
        arg = arg.__args__[0]
    elif not (isinstance(arg, GenericAlias) and arg.__unpacked__):
        return None
    return arg.__args__ if getattr(arg, '__origin__', None) is tuple else None


def _match_parameters(cls, parameters, args):
    """What each parameter is replaced by."""
    tuples = [p for p in parameters if isinstance(p, TypeVarTuple)]
    if len(tuples) > 1:
        raise TypeError(f'More than one TypeVarTuple parameter in {cls}')
    if len(parameters) == 1 and isinstance(parameters[0], ParamSpec) and not (
            len(args) == 1 and isinstance(args[0], (list, tuple, ParamSpec, type(...)))):
        return {parameters[0]: tuple(args)}
    if tuples:
        at = parameters.index(tuples[0])
        after = len(parameters) - at - 1
        given, args = args, list(args)
        endless = [place for place, arg in enumerate(args) if _unpacked_args(arg)]
        if len(endless) > 1:
            raise TypeError('More than one unpacked arbitrary-length tuple argument')
        if endless:
            return _stretched(parameters, args, at, endless[0])
        if len(args) < at + after:
            args = _with_defaults(parameters, args)
        if len(args) < at + after:
            _wrong_number(cls, parameters, given)
        middle = args[at:len(args) - after]
        if not middle and tuples[0].has_default():
            middle = _flattened(tuples[0].__default__)
        values = [*args[:at], middle, *args[len(args) - after:]]
    else:
        values = _with_defaults(parameters, args)
        if len(values) != len(parameters):
            _wrong_number(cls, parameters, args)
    return {p: tuple(v) if isinstance(v, list) else v for p, v in zip(parameters, values)}


def _stretched(parameters, args, at, endless):
    """What each parameter is replaced by where an argument stands for any number of types, which
    fill the places that are left over on both sides of the type variable tuple."""
    fill = _unpacked_args(args[endless])[0]
    before, after = min(at, endless), min(len(parameters) - at - 1, len(args) - endless - 1)
    values = [*args[:before], *[fill] * (at - before), args[before:len(args) - after],
              *[fill] * (len(parameters) - at - 1 - after), *args[len(args) - after:]]
    return dict(zip(parameters, values))


def _with_defaults(parameters, args):
    """The arguments and the defaults of the parameters after them."""
    left = [p for p in parameters[len(args):] if not isinstance(p, TypeVarTuple)]
    return [*args, *(p.__default__ for p in left if p.has_default())]


def _wrong_number(cls, parameters, args):
    many = len(args) > len(parameters)
    expected = len(parameters) if many else f'at least {len(args) + 1}'
    raise TypeError(f'Too {"many" if many else "few"} arguments for {cls}; actual {len(args)}, '
                    f'expected {expected}')


def _substitute(arg, values):
    if isinstance(arg, _GenericAlias) and arg.__origin__ is Unpack and arg.__args__[0] in values:
        return values[arg.__args__[0]]
    if isinstance(arg, type) and not isinstance(arg, GenericAlias):
        return [arg]
    if hasattr(type(arg), '__typing_subst__'):
        if arg not in values:
            return [arg]
        return [values[arg]]
    if isinstance(arg, tuple):
        return [tuple(value for item in arg for value in _substitute(item, values))]
    inner = getattr(arg, '__parameters__', ())
    if inner:
        chosen = []
        for p in inner:
            chosen.extend(values[p] if isinstance(p, TypeVarTuple) else [values[p]])
        return [arg[tuple(chosen)]]
    return [arg]


class _SpecialGenericAlias(_BaseGenericAlias, _root=True):
    """List, Dict and so on, before they are subscripted."""

    __iter__ = None

    def __init__(self, origin, nparams, *, inst=True, name=None, defaults=()):
        super().__init__(origin, inst=inst, name=name or origin.__name__)
        self._nparams, self._defaults = nparams, defaults
        self.__doc__ = f'A generic version of {origin.__module__}.{origin.__qualname__}.'

    @_cached
    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        msg = 'Parameters to generic types must be types.'
        params = tuple(_type_check(p, msg) for p in params)
        if not self._nparams:
            raise TypeError(f'{self} is not a generic class')
        missing = self._nparams - len(params)
        if 0 < missing <= len(self._defaults):
            params += self._defaults[-missing:]
        elif missing:
            many, least = ('many' if missing < 0 else 'few'), 'at least ' if self._defaults else ''
            raise TypeError(f'Too {many} arguments for {self}; actual {len(params)}, '
                            f'expected {least}{self._nparams - len(self._defaults)}')
        return self.copy_with(params)

    def copy_with(self, params):
        return _GenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __repr__(self):
        return 'typing.' + self._name

    def __subclasscheck__(self, cls):
        if isinstance(cls, _SpecialGenericAlias):
            return issubclass(cls.__origin__, self.__origin__)
        if not isinstance(cls, _GenericAlias):
            return issubclass(cls, self.__origin__)
        return super().__subclasscheck__(cls)

    def __reduce__(self):
        return self._name

    def __hash__(self):
        return hash((self.__origin__, self._name))

    def __eq__(self, other):
        return self is other


class _TupleType(_SpecialGenericAlias, _root=True):
    @_cached
    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        if len(params) >= 2 and params[-1] is ...:
            msg = 'Tuple[t, ...]: t must be a type.'
            return self.copy_with((*(_type_check(p, msg) for p in params[:-1]), ...))
        msg = 'Tuple[t0, t1, ...]: each t must be a type.'
        return self.copy_with(tuple(_type_check(p, msg) for p in params))


class _CallableType(_SpecialGenericAlias, _root=True):
    def copy_with(self, params):
        return _CallableGenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __getitem__(self, params):
        if not isinstance(params, tuple) or len(params) != 2:
            raise TypeError('Callable must be used as Callable[[arg, ...], result].')
        args, result = params
        return self._of(tuple(args) if isinstance(args, list) else args, result)

    @_cached
    def _of(self, args, result):
        result = _type_check(result, 'Callable[args, result]: result must be a type.')
        if isinstance(args, tuple):
            msg = 'Callable[[arg, ...], result]: each arg must be a type.'
            return self.copy_with((*(_type_check(arg, msg) for arg in args), result))
        if args is ... or isinstance(args, ParamSpec) or (
                isinstance(args, _GenericAlias) and args.__origin__ is Concatenate):
            return self.copy_with((args, result))
        return self.copy_with((_type_convert(args), result))


class _ConcatenateGenericAlias(_GenericAlias, _root=True):
    __iter__ = None

    def copy_with(self, args):
        *before, last = args
        if isinstance(last, tuple) and len(last) == 1 and isinstance(last[0], _ConcatenateGenericAlias):
            last, = last
        if isinstance(last, _ConcatenateGenericAlias):
            before, last = [*before, *last.__args__[:-1]], last.__args__[-1]
        if isinstance(last, tuple):
            # All types are known: they are a list of their own.
            return (*before, *last)
        return super().copy_with((*before, last))


class _CallableGenericAlias(_GenericAlias, _root=True):
    __iter__ = None

    def _is_open(self):
        """Whether the parameters are left open."""
        args = self.__args__
        return len(args) == 2 and (args[0] is ... or isinstance(args[0], ParamSpec) or (
            isinstance(args[0], _GenericAlias) and args[0].__origin__ is Concatenate))

    def _reduced_args(self):
        args = self.__args__
        return args if self._is_open() else (list(args[:-1]), args[-1])

    def __repr__(self):
        args = self.__args__
        if self._is_open():
            return super().__repr__()
        return (f'typing.Callable[[{", ".join(map(_type_repr, args[:-1]))}], '
                f'{_type_repr(args[-1])}]')


class _UnionGenericAlias(_GenericAlias, _root=True):
    __iter__ = None

    def copy_with(self, params):
        return Union[params]

    def __reduce__(self):
        return operator.getitem, (Union, self.__args__)

    def __eq__(self, other):
        if not isinstance(other, (_UnionGenericAlias, UnionType)):
            return NotImplemented
        try:
            return set(self.__args__) == set(other.__args__)
        except TypeError:
            # Some cannot be hashed.
            others = list(other.__args__)
            return len(others) == len(self.__args__) and all(arg in others for arg in self.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __repr__(self):
        args = self.__args__
        if self._name == 'Optional':
            return f'typing.Optional[{_type_repr(args[0] if args[1] is _NoneType else args[1])}]'
        return f'typing.Union[{", ".join(_NONE if a is _NoneType else _type_repr(a) for a in args)}]'

    def __instancecheck__(self, obj):
        for cls in self.__args__:
            if isinstance(obj, cls):
                return True
        return False

    def __subclasscheck__(self, cls):
        for arg in self.__args__:
            if issubclass(cls, arg):
                return True
        return False


_NONE = 'NoneType'


class _LiteralGenericAlias(_GenericAlias, _root=True):
    def __eq__(self, other):
        if not isinstance(other, _LiteralGenericAlias):
            return NotImplemented
        return set(self._pairs()) == set(other._pairs())

    def __hash__(self):
        return hash(frozenset(self._pairs()))

    def _pairs(self):
        return [(type(value), value) for value in self.__args__]


class _AnnotatedAlias(_GenericAlias, _root=True):
    __iter__ = None

    def __init__(self, origin, metadata):
        if isinstance(origin, _AnnotatedAlias):
            metadata = origin.__metadata__ + metadata
            origin = origin.__origin__
        super().__init__(origin, origin, name='Annotated')
        self.__metadata__ = metadata

    def copy_with(self, params):
        return self.__class__(params[0], self.__metadata__)

    def _reduced_args(self):
        return (self.__origin__, *self.__metadata__)

    def __repr__(self):
        return (f'typing.Annotated[{_type_repr(self.__origin__)}, '
                f'{", ".join(map(repr, self.__metadata__))}]')

    def __eq__(self, other):
        if not isinstance(other, _AnnotatedAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__metadata__ == other.__metadata__

    def __hash__(self):
        return hash((self.__origin__, self.__metadata__))

    def __getattr__(self, attr):
        if attr in ('__name__', '__qualname__'):
            return 'Annotated'
        return super().__getattr__(attr)

    def __mro_entries__(self, bases):
        return (self.__origin__,)


_typing_parameters.Union, _typing_parameters._GenericAlias = Union, _GenericAlias
