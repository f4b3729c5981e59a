letters = ["a", "b"]
print(letters["0"])
