def root(x):
    assert x >= 0, "x must not be negative"
    return x ** 0.5
root(-4)
