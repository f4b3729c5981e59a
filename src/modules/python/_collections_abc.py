"""The classes of collections.abc by the name of the module that CPython keeps them in."""

from collections.abc import *
from collections.abc import __all__
