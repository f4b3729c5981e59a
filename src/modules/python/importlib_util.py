"""Whether modules are there, and modules from files, for importlib."""

import sys as _sys
from importlib import _absolute


class ModuleSpec:
    """What is known of a module before it is imported."""

    def __init__(self, name, loader, *, origin=None, is_package=None):
        self.name, self.loader, self.origin = name, loader, origin
        self.submodule_search_locations = [] if is_package else None
        self.has_location = origin is not None

    @property
    def parent(self):
        if self.submodule_search_locations is None:
            return self.name.rpartition(".")[0]
        return self.name

    def __repr__(self):
        return f"ModuleSpec(name={self.name!r}, loader={self.loader!r}, origin={self.origin!r})"


class _SourceLoader:
    def __init__(self, path):
        self.path = path

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        with open(self.path) as source:
            code = compile(source.read(), self.path, "exec")
        exec(code, module.__dict__)


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
    path = str(location)
    spec = ModuleSpec(name, loader or _SourceLoader(path), origin=path)
    spec.submodule_search_locations = submodule_search_locations
    return spec


def module_from_spec(spec):
    """Create a module based on the provided spec."""
    module = type(_sys)(spec.name)
    module.__spec__, module.__loader__, module.__package__ = spec, spec.loader, spec.parent
    if spec.origin is not None:
        module.__file__ = spec.origin
    return module


def find_spec(name, package=None):
    """Return the spec of a module, or None if there is no such module."""
    import os
    name = resolve_name(name, package)
    if name in _sys.modules:
        module = _sys.modules[name]
        return ModuleSpec(name, None, origin=getattr(module, "__file__", None))
    if name in _sys.builtin_module_names or name in _sys.stdlib_module_names:
        return ModuleSpec(name, None, origin="frozen")
    for folder in _sys.path:
        for path in (os.path.join(folder, name + ".py"), os.path.join(folder, name, "__init__.py")):
            if os.path.isfile(path):
                return spec_from_file_location(name, path)
    return None
