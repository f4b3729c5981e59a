try:
    {}["x"]
except KeyError as e:
    raise LookupError("no such thing") from e
