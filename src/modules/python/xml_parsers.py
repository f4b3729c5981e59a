"""Readers of XML."""

__path__ = []
