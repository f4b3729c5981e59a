"""Which groups there are on this machine, read from its group file."""

from collections import namedtuple as _namedtuple

struct_group = _namedtuple("struct_group", "gr_name gr_passwd gr_gid gr_mem")
struct_group.__module__ = "grp"


def getgrall():
    """Return a list of all entries."""
    with open("/etc/group") as file:
        rows = [line.rstrip("\n").split(":") for line in file if line.count(":") == 3]
    return [struct_group(name, secret, int(gid), members.split(",") if members else [])
            for name, secret, gid, members in rows]


def getgrgid(id):
    """Return the entry of a group by number."""
    for entry in getgrall():
        if entry.gr_gid == id:
            return entry
    raise KeyError(f"getgrgid(): gid not found: {id}")


def getgrnam(name):
    """Return the entry of a group by name."""
    for entry in getgrall():
        if entry.gr_name == name:
            return entry
    raise KeyError(f"getgrnam(): name not found: {name!r}")
