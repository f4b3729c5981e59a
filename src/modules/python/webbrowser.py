"""The names of webbrowser; Refscope opens no windows, so nothing is ever opened."""

__all__ = ["Error", "open", "open_new", "open_new_tab", "get", "register"]


class Error(Exception):
    """There is no browser to control."""


def open(url, new=0, autoraise=True):
    """Return False: no browser was opened."""
    return False


def open_new(url):
    """Return False: no window was opened."""
    return False


open_new_tab = open_new


def get(using=None):
    """There is no browser to control."""
    raise Error("could not locate runnable browser")


def register(name, klass, instance=None, *, preferred=False):
    """Nothing is kept: no browser is ever opened."""
