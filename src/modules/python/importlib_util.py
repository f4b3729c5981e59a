"""Whether modules are there, and modules from files, for importlib."""

import sys as _sys
from _frozen_importlib import (
    ModuleSpec, SourceFileLoader, _cache_of, _find, _find_on_path, _module_of as module_from_spec)
from importlib import _absolute

__all__ = ["Loader", "MAGIC_NUMBER", "cache_from_source", "decode_source", "find_spec",
           "module_from_spec", "resolve_name", "source_from_cache", "source_hash",
           "spec_from_file_location", "spec_from_loader"]

# Of CPython 3.13; nothing here writes files that begin with it.
MAGIC_NUMBER = (3571).to_bytes(2, "little") + b"\r\n"


def resolve_name(name, package):
    """Resolve a relative module name to an absolute one."""
    level = len(name) - len(name.lstrip("."))
    if not level:
        return name
    if not package:
        raise ImportError(f"no package specified for {name!r} (required for relative module "
                          "names)")
    return _absolute(name[level:], package, level)


def spec_from_file_location(name, location=None, *, loader=None, submodule_search_locations=None):
    """Return a module spec based on a file location."""
    import os
    if location is None:
        location = loader.get_filename(name)
    path = os.path.join(os.getcwd(), os.fspath(location))
    if loader is None:
        if not path.endswith(".py"):
            return None
        loader = SourceFileLoader(name, path)
    spec = ModuleSpec(name, loader, origin=path)
    spec.has_location = True
    if submodule_search_locations is None:
        is_package = getattr(loader, "is_package", None)
        if is_package is not None and is_package(name):
            submodule_search_locations = [os.path.dirname(path)]
    spec.submodule_search_locations = submodule_search_locations
    return spec


def spec_from_loader(name, loader, *, origin=None, is_package=None):
    """Return a module spec based on various loader methods."""
    if is_package is None and hasattr(loader, "is_package"):
        try:
            is_package = loader.is_package(name)
        except ImportError:
            is_package = None
    return ModuleSpec(name, loader, origin=origin, is_package=is_package)


def find_spec(name, package=None):
    """Return the spec of a module, or None if there is no such module."""
    name = resolve_name(name, package)
    if name in _sys.modules:
        module = _sys.modules[name]
        if module is None:
            return None
        try:
            spec = module.__spec__
        except AttributeError:
            raise ValueError(f"{name}.__spec__ is not set") from None
        if spec is not None:
            return spec
        spec = _find_on_path(name)
        if spec is None or spec.has_location:
            raise ValueError(f"{name}.__spec__ is None")
        return spec
    package = name.rpartition(".")[0]
    if not package:
        return _find(name)
    parent = __import__(package, fromlist=["__path__"])
    path = getattr(parent, "__path__", None)
    if path is None and not _find_on_path(name):
        raise ModuleNotFoundError(f"__path__ attribute not found on {package!r} while trying to "
                                  f"find {name!r}", name=name)
    return _find(name, path)


def cache_from_source(path, debug_override=None, *, optimization=None):
    """Where CPython keeps the bytecode of a source file."""
    import os
    path = os.fspath(path)
    if not optimization:
        return _cache_of(path)
    if not str(optimization).isalnum():
        raise ValueError(f"{optimization!r} is not alphanumeric")
    return f"{_cache_of(path).removesuffix('.pyc')}.opt-{optimization}.pyc"


def source_from_cache(path):
    """The source file whose bytecode CPython keeps in a file."""
    import os
    path = os.fspath(path)
    folder, name = os.path.split(path)
    folder, cache = os.path.split(folder)
    if cache != "__pycache__":
        raise ValueError(f"__pycache__ not bottom-level directory in {path!r}")
    if name.count(".") not in (2, 3):
        raise ValueError(f"expected only 2 or 3 dots in {name!r}")
    return os.path.join(folder, name.partition(".")[0] + ".py")


def decode_source(source_bytes):
    """Decode bytes representing source code and return the string."""
    import io
    import tokenize
    encoding = tokenize.detect_encoding(io.BytesIO(source_bytes).readline)[0]
    return io.IncrementalNewlineDecoder(None, True).decode(source_bytes.decode(encoding))


def source_hash(source_bytes):
    """Return the hash of a source by which CPython knows whether it has changed."""
    from _importers import source_hash
    return source_hash(int.from_bytes(MAGIC_NUMBER, "little"), source_bytes)


def __getattr__(name):
    if name == "Loader":
        from importlib.abc import Loader
        return Loader
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
