"""What a module says of where it comes from: its specification and its loader."""

import sys as _sys


class ModuleSpec:
    """The specification for a module, used for loading."""

    def __init__(self, name, loader, *, origin=None, loader_state=None, is_package=None):
        self.name = name
        self.loader = loader
        self.origin = origin
        self.loader_state = loader_state
        self.submodule_search_locations = [] if is_package else None
        self._uninitialized_submodules = []
        self._set_fileattr = False
        self._cached = None

    @property
    def cached(self):
        if self._cached is None and self._set_fileattr and self.origin is not None:
            self._cached = _cache_of(self.origin)
        return self._cached

    @cached.setter
    def cached(self, cached):
        self._cached = cached

    @property
    def parent(self):
        """The name of the module's parent."""
        if self.submodule_search_locations is None:
            return self.name.rpartition(".")[0]
        return self.name

    @property
    def has_location(self):
        return self._set_fileattr

    @has_location.setter
    def has_location(self, value):
        self._set_fileattr = bool(value)

    def __eq__(self, other):
        try:
            return (self.name == other.name and self.loader == other.loader
                    and self.origin == other.origin
                    and self.submodule_search_locations == other.submodule_search_locations
                    and self.cached == other.cached and self.has_location == other.has_location)
        except AttributeError:
            return NotImplemented

    def __repr__(self):
        parts = [f"name={self.name!r}", f"loader={self.loader!r}"]
        if self.origin is not None:
            parts.append(f"origin={self.origin!r}")
        if self.submodule_search_locations is not None:
            parts.append(f"submodule_search_locations={self.submodule_search_locations}")
        return f"{self.__class__.__name__}({', '.join(parts)})"


class SourceFileLoader:
    """Runs the source of a file as a module."""

    __module__ = "_frozen_importlib_external"

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def __eq__(self, other):
        return self.__class__ == other.__class__ and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)

    def create_module(self, spec):
        """Use default semantics for module creation."""

    def exec_module(self, module):
        """Execute the module."""
        exec(self.get_code(module.__name__), module.__dict__)

    def get_filename(self, name=None):
        """Return the path to the source file as found by the finder."""
        return self.path

    def get_data(self, path):
        """Return the data from path as raw bytes."""
        with open(path, "rb") as file:
            return file.read()

    def get_source(self, fullname=None):
        with open(self.path, encoding="utf-8") as file:
            return file.read()

    def get_code(self, fullname=None):
        return self.source_to_code(self.get_source(fullname), self.path)

    def source_to_code(self, data, path="<string>"):
        """Return the code object compiled from source."""
        return compile(data, path, "exec", dont_inherit=True)

    def is_package(self, fullname):
        return self.path.endswith("/__init__.py") and not fullname.endswith("__init__")


class NamespaceLoader:
    """What a package without a file of its own has for a loader."""

    __module__ = "_frozen_importlib_external"

    def __init__(self, name, path, path_finder=None):
        self._path = path

    def is_package(self, fullname):
        return True

    def get_source(self, fullname):
        return ""

    def create_module(self, spec):
        """Use default semantics for module creation."""

    def exec_module(self, module):
        pass


def _cache_of(path):
    folder, slash, file = path.rpartition("/")
    version = "".join(map(str, _sys.version_info[:2]))
    return f"{folder}{slash}__pycache__/{file.removesuffix('.py')}.cpython-{version}.pyc"


def _describe(name, path, directory):
    """The specification of the module in a file, or of a package without one."""
    if path is None:
        spec = ModuleSpec(name, NamespaceLoader(name, [directory]), is_package=True)
    else:
        spec = ModuleSpec(name, SourceFileLoader(name, path), origin=path,
                          is_package=directory is not None)
        spec._set_fileattr = True
    if directory is not None:
        spec.submodule_search_locations.append(directory)
    return spec
