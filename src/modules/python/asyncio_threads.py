"""High-level support for working with threads in asyncio."""

from asyncio import events

__all__ = ('to_thread',)


async def to_thread(func, /, *args, **kwargs):
    """Run a function as a thread would; there is one thread, so the loop waits for its end."""
    import contextvars
    import functools
    call = functools.partial(contextvars.copy_context().run, func, *args, **kwargs)
    return await events.get_running_loop().run_in_executor(None, call)
