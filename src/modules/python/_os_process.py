"""What os tells of processes, from /proc; and what a child's end is called."""

import time as _time
from collections import namedtuple as _namedtuple

__all__ = ["WCOREDUMP", "WEXITSTATUS", "WIFCONTINUED", "WIFEXITED", "WIFSIGNALED", "WIFSTOPPED",
           "WNOHANG", "WSTOPSIG", "WTERMSIG", "WUNTRACED", "WCONTINUED", "ctermid",
           "device_encoding", "getgroups", "getloadavg", "getpgid", "getpgrp", "getsid", "kill",
           "major", "makedev", "minor", "sched_yield", "sysconf", "sysconf_names", "times",
           "times_result", "waitstatus_to_exitcode"]

WNOHANG, WUNTRACED, WCONTINUED = 1, 2, 8

times_result = _namedtuple("times_result", "user system children_user children_system elapsed")
times_result.__module__ = "posix"

sysconf_names = {"SC_ARG_MAX": 0, "SC_CLK_TCK": 2, "SC_OPEN_MAX": 4, "SC_PAGESIZE": 30,
                 "SC_PAGE_SIZE": 30, "SC_NPROCESSORS_CONF": 83, "SC_NPROCESSORS_ONLN": 84,
                 "SC_PHYS_PAGES": 85, "SC_AVPHYS_PAGES": 86}


def _error(number, text):
    return OSError(number, text)


def _of(pid, at):
    """A number in /proc/<pid>/stat, counted as proc(5) does."""
    if pid < 0:
        raise _error(22 if at == 5 else 3, "Invalid argument" if at == 5 else "No such process")
    try:
        with open(f"/proc/{pid or 'self'}/stat") as lines:
            fields = lines.read().rpartition(")")[2].split()
    except OSError:
        raise _error(3, "No such process") from None
    return int(fields[at - 3])


def getpgid(pid):
    """Call the system call getpgid(), and return the result."""
    return _of(pid, 5)


def getpgrp():
    """Return the current process group id."""
    return _of(0, 5)


def getsid(pid, /):
    """Call the system call getsid(pid) and return the result."""
    return _of(pid, 6)


def getgroups():
    """Return list of supplemental group IDs for the process."""
    with open("/proc/self/status") as lines:
        found = next(line for line in lines if line.startswith("Groups:"))
    return [int(group) for group in found.split()[1:]]


def getloadavg():
    """Return average recent system load information."""
    with open("/proc/loadavg") as lines:
        return tuple(float(part) for part in lines.read().split()[:3])


def times():
    """Return a collection containing process timing information."""
    ticks = [_of(0, at) / 100 for at in (14, 15, 16, 17)]
    return times_result(*ticks, _time.monotonic())


def kill(pid, signal, /):
    """Kill a process with a signal."""
    import os
    import posix
    signal = signal.__index__()
    if pid == os.getpid() and signal:
        from signal import getsignal, raise_signal
        if callable(getsignal(signal)):
            return raise_signal(signal)
    return posix.kill(pid, signal)


def sched_yield():
    """Voluntarily relinquish the CPU."""
    _time.sleep(0)


def device_encoding(fd):
    """Return a string describing the encoding of a terminal's file descriptor."""
    import os
    return "UTF-8" if os.isatty(fd) else None


def ctermid():
    """Return the name of the controlling terminal for this process."""
    return "/dev/tty"


def sysconf(name, /):
    """Return an integer-valued system configuration variable."""
    import os
    if isinstance(name, str):
        if name not in sysconf_names:
            raise ValueError("unrecognized configuration name")
        name = sysconf_names[name]
    if name in (83, 84):
        return os.cpu_count()
    if name in (85, 86):
        with open("/proc/meminfo") as lines:
            known = dict(line.split(":") for line in lines)
        return int(known["MemTotal" if name == 85 else "MemFree"].split()[0]) // 4
    known = {0: 2097152, 2: 100, 4: 1024, 30: 4096}
    if name not in known:
        raise _error(22, "Invalid argument")
    return known[name]


def major(device, /):
    """Extracts a device major number from a raw device number."""
    return device >> 8 & 0xfff | device >> 32 & ~0xfff


def minor(device, /):
    """Extracts a device minor number from a raw device number."""
    return device & 0xff | device >> 12 & ~0xff


def makedev(major, minor, /):
    """Composes a raw device number from the major and minor device numbers."""
    return (major & 0xfff) << 8 | (major & ~0xfff) << 32 | minor & 0xff | (minor & ~0xff) << 12


def WIFEXITED(status):
    """Return True if the process returning status exited via the exit() system call."""
    return status & 0x7f == 0


def WEXITSTATUS(status):
    """Return the process return code from status."""
    return status >> 8 & 0xff


def WIFSIGNALED(status):
    """Return True if the process returning status was terminated by a signal."""
    return 0 < status & 0x7f < 0x7f


def WTERMSIG(status):
    """Return the signal that terminated the process that provided the status value."""
    return status & 0x7f


def WIFSTOPPED(status):
    """Return True if the process returning status was stopped."""
    return status & 0xff == 0x7f


def WSTOPSIG(status):
    """Return the signal that stopped the process that provided the status value."""
    return status >> 8 & 0xff


def WIFCONTINUED(status):
    """Return True if a particular process was continued from a job control stop."""
    return status == 0xffff


def WCOREDUMP(status, /):
    """Return True if the process returning status was dumped to a core file."""
    return status & 0x80 != 0


def waitstatus_to_exitcode(status):
    """Convert a wait status to an exit code."""
    if WIFEXITED(status):
        return WEXITSTATUS(status)
    if WIFSIGNALED(status):
        return -WTERMSIG(status)
    if WIFSTOPPED(status):
        raise ValueError(f"process stopped by delivery of signal {WSTOPSIG(status)}")
    raise ValueError(f"invalid wait status: {status}")
