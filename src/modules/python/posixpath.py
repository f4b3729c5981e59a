"""Common operations on POSIX pathnames."""

import posix as _posix

__all__ = [
    "normcase", "isabs", "join", "splitdrive", "splitroot", "split", "splitext", "basename",
    "dirname", "commonprefix", "getsize", "getmtime", "getatime", "getctime", "islink", "exists",
    "lexists", "isdir", "isfile", "ismount", "expanduser", "expandvars", "normpath", "abspath",
    "samefile", "sameopenfile", "samestat", "curdir", "pardir", "sep", "pathsep", "defpath",
    "altsep", "extsep", "devnull", "realpath", "supports_unicode_filenames", "relpath",
    "commonpath", "isjunction", "isdevdrive",
]

curdir = "."
pardir = ".."
extsep = "."
sep = "/"
pathsep = ":"
defpath = "/bin:/usr/bin"
altsep = None
devnull = "/dev/null"
supports_unicode_filenames = False


def _text(path):
    if isinstance(path, (str, bytes)):
        return path
    method = getattr(type(path), "__fspath__", None)
    if method is None:
        raise TypeError("expected str, bytes or os.PathLike object, "
                        f"not {type(path).__name__}")
    return method(path)


def _given(path, function):
    """The path in a function's argument of that name."""
    if not (isinstance(path, (str, bytes)) or hasattr(type(path), "__fspath__")):
        raise TypeError(f"{function}: path should be string, bytes or os.PathLike, "
                        f"not {type(path).__name__}")
    return _text(path)


def _refuse_mixed(function, *paths):
    """Complain of paths that do not belong together."""
    has_text = has_bytes = False
    for path in paths:
        if isinstance(path, str):
            has_text = True
        elif isinstance(path, bytes):
            has_bytes = True
        else:
            raise TypeError(f"{function}() argument must be str, bytes, or os.PathLike object, "
                            f"not {path.__class__.__name__!r}") from None
    if has_text and has_bytes:
        raise TypeError("Can't mix strings and bytes in path components") from None


def _slash(path):
    return "/" if isinstance(path, str) else b"/"


def _by_text(function, path, *more):
    """What a function makes of paths that are bytes, as bytes."""
    texts = [part.decode("utf-8", "surrogateescape") if isinstance(part, bytes) else part
             for part in (path, *more)]
    return function(*texts).encode("utf-8", "surrogateescape")


def normcase(s):
    """Return a path unchanged: case matters."""
    return _text(s)


def isabs(s):
    """Return whether a path is absolute."""
    s = _text(s)
    return s.startswith(_slash(s))


def join(a, *p):
    """Join path components; an absolute one begins anew."""
    if len(p) == 1 and type(a) is str and type(p[0]) is str:
        part = p[0]
        if part[:1] == "/" or not a:
            return part
        return a + part if a[-1] == "/" else f"{a}/{part}"
    joined = start = _text(a)
    slash = _slash(joined)
    try:
        parts = [_text(part) for part in p]
    except TypeError:
        _refuse_mixed("join", start, *p)
        raise
    for part in parts:
        if not isinstance(part, type(slash)):
            _refuse_mixed("join", start, *p)
        if part.startswith(slash):
            joined = part
        elif not joined or joined.endswith(slash):
            joined += part
        else:
            joined += slash + part
    return joined


def split(p):
    """Return (head, tail): tail is what follows the last slash."""
    p = _text(p)
    slash = _slash(p)
    at = p.rfind(slash) + 1
    head, tail = p[:at], p[at:]
    if head and head != slash * len(head):
        head = head.rstrip(slash)
    return head, tail


def splitext(p):
    """Return (root, ext): ext is empty or begins with the last dot."""
    p = _text(p)
    point = "." if isinstance(p, str) else b"."
    start = p.rfind(_slash(p)) + 1
    dot = p.rfind(point)
    if dot > start and p[start:dot].strip(point):
        return p[:dot], p[dot:]
    return p, p[:0]


def splitdrive(p):
    """Return ('', p): there are no drives."""
    p = _text(p)
    return p[:0], p


def _path_splitroot_ex(path):
    """Return (drive, root, tail)."""
    p = _given(path, "_path_splitroot_ex")
    slash = _slash(p)
    if not p.startswith(slash):
        return p[:0], p[:0], p
    count = 2 if p.startswith(slash * 2) and not p.startswith(slash * 3) else 1
    return p[:0], p[:count], p[count:]


splitroot = _path_splitroot_ex


def basename(p):
    """Return what follows the last slash."""
    p = _text(p)
    return p[p.rfind(_slash(p)) + 1:]


def dirname(p):
    """Return what stands before the last slash."""
    return split(p)[0]


def commonprefix(m):
    """Return the longest prefix of all members of a list."""
    if not m:
        return ""
    if not isinstance(m[0], (list, tuple)):
        m = tuple(map(_text, m))
    least, greatest = min(m), max(m)
    for at, item in enumerate(least):
        if item != greatest[at]:
            return least[:at]
    return least


def commonpath(paths):
    """Return the longest path that all paths begin with."""
    paths = [_text(p) for p in paths]
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    if isinstance(paths[0], bytes):
        _refuse_mixed("commonpath", *paths)
        return _by_text(lambda *texts: commonpath(texts), *paths)
    _refuse_mixed("commonpath", *paths)
    absolute = {p.startswith("/") for p in paths}
    if len(absolute) > 1:
        raise ValueError("Can't mix absolute and relative paths")
    parts = [[part for part in p.split("/") if part and part != "."] for p in paths]
    common = commonprefix(parts)
    return ("/" if absolute.pop() else "") + "/".join(common)


def _stat(p, follow=True):
    try:
        return _posix.stat(p) if follow else _posix.lstat(p)
    except (OSError, ValueError):
        return None


def exists(path):
    """Return whether a path refers to something, broken links aside."""
    return _stat(path) is not None


def lexists(path):
    """Return whether a path refers to something, broken links included."""
    return _stat(path, False) is not None


def _is_kind(path, kind, follow=True):
    data = _stat(path, follow)
    return data is not None and data[0] & 0o170000 == kind


def isdir(s):
    """Return whether a path refers to a directory."""
    return _is_kind(s, 0o040000)


def isfile(path):
    """Return whether a path refers to a regular file."""
    return _is_kind(path, 0o100000)


def islink(path):
    """Return whether a path refers to a symbolic link."""
    return _is_kind(path, 0o120000, False)


def isjunction(path):
    """Return whether a path is a junction, of which there are none here."""
    _text(path)
    return False


def isdevdrive(path):
    """Return whether a path is on a developers' drive, of which there are none here."""
    _text(path)
    return False


def ismount(path):
    """Return whether a path is a mount point."""
    here = _stat(path, False)
    if here is None or here[0] & 0o170000 == 0o120000:
        return False
    path = _text(path)
    above = _stat(join(path, ".." if isinstance(path, str) else b".."), False)
    return here is not None and above is not None and (here[2] != above[2] or here[1] == above[1])


def getsize(filename):
    """Return the size of a file."""
    return _posix.stat(filename)[6]


def getatime(filename):
    """Return the time of a file's last access."""
    return _posix.stat(filename)[7] / 1e9


def getmtime(filename):
    """Return the time of a file's last change."""
    return _posix.stat(filename)[8] / 1e9


def getctime(filename):
    """Return the time of the last change of what is known of a file."""
    return _posix.stat(filename)[9] / 1e9


def samefile(f1, f2):
    """Return whether two paths refer to the same file."""
    return _posix.stat(f1)[1:3] == _posix.stat(f2)[1:3]


def sameopenfile(fp1, fp2):
    """Return whether two numbers of open files are of the same file."""
    return samefile(fp1, fp2)


def samestat(s1, s2):
    """Return whether what is known of two files is of the same one."""
    return s1.st_ino == s2.st_ino and s1.st_dev == s2.st_dev


def expanduser(path):
    """Replace ~ at the start by the home directory."""
    path = _text(path)
    if isinstance(path, bytes):
        return _by_text(expanduser, path)
    if not path.startswith("~"):
        return path
    end = path.find("/")
    if end < 0:
        end = len(path)
    from os import environ
    home = environ.get("HOME") if end == 1 else None
    if home is None:
        import pwd
        try:
            entry = pwd.getpwuid(_posix.getuid()) if end == 1 else pwd.getpwnam(path[1:end])
        except KeyError:
            return path
        home = entry.pw_dir
    return (home.rstrip("/") + path[end:]) or "/"


def expandvars(path):
    """Replace $name and ${name} by the environment's variables."""
    path = _text(path)
    if isinstance(path, bytes):
        return _by_text(expandvars, path)
    if "$" not in path:
        return path
    import re
    from os import environ

    def replaced(found):
        return environ.get(found[1] or found[2], found[0])

    return re.sub(r"(?a)\$(?:(\w+)|\{([^}]*)\})", replaced, path)


def _path_normpath(path):
    """Return a path without double slashes, . and .. where they can go."""
    path = _given(path, "_path_normpath")
    if isinstance(path, bytes):
        return _by_text(normpath, path)
    if not path:
        return "."
    _, root, rest = splitroot(path)
    parts = []
    for part in rest.split("/"):
        if not part or part == ".":
            continue
        if part != ".." or not root and not parts or parts and parts[-1] == "..":
            parts.append(part)
        elif parts:
            parts.pop()
    return root + "/".join(parts) or "."


normpath = _path_normpath


def abspath(path):
    """Return the absolute form of a path."""
    path = _text(path)
    if isinstance(path, bytes):
        return _by_text(abspath, path)
    if not path.startswith("/"):
        path = join(_posix.getcwd(), path)
    return normpath(path)


def realpath(filename, *, strict=False):
    """Return a path without symbolic links."""
    filename = _text(filename)
    if isinstance(filename, bytes):
        return _by_text(lambda path: realpath(path, strict=strict), filename)
    try:
        return _posix.realpath(filename or ".")
    except OSError:
        if strict:
            raise
        return _follow("/" if filename.startswith("/") else _posix.getcwd(), filename, {})


def _follow(path, rest, known):
    """Where a path leads from another, as far as there is anything."""
    for name in rest.split("/"):
        if name == "..":
            path = path.rpartition("/")[0] or "/"
        elif name and name != ".":
            here = join(path, name)
            if not islink(here):
                path = here
            elif here not in known:
                target = _posix.readlink(here)
                # A link that leads back to itself stays where it is.
                known[here] = here
                known[here] = path = _follow("/" if target.startswith("/") else path, target, known)
            else:
                path = known[here]
    return path


def relpath(path, start=None):
    """Return a path seen from another."""
    path = _text(path)
    if not path:
        raise ValueError("no path specified")
    if start is not None:
        start = _text(start)
        if type(start) is not type(path):
            _refuse_mixed("relpath", path, start)
    if isinstance(path, bytes):
        return _by_text(relpath, path, start)
    from_parts = [part for part in abspath("." if start is None else start).split("/") if part]
    to_parts = [part for part in abspath(path).split("/") if part]
    common = len(commonprefix([from_parts, to_parts]))
    parts = [".."] * (len(from_parts) - common) + to_parts[common:]
    return "/".join(parts) or "."
