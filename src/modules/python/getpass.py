"""A password asked for, and the name of who asks."""

import os as _os

__all__ = ["getpass", "getuser", "GetPassWarning"]


class GetPassWarning(UserWarning):
    pass


def getpass(prompt="Password: ", stream=None):
    """Prompt for a password; it is read like any other line."""
    return input(prompt)


def getuser():
    """Get the username from the environment."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if _os.environ.get(name):
            return _os.environ[name]
    raise OSError("No username set in the environment")
