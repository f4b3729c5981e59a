"""What the process has used, as far as it can be told."""

import os as _os
import time as _time
from collections import namedtuple as _namedtuple

RUSAGE_SELF, RUSAGE_CHILDREN, RUSAGE_THREAD = 0, -1, 1
RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_DATA, RLIMIT_STACK, RLIMIT_CORE, RLIMIT_RSS = range(6)
RLIMIT_NPROC, RLIMIT_NOFILE, RLIMIT_MEMLOCK, RLIMIT_AS = range(6, 10)
RLIM_INFINITY = -1
error = OSError

struct_rusage = _namedtuple("struct_rusage", "ru_utime ru_stime ru_maxrss ru_ixrss ru_idrss ru_isrss "
                            "ru_minflt ru_majflt ru_nswap ru_inblock ru_oublock ru_msgsnd ru_msgrcv "
                            "ru_nsignals ru_nvcsw ru_nivcsw")
struct_rusage.__module__ = "resource"
_limits = {}


def _peak():
    try:
        with open("/proc/self/status") as lines:
            return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)
    except OSError:
        return 0


def getrusage(who, /):
    """Return what was used: processor time and the most memory, in kilobytes."""
    if who not in (RUSAGE_SELF, RUSAGE_CHILDREN, RUSAGE_THREAD):
        raise ValueError("invalid who parameter")
    own = who != RUSAGE_CHILDREN
    return struct_rusage(_time.process_time() if own else 0.0, 0.0, _peak() if own else 0, *[0] * 13)


def getpagesize():
    """Return the number of bytes in a page of memory."""
    return 4096


def getrlimit(resource, /):
    """Return the limits set before, or none."""
    return _limits.get(resource, (RLIM_INFINITY, RLIM_INFINITY))


def setrlimit(resource, limits, /):
    """Keep the limits; they bind nothing here."""
    _limits[resource] = tuple(limits)
