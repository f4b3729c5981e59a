"""Numbers and the error of re, by the name of the module that CPython keeps them in."""

from re import PatternError

MAXREPEAT = 4294967295
MAXGROUPS = 1073741823
error = PatternError
