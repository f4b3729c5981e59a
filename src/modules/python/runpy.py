"""Runs a file or a module as a program."""

import sys as _sys

__all__ = ["run_module", "run_path"]


def _run(code, namespace, init_globals, name, spec, file):
    namespace.update(init_globals or {})
    loader = None if spec is None else spec.loader
    namespace.update(__name__=name, __builtins__=__builtins__, __doc__=None, __loader__=loader,
                     __package__="" if spec is None else spec.parent, __spec__=spec,
                     __cached__=None if spec is None else spec.cached, __file__=file)
    exec(code, namespace)
    return dict(namespace)


def run_path(path_name, init_globals=None, run_name=None):
    """Execute code located at the specified filesystem location."""
    import os
    path_name = os.fsdecode(path_name)
    name = "<run_path>" if run_name is None else run_name
    if os.path.isdir(path_name):
        path_name = os.path.join(path_name, "__main__.py")
    with open(os.path.abspath(path_name), encoding="utf-8") as file:
        code = compile(file.read(), path_name, "exec")
    old, _sys.argv[:1] = _sys.argv[:1], [path_name]
    try:
        return _run(code, {}, init_globals, name, None, path_name)
    finally:
        _sys.argv[:1] = old


def run_module(mod_name, init_globals=None, run_name=None, alter_sys=False):
    """Execute a module's code without importing it."""
    spec = _found(mod_name)
    code = spec.loader.get_code()
    return _run(code, {}, init_globals, run_name or mod_name, spec, spec.origin)


def _found(name):
    """The specification of a module on the path, or of a package's __main__; the packages that it
    is in are imported."""
    import os
    from _frozen_importlib import _describe
    package, _, last = name.rpartition(".")
    folders = _sys.path
    if package:
        try:
            folders = _imported(package).__path__
        except ModuleNotFoundError as error:
            if error.name is None or not (error.name == package
                                          or package.startswith(error.name + ".")):
                raise
            folders = []
        except AttributeError:
            folders = []
    for folder in folders:
        folder = os.path.join(os.getcwd(), folder)
        path = os.path.join(folder, last)
        if os.path.isfile(path + ".py"):
            return _describe(name, path + ".py", None)
        if os.path.isfile(os.path.join(path, "__init__.py")) or os.path.isdir(path):
            if last == "__main__":
                continue
            try:
                return _found(name + ".__main__")
            except ImportError as error:
                if name not in _sys.modules or not str(error).startswith("No module named"):
                    raise
                raise ImportError(f"{error}; {name!r} is a package and cannot be directly "
                                  "executed") from None
    raise ImportError(f"No module named {name}")


def _imported(name):
    __import__(name)
    return _sys.modules[name]


# The frames that CPython's tracebacks show between the command line and a module's code.
_frames = {}
for _line, _source in ((198, "def _run_module_as_main(code, names):\n    _run_code(code, names)"),
                       (88, "def _run_code(code, names):\n    exec(code, names)")):
    exec(compile("\n" * (_line - 2) + _source, "<frozen runpy>", "exec"), _frames)

_PACKAGES = ("collections", "concurrent", "email", "html", "http", "importlib", "json", "logging",
             "multiprocessing", "re", "urllib", "xml")


def _main(name):
    """What the command line's -m runs."""
    _sys.argv[0] = "-m"
    try:
        spec = _found(name)
    except ImportError as error:
        # What the module's package raises is the program's own matter.
        if type(error) is not ImportError or error.name is not None:
            raise
        if name not in _sys.stdlib_module_names and name not in ("builtins", "json.tool"):
            raise SystemExit(f"refscope: {error}") from None
        spec = None
    if spec is None:
        return _program(name)
    import __main__
    _sys.argv[0] = spec.origin
    vars(__main__).update(__file__=spec.origin, __package__=spec.parent, __cached__=spec.cached,
                          __loader__=spec.loader, __spec__=spec)
    _frames["_run_module_as_main"](spec.loader.get_code(), vars(__main__))


def _program(name):
    """Runs a module of the library."""
    from _main_programs import PROGRAMS
    if name in PROGRAMS:
        raise SystemExit(PROGRAMS[name]())
    if name in _PACKAGES:
        raise SystemExit(f"refscope: No module named {name}.__main__; {name!r} is a package and "
                         "cannot be directly executed")
    if not hasattr(_imported(name), "__file__"):
        raise SystemExit(f"refscope: No code object available for {name}")
