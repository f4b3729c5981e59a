"""Configuration files of sections with options."""

import re as _re
from collections.abc import MutableMapping as _MutableMapping

__all__ = ["NoSectionError", "DuplicateOptionError", "DuplicateSectionError", "NoOptionError",
           "InterpolationError", "InterpolationDepthError", "InterpolationMissingOptionError",
           "InterpolationSyntaxError", "ParsingError", "MissingSectionHeaderError",
           "ConfigParser", "RawConfigParser", "Interpolation", "BasicInterpolation",
           "ExtendedInterpolation", "SectionProxy", "DEFAULTSECT", "Error"]

DEFAULTSECT = "DEFAULT"
MAX_INTERPOLATION_DEPTH = 10
_UNSET = object()


class Error(Exception):
    """Base class for ConfigParser exceptions."""

    def __init__(self, msg=""):
        self.message = msg
        Exception.__init__(self, msg)

    def __repr__(self):
        return self.message

    __str__ = __repr__


class NoSectionError(Error):
    """Raised when no section matches a requested option."""

    def __init__(self, section):
        super().__init__(f"No section: {section!r}")
        self.section = section


class DuplicateSectionError(Error):
    """Raised when a section is repeated in an input source."""

    def __init__(self, section, source=None, lineno=None):
        where = "Section " if source is None else f"While reading from {source!r}" + (
            "" if lineno is None else f" [line {lineno:2d}]") + ": section "
        super().__init__(f"{where}{section!r} already exists")
        self.section = section


class DuplicateOptionError(Error):
    """Raised by strict parsers when an option is repeated in an input source."""

    def __init__(self, section, option, source=None, lineno=None):
        where = "Option " if source is None else f"While reading from {source!r}" + (
            "" if lineno is None else f" [line {lineno:2d}]") + ": option "
        super().__init__(f"{where}{option!r} in section {section!r} already exists")
        self.section, self.option = section, option


class NoOptionError(Error):
    """A requested option was not found."""

    def __init__(self, option, section):
        super().__init__(f"No option {option!r} in section: {section!r}")
        self.option, self.section = option, section


class InterpolationError(Error):
    """Base class for interpolation-related exceptions."""

    def __init__(self, option, section, msg):
        super().__init__(msg)
        self.option, self.section = option, section


class InterpolationMissingOptionError(InterpolationError):
    """A string substitution required a setting which was not available."""

    def __init__(self, option, section, rawval, reference):
        super().__init__(option, section, (
            f"Bad value substitution: option {option!r} in section {section!r} contains an "
            f"interpolation key {reference!r} which is not a valid option name. "
            f"Raw value: {rawval!r}"))
        self.reference = reference


class InterpolationSyntaxError(InterpolationError):
    """Raised when the source text contains invalid syntax."""


class InterpolationDepthError(InterpolationError):
    """Raised when substitutions are nested too deeply."""

    def __init__(self, option, section, rawval):
        super().__init__(option, section, (
            "Recursion limit exceeded in value substitution: option "
            f"{option!r} in section {section!r} contains an interpolation key which cannot be "
            f"substituted in {MAX_INTERPOLATION_DEPTH} steps. Raw value: {rawval!r}"))


class ParsingError(Error):
    """Raised when a configuration file does not follow legal syntax."""

    def __init__(self, source):
        super().__init__(f"Source contains parsing errors: {source!r}")
        self.source, self.errors = source, []

    def append(self, lineno, line):
        self.errors.append((lineno, line))
        self.message += f"\n\t[line {lineno:2d}]: {line!r}"
        self.args = (self.source,)


class MissingSectionHeaderError(ParsingError):
    """Raised when a key-value pair is found before any section header."""

    def __init__(self, filename, lineno, line):
        Error.__init__(self, "File contains no section headers.\n"
                             f"file: {filename!r}, line: {lineno}\n{line!r}")
        self.source, self.lineno, self.line = filename, lineno, line


class Interpolation:
    """Leaves values as they are."""

    def before_get(self, parser, section, option, value, defaults):
        return value

    def before_set(self, parser, section, option, value):
        return value


class BasicInterpolation(Interpolation):
    """%(name)s stands for another option of the section."""

    def before_get(self, parser, section, option, value, defaults):
        return self._fill(parser, section, option, value, value, defaults, 1)

    def _fill(self, parser, section, option, value, raw, known, depth):
        if depth > MAX_INTERPOLATION_DEPTH:
            raise InterpolationDepthError(option, section, raw)

        def replaced(found):
            if found.group() == "%%":
                return "%"
            name = found.group(1)
            if name is None:
                raise InterpolationSyntaxError(option, section, (
                    f"'%' must be followed by '%' or '(', found: {value[found.start():]!r}"))
            name = parser.optionxform(name)
            if name not in known:
                raise InterpolationMissingOptionError(option, section, raw, name)
            return self._fill(parser, section, option, known[name], raw, known, depth + 1)

        return _re.sub(r"%%|%\(([^)]+)\)s|%", replaced, value)

    def before_set(self, parser, section, option, value):
        rest = _re.sub(r"%\(([^)]+)\)s", "", value.replace("%%", ""))
        if "%" in rest:
            raise ValueError("invalid interpolation syntax in %r at position %d"
                             % (value, value.find("%")))
        return value


class ExtendedInterpolation(Interpolation):
    """${name} and ${section:name} stand for other options."""

    def before_get(self, parser, section, option, value, defaults, depth=1):
        if depth > MAX_INTERPOLATION_DEPTH:
            raise InterpolationDepthError(option, section, value)

        def replaced(found):
            if found.group() == "$$":
                return "$"
            place, colon, name = found.group(1).rpartition(":")
            place = place if colon else section
            try:
                text = parser.get(place, name, raw=True) if colon else defaults[
                    parser.optionxform(name)]
            except (KeyError, NoSectionError, NoOptionError):
                raise InterpolationMissingOptionError(option, section, value, found.group(1)
                                                      ) from None
            known = dict(parser.items(place, raw=True)) if colon else defaults
            return self.before_get(parser, place, name, text, known, depth + 1)

        return _re.sub(r"\$\$|\$\{([^}]+)\}", replaced, value)


class RawConfigParser(_MutableMapping):
    """ConfigParser that does not do interpolation."""

    BOOLEAN_STATES = {"1": True, "yes": True, "true": True, "on": True,
                      "0": False, "no": False, "false": False, "off": False}
    _interpolation_class = Interpolation

    def __init__(self, defaults=None, dict_type=dict, allow_no_value=False, *,
                 delimiters=("=", ":"), comment_prefixes=("#", ";"), inline_comment_prefixes=None,
                 strict=True, empty_lines_in_values=True, default_section=DEFAULTSECT,
                 interpolation=_UNSET, converters=None):
        self._delimiters, self._comments = tuple(delimiters), tuple(comment_prefixes)
        self._inline = tuple(inline_comment_prefixes or ())
        self._strict, self._allow_no_value = strict, allow_no_value
        self._empty_lines = empty_lines_in_values
        self.default_section = default_section
        if interpolation is _UNSET:
            interpolation = self._interpolation_class()
        self._interpolation = interpolation or Interpolation()
        self._defaults, self._sections = {}, {}
        for key, value in (defaults or {}).items():
            self._defaults[self.optionxform(key)] = value
        for name, convert in (converters or {}).items():
            self._add_converter(name, convert)

    def _add_converter(self, name, convert):
        def get(section, option, **kwargs):
            return self._converted(section, option, convert, **kwargs)

        setattr(self, "get" + name, get)

    def defaults(self):
        return self._defaults

    def sections(self):
        """Return a list of section names, excluding [DEFAULT]"""
        return list(self._sections)

    def add_section(self, section):
        """Create a new section in the configuration."""
        if section == self.default_section:
            raise ValueError("Invalid section name: %r" % section)
        if section in self._sections:
            raise DuplicateSectionError(section)
        self._sections[section] = {}

    def has_section(self, section):
        return section in self._sections

    def _options(self, section):
        if section == self.default_section:
            return self._defaults
        try:
            return self._sections[section]
        except KeyError:
            raise NoSectionError(section) from None

    def options(self, section):
        """Return a list of option names for the given section name."""
        return list({**self._options(section), **self._defaults})

    def optionxform(self, optionstr):
        return optionstr.lower()

    def read(self, filenames, encoding=None):
        """Read and parse a filename or an iterable of filenames."""
        if isinstance(filenames, (str, bytes)) or hasattr(filenames, "__fspath__"):
            filenames = [filenames]
        done = []
        for name in filenames:
            try:
                with open(name, encoding=encoding) as file:
                    self._read(file, str(name))
            except OSError:
                continue
            done.append(name)
        return done

    def read_file(self, f, source=None):
        """Like read() but the argument must be a file-like object."""
        self._read(f, source or getattr(f, "name", "<???>"))

    def read_string(self, string, source="<string>"):
        """Read configuration from a given string."""
        self._read(string.splitlines(True), source)

    def read_dict(self, dictionary, source="<dict>"):
        """Read configuration from a dictionary."""
        for section, options in dictionary.items():
            if section != self.default_section and not self.has_section(section):
                self.add_section(section)
            for key, value in options.items():
                self._options(section)[self.optionxform(str(key))] = (
                    None if value is None else str(value))

    def _read(self, lines, source):
        section = name = options = None
        seen, errors, level, parts = set(), None, 0, {}
        for number, line in enumerate(lines, 1):
            for mark in self._inline:
                at = line.find(mark)
                if at == 0 or at > 0 and line[at - 1].isspace():
                    line = line[:at]
            text = line.strip()
            if text.startswith(self._comments):
                continue
            if not text:
                if self._empty_lines and name is not None and parts.get((section, name)):
                    parts[section, name].append("")
                else:
                    level = 10**9
                continue
            indent = len(line) - len(line.lstrip())
            if name is not None and indent > level and parts.get((section, name)) is not None:
                parts[section, name].append(text)
                continue
            level = indent
            if text[0] == "[" and "]" in text:
                section, name = text[1:text.rindex("]")], None
                if section == self.default_section:
                    options = self._defaults
                elif section in self._sections and self._strict and ("section", section) in seen:
                    raise DuplicateSectionError(section, source, number)
                else:
                    options = self._sections.setdefault(section, {})
                seen.add(("section", section))
                continue
            if options is None:
                raise MissingSectionHeaderError(source, number, line)
            name, value = self._split(text)
            if not name:
                errors = errors or ParsingError(source)
                errors.append(number, line)
                continue
            name = self.optionxform(name)
            if self._strict and (section, name) in seen:
                raise DuplicateOptionError(section, name, source, number)
            seen.add((section, name))
            options[name] = None
            parts[section, name] = None if value is None else [value]
        if errors:
            raise errors
        for (section, name), found in parts.items():
            if found is not None:
                while len(found) > 1 and not found[-1]:
                    found.pop()
                self._options(section)[name] = "\n".join(found)

    def _split(self, text):
        places = [(text.find(mark), mark) for mark in self._delimiters if mark in text]
        if not places:
            return (text, None) if self._allow_no_value else (None, None)
        at, mark = min(places)
        return text[:at].rstrip(), text[at + len(mark):].strip()

    def get(self, section, option, *, raw=False, vars=None, fallback=_UNSET):
        """Get an option value for a given section."""
        try:
            known = {**self._defaults, **self._options(section)}
        except NoSectionError:
            if fallback is _UNSET:
                raise
            return fallback
        known.update({self.optionxform(key): value for key, value in (vars or {}).items()})
        option = self.optionxform(option)
        if option not in known:
            if fallback is _UNSET:
                raise NoOptionError(option, section)
            return fallback
        value = known[option]
        if raw or value is None:
            return value
        return self._interpolation.before_get(self, section, option, value, known)

    def _converted(self, section, option, convert, **kwargs):
        fallback = kwargs.pop("fallback", _UNSET)
        try:
            value = self.get(section, option, **kwargs)
        except (NoSectionError, NoOptionError):
            if fallback is _UNSET:
                raise
            return fallback
        return convert(value)

    def getint(self, section, option, **kwargs):
        return self._converted(section, option, int, **kwargs)

    def getfloat(self, section, option, **kwargs):
        return self._converted(section, option, float, **kwargs)

    def getboolean(self, section, option, **kwargs):
        return self._converted(section, option, self._convert_to_boolean, **kwargs)

    def _convert_to_boolean(self, value):
        if value.lower() not in self.BOOLEAN_STATES:
            raise ValueError("Not a boolean: %s" % value)
        return self.BOOLEAN_STATES[value.lower()]

    def items(self, section=_UNSET, raw=False, vars=None):
        """Return a list of (name, value) tuples for each option in a section."""
        if section is _UNSET:
            return super().items()
        names = {**self._defaults, **self._options(section)}
        return [(name, self.get(section, name, raw=raw, vars=vars)) for name in names]

    def has_option(self, section, option):
        """Check for the existence of a given option in a given section."""
        if section and section != self.default_section and section not in self._sections:
            return False
        options = self._options(section or self.default_section)
        return self.optionxform(option) in options or self.optionxform(option) in self._defaults

    def set(self, section, option, value=None):
        """Set an option."""
        if value:
            value = self._interpolation.before_set(self, section, option, value)
        self._options(section or self.default_section)[self.optionxform(option)] = value

    def write(self, fp, space_around_delimiters=True):
        """Write an .ini-format representation of the configuration state."""
        mark = self._delimiters[0]
        mark = f" {mark} " if space_around_delimiters else mark
        sections = [(self.default_section, self._defaults)] if self._defaults else []
        for name, options in sections + list(self._sections.items()):
            fp.write(f"[{name}]\n")
            for key, value in options.items():
                text = "" if value is None and self._allow_no_value else mark + str(value).replace(
                    "\n", "\n\t")
                fp.write(f"{key}{text}\n")
            fp.write("\n")

    def remove_option(self, section, option):
        """Remove an option."""
        return self._options(section).pop(self.optionxform(option), _UNSET) is not _UNSET

    def remove_section(self, section):
        """Remove a file section."""
        return self._sections.pop(section, _UNSET) is not _UNSET

    def __getitem__(self, key):
        if key != self.default_section and not self.has_section(key):
            raise KeyError(key)
        return SectionProxy(self, key)

    def __setitem__(self, key, value):
        if key == self.default_section:
            self._defaults.clear()
        else:
            self._sections[key] = {}
        self.read_dict({key: value})

    def __delitem__(self, key):
        if key == self.default_section:
            raise ValueError("Cannot remove the default section.")
        if not self.has_section(key):
            raise KeyError(key)
        self.remove_section(key)

    def __contains__(self, key):
        return key == self.default_section or self.has_section(key)

    def __len__(self):
        return len(self._sections) + 1

    def __iter__(self):
        return iter([self.default_section, *self._sections])


class ConfigParser(RawConfigParser):
    """ConfigParser implementing interpolation."""

    _interpolation_class = BasicInterpolation

    def _check(self, **texts):
        for what, text in texts.items():
            if not isinstance(text, str) and not (
                    what == "value" and text is None and self._allow_no_value):
                raise TypeError("section names must be strings" if what == "section" else
                                f"option {'keys' if what == 'option' else 'values'} must be strings")

    def set(self, section, option, value=None):
        """Set an option.  Extends RawConfigParser.set by validating type and interpolation syntax."""
        self._check(option=option, value=value)
        super().set(section, option, value)

    def add_section(self, section):
        self._check(section=section)
        super().add_section(section)


class SectionProxy(_MutableMapping):
    """A proxy for a single section from a parser."""

    def __init__(self, parser, name):
        self._parser, self._name = parser, name

    name = property(lambda self: self._name)
    parser = property(lambda self: self._parser)

    def __repr__(self):
        return f"<Section: {self._name}>"

    def __getitem__(self, key):
        if not self._parser.has_option(self._name, key):
            raise KeyError(key)
        return self._parser.get(self._name, key)

    def __setitem__(self, key, value):
        self._parser.set(self._name, key, value)

    def __delitem__(self, key):
        if not (self._parser.has_option(self._name, key)
                and self._parser.remove_option(self._name, key)):
            raise KeyError(key)

    def __contains__(self, key):
        return self._parser.has_option(self._name, key)

    def _keys(self):
        if self._name == self._parser.default_section:
            return list(self._parser.defaults())
        return self._parser.options(self._name)

    def __len__(self):
        return len(self._keys())

    def __iter__(self):
        return iter(self._keys())

    def get(self, option, fallback=None, *, raw=False, vars=None):
        return self._parser.get(self._name, option, raw=raw, vars=vars, fallback=fallback)

    def getint(self, option, fallback=None, **kwargs):
        return self._parser.getint(self._name, option, fallback=fallback, **kwargs)

    def getfloat(self, option, fallback=None, **kwargs):
        return self._parser.getfloat(self._name, option, fallback=fallback, **kwargs)

    def getboolean(self, option, fallback=None, **kwargs):
        return self._parser.getboolean(self._name, option, fallback=fallback, **kwargs)
