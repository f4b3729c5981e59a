"""A module of email.mime, which shows one class."""

import _email_mime

for _name in [_class.__name__ for _class, _place in _email_mime._PLACES.items()
              if __name__ == "email.mime." + _place]:
    globals()[_name] = getattr(_email_mime, _name)
