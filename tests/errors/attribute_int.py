(5).append(3)
