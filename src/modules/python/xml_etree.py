"""Trees of elements."""

__path__ = []
