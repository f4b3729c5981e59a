"""Enumerations: sets of names bound to unique, constant values."""

import _enum_members
import builtins as bltns
from _enum_members import (EnumDict, _EnumDict, _FLAG_ATTRIBUTES, _auto_null, _dataclass_repr, _is_descriptor,
    _is_dunder, _is_flag, _is_private, _is_single_bit, _is_sunder, _member_with, _proto_member, auto, bin,
    member, nonmember, property)
from types import DynamicClassAttribute, MappingProxyType

__all__ = ['EnumType', 'EnumMeta', 'EnumDict', 'Enum', 'IntEnum', 'StrEnum', 'Flag', 'IntFlag',
           'ReprEnum', 'auto', 'unique', 'property', 'verify', 'member', 'nonmember',
           'FlagBoundary', 'STRICT', 'CONFORM', 'EJECT', 'KEEP', 'global_flag_repr',
           'global_enum_repr', 'global_str', 'global_enum', 'EnumCheck', 'CONTINUOUS',
           'NAMED_FLAGS', 'UNIQUE', 'pickle_by_global_name', 'pickle_by_enum_name']

# Set below; while they are not, the classes of this module themselves are being made.
Enum = ReprEnum = None


class EnumType(type):
    """Metaclass for Enum"""

    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        metacls._check_for_existing_members_(cls, bases)
        namespace = EnumDict(cls)
        first_enum = metacls._get_mixins_(cls, bases)[1]
        if first_enum is not None:
            namespace['_generate_next_value_'] = getattr(first_enum, '_generate_next_value_', None)
        return namespace

    def __new__(metacls, cls, bases, classdict, *, boundary=None, _simple=False, **kwds):
        if _simple:
            return super().__new__(metacls, cls, bases, classdict, **kwds)
        for key in [*classdict.get('_ignore_', ()), '_ignore_']:
            classdict.pop(key, None)
        member_names = classdict._member_names
        invalid = set(member_names) & {'mro', ''}
        if invalid:
            raise ValueError(f'invalid enum member name(s) {",".join(map(repr, invalid))}')
        order = classdict.pop('_order_', None)
        namespace = dict(classdict)
        generate = namespace.get('_generate_next_value_')
        if generate is not None and type(generate) is not staticmethod:
            namespace['_generate_next_value_'] = staticmethod(generate)
        member_type, first_enum = metacls._get_mixins_(cls, bases)
        new, save_new, use_args = metacls._find_new_(namespace, member_type, first_enum)
        for name in member_names:
            namespace[name] = _proto_member(namespace[name])
        namespace.update(
            _new_member_=new, _use_args_=use_args, _member_names_=[], _member_map_={},
            _value2member_map_={}, _unhashable_values_=[], _unhashable_values_map_={},
            _member_type_=member_type, _value_repr_=metacls._find_data_repr_(cls, bases),
            _boundary_=boundary or getattr(first_enum, '_boundary_', None),
            _flag_mask_=0, _singles_mask_=0, _all_bits_=0, _inverted_=None)
        in_progress = f'_{cls}__in_progress'
        namespace[in_progress] = True
        try:
            enum_class = super().__new__(metacls, cls, bases, namespace, **kwds)
            delattr(enum_class, in_progress)
            failed = None
        except Exception as exc:
            # Made anew without the note that says which __set_name__ it came from.
            failed = type(exc)(str(exc))
            failed.__cause__, failed.__context__ = exc.__cause__, exc.__context__
            traceback = exc.__traceback__
        if failed is not None:
            raise failed.with_traceback(traceback)
        metacls._settle_methods(enum_class, bases, member_type, first_enum, save_new, new)
        # Flag itself comes before there is a Flag.
        is_flag = '_iter_member_by_def_' in enum_class.__dict__ or _is_flag(enum_class)
        if not is_flag:
            for name in _FLAG_ATTRIBUTES:
                delattr(enum_class, name)
        elif _enum_members.Flag is not None:
            values = [m._value_ for m in enum_class]
            if values != sorted(values):
                enum_class._iter_member_ = enum_class._iter_member_by_def_
        if order:
            _check_order(enum_class, order, is_flag)
        return enum_class

    def _settle_methods(enum_class, bases, member_type, first_enum, save_new, new):
        """Decides whose __repr__, __str__ and so on members have: the data type's, or Enum's."""
        own = enum_class.__dict__
        if ReprEnum is not None and ReprEnum in bases:
            if member_type is object:
                raise TypeError('ReprEnum subclasses must be mixed with a data type (i.e.'
                                ' int, str, float, etc.)')
            if '__format__' not in own:
                enum_class.__format__ = member_type.__format__
            if '__str__' not in own:
                method = member_type.__str__
                enum_class.__str__ = member_type.__repr__ if method is object.__str__ else method
        for name in ('__repr__', '__str__', '__format__', '__reduce_ex__'):
            if name not in own:
                found = getattr(enum_class, name)
                if found in (getattr(member_type, name), getattr(object, name)):
                    setattr(enum_class, name, getattr(first_enum, name))
        if _is_flag(enum_class):
            for name in ('__or__', '__and__', '__xor__', '__ror__', '__rand__', '__rxor__',
                         '__invert__'):
                if name not in own:
                    setattr(enum_class, name, getattr(_enum_members.Flag, name))
        if Enum is not None:
            if save_new:
                enum_class.__new_member__ = new
            enum_class.__new__ = Enum.__new__

    def __bool__(cls):
        return True

    def __call__(cls, value, names=_auto_null, *values, module=None, qualname=None, type=None,
                 start=1, boundary=None):
        """Either returns an existing member, or creates a new enum class.

        With members, it is a lookup by value.  Without, it makes a new class
        called value, with the members that names says.
        """
        if cls._member_map_:
            if names is not _auto_null:
                value = (value, names, *values)
            return cls.__new__(cls, value)
        if names is _auto_null and type is None:
            raise TypeError(f'{cls} has no members; specify `names=()` if you meant to create a '
                            f'new, empty, enum')
        return cls._create_(class_name=value, names=None if names is _auto_null else names,
                            module=module, qualname=qualname, type=type, start=start,
                            boundary=boundary)

    def __contains__(cls, value):
        """Return True if `value` is a member of `cls`, or the value of one."""
        if isinstance(value, cls):
            return True
        try:
            return value in cls._value2member_map_
        except TypeError:
            return value in cls._unhashable_values_

    def __delattr__(cls, attr):
        if attr in cls._member_map_:
            raise AttributeError(f'{cls.__name__!r} cannot delete member {attr!r}.')
        super().__delattr__(attr)

    def __dir__(cls):
        names = {'__class__', '__contains__', '__doc__', '__getitem__', '__iter__', '__len__',
                 '__members__', '__module__', '__name__', '__qualname__', *cls._member_names_}
        if cls._new_member_ is not object.__new__:
            names.add('__new__')
        if cls.__init_subclass__ is not object.__init_subclass__:
            names.add('__init_subclass__')
        if cls._member_type_ is not object:
            names.update(dir(cls._member_type_))
        return sorted(names)

    def __getitem__(cls, name):
        """Return the member matching `name`."""
        return cls._member_map_[name]

    def __iter__(cls):
        """Return members in definition order."""
        return (cls._member_map_[name] for name in cls._member_names_)

    def __len__(cls):
        """Return the number of members (no aliases)"""
        return len(cls._member_names_)

    @bltns.property
    def __members__(cls):
        """Returns a read-only mapping of member names to members, aliases included."""
        return MappingProxyType(cls._member_map_)

    def __repr__(cls):
        kind = 'flag' if _is_flag(cls) else 'enum'
        return f'<{kind} {cls.__name__!r}>'

    def __reversed__(cls):
        """Return members in reverse definition order."""
        return (cls._member_map_[name] for name in reversed(cls._member_names_))

    def __setattr__(cls, name, value):
        """Block attempts to reassign Enum members."""
        if name in cls.__dict__.get('_member_map_', ()):
            raise AttributeError(f'cannot reassign member {name!r}')
        super().__setattr__(name, value)

    def _create_(cls, class_name, names, *, module=None, qualname=None, type=None, start=1,
                 boundary=None):
        """A new Enum class from a string of names, an iterable of names or of pairs, or a mapping."""
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        first_enum = cls._get_mixins_(class_name, bases)[1]
        classdict = metacls.__prepare__(class_name, bases)
        if isinstance(names, str):
            names = names.replace(',', ' ').split()
        if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
            last_values = []
            pairs = []
            for count, name in enumerate(names):
                value = first_enum._generate_next_value_(name, start, count, last_values[:])
                last_values.append(value)
                pairs.append((name, value))
            names = pairs
        for item in () if names is None else names:
            if isinstance(item, str):
                classdict[item] = names[item]
            else:
                name, value = item
                classdict[name] = value
        if module is None:
            import sys
            try:
                module = sys._getframe(2).f_globals['__name__']
            except (AttributeError, ValueError, KeyError):
                pass
        if module is not None:
            classdict['__module__'] = module
        if qualname is not None:
            classdict['__qualname__'] = qualname
        return metacls.__new__(metacls, class_name, bases, classdict, boundary=boundary)

    @classmethod
    def _check_for_existing_members_(mcls, class_name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if isinstance(base, EnumType) and base._member_names_:
                    raise TypeError(f'<enum {class_name!r}> cannot extend {base!r}')

    @classmethod
    def _get_mixins_(mcls, class_name, bases):
        """The type of the members' data, and the Enum class that decides how they behave."""
        if not bases:
            return object, Enum
        first_enum = bases[-1]
        if not isinstance(first_enum, EnumType):
            raise TypeError('new enumerations should be created as '
                            '`EnumName([mixin_type, ...] [data_type,] enum_type)`')
        return mcls._find_data_type_(class_name, bases) or object, first_enum

    @classmethod
    def _find_data_repr_(mcls, class_name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if base is object:
                    continue
                if isinstance(base, EnumType):
                    return base._value_repr_
                if '__repr__' in base.__dict__:
                    params = base.__dict__.get('__dataclass_params__')
                    if '__dataclass_fields__' in base.__dict__ and params and params.repr:
                        return _dataclass_repr
                    return base.__dict__['__repr__']
        return None

    @classmethod
    def _find_data_type_(mcls, class_name, bases):
        data_types = set()
        for chain in bases:
            candidate = None
            for base in chain.__mro__:
                if base is object:
                    continue
                if isinstance(base, EnumType):
                    if base._member_type_ is not object:
                        data_types.add(base._member_type_)
                        break
                elif '__new__' in base.__dict__ or '__dataclass_fields__' in base.__dict__:
                    data_types.add(candidate or base)
                    break
                else:
                    candidate = candidate or base
        if len(data_types) > 1:
            raise TypeError(f'too many data types for {class_name!r}: {data_types!r}')
        return data_types.pop() if data_types else None

    @classmethod
    def _find_new_(mcls, classdict, member_type, first_enum):
        """The __new__ for members, whether to keep it for subclasses, whether it takes the value."""
        new = classdict.get('__new__')
        save_new = first_enum is not None and new is not None
        plain = [object.__new__] if Enum is None else [object.__new__, Enum.__new__]
        if new is None:
            for method in ('__new_member__', '__new__'):
                for owner in (member_type, first_enum):
                    found = getattr(owner, method, None) if owner is not None else None
                    if found is not None and found not in plain:
                        new = found
                        break
                if new is not None:
                    break
            else:
                new = object.__new__
        return new, save_new, first_enum is not None and new not in plain

    def _add_member_(cls, name, member):
        if name in cls._member_map_:
            if cls._member_map_[name] is not member:
                raise NameError(f'{name!r} is already bound: {cls._member_map_[name]!r}')
            return
        found = kind = owner = None
        for base in cls.__mro__[1:]:
            attr = base.__dict__.get(name)
            if attr is None:
                continue
            if isinstance(attr, (property, DynamicClassAttribute)):
                found, kind, owner = attr, 'enum', base
                break
            if _is_descriptor(attr):
                found, kind, owner = attr, kind or 'desc', owner or base
            else:
                kind, owner = 'attr', base
        if found is None:
            setattr(cls, name, member)
        else:
            # A base has a descriptor of that name: instances keep it, the class has the member.
            redirect = property.__new__(property)
            redirect.fget = redirect.fset = redirect.fdel = redirect.__doc__ = None
            redirect.member = member
            redirect.__set_name__(cls, name)
            if kind in ('enum', 'desc'):
                redirect.fget = getattr(found, 'fget', None)
                redirect.fset = getattr(found, 'fset', None)
                redirect.fdel = getattr(found, 'fdel', None)
            redirect._attr_type, redirect._cls_type = kind, owner
            setattr(cls, name, redirect)
        cls._member_map_[name] = member


EnumMeta = EnumType


def _check_order(enum_class, order, is_flag):
    """`_order_` must list the members as they are defined; aliases may be left in."""
    if isinstance(order, str):
        order = order.replace(',', ' ').split()
    members = enum_class._member_map_
    if is_flag:
        order = [name for name in order
                 if name not in members or _is_single_bit(members[name]._value_)]
    order = [name for name in order
             if name not in members or name in enum_class._member_names_]
    if order != enum_class._member_names_:
        raise TypeError(f'member order does not match _order_:\n  {order!r}\n'
                        f'  {enum_class._member_names_!r}')


class Enum(metaclass=EnumType):
    """
    Create a collection of name/value pairs.

    Members are looked up by attribute (Color.RED), by value (Color(1)) and by
    name (Color['RED']); the class can be iterated over, and has a length.
    Methods can be added, and members can have attributes of their own.
    """

    def __new__(cls, value):
        # Members are made with the class: this only looks them up.
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:
            for name, values in cls._unhashable_values_map_.items():
                if value in values:
                    return cls[name]
        if not cls._member_map_:
            if getattr(cls, f'_{cls.__name__}__in_progress', False):
                raise TypeError('do not use `super().__new__; call the appropriate __new__ '
                                'directly') from None
            raise TypeError(f'{cls!r} has no members defined')
        try:
            failed = None
            result = cls._missing_(value)
        except Exception as exc:
            failed = exc
            result = None
        try:
            if isinstance(result, cls):
                return result
            if (isinstance(result, int) and _is_flag(cls)
                    and cls._boundary_ is _enum_members.EJECT):
                return result
            invalid = ValueError(f'{value!r} is not a valid {cls.__qualname__}')
            if result is None and failed is None:
                raise invalid
            if failed is None:
                failed = TypeError(f'error in {cls.__name__}._missing_: returned {result!r} '
                                   f'instead of None or a valid member')
            if not isinstance(failed, ValueError):
                failed.__context__ = invalid
            raise failed
        finally:
            failed = invalid = None

    def __init__(self, *args, **kwds):
        pass

    def _add_alias_(self, name):
        self.__class__._add_member_(name, self)

    def _add_value_alias_(self, value):
        cls = self.__class__
        known = _member_with(cls, value)
        if known is not None:
            if known is not self:
                raise ValueError(f'{value!r} is already bound: {known!r}')
            return
        try:
            cls._value2member_map_.setdefault(value, self)
        except TypeError:
            cls._unhashable_values_.append(value)
            cls._unhashable_values_map_.setdefault(self.name, []).append(value)

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """The value of auto(): one more than the greatest value so far, or start."""
        if not last_values:
            return start
        try:
            last_value = sorted(last_values).pop()
        except TypeError:
            raise TypeError('unable to sort non-numeric values') from None
        try:
            return last_value + 1
        except TypeError:
            raise TypeError(f'unable to increment {last_value!r}') from None

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        cls = self.__class__
        return f'<{cls.__name__}.{self._name_}: {(cls._value_repr_ or repr)(self._value_)}>'

    def __str__(self):
        return f'{self.__class__.__name__}.{self._name_}'

    def __dir__(self):
        cls = self.__class__
        names = set()
        if cls._member_type_ is not object:
            names.update(object.__dir__(self))
        members = self._member_map_
        for name in getattr(self, '__dict__', ()):
            if name[0] != '_' and name not in members:
                names.add(name)
        for base in cls.mro():
            for name, obj in base.__dict__.items():
                if name[0] == '_':
                    continue
                if isinstance(obj, property):
                    if obj.fget is not None or name not in members:
                        names.add(name)
                    else:
                        names.discard(name)
                elif name not in members:
                    names.add(name)
        return sorted(names | {'__class__', '__doc__', '__eq__', '__hash__', '__module__'})

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)

    def __deepcopy__(self, memo):
        return self

    def __copy__(self):
        return self

    @property
    def name(self):
        """The name of the Enum member."""
        return self._name_

    @property
    def value(self):
        """The value of the Enum member."""
        return self._value_


class ReprEnum(Enum):
    """
    Only changes the repr(), leaving str() and format() to the mixed-in type.
    """


class IntEnum(int, ReprEnum):
    """
    Enum where members are also (and must be) ints
    """


class StrEnum(str, ReprEnum):
    """
    Enum where members are also (and must be) strings
    """

    def __new__(cls, *values):
        "values must already be of type `str`"
        if len(values) > 3:
            raise TypeError(f'too many arguments for str(): {values!r}')
        for value, wrong in zip(values, ('{!r} is not a string', 'encoding must be a string, not {!r}',
                                         'errors must be a string, not {!r}')):
            if not isinstance(value, str) and (value is not values[0] or len(values) == 1):
                raise TypeError(wrong.format(value))
        value = str(*values)
        new = str.__new__(cls, value)
        new._value_ = value
        return new

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """Return the lower-cased version of the member name."""
        return name.lower()


def pickle_by_global_name(self, proto):
    return self.name


_reduce_ex_by_global_name = pickle_by_global_name


def pickle_by_enum_name(self, proto):
    return getattr, (self.__class__, self._name_)


# Rarely wanted: read when one of them first is.
_FLAGS = frozenset(('FlagBoundary', 'STRICT', 'CONFORM', 'EJECT', 'KEEP', 'Flag', 'IntFlag', '_stdlib_enums'))
_CHECKS = frozenset(('unique', 'verify', 'EnumCheck', 'CONTINUOUS', 'NAMED_FLAGS', 'UNIQUE', 'global_enum',
                     'global_enum_repr', 'global_flag_repr', 'global_str', 'show_flag_values',
                     '_simple_enum', '_test_simple_enum'))


def __getattr__(name):
    if name in _FLAGS:
        import _enum_flags as found
    elif name in _CHECKS:
        import _enum_checks as found
    else:
        import sys
        raise AttributeError(f"module 'enum' has no attribute {name!r}", name=name,
                             obj=sys.modules['enum'])
    globals()[name] = found = getattr(found, name)
    return found
