"""Command lines whose positional arguments may stand between the options, for argparse."""

from _argparse_actions import PARSER, REMAINDER, SUPPRESS
from contextlib import contextmanager


@contextmanager
def _lent(objects, **attributes):
    """Let objects have other attributes for a while."""
    before = [(thing, name, getattr(thing, name)) for thing in objects for name in attributes]
    for thing in objects:
        vars(thing).update(attributes)
    try:
        yield
    finally:
        for thing, name, value in before:
            setattr(thing, name, value)


def read(parser, args, namespace):
    """Read the options first, then the positional arguments from what is left."""
    positionals = [action for action in parser._actions if not action.option_strings]
    options = [action for action in parser._actions if action.option_strings]
    groups = parser._mutually_exclusive_groups
    for action in positionals:
        if action.nargs in (PARSER, REMAINDER):
            raise TypeError(f"parse_intermixed_args: positional arg with nargs={action.nargs}")
    if any(action in group._group_actions for group in groups for action in positionals):
        raise TypeError("parse_intermixed_args: positional in mutuallyExclusiveGroup")
    # Errors of either pass show the usage of the whole.
    usage = parser.format_usage().removeprefix("usage: ") if parser.usage is None else parser.usage
    with _lent([parser], usage=usage):
        with _lent(positionals, nargs=SUPPRESS, default=SUPPRESS):
            namespace, rest = parser.parse_known_args(args, namespace)
            for action in positionals:
                if getattr(namespace, action.dest, None) == []:
                    from warnings import warn
                    warn(f"Do not expect {action.dest} in {namespace}", stacklevel=3)
                    delattr(namespace, action.dest)
        with _lent(options + groups, required=False):
            return parser.parse_known_args(rest, namespace)
