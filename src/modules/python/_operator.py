"""The functions of operator by the name of CPython's C module."""

from operator import *
from operator import __all__
from hmac import compare_digest as _compare_digest
