"""Readers of the files of packages."""

from importlib.resources.abc import TraversableResources as _TraversableResources

__all__ = ["FileReader"]


class FileReader(_TraversableResources):
    """Reads the files beside a module."""

    def __init__(self, loader):
        from pathlib import Path
        self.path = Path(loader.path).parent

    def resource_path(self, resource):
        return str(self.path.joinpath(resource))

    def files(self):
        return self.path
