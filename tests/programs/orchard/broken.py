"""Fails half way through its import."""
half = True
raise RuntimeError("the tree fell")
