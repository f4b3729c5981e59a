"""What is wrong with a configuration file, or with what it was asked for."""

MAX_INTERPOLATION_DEPTH = 10


class Error(Exception):
    """Base class for ConfigParser exceptions."""

    __module__ = "configparser"

    def __init__(self, msg=""):
        self.message = msg
        Exception.__init__(self, msg)

    def __repr__(self):
        return self.message

    __str__ = __repr__


def _place(what, source, lineno):
    if source is None:
        return what.capitalize()
    line = "" if lineno is None else f" [line {lineno:2d}]"
    return f"While reading from {source!r}{line}: {what}"


class NoSectionError(Error):
    """Raised when no section matches a requested option."""

    __module__ = "configparser"

    def __init__(self, section):
        Error.__init__(self, f"No section: {section!r}")
        self.section = section
        self.args = (section,)


class DuplicateSectionError(Error):
    """Raised when a section is repeated in an input source."""

    __module__ = "configparser"

    def __init__(self, section, source=None, lineno=None):
        Error.__init__(self, f"{_place('section', source, lineno)} {section!r} already exists")
        self.section, self.source, self.lineno = self.args = section, source, lineno


class DuplicateOptionError(Error):
    """Raised by strict parsers when an option is repeated in an input source."""

    __module__ = "configparser"

    def __init__(self, section, option, source=None, lineno=None):
        Error.__init__(self, f"{_place('option', source, lineno)} {option!r} in section "
                             f"{section!r} already exists")
        self.section, self.option, self.source, self.lineno = self.args = (
            section, option, source, lineno)


class NoOptionError(Error):
    """A requested option was not found."""

    __module__ = "configparser"

    def __init__(self, option, section):
        Error.__init__(self, f"No option {option!r} in section: {section!r}")
        self.option, self.section = self.args = option, section


class InterpolationError(Error):
    """Base class for interpolation-related exceptions."""

    __module__ = "configparser"

    def __init__(self, option, section, msg):
        Error.__init__(self, msg)
        self.option, self.section = option, section
        self.args = (option, section, msg)


class InterpolationMissingOptionError(InterpolationError):
    """A string substitution required a setting which was not available."""

    __module__ = "configparser"

    def __init__(self, option, section, rawval, reference):
        InterpolationError.__init__(self, option, section, (
            f"Bad value substitution: option {option!r} in section {section!r} contains an "
            f"interpolation key {reference!r} which is not a valid option name. "
            f"Raw value: {rawval!r}"))
        self.reference = reference
        self.args = (option, section, rawval, reference)


class InterpolationSyntaxError(InterpolationError):
    """Raised when the source text contains invalid syntax."""

    __module__ = "configparser"


class InterpolationDepthError(InterpolationError):
    """Raised when substitutions are nested too deeply."""

    __module__ = "configparser"

    def __init__(self, option, section, rawval):
        InterpolationError.__init__(self, option, section, (
            "Recursion limit exceeded in value substitution: option "
            f"{option!r} in section {section!r} contains an interpolation key which cannot be "
            f"substituted in {MAX_INTERPOLATION_DEPTH} steps. Raw value: {rawval!r}"))
        self.args = (option, section, rawval)


class ParsingError(Error):
    """Raised when a configuration file does not follow legal syntax."""

    __module__ = "configparser"

    def __init__(self, source, *args):
        super().__init__(f"Source contains parsing errors: {source!r}")
        self.source, self.errors = source, []
        self.args = (source,)
        if args:
            self.append(*args)

    def append(self, lineno, line):
        self.errors.append((lineno, line))
        self.message += f"\n\t[line {lineno:2d}]: {line!r}"

    def combine(self, others):
        for other in others:
            for error in other.errors:
                self.append(*error)
        return self


class MissingSectionHeaderError(ParsingError):
    """Raised when a key-value pair is found before any section header."""

    __module__ = "configparser"

    def __init__(self, filename, lineno, line):
        Error.__init__(self, "File contains no section headers.\n"
                             f"file: {filename!r}, line: {lineno}\n{line!r}")
        self.source, self.lineno, self.line = self.args = filename, lineno, line


class MultilineContinuationError(ParsingError):
    """Raised when a key without value is followed by continuation line"""

    __module__ = "configparser"

    def __init__(self, filename, lineno, line):
        Error.__init__(self, "Key without value continued with an indented line.\n"
                             f"file: {filename!r}, line: {lineno}\n{line!r}")
        self.source, self.lineno, self.line = self.args = filename, lineno, line
