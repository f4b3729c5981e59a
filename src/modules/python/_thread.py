"""Threads by their plainest means; each runs to its end when it is started."""

import threading as _threading

error = RuntimeError
TIMEOUT_MAX = 9223372036.0
allocate_lock = _threading.Lock
RLock = _threading.RLock
LockType = type(_threading.Lock())
get_ident = _threading.get_ident


def start_new_thread(function, args, kwargs={}, /):
    """Start a new thread and return its identifier."""
    if not callable(function):
        raise TypeError("first arg must be callable")
    if not isinstance(args, tuple):
        raise TypeError("2nd arg must be a tuple")
    if not isinstance(kwargs, dict):
        raise TypeError("optional 3rd arg must be a dictionary")
    thread = _threading.Thread(target=function, args=args, kwargs=kwargs)
    thread.start()
    return thread.ident


start_new = start_new_thread


def exit():
    """Ends the thread that calls it."""
    raise SystemExit


_stack_size = 0


def stack_size(size=0, /):
    """Say how large the stacks of new threads are; they run on that of their starter all the same."""
    global _stack_size
    if size < 0:
        raise ValueError("size must be 0 or a positive value")
    if 0 < size < 32768:
        raise ValueError(f"size not valid: {size} bytes")
    before, _stack_size = _stack_size, size
    return before


def interrupt_main(signum=2, /):
    raise KeyboardInterrupt
