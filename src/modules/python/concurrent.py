"""Tasks handed to others; here each is done at once."""

__path__ = []
