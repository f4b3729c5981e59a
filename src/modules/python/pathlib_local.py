"""The classes of pathlib by the name of the module that CPython has them in."""

from pathlib import *
