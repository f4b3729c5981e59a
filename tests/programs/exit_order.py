"""Globals die in the order of their definition when a script ends, private names too."""
class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


b = Loud("b")
a = Loud("a")
c = [Loud("c0"), Loud("c1")]
_private = Loud("private")
print("end of the script")
