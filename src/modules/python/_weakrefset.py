"""WeakSet by the name of the module that CPython keeps it in."""

from weakref import WeakSet

__all__ = ["WeakSet"]
