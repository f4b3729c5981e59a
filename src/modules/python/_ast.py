"""The classes of ast's nodes, by the name of CPython's C module."""

from ast import (PyCF_ALLOW_TOP_LEVEL_AWAIT, PyCF_ONLY_AST, PyCF_OPTIMIZED_AST, PyCF_TYPE_COMMENTS)
from _ast_nodes import classes as _classes

globals().update(_classes)
