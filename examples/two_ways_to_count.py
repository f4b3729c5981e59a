"""`sys.getrefcount` is a function, so its parameter counts too. Reading the count
from memory with `ctypes` involves no reference at all: the reading is a number."""
import ctypes
from sys import getrefcount


def at(address):
    return ctypes.c_long.from_address(address).value


page = ["a page"]
print("getrefcount:", getrefcount(page), " in memory:", at(id(page)))

bookmark = page
print("getrefcount:", getrefcount(page), " in memory:", at(id(page)))

window = ctypes.c_long.from_address(id(page))
print("a window on the same word:", window.value)
folder = [page] * 10
print("it follows every change:", window.value)
folder.clear()
del bookmark
print("and again:", window.value)


def read_twice(thing):
    return getrefcount(thing), at(id(thing))


print("inside a call both see the parameter:", read_twice(page))

again = ctypes.cast(id(page), ctypes.py_object).value
print("from the address back to the object:", again is page, window.value)
