"""Modules from ZIP archives, for those who ask for them by name."""

import sys as _sys
from importlib.abc import InspectLoader as _InspectLoader, ResourceLoader as _ResourceLoader

__all__ = ["ZipImportError", "zipimporter"]


class ZipImportError(ImportError):
    """A module could not be found in an archive."""


class zipimporter(_ResourceLoader, _InspectLoader):
    """Finds and loads the modules of one archive, or of a folder in it."""

    def __init__(self, path):
        import os
        import zipfile
        archive, inside = os.fspath(path), []
        while archive and not os.path.isfile(archive):
            archive, last = os.path.split(archive)
            if not last:
                raise ZipImportError(f"not a Zip file: {path!r}", path=path)
            inside.insert(0, last)
        try:
            with zipfile.ZipFile(archive) as opened:
                self._names = frozenset(opened.namelist())
        except (OSError, zipfile.BadZipFile):
            raise ZipImportError(f"not a Zip file: {path!r}", path=path) from None
        self.archive = archive
        self.prefix = "".join(part + "/" for part in inside)

    def __repr__(self):
        return f'<zipimporter object "{self.archive}/{self.prefix}">'

    def _place(self, fullname):
        """The archive's name of a module's file, and whether it is a package's."""
        path = self.prefix + fullname.rpartition(".")[2]
        for name in (path + "/__init__.py", path + ".py"):
            if name in self._names:
                return name, name.endswith("__init__.py")
        return None, False

    def _found(self, fullname):
        name, package = self._place(fullname)
        if name is None:
            raise ZipImportError(f"can't find module {fullname!r}", name=fullname)
        return name, package

    def find_spec(self, fullname, target=None):
        """Create a spec for the module, or None."""
        from importlib.machinery import ModuleSpec
        name, package = self._place(fullname)
        if name is None:
            return None
        path = f"{self.archive}/{name}"
        spec = ModuleSpec(fullname, self, origin=path, is_package=package)
        spec.has_location = True
        if package:
            spec.submodule_search_locations = [path.rpartition("/")[0]]
        return spec

    def get_data(self, pathname):
        """Return the data of a file of the archive."""
        import zipfile
        name = pathname.removeprefix(self.archive + "/")
        if name not in self._names:
            raise OSError(0, "", name)
        with zipfile.ZipFile(self.archive) as opened:
            return opened.read(name)

    def get_filename(self, fullname):
        """Return the path of a module."""
        return f"{self.archive}/{self._found(fullname)[0]}"

    def get_source(self, fullname):
        """Return the source of a module."""
        from importlib.util import decode_source
        return decode_source(self.get_data(self._found(fullname)[0]))

    def get_code(self, fullname):
        """Return the code object for a module."""
        return self.source_to_code(self.get_source(fullname), self.get_filename(fullname))

    def is_package(self, fullname):
        """Return whether a module is a package."""
        return self._found(fullname)[1]
