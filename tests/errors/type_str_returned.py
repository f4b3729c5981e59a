class A:
    def __str__(self): return 42
print(A())
