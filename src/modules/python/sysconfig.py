"""Where things are installed, and how the interpreter was built."""

import sys as _sys

__all__ = ["get_config_h_filename", "get_config_var", "get_config_vars", "get_default_scheme",
           "get_makefile_filename", "get_path", "get_path_names", "get_paths", "get_platform",
           "get_preferred_scheme", "get_python_version", "get_scheme_names"]

_PATHS = {
    "stdlib": "{base}/lib/python{version}",
    "platstdlib": "{base}/lib/python{version}",
    "purelib": "{base}/lib/python{version}/site-packages",
    "platlib": "{base}/lib/python{version}/site-packages",
    "include": "{base}/include/python{version}",
    "scripts": "{base}/bin",
    "data": "{base}",
}


def get_python_version():
    """Return the version as major.minor."""
    return "{}.{}".format(*_sys.version_info)


def get_platform():
    """Return a string that identifies the current platform."""
    import os
    system = os.uname()
    return f"{system.sysname.lower()}-{system.machine}"


def get_config_vars(*args):
    """Return a dict of all variables, or a list of the values of those that are named."""
    import os
    version = get_python_version()
    known = {"prefix": _sys.prefix, "exec_prefix": _sys.exec_prefix, "py_version": f"{version}.0",
             "py_version_short": version, "py_version_nodot": version.replace(".", ""),
             "installed_base": _sys.base_prefix, "base": _sys.prefix,
             "platbase": _sys.exec_prefix, "platlibdir": _sys.platlibdir, "abiflags": "",
             "userbase": os.path.expanduser("~/.local"), "EXT_SUFFIX": None, "SOABI": None,
             "Py_DEBUG": 0, "Py_GIL_DISABLED": 0, "SIZEOF_VOID_P": 8}
    return [known.get(name) for name in args] if args else known


def get_config_var(name):
    """Return the value of a single variable, or None."""
    return get_config_vars().get(name)


def get_scheme_names():
    """Return a tuple containing the schemes names."""
    return ("posix_prefix",)


def get_default_scheme():
    """Return the name of the default scheme."""
    return "posix_prefix"


def get_preferred_scheme(key):
    """Return the name of the preferred scheme for an installation."""
    return "posix_prefix"


def get_path_names():
    """Return a tuple containing the paths names."""
    return tuple(_PATHS)


def get_paths(scheme="posix_prefix", vars=None, expand=True):
    """Return a mapping containing an install scheme."""
    if scheme != "posix_prefix":
        raise KeyError(scheme)
    if not expand:
        return dict(_PATHS)
    values = {"base": _sys.prefix, "version": get_python_version(), **(vars or {})}
    return {name: path.format(**values) for name, path in _PATHS.items()}


def get_path(name, scheme="posix_prefix", vars=None, expand=True):
    """Return a path corresponding to the scheme."""
    return get_paths(scheme, vars, expand)[name]


def is_python_build(check_home=None):
    """Whether the interpreter runs where it was built."""
    return False


def get_config_h_filename():
    """Return the path of pyconfig.h."""
    return get_path("include") + "/pyconfig.h"


def get_makefile_filename():
    """Return the path of the Makefile."""
    return f"{get_path('stdlib')}/config-{get_python_version()}/Makefile"
