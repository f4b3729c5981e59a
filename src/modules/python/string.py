"""A collection of string constants, and templates and formatters."""

from _string import formatter_field_name_split as _split, formatter_parser as _parse

__all__ = [
    "ascii_letters", "ascii_lowercase", "ascii_uppercase", "capwords", "digits", "hexdigits",
    "octdigits", "printable", "punctuation", "whitespace", "Formatter", "Template",
]

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """Split into words, capitalize each, and join them again."""
    return (sep or " ").join(map(str.capitalize, s.split(sep)))


class _Pattern:
    """Compiles a template class's pattern when it is first asked for."""

    def __get__(self, template, cls):
        import re
        if cls.flags is None:
            cls.flags = re.IGNORECASE
        own = cls.__dict__.get("_own_pattern")
        if own is None:
            sign = re.escape(cls.delimiter)
            name = cls.idpattern
            braced = cls.braceidpattern or cls.idpattern
            own = (rf"{sign}(?:(?P<escaped>{sign})|(?P<named>{name})|"
                   rf"{{(?P<braced>{braced})}}|(?P<invalid>))")
        cls.pattern = re.compile(own, cls.flags | re.VERBOSE)
        return cls.pattern


class Template:
    """A text with $-placeholders."""

    delimiter = "$"
    idpattern = r"(?a:[_a-z][_a-z0-9]*)"
    braceidpattern = None
    flags = None
    pattern = _Pattern()

    def __init_subclass__(cls):
        super().__init_subclass__()
        if "pattern" in cls.__dict__:
            cls._own_pattern = cls.pattern
        cls.pattern = _Pattern()

    def __init__(self, template):
        self.template = template

    def _refuse(self, found):
        before = self.template[:found.start("invalid")].splitlines(keepends=True)
        line = len(before) or 1
        column = found.start("invalid") - len("".join(before[:-1])) if before else 1
        raise ValueError(f"Invalid placeholder in string: line {line}, col {column}")

    @staticmethod
    def _values(mapping, kws):
        if mapping is _nothing:
            return kws
        if not kws:
            return mapping
        from collections import ChainMap
        return ChainMap(kws, mapping)

    def substitute(self, mapping=None, /, **kws):
        """Return the text with all placeholders replaced."""
        mapping = self._values(_nothing if mapping is None else mapping, kws)

        def replaced(found):
            name = found.group("named") or found.group("braced")
            if name is not None:
                return str(mapping[name])
            if found.group("escaped") is not None:
                return self.delimiter
            if found.group("invalid") is not None:
                self._refuse(found)
            raise ValueError("Unrecognized named group in pattern", self.pattern)

        return self.pattern.sub(replaced, self.template)

    def safe_substitute(self, mapping=None, /, **kws):
        """Return the text with those placeholders replaced that have a value."""
        mapping = self._values(_nothing if mapping is None else mapping, kws)

        def replaced(found):
            name = found.group("named") or found.group("braced")
            if name is not None:
                try:
                    return str(mapping[name])
                except KeyError:
                    return found.group()
            if found.group("escaped") is not None:
                return self.delimiter
            if found.group("invalid") is not None:
                return found.group()
            raise ValueError("Unrecognized named group in pattern", self.pattern)

        return self.pattern.sub(replaced, self.template)

    def is_valid(self):
        """Return whether all placeholders are well formed."""
        return all(found.group("invalid") is None for found in self.pattern.finditer(self.template))

    def get_identifiers(self):
        """Return the names of the placeholders, in order."""
        names = []
        for found in self.pattern.finditer(self.template):
            name = found.group("named") or found.group("braced")
            if name is not None and name not in names:
                names.append(name)
        return names


_nothing = object()


class Formatter:
    """What str.format() does, in parts that can be overridden."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used_args = set()
        result, _ = self._vformat(format_string, args, kwargs, used_args, 2)
        self.check_unused_args(used_args, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used_args, recursion_depth, auto_arg_index=0):
        if recursion_depth < 0:
            raise ValueError("Max string recursion exceeded")
        result = []
        for literal, name, spec, conversion in self.parse(format_string):
            if literal:
                result.append(literal)
            if name is None:
                continue
            if name == "":
                if auto_arg_index is False:
                    raise ValueError("cannot switch from manual field specification to "
                                     "automatic field numbering")
                name = str(auto_arg_index)
                auto_arg_index += 1
            elif name.isdigit():
                if auto_arg_index:
                    raise ValueError("cannot switch from manual field specification to "
                                     "automatic field numbering")
                auto_arg_index = False
            obj, used = self.get_field(name, args, kwargs)
            used_args.add(used)
            obj = self.convert_field(obj, conversion)
            if spec and ("{" in spec or "}" in spec):
                spec, auto_arg_index = self._vformat(spec, args, kwargs, used_args,
                                                     recursion_depth - 1, auto_arg_index)
            elif recursion_depth < 1:
                raise ValueError("Max string recursion exceeded")
            result.append(self.format_field(obj, spec))
        return "".join(result), auto_arg_index

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion == "s":
            return str(value)
        if conversion == "r":
            return repr(value)
        if conversion == "a":
            return ascii(value)
        raise ValueError(f"Unknown conversion specifier {conversion!s}")

    def parse(self, format_string):
        return _parse(format_string)

    def get_field(self, field_name, args, kwargs):
        first, steps = _split(field_name)
        obj = self.get_value(first, args, kwargs)
        for is_attribute, step in steps:
            obj = getattr(obj, step) if is_attribute else obj[step]
        return obj, first
