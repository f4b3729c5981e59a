"""Special forms, forward references and type parameters, for typing."""

import sys
from functools import lru_cache as _lru_cache, wraps as _wraps
from _types import FunctionType, GenericAlias, _union

# What is defined here belongs to typing.
__name__ = "typing"

# Set by those parts that make them.
Generic = Protocol = Union = _GenericAlias = None

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


def _cached(function=None, /, *, typed=False):
    """Decorator: the same arguments give the same object, as long as it is remembered."""
    if function is None:
        return lambda function: _cached(function, typed=typed)
    remembered = _lru_cache(typed=typed)(function)

    @_wraps(function)
    def asked(*args, **kwds):
        try:
            return remembered(*args, **kwds)
        except TypeError:
            # Perhaps only the arguments cannot be hashed.
            return function(*args, **kwds)

    return asked


class _SpecialForm(_Final, _Unionable, _root=True):
    __slots__ = ('_name', '__doc__', '_getitem')

    __iter__ = None

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

    @_cached
    def __getitem__(self, parameters):
        return self._getitem(self, parameters)


# Its parameters are values: 1 and True are two.
class _TypedForm(_SpecialForm, _root=True):
    def __getitem__(self, parameters):
        if not isinstance(parameters, tuple):
            parameters = (parameters,)
        return self._getitem(self, *parameters)


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


class ForwardRef(_Final, _Unionable, _root=True):
    """Internal wrapper to hold a forward reference."""

    __slots__ = ('__forward_arg__', '__forward_code__', '__forward_is_class__',
                 '__forward_module__')

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f'Forward reference must be a string -- got {arg!r}')
        try:
            # What a star unpacks is an only item.
            text = f'({arg},)[0]' if arg.startswith('*') else arg
            self.__forward_code__ = compile(text, '<string>', 'eval')
        except SyntaxError:
            raise SyntaxError(f'Forward reference must be an expression -- got {arg!r}') from None
        self.__forward_arg__ = arg
        self.__forward_is_class__ = is_class
        self.__forward_module__ = module

    def _evaluate(self, globalns, localns, type_params=()):
        module = sys.modules.get(self.__forward_module__)
        if module is not None:
            globalns = module.__dict__
        globalns = {} if globalns is None else globalns
        localns = globalns if localns is None else localns
        if type_params:
            # They stand between the names of a class and those around it.
            globalns, localns = dict(globalns), dict(localns)
            for parameter in type_params:
                name = parameter.__name__
                if not self.__forward_is_class__ or name not in globalns:
                    globalns[name] = parameter
                    localns.pop(name, None)
        return eval(self.__forward_code__, globalns, localns)

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


class NoDefaultType:
    """The type of the NoDefault singleton."""

    __slots__ = ()

    def __new__(cls):
        return NoDefault

    def __reduce__(self):
        return 'NoDefault'

    def __repr__(self):
        return 'typing.NoDefault'


NoDefault = object.__new__(NoDefaultType)


def _caller():
    """The module of the code that makes a type."""
    try:
        return sys._getframe(2).f_globals.get('__name__', '__main__')
    except (AttributeError, ValueError):
        return None


class _Later:
    """What a function will compute when it is asked for (PEP 695)."""

    def __init__(self, evaluate):
        self.evaluate = evaluate


def _asked(kept, doc):
    """The property that computes the attribute kept where that has not happened."""
    def get(self):
        value = getattr(self, kept)
        if type(value) is _Later:
            value = value.evaluate()
            object.__setattr__(self, kept, value)
        return value
    return property(get, doc=doc)


class _TypeParameter(_Unionable):
    def __init_subclass__(cls, /, _root=False, **kwds):
        if not _root:
            raise TypeError(f"type 'typing.{cls.__base__.__name__}' is not an acceptable base type")

    def __mro_entries__(self, bases):
        raise TypeError(f'Cannot subclass an instance of {type(self).__name__}')

    def has_default(self):
        return self._default is not NoDefault

    __default__ = _asked('_default', 'The default value for this type parameter.')

    def __reduce__(self):
        return self.__name__

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class TypeVar(_TypeParameter, _root=True):
    """Type variable."""

    __bound__ = _asked('_bound', 'The upper bound.')
    __constraints__ = _asked('_constraints', 'The types one of which is meant.')

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
        if not isinstance(name, str):
            raise TypeError(f"typevar() argument 'name' must be str, not {type(name).__name__}")
        self.__name__ = name
        self._bound = None if bound is None else _type_check(bound, 'Bound must be a type.')
        self._constraints = tuple(
            _type_check(t, 'TypeVar(name, constraint, ...): constraints must be types.')
            for t in constraints)
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__infer_variance__ = bool(infer_variance)
        self._default = default
        module = _caller()
        if module != 'typing':
            self.__module__ = module

    def __typing_subst__(self, arg):
        """What may stand for it: a type."""
        arg = _type_check(arg, 'Parameters to generic types must be types.')
        if (isinstance(arg, GenericAlias) and arg.__unpacked__
                or isinstance(arg, _GenericAlias) and arg.__origin__ is Unpack):
            raise TypeError(f'{arg} is not valid as type argument')
        return arg

    def __repr__(self):
        if self.__infer_variance__:
            return self.__name__
        sign = '+' if self.__covariant__ else '-' if self.__contravariant__ else '~'
        return sign + self.__name__


class TypeVarTuple(_TypeParameter, _root=True):
    """Type variable tuple."""

    def __init__(self, name, *, default=NoDefault):
        self.__name__ = name
        self._default = default
        self.__module__ = _caller()

    def __iter__(self):
        yield Unpack[self]

    def __typing_subst__(self, arg):
        raise TypeError('Substitution of bare TypeVarTuple is not supported')

    def __repr__(self):
        return self.__name__


class _ParamSpecPart(_Final, _root=True):
    def __init__(self, origin):
        self.__origin__ = origin

    def __mro_entries__(self, bases):
        raise TypeError(f'Cannot subclass an instance of {type(self).__name__}')

    def __eq__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return self.__origin__ == other.__origin__

    __hash__ = None


class ParamSpecArgs(_ParamSpecPart, _root=True):

    def __repr__(self):
        return f'{self.__origin__.__name__}.args'


class ParamSpecKwargs(_ParamSpecPart, _root=True):
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
        self._default = default
        self.__module__ = _caller()

    def __typing_subst__(self, arg):
        """What may stand for it: types in a list, or what leaves them open."""
        if isinstance(arg, (list, tuple)):
            return tuple(_type_check(item, 'Expected a type.') for item in arg)
        if not (arg is ... or type(arg) is ParamSpec
                or type(arg).__name__ == '_ConcatenateGenericAlias'):
            raise TypeError('Expected a list of types, an ellipsis, ParamSpec, or Concatenate. '
                            f'Got {arg}')
        return arg

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


class TypeAliasType:
    """A type alias made by a type statement."""

    def __init__(self, name, value, *, type_params=()):
        if not isinstance(name, str):
            raise TypeError(f"typealias() argument 'name' must be str, not {type(name).__name__}")
        if not isinstance(type_params, tuple):
            raise TypeError('type_params must be a tuple')
        self._set(__name__=name, _value=value, __type_params__=type_params, __module__=_caller())

    def __init_subclass__(cls, /, *args, **kwds):
        raise TypeError("type 'typing.TypeAliasType' is not an acceptable base type")

    def _set(self, **attributes):
        for name, value in attributes.items():
            object.__setattr__(self, name, value)

    __value__ = _asked('_value', 'What the alias stands for.')

    @property
    def __parameters__(self):
        parameters = []
        for parameter in self.__type_params__:
            if isinstance(parameter, TypeVarTuple):
                parameters.extend(parameter)
            else:
                parameters.append(parameter)
        return tuple(parameters)

    def __getitem__(self, parameters):
        if not self.__type_params__:
            raise TypeError('Only generic type aliases are subscriptable')
        return GenericAlias(self, parameters)

    def __or__(self, other):
        return _union(self, other)

    def __ror__(self, other):
        return _union(other, self)

    def __setattr__(self, name, value):
        if name == '__name__':
            raise AttributeError('readonly attribute')
        if name in ('__value__', '__type_params__', '__parameters__', '__module__'):
            raise AttributeError(
                f"attribute {name!r} of 'typing.TypeAliasType' objects is not writable")
        raise AttributeError(f"'typing.TypeAliasType' object has no attribute {name!r} "
                             'and no __dict__ for setting new attributes')

    def __reduce__(self):
        return self.__name__

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __repr__(self):
        return self.__name__
