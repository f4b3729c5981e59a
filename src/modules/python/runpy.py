"""Runs a file or a module as a program."""

import sys as _sys

__all__ = ["run_module", "run_path"]


def _run(code, namespace, init_globals, name, **more):
    namespace.update(init_globals or {})
    namespace.update(__name__=name, __builtins__=__builtins__, __doc__=None, __loader__=None,
                     __package__=more.get("package", ""), __spec__=None, __cached__=None,
                     __file__=more["file"])
    exec(code, namespace)
    return dict(namespace)


def run_path(path_name, init_globals=None, run_name=None):
    """Execute code located at the specified filesystem location."""
    import os
    path_name = os.fsdecode(path_name)
    name = "<run_path>" if run_name is None else run_name
    if os.path.isdir(path_name):
        path_name = os.path.join(path_name, "__main__.py")
    with open(path_name, encoding="utf-8") as file:
        code = compile(file.read(), path_name, "exec")
    old, _sys.argv[:1] = _sys.argv[:1], [path_name]
    try:
        return _run(code, {}, init_globals, name, file=path_name)
    finally:
        _sys.argv[:1] = old


def run_module(mod_name, init_globals=None, run_name=None, alter_sys=False):
    """Execute a module's code without importing it."""
    code, path, package = _found(mod_name)
    return _run(code, {}, init_globals, run_name or mod_name, file=path, package=package)


def _found(name):
    """The code of a module on the path, its file and its package, which is imported."""
    import os
    wanted = name.replace(".", os.sep)
    for directory in _sys.path:
        for place in wanted + ".py", os.path.join(wanted, "__main__.py"):
            path = os.path.join(directory or ".", place)
            if os.path.isfile(path):
                with open(path, encoding="utf-8") as file:
                    code = compile(file.read(), path, "exec")
                package = name if place.endswith("__main__.py") else name.rpartition(".")[0]
                if package:
                    __import__(package)
                return code, path, package
    raise ImportError(f"No module named {name}")


def _run_module_as_main(name):
    """What the command line's -m runs."""
    program = _PROGRAMS.get(name)
    if program is not None:
        return program()
    try:
        code, path, package = _found(name)
    except ImportError as error:
        raise SystemExit(f"refscope: {error}") from None
    import __main__
    _sys.argv[0] = path
    vars(__main__).update(__file__=path, __package__=package, __cached__=None)
    exec(code, vars(__main__))


def _test():
    import unittest
    _sys.argv[0] = "python -m unittest"
    unittest.main(module=None)


def _test_documentation():
    """The doctests of the files named; those that end in .py are imported."""
    import doctest
    import os
    words = _sys.argv[1:]
    verbose = "-v" in words or "--verbose" in words
    fail_fast = doctest.FAIL_FAST if "-f" in words or "--fail-fast" in words else 0
    for name in [word for word in words if not word.startswith("-")]:
        if name.endswith(".py"):
            folder, file = os.path.split(name)
            _sys.path.insert(0, folder)
            module = __import__(file[:-3])
            del _sys.path[0]
            failed = doctest.testmod(module, verbose=verbose, optionflags=fail_fast).failed
        else:
            failed = doctest.testfile(name, module_relative=False, verbose=verbose,
                                      optionflags=fail_fast).failed
        if failed:
            raise SystemExit(1)


_PROGRAMS = {"doctest": _test_documentation, "unittest": _test}
