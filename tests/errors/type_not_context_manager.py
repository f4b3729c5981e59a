with [1, 2] as f:
    print(f)
