"""The names of bdb; programs are not stepped through."""

__all__ = ["BdbQuit"]


class BdbQuit(Exception):
    """Exception to give up completely."""
