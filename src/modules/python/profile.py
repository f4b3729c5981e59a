"""Runs code and says how long it took, as cProfile does."""

from cProfile import Profile, run, runctx

__all__ = ["run", "runctx", "Profile"]
