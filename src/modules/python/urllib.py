"""URLs; only their parsing is here, there is no network."""

__path__ = []
