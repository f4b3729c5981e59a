"""Data classes: classes whose methods follow from their annotated fields.  See PEP 557."""

import sys
from _types import FunctionType, GenericAlias, MappingProxyType

__all__ = ['dataclass', 'field', 'Field', 'FrozenInstanceError', 'InitVar', 'KW_ONLY', 'MISSING',
           'fields', 'asdict', 'astuple', 'make_dataclass', 'replace', 'is_dataclass']


class FrozenInstanceError(AttributeError):
    pass


class _HAS_DEFAULT_FACTORY_CLASS:
    def __repr__(self):
        return '<factory>'
_HAS_DEFAULT_FACTORY = _HAS_DEFAULT_FACTORY_CLASS()


class _MISSING_TYPE:
    pass
MISSING = _MISSING_TYPE()


class _KW_ONLY_TYPE:
    pass
KW_ONLY = _KW_ONLY_TYPE()

_EMPTY_METADATA = MappingProxyType({})


class _FIELD_BASE:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name
_FIELD = _FIELD_BASE('_FIELD')
_FIELD_CLASSVAR = _FIELD_BASE('_FIELD_CLASSVAR')
_FIELD_INITVAR = _FIELD_BASE('_FIELD_INITVAR')

_FIELDS = '__dataclass_fields__'
_PARAMS = '__dataclass_params__'
_POST_INIT_NAME = '__post_init__'


class InitVar:
    __slots__ = ('type',)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        if isinstance(self.type, type) and not isinstance(self.type, GenericAlias):
            type_name = self.type.__name__
        else:
            type_name = repr(self.type)
        return f'dataclasses.InitVar[{type_name}]'

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    """What is known of a field.  Made by field() and by the decorator only."""
    __slots__ = ('name', 'type', 'default', 'default_factory', 'repr', 'hash', 'init', 'compare',
                 'metadata', 'kw_only', '_field_type')

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = _EMPTY_METADATA if metadata is None else MappingProxyType(metadata)
        self.kw_only = kw_only
        self._field_type = None

    def __repr__(self):
        return _shown_once(self, lambda: (
            f'Field(name={self.name!r},type={self.type!r},default={self.default!r},'
            f'default_factory={self.default_factory!r},init={self.init!r},repr={self.repr!r},'
            f'hash={self.hash!r},compare={self.compare!r},metadata={self.metadata!r},'
            f'kw_only={self.kw_only!r},_field_type={self._field_type})'))

    def __set_name__(self, owner, name):
        # The default may itself want to know its name.
        func = getattr(type(self.default), '__set_name__', None)
        if func:
            func(self.default, owner, name)

    __class_getitem__ = classmethod(GenericAlias)


class _DataclassParams:
    __slots__ = ('init', 'repr', 'eq', 'order', 'unsafe_hash', 'frozen', 'match_args', 'kw_only',
                 'slots', 'weakref_slot')

    def __init__(self, *values):
        for name, value in zip(self.__slots__, values):
            setattr(self, name, value)

    def __repr__(self):
        return ('_DataclassParams('
                + ','.join(f'{name}={getattr(self, name)!r}' for name in self.__slots__) + ')')


_running_reprs = set()


def _shown_once(self, make):
    """make(), or '...' where the repr() of self is being made already."""
    key = id(self)
    if key in _running_reprs:
        return '...'
    _running_reprs.add(key)
    try:
        return make()
    finally:
        _running_reprs.discard(key)


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None,
          compare=True, metadata=None, kw_only=MISSING):
    """Return an object to identify dataclass fields.

    default is the default value of the field.  default_factory is a
    0-argument function called to initialize a field's value.  If init
    is true, the field will be a parameter to the class's __init__()
    function.  If repr is true, the field will be included in the
    object's repr().  If hash is true, the field will be included in the
    object's hash().  If compare is true, the field will be used in
    comparison functions.  metadata, if specified, must be a mapping
    which is stored but not otherwise examined by dataclass.  If kw_only
    is true, the field will become a keyword-only parameter to
    __init__().

    It is an error to specify both default and default_factory.
    """
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError('cannot specify both default and default_factory')
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


################################################################################
### From annotations to fields
################################################################################

def _leading_name(text):
    """The identifier that a text begins with, and what comes after it and blanks."""
    text = text.lstrip()
    end = 0
    while end < len(text) and (text[end].isalnum() or text[end] == '_'):
        end += 1
    return text[:end], text[end:].lstrip()


def _names_type(annotation, cls, module_name, is_wanted):
    """Whether a string annotation begins with a name for what is wanted of a module."""
    prefix, rest = _leading_name(annotation)
    name = ''
    if rest.startswith('.'):
        name, _ = _leading_name(rest[1:])
    if not name:
        prefix, name = '', prefix
    owner = sys.modules.get(cls.__module__)
    namespace = owner.__dict__ if owner is not None else {}
    if prefix:
        module = namespace.get(prefix)
        if module is None or module is not sys.modules.get(module_name):
            return False
        namespace = module.__dict__
    return name in namespace and is_wanted(namespace[name])


def _is_classvar(annotation, cls):
    typing = sys.modules.get('typing')
    if typing is None:
        return False

    def is_wanted(annotation):
        return (annotation is typing.ClassVar
                or getattr(annotation, '__origin__', None) is typing.ClassVar)

    if isinstance(annotation, str):
        return _names_type(annotation, cls, 'typing', is_wanted)
    return is_wanted(annotation)


def _is_initvar(annotation, cls):
    def is_wanted(annotation):
        return annotation is InitVar or type(annotation) is InitVar

    if isinstance(annotation, str):
        return _names_type(annotation, cls, __name__, is_wanted)
    return is_wanted(annotation)


def _is_kw_only(annotation, cls):
    if isinstance(annotation, str):
        return _names_type(annotation, cls, __name__, lambda found: found is KW_ONLY)
    return annotation is KW_ONLY


def _get_field(cls, name, annotation, kw_only):
    default = getattr(cls, name, MISSING)
    if isinstance(default, Field):
        f = default
    else:
        if type(default).__name__ == 'member_descriptor':
            # A field in __slots__: what is found is its descriptor, no default.
            default = MISSING
        f = field(default=default)
    f.name = name
    f.type = annotation
    f._field_type = _FIELD
    if _is_classvar(annotation, cls):
        f._field_type = _FIELD_CLASSVAR
    elif _is_initvar(annotation, cls):
        f._field_type = _FIELD_INITVAR
    if f._field_type is not _FIELD and f.default_factory is not MISSING:
        raise TypeError(f'field {f.name} cannot have a default factory')
    if f._field_type is not _FIELD_CLASSVAR:
        if f.kw_only is MISSING:
            f.kw_only = kw_only
    elif f.kw_only is not MISSING:
        raise TypeError(f'field {f.name} is a ClassVar but specifies kw_only')
    if f._field_type is _FIELD and f.default.__class__.__hash__ is None:
        raise ValueError(f'mutable default {type(f.default)} for field {f.name} is not allowed: '
                         f'use default_factory')
    return f


def _collect_fields(cls, kw_only, frozen):
    """All fields by name, those of base classes first."""
    fields = {}
    frozen_bases = []
    for base in cls.__mro__[-1:0:-1]:
        base_fields = getattr(base, _FIELDS, None)
        if base_fields is not None:
            for f in base_fields.values():
                fields[f.name] = f
            frozen_bases.append(getattr(base, _PARAMS).frozen)
    annotations = cls.__dict__.get('__annotations__', {})
    own = []
    seen_kw_only = False
    for name, annotation in annotations.items():
        if _is_kw_only(annotation, cls):
            if seen_kw_only:
                raise TypeError(f'{name!r} is KW_ONLY, but KW_ONLY has already been specified')
            seen_kw_only = kw_only = True
        else:
            own.append(_get_field(cls, name, annotation, kw_only))
    for f in own:
        fields[f.name] = f
        if isinstance(getattr(cls, f.name, None), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f'{name!r} is a field but has no type annotation')
    if frozen_bases:
        if any(frozen_bases) and not frozen:
            raise TypeError('cannot inherit non-frozen dataclass from a frozen one')
        if frozen and not all(frozen_bases):
            raise TypeError('cannot inherit frozen dataclass from a non-frozen one')
    return fields


################################################################################
### The generated methods
################################################################################

class _Methods:
    """Gathers the source of methods; all are compiled together."""

    def __init__(self, globals):
        self.globals = globals
        self.names = []
        self.lines = []
        self.locals = {}
        self.annotations = {}
        self.overwrite_errors = {}

    def add(self, name, parameters, body, *, annotations=None, overwrite_error=None):
        self.names.append(name)
        self.lines.append(f' def {name}({", ".join(parameters)}):')
        self.lines.extend(f'  {line}' for line in body)
        if annotations is not None:
            self.annotations[name] = annotations
        if overwrite_error is not None:
            self.overwrite_errors[name] = overwrite_error

    def add_to(self, cls):
        if not self.names:
            return
        lines = [f'def __create_fn__({", ".join(self.locals)}):', *self.lines,
                 f' return {", ".join(self.names)},']
        namespace = {}
        exec('\n'.join(lines), self.globals, namespace)
        functions = namespace['__create_fn__'](**self.locals)
        for name, function in zip(self.names, functions):
            function.__qualname__ = f'{cls.__qualname__}.{name}'
            if name in self.annotations:
                function.__annotations__ = self.annotations[name]
            if name == '__repr__':
                function = _guarded(function)
            taken = _set_new_attribute(cls, name, function)
            if taken and name in self.overwrite_errors:
                message = f'Cannot overwrite attribute {name} in class {cls.__name__}'
                raise TypeError(message + self.overwrite_errors[name])


def _guarded(function):
    def wrapper(self):
        return _shown_once(self, lambda: function(self))
    wrapper.__wrapped__ = function
    for name in ('__module__', '__name__', '__qualname__', '__doc__'):
        setattr(wrapper, name, getattr(function, name))
    return wrapper


def _set_new_attribute(cls, name, value):
    """Sets an attribute unless the class has one; says whether it has."""
    if name in cls.__dict__:
        return True
    if isinstance(value, FunctionType):
        value.__qualname__ = f'{cls.__qualname__}.{value.__name__}'
    setattr(cls, name, value)
    return False


def _tuple_text(owner, fields):
    return f'({"".join(f"{owner}.{f.name}," for f in fields)})'


def _add_init(methods, fields, positional, keyword_only, frozen, has_post_init, slots):
    seen_default = None
    for f in positional:
        if f.init:
            if not (f.default is MISSING and f.default_factory is MISSING):
                seen_default = f
            elif seen_default:
                raise TypeError(f'non-default argument {f.name!r} follows default argument '
                                f'{seen_default.name!r}')
    self_name = '__dataclass_self__' if any(f.name == 'self' for f in fields) else 'self'
    methods.locals.update(__dataclass_HAS_DEFAULT_FACTORY__=_HAS_DEFAULT_FACTORY,
                          __dataclass_builtins_object__=object)
    annotations = {}
    body = []
    for f in fields:
        if f.init:
            annotations[f.name] = f.type
        value = _initial_value(f, methods, slots)
        if value is None or f._field_type is _FIELD_INITVAR:
            continue
        if frozen:
            body.append(f'__dataclass_builtins_object__.__setattr__({self_name},{f.name!r},{value})')
        else:
            body.append(f'{self_name}.{f.name}={value}')
    if has_post_init:
        given = ','.join(f.name for f in fields if f._field_type is _FIELD_INITVAR)
        body.append(f'{self_name}.{_POST_INIT_NAME}({given})')
    annotations['return'] = None
    parameters = [self_name, *map(_parameter, positional)]
    if keyword_only:
        parameters += ['*', *map(_parameter, keyword_only)]
    methods.add('__init__', parameters, body or ['pass'], annotations=annotations)


def _initial_value(f, methods, slots):
    """The expression that __init__ sets a field to, or None where it does not set it."""
    default_name = f'__dataclass_dflt_{f.name}__'
    if f.default_factory is not MISSING:
        methods.locals[default_name] = f.default_factory
        if f.init:
            return (f'{default_name}() if {f.name} is __dataclass_HAS_DEFAULT_FACTORY__ '
                    f'else {f.name}')
        return f'{default_name}()'
    if f.default is not MISSING:
        methods.locals[default_name] = f.default
    if f.init:
        return f.name
    # The class attribute serves, unless slots leave no place for it.
    return default_name if slots and f.default is not MISSING else None


def _parameter(f):
    if f.default is not MISSING:
        return f'{f.name}=__dataclass_dflt_{f.name}__'
    if f.default_factory is not MISSING:
        return f'{f.name}=__dataclass_HAS_DEFAULT_FACTORY__'
    return f.name


def _add_frozen(methods, cls, fields):
    methods.locals.update(__dataclass_cls__=cls, __dataclass_FrozenInstanceError__=FrozenInstanceError)
    condition = 'type(self) is __dataclass_cls__'
    if fields:
        condition += ' or name in {' + ', '.join(repr(f.name) for f in fields) + '}'
    for name, parameters, verb in (('__setattr__', ('self', 'name', 'value'), 'assign to'),
                                   ('__delattr__', ('self', 'name'), 'delete')):
        methods.add(name, parameters, [
            f'if {condition}:',
            f' raise __dataclass_FrozenInstanceError__(f"cannot {verb} field {{name!r}}")',
            f'super(__dataclass_cls__, self).{name}({", ".join(parameters[1:])})',
        ], overwrite_error='')


def _hash_action(cls, unsafe_hash, eq, frozen):
    """'add', 'none', 'raise', or None: what to do about __hash__."""
    known = cls.__dict__.get('__hash__', MISSING)
    explicit = not (known is MISSING or known is None and '__eq__' in cls.__dict__)
    if unsafe_hash:
        return 'raise' if explicit else 'add'
    if not eq or explicit:
        return None
    return 'add' if frozen else 'none'


def _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots,
                   weakref_slot):
    module = sys.modules.get(cls.__module__)
    methods = _Methods(module.__dict__ if module is not None else {})
    setattr(cls, _PARAMS, _DataclassParams(init, repr, eq, order, unsafe_hash, frozen, match_args,
                                           kw_only, slots, weakref_slot))
    fields = _collect_fields(cls, kw_only, frozen)
    setattr(cls, _FIELDS, fields)
    hash_action = _hash_action(cls, unsafe_hash, eq, frozen)
    if order and not eq:
        raise ValueError('eq must be true if order is true')
    init_fields = [f for f in fields.values() if f._field_type is not _FIELD_CLASSVAR]
    positional = [f for f in init_fields if f.init and not f.kw_only]
    keyword_only = [f for f in init_fields if f.init and f.kw_only]
    if init:
        _add_init(methods, init_fields, positional, keyword_only, frozen,
                  hasattr(cls, _POST_INIT_NAME), slots)
    _set_new_attribute(cls, '__replace__', _replace)
    field_list = [f for f in fields.values() if f._field_type is _FIELD]
    if repr:
        shown = ', '.join(f'{f.name}={{self.{f.name}!r}}' for f in field_list if f.repr)
        methods.add('__repr__', ['self'],
                    [f'return f"{{self.__class__.__qualname__}}({shown})"'])
    compared = [f for f in field_list if f.compare]
    if eq:
        terms = ' and '.join(f'self.{f.name}==other.{f.name}' for f in compared)
        methods.add('__eq__', ['self', 'other'],
                    ['if self is other:', ' return True',
                     'if other.__class__ is self.__class__:', f' return {terms or True}',
                     'return NotImplemented'])
    if order:
        for name, op in (('__lt__', '<'), ('__le__', '<='), ('__gt__', '>'), ('__ge__', '>=')):
            methods.add(name, ['self', 'other'],
                        ['if other.__class__ is self.__class__:',
                         f' return {_tuple_text("self", compared)}{op}'
                         f'{_tuple_text("other", compared)}',
                         'return NotImplemented'],
                        overwrite_error=' Consider using functools.total_ordering')
    if frozen:
        _add_frozen(methods, cls, field_list)
    if hash_action == 'none':
        cls.__hash__ = None
    elif hash_action == 'raise':
        raise TypeError(f'Cannot overwrite attribute __hash__ in class {cls.__name__}')
    elif hash_action == 'add':
        if '__hash__' in cls.__dict__:
            del cls.__hash__
        hashed = [f for f in field_list if (f.compare if f.hash is None else f.hash)]
        methods.add('__hash__', ['self'], [f'return hash({_tuple_text("self", hashed)})'])
    methods.add_to(cls)
    if not getattr(cls, '__doc__'):
        generated = init and type(cls) is type and '__new__' not in cls.__dict__
        cls.__doc__ = cls.__name__ + (_signature_text(cls, positional, keyword_only) if generated
                                      else _signature_text(cls, None, None))
    if match_args:
        _set_new_attribute(cls, '__match_args__', tuple(f.name for f in positional))
    if weakref_slot and not slots:
        raise TypeError('weakref_slot is True but slots is False')
    if slots:
        cls = _add_slots(cls, frozen, weakref_slot)
    if hasattr(cls, '__abstractmethods__'):
        import abc
        abc.update_abstractmethods(cls)
    return cls


def _signature_text(cls, positional, keyword_only):
    """The signature as inspect.signature shows it, made here without importing that."""
    if positional is None:
        import inspect
        try:
            return str(inspect.signature(cls)).replace(' -> None', '')
        except (TypeError, ValueError):
            return ''
    shown = [_shown_parameter(f) for f in positional]
    if keyword_only:
        shown += ['*', *map(_shown_parameter, keyword_only)]
    return f'({", ".join(shown)})'


def _shown_parameter(f):
    annotation = f.type
    if getattr(annotation, '__module__', None) == 'typing':
        text = repr(annotation).replace('typing.', '')
    elif isinstance(annotation, type) and not isinstance(annotation, GenericAlias):
        text = annotation.__qualname__
        if annotation.__module__ != 'builtins':
            text = f'{annotation.__module__}.{text}'
    else:
        text = repr(annotation)
    if f.default is not MISSING:
        return f'{f.name}: {text} = {f.default!r}'
    if f.default_factory is not MISSING:
        return f'{f.name}: {text} = <factory>'
    return f'{f.name}: {text}'


################################################################################
### Slots
################################################################################

def _dataclass_getstate(self):
    return [getattr(self, f.name) for f in fields(self)]


def _dataclass_setstate(self, state):
    for f, value in zip(fields(self), state):
        object.__setattr__(self, f.name, value)


def _slots_of(cls):
    slots = cls.__dict__.get('__slots__')
    if slots is None:
        return [name for name in ('__weakref__', '__dict__') if name in cls.__dict__]
    if isinstance(slots, str):
        return [slots]
    if hasattr(slots, '__next__'):
        raise TypeError(f"Slots of '{cls.__name__}' cannot be determined")
    return list(slots)


def _add_slots(cls, is_frozen, weakref_slot):
    """The class made again, with __slots__."""
    if '__slots__' in cls.__dict__:
        raise TypeError(f'{cls.__name__} already specifies __slots__')
    namespace = dict(cls.__dict__)
    field_names = tuple(f.name for f in fields(cls))
    inherited = {name for base in cls.__mro__[1:-1] for name in _slots_of(base)}
    wanted = field_names + (('__weakref__',) if weakref_slot else ())
    namespace['__slots__'] = tuple(name for name in wanted if name not in inherited)
    for name in (*field_names, '__dict__', '__weakref__'):
        namespace.pop(name, None)
    qualname = getattr(cls, '__qualname__', None)
    new = type(cls)(cls.__name__, cls.__bases__, namespace)
    if qualname is not None:
        new.__qualname__ = qualname
    if is_frozen:
        if '__getstate__' not in namespace:
            new.__getstate__ = _dataclass_getstate
        if '__setstate__' not in namespace:
            new.__setstate__ = _dataclass_setstate
    return new


################################################################################
### The interface
################################################################################

def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False,
              frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False):
    """Add dunder methods based on the fields defined in the class.

    Examines PEP 526 __annotations__ to determine fields.

    If init is true, an __init__() method is added to the class. If repr
    is true, a __repr__() method is added. If order is true, rich
    comparison dunder methods are added. If unsafe_hash is true, a
    __hash__() method is added. If frozen is true, fields may not be
    assigned to after instance creation. If match_args is true, the
    __match_args__ tuple is added. If kw_only is true, then by default
    all fields are keyword-only. If slots is true, a new class with a
    __slots__ attribute is returned.
    """
    def wrap(cls):
        return _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only,
                              slots, weakref_slot)
    return wrap if cls is None else wrap(cls)


def fields(class_or_instance):
    """Return a tuple describing the fields of this dataclass.

    Accepts a dataclass or an instance of one. Tuple elements are of
    type Field.
    """
    try:
        known = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError('must be called with a dataclass type or instance') from None
    return tuple([f for f in known.values() if f._field_type is _FIELD])


def _is_dataclass_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    """Returns True if obj is a dataclass or an instance of a dataclass."""
    return hasattr(obj if isinstance(obj, type) else type(obj), _FIELDS)


_ATOMIC_TYPES = frozenset({type(None), bool, int, float, str, complex, bytes, type(...),
                           type(NotImplemented), FunctionType, type(len), type, range, property})


def asdict(obj, *, dict_factory=dict):
    """Return the fields of a dataclass instance as a new dictionary mapping
    field names to field values.

    If given, 'dict_factory' will be used instead of built-in dict.  The
    function applies recursively to field values that are dataclass
    instances, and looks into lists, tuples and dicts.
    """
    if not _is_dataclass_instance(obj):
        raise TypeError('asdict() should be called on dataclass instances')
    return _rebuilt(obj, lambda obj, inner: dict_factory(
        [(f.name, inner(getattr(obj, f.name))) for f in fields(obj)]))


def astuple(obj, *, tuple_factory=tuple):
    """Return the fields of a dataclass instance as a new tuple of field values.

    If given, 'tuple_factory' will be used instead of built-in tuple.
    The function applies recursively to field values that are dataclass
    instances, and looks into lists, tuples and dicts.
    """
    if not _is_dataclass_instance(obj):
        raise TypeError('astuple() should be called on dataclass instances')
    return _rebuilt(obj, lambda obj, inner: tuple_factory(
        [inner(getattr(obj, f.name)) for f in fields(obj)]))


def _rebuilt(obj, of_dataclass):
    """A copy of obj in which dataclass instances are replaced."""
    def inner(obj):
        cls = type(obj)
        if cls in _ATOMIC_TYPES:
            return obj
        if hasattr(cls, _FIELDS):
            return of_dataclass(obj, inner)
        if cls is list:
            return [inner(item) for item in obj]
        if issubclass(cls, tuple) and hasattr(cls, '_fields'):
            return cls(*[inner(item) for item in obj])
        if issubclass(cls, (list, tuple)):
            return cls([inner(item) for item in obj])
        if cls is dict:
            return {inner(key): inner(value) for key, value in obj.items()}
        if issubclass(cls, dict):
            if hasattr(cls, 'default_factory'):
                result = cls(obj.default_factory)
                for key, value in obj.items():
                    result[inner(key)] = inner(value)
                return result
            return cls([(inner(key), inner(value)) for key, value in obj.items()])
        import copy
        return copy.deepcopy(obj)
    return inner(obj)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True,
                   order=False, unsafe_hash=False, frozen=False, match_args=True, kw_only=False,
                   slots=False, weakref_slot=False, module=None):
    """Return a new dynamically created dataclass.

    'fields' is an iterable of either name, (name, type) or (name, type, Field)
    objects. If type is omitted, the string 'typing.Any' is used.
    """
    import keyword
    from types import new_class
    annotations = {}
    defaults = {}
    for item in fields:
        if isinstance(item, str):
            name, annotation = item, 'typing.Any'
        elif len(item) == 2:
            name, annotation = item
        elif len(item) == 3:
            name, annotation, defaults[item[0]] = item
        else:
            raise TypeError(f'Invalid field: {item!r}')
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f'Field names must be valid identifiers: {name!r}')
        if keyword.iskeyword(name):
            raise TypeError(f'Field names must not be keywords: {name!r}')
        if name in annotations:
            raise TypeError(f'Field name duplicated: {name!r}')
        annotations[name] = annotation

    def fill(ns):
        ns.update(namespace or {})
        ns.update(defaults)
        ns['__annotations__'] = annotations
    cls = new_class(cls_name, bases, {}, fill)
    if module is None:
        try:
            module = sys._getframe(1).f_globals.get('__name__', '__main__')
        except (AttributeError, ValueError):
            pass
    if module is not None:
        cls.__module__ = module
    return dataclass(cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash,
                     frozen=frozen, match_args=match_args, kw_only=kw_only, slots=slots,
                     weakref_slot=weakref_slot)


def replace(obj, /, **changes):
    """Return a new object replacing specified fields with new values.

    This is especially useful for frozen classes.
    """
    if not _is_dataclass_instance(obj):
        raise TypeError('replace() should be called on dataclass instances')
    return _replace(obj, **changes)


def _replace(self, /, **changes):
    for f in getattr(self, _FIELDS).values():
        if f._field_type is _FIELD_CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                raise TypeError(f'field {f.name} is declared with init=False, it cannot be '
                                f'specified with replace()')
        elif f.name not in changes:
            if f._field_type is _FIELD_INITVAR and f.default is MISSING:
                raise TypeError(f'InitVar {f.name!r} must be specified with replace()')
            changes[f.name] = getattr(self, f.name)
    return self.__class__(**changes)
