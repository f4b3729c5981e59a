n = globals().get('n', 0) + 1
