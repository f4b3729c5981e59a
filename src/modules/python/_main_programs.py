"""What some modules of the library do as programs: python -m NAME."""

import sys


def unit_tests():
    import unittest
    sys.argv[0] = "python -m unittest"
    unittest.main(module=None)


def doctests():
    """The doctests of the files named; those that end in .py are imported."""
    import doctest
    import os
    words = sys.argv[1:]
    verbose = "-v" in words or "--verbose" in words
    fail_fast = doctest.FAIL_FAST if "-f" in words or "--fail-fast" in words else 0
    for name in [word for word in words if not word.startswith("-")]:
        if name.endswith(".py"):
            folder, file = os.path.split(name)
            sys.path.insert(0, folder)
            module = __import__(file[:-3])
            del sys.path[0]
            failed = doctest.testmod(module, verbose=verbose, optionflags=fail_fast).failed
        else:
            failed = doctest.testfile(name, module_relative=False, verbose=verbose,
                                      optionflags=fail_fast).failed
        if failed:
            raise SystemExit(1)


def json_tool():
    import importlib
    importlib.import_module("json.tool").main()


def calendars():
    import calendar
    import datetime
    words = [int(word) for word in sys.argv[1:]]
    text = calendar.TextCalendar()
    if len(words) < 2:
        year = words[0] if words else datetime.date.today().year
        sys.stdout.write(text.formatyear(year))
    else:
        sys.stdout.write(text.formatmonth(*words[:2]))


def tokens():
    import tokenize
    exact = "-e" in sys.argv or "--exact" in sys.argv
    files = [word for word in sys.argv[1:] if not word.startswith("-")]
    if files:
        with open(files[0], "rb") as file:
            found = list(tokenize.tokenize(file.readline))
    else:
        found = tokenize.generate_tokens(sys.stdin.readline)
    for token in found:
        kind = token.exact_type if exact else token.type
        place = "%d,%d-%d,%d:" % (token.start + token.end)
        print("%-20s%-15s%-15r" % (place, tokenize.tok_name[kind], token.string))


def trees():
    import argparse
    import ast
    parser = argparse.ArgumentParser(prog="python -m ast")
    parser.add_argument("infile", nargs="?", default="-",
                        help="the file to parse; defaults to stdin")
    parser.add_argument("-m", "--mode", default="exec",
                        choices=("exec", "single", "eval", "func_type"),
                        help="specify what kind of code must be parsed")
    parser.add_argument("--no-type-comments", default=True, action="store_false",
                        help="don't add information about type comments")
    parser.add_argument("-a", "--include-attributes", action="store_true",
                        help="include attributes such as line numbers and column offsets")
    parser.add_argument("-i", "--indent", type=int, default=3, help="indentation of nodes (number "
                                                                    "of spaces)")
    options = parser.parse_args()
    if options.infile == "-":
        name, source = "<stdin>", sys.stdin.read()
    else:
        name = options.infile
        with open(name, "rb") as file:
            source = file.read()
    tree = ast.parse(source, name, options.mode)
    print(ast.dump(tree, include_attributes=options.include_attributes, indent=options.indent))


def timings():
    """Times a statement: -n how often, -r how many times over, -s what runs before, -u the unit."""
    import getopt
    import timeit
    try:
        options, words = getopt.getopt(
            sys.argv[1:], "n:u:s:r:pvh",
            ["number=", "setup=", "repeat=", "process", "verbose", "unit=", "help"])
    except getopt.error as error:
        print(error)
        print("use -h/--help for command line help")
        return 2
    number, repeat, setup, unit, verbose = 0, timeit.default_repeat, [], None, False
    units = {"nsec": 1e-9, "usec": 1e-6, "msec": 1e-3, "sec": 1.0}
    for option, value in options:
        if option in ("-n", "--number"):
            number = int(value)
        elif option in ("-s", "--setup"):
            setup.append(value)
        elif option in ("-u", "--unit"):
            if value not in units:
                print("Unrecognized unit. Please select nsec, usec, msec, or sec.", file=sys.stderr)
                return 2
            unit = value
        elif option in ("-r", "--repeat"):
            repeat = max(int(value), 1)
        elif option in ("-v", "--verbose"):
            verbose = True
        elif option in ("-h", "--help"):
            print(timings.__doc__)
            return 0
    sys.path.insert(0, "")
    timer = timeit.Timer("\n".join(words) or "pass", "\n".join(setup) or "pass", globals={})
    try:
        if not number:
            number, _ = timer.autorange()
        raw = timer.repeat(repeat, number)
    except BaseException as error:
        if isinstance(error, (SystemExit, KeyboardInterrupt)):
            raise
        timer.print_exc()
        return 1

    def text(seconds):
        scales = sorted(units.items(), key=lambda pair: -pair[1])
        name = unit or next((name for name, scale in scales if seconds >= scale), scales[-1][0])
        return "%.*g %s" % (3, seconds / units[name], name)

    if verbose:
        print("raw times: %s" % ", ".join(map(text, raw)))
        print()
    best = min(raw) / number
    print("%d loop%s, best of %d: %s per loop" % (
        number, "s" if number != 1 else "", repeat, text(best)))
    return None


def zen():
    __import__("this")


PROGRAMS = {"unittest": unit_tests, "doctest": doctests, "json.tool": json_tool,
            "calendar": calendars, "tokenize": tokens, "ast": trees, "timeit": timings,
            "this": zen}
