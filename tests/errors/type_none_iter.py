for x in print("hello"):
    pass
