"""NamedTuple and TypedDict, for typing; read when one of them is first wanted."""

import collections
from _typing_aliases import _AnnotatedAlias, _GenericAlias
from _typing_parameters import NotRequired, ReadOnly, Required, _caller, _type_check
from _typing_protocols import Generic, _MISSING

# What is defined here belongs to typing.
__name__ = "typing"

_NT_PROHIBITED = frozenset({'__new__', '__init__', '__slots__', '__getnewargs__', '_fields',
                            '_field_defaults', '_field_types', '_make', '_replace', '_asdict',
                            '_source'})
_NT_SPECIAL = frozenset({'__module__', '__name__', '__annotations__'})


def _make_nmtuple(name, types, module, defaults=()):
    types = {n: _type_check(t, f'field {n} annotation must be a type') for n, t in types}
    nm_tpl = collections.namedtuple(name, types, defaults=defaults, module=module)
    nm_tpl.__annotations__ = nm_tpl.__new__.__annotations__ = types
    return nm_tpl


def _tell_name(value, owner, name):
    """Tells a value of the class body which name it has in which class."""
    set_name = getattr(type(value), '__set_name__', None)
    if set_name is None:
        return
    try:
        set_name(value, owner, name)
    except BaseException as error:
        error.add_note(f'Error calling __set_name__ on {type(value).__name__!r} instance {name!r} '
                       f'in {owner.__name__!r}')
        raise


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
            if key in _NT_SPECIAL:
                continue
            if key not in nm_tpl._fields:
                setattr(nm_tpl, key, value)
            _tell_name(value, nm_tpl, key)
        if Generic in bases:
            nm_tpl.__init_subclass__()
        return nm_tpl


def _warn_of_leaving(what, instead, stacklevel=3):
    """Warns the caller's caller of a way to call that goes."""
    import warnings
    warnings.warn(f'{what} is deprecated and will be disallowed in Python 3.15. {instead}',
                  DeprecationWarning, stacklevel=stacklevel)


def _warn_of_no_fields(kind, name, fields, container, empty):
    what = ("Failing to pass a value for the 'fields' parameter" if fields is _MISSING
            else "Passing `None` as the 'fields' parameter")
    instead = (f'To create a {kind} class with 0 fields using the functional syntax, pass an empty '
               f'{container}, e.g. `{name} = {kind}({name!r}, {empty})`.')
    _warn_of_leaving(what, instead, stacklevel=4)


def NamedTuple(typename, fields=_MISSING, /, **kwargs):
    """Typed version of namedtuple."""
    if fields is _MISSING or fields is None:
        if kwargs and fields is None:
            raise TypeError("Cannot pass `None` as the 'fields' parameter and also specify fields "
                            'using keyword arguments')
        if kwargs:
            _warn_of_leaving('Creating NamedTuple classes using keyword arguments',
                             'Use the class-based or functional syntax instead.')
        else:
            _warn_of_no_fields('NamedTuple', typename, fields, 'list', '[]')
        fields = kwargs.items()
    elif kwargs:
        raise TypeError('Either list of fields or keywords can be provided to NamedTuple, not both')
    made = _make_nmtuple(typename, fields, module=_caller())
    made.__orig_bases__ = (NamedTuple,)
    return made


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
            # The last base that has a key decides on it.
            annotations.update(base.__dict__.get('__annotations__', {}))
            needed = base.__dict__.get('__required_keys__', frozenset())
            free = base.__dict__.get('__optional_keys__', frozenset())
            required, optional = (required | needed) - free, (optional - needed) | free
            readonly |= base.__dict__.get('__readonly_keys__', frozenset())
            mutable |= base.__dict__.get('__mutable_keys__', frozenset())
        msg = "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type"
        for key, tp in ns.get('__annotations__', {}).items():
            tp = _type_check(tp, msg, module=made.__module__, allow_special_forms=True)
            annotations[key] = tp
            marks = _typeddict_marks(tp)
            needed = Required in marks or total and NotRequired not in marks
            (required if needed else optional).add(key)
            (optional if needed else required).discard(key)
            if ReadOnly not in marks:
                mutable.add(key)
                readonly.discard(key)
            elif key in mutable:
                raise TypeError(f'Cannot override mutable key {key!r} with read-only key')
            else:
                readonly.add(key)
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
    if fields is _MISSING or fields is None:
        _warn_of_no_fields('TypedDict', typename, fields, 'dictionary', '{}')
    ns = {'__annotations__': dict({} if fields is _MISSING or fields is None else fields)}
    module = _caller()
    if module is not None:
        ns['__module__'] = module
    made = _TypedDictMeta(typename, (), ns, total=total)
    made.__orig_bases__ = (TypedDict,)
    return made


_TypedDict = type.__new__(_TypedDictMeta, 'TypedDict', (), {})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)
