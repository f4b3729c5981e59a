"""The functions of warnings by the name of CPython's C module."""

from warnings import filters, warn, warn_explicit
