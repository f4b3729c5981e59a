from cyn_a import x
y = 2
