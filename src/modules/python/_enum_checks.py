"""What may be demanded of enumerations, and enumerations whose members are global names."""

from _enum_members import _is_single_bit
from enum import Flag, IntEnum, ReprEnum, StrEnum

# What is defined here belongs to enum.
__name__ = "enum"


def unique(enumeration):
    """Class decorator for enumerations ensuring unique member values."""
    duplicates = [f'{name} -> {m.name}' for name, m in enumeration.__members__.items()
                  if name != m.name]
    if duplicates:
        raise ValueError(f'duplicate values found in {enumeration!r}: {", ".join(duplicates)}')
    return enumeration


def _module_name(self):
    return self.__class__.__module__.split('.')[-1]


def global_enum_repr(self):
    """use module.enum_name instead of class.enum_name"""
    return f'{_module_name(self)}.{self._name_}'


def global_flag_repr(self):
    """use module.flag_name instead of class.flag_name"""
    module = _module_name(self)
    if self._name_ is None:
        return f'{module}.{self.__class__.__name__}({self._value_!r})'
    return '|'.join([name if name[0].isdigit() else f'{module}.{name}'
                     for name in self._name_.split('|')])


def global_str(self):
    """use enum_name instead of class.enum_name"""
    if self._name_ is None:
        return f'{self.__class__.__name__}({self._value_!r})'
    return self._name_


def global_enum(cls, update_str=False):
    """Makes the members globals of the class's module, and their repr() name the module."""
    import sys
    cls.__repr__ = global_flag_repr if issubclass(cls, Flag) else global_enum_repr
    if not issubclass(cls, ReprEnum) or update_str:
        cls.__str__ = global_str
    sys.modules[cls.__module__].__dict__.update(cls.__members__)
    return cls


class EnumCheck(StrEnum):
    """various conditions to check an enumeration for"""
    CONTINUOUS = 'no skipped integer values'
    NAMED_FLAGS = 'multi-flag aliases may not contain unnamed flags'
    UNIQUE = 'one name per value'


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


class verify:
    """Check an enumeration for various constraints. (see EnumCheck)"""

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        cls_name = enumeration.__name__
        for check in self.checks:
            if check is UNIQUE:
                aliases = [f'{name} -> {m.name}' for name, m in enumeration.__members__.items()
                           if name != m.name]
                if aliases:
                    raise ValueError(f'aliases found in {enumeration!r}: {", ".join(aliases)}')
            elif check is CONTINUOUS:
                missing = _missing_values(enumeration)
                if missing:
                    raise ValueError(f'invalid {_kind(enumeration)} {cls_name!r}: missing values '
                                     f'{", ".join(map(str, missing))}')
            elif check is NAMED_FLAGS:
                _check_named_flags(enumeration)
        return enumeration


def _kind(enumeration):
    return 'flag' if issubclass(enumeration, Flag) else 'enum'


def _missing_values(enumeration):
    values = {e.value for e in enumeration}
    if len(values) < 2:
        return []
    low, high = min(values), max(values)
    if issubclass(enumeration, Flag):
        wanted = [2 ** i for i in range(low.bit_length(), high.bit_length() - 1)]
    elif issubclass(enumeration, IntEnum) or all(isinstance(v, int) for v in values):
        wanted = range(low + 1, high)
    else:
        raise Exception('verify: unknown enum type')
    return [value for value in wanted if value not in values]


def _check_named_flags(enumeration):
    member_names = enumeration._member_names_
    member_values = [m.value for m in enumeration]
    missing_names, missing_value = [], 0
    for name, alias in enumeration._member_map_.items():
        if name in member_names or alias.value < 0:
            continue
        bits = [1 << i for i in range(alias.value.bit_length()) if alias.value >> i & 1]
        missed = [bit for bit in bits if bit not in member_values]
        if missed:
            missing_names.append(name)
            for bit in missed:
                missing_value |= bit
    if missing_names:
        if len(missing_names) == 1:
            alias = f'alias {missing_names[0]} is missing'
        else:
            alias = f'aliases {", ".join(missing_names[:-1])} and {missing_names[-1]} are missing'
        value = f'value 0x{missing_value:x}'
        if not _is_single_bit(missing_value):
            value = f'combined values of 0x{missing_value:x}'
        raise ValueError(f'invalid Flag {enumeration.__name__!r}: {alias} {value} '
                         f'[use enum.show_flag_values(value) for details]')


def show_flag_values(value):
    return [1 << i for i in range(value.bit_length()) if value >> i & 1]


def _simple_enum(etype=None, *, boundary=None, use_args=None):
    """A decorator that makes an enum of a plain class."""
    import enum
    base = enum.Enum if etype is None else etype
    passed_on = {} if boundary is None else {"boundary": boundary}

    def convert(cls):
        meta = type(base)
        namespace = meta.__prepare__(cls.__name__, (base,), **passed_on)
        for name, value in cls.__dict__.items():
            if name not in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__"):
                namespace[name] = value
        return meta(cls.__name__, (base,), namespace, **passed_on)
    return convert


def _test_simple_enum(checked_enum, simple_enum):
    """Refuse an enum that differs from the one it stands for."""
    def members(cls):
        return {name: member._value_ for name, member in cls.__members__.items()}
    if members(checked_enum) != members(simple_enum):
        raise TypeError(f"enum mismatch:\n   {members(checked_enum)}\n   {members(simple_enum)}")
