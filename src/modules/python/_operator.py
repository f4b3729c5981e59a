"""The functions of operator by the name of CPython's C module."""

from operator import *
from hmac import compare_digest as _compare_digest
