"""allow programmer to define multiple exit functions to be executed
upon normal program termination.

Two public functions, register and unregister, are defined.
"""

_callbacks = []


def register(func, /, *args, **kwargs):
    """Register a function to be executed upon normal program termination.

    The functions are run in the opposite order; func is returned, so that this
    can be used as a decorator.
    """
    if not callable(func):
        raise TypeError('the first argument must be callable')
    _callbacks.append((func, args, kwargs))
    return func


def unregister(func, /):
    """Unregister an exit function which was previously registered using
    atexit.register

        func - function to be unregistered
    """
    _callbacks[:] = [entry for entry in _callbacks if not entry[0] == func]


def _clear():
    """Clear the list of previously registered exit functions."""
    _callbacks.clear()


def _ncallbacks():
    """Return the number of registered exit functions."""
    return len(_callbacks)


def _run_exitfuncs():
    """Run all registered exit functions, last registered first."""
    import sys
    for entry in reversed(list(_callbacks)):
        # What is registered from now on comes too late; what is unregistered is left out.
        if not any(entry is known for known in _callbacks):
            continue
        func, args, kwargs = entry
        try:
            func(*args, **kwargs)
        except BaseException as exc:
            from types import SimpleNamespace
            sys.unraisablehook(SimpleNamespace(
                exc_type=type(exc), exc_value=exc, exc_traceback=exc.__traceback__,
                err_msg=f"Exception ignored in atexit callback {func!r}", object=None))
    _callbacks.clear()
