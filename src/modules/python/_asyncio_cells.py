"""The event loop of a notebook, in which cells that await are run."""

import asyncio

_loop = None


def run(coroutine):
    """Run a cell to its end; tasks that it leaves go on when another cell awaits."""
    global _loop
    if _loop is None or _loop.is_closed():
        _loop = asyncio.new_event_loop()
        asyncio.set_event_loop(_loop)
    return _loop.run_until_complete(coroutine)
