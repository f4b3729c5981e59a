"""`__del__` runs at the very moment the last reference goes, before anything the
object holds is let go. It may even save its object."""
import sys


class Boat:
    def __init__(self, name, cargo=None):
        self.name = name
        self.cargo = cargo

    def __del__(self):
        print(f"  {self.name} sinks, cargo: {self.cargo.name if self.cargo else 'none'}")


print("the owner first, then what it owned")
boat = Boat("tug", Boat("dinghy"))
del boat

harbour = []


class Rescued:
    def __del__(self):
        print("  saved in the last moment")
        harbour.append(self)


print("an object that survives its own end")
cat = Rescued()
del cat
print("in the harbour:", len(harbour))

print("the second time nobody asks: __del__ runs once")
harbour.clear()
print("in the harbour:", len(harbour))


class Careless:
    def __del__(self):
        missing_name


print("an error in __del__ has nobody to go to; it is reported and dropped")
careless = Careless()
sys.unraisablehook = lambda report: print("  reported:", report.exc_value)
del careless
print("the program goes on")
