"""os.path: the module of pathnames itself."""

import sys

import posixpath

sys.modules["os.path"] = posixpath
