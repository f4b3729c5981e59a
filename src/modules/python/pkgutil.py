"""Which modules there are beside a program."""

import os as _os
import sys as _sys
from collections import namedtuple as _namedtuple

__all__ = ["iter_modules", "walk_packages", "get_data", "ModuleInfo", "extend_path", "resolve_name"]

ModuleInfo = _namedtuple("ModuleInfo", "module_finder name ispkg")
ModuleInfo.__module__ = "pkgutil"


def iter_modules(path=None, prefix=""):
    """Yield ModuleInfo for all submodules on path, or top-level modules beside the program."""
    seen = set()
    for directory in _sys.path if path is None else path:
        try:
            names = sorted(_os.listdir(directory or "."))
        except OSError:
            continue
        for entry in names:
            name, end = _os.path.splitext(entry)
            whole = _os.path.join(directory or ".", entry)
            package = not end and _os.path.exists(_os.path.join(whole, "__init__.py"))
            if name in seen or name == "__init__" or not (package or end == ".py"):
                continue
            if name.isidentifier():
                seen.add(name)
                yield ModuleInfo(None, prefix + name, package)


def walk_packages(path=None, prefix="", onerror=None):
    """Yield ModuleInfo for all modules recursively on path."""
    for info in iter_modules(path, prefix):
        yield info
        if info.ispkg:
            try:
                __import__(info.name)
            except Exception:
                if onerror is None:
                    raise
                onerror(info.name)
            else:
                inside = getattr(_sys.modules[info.name], "__path__", [])
                yield from walk_packages(inside, info.name + ".", onerror)


def get_data(package, resource):
    """Get the bytes of a file in a package."""
    __import__(package)
    module = _sys.modules[package]
    path = _os.path.join(_os.path.dirname(module.__file__), *resource.split("/"))
    loader = getattr(getattr(module, "__spec__", None), "loader", None)
    if hasattr(loader, "get_data"):
        return loader.get_data(path)
    with open(path, "rb") as file:
        return file.read()


def extend_path(path, name):
    """A package is in one place here."""
    return path


def resolve_name(name):
    """Resolve a name to an object: "package.module:attribute.more"."""
    module, colon, rest = name.partition(":")
    if not colon:
        parts = name.split(".")
        module, rest = parts.pop(0), ""
        found = __import__(module)
        while parts:
            part = parts.pop(0)
            try:
                __import__(f"{module}.{part}")
            except ImportError:
                parts.insert(0, part)
                break
            module = f"{module}.{part}"
        found, rest = _sys.modules[module], ".".join(parts)
    else:
        __import__(module)
        found = _sys.modules[module]
    for part in rest.split(".") if rest else ():
        found = getattr(found, part)
    return found
