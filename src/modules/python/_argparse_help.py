"""The help and usage texts of argparse."""

from _argparse_actions import (
    ONE_OR_MORE, OPTIONAL, PARSER, REMAINDER, SUPPRESS, ZERO_OR_MORE)


def _terminal_width():
    import os
    try:
        width = int(os.environ.get("COLUMNS", 0))
    except ValueError:
        width = 0
    return width if width > 0 else 80


def _one_line(text):
    import re
    # A space that is not to be broken stays.
    return re.sub(r"\s+", " ", text, flags=re.ASCII).strip()


class HelpFormatter:
    """Formatter for generating usage messages and argument help strings."""

    __module__ = "argparse"

    def __init__(self, prog, indent_increment=2, max_help_position=24, width=None):
        self._prog = prog
        self._width = _terminal_width() - 2 if width is None else width
        self._step = indent_increment
        self._max_help_position = min(max_help_position,
                                      max(self._width - 20, indent_increment * 2))
        self._indent = 0
        self._longest = 0
        # Pairs of a heading (or None) and what it holds: functions that write a part.
        self._sections = [(None, [])]

    def start_section(self, heading):
        self._indent += self._step
        self._sections.append((heading, []))

    def end_section(self):
        self._indent -= self._step
        heading, parts = self._sections.pop()
        self._add(lambda: self._format_section(heading, parts))

    def _add(self, part):
        self._sections[-1][1].append(part)

    def _format_section(self, heading, parts):
        self._indent += self._step
        body = "".join(part() for part in parts)
        self._indent -= self._step
        if not body:
            return ""
        title = ""
        if heading is not SUPPRESS and heading is not None:
            title = f"{' ' * self._indent}{heading}:\n"
        return f"\n{title}{body}\n"

    def add_text(self, text):
        if text is not SUPPRESS and text is not None:
            self._add(lambda: self._format_text(text))

    def add_usage(self, usage, actions, groups, prefix=None):
        if usage is not SUPPRESS:
            self._add(lambda: self._format_usage(usage, actions, groups, prefix))

    def add_argument(self, action):
        if action.help is SUPPRESS:
            return
        lengths = [len(self._format_action_invocation(action)) + self._indent]
        lengths += [len(self._format_action_invocation(sub)) + self._indent + self._step
                    for sub in self._subactions(action)]
        self._longest = max(self._longest, *lengths)
        self._add(lambda: self._format_action(action))

    def add_arguments(self, actions):
        for action in actions:
            self.add_argument(action)

    def format_help(self):
        text = "".join(part() for part in self._sections[0][1])
        while "\n\n\n" in text:
            text = text.replace("\n\n\n", "\n\n")
        return text.strip("\n") + "\n" if text else text

    def _format_usage(self, usage, actions, groups, prefix):
        prefix = "usage: " if prefix is None else prefix
        if usage is not None:
            usage = usage % {"prog": self._prog}
        elif not actions:
            usage = str(self._prog)
        else:
            optionals = [a for a in actions if a.option_strings]
            positionals = [a for a in actions if not a.option_strings]
            usage = " ".join([self._prog] + self._usage_parts(optionals + positionals, groups))
            if len(prefix) + len(usage) > self._width - self._indent:
                parts = (self._usage_parts(kind, groups) for kind in (optionals, positionals))
                usage = "\n".join(self._usage_lines(prefix, *parts))
        return f"{prefix}{usage}\n\n"

    def _usage_lines(self, prefix, optionals, positionals):
        prog, width = self._prog, self._width - self._indent
        if len(prefix) + len(prog) <= 0.75 * width:
            indent = " " * (len(prefix) + len(prog) + 1)
            if optionals:
                return (self._fill([prog] + optionals, indent, prefix)
                        + self._fill(positionals, indent))
            return self._fill([prog] + positionals, indent, prefix) if positionals else [prog]
        indent = " " * len(prefix)
        lines = self._fill(optionals + positionals, indent)
        if len(lines) > 1:
            lines = self._fill(optionals, indent) + self._fill(positionals, indent)
        return [prog] + lines

    def _fill(self, parts, indent, prefix=None):
        lines, line = [], []
        width = self._width - self._indent
        length = len(prefix if prefix is not None else indent) - 1
        for part in parts:
            if length + 1 + len(part) > width and line:
                lines.append(indent + " ".join(line))
                line, length = [], len(indent) - 1
            line.append(part)
            length += len(part) + 1
        if line:
            lines.append(indent + " ".join(line))
        if prefix is not None:
            lines[0] = lines[0][len(indent):]
        return lines

    def _usage_parts(self, actions, groups):
        """What the usage line says of each action, with signs between and around exclusive ones."""
        spans = self._spans(actions, groups)
        held = {action for start, end in spans for action in actions[start:end]}
        parts = [None if action.help is SUPPRESS else self._usage_part(action, action in held)
                 for action in actions]
        joined = set()
        # Groups within groups come first, so that their signs stand inside.
        for (start, end), group in sorted(spans.items(), key=lambda row: row[0], reverse=True):
            shown = [part for part in parts[start:end] if part is not None]
            if not group.required:
                opened, closed = "[]"
            else:
                opened, closed = "()" if len(shown) > 1 else ("", "")
            shown[0] = opened + shown[0]
            shown[-1] += closed
            *others, last = shown
            for place, part in enumerate(others, start):
                if place not in joined:
                    joined.add(place)
                    parts[place] = part + " |"
            parts[start + len(others):end] = [last] + [None] * (end - start - len(shown))
        return [part for part in parts if part is not None]

    def _spans(self, actions, groups):
        """Where among some actions the members of groups stand together."""
        spans = {}
        for group in groups:
            members = group._group_actions
            if not members:
                raise ValueError(f"empty group {group}")
            if members[0] in actions and any(action.help is not SUPPRESS for action in members):
                start = actions.index(members[0])
                end = start + len(members)
                if actions[start:end] == members:
                    spans[start, end] = group
        return spans

    def _usage_part(self, action, bare):
        if not action.option_strings:
            text = self._format_args(action, self._get_default_metavar_for_positional(action))
            if bare and text.startswith("[") and text.endswith("]"):
                text = text[1:-1]
            return text
        if action.nargs == 0:
            text = action.format_usage()
        else:
            metavar = self._get_default_metavar_for_optional(action)
            text = f"{action.option_strings[0]} {self._format_args(action, metavar)}"
        return text if bare or action.required else f"[{text}]"

    def _format_text(self, text):
        if "%(prog)" in text:
            text = text % {"prog": self._prog}
        width = max(self._width - self._indent, 11)
        return self._fill_text(text, width, " " * self._indent) + "\n\n"

    def _subactions(self, action):
        get = getattr(action, "_get_subactions", None)
        return get() if get else ()

    def _format_action(self, action):
        place = min(self._longest + 2, self._max_help_position)
        room = place - self._indent - 2
        header = self._format_action_invocation(action)
        margin = " " * self._indent
        if not action.help:
            parts = [f"{margin}{header}\n"]
        else:
            lines = []
            if action.help.strip() and (help := self._expand_help(action)):
                lines = self._split_lines(help, max(self._width - place, 11))
            if len(header) <= room:
                parts = [f"{margin}{header:{room}}  {lines[0] if lines else ''}\n"]
                lines = lines[1:]
            else:
                parts = [f"{margin}{header}\n"]
            parts += [f"{'':{place}}{line}\n" for line in lines]
        self._indent += self._step
        parts += [self._format_action(sub) for sub in self._subactions(action)]
        self._indent -= self._step
        return "".join(parts)

    def _format_action_invocation(self, action):
        if not action.option_strings:
            metavar = self._get_default_metavar_for_positional(action)
            return " ".join(self._metavars(action, metavar)(1))
        names = ", ".join(action.option_strings)
        if action.nargs == 0:
            return names
        metavar = self._get_default_metavar_for_optional(action)
        return f"{names} {self._format_args(action, metavar)}"

    def _metavars(self, action, default):
        if action.metavar is not None:
            result = action.metavar
        elif action.choices is not None:
            result = "{" + ",".join(map(str, action.choices)) + "}"
        else:
            result = default
        return lambda count: result if isinstance(result, tuple) else (result,) * count

    def _format_args(self, action, default):
        metavars = self._metavars(action, default)
        nargs = action.nargs
        if nargs is None:
            return "%s" % metavars(1)
        if nargs == OPTIONAL:
            return "[%s]" % metavars(1)
        if nargs == ZERO_OR_MORE:
            names = metavars(1)
            return "[%s [%s ...]]" % names if len(names) == 2 else "[%s ...]" % names
        if nargs == ONE_OR_MORE:
            return "%s [%s ...]" % metavars(2)
        if nargs == REMAINDER:
            return "..."
        if nargs == PARSER:
            return "%s ..." % metavars(1)
        if nargs == SUPPRESS:
            return ""
        if not isinstance(nargs, int):
            raise ValueError("invalid nargs value")
        names = metavars(nargs)
        if len(names) != nargs:
            raise TypeError("not all arguments converted during string formatting")
        return " ".join(map(str, names))

    def _expand_help(self, action):
        help = self._get_help_string(action)
        if "%" not in help:
            return help
        known = dict(vars(action), prog=self._prog)
        for name, value in list(known.items()):
            if value is SUPPRESS:
                del known[name]
            elif hasattr(value, "__name__"):
                known[name] = value.__name__
        if known.get("choices") is not None:
            known["choices"] = ", ".join(map(str, known["choices"]))
        return help % known

    def _split_lines(self, text, width):
        import textwrap
        return textwrap.wrap(_one_line(text), width)

    def _fill_text(self, text, width, indent):
        import textwrap
        return textwrap.fill(_one_line(text), width, initial_indent=indent,
                             subsequent_indent=indent)

    def _get_help_string(self, action):
        return action.help

    def _get_default_metavar_for_optional(self, action):
        return action.dest.upper()

    def _get_default_metavar_for_positional(self, action):
        return action.dest


class RawDescriptionHelpFormatter(HelpFormatter):
    """Help message formatter which retains any formatting in descriptions."""

    __module__ = "argparse"

    def _fill_text(self, text, width, indent):
        return "".join(indent + line for line in text.splitlines(keepends=True))


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    """Help message formatter which retains formatting of all help text."""

    __module__ = "argparse"

    def _split_lines(self, text, width):
        return text.splitlines()


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    """Help message formatter which adds default values to argument help."""

    __module__ = "argparse"

    def _get_help_string(self, action):
        help = action.help or ""
        if "%(default)" in help or action.default is SUPPRESS:
            return help
        if action.option_strings or action.nargs in (OPTIONAL, ZERO_OR_MORE):
            help += " (default: %(default)s)"
        return help


class MetavarTypeHelpFormatter(HelpFormatter):
    """Help message formatter which uses the argument 'type' as the default metavar value."""

    __module__ = "argparse"

    def _get_default_metavar_for_optional(self, action):
        return action.type.__name__

    _get_default_metavar_for_positional = _get_default_metavar_for_optional
