"""What is to be seen at an address after its object has gone?

Here every address may be read. A freed cell shows 0 until it has a new tenant,
and then shows the new tenant's count. (In CPython the same program reads
whatever happens to be there, and may crash.)
"""
import ctypes


def at(address):
    return ctypes.c_long.from_address(address).value


class Guest:
    pass


guest = Guest()
room = id(guest)
print("occupied:", at(room))

second_key = guest
print("two references:", at(room))

del guest, second_key
print("free:", at(room))

guest = Guest()
print("the next guest of the same size gets the same room:", id(guest) == room)
print("occupied again:", at(room))

del guest
try:
    ctypes.cast(room, ctypes.py_object).value
except Exception as error:
    print("nobody lives there:", type(error).__name__)

try:
    at(12345)
except Exception as error:
    print("not an address of this heap:", type(error).__name__)
