def find(d, k):
    d.get(k)
print(find({"a": [1]}, "a")[0])
