"""Command lines read in the way of C's getopt."""

__all__ = ["GetoptError", "error", "getopt", "gnu_getopt"]


class GetoptError(Exception):
    def __init__(self, msg, opt=""):
        self.msg, self.opt = msg, opt
        Exception.__init__(self, msg, opt)

    def __str__(self):
        return self.msg


error = GetoptError


def getopt(args, shortopts, longopts=[]):
    """getopt(args, options[, long_options]) -> opts, args"""
    return _read(list(args), shortopts, longopts, False)


def gnu_getopt(args, shortopts, longopts=[]):
    """Like getopt(), but options may stand after other arguments."""
    import os
    first = shortopts.startswith("+") or os.environ.get("POSIXLY_CORRECT")
    return _read(list(args), shortopts, longopts, not first)


def _read(args, short, long, mixed):
    long = [long] if isinstance(long, str) else list(long)
    short = short.removeprefix("+")
    found, rest = [], []
    while args:
        word = args.pop(0)
        if word == "--":
            rest += args
            break
        if word.startswith("--"):
            _long(found, word[2:], long, args)
        elif word.startswith("-") and word != "-":
            _short(found, word[1:], short, args)
        elif mixed:
            rest.append(word)
        else:
            rest += [word, *args]
            break
    return found, rest


def _long(found, word, known, args):
    name, equals, value = word.partition("=")
    matches = [one for one in known if one.startswith(name)]
    if not matches:
        raise GetoptError("option --%s not recognized" % name, name)
    exact = [one for one in matches if one.rstrip("=") == name]
    if not exact and len(matches) > 1:
        raise GetoptError("option --%s not a unique prefix" % name, name)
    option = (exact or matches)[0]
    name = option.rstrip("=")
    if option.endswith("="):
        if not equals:
            if not args:
                raise GetoptError("option --%s requires argument" % name, name)
            value = args.pop(0)
    elif equals:
        raise GetoptError("option --%s must not have an argument" % name, name)
    found.append(("--" + name, value if option.endswith("=") else ""))


def _short(found, letters, known, args):
    while letters:
        letter, letters = letters[0], letters[1:]
        at = known.find(letter)
        if at < 0 or letter == ":":
            raise GetoptError("option -%s not recognized" % letter, letter)
        value = ""
        if known[at + 1:at + 2] == ":":
            if not letters:
                if not args:
                    raise GetoptError("option -%s requires argument" % letter, letter)
                letters = args.pop(0)
            value, letters = letters, ""
        found.append(("-" + letter, value))
