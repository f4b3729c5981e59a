def counter():
    count += 1
    return count
count = 0
counter()
