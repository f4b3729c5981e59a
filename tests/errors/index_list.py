scores = [90, 80]
print(scores[2])
