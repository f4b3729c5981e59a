"""Options of a command line, the way it was done before argparse."""

import os as _os
import sys as _sys
import textwrap as _textwrap

__all__ = ["Option", "make_option", "SUPPRESS_HELP", "SUPPRESS_USAGE", "Values", "OptionContainer",
           "OptionGroup", "OptionParser", "HelpFormatter", "IndentedHelpFormatter",
           "TitledHelpFormatter", "OptParseError", "OptionError", "OptionConflictError",
           "OptionValueError", "BadOptionError", "check_choice"]

NO_DEFAULT = ("NO", "DEFAULT")
SUPPRESS_HELP, SUPPRESS_USAGE = "SUPPRESSHELP", "SUPPRESSUSAGE"


class OptParseError(Exception):
    """Something is wrong with options."""

    def __init__(self, msg):
        self.msg = msg

    def __str__(self):
        return self.msg


class OptionError(OptParseError):
    """An option is declared wrongly."""

    def __init__(self, msg, option):
        self.msg, self.option_id = msg, str(option)

    def __str__(self):
        return f"option {self.option_id}: {self.msg}" if self.option_id else self.msg


class OptionConflictError(OptionError):
    """Two options have the same name."""


class OptionValueError(OptParseError):
    """The value of an option is not what it should be."""


class BadOptionError(OptParseError):
    """There is no such option."""

    def __init__(self, opt_str):
        self.opt_str = opt_str

    def __str__(self):
        return f"no such option: {self.opt_str}"


class AmbiguousOptionError(BadOptionError):
    """A shortened option fits several."""

    def __init__(self, opt_str, possibilities):
        super().__init__(opt_str)
        self.possibilities = possibilities

    def __str__(self):
        return f"ambiguous option: {self.opt_str} ({', '.join(self.possibilities)}?)"


def _number(text, kind):
    radix = {"0x": 16, "0b": 2}.get(text[:2].lower(), 8 if text[:1] == "0" and len(text) > 1 else 10)
    return kind(text[2:] if radix == 2 else text, radix) if kind is int else kind(text)


_KINDS = {"int": (int, "integer"), "long": (int, "integer"), "float": (float, "floating-point"),
          "complex": (complex, "complex")}


def check_builtin(option, opt, value):
    """The value as a number."""
    kind, name = _KINDS[option.type]
    try:
        return _number(value, kind)
    except ValueError:
        raise OptionValueError(f"option {opt}: invalid {name} value: {value!r}") from None


def check_choice(option, opt, value):
    """The value, if it is one of those allowed."""
    if value in option.choices:
        return value
    choices = ", ".join(map(repr, option.choices))
    raise OptionValueError(f"option {opt}: invalid choice: {value!r} (choose from {choices})")


class Option:
    """One option: its names, and what it does."""

    ATTRS = ["action", "type", "dest", "default", "nargs", "const", "choices", "callback",
             "callback_args", "callback_kwargs", "help", "metavar"]
    ACTIONS = ("store", "store_const", "store_true", "store_false", "append", "append_const", "count",
               "callback", "help", "version")
    TYPED_ACTIONS = ("store", "append", "callback")
    TYPES = ("string", "int", "long", "float", "complex", "choice")
    TYPE_CHECKER = {**dict.fromkeys(_KINDS, check_builtin), "choice": check_choice}

    def __init__(self, *opts, **attrs):
        names = [name for name in opts if name]
        self._short_opts, self._long_opts = [], []
        if not names:
            raise TypeError("at least one option string must be supplied")
        for name in names:
            self._check_name(name)
        for name in names:
            (self._long_opts if name[:2] == "--" else self._short_opts).append(name)
        for name in self.ATTRS:
            missing = NO_DEFAULT if name == "default" else None
            setattr(self, name, attrs.pop(name, missing))
        if attrs:
            raise OptionError(f"invalid keyword arguments: {', '.join(sorted(attrs))}", self)
        self._settle()

    def _check_name(self, name):
        if len(name) < 2:
            raise OptionError(f"invalid option string {name!r}: must be at least two characters long", self)
        if name[:2] == "--" and (len(name) < 3 or name[2] == "-"):
            raise OptionError(f"invalid long option string {name!r}: must start with --, followed by "
                              "non-dash", self)
        if len(name) == 2 and not (name[0] == "-" and name[1] != "-"):
            raise OptionError(f"invalid short option string {name!r}: must be of the form -x, "
                              "(x any non-dash char)", self)

    def _settle(self):
        """Fill in what follows from the rest."""
        if self.action is None:
            self.action = "store"
        elif self.action not in self.ACTIONS:
            raise OptionError(f"invalid action: {self.action!r}", self)
        if self.type is None:
            if self.action in ("store", "append"):
                self.type = "choice" if self.choices is not None else "string"
        else:
            self.type = {"str": "string"}.get(getattr(self.type, "__name__", self.type),
                                              getattr(self.type, "__name__", self.type))
            if self.type not in self.TYPES:
                raise OptionError(f"invalid option type: {self.type!r}", self)
            if self.action not in self.TYPED_ACTIONS:
                raise OptionError(f"must not supply a type for action {self.action!r}", self)
        if self.type == "choice" and self.choices is None:
            raise OptionError("must supply a list of choices for type 'choice'", self)
        if self.dest is None and (self.type is not None or self.action in
                                  ("store_const", "store_true", "store_false", "append_const", "count")):
            name = self._long_opts[0][2:] if self._long_opts else self._short_opts[0][1]
            self.dest = name.replace("-", "_")
        if self.nargs is None and self.action in self.TYPED_ACTIONS and self.type is not None:
            self.nargs = 1
        if self.action == "callback" and not callable(self.callback):
            raise OptionError(f"callback not callable: {self.callback!r}", self)

    def __str__(self):
        return "/".join(self._short_opts + self._long_opts)

    def __repr__(self):
        return f"<{type(self).__name__} at {id(self):#x}: {self}>"

    def takes_value(self):
        """Whether a value follows the option."""
        return self.type is not None

    def get_opt_string(self):
        """The name by which the option is spoken of."""
        return (self._long_opts or self._short_opts)[0]

    def check_value(self, opt, value):
        """The value in the option's type."""
        checker = self.TYPE_CHECKER.get(self.type)
        return value if checker is None else checker(self, opt, value)

    def convert_value(self, opt, value):
        """The value, or values, in the option's type."""
        if value is None:
            return None
        if self.nargs == 1:
            return self.check_value(opt, value)
        return tuple(self.check_value(opt, each) for each in value)

    def process(self, opt, value, values, parser):
        """Do what the option does."""
        return self.take_action(self.action, self.dest, opt, self.convert_value(opt, value), values, parser)

    def take_action(self, action, dest, opt, value, values, parser):
        """Do what an action means."""
        if action == "store":
            setattr(values, dest, value)
        elif action == "store_const":
            setattr(values, dest, self.const)
        elif action in ("store_true", "store_false"):
            setattr(values, dest, action == "store_true")
        elif action in ("append", "append_const"):
            values.ensure_value(dest, []).append(value if action == "append" else self.const)
        elif action == "count":
            setattr(values, dest, values.ensure_value(dest, 0) + 1)
        elif action == "callback":
            self.callback(self, opt, value, parser, *(self.callback_args or ()),
                          **(self.callback_kwargs or {}))
        elif action == "help":
            parser.print_help()
            parser.exit()
        elif action == "version":
            parser.print_version()
            parser.exit()
        return 1


make_option = Option


class Values:
    """What the options are set to, as attributes."""

    def __init__(self, defaults=None):
        self.__dict__.update(defaults or {})

    def __str__(self):
        return str(self.__dict__)

    def __repr__(self):
        return f"<{type(self).__name__} at {id(self):#x}: {self}>"

    def __eq__(self, other):
        if isinstance(other, Values):
            return self.__dict__ == other.__dict__
        return self.__dict__ == other if isinstance(other, dict) else NotImplemented

    def _update_careful(self, dict):
        """Sets those attributes that there are already."""
        for attr in dir(self):
            if dict.get(attr) is not None:
                setattr(self, attr, dict[attr])

    def _update_loose(self, dict):
        """Sets attributes."""
        self.__dict__.update(dict)

    def _update(self, dict, mode):
        if mode not in ("careful", "loose"):
            raise ValueError(f"invalid update mode: {mode!r}")
        getattr(self, "_update_" + mode)(dict)

    def read_module(self, modname, mode="careful"):
        """Take the values from a module."""
        import sys
        __import__(modname)
        self._update(vars(sys.modules[modname]), mode)

    def read_file(self, filename, mode="careful"):
        """Take the values that a program in a file sets."""
        values = {}
        with open(filename) as file:
            exec(file.read(), values)
        self._update(values, mode)

    def ensure_value(self, attr, value):
        """Give an attribute a value if it has none."""
        if getattr(self, attr, None) is None:
            setattr(self, attr, value)
        return getattr(self, attr)


class HelpFormatter:
    """How help is laid out."""

    NO_DEFAULT_VALUE = "none"

    def __init__(self, indent_increment, max_help_position, width, short_first):
        self.parser, self.indent_increment = None, indent_increment
        if width is None:
            width = int(_os.environ.get("COLUMNS") or 80) - 2
        self.width, self.current_indent, self.short_first = width, 0, short_first
        self.max_help_position = min(max_help_position, max(width - 20, indent_increment * 2))
        self.default_tag = "%default"
        self.option_strings = {}

    def set_parser(self, parser):
        """Whose help is laid out."""
        self.parser = parser

    def indent(self):
        """One step to the right."""
        self.current_indent += self.indent_increment

    def dedent(self):
        """One step to the left."""
        self.current_indent -= self.indent_increment

    def _filled(self, text):
        pad = " " * self.current_indent
        return _textwrap.fill(text, max(self.width - self.current_indent, 11), initial_indent=pad,
                              subsequent_indent=pad)

    def format_description(self, description):
        """The description, filled."""
        return self._filled(description) + "\n" if description else ""

    def format_epilog(self, epilog):
        """What comes at the end, filled."""
        return "\n" + self._filled(epilog) + "\n" if epilog else ""

    def expand_default(self, option):
        """The help with the default in it."""
        if self.parser is None or not self.default_tag:
            return option.help
        value = self.parser.defaults.get(option.dest)
        if value is NO_DEFAULT or value is None:
            value = self.NO_DEFAULT_VALUE
        return option.help.replace(self.default_tag, str(value))

    def format_option(self, option):
        """One option with its help."""
        opts, result = self.option_strings[option], []
        width = self.help_position - self.current_indent - 2
        if len(opts) > width:
            result.append(f"{'':{self.current_indent}}{opts}\n")
            first = self.help_position
        else:
            result.append(f"{'':{self.current_indent}}{opts:<{width}}  ")
            first = 0
        if option.help:
            lines = _textwrap.wrap(self.expand_default(option), self.help_width)
            result.append(f"{'':{first}}{lines[0]}\n" if lines else "\n")
            result += [f"{'':{self.help_position}}{line}\n" for line in lines[1:]]
        elif result[-1][-1] != "\n":
            result.append("\n")
        return "".join(result)

    def store_option_strings(self, parser):
        """Find the column where help begins."""
        longest = 0

        def measure(container):
            nonlocal longest
            for option in container.option_list:
                text = self.option_strings[option] = self.format_option_strings(option)
                longest = max(longest, len(text) + self.current_indent)
        self.indent()
        measure(parser)
        self.indent()
        for group in parser.option_groups:
            measure(group)
        self.dedent()
        self.dedent()
        self.help_position = min(longest + 2, self.max_help_position)
        self.help_width = max(self.width - self.help_position, 11)

    def format_option_strings(self, option):
        """The names of an option, with what follows them."""
        short, long = option._short_opts, option._long_opts
        if option.takes_value():
            metavar = option.metavar or option.dest.upper()
            short = [f"{name} {metavar}" for name in short]
            long = [f"{name}={metavar}" for name in long]
        return ", ".join(short + long if self.short_first else long + short)


class IndentedHelpFormatter(HelpFormatter):
    """Help with indented parts."""

    def __init__(self, indent_increment=2, max_help_position=24, width=None, short_first=1):
        super().__init__(indent_increment, max_help_position, width, short_first)

    def format_usage(self, usage):
        """The line of usage."""
        return f"Usage: {usage}\n"

    def format_heading(self, heading):
        """A heading."""
        return f"{'':{self.current_indent}}{heading}:\n"


class TitledHelpFormatter(HelpFormatter):
    """Help with underlined headings."""

    def __init__(self, indent_increment=0, max_help_position=24, width=None, short_first=0):
        super().__init__(indent_increment, max_help_position, width, short_first)

    def format_usage(self, usage):
        """The line of usage."""
        return f"{self.format_heading('Usage')}  {usage}\n"

    def format_heading(self, heading):
        """A heading."""
        return f"{heading}\n{'=-'[self.current_indent and 1] * len(heading)}\n"


class OptionContainer:
    """Several options."""

    def __init__(self, option_class, conflict_handler, description):
        self.option_class, self.conflict_handler = option_class, conflict_handler
        self.description, self.option_list = description, []

    def get_description(self):
        """What the options are about."""
        return self.description

    def set_description(self, description):
        """Say what the options are about."""
        self.description = description

    def add_option(self, *args, **kwargs):
        """Add an option."""
        if len(args) == 1 and isinstance(args[0], Option) and not kwargs:
            option = args[0]
        elif args and isinstance(args[0], str):
            option = self.option_class(*args, **kwargs)
        else:
            raise TypeError("invalid arguments")
        self._settle_conflicts(option)
        self.option_list.append(option)
        option.container = self
        for name in option._short_opts:
            self._short_opt[name] = option
        for name in option._long_opts:
            self._long_opt[name] = option
        if option.dest is not None:
            if option.default is not NO_DEFAULT:
                self.defaults[option.dest] = option.default
            elif option.dest not in self.defaults:
                self.defaults[option.dest] = None
        return option

    def _settle_conflicts(self, option):
        taken = [(name, known[name]) for known in (self._short_opt, self._long_opt)
                 for name in option._short_opts + option._long_opts if name in known]
        if taken and self.conflict_handler == "error":
            names = ", ".join(name for name, _ in taken)
            raise OptionConflictError(f"conflicting option string(s): {names}", option)
        for name, other in taken:
            own, known = ((other._long_opts, self._long_opt) if name[:2] == "--"
                          else (other._short_opts, self._short_opt))
            own.remove(name)
            del known[name]
            if not (other._short_opts or other._long_opts):
                other.container.option_list.remove(other)

    def add_options(self, option_list):
        """Add several options."""
        for option in option_list:
            self.add_option(option)

    def get_option(self, opt_str):
        """The option of a name, or None."""
        return self._short_opt.get(opt_str) or self._long_opt.get(opt_str)

    def has_option(self, opt_str):
        """Whether there is an option of a name."""
        return opt_str in self._short_opt or opt_str in self._long_opt

    def remove_option(self, opt_str):
        """Take an option away."""
        option = self.get_option(opt_str)
        if option is None:
            raise ValueError(f"no such option {opt_str!r}")
        for name in option._short_opts:
            del self._short_opt[name]
        for name in option._long_opts:
            del self._long_opt[name]
        option.container.option_list.remove(option)

    def format_option_help(self, formatter):
        """The help of all options."""
        return "".join(formatter.format_option(option) for option in self.option_list
                       if option.help is not SUPPRESS_HELP)

    def format_description(self, formatter):
        """The description, laid out."""
        return formatter.format_description(self.get_description())

    def format_help(self, formatter):
        """Description and options."""
        parts = [self.format_description(formatter)] if self.description else []
        return "\n".join(parts + [self.format_option_help(formatter)])


class OptionGroup(OptionContainer):
    """Options under a heading of their own."""

    def __init__(self, parser, title, description=None):
        self.parser, self.title = parser, title
        super().__init__(parser.option_class, parser.conflict_handler, description)
        self._short_opt, self._long_opt = parser._short_opt, parser._long_opt
        self.defaults = parser.defaults

    def set_title(self, title):
        """Choose the heading."""
        self.title = title

    def format_help(self, formatter):
        """Heading, description and options."""
        heading = formatter.format_heading(self.title)
        formatter.indent()
        text = super().format_help(formatter)
        formatter.dedent()
        return heading + text


class OptionParser(OptionContainer):
    """Reads options off a command line."""

    standard_option_list = []

    def __init__(self, usage=None, option_list=None, option_class=Option, version=None,
                 conflict_handler="error", description=None, formatter=None, add_help_option=True,
                 prog=None, epilog=None):
        super().__init__(option_class, conflict_handler, description)
        self._short_opt, self._long_opt, self.defaults = {}, {}, {}
        self.prog, self.version, self.epilog = prog, version, epilog
        self.set_usage(usage)
        self.allow_interspersed_args, self.option_groups = True, []
        self.formatter = formatter or IndentedHelpFormatter()
        self.formatter.set_parser(self)
        self.rargs = self.largs = self.values = None
        self.add_options(self.standard_option_list)
        self.add_options(option_list or ())
        if version:
            self.add_option("--version", action="version", help="show program's version number and exit")
        if add_help_option:
            self.add_option("-h", "--help", action="help", help="show this help message and exit")

    def set_usage(self, usage):
        """Choose the line of usage."""
        if usage is None:
            self.usage = "%prog [options]"
        elif usage is SUPPRESS_USAGE:
            self.usage = None
        else:
            self.usage = usage[7:] if usage.lower().startswith("usage: ") else usage

    def enable_interspersed_args(self):
        """Options may follow arguments."""
        self.allow_interspersed_args = True

    def disable_interspersed_args(self):
        """Options end at the first argument."""
        self.allow_interspersed_args = False

    def set_default(self, dest, value):
        """Choose a default."""
        self.defaults[dest] = value

    def set_defaults(self, **kwargs):
        """Choose several defaults."""
        self.defaults.update(kwargs)

    def get_default_values(self):
        """The defaults, in the types of their options."""
        defaults = dict(self.defaults)
        for option in self.option_list + [each for group in self.option_groups
                                          for each in group.option_list]:
            if isinstance(defaults.get(option.dest), str):
                defaults[option.dest] = option.check_value(option.get_opt_string(), defaults[option.dest])
        return Values(defaults)

    def add_option_group(self, *args, **kwargs):
        """Add a group of options."""
        group = OptionGroup(self, *args, **kwargs) if isinstance(args[0], str) else args[0]
        self.option_groups.append(group)
        return group

    def get_option_group(self, opt_str):
        """The group an option is in, or None."""
        option = self.get_option(opt_str)
        return option.container if option and option.container is not self else None

    def parse_args(self, args=None, values=None):
        """Read the options; the values and what is left."""
        self.rargs = list(_sys.argv[1:] if args is None else args)
        self.largs, self.values = [], self.get_default_values() if values is None else values
        try:
            self._process_args(self.largs, self.rargs, self.values)
        except (BadOptionError, OptionValueError) as error:
            self.error(str(error))
        return self.values, self.largs + self.rargs

    def _process_args(self, largs, rargs, values):
        while rargs:
            arg = rargs[0]
            if arg == "--":
                del rargs[0]
                return
            if arg[:2] == "--":
                self._process_long(rargs, values)
            elif arg[:1] == "-" and len(arg) > 1:
                self._process_short(rargs, values)
            elif self.allow_interspersed_args:
                largs.append(rargs.pop(0))
            else:
                return

    def _match_long(self, opt):
        if opt in self._long_opt:
            return opt
        fitting = sorted(name for name in self._long_opt if name.startswith(opt))
        if not fitting:
            raise BadOptionError(opt)
        if len(fitting) > 1:
            raise AmbiguousOptionError(opt, fitting)
        return fitting[0]

    def _process_long(self, rargs, values):
        opt, equals, given = rargs.pop(0).partition("=")
        if equals:
            rargs.insert(0, given)
        opt = self._match_long(opt)
        option = self._long_opt[opt]
        if not option.takes_value() and equals:
            self.error(f"{opt} option does not take a value")
        option.process(opt, self._value(option, opt, rargs), values, self)

    def _value(self, option, opt, rargs):
        """The value, or values, that follow."""
        if not option.takes_value():
            return None
        count = option.nargs
        if len(rargs) < count:
            plural = f"{count} arguments" if count != 1 else "1 argument"
            self.error(f"{opt} option requires {plural}")
        taken, rargs[:count] = rargs[:count], []
        return taken[0] if count == 1 else tuple(taken)

    def _process_short(self, rargs, values):
        letters = rargs.pop(0)[1:]
        while letters:
            opt, letters = "-" + letters[0], letters[1:]
            option = self._short_opt.get(opt)
            if not option:
                raise BadOptionError(opt)
            if option.takes_value() and letters:
                rargs.insert(0, letters)
                letters = ""
            option.process(opt, self._value(option, opt, rargs), values, self)

    def get_prog_name(self):
        """The name of the program."""
        return _os.path.basename(_sys.argv[0]) if self.prog is None else self.prog

    def expand_prog_name(self, text):
        """A text with the name of the program in it."""
        return text.replace("%prog", self.get_prog_name())

    def get_description(self):
        """What the program does."""
        return self.expand_prog_name(self.description) if self.description else self.description

    def exit(self, status=0, msg=None):
        """End the program."""
        if msg:
            _sys.stderr.write(msg)
        _sys.exit(status)

    def error(self, msg):
        """Print the usage and an error, and end the program."""
        self.print_usage(_sys.stderr)
        self.exit(2, f"{self.get_prog_name()}: error: {msg}\n")

    def get_usage(self):
        """The line of usage."""
        return self.formatter.format_usage(self.expand_prog_name(self.usage)) if self.usage else ""

    def print_usage(self, file=None):
        """Print the line of usage."""
        if self.usage:
            print(self.get_usage(), file=file)

    def get_version(self):
        """The version."""
        return self.expand_prog_name(self.version) if self.version else ""

    def print_version(self, file=None):
        """Print the version."""
        if self.version:
            print(self.get_version(), file=file)

    def format_option_help(self, formatter=None):
        """The help of all options and groups."""
        formatter = formatter or self.formatter
        formatter.store_option_strings(self)
        parts = [formatter.format_heading("Options")]
        formatter.indent()
        if self.option_list:
            parts += [super().format_option_help(formatter), "\n"]
        for group in self.option_groups:
            parts += [group.format_help(formatter), "\n"]
        formatter.dedent()
        return "".join(parts[:-1])

    def format_help(self, formatter=None):
        """All of the help."""
        formatter = formatter or self.formatter
        parts = [self.get_usage() + "\n"] if self.usage else []
        if self.description:
            parts.append(self.format_description(formatter) + "\n")
        parts += [self.format_option_help(formatter), formatter.format_epilog(self.epilog)]
        return "".join(parts)

    def print_help(self, file=None):
        """Print all of the help."""
        (file or _sys.stdout).write(self.format_help())
