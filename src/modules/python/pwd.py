"""Who has an account on this machine, read from its password file."""

from collections import namedtuple as _namedtuple

struct_passwd = _namedtuple("struct_passwd", "pw_name pw_passwd pw_uid pw_gid pw_gecos pw_dir pw_shell")
struct_passwd.__module__ = "pwd"


def getpwall():
    """Return a list of all entries."""
    with open("/etc/passwd") as file:
        rows = [line.rstrip("\n").split(":") for line in file if line.count(":") == 6]
    return [struct_passwd(name, secret, int(uid), int(gid), *rest)
            for name, secret, uid, gid, *rest in rows]


def getpwuid(uid, /):
    """Return the entry of a user by number."""
    for entry in getpwall():
        if entry.pw_uid == uid:
            return entry
    raise KeyError(f"getpwuid(): uid not found: {uid}")


def getpwnam(name, /):
    """Return the entry of a user by name."""
    for entry in getpwall():
        if entry.pw_name == name:
            return entry
    raise KeyError(f"getpwnam(): name not found: {name!r}")
