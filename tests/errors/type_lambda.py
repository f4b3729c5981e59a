(lambda a, b=2: a)()
