"""What readers of a package's files have: bases for those that programs write."""

import abc as _abc
from typing import Protocol as _Protocol, runtime_checkable as _runtime_checkable

__all__ = ["ResourceReader", "Traversable", "TraversableResources"]


class ResourceReader(metaclass=_abc.ABCMeta):
    """Abstract base class for loaders to provide resource reading support."""

    @_abc.abstractmethod
    def open_resource(self, resource):
        """Return an opened, file-like object for binary reading."""
        raise FileNotFoundError

    @_abc.abstractmethod
    def resource_path(self, resource):
        """Return the file system path to the specified resource."""
        raise FileNotFoundError

    @_abc.abstractmethod
    def is_resource(self, path):
        """Return True if the named 'path' is a resource."""
        raise FileNotFoundError

    @_abc.abstractmethod
    def contents(self):
        """Return an iterable of entries in the package."""
        raise FileNotFoundError


@_runtime_checkable
class Traversable(_Protocol):
    """An object with a subset of pathlib.Path methods for traversing folders and opening files."""

    @_abc.abstractmethod
    def iterdir(self):
        """Yield Traversable objects in self"""

    def read_bytes(self):
        """Read contents of self as bytes"""
        with self.open("rb") as file:
            return file.read()

    def read_text(self, encoding=None):
        """Read contents of self as text"""
        with self.open(encoding=encoding) as file:
            return file.read()

    @_abc.abstractmethod
    def is_dir(self):
        """Return True if self is a directory"""

    @_abc.abstractmethod
    def is_file(self):
        """Return True if self is a file"""

    @_abc.abstractmethod
    def joinpath(self, *descendants):
        """Return Traversable resolved with any descendants applied."""

    def __truediv__(self, child):
        """Return Traversable child in self"""
        return self.joinpath(child)

    @_abc.abstractmethod
    def open(self, mode="r", *args, **kwargs):
        """Open as text or binary, as mode says."""

    @property
    @_abc.abstractmethod
    def name(self):
        """The base name of this object without any parent references."""


class TraversableResources(ResourceReader):
    """The required interface for providing traversable resources."""

    @_abc.abstractmethod
    def files(self):
        """Return a Traversable object for the loaded package."""

    def open_resource(self, resource):
        return self.files().joinpath(resource).open("rb")

    def resource_path(self, resource):
        raise FileNotFoundError(resource)

    def is_resource(self, path):
        return self.files().joinpath(path).is_file()

    def contents(self):
        return (item.name for item in self.files().iterdir())
