"""How messages are read and written."""

__all__ = ["Compat32", "compat32", "Policy", "EmailPolicy", "default", "strict", "SMTP", "SMTPUTF8",
           "HTTP"]


class Policy:
    """A set of choices; clone() makes another."""

    max_line_length, linesep, cte_type, raise_on_defect, mangle_from_ = 78, "\n", "8bit", False, False
    utf8, message_factory = False, None

    def __init__(self, **choices):
        for name, value in choices.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{name!r} is an invalid keyword argument for {type(self).__name__}")
            self.__dict__[name] = value

    def clone(self, **choices):
        """Another policy with some choices changed."""
        return type(self)(**{**self.__dict__, **choices})

    def __add__(self, other):
        return self.clone(**other.__dict__)

    def __setattr__(self, name, value):
        if hasattr(type(self), name):
            raise AttributeError(f"{type(self).__name__!r} object attribute {name!r} is read-only")
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __repr__(self):
        inner = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"{type(self).__name__}({inner})"


class Compat32(Policy):
    """What messages were like before policies."""

    mangle_from_ = True


class EmailPolicy(Policy):
    """What messages are like now: headers are texts."""

    refold_source = "long"


compat32 = Compat32()
default = EmailPolicy()
strict = default.clone(raise_on_defect=True)
SMTP = default.clone(linesep="\r\n")
SMTPUTF8 = SMTP.clone(utf8=True)
HTTP = default.clone(linesep="\r\n", max_line_length=None)
