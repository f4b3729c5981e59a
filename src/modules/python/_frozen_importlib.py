"""What a module says of where it comes from: its specification and its loader."""

import sys as _sys
from _importers import (
    BuiltinImporter, FrozenImporter, PathFinder, is_of_library as _is_of_library, locate as _locate)


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


def _find_builtin(name):
    """The specification of a module that no file can stand in for."""
    if name in _sys.builtin_module_names:
        return ModuleSpec(name, BuiltinImporter, origin="built-in")
    return None


def _find_on_path(name, path=None):
    """The specification of a module in a file, or of one of the library that files come before."""
    inner = "." in name
    if inner and _is_of_library(name):
        return _of_library(name)
    found = _locate(name.rpartition(".")[2], _sys.path if path is None else path)
    if _is_of_library(name) and (found is None or found[0] is None or found[1] is not None):
        return _of_library(name)
    if found is None:
        return _in_archives(name, _sys.path if path is None else path)
    return _describe(name, *found)


def _in_archives(name, path):
    """The specification of a module in one of the archives of a path, or None."""
    import posixpath
    for folder in path:
        if isinstance(folder, str) and folder and not posixpath.isdir(folder):
            import zipimport
            try:
                spec = zipimport.zipimporter(folder).find_spec(name)
            except zipimport.ZipImportError:
                continue
            if spec is not None:
                return spec
    return None


def _load_from_archive(name, path):
    spec = _in_archives(name, path)
    return None if spec is None else _load(spec)


def _of_library(name):
    return ModuleSpec(name, BuiltinImporter, origin="frozen",
                      is_package=BuiltinImporter.is_package(name))


def _module_of(spec):
    """A module that is still to be run."""
    loader = spec.loader
    create = getattr(loader, "create_module", None)
    module = None if create is None else create(spec)
    if module is None:
        module = type(_sys)(spec.name)
    if module.__spec__ is not None:
        return module
    module.__spec__, module.__loader__, module.__package__ = spec, loader, spec.parent
    if spec.submodule_search_locations is not None:
        module.__path__ = spec.submodule_search_locations
    if spec.has_location:
        module.__file__ = spec.origin
        if spec.cached is not None:
            module.__cached__ = spec.cached
    return module


def _find(name, path=None):
    """The specification that the finders of sys.meta_path know."""
    for finder in _sys.meta_path:
        find = getattr(finder, "find_spec", None)
        spec = None if find is None else find(name, path, None)
        if spec is not None:
            return spec
    return None


def _load(spec):
    """The module of a specification that a finder gave, run by its loader."""
    name, loader, modules = spec.name, spec.loader, _sys.modules
    if loader is not None and not hasattr(loader, "exec_module"):
        if not hasattr(loader, "load_module"):
            raise ImportError("missing loader", name=name)
        return loader.load_module(name)
    module = _module_of(spec)
    modules[name] = module
    try:
        if loader is not None:
            loader.exec_module(module)
        elif spec.submodule_search_locations is None:
            raise ImportError("missing loader", name=name)
    except BaseException:
        modules.pop(name, None)
        raise
    # The module may have put another in its place.
    module = modules.pop(name)
    modules[name] = module
    return module
