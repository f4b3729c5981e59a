"""Helpers for XML by events; only saxutils is there."""

__path__ = []
