class T:
    @property
    def value(self): return 1
t = T()
t.value = 5
