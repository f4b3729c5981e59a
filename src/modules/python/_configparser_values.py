"""How values of a configuration file refer to one another: the interpolations of configparser."""

import re

from _configparser_errors import (
    MAX_INTERPOLATION_DEPTH, InterpolationDepthError, InterpolationMissingOptionError,
    InterpolationSyntaxError, NoOptionError, NoSectionError)


class Interpolation:
    """Leaves values as they are."""

    __module__ = "configparser"

    def before_get(self, parser, section, option, value, defaults):
        return value

    def before_set(self, parser, section, option, value):
        return value

    def before_read(self, parser, section, option, value):
        return value

    def before_write(self, parser, section, option, value):
        return value


class _Referring(Interpolation):
    """A sign and brackets stand around a reference; the sign twice stands for itself."""

    def before_get(self, parser, section, option, value, defaults):
        return "".join(self._pieces(parser, option, value, section, defaults, 1))

    def before_set(self, parser, section, option, value):
        rest = self._KEYCRE.sub("", value.replace(self._SIGN * 2, ""))
        if self._SIGN in rest:
            raise ValueError(f"invalid interpolation syntax in {value!r} at position "
                             f"{rest.find(self._SIGN)}")
        return value

    def _pieces(self, parser, option, rest, section, known, depth):
        raw = parser.get(section, option, raw=True, fallback=rest)
        if depth > MAX_INTERPOLATION_DEPTH:
            raise InterpolationDepthError(option, section, raw)
        sign, bracket = self._SIGN, self._BRACKET
        while rest:
            plain, found, after = rest.partition(sign)
            if plain:
                yield plain
            if not found:
                return
            rest = found + after
            if after.startswith(sign):
                yield sign
                rest = after[1:]
            elif after.startswith(bracket):
                reference = self._KEYCRE.match(rest)
                if reference is None:
                    raise InterpolationSyntaxError(
                        option, section, f"bad interpolation variable reference {rest!r}")
                rest = rest[reference.end():]
                where = option, section, known, rest, raw
                value, *inner = self._follow(parser, reference.group(1), *where)
                if sign in value:
                    option_there, section_there, known_there = inner
                    yield from self._pieces(parser, option_there, value, section_there,
                                            known_there(), depth + 1)
                else:
                    yield value
            else:
                raise InterpolationSyntaxError(option, section, (
                    f"'{sign}' must be followed by '{sign}' or '{bracket}', found: {rest!r}"))


class BasicInterpolation(_Referring):
    """%(name)s stands for another option of the section."""

    __module__ = "configparser"
    _KEYCRE = re.compile(r"%\(([^)]+)\)s")
    _SIGN, _BRACKET = "%("

    def _follow(self, parser, name, option, section, known, rest, raw):
        name = parser.optionxform(name)
        try:
            value = known[name]
        except KeyError:
            raise InterpolationMissingOptionError(option, section, raw, name) from None
        return value, option, section, lambda: known


class ExtendedInterpolation(_Referring):
    """${name} and ${section:name} stand for other options."""

    __module__ = "configparser"
    _KEYCRE = re.compile(r"\$\{([^}]+)\}")
    _SIGN, _BRACKET = "${"

    def _follow(self, parser, name, option, section, known, rest, raw):
        *place, last = name.split(":")
        if len(place) > 1:
            raise InterpolationSyntaxError(option, section, f"More than one ':' found: {rest!r}")
        there = place[0] if place else section
        last = parser.optionxform(last)
        try:
            value = parser.get(there, last, raw=True) if place else known[last]
        except (KeyError, NoSectionError, NoOptionError):
            raise InterpolationMissingOptionError(option, section, raw, name) from None
        return value, last, there, lambda: dict(parser.items(there, raw=True))
