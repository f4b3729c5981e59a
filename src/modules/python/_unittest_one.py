"""A module of unittest, which shows what unittest has."""

import unittest as _unittest

if __name__ == "unittest.case":
    from _unittest_case import _SubTest, _subtest_msg_sentinel

globals().update({name: value for name, value in vars(_unittest).items() if name[:2] != "__"})
