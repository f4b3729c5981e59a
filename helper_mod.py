print('loading', __name__)
value = 42
_private = 1
def double(x): return 2 * x
