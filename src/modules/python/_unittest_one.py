"""A module of unittest, which shows what unittest has."""

import unittest as _unittest

globals().update({name: value for name, value in vars(_unittest).items() if name[:2] != "__"})
