numbers = [1, 2]
numbers.add(3)
