"""The old names of re's parts: sre_parse and sre_constants."""

import warnings

warnings.warn(f"module {__name__!r} is deprecated", DeprecationWarning, stacklevel=2)

if __name__ == "sre_parse":
    from re import _parser as _part
else:
    from re import _constants as _part
globals().update({name: value for name, value in vars(_part).items() if name[:2] != "__"})
