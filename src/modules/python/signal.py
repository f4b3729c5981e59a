"""The signals' names, and their handlers as far as they are asked for."""

from enum import IntEnum as _IntEnum


class Signals(_IntEnum):
    SIGHUP = 1
    SIGINT = 2
    SIGQUIT = 3
    SIGILL = 4
    SIGTRAP = 5
    SIGABRT = 6
    SIGBUS = 7
    SIGFPE = 8
    SIGKILL = 9
    SIGUSR1 = 10
    SIGSEGV = 11
    SIGUSR2 = 12
    SIGPIPE = 13
    SIGALRM = 14
    SIGTERM = 15
    SIGSTKFLT = 16
    SIGCHLD = 17
    SIGCONT = 18
    SIGSTOP = 19
    SIGTSTP = 20
    SIGTTIN = 21
    SIGTTOU = 22
    SIGURG = 23
    SIGXCPU = 24
    SIGXFSZ = 25
    SIGVTALRM = 26
    SIGPROF = 27
    SIGWINCH = 28
    SIGIO = 29
    SIGPWR = 30
    SIGSYS = 31
    SIGRTMIN = 34
    SIGRTMAX = 64
    SIGIOT = 6
    SIGCLD = 17
    SIGPOLL = 29


class Handlers(_IntEnum):
    SIG_DFL = 0
    SIG_IGN = 1


globals().update(Signals.__members__)
globals().update(Handlers.__members__)
NSIG = 65


def default_int_handler(signalnum, frame, /):
    """The default handler for SIGINT installed by Python. It raises KeyboardInterrupt."""
    raise KeyboardInterrupt


_handlers = {number: Handlers.SIG_DFL for number in Signals}
_handlers[Signals.SIGINT] = default_int_handler


def getsignal(signalnum):
    """Return the current action for the given signal."""
    return _handlers.get(signalnum)


def signal(signalnum, handler, /):
    """Set the action for the given signal; raise_signal() calls it."""
    if not callable(handler) and handler not in (0, 1):
        raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable "
                        "object")
    if not 1 <= signalnum < NSIG:
        raise ValueError("signal number out of range")
    if signalnum in (Signals.SIGKILL, Signals.SIGSTOP):
        raise OSError(22, "Invalid argument")
    before = _handlers.get(signalnum)
    _handlers[signalnum] = handler
    return before


def raise_signal(signalnum, /):
    """Send a signal to the executing process."""
    import sys
    handler = _handlers.get(signalnum, Handlers.SIG_DFL)
    if callable(handler):
        handler(signalnum, sys._getframe(1))
    elif handler == Handlers.SIG_DFL:
        sys.exit(128 + signalnum)


def strsignal(signalnum, /):
    """Return the system description of the given signal."""
    names = {1: "Hangup", 2: "Interrupt", 3: "Quit", 4: "Illegal instruction", 6: "Aborted",
             8: "Floating point exception", 9: "Killed", 11: "Segmentation fault",
             13: "Broken pipe", 14: "Alarm clock", 15: "Terminated"}
    return names.get(signalnum)


def valid_signals():
    """Return a set of valid signal numbers on this platform."""
    return set(Signals)


def alarm(seconds, /):
    """Signals do not arrive by themselves in Refscope."""
    if seconds:
        raise NotImplementedError("Refscope sends no alarms")
    return 0
