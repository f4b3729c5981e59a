print("a" * "3")
