"""Files and folders copied, moved and removed."""

import os as _os
from collections import namedtuple as _namedtuple

__all__ = ["copyfileobj", "copyfile", "copymode", "copystat", "copy", "copy2", "copytree", "move",
           "rmtree", "Error", "SpecialFileError", "SameFileError", "get_terminal_size", "which",
           "ignore_patterns", "make_archive", "get_archive_formats",
           "unpack_archive", "get_unpack_formats", "ReadError", "RegistryError"]


class Error(OSError):
    pass


class SameFileError(Error):
    """Raised when source and destination are the same file."""


class SpecialFileError(OSError):
    """Raised when trying to do a kind of operation (e.g. copying) which is not supported."""


class ReadError(OSError):
    """Raised when an archive cannot be read."""


class RegistryError(Exception):
    """Raised when a registry operation with the archiving and unpacking registries fails."""


def copyfileobj(fsrc, fdst, length=0):
    """copy data from file-like object fsrc to file-like object fdst"""
    while chunk := fsrc.read(length or 65536):
        fdst.write(chunk)


def copyfile(src, dst, *, follow_symlinks=True):
    """Copy data from src to dst in the most efficient way possible."""
    if _os.path.exists(dst) and _os.path.abspath(src) == _os.path.abspath(dst):
        raise SameFileError(f"{src!r} and {dst!r} are the same file")
    with open(src, "rb") as source, open(dst, "wb") as target:
        copyfileobj(source, target)
    return dst


def copymode(src, dst, *, follow_symlinks=True):
    """Copy mode bits from src to dst."""
    if hasattr(_os, "chmod"):
        _os.chmod(dst, _os.stat(src).st_mode & 0o7777)


def copystat(src, dst, *, follow_symlinks=True):
    """Copy file metadata."""
    copymode(src, dst)


def copy(src, dst, *, follow_symlinks=True):
    """Copy data and mode bits ("cp src dst"). Return the file's destination."""
    if _os.path.isdir(dst):
        dst = _os.path.join(dst, _os.path.basename(src))
    copyfile(src, dst)
    copymode(src, dst)
    return dst


copy2 = copy


def ignore_patterns(*patterns):
    """Function that can be used as copytree() ignore parameter."""
    def ignore(path, names):
        import fnmatch
        return {name for pattern in patterns for name in fnmatch.filter(names, pattern)}

    return ignore


def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2,
             ignore_dangling_symlinks=False, dirs_exist_ok=False):
    """Recursively copy a directory tree and return the destination directory."""
    names = _os.listdir(src)
    skipped = ignore(_os.fspath(src), names) if ignore is not None else ()
    _os.makedirs(dst, exist_ok=dirs_exist_ok)
    for name in names:
        if name in skipped:
            continue
        source, target = _os.path.join(src, name), _os.path.join(dst, name)
        if _os.path.isdir(source):
            copytree(source, target, symlinks, ignore, copy_function, False, dirs_exist_ok)
        else:
            copy_function(source, target)
    return dst


def rmtree(path, ignore_errors=False, onerror=None, *, onexc=None, dir_fd=None):
    """Recursively delete a directory tree."""
    try:
        for name in _os.listdir(path):
            full = _os.path.join(path, name)
            if _os.path.isdir(full) and not _os.path.islink(full):
                rmtree(full, ignore_errors)
            else:
                _os.remove(full)
        _os.rmdir(path)
    except OSError as error:
        if onexc is not None:
            onexc(_os.rmdir, path, error)
        elif onerror is not None:
            onerror(_os.rmdir, path, (type(error), error, error.__traceback__))
        elif not ignore_errors:
            raise


def move(src, dst, copy_function=copy2):
    """Recursively move a file or directory to another location."""
    target = dst
    if _os.path.isdir(dst):
        target = _os.path.join(dst, _os.path.basename(_os.fspath(src).rstrip("/")))
        if _os.path.exists(target):
            raise Error(f"Destination path '{target}' already exists")
    _os.rename(src, target)
    return target


def which(cmd, mode=1, path=None):
    """Given a command, mode, and a PATH string, return the path which conforms to the given mode."""
    if "/" in cmd:
        return cmd if _os.path.isfile(cmd) else None
    for folder in (path or _os.environ.get("PATH", "")).split(":"):
        found = _os.path.join(folder, cmd)
        if _os.path.isfile(found):
            return found
    return None


def get_terminal_size(fallback=(80, 24)):
    """Get the size of the terminal window."""
    sizes = []
    for name, default in zip(("COLUMNS", "LINES"), fallback):
        try:
            size = int(_os.environ[name])
        except (KeyError, ValueError):
            size = 0
        sizes.append(size if size > 0 else default)
    return terminal_size(*sizes)


terminal_size = _namedtuple("terminal_size", "columns lines")
terminal_size.__module__ = "os"
terminal_size.__repr__ = lambda self: f"os.terminal_size(columns={self[0]}, lines={self[1]})"


def get_archive_formats():
    """Returns a list of supported formats for archiving and unarchiving."""
    return [("zip", "ZIP file")]


def get_unpack_formats():
    """Returns a list of supported formats for unpacking."""
    return [("zip", [".zip"], "ZIP file")]


def make_archive(base_name, format, root_dir=None, base_dir=None, verbose=0, dry_run=0,
                 owner=None, group=None, logger=None):
    """Create an archive file (only of the format "zip") and return its name."""
    import zipfile
    if format != "zip":
        raise ValueError("unknown archive format %r" % format)
    root = _os.curdir if root_dir is None else _os.fspath(root_dir)
    if not _os.path.isdir(root):
        _os.stat(root)
        raise NotADirectoryError(20, "Not a directory", root_dir)
    base = _os.path.normpath(_os.curdir if base_dir is None else base_dir)
    target = _os.fspath(base_name) + ".zip"
    if directory := _os.path.dirname(target):
        _os.makedirs(directory, exist_ok=True)

    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        def add(directory, name):
            path = _os.path.normpath(_os.path.join(directory, name))
            archive.write(path, _os.path.normpath(_os.path.relpath(path, root)))

        top = _os.path.join(root, base)
        if base != _os.curdir:
            add(top, "")
        for directory, dirs, files in _os.walk(top):
            for name in sorted(dirs):
                add(directory, name)
            for name in files:
                if _os.path.isfile(_os.path.join(directory, name)):
                    add(directory, name)
    return target


def unpack_archive(filename, extract_dir=None, format=None, *, filter=None):
    """Unpack an archive (only of the format "zip")."""
    import zipfile
    name = _os.fspath(filename)
    if format is None and not name.endswith(".zip"):
        raise ReadError(f"Unknown archive format '{name}'")
    if format not in (None, "zip"):
        raise ValueError(f"Unknown unpack format '{format}'")
    if not zipfile.is_zipfile(name):
        raise ReadError("%s is not a zip file" % name)
    with zipfile.ZipFile(name) as archive:
        archive.extractall(_os.getcwd() if extract_dir is None else extract_dir)
