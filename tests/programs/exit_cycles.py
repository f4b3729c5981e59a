"""Garbage in cycles is collected at exit, and its finalizers run."""
import gc


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


gc.disable()
for name in "ab":
    x = Loud(name)
    x.me = x
x = Loud("kept by a name")
x.me = x
print("end")
