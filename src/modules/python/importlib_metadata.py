"""What is installed: nothing but Refscope itself."""

__all__ = ["PackageNotFoundError", "distribution", "distributions", "entry_points", "files", "metadata",
           "packages_distributions", "requires", "version"]


class PackageNotFoundError(ModuleNotFoundError):
    """The package was not found."""

    def __str__(self):
        return f"No package metadata was found for {self.name}"

    @property
    def name(self):
        return self.args[0]


def version(distribution_name):
    """Get the version string for the named package."""
    raise PackageNotFoundError(distribution_name)


distribution = metadata = requires = files = version


def distributions(**options):
    """Get all installed packages."""
    return iter(())


def entry_points(**options):
    """Get the entry points of all installed packages."""
    return ()


def packages_distributions():
    """Return a mapping of top-level packages to their distributions."""
    return {}
