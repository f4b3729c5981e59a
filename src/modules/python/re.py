"""Support for regular expressions (RE): functions on top of compiled patterns."""

import copyreg as _copyreg

import _sre
from _sre import Match, Pattern

__all__ = [
    "match", "fullmatch", "search", "sub", "subn", "split",
    "findall", "finditer", "compile", "purge", "escape",
    "error", "Pattern", "Match", "A", "I", "L", "M", "S", "X", "U",
    "ASCII", "IGNORECASE", "LOCALE", "MULTILINE", "DOTALL", "VERBOSE",
    "UNICODE", "NOFLAG", "RegexFlag", "PatternError",
]


class RegexFlag(int):
    """A set of flags; its repr names them."""

    _names = {
        256: "ASCII", 2: "IGNORECASE", 4: "LOCALE", 32: "UNICODE",
        8: "MULTILINE", 16: "DOTALL", 64: "VERBOSE", 128: "DEBUG",
    }
    _all = 510

    @property
    def value(self):
        return int(self)

    @property
    def name(self):
        if not self:
            return "NOFLAG"
        return "|".join(name for bit, name in self._names.items() if self & bit) or None

    def __repr__(self):
        if not self:
            return "re.NOFLAG"
        parts = ["re." + name for bit, name in self._names.items() if int(self) & bit]
        rest = int(self) & ~self._all
        if rest and not parts:
            return f"re.RegexFlag({rest})"
        if rest:
            parts.append(hex(rest))
        return "|".join(parts)

    def __str__(self):
        return RegexFlag.__repr__(self)

    def __format__(self, spec):
        return format(str(self), spec)

    def __or__(self, other):
        if not isinstance(other, int):
            return NotImplemented
        return RegexFlag(int(self) | int(other))

    def __and__(self, other):
        if not isinstance(other, int):
            return NotImplemented
        return RegexFlag(int(self) & int(other))

    def __xor__(self, other):
        if not isinstance(other, int):
            return NotImplemented
        return RegexFlag(int(self) ^ int(other))

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__

    def __invert__(self):
        # The bit of a flag of old is among them.
        return RegexFlag((self._all | 1) & ~int(self))

    def __iter__(self):
        return (RegexFlag(bit) for bit in self._names if self & bit)

    def __len__(self):
        return sum(1 for _ in self)

    def __contains__(self, other):
        return int(self) & int(other) == int(other)


NOFLAG = RegexFlag(0)
A = ASCII = RegexFlag(256)
I = IGNORECASE = RegexFlag(2)
L = LOCALE = RegexFlag(4)
U = UNICODE = RegexFlag(32)
M = MULTILINE = RegexFlag(8)
S = DOTALL = RegexFlag(16)
X = VERBOSE = RegexFlag(64)
T = TEMPLATE = RegexFlag(1)
DEBUG = RegexFlag(128)

for _name in "NOFLAG A ASCII I IGNORECASE L LOCALE U UNICODE M MULTILINE S DOTALL X VERBOSE DEBUG".split():
    setattr(RegexFlag, _name, globals()[_name])
del _name, T, TEMPLATE


class PatternError(Exception):
    """Raised for an invalid regular expression.

    msg: the message without its place; pattern: the pattern; pos, lineno, colno: where
    compilation failed (may be None).
    """

    __module__ = "re"

    def __init__(self, msg, pattern=None, pos=None):
        self.msg = msg
        self.pattern = pattern
        self.pos = pos
        if pattern is not None and pos is not None:
            msg = f"{msg} at position {pos}"
            newline = "\n" if isinstance(pattern, str) else b"\n"
            self.lineno = pattern.count(newline, 0, pos) + 1
            self.colno = pos - pattern.rfind(newline, 0, pos)
            if newline in pattern:
                msg = f"{msg} (line {self.lineno}, column {self.colno})"
        else:
            self.lineno = self.colno = None
        super().__init__(msg)


error = PatternError

_cache = {}
_MOST_CACHED = 512


def _compile(pattern, flags):
    if type(flags) is RegexFlag:
        flags = int(flags)
    try:
        return _cache[type(pattern), pattern, flags]
    except KeyError:
        pass
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError("cannot process flags argument with a compiled pattern")
        return pattern
    if not isinstance(pattern, (str, bytes, bytearray, memoryview)):
        raise TypeError("first argument must be string or compiled pattern")
    compiled = _sre.compile(pattern, flags & 0xFFFFFFFF)
    for doubt in _sre.doubts(compiled):
        import warnings
        warnings.warn(doubt, FutureWarning, stacklevel=3)
    if len(_cache) >= _MOST_CACHED:
        del _cache[next(iter(_cache))]
    _cache[type(pattern), pattern, flags] = compiled
    return compiled


def compile(pattern, flags=0):
    "Compile a regular expression pattern, returning a Pattern object."
    return _compile(pattern, flags)


def match(pattern, string, flags=0):
    """Try to apply the pattern at the start of the string, returning
    a Match object, or None if no match was found."""
    return _compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    """Try to apply the pattern to all of the string, returning
    a Match object, or None if no match was found."""
    return _compile(pattern, flags).fullmatch(string)


def search(pattern, string, flags=0):
    """Scan through string looking for a match to the pattern, returning
    a Match object, or None if no match was found."""
    return _compile(pattern, flags).search(string)


def _by_position(function, most, what, args, number, flags):
    """What the arguments after the string mean that should have been given by name."""
    if number is not _NOT_GIVEN:
        raise TypeError(f"{function}() got multiple values for argument {what!r}")
    number, *rest = args
    if rest:
        if flags is not _NOT_GIVEN:
            raise TypeError(f"{function}() got multiple values for argument 'flags'")
        flags, *more = rest
        if more:
            raise TypeError(f"{function}() takes from {most - 2} to {most} positional arguments "
                            f"but {most + len(more)} were given")
    import warnings
    warnings.warn(f"{what!r} is passed as positional argument", DeprecationWarning, stacklevel=3)
    return number, flags


class _Zero(int):
    pass

_NOT_GIVEN = _Zero()


def sub(pattern, repl, string, *args, count=_NOT_GIVEN, flags=_NOT_GIVEN):
    """Return the string obtained by replacing the leftmost
    non-overlapping occurrences of the pattern in string by the
    replacement repl."""
    if args:
        count, flags = _by_position("sub", 5, "count", args, count, flags)
    return _compile(pattern, flags).sub(repl, string, count)
sub.__text_signature__ = "(pattern, repl, string, count=0, flags=0)"


def subn(pattern, repl, string, *args, count=_NOT_GIVEN, flags=_NOT_GIVEN):
    """Return a 2-tuple containing (new_string, number): the string that sub()
    gives and the number of substitutions that were made."""
    if args:
        count, flags = _by_position("subn", 5, "count", args, count, flags)
    return _compile(pattern, flags).subn(repl, string, count)
subn.__text_signature__ = "(pattern, repl, string, count=0, flags=0)"


def split(pattern, string, *args, maxsplit=_NOT_GIVEN, flags=_NOT_GIVEN):
    """Split the source string by the occurrences of the pattern,
    returning a list containing the resulting substrings."""
    if args:
        maxsplit, flags = _by_position("split", 4, "maxsplit", args, maxsplit, flags)
    return _compile(pattern, flags).split(string, maxsplit)
split.__text_signature__ = "(pattern, string, maxsplit=0, flags=0)"


def findall(pattern, string, flags=0):
    """Return a list of all non-overlapping matches in the string."""
    return _compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    """Return an iterator over all non-overlapping matches in the
    string. For each match, the iterator returns a Match object."""
    return _compile(pattern, flags).finditer(string)


def purge():
    "Clear the regular expression cache"
    _cache.clear()


_ESCAPED = {ord(c): "\\" + c for c in "()[]{}?*+-|^$\\.&~# \t\n\r\v\f"}


def escape(pattern):
    "Escape special characters in a string."
    if isinstance(pattern, str):
        return pattern.translate(_ESCAPED)
    text = str(pattern, "latin-1")
    return text.translate(_ESCAPED).encode("latin-1")


class Scanner:
    """Takes a text apart with a list of patterns and actions: the first that fits is taken."""

    def __init__(self, lexicon, flags=0):
        if isinstance(flags, RegexFlag):
            flags = flags.value
        self.lexicon = lexicon
        self._patterns = [(_compile(pattern, flags), action) for pattern, action in lexicon]

    def _match(self, string, at):
        for pattern, action in self._patterns:
            if match := pattern.match(string, at):
                return match, action
        return None, None

    def scan(self, string):
        """What the actions gave, and the rest that no pattern fits."""
        result, at = [], 0
        while True:
            match, action = self._match(string, at)
            if not match or match.end() == at:
                return result, string[at:]
            if callable(action):
                self.match = match
                action = action(self, match.group())
            if action is not None:
                result.append(action)
            at = match.end()


def _parts(pattern):
    return _compile, (pattern.pattern, pattern.flags)

_copyreg.pickle(Pattern, _parts)
