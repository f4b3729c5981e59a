"""Type hints: the names that annotations are written with.

Nothing here checks types; the objects know how to be subscripted, shown,
compared and taken apart again.
"""

import collections.abc
import sys
from abc import ABCMeta, abstractmethod
from types import FunctionType, GenericAlias, MethodType, UnionType

TYPE_CHECKING = False
_NoneType = type(None)


def _type_repr(obj):
    """How obj is written inside the repr() of a hint."""
    if isinstance(obj, tuple):
        return '[' + ', '.join(map(_type_repr, obj)) + ']'
    if isinstance(obj, type) and not isinstance(obj, GenericAlias):
        if obj.__module__ == 'builtins':
            return obj.__qualname__
        return f'{obj.__module__}.{obj.__qualname__}'
    if obj is ...:
        return '...'
    if isinstance(obj, FunctionType):
        return obj.__name__
    return repr(obj)


def _type_convert(arg, module=None):
    if arg is None:
        return _NoneType
    if isinstance(arg, str):
        return ForwardRef(arg, module=module)
    return arg


def _type_check(arg, msg, *, module=None, allow_special_forms=False):
    """arg, converted, if it may stand where a type is wanted."""
    arg = _type_convert(arg, module=module)
    if isinstance(arg, _GenericAlias) and arg.__origin__ in (Generic, Protocol):
        raise TypeError(f'{arg} is not valid as type argument')
    if not allow_special_forms and isinstance(arg, _GenericAlias) and arg.__origin__ in (
            ClassVar, Final):
        raise TypeError(f'{arg} is not valid as type argument')
    if arg in (Any, LiteralString, NoReturn, Never, Self, TypeAlias) if isinstance(
            arg, (type, _SpecialForm)) else False:
        return arg
    if allow_special_forms and arg in (ClassVar, Final):
        return arg
    if isinstance(arg, _SpecialForm) or arg in (Generic, Protocol):
        raise TypeError(f'Plain {arg} is not valid as type argument')
    if type(arg) is tuple:
        raise TypeError(f'{msg} Got {arg!r:.100}.')
    return arg


def _dedup(items):
    result = []
    for item in items:
        if item not in result:
            result.append(item)
    return result


def _collect_parameters(args):
    """The type parameters in args, each once, in order."""
    found = []
    for arg in args:
        if isinstance(arg, type) and not isinstance(arg, GenericAlias):
            inner = ()
        elif isinstance(arg, (tuple, list)):
            inner = _collect_parameters(arg)
        elif hasattr(type(arg), '__typing_subst__'):
            inner = (arg,)
        else:
            inner = getattr(arg, '__parameters__', ())
        for parameter in inner:
            if parameter not in found:
                found.append(parameter)
    return tuple(found)


class _Final:
    """Mixin to prohibit subclassing."""

    __slots__ = ('__weakref__',)

    def __init_subclass__(cls, /, *args, **kwds):
        if '_root' not in kwds:
            raise TypeError('Cannot subclass special typing classes')


class _Unionable:
    """Mixin: `|` makes a Union."""

    __slots__ = ()

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class _SpecialForm(_Final, _Unionable, _root=True):
    __slots__ = ('_name', '__doc__', '_getitem')

    def __init__(self, getitem):
        self._getitem = getitem
        self._name = getitem.__name__
        self.__doc__ = getitem.__doc__

    def __getattr__(self, item):
        if item in ('__name__', '__qualname__'):
            return self._name
        raise AttributeError(item)

    def __mro_entries__(self, bases):
        raise TypeError(f'Cannot subclass {self!r}')

    def __repr__(self):
        return 'typing.' + self._name

    def __reduce__(self):
        return self._name

    def __call__(self, *args, **kwds):
        raise TypeError(f'Cannot instantiate {self!r}')

    def __instancecheck__(self, obj):
        raise TypeError(f'{self} cannot be used with isinstance()')

    def __subclasscheck__(self, cls):
        raise TypeError(f'{self} cannot be used with issubclass()')

    def __getitem__(self, parameters):
        return self._getitem(self, parameters)


class _AnyMeta(type):
    def __instancecheck__(self, obj):
        if self is Any:
            raise TypeError('typing.Any cannot be used with isinstance()')
        return super().__instancecheck__(obj)

    def __repr__(self):
        return 'typing.Any' if self is Any else super().__repr__()


class Any(metaclass=_AnyMeta):
    """Special type indicating an unconstrained type."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError('Any cannot be instantiated')
        return super().__new__(cls)


def _plain_form(name, doc):
    def form(self, parameters):
        raise TypeError(f'{self} is not subscriptable')
    form.__name__, form.__doc__ = name, doc
    return _SpecialForm(form)


NoReturn = _plain_form('NoReturn', 'Special type indicating functions that never return.')
Never = _plain_form('Never', 'The bottom type, a type that has no members.')
Self = _plain_form('Self', 'Used to spell the type of "self" in classes.')
LiteralString = _plain_form('LiteralString', 'Represents an arbitrary literal string.')
TypeAlias = _plain_form('TypeAlias', 'Special form for marking type aliases.')


def _single_form(name, doc, message='accepts only single type.'):
    def form(self, parameters):
        item = _type_check(parameters, f'{self} {message}', allow_special_forms=True)
        return _GenericAlias(self, (item,))
    form.__name__, form.__doc__ = name, doc
    return _SpecialForm(form)


ClassVar = _single_form('ClassVar', 'Special type construct to mark class variables.')
Final = _single_form('Final', 'Special typing construct to indicate final names to type checkers.')
Required = _single_form('Required', 'Marks a required key of a TypedDict.', 'accepts only a single type.')
NotRequired = _single_form('NotRequired', 'Marks a key of a TypedDict that may be missing.',
                           'accepts only a single type.')
ReadOnly = _single_form('ReadOnly', 'Marks an item of a TypedDict as read-only.',
                        'accepts only a single type.')
TypeGuard = _single_form('TypeGuard', 'Marks the return type of a type narrowing function.')
TypeIs = _single_form('TypeIs', 'Marks the return type of a type narrowing function.')
Unpack = _single_form('Unpack', 'Type unpack operator.')


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


@_SpecialForm
def Literal(self, parameters):
    """Special typing form to define literal types (a.k.a. value types)."""
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    flat = []
    for parameter in parameters:
        if isinstance(parameter, _LiteralGenericAlias):
            flat.extend(parameter.__args__)
        else:
            flat.append(parameter)
    unique = []
    for value in flat:
        if not any(type(value) is type(other) and value == other for other in unique):
            unique.append(value)
    return _LiteralGenericAlias(self, tuple(unique))


@_SpecialForm
def Concatenate(self, parameters):
    """Used in conjunction with ParamSpec and Callable."""
    if parameters == ():
        raise TypeError('Cannot take a Concatenate of no types.')
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    if not (parameters[-1] is ... or isinstance(parameters[-1], ParamSpec)):
        raise TypeError('The last parameter to Concatenate should be a ParamSpec variable or ellipsis.')
    return _GenericAlias(self, tuple(map(_type_convert, parameters)))


@_SpecialForm
def Annotated(self, parameters):
    """Add context-specific metadata to a type."""
    if not isinstance(parameters, tuple) or len(parameters) < 2:
        raise TypeError('Annotated[...] should be used with at least two arguments '
                        '(a type and an annotation).')
    origin = _type_check(parameters[0], 'Annotated[t, ...]: t must be a type.',
                         allow_special_forms=True)
    return _AnnotatedAlias(origin, tuple(parameters[1:]))


class ForwardRef(_Final, _Unionable, _root=True):
    """Internal wrapper to hold a forward reference."""

    __slots__ = ('__forward_arg__', '__forward_module__')

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f'Forward reference must be a string -- got {arg!r}')
        try:
            compile(arg, '<string>', 'eval')
        except SyntaxError:
            raise SyntaxError(f'Forward reference must be an expression -- got {arg!r}') from None
        self.__forward_arg__ = arg
        self.__forward_module__ = module

    def _evaluate(self, globalns, localns):
        module = sys.modules.get(self.__forward_module__)
        if module is not None:
            globalns = module.__dict__
        return eval(self.__forward_arg__, {} if globalns is None else globalns, localns)

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        return (self.__forward_arg__ == other.__forward_arg__
                and self.__forward_module__ == other.__forward_module__)

    def __hash__(self):
        return hash((self.__forward_arg__, self.__forward_module__))

    def __call__(self, *args, **kwds):
        raise TypeError('ForwardRef is not callable')

    def __repr__(self):
        if self.__forward_module__ is None:
            return f'ForwardRef({self.__forward_arg__!r})'
        return f'ForwardRef({self.__forward_arg__!r}, module={self.__forward_module__!r})'


################################################################################
### Type parameters
################################################################################

class _NoDefaultType:
    __slots__ = ()

    def __repr__(self):
        return 'typing.NoDefault'
NoDefault = _NoDefaultType()


def _caller():
    """The module of the code that makes a type."""
    try:
        return sys._getframe(2).f_globals.get('__name__', '__main__')
    except (AttributeError, ValueError):
        return None


class _TypeParameter(_Unionable):
    def __init_subclass__(cls, /, _root=False, **kwds):
        if not _root:
            raise TypeError(f"type 'typing.{cls.__base__.__name__}' is not an acceptable base type")

    def __mro_entries__(self, bases):
        raise TypeError(f'Cannot subclass an instance of {type(self).__name__}')

    def has_default(self):
        return self.__default__ is not NoDefault

    def __reduce__(self):
        return self.__name__

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __typing_subst__(self, arg):
        return arg


class TypeVar(_TypeParameter, _root=True):
    """Type variable."""

    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False,
                 default=NoDefault, infer_variance=False):
        if covariant and contravariant:
            raise ValueError('Bivariant types are not supported.')
        if infer_variance and (covariant or contravariant):
            raise ValueError('Variance cannot be specified with infer_variance.')
        if len(constraints) == 1:
            raise TypeError('A single constraint is not allowed')
        if constraints and bound is not None:
            raise TypeError('Constraints cannot be combined with bound=...')
        self.__name__ = name
        self.__bound__ = None if bound is None else _type_check(bound, 'Bound must be a type.')
        self.__constraints__ = tuple(
            _type_check(t, 'TypeVar(name, constraint, ...): constraints must be types.')
            for t in constraints)
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__infer_variance__ = bool(infer_variance)
        self.__default__ = default
        module = _caller()
        if module != 'typing':
            self.__module__ = module

    def __repr__(self):
        if self.__infer_variance__:
            return self.__name__
        sign = '+' if self.__covariant__ else '-' if self.__contravariant__ else '~'
        return sign + self.__name__


class TypeVarTuple(_TypeParameter, _root=True):
    """Type variable tuple."""

    def __init__(self, name, *, default=NoDefault):
        self.__name__ = name
        self.__default__ = default
        self.__module__ = _caller()

    def __iter__(self):
        yield Unpack[self]

    def __repr__(self):
        return self.__name__


class ParamSpecArgs(_Final, _root=True):
    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return f'{self.__origin__.__name__}.args'


class ParamSpecKwargs(_Final, _root=True):
    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return f'{self.__origin__.__name__}.kwargs'


class ParamSpec(_TypeParameter, _root=True):
    """Parameter specification variable."""

    def __init__(self, name, *, bound=None, covariant=False, contravariant=False,
                 default=NoDefault, infer_variance=False):
        self.__name__ = name
        self.__bound__ = bound
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__infer_variance__ = bool(infer_variance)
        self.__default__ = default
        self.__module__ = _caller()

    @property
    def args(self):
        return ParamSpecArgs(self)

    @property
    def kwargs(self):
        return ParamSpecKwargs(self)

    def __repr__(self):
        if self.__infer_variance__:
            return self.__name__
        return '~' + self.__name__


class TypeAliasType(_Unionable):
    """A type alias made by a type statement."""

    def __init__(self, name, value, *, type_params=()):
        self._set(__name__=name, _parts=(type_params, value), __module__=_caller())

    def _set(self, **attributes):
        for name, value in attributes.items():
            object.__setattr__(self, name, value)

    def _evaluated(self):
        parts = self._parts
        if not isinstance(parts, tuple):
            # A type statement's value is computed when it is first asked for.
            parts = parts()
            self._set(_parts=parts)
        return parts

    @property
    def __value__(self):
        return self._evaluated()[1]

    @property
    def __type_params__(self):
        return self._evaluated()[0]

    @property
    def __parameters__(self):
        return self._evaluated()[0]

    def __getitem__(self, parameters):
        if not self.__type_params__:
            raise TypeError('Only generic type aliases are subscriptable')
        return GenericAlias(self, parameters)

    def __setattr__(self, name, value):
        raise AttributeError(f"'typing.TypeAliasType' object has no attribute {name!r}")

    def __repr__(self):
        return self.__name__


def _lazy_alias(name, evaluate):
    """What a type statement makes."""
    alias = TypeAliasType.__new__(TypeAliasType)
    alias._set(__name__=name, _parts=evaluate, __module__=evaluate.__module__)
    return alias


################################################################################
### Aliases
################################################################################

def _is_dunder(name):
    return name.startswith('__') and name.endswith('__')


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
        if not any(isinstance(b, _BaseGenericAlias) or issubclass(b, Generic)
                   for b in bases[at + 1:]):
            result.append(Generic)
        return tuple(result)

    def __getattr__(self, attr):
        if attr in ('__name__', '__qualname__'):
            return self._name or self.__origin__.__name__
        if '__origin__' in self.__dict__ and not _is_dunder(attr):
            return getattr(self.__origin__, attr)
        raise AttributeError(attr)

    def __setattr__(self, attr, value):
        if _is_dunder(attr) or attr in ('_name', '_inst', '_nparams', '_paramspec_tvars'):
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

    def __getitem__(self, args):
        if self.__origin__ in (Generic, Protocol):
            raise TypeError(f'Cannot subscript already-subscripted {self}')
        if not self.__parameters__:
            raise TypeError(f'{self} is not a generic class')
        if not isinstance(args, tuple):
            args = (args,)
        args = tuple(_type_convert(arg) for arg in args)
        return self.copy_with(self._substituted(args))

    def _substituted(self, args):
        parameters = self.__parameters__
        values = _match_parameters(self, parameters, args)
        result = []
        for arg in self.__args__:
            result.extend(_substitute(arg, values))
        return tuple(result)

    def copy_with(self, args):
        return self.__class__(self.__origin__, args, name=self._name, inst=self._inst)

    def __repr__(self):
        name = f'typing.{self._name}' if self._name else _type_repr(self.__origin__)
        args = ', '.join(map(_type_repr, self.__args__)) if self.__args__ else '()'
        return f'{name}[{args}]'

    def __reduce__(self):
        import operator
        origin = globals()[self._name] if self._name else self.__origin__
        args = self.__args__
        return operator.getitem, (origin, args[0] if len(args) == 1 else args)

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


def _match_parameters(cls, parameters, args):
    """What each parameter is replaced by."""
    tuples = [p for p in parameters if isinstance(p, TypeVarTuple)]
    if len(parameters) == 1 and isinstance(parameters[0], ParamSpec) and not (
            len(args) == 1 and isinstance(args[0], (list, tuple, ParamSpec, type(...)))):
        return {parameters[0]: tuple(args)}
    if tuples:
        at = parameters.index(tuples[0])
        after = len(parameters) - at - 1
        middle = args[at:len(args) - after]
        pairs = dict(zip(parameters[:at], args))
        pairs[tuples[0]] = middle
        pairs.update(zip(parameters[at + 1:], args[len(args) - after:]))
        return pairs
    values = list(args)
    for parameter in parameters[len(values):]:
        if parameter.has_default():
            values.append(parameter.__default__)
    if len(values) != len(parameters):
        _wrong_number(cls, parameters, args)
    return {p: tuple(v) if isinstance(v, list) else v for p, v in zip(parameters, values)}


def _wrong_number(cls, parameters, args):
    many = 'many' if len(args) > len(parameters) else 'few'
    least = sum(not p.has_default() for p in parameters)
    expected = len(parameters) if least == len(parameters) or many == 'many' else f'at least {least}'
    if many == 'many' and least != len(parameters):
        expected = f'at most {len(parameters)}'
    raise TypeError(f'Too {many} arguments for {cls}; actual {len(args)}, expected {expected}')


def _substitute(arg, values):
    if isinstance(arg, _GenericAlias) and arg.__origin__ is Unpack and arg.__args__[0] in values:
        return values[arg.__args__[0]]
    if isinstance(arg, type) and not isinstance(arg, GenericAlias):
        return [arg]
    if hasattr(type(arg), '__typing_subst__'):
        if arg not in values:
            return [arg]
        value = values[arg]
        return value if isinstance(arg, ParamSpec) and isinstance(value, tuple) else [value]
    inner = getattr(arg, '__parameters__', ())
    if inner:
        chosen = []
        for p in inner:
            chosen.extend(values[p] if isinstance(p, TypeVarTuple) else [values[p]])
        return [arg[tuple(chosen)]]
    return [arg]


class _SpecialGenericAlias(_BaseGenericAlias, _root=True):
    """List, Dict and so on, before they are subscripted."""

    def __init__(self, origin, nparams, *, inst=True, name=None):
        super().__init__(origin, inst=inst, name=name or origin.__name__)
        self._nparams = nparams
        self.__doc__ = f'A generic version of {origin.__module__}.{origin.__qualname__}.'

    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        msg = 'Parameters to generic types must be types.'
        params = tuple(_type_check(p, msg) for p in params)
        if len(params) != self._nparams:
            many = 'many' if len(params) > self._nparams else 'few'
            raise TypeError(f'Too {many} arguments for {self}; actual {len(params)}, '
                            f'expected {self._nparams}')
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
        result = _type_check(result, 'Callable[args, result]: result must be a type.')
        if isinstance(args, list):
            msg = 'Callable[[arg, ...], result]: each arg must be a type.'
            return self.copy_with((*(_type_check(arg, msg) for arg in args), result))
        if args is ... or isinstance(args, ParamSpec) or (
                isinstance(args, _GenericAlias) and args.__origin__ is Concatenate):
            return self.copy_with((args, result))
        raise TypeError(f'Callable[args, result]: args must be a list. Got {args}')


class _CallableGenericAlias(_GenericAlias, _root=True):
    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and (args[0] is ... or isinstance(args[0], ParamSpec) or (
                isinstance(args[0], _GenericAlias) and args[0].__origin__ is Concatenate)):
            return super().__repr__()
        return (f'typing.Callable[[{", ".join(map(_type_repr, args[:-1]))}], '
                f'{_type_repr(args[-1])}]')


class _UnionGenericAlias(_GenericAlias, _root=True):
    def copy_with(self, params):
        return Union[params]

    def __eq__(self, other):
        if not isinstance(other, (_UnionGenericAlias, UnionType)):
            return NotImplemented
        return set(self.__args__) == set(other.__args__)

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
    def __repr__(self):
        return f'typing.Literal[{", ".join(map(repr, self.__args__))}]'

    def __eq__(self, other):
        if not isinstance(other, _LiteralGenericAlias):
            return NotImplemented
        return set(self._pairs()) == set(other._pairs())

    def __hash__(self):
        return hash(frozenset(self._pairs()))

    def _pairs(self):
        return [(type(value), value) for value in self.__args__]


class _AnnotatedAlias(_GenericAlias, _root=True):
    def __init__(self, origin, metadata):
        if isinstance(origin, _AnnotatedAlias):
            metadata = origin.__metadata__ + metadata
            origin = origin.__origin__
        super().__init__(origin, origin, name='Annotated')
        self.__metadata__ = metadata

    def copy_with(self, params):
        return self.__class__(params[0], self.__metadata__)

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


################################################################################
### Generic and Protocol
################################################################################

class Generic:
    """Abstract base class for generic types."""

    __slots__ = ()
    _is_protocol = False

    def __class_getitem__(cls, args):
        if not isinstance(args, tuple):
            args = (args,)
        args = tuple(_type_convert(arg) for arg in args)
        if cls in (Generic, Protocol):
            if not args:
                raise TypeError(f'Parameter list to {cls.__qualname__}[...] cannot be empty')
            if not all(hasattr(type(a), '__typing_subst__') or isinstance(a, _GenericAlias)
                       and a.__origin__ is Unpack for a in args):
                raise TypeError(f'Parameters to {cls.__name__}[...] must all be type variables or '
                                f'parameter specification variables.')
            if len(set(args)) != len(args):
                raise TypeError(f'Parameters to {cls.__name__}[...] must all be unique')
            return _GenericAlias(cls, args)
        parameters = cls.__parameters__
        if not parameters:
            raise TypeError(f'{cls} is not a generic class')
        values = _match_parameters(cls, parameters, args)
        flat = []
        for parameter in parameters:
            value = values[parameter]
            if isinstance(parameter, TypeVarTuple):
                flat.extend(value)
            else:
                flat.append(value)
        return _GenericAlias(cls, tuple(flat))

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if '__orig_bases__' in cls.__dict__:
            error = Generic in cls.__orig_bases__
        else:
            error = Generic in cls.__bases__ and cls.__name__ != 'Protocol'
        if error:
            raise TypeError('Cannot inherit from plain Generic')
        parameters = ()
        if '__orig_bases__' in cls.__dict__:
            bases = cls.__orig_bases__
            found = _collect_parameters(bases)
            listed = None
            for base in bases:
                if isinstance(base, _GenericAlias) and base.__origin__ in (Generic, Protocol):
                    if listed is not None:
                        raise TypeError('Cannot inherit from Generic[...] multiple times.')
                    listed = base.__parameters__
            if listed is not None:
                missing = [str(p) for p in found if p not in listed]
                if missing:
                    args = ', '.join(str(p) for p in listed)
                    raise TypeError(f'Some type variables ({", ".join(missing)}) are not listed '
                                    f'in Generic[{args}]')
                found = listed
            parameters = found
        cls.__parameters__ = tuple(parameters)


_PROTOCOL_IGNORED = frozenset([
    '__abstractmethods__', '__annotations__', '__dict__', '__doc__', '__init__', '__module__',
    '__new__', '__slots__', '__subclasshook__', '__weakref__', '__class_getitem__',
    '__match_args__', '__static_attributes__', '__firstlineno__', '__orig_bases__',
    '__parameters__', '__type_params__', '_is_protocol', '_is_runtime_protocol',
    '__protocol_attrs__', '__non_callable_proto_members__', '_abc_impl', '_abc_registry',
    '__qualname__'])


def _get_protocol_attrs(cls):
    attrs = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ in ('Protocol', 'Generic') and base.__module__ == 'typing':
            continue
        annotations = base.__dict__.get('__annotations__', {})
        for attr in (*base.__dict__, *annotations):
            if not attr.startswith('_abc_') and attr not in _PROTOCOL_IGNORED:
                attrs.add(attr)
    return attrs


_MISSING = object()


def _static_attr(obj, name):
    """The attribute, found without running descriptors."""
    if isinstance(obj, type):
        for base in obj.__mro__:
            if name in base.__dict__:
                return base.__dict__[name]
        return _MISSING
    found = getattr(obj, '__dict__', {}).get(name, _MISSING)
    return _static_attr(type(obj), name) if found is _MISSING else found


class _ProtocolMeta(ABCMeta):
    def __init__(cls, *args, **kwargs):
        if getattr(cls, '_is_protocol', False):
            cls.__protocol_attrs__ = _get_protocol_attrs(cls)

    def __subclasscheck__(cls, other):
        if cls is Protocol:
            return type.__subclasscheck__(cls, other)
        if getattr(cls, '_is_protocol', False) and not _asked_by_machinery():
            if not getattr(cls, '_is_runtime_protocol', False):
                raise TypeError('Instance and class checks can only be used with '
                                '@runtime_checkable protocols')
            if not isinstance(other, type):
                raise TypeError('issubclass() arg 1 must be a class')
            others = sorted(attr for attr in cls.__protocol_attrs__
                            if not callable(getattr(cls, attr, None)))
            if others:
                raise TypeError(f"Protocols with non-method members don't support issubclass(). "
                                f'Non-method members: {str(others)[1:-1]}.')
        return super().__subclasscheck__(other)

    def __instancecheck__(cls, instance):
        if cls is Protocol:
            return type.__instancecheck__(cls, instance)
        if not getattr(cls, '_is_protocol', False):
            return super().__instancecheck__(instance)
        if not getattr(cls, '_is_runtime_protocol', False):
            raise TypeError('Instance and class checks can only be used with'
                            ' @runtime_checkable protocols')
        if ABCMeta.__subclasscheck__(cls, type(instance)):
            return True
        for attr in cls.__protocol_attrs__:
            value = _static_attr(instance, attr)
            if value is _MISSING:
                return False
            if value is None and callable(getattr(cls, attr, None)):
                return False
        return True


def _asked_by_machinery():
    """Whether a check comes from another class's check rather than from the program."""
    return sys._getframe(2).f_globals.get('__name__') in ('abc', 'functools')


def _proto_hook(cls, other):
    if not cls.__dict__.get('_is_protocol', False):
        return NotImplemented
    for attr in cls.__protocol_attrs__:
        for base in other.__mro__:
            if attr in base.__dict__:
                if base.__dict__[attr] is None:
                    return NotImplemented
                break
            if attr in base.__dict__.get('__annotations__', ()) and issubclass(
                    other, Generic) and getattr(other, '_is_protocol', False):
                break
        else:
            return NotImplemented
    return True


def _no_init_or_replace_init(self, *args, **kwargs):
    cls = type(self)
    if cls._is_protocol:
        raise TypeError('Protocols cannot be instantiated')
    for base in cls.__mro__:
        init = base.__dict__.get('__init__', _no_init_or_replace_init)
        if init is not _no_init_or_replace_init:
            break
    else:
        init = object.__init__
    cls.__init__ = init
    cls.__init__(self, *args, **kwargs)


class Protocol(Generic, metaclass=_ProtocolMeta):
    """Base class for protocol classes."""

    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if not cls.__dict__.get('_is_protocol', False):
            cls._is_protocol = any(b is Protocol for b in cls.__bases__)
        if '__subclasshook__' not in cls.__dict__:
            cls.__subclasshook__ = classmethod(_proto_hook)
        if cls._is_protocol and cls.__init__ is Protocol.__init__:
            cls.__init__ = _no_init_or_replace_init
        if cls._is_protocol:
            for base in cls.__bases__:
                if not (base in (object, Generic) or base.__module__ == 'collections.abc'
                        or getattr(base, '_is_protocol', False)):
                    raise TypeError(f'Protocols can only inherit from other protocols, got {base!r}')


def runtime_checkable(cls):
    """Mark a protocol class as a runtime protocol."""
    if not (isinstance(cls, type) and issubclass(cls, Generic) and getattr(cls, '_is_protocol', False)):
        raise TypeError(f'@runtime_checkable can be only applied to protocol classes, got {cls!r}')
    cls._is_runtime_protocol = True
    return cls
runtime = runtime_checkable


def is_protocol(tp, /):
    """Return True if the given type is a Protocol."""
    return isinstance(tp, type) and getattr(tp, '_is_protocol', False) and tp is not Protocol


def get_protocol_members(tp, /):
    """Return the set of members defined in a Protocol."""
    if not is_protocol(tp):
        raise TypeError(f'{tp!r} is not a Protocol')
    return frozenset(tp.__protocol_attrs__)


T = TypeVar('T')
KT = TypeVar('KT')
VT = TypeVar('VT')
T_co = TypeVar('T_co', covariant=True)
V_co = TypeVar('V_co', covariant=True)
VT_co = TypeVar('VT_co', covariant=True)
T_contra = TypeVar('T_contra', contravariant=True)
CT_co = TypeVar('CT_co', covariant=True, bound=type)
AnyStr = TypeVar('AnyStr', bytes, str)


@runtime_checkable
class SupportsInt(Protocol):
    """An ABC with one abstract method __int__."""
    __slots__ = ()

    @abstractmethod
    def __int__(self) -> int:
        pass


@runtime_checkable
class SupportsFloat(Protocol):
    """An ABC with one abstract method __float__."""
    __slots__ = ()

    @abstractmethod
    def __float__(self) -> float:
        pass


@runtime_checkable
class SupportsComplex(Protocol):
    """An ABC with one abstract method __complex__."""
    __slots__ = ()

    @abstractmethod
    def __complex__(self) -> complex:
        pass


@runtime_checkable
class SupportsBytes(Protocol):
    """An ABC with one abstract method __bytes__."""
    __slots__ = ()

    @abstractmethod
    def __bytes__(self) -> bytes:
        pass


@runtime_checkable
class SupportsIndex(Protocol):
    """An ABC with one abstract method __index__."""
    __slots__ = ()

    @abstractmethod
    def __index__(self) -> int:
        pass


@runtime_checkable
class SupportsAbs(Protocol[T_co]):
    """An ABC with one abstract method __abs__ that is covariant in its return type."""
    __slots__ = ()

    @abstractmethod
    def __abs__(self) -> T_co:
        pass


@runtime_checkable
class SupportsRound(Protocol[T_co]):
    """An ABC with one abstract method __round__ that is covariant in its return type."""
    __slots__ = ()

    @abstractmethod
    def __round__(self, ndigits: int = 0) -> T_co:
        pass


################################################################################
### Generic versions of builtin and standard classes
################################################################################

_alias = _SpecialGenericAlias
Hashable = _alias(collections.abc.Hashable, 0)
Awaitable = _alias(collections.abc.Awaitable, 1)
Coroutine = _alias(collections.abc.Coroutine, 3)
AsyncIterable = _alias(collections.abc.AsyncIterable, 1)
AsyncIterator = _alias(collections.abc.AsyncIterator, 1)
Iterable = _alias(collections.abc.Iterable, 1)
Iterator = _alias(collections.abc.Iterator, 1)
Reversible = _alias(collections.abc.Reversible, 1)
Sized = _alias(collections.abc.Sized, 0)
Container = _alias(collections.abc.Container, 1)
Collection = _alias(collections.abc.Collection, 1)
Callable = _CallableType(collections.abc.Callable, 2)
AbstractSet = _alias(collections.abc.Set, 1, name='AbstractSet')
MutableSet = _alias(collections.abc.MutableSet, 1)
Mapping = _alias(collections.abc.Mapping, 2)
MutableMapping = _alias(collections.abc.MutableMapping, 2)
Sequence = _alias(collections.abc.Sequence, 1)
MutableSequence = _alias(collections.abc.MutableSequence, 1)
ByteString = _alias(collections.abc.ByteString, 0)
Tuple = _TupleType(tuple, -1, inst=False, name='Tuple')
List = _alias(list, 1, inst=False, name='List')
Deque = _alias(collections.deque, 1, name='Deque')
Set = _alias(set, 1, inst=False, name='Set')
FrozenSet = _alias(frozenset, 1, inst=False, name='FrozenSet')
MappingView = _alias(collections.abc.MappingView, 1)
KeysView = _alias(collections.abc.KeysView, 1)
ItemsView = _alias(collections.abc.ItemsView, 2)
ValuesView = _alias(collections.abc.ValuesView, 1)
Dict = _alias(dict, 2, inst=False, name='Dict')
DefaultDict = _alias(collections.defaultdict, 2, name='DefaultDict')
OrderedDict = _alias(collections.OrderedDict, 2)
Counter = _alias(collections.Counter, 1)
ChainMap = _alias(collections.ChainMap, 2)
Generator = _alias(collections.abc.Generator, 3)
AsyncGenerator = _alias(collections.abc.AsyncGenerator, 2)
Type = _alias(type, 1, inst=False, name='Type')
Text = str


def __getattr__(name):
    if name in ('ContextManager', 'AsyncContextManager'):
        import contextlib
        value = _alias(getattr(contextlib, 'Abstract' + name), 2, name=name)
    elif name in ('Pattern', 'Match'):
        import re
        value = _alias(getattr(re, name), 1)
    else:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    globals()[name] = value
    return value


class IO(Generic[AnyStr]):
    """Generic base class for TextIO and BinaryIO."""
    __slots__ = ()


class BinaryIO(IO[bytes]):
    """Typed version of the return of open() in binary mode."""
    __slots__ = ()


class TextIO(IO[str]):
    """Typed version of the return of open() in text mode."""
    __slots__ = ()


################################################################################
### Functions
################################################################################

def cast(typ, val):
    """Cast a value to a type: returns the value unchanged."""
    return val


def assert_type(val, typ, /):
    """Ask a static type checker to confirm that the value is of the given type."""
    return val


def assert_never(arg, /):
    """Statically assert that a line of code is unreachable."""
    value = repr(arg)
    if len(value) > 100:
        value = value[:100] + '...'
    raise AssertionError(f'Expected code to be unreachable, but got: {value}')


def reveal_type(obj, /):
    """Ask a static type checker to reveal the inferred type of an expression."""
    print(f'Runtime type is {type(obj).__name__!r}', file=sys.stderr)
    return obj


def no_type_check(arg):
    """Decorator to indicate that annotations are not type hints."""
    try:
        arg.__no_type_check__ = True
    except TypeError:
        pass
    return arg


def final(f):
    """Decorator to indicate final methods and final classes."""
    try:
        f.__final__ = True
    except (AttributeError, TypeError):
        pass
    return f


def override(method, /):
    """Indicate that a method is intended to override a method in a base class."""
    try:
        method.__override__ = True
    except (AttributeError, TypeError):
        pass
    return method


def dataclass_transform(*, eq_default=True, order_default=False, kw_only_default=False,
                        frozen_default=False, field_specifiers=(), **kwargs):
    """Decorator to mark an object as providing dataclass-like behaviour."""
    def decorator(cls_or_fn):
        cls_or_fn.__dataclass_transform__ = {
            'eq_default': eq_default, 'order_default': order_default,
            'kw_only_default': kw_only_default, 'frozen_default': frozen_default,
            'field_specifiers': field_specifiers, 'kwargs': kwargs}
        return cls_or_fn
    return decorator


_overloads = {}


def _overload_dummy(*args, **kwds):
    """Helper for @overload to raise when called."""
    raise NotImplementedError(
        'You should not call an overloaded function. '
        'A series of @overload-decorated functions '
        'outside a stub module should always be followed '
        'by an implementation that is not @overload-ed.')


def overload(func):
    """Decorator for overloaded functions/methods."""
    f = getattr(func, '__func__', func)
    try:
        known = _overloads.setdefault((f.__module__, f.__qualname__), {})
        known[f.__code__.co_firstlineno] = func
    except AttributeError:
        pass
    return _overload_dummy


def get_overloads(func):
    """Return all defined overloads for *func* as a sequence."""
    f = getattr(func, '__func__', func)
    return list(_overloads.get((f.__module__, f.__qualname__), {}).values())


def clear_overloads():
    """Clear all overloads in the registry."""
    _overloads.clear()


def get_origin(tp):
    """Get the unsubscripted version of a type, or None."""
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, (_BaseGenericAlias, GenericAlias, ParamSpecArgs, ParamSpecKwargs)):
        return tp.__origin__
    if tp is Generic:
        return Generic
    if isinstance(tp, UnionType):
        return UnionType
    return None


def get_args(tp):
    """Get type arguments with all substitutions performed."""
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__, *tp.__metadata__)
    if isinstance(tp, (_GenericAlias, GenericAlias)):
        args = tp.__args__
        if tp.__origin__ is collections.abc.Callable and not (
                len(args) == 2 and (args[0] is ... or isinstance(args[0], ParamSpec) or (
                    isinstance(args[0], _GenericAlias) and args[0].__origin__ is Concatenate))):
            args = (list(args[:-1]), args[-1])
        return args
    if isinstance(tp, UnionType):
        return tp.__args__
    return ()


def is_typeddict(tp):
    """Check if an annotation is a TypedDict class."""
    return isinstance(tp, _TypedDictMeta)


def _eval_type(t, globalns, localns):
    """The hint with its forward references looked up."""
    if isinstance(t, str):
        t = ForwardRef(t)
    if isinstance(t, ForwardRef):
        return _eval_type(_type_convert(t._evaluate(globalns, localns)), globalns, localns)
    if isinstance(t, (_GenericAlias, GenericAlias, UnionType)):
        args = tuple(_eval_type(a, globalns, localns) if not isinstance(a, str)
                     or isinstance(t, GenericAlias) else a for a in t.__args__)
        if isinstance(t, _LiteralGenericAlias) or args == t.__args__:
            return t
        if isinstance(t, GenericAlias):
            return GenericAlias(t.__origin__, args)
        if isinstance(t, UnionType):
            result = args[0]
            for arg in args[1:]:
                result |= arg
            return result
        return t.copy_with(args)
    return t


def _strip_annotations(t):
    if isinstance(t, _AnnotatedAlias):
        return _strip_annotations(t.__origin__)
    if isinstance(t, _GenericAlias) and t.__origin__ in (Required, NotRequired, ReadOnly):
        return _strip_annotations(t.__args__[0])
    if isinstance(t, (_GenericAlias, GenericAlias)) and not isinstance(t, _LiteralGenericAlias):
        args = tuple(map(_strip_annotations, t.__args__))
        if args == t.__args__:
            return t
        return t.copy_with(args) if isinstance(t, _GenericAlias) else GenericAlias(t.__origin__, args)
    return t


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """Return type hints for an object: its annotations, with strings evaluated."""
    if getattr(obj, '__no_type_check__', None):
        return {}
    hints = {}
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            module = sys.modules.get(base.__module__)
            base_globals = getattr(module, '__dict__', {}) if globalns is None else globalns
            base_locals = dict(vars(base)) if localns is None else localns
            for name, value in base.__dict__.get('__annotations__', {}).items():
                if value is None:
                    value = _NoneType
                hints[name] = _eval_type(value, base_globals, base_locals)
    else:
        if globalns is None:
            wrapped = obj
            while hasattr(wrapped, '__wrapped__'):
                wrapped = wrapped.__wrapped__
            globalns = getattr(wrapped, '__globals__', None) or getattr(obj, '__dict__', {})
            if localns is None:
                localns = globalns
        elif localns is None:
            localns = globalns
        annotations = getattr(obj, '__annotations__', None)
        if annotations is None:
            if isinstance(obj, (FunctionType, MethodType, type(len), type(sys))):
                return {}
            raise TypeError(f'{obj!r} is not a module, class, method, or function.')
        for name, value in annotations.items():
            if value is None:
                value = _NoneType
            hints[name] = _eval_type(value, globalns, localns)
    if include_extras:
        return hints
    return {name: _strip_annotations(t) for name, t in hints.items()}


################################################################################
### NewType, NamedTuple, TypedDict
################################################################################

class NewType(_Unionable):
    """NewType creates simple unique types with almost zero runtime overhead."""

    def __init__(self, name, tp):
        self.__qualname__ = name
        self.__name__ = name.rpartition('.')[2]
        self.__supertype__ = tp
        module = _caller()
        if module != 'typing':
            self.__module__ = module

    def __call__(self, x):
        return x

    def __mro_entries__(self, bases):
        name = self.__name__

        class Dummy:
            def __init_subclass__(cls):
                subclass = cls.__name__
                raise TypeError(
                    f'Cannot subclass an instance of NewType. Perhaps you were looking for: '
                    f'`{subclass} = NewType({subclass!r}, {name})`')
        return (Dummy,)

    def __repr__(self):
        return f'{self.__module__}.{self.__qualname__}'

    def __reduce__(self):
        return self.__qualname__


_NT_PROHIBITED = frozenset({'__new__', '__init__', '__slots__', '__getnewargs__', '_fields',
                            '_field_defaults', '_field_types', '_make', '_replace', '_asdict',
                            '_source'})
_NT_SPECIAL = frozenset({'__module__', '__name__', '__annotations__'})


def _make_nmtuple(name, types, module, defaults=()):
    types = {n: _type_check(t, f'field {n} annotation must be a type') for n, t in types}
    nm_tpl = collections.namedtuple(name, types, defaults=defaults, module=module)
    nm_tpl.__annotations__ = nm_tpl.__new__.__annotations__ = types
    return nm_tpl


class NamedTupleMeta(type):
    def __new__(cls, typename, bases, ns):
        for base in bases:
            if base is not _NamedTuple and base is not Generic:
                raise TypeError('can only inherit from a NamedTuple type and Generic')
        bases = tuple(tuple if base is _NamedTuple else base for base in bases)
        types = ns.get('__annotations__', {})
        default_names = []
        for field_name in types:
            if field_name in ns:
                default_names.append(field_name)
            elif default_names:
                raise TypeError(f'Non-default namedtuple field {field_name} cannot follow default '
                                f'field{"s" if len(default_names) > 1 else ""} '
                                f'{", ".join(default_names)}')
        nm_tpl = _make_nmtuple(typename, types.items(), defaults=[ns[n] for n in default_names],
                               module=ns['__module__'])
        nm_tpl.__bases__ = bases
        if Generic in bases:
            nm_tpl.__class_getitem__ = classmethod(Generic.__class_getitem__.__func__)
        for key, value in ns.items():
            if key in _NT_PROHIBITED:
                raise AttributeError('Cannot overwrite NamedTuple attribute ' + key)
            if key not in _NT_SPECIAL and key not in nm_tpl._fields:
                setattr(nm_tpl, key, value)
        if Generic in bases:
            nm_tpl.__init_subclass__()
        return nm_tpl


def NamedTuple(typename, fields=_MISSING, /, **kwargs):
    """Typed version of namedtuple."""
    if fields is _MISSING or fields is None:
        fields = kwargs.items()
    elif kwargs:
        raise TypeError('Either list of fields or keywords can be provided to NamedTuple, not both')
    return _make_nmtuple(typename, fields, module=_caller())

_NamedTuple = type.__new__(NamedTupleMeta, 'NamedTuple', (), {})


def _namedtuple_mro_entries(bases):
    return (_NamedTuple,)

NamedTuple.__mro_entries__ = _namedtuple_mro_entries


class _TypedDictMeta(type):
    def __new__(cls, name, bases, ns, total=True):
        for base in bases:
            if type(base) is not _TypedDictMeta and base is not Generic:
                raise TypeError('cannot inherit from both a TypedDict type and a non-TypedDict base class')
        generic = (Generic,) if any(issubclass(b, Generic) for b in bases) else ()
        made = type.__new__(_TypedDictMeta, name, (*generic, dict), ns)
        if not hasattr(made, '__orig_bases__'):
            made.__orig_bases__ = bases
        annotations = {}
        required, optional, readonly, mutable = set(), set(), set(), set()
        for base in bases:
            annotations.update(base.__dict__.get('__annotations__', {}))
            required |= base.__dict__.get('__required_keys__', set())
            optional |= base.__dict__.get('__optional_keys__', set())
            readonly |= base.__dict__.get('__readonly_keys__', set())
            mutable |= base.__dict__.get('__mutable_keys__', set())
        msg = "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type"
        for key, tp in ns.get('__annotations__', {}).items():
            tp = _type_check(tp, msg, module=made.__module__, allow_special_forms=True)
            annotations[key] = tp
            marks = _typeddict_marks(tp)
            needed = Required in marks or total and NotRequired not in marks
            (required if needed else optional).add(key)
            (optional if needed else required).discard(key)
            (readonly if ReadOnly in marks else mutable).add(key)
        made.__annotations__ = annotations
        made.__required_keys__ = frozenset(required)
        made.__optional_keys__ = frozenset(optional)
        made.__readonly_keys__ = frozenset(readonly)
        made.__mutable_keys__ = frozenset(mutable)
        made.__total__ = total
        return made

    __call__ = dict

    def __subclasscheck__(cls, other):
        raise TypeError('TypedDict does not support instance and class checks')

    __instancecheck__ = __subclasscheck__


def _typeddict_marks(tp):
    marks = []
    while isinstance(tp, _GenericAlias):
        if isinstance(tp, _AnnotatedAlias):
            tp = tp.__origin__
        elif tp.__origin__ in (Required, NotRequired, ReadOnly):
            marks.append(tp.__origin__)
            tp = tp.__args__[0]
        else:
            break
    return marks


def TypedDict(typename, fields=_MISSING, /, *, total=True):
    """A simple typed namespace. At runtime it is equivalent to a plain dict."""
    ns = {'__annotations__': dict({} if fields is _MISSING or fields is None else fields)}
    module = _caller()
    if module is not None:
        ns['__module__'] = module
    made = _TypedDictMeta(typename, (), ns, total=total)
    made.__orig_bases__ = (TypedDict,)
    return made

_TypedDict = type.__new__(_TypedDictMeta, 'TypedDict', (), {})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)

__all__ = [name for name in globals() if name[0] != '_' and name not in (
    'collections', 'sys', 'FunctionType', 'MethodType', 'GenericAlias', 'UnionType', 'ABCMeta',
    'abstractmethod', 'T', 'KT', 'VT', 'T_co', 'V_co', 'VT_co', 'T_contra', 'CT_co',
    'NamedTupleMeta', 'runtime')]
