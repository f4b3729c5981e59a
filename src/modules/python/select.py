"""The names of select; there is nothing to wait for here."""

error = OSError
EPOLLIN, EPOLLOUT, POLLIN, POLLOUT = 1, 4, 1, 4


def select(rlist, wlist, xlist, timeout=None, /):
    """Files are always ready."""
    return list(rlist), list(wlist), []


class poll:
    """Refscope opens no network connections."""

    def __init__(self):
        raise OSError("Refscope opens no network connections")


epoll = poll
