"""What finders and loaders have: bases for those that programs write."""

import abc
from importlib import machinery

__all__ = ["Loader", "MetaPathFinder", "PathEntryFinder", "ResourceLoader", "InspectLoader",
           "ExecutionLoader", "FileLoader", "SourceLoader"]


class Loader(metaclass=abc.ABCMeta):
    """Abstract base class for import loaders."""

    def create_module(self, spec):
        """Return a module to initialize and into which to load, or None for the usual one."""

    def load_module(self, fullname):
        """Return the loaded module."""
        if not hasattr(self, "exec_module"):
            raise ImportError
        from _frozen_importlib import _load
        from importlib.util import spec_from_loader
        return _load(spec_from_loader(fullname, self))


class MetaPathFinder(metaclass=abc.ABCMeta):
    """Abstract base class for import finders on sys.meta_path."""

    def invalidate_caches(self):
        """An optional method for clearing the finder's cache, if any."""


class PathEntryFinder(metaclass=abc.ABCMeta):
    """Abstract base class for path entry finders used by PathFinder."""

    def invalidate_caches(self):
        """An optional method for clearing the finder's cache, if any."""


class ResourceLoader(Loader):
    """Abstract base class for loaders which can return data from their back-end storage."""

    @abc.abstractmethod
    def get_data(self, path):
        """Return the bytes for the path."""
        raise OSError


class InspectLoader(Loader):
    """Abstract base class for loaders which support inspection about the modules they can load."""

    def is_package(self, fullname):
        """Return whether the module is a package."""
        raise ImportError

    def get_code(self, fullname):
        """Return the code object for the module."""
        source = self.get_source(fullname)
        return None if source is None else self.source_to_code(source)

    @abc.abstractmethod
    def get_source(self, fullname):
        """Return the source code for the module."""
        raise ImportError

    @staticmethod
    def source_to_code(data, path="<string>"):
        """Compile 'data' into a code object."""
        return compile(data, path, "exec", dont_inherit=True)

    def exec_module(self, module):
        """Execute the module."""
        code = self.get_code(module.__name__)
        if code is None:
            raise ImportError(f"cannot load module {module.__name__!r} when get_code() returns None")
        exec(code, module.__dict__)


class ExecutionLoader(InspectLoader):
    """Abstract base class for loaders that support the execution of modules as scripts."""

    @abc.abstractmethod
    def get_filename(self, fullname):
        """Return the value that __file__ will be set to."""
        raise ImportError

    def get_code(self, fullname):
        """Return the code object for the module."""
        source = self.get_source(fullname)
        if source is None:
            return None
        try:
            path = self.get_filename(fullname)
        except ImportError:
            return self.source_to_code(source)
        return self.source_to_code(source, path)


class FileLoader(ResourceLoader, ExecutionLoader):
    """Abstract base class for loaders of files."""

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def __eq__(self, other):
        return self.__class__ == other.__class__ and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)

    def get_filename(self, name=None):
        """Return the path to the source file as found by the finder."""
        return self.path

    def get_data(self, path):
        """Return the data from path as raw bytes."""
        with open(path, "rb") as file:
            return file.read()


class SourceLoader(ResourceLoader, ExecutionLoader):
    """Abstract base class for loading source code."""

    def path_mtime(self, path):
        """Return the modification time of the path."""
        raise OSError

    def path_stats(self, path):
        """Return a metadata dict for the source pointed to by the path."""
        return {"mtime": int(self.path_mtime(path))}

    def set_data(self, path, data):
        """Nothing is written: there is no bytecode."""

    def is_package(self, fullname):
        """Return whether the file is the one of a package."""
        name = self.get_filename(fullname).rpartition("/")[2]
        return name.rpartition(".")[0] == "__init__" and fullname.rpartition(".")[2] != "__init__"

    def get_source(self, fullname):
        """Return the text of the source."""
        from importlib.util import decode_source
        path = self.get_filename(fullname)
        try:
            data = self.get_data(path)
        except OSError as error:
            raise ImportError("source not available through get_data()", name=fullname) from error
        return decode_source(data)


MetaPathFinder.register(machinery.BuiltinImporter)
MetaPathFinder.register(machinery.FrozenImporter)
MetaPathFinder.register(machinery.PathFinder)
InspectLoader.register(machinery.BuiltinImporter)
InspectLoader.register(machinery.FrozenImporter)
SourceLoader.register(machinery.SourceFileLoader)
FileLoader.register(machinery.SourceFileLoader)
