print(max([1, None, 3]))
