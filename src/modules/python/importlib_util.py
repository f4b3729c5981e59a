"""Whether modules are there, and modules from files, for importlib."""

import sys as _sys
from _frozen_importlib import ModuleSpec, SourceFileLoader, _describe
from importlib import _absolute


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
    path = os.path.join(os.getcwd(), os.fspath(location))
    spec = ModuleSpec(name, loader or SourceFileLoader(name, path), origin=path)
    spec.has_location = True
    spec.submodule_search_locations = submodule_search_locations
    return spec


def spec_from_loader(name, loader, *, origin=None, is_package=None):
    """Return a module spec based on various loader methods."""
    return ModuleSpec(name, loader, origin=origin, is_package=is_package)


def module_from_spec(spec):
    """Create a module based on the provided spec."""
    create = getattr(spec.loader, "create_module", None)
    module = create(spec) if create is not None else None
    if module is None:
        module = type(_sys)(spec.name)
    module.__spec__, module.__loader__, module.__package__ = spec, spec.loader, spec.parent
    if spec.submodule_search_locations is not None:
        module.__path__ = spec.submodule_search_locations
    if spec.has_location:
        module.__file__ = spec.origin
        if spec.cached is not None:
            module.__cached__ = spec.cached
    return module


def find_spec(name, package=None):
    """Return the spec of a module, or None if there is no such module."""
    import os
    name = resolve_name(name, package)
    if name in _sys.modules:
        module = _sys.modules[name]
        if module.__spec__ is not None:
            return module.__spec__
        return ModuleSpec(name, None, origin=getattr(module, "__file__", None))
    if name in _sys.builtin_module_names or name in _sys.stdlib_module_names:
        return ModuleSpec(name, None, origin="frozen")
    package, _, last = name.rpartition(".")
    folders = __import__(package, fromlist=["__path__"]).__path__ if package else _sys.path
    for folder in folders:
        folder = os.path.join(os.getcwd(), folder)
        path = os.path.join(folder, last)
        if os.path.isfile(os.path.join(path, "__init__.py")):
            return _describe(name, os.path.join(path, "__init__.py"), path)
        if os.path.isfile(path + ".py"):
            return _describe(name, path + ".py", None)
    return None
