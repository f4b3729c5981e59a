"""Pools of workers."""

from multiprocessing import AsyncResult, Pool

__all__ = ["Pool", "ThreadPool"]


class ThreadPool(Pool):
    """Workers: each task is done at once, in order."""
