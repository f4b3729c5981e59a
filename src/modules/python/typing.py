"""Type hints: the names that annotations are written with.

Nothing here checks types; the objects know how to be subscripted, shown,
compared and taken apart again.
"""

import sys
from _typing_aliases import (Annotated, Concatenate, Literal, Optional, Union, _AnnotatedAlias,
    _BaseGenericAlias, _CallableGenericAlias, _CallableType, _GenericAlias, _LiteralGenericAlias,
    _SpecialGenericAlias, _TupleType, _UnionGenericAlias, _lazy_alias, _lazy_parameter, _substituted)
from _typing_parameters import (Any, ClassVar, Final, ForwardRef, LiteralString, Never, NoDefault,
    NoReturn, NotRequired, ParamSpec, ParamSpecArgs, ParamSpecKwargs, ReadOnly, Required, Self,
    TYPE_CHECKING, TypeAlias, TypeAliasType, TypeGuard, TypeIs, TypeVar, TypeVarTuple, Unpack,
    _Final, _NoneType, _SpecialForm, _Unionable, _caller, _collect_parameters, _type_check,
    _type_convert, _type_repr)
from _typing_protocols import (AnyStr, CT_co, Generic, KT, Protocol, SupportsAbs, SupportsBytes,
    SupportsComplex, SupportsFloat, SupportsIndex, SupportsInt, SupportsRound, T, T_co, T_contra,
    VT, VT_co, V_co, _MISSING, _ProtocolMeta, _get_protocol_attrs, get_protocol_members,
    is_protocol, runtime_checkable)
from _types import (FunctionType, GenericAlias, GetSetDescriptorType, MethodType,
    UnionType)

_alias = _SpecialGenericAlias
Tuple = _TupleType(tuple, -1, inst=False, name='Tuple')
List = _alias(list, 1, inst=False, name='List')
Set = _alias(set, 1, inst=False, name='Set')
FrozenSet = _alias(frozenset, 1, inst=False, name='FrozenSet')
Dict = _alias(dict, 2, inst=False, name='Dict')
Type = _alias(type, 1, inst=False, name='Type')
Text = str

# Aliases of classes that are read when one of them first is wanted, and how many parameters they take.
_ABSTRACT = {'Hashable': 0, 'Awaitable': 1, 'Coroutine': 3, 'AsyncIterable': 1, 'AsyncIterator': 1,
    'Iterable': 1, 'Iterator': 1, 'Reversible': 1, 'Sized': 0, 'Container': 1, 'Collection': 1,
    'Callable': 2, 'AbstractSet': 1, 'MutableSet': 1, 'Mapping': 2, 'MutableMapping': 2,
    'Sequence': 1, 'MutableSequence': 1, 'ByteString': 0, 'MappingView': 1, 'KeysView': 1,
    'ItemsView': 2, 'ValuesView': 1, 'Generator': 3, 'AsyncGenerator': 2}
_CONTAINERS = {'Deque': ('deque', 1), 'DefaultDict': ('defaultdict', 2), 'OrderedDict': ('OrderedDict', 2),
    'Counter': ('Counter', 1), 'ChainMap': ('ChainMap', 2)}
_INNER = ('EXCLUDED_ATTRIBUTES', '_ASSERT_NEVER_REPR_MAX_LENGTH', '_ConcatenateGenericAlias', '_deduplicate',
    '_generic_class_getitem', '_is_param_expr', '_prohibited', '_tp_cache')
_DEFAULTS = {'Generator': (_NoneType, _NoneType), 'AsyncGenerator': (_NoneType,)}


def __getattr__(name):
    if name in _ABSTRACT:
        import collections.abc
        origin = getattr(collections.abc, 'Set' if name == 'AbstractSet' else name)
        make = _CallableType if name == 'Callable' else _alias
        value = make(origin, _ABSTRACT[name], name=name, defaults=_DEFAULTS.get(name, ()))
    elif name in _CONTAINERS:
        import collections
        origin, count = _CONTAINERS[name]
        value = _alias(getattr(collections, origin), count, name=name)
    elif name in ('ContextManager', 'AsyncContextManager'):
        import contextlib
        value = _alias(getattr(contextlib, 'Abstract' + name), 2, name=name,
                       defaults=(bool | None,))
    elif name in ('Pattern', 'Match'):
        import re
        value = _alias(getattr(re, name), 1)
    elif name in ('NamedTuple', 'NamedTupleMeta', 'TypedDict', '_TypedDictMeta'):
        import _typing_records
        value = getattr(_typing_records, name)
    elif name in _INNER:
        import _typing_inner
        value = getattr(_typing_inner, name)
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
    if isinstance(arg, type):
        for name in dir(arg):
            own = getattr(arg, name)
            if (getattr(own, '__module__', None) == arg.__module__ and
                    str(getattr(own, '__qualname__', '')).rpartition('.')[0] == arg.__qualname__):
                _mark_unchecked(own)
    try:
        arg.__no_type_check__ = True
    except TypeError:
        pass
    return arg


def _mark_unchecked(own):
    """Marks what is defined in a class that is marked."""
    if isinstance(own, FunctionType):
        own.__no_type_check__ = True
    elif isinstance(own, MethodType):
        own.__func__.__no_type_check__ = True
    elif isinstance(own, type):
        no_type_check(own)


def no_type_check_decorator(decorator):
    """Decorator to give another decorator the @no_type_check effect."""
    import functools
    import warnings
    warnings.warn("'typing.no_type_check_decorator' is deprecated and slated for removal in Python 3.15",
                  DeprecationWarning, stacklevel=2)

    @functools.wraps(decorator)
    def wrapped(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))
    return wrapped


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
        import collections.abc
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
    from _typing_records import _TypedDictMeta
    return isinstance(tp, _TypedDictMeta)


def _eval_type(t, globalns, localns, type_params=(), seen=frozenset()):
    """The hint with its forward references looked up; seen are those that are looked up now."""
    if isinstance(t, str):
        t = ForwardRef(t)
    if isinstance(t, ForwardRef):
        if t.__forward_arg__ in seen:
            return t
        value = _type_convert(t._evaluate(globalns, localns, type_params))
        return _eval_type(value, globalns, localns, type_params, seen | {t.__forward_arg__})
    if isinstance(t, (_GenericAlias, GenericAlias, UnionType)):
        if isinstance(t, GenericAlias) and t.__unpacked__:
            t = Unpack[GenericAlias(t.__origin__, t.__args__)]
        args = tuple(_eval_type(a, globalns, localns, type_params, seen) if not isinstance(a, str)
                     or isinstance(t, GenericAlias) else a for a in t.__args__)
        if isinstance(t, _LiteralGenericAlias) or args == t.__args__:
            return t
        if isinstance(t, GenericAlias):
            return type(t)(t.__origin__, args)
        if isinstance(t, UnionType):
            return _united(args)
        return t.copy_with(args)
    return t


def _united(types):
    """The types with | between them."""
    first, *others = types
    for other in others:
        first |= other
    return first


def _strip_annotations(t):
    if isinstance(t, _AnnotatedAlias):
        return _strip_annotations(t.__origin__)
    if isinstance(t, _GenericAlias) and t.__origin__ in (Required, NotRequired, ReadOnly):
        return _strip_annotations(t.__args__[0])
    if isinstance(t, (_GenericAlias, GenericAlias)) and not isinstance(t, _LiteralGenericAlias):
        args = tuple(map(_strip_annotations, t.__args__))
        if args == t.__args__:
            return t
        return t.copy_with(args) if isinstance(t, _GenericAlias) else type(t)(t.__origin__, args)
    if isinstance(t, UnionType):
        return _united(map(_strip_annotations, t.__args__))
    return t


def _annotation(value, *, is_class=False):
    """An annotation as a hint."""
    if isinstance(value, str):
        return ForwardRef(value, is_argument=False, is_class=is_class)
    return _NoneType if value is None else value


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
            if globalns is None and localns is None:
                # The class's own names hide others even where a name is looked up globally.
                base_globals, base_locals = base_locals, base_globals
            annotations = base.__dict__.get('__annotations__', {})
            if isinstance(annotations, GetSetDescriptorType):
                annotations = {}
            for name, value in annotations.items():
                value = _annotation(value, is_class=True)
                hints[name] = _eval_type(value, base_globals, base_locals, base.__type_params__)
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
            if isinstance(obj, (FunctionType, MethodType, type(len), type(sys), type(int.__add__),
                                type((1).__add__), type(str.upper))):
                return {}
            raise TypeError(f'{obj!r} is not a module, class, method, or function.')
        type_params = getattr(obj, '__type_params__', ())
        for name, value in annotations.items():
            hints[name] = _eval_type(_annotation(value), globalns, localns, type_params)
    if include_extras:
        return hints
    return {name: _strip_annotations(t) for name, t in hints.items()}


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


__all__ = [name for name in globals() if name[0] != '_' and name not in (
    'sys', 'FunctionType', 'MethodType', 'GenericAlias', 'UnionType', 'ABCMeta',
    'abstractmethod', 'T', 'KT', 'VT', 'T_co', 'V_co', 'VT_co', 'T_contra', 'CT_co')]
__all__ += [*_ABSTRACT, *_CONTAINERS, 'AsyncContextManager', 'ContextManager', 'Match', 'NamedTuple',
            'Pattern', 'TypedDict']
