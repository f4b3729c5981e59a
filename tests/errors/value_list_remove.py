queue = ["a", "b"]
queue.remove("z")
