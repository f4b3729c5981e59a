row = [0] * 3
row[3] = 1
