from .sub.deep import two
one = 1 + two
