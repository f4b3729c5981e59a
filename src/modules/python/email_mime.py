"""Messages made for each kind of content."""

__path__ = []
