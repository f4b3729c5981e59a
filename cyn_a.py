from cyn_b import y
x = 1
