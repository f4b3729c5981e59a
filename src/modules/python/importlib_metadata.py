"""What is installed: the folders on sys.path that installers leave beside packages."""

import sys as _sys
from collections import namedtuple as _namedtuple

__all__ = ["Distribution", "DistributionFinder", "PackageMetadata", "PackageNotFoundError",
           "distribution", "distributions", "entry_points", "files", "metadata",
           "packages_distributions", "requires", "version"]


class PackageNotFoundError(ModuleNotFoundError):
    """The package was not found."""

    def __str__(self):
        return f"No package metadata was found for {self.name}"

    @property
    def name(self):
        return self.args[0]


class EntryPoint(_namedtuple("EntryPoint", "name value group")):
    """A name under which a distribution offers an object of a module."""

    __slots__ = ()
    dist = None

    @property
    def module(self):
        return self.value.partition(":")[0].strip()

    @property
    def attr(self):
        return self.value.partition(":")[2].partition("[")[0].strip()

    @property
    def extras(self):
        return [part.strip() for part in self.value.partition("[")[2].rstrip("] ").split(",") if part]

    def load(self):
        """Import the module, and return what is named in it."""
        from importlib import import_module
        found = import_module(self.module)
        for name in filter(None, self.attr.split(".")):
            found = getattr(found, name)
        return found

    def matches(self, **params):
        """Whether all attributes are as given."""
        return all(getattr(self, name) == value for name, value in params.items())

    def __repr__(self):
        return f"EntryPoint(name={self.name!r}, value={self.value!r}, group={self.group!r})"


class EntryPoints(tuple):
    """An immutable collection of selectable EntryPoint objects."""

    __slots__ = ()

    def __getitem__(self, name):
        for point in self.select(name=name):
            return point
        raise KeyError(name)

    def __repr__(self):
        return f"{type(self).__name__}({tuple(self)!r})"

    def select(self, **params):
        """Those whose attributes are as given."""
        return EntryPoints(point for point in self if point.matches(**params))

    @property
    def names(self):
        return {point.name for point in self}

    @property
    def groups(self):
        return {point.group for point in self}


def _points_of(text):
    group = None
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("["):
            group = line.strip("[]").strip()
        elif "=" in line and line[:1] not in "#;":
            name, _, value = line.partition("=")
            yield EntryPoint(name.strip(), value.strip(), group)


def _normal(name):
    import re
    return re.sub(r"[-_.]+", "-", name).lower()


class Distribution:
    """One that is installed."""

    @classmethod
    def from_name(cls, name):
        """Return the distribution of that name."""
        if not name:
            raise ValueError("A distribution name is required.")
        for found in cls.discover(name=name):
            return found
        raise PackageNotFoundError(name)

    @staticmethod
    def at(path):
        """Return the distribution described in a folder."""
        from pathlib import Path
        return PathDistribution(Path(path))

    @classmethod
    def discover(cls, *, name=None, path=None):
        """Yield what is installed, or what has the name."""
        import os
        from pathlib import Path
        for folder in _sys.path if path is None else path:
            try:
                inside = sorted(os.listdir(folder or "."))
            except OSError:
                continue
            for entry in inside:
                stem, dot, end = entry.rpartition(".")
                if end not in ("dist-info", "egg-info"):
                    continue
                if name is None or _normal(stem.partition("-")[0]) == _normal(name):
                    yield PathDistribution(Path(folder or ".", entry))

    @property
    def metadata(self):
        """The headers of the metadata."""
        from email.parser import Parser
        text = self.read_text("METADATA") or self.read_text("PKG-INFO") or ""
        return Parser().parsestr(text)

    @property
    def name(self):
        return self.metadata["Name"]

    @property
    def version(self):
        return self.metadata["Version"]

    @property
    def entry_points(self):
        found = list(_points_of(self.read_text("entry_points.txt") or ""))
        return EntryPoints(found)

    @property
    def requires(self):
        return self.metadata.get_all("Requires-Dist")

    @property
    def files(self):
        """The paths of all files, as the installer noted them."""
        from pathlib import PurePosixPath
        text = self.read_text("RECORD")
        if text is None:
            return None
        import csv
        paths = (PurePosixPath(row[0]) for row in csv.reader(text.splitlines()) if row)
        return [path for path in paths if self.locate_file(path).exists()]


class PathDistribution(Distribution):
    """One that is described in a folder."""

    def __init__(self, path):
        self._path = path

    def read_text(self, filename):
        """The text of a file of the metadata, or None."""
        try:
            return self._path.joinpath(filename).read_text(encoding="utf-8")
        except OSError:
            return None

    def locate_file(self, path):
        """Where a file of the distribution stands."""
        return self._path.parent / path


class DistributionFinder:
    """What finders of distributions are; those on sys.path are found without one."""


PackageMetadata = Distribution


def distribution(distribution_name):
    """Get the ``Distribution`` instance for the named package."""
    return Distribution.from_name(distribution_name)


def distributions(**options):
    """Get all installed packages."""
    return Distribution.discover(**options)


def metadata(distribution_name):
    """Get the metadata for the named package."""
    return distribution(distribution_name).metadata


def version(distribution_name):
    """Get the version string for the named package."""
    return distribution(distribution_name).version


def requires(distribution_name):
    """Return a list of requirements for the named package."""
    return distribution(distribution_name).requires


def files(distribution_name):
    """Return a list of files for the named package."""
    return distribution(distribution_name).files


def entry_points(**params):
    """Return the entry points of all installed packages that fit."""
    known = {}
    for found in distributions():
        known.setdefault(_normal(found.name or ""), found)
    points = (point for found in known.values() for point in found.entry_points)
    return EntryPoints(points).select(**params)


def packages_distributions():
    """Return a mapping of top-level packages to their distributions."""
    found = {}
    for one in distributions():
        tops = (one.read_text("top_level.txt") or "").split()
        if not tops:
            tops = {path.parts[0].removesuffix(".py") for path in one.files or ()
                    if len(path.parts) > 1 or path.suffix == ".py"}
        for top in tops:
            if top.isidentifier():
                found.setdefault(top, []).append(one.name)
    return found
