"""Generic classes and protocols, for typing."""

import _typing_aliases
import _typing_parameters
import sys
from _typing_aliases import (_GenericAlias, _match_parameters)
from _typing_parameters import (TypeVar, TypeVarTuple, Unpack, _cached, _collect_parameters,
    _type_convert)
from abc import ABCMeta, abstractmethod

# What is defined here belongs to typing.
__name__ = "typing"


def _check_default_order(parameters):
    """A parameter with a default may come neither before one without, nor after a TypeVarTuple."""
    defaulted = tuples = False
    for parameter in parameters:
        if isinstance(parameter, _GenericAlias):
            tuples = True
            continue
        if parameter.has_default():
            if tuples and isinstance(parameter, TypeVar):
                raise TypeError('Type parameter with a default follows TypeVarTuple')
            defaulted = True
        elif defaulted:
            raise TypeError(f'Type parameter {parameter!r} without a default follows type parameter '
                            'with a default')


class Generic:
    """Abstract base class for generic types."""

    __slots__ = ()
    _is_protocol = False

    @_cached
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
            _check_default_order(args)
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
            error = (Generic in cls.__bases__ and cls.__name__ != 'Protocol'
                     and type(cls).__name__ != '_TypedDictMeta')
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


def _own_annotations(cls):
    """The annotations of the class body; builtin classes have none."""
    annotations = cls.__dict__.get('__annotations__', {})
    return annotations if isinstance(annotations, dict) else {}


def _get_protocol_attrs(cls):
    attrs = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ in ('Protocol', 'Generic') and base.__module__ == 'typing':
            continue
        for attr in (*base.__dict__, *_own_annotations(base)):
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
                if not isinstance(other, type):
                    raise TypeError('issubclass() arg 1 must be a class')
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
            if attr in _own_annotations(base) and issubclass(
                    other, Generic) and getattr(other, '_is_protocol', False):
                break
        else:
            return NotImplemented
    return True


def _no_init_or_replace_init(self, *args, **kwargs):
    cls = type(self)
    if cls._is_protocol:
        raise TypeError('Protocols cannot be instantiated')
    if cls.__init__ is not _no_init_or_replace_init:
        # The class has its own, which has called this one.
        return
    for base in cls.__mro__:
        init = base.__dict__.get('__init__', _no_init_or_replace_init)
        if init is not _no_init_or_replace_init:
            break
    else:
        init = object.__init__
    cls.__init__ = init
    cls.__init__(self, *args, **kwargs)


# Classes that a protocol may inherit from though they are none.
_PROTOCOL_BASES = {
    'collections.abc': ['Callable', 'Awaitable', 'Iterable', 'Iterator', 'AsyncIterable',
                        'AsyncIterator', 'Hashable', 'Sized', 'Container', 'Collection',
                        'Reversible', 'Buffer'],
    'contextlib': ['AbstractContextManager', 'AbstractAsyncContextManager'],
}


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
                if not (base in (object, Generic) or getattr(base, '_is_protocol', False)
                        or base.__name__ in _PROTOCOL_BASES.get(base.__module__, ())):
                    raise TypeError(f'Protocols can only inherit from other protocols, got {base!r}')


def runtime_checkable(cls):
    """Mark a protocol class as a runtime protocol."""
    if not (isinstance(cls, type) and issubclass(cls, Generic) and getattr(cls, '_is_protocol', False)):
        raise TypeError(f'@runtime_checkable can be only applied to protocol classes, got {cls!r}')
    cls._is_runtime_protocol = True
    return cls




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


for _part in _typing_parameters, _typing_aliases:
    _part.Generic, _part.Protocol = Generic, Protocol
