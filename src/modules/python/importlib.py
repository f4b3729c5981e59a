"""Imports by name, and modules run anew."""

import sys as _sys

__all__ = ["__import__", "import_module", "invalidate_caches", "reload"]
__path__ = []

from builtins import __import__


def _absolute(name, package, level):
    base = package.rsplit(".", level - 1)
    if len(base) < level:
        raise ImportError("attempted relative import beyond top-level package")
    return f"{base[0]}.{name}" if name else base[0]


def import_module(name, package=None):
    """Import a module.

The 'package' argument is required when performing a relative import. It
specifies the package to use as the anchor point from which to resolve the
relative import to an absolute import."""
    level = len(name) - len(name.lstrip("."))
    if level:
        if not package:
            raise TypeError("the 'package' argument is required to perform a relative import for "
                            f"{name!r}")
        name = _absolute(name[level:], package, level)
    __import__(name)
    return _sys.modules[name]


def reload(module):
    """Reload the module and return it.

The module must have been successfully imported before."""
    if not isinstance(module, type(_sys)):
        raise TypeError("reload() argument must be a module")
    name = module.__name__
    if _sys.modules.get(name) is not module:
        raise ImportError(f"module {name} not in sys.modules", name=name)
    file = getattr(module, "__file__", None)
    if file is None or file.startswith("<"):
        return module
    with open(file) as source:
        code = compile(source.read(), file, "exec")
    exec(code, module.__dict__)
    return _sys.modules[name]


def invalidate_caches():
    """Nothing is cached that files could make wrong."""
