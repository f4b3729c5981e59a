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
    import os
    wanted = mod_name.replace(".", os.sep)
    for directory in _sys.path:
        for place in wanted + ".py", os.path.join(wanted, "__main__.py"):
            path = os.path.join(directory or ".", place)
            if os.path.isfile(path):
                with open(path, encoding="utf-8") as file:
                    code = compile(file.read(), path, "exec")
                package = mod_name if place.endswith("__main__.py") else mod_name.rpartition(".")[0]
                if package:
                    __import__(package)
                return _run(code, {}, init_globals, run_name or mod_name, file=path, package=package)
    raise ImportError(f"No module named {mod_name}")
