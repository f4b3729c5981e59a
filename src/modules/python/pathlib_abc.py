"""What pathlib's classes have in common, by the name of the module that CPython has it in."""

from pathlib import UnsupportedOperation
