"""Comparing files and directories."""

import os
import stat as _stat
from functools import cached_property as _cached

__all__ = ["clear_cache", "cmp", "dircmp", "cmpfiles", "DEFAULT_IGNORES"]

DEFAULT_IGNORES = ["RCS", "CVS", "tags", ".git", ".hg", ".bzr", "_darcs", "__pycache__"]
BUFSIZE = 8 * 1024
_known = {}


def clear_cache():
    """Clear the filecmp cache."""
    _known.clear()


def _signature(path):
    status = os.stat(path)
    return _stat.S_IFMT(status.st_mode), status.st_size, status.st_mtime


def cmp(f1, f2, shallow=True):
    """Return whether two files are equal; by what is known of them if `shallow`."""
    first, second = _signature(f1), _signature(f2)
    if first[0] != _stat.S_IFREG or second[0] != _stat.S_IFREG:
        return False
    if shallow and first == second:
        return True
    if first[1] != second[1]:
        return False
    key = f1, f2, first, second
    if key not in _known:
        with open(f1, "rb") as one, open(f2, "rb") as other:
            _known[key] = one.read() == other.read()
    return _known[key]


def cmpfiles(a, b, common, shallow=True):
    """Return the names of the files of two directories that match, differ and cannot be compared."""
    result = [], [], []
    for name in common:
        try:
            equal = cmp(os.path.join(a, name), os.path.join(b, name), shallow)
            result[0 if equal else 1].append(name)
        except (OSError, ValueError):
            result[2].append(name)
    return result


class dircmp:
    """What two directories have in common, and what not."""

    __class_getitem__ = classmethod(type(list[int]))

    def __init__(self, a, b, ignore=None, hide=None, *, shallow=True):
        self.left, self.right = a, b
        self.hide = [os.curdir, os.pardir] if hide is None else hide
        self.ignore = DEFAULT_IGNORES if ignore is None else ignore
        self.shallow = shallow

    def _list(self, directory):
        hidden = set(self.hide) | set(self.ignore)
        return sorted(name for name in os.listdir(directory) if name not in hidden)

    def _of_kind(self, test):
        def fits(side, name):
            return test(os.path.join(side, name))
        return [name for name in self.common
                if fits(self.left, name) and fits(self.right, name)]

    left_list = _cached(lambda self: self._list(self.left))
    right_list = _cached(lambda self: self._list(self.right))
    common = _cached(lambda self: [n for n in self.left_list if n in self.right_list])
    left_only = _cached(lambda self: [n for n in self.left_list if n not in self.right_list])
    right_only = _cached(lambda self: [n for n in self.right_list if n not in self.left_list])
    common_dirs = _cached(lambda self: self._of_kind(os.path.isdir))
    common_files = _cached(lambda self: self._of_kind(os.path.isfile))
    common_funny = _cached(lambda self: [n for n in self.common if n not in self.common_dirs
                                         and n not in self.common_files])
    _compared = _cached(
        lambda self: cmpfiles(self.left, self.right, self.common_files, self.shallow))
    same_files = _cached(lambda self: self._compared[0])
    diff_files = _cached(lambda self: self._compared[1])
    funny_files = _cached(lambda self: self._compared[2])

    @_cached
    def subdirs(self):
        return {name: type(self)(os.path.join(self.left, name), os.path.join(self.right, name),
                                 self.ignore, self.hide, shallow=self.shallow)
                for name in self.common_dirs}

    def report(self):
        """Print a report on the difference between the directories."""
        print("diff", self.left, self.right)
        if self.left_only:
            print("Only in", self.left, ":", sorted(self.left_only))
        if self.right_only:
            print("Only in", self.right, ":", sorted(self.right_only))
        for title, names in (("Identical files :", self.same_files),
                             ("Differing files :", self.diff_files),
                             ("Trouble with common files :", self.funny_files),
                             ("Common subdirectories :", self.common_dirs),
                             ("Common funny cases :", self.common_funny)):
            if names:
                print(title, sorted(names))

    def report_partial_closure(self):
        self.report()
        for below in self.subdirs.values():
            print()
            below.report()

    def report_full_closure(self):
        self.report()
        for below in self.subdirs.values():
            print()
            below.report_full_closure()
