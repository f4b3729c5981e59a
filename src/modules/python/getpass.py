"""A password asked for, and the name of who asks."""

import os as _os

__all__ = ["getpass", "getuser", "GetPassWarning"]


class GetPassWarning(UserWarning):
    pass


def getpass(prompt="Password: ", stream=None):
    """Prompt for a password; it is read like any other line."""
    return input(prompt)


def getuser():
    """Get the username from the environment or password database."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if _os.environ.get(name):
            return _os.environ[name]
    try:
        import pwd
        return pwd.getpwuid(_os.getuid()).pw_name
    except (OSError, KeyError) as error:
        raise OSError("No username set in the environment") from error
