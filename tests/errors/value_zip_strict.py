list(zip([1, 2, 3], [1, 2], strict=True))
