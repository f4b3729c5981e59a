"""The reading of a command line by a parser of argparse."""

import re as _re
from _argparse_actions import (
    ONE_OR_MORE, OPTIONAL, PARSER, REMAINDER, SUPPRESS, ZERO_OR_MORE, ArgumentError,
    ArgumentTypeError, describe)

UNRECOGNIZED = "_unrecognized_args"

# One letter per word of the line: A an argument, O an option, - a double dash.
_PATTERNS = {
    None: "(-*A-*)", OPTIONAL: "(-*A?-*)", ZERO_OR_MORE: "(-*[A-]*)", ONE_OR_MORE: "(-*A[A-]*)",
    REMAINDER: "([AO-]*)", PARSER: "(-*A[-AO]*)", SUPPRESS: "(-*)",
}
_EXPECTED = {
    None: "expected one argument", OPTIONAL: "expected at most one argument",
    ONE_OR_MORE: "expected at least one argument",
}


def _pattern(action):
    nargs = action.nargs
    pattern = _PATTERNS.get(nargs) if not isinstance(nargs, int) else (
        f"(-*{'-*'.join('A' * nargs)}-*)")
    if action.option_strings:
        pattern = pattern.replace("-*", "").replace("-", "")
    return pattern


class Reader:
    """One reading: the words, what they are and what was found so far."""

    def __init__(self, parser, words, namespace):
        self.parser, self.namespace = parser, namespace
        self.words = words if parser.fromfile_prefix_chars is None else self.with_files(words)
        self.positionals = [a for a in parser._actions if not a.option_strings]
        self.seen, self.seen_given, self.warned = set(), set(), set()
        self.extras = []
        self.conflicts = {}
        for group in parser._mutually_exclusive_groups:
            for action in group._group_actions:
                others = self.conflicts.setdefault(action, [])
                others += [other for other in group._group_actions if other is not action]

    def with_files(self, words):
        """The words, those that name a file replaced by what the file holds."""
        result = []
        for word in words:
            if not word or word[0] not in self.parser.fromfile_prefix_chars:
                result.append(word)
                continue
            try:
                with open(word[1:], errors="surrogateescape") as file:
                    lines = file.read().splitlines()
            except OSError as error:
                raise ArgumentError(None, str(error))
            for line in lines:
                result += self.with_files(self.parser.convert_arg_line_to_args(line))
        return result

    def read(self):
        self.options, letters = {}, []
        words = iter(self.words)
        for at, word in enumerate(words):
            if word == "--":
                letters.append("-")
                letters += ["A" for _ in words]
                break
            found = self.as_option(word)
            if found is not None:
                self.options[at] = found
            letters.append("O" if found is not None else "A")
        self.letters = "".join(letters)
        at = self.read_options()
        at = self.take_positionals(at)
        self.extras += self.words[at:]
        self.check_required()
        return self.namespace, self.extras

    def read_options(self):
        """Goes through the line up to its last option; where that one ends."""
        at, last = 0, max(self.options, default=-1)
        while at <= last:
            following = at
            while following not in self.options:
                following += 1
            if at != following:
                end = self.take_positionals(at)
                if end > at:
                    at = end
                    continue
            if at not in self.options:
                self.extras += self.words[at:following]
                at = following
            at = self.take_option(at)
        return at

    def as_option(self, word):
        """The option a word means: action, name, what joins it to an argument, and that argument."""
        parser = self.parser
        if not word or word[0] not in parser.prefix_chars:
            return None
        known = parser._option_string_actions
        if word in known:
            return known[word], word, None, None
        if len(word) == 1:
            return None
        name, equals, glued = word.partition("=")
        if equals and name in known:
            return known[name], name, equals, glued
        found = self.abbreviated(word)
        if len(found) > 1:
            names = ", ".join(option for _, option, _, _ in found)
            raise ArgumentError(None, f"ambiguous option: {word} could match {names}")
        if found:
            return found[0]
        from argparse import _looks_negative
        if _looks_negative(word) and not parser._has_negative_number_optionals:
            return None
        if " " in word:
            return None
        return None, word, None, None

    def abbreviated(self, word):
        letters = self.parser.prefix_chars
        known = self.parser._option_string_actions
        found = []
        if word[1] in letters:
            if self.parser.allow_abbrev:
                name, equals, glued = word.partition("=")
                found = [(action, option, equals or None, glued if equals else None)
                         for option, action in known.items() if option.startswith(name)]
            return found
        short, rest = word[:2], word[2:]
        for option, action in known.items():
            if option == short:
                found.append((action, option, "", rest))
            elif option.startswith(word):
                found.append((action, option, None, None))
        return found

    def take_option(self, at):
        action, name, equals, glued = self.options[at]
        if action is None:
            self.extras.append(self.words[at])
            return at + 1
        taken, end = [], at + 1
        while glued is not None:
            count = self.matched(action, "A")
            if count == 1:
                taken.append((action, [glued], name))
                break
            letters = self.parser.prefix_chars
            short = count == 0 and name[1] not in letters and glued
            if not short or equals or glued[0] in letters:
                raise ArgumentError(action, f"ignored explicit argument {glued!r}")
            # Several short options in one word.
            taken.append((action, [], name))
            name = name[0] + glued[0]
            action = self.parser._option_string_actions.get(name)
            if action is None:
                self.extras.append(name[0] + glued)
                break
            glued = glued[1:] or None
            equals = glued is not None and glued[0] == "="
            if equals:
                glued = glued[1:]
        else:
            end += self.matched(action, self.letters[end:])
            taken.append((action, self.words[at + 1:end], name))
        for action, words, name in taken:
            if action.deprecated:
                self.warn(name, f"option '{name}' is deprecated")
            self.take(action, words, name)
        return end

    def warn(self, name, message):
        if name not in self.warned:
            self.parser._warning(message)
            self.warned.add(name)

    def matched(self, action, letters):
        """How many words an action takes from the start of some."""
        found = _re.match(_pattern(action), letters)
        if found is None:
            message = _EXPECTED.get(action.nargs)
            if message is None:
                plural = "" if action.nargs == 1 else "s"
                message = f"expected {action.nargs} argument{plural}"
            raise ArgumentError(action, message)
        return len(found.group(1))

    def take_positionals(self, at):
        """Gives the arguments from a place on to as many positionals as they suffice for."""
        counts = []
        for number in range(len(self.positionals), 0, -1):
            pattern = "".join(map(_pattern, self.positionals[:number]))
            found = _re.match(pattern, self.letters[at:])
            if found:
                counts = [len(group) for group in found.groups()]
                break
        for action, count in zip(self.positionals, counts):
            words = self.words[at:at + count]
            at += count
            if words and action.deprecated:
                self.warn(action.dest, f"argument '{action.dest}' is deprecated")
            self.take(action, words)
        self.positionals = self.positionals[len(counts):]
        return at

    def take(self, action, words, option=None):
        self.seen.add(action)
        values = self.values_of(action, words)
        if values is not action.default:
            self.seen_given.add(action)
            for other in self.conflicts.get(action, ()):
                if other in self.seen_given:
                    raise ArgumentError(action,
                                        f"not allowed with argument {describe(other)}")
        if values is not SUPPRESS:
            action(self.parser, self.namespace, values, option)

    def values_of(self, action, words):
        nargs = action.nargs
        if not action.option_strings and nargs not in (PARSER, REMAINDER) and "--" in words:
            words.remove("--")
        if not words and nargs == OPTIONAL:
            value = action.const if action.option_strings else action.default
            if isinstance(value, str):
                value = self.converted(action, value)
                self.check_choice(action, value)
            return value
        if not words and nargs == ZERO_OR_MORE and not action.option_strings:
            if action.default is None:
                return words
            self.check_choice(action, action.default)
            return action.default
        if len(words) == 1 and (nargs is None or nargs == OPTIONAL):
            value = self.converted(action, words[0])
            self.check_choice(action, value)
            return value
        if nargs == SUPPRESS:
            return SUPPRESS
        values = [self.converted(action, word) for word in words]
        if nargs == PARSER:
            self.check_choice(action, values[0])
        elif nargs != REMAINDER:
            for value in values:
                self.check_choice(action, value)
        return values

    def converted(self, action, word):
        convert = self.parser._registries["type"].get(action.type, action.type)
        if not callable(convert):
            raise ArgumentError(action, f"{convert!r} is not callable")
        try:
            return convert(word)
        except ArgumentTypeError as error:
            raise ArgumentError(action, str(error))
        except (TypeError, ValueError):
            name = getattr(action.type, "__name__", repr(action.type))
            raise ArgumentError(action, f"invalid {name} value: {word!r}")

    def check_choice(self, action, value):
        choices = action.choices
        if choices is not None and value not in choices:
            shown = ", ".join(map(repr, choices))
            raise ArgumentError(action, f"invalid choice: {value!r} (choose from {shown})")

    def check_required(self):
        missing = []
        for action in self.parser._actions:
            if action in self.seen:
                continue
            if action.required:
                missing.append(describe(action))
            elif (isinstance(action.default, str) and hasattr(self.namespace, action.dest)
                  and action.default is getattr(self.namespace, action.dest)):
                setattr(self.namespace, action.dest, self.converted(action, action.default))
        if missing:
            names = ", ".join(map(str, missing))
            raise ArgumentError(None, f"the following arguments are required: {names}")
        for group in self.parser._mutually_exclusive_groups:
            if group.required and not any(action in self.seen_given
                                          for action in group._group_actions):
                names = " ".join(describe(action) for action in group._group_actions
                                 if action.help is not SUPPRESS)
                raise ArgumentError(None, f"one of the arguments {names} is required")
