"""What stands between views and an object that gives out its bytes by __buffer__ (PEP 688)."""


class _buffer_wrapper:
    """Alive as long as one of the views is; then the object is told."""

    __slots__ = ("_view", "_giver")
    __module__ = "builtins"

    def __init__(self, view, giver):
        self._view, self._giver = view, giver

    def __del__(self):
        take_back = getattr(type(self._giver), "__release_buffer__", None)
        if take_back is not None:
            take_back(self._giver, self._view)
        self._view.release()
