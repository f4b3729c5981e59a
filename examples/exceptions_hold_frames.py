"""An exception keeps its traceback, the traceback its frames, and a frame all its
local names. Keep an exception and you keep them all."""
import gc
from sys import getrefcount

gc.collect()
gc.disable()


class Tray:
    def __del__(self):
        print("  the tray is dropped")


def stumble():
    tray = Tray()
    raise RuntimeError("stumbled")


print("a local of a failed call lives as long as the exception is handled")
try:
    stumble()
except RuntimeError as error:
    print("  handling:", error)
print("handled")

print("a kept exception keeps it")
try:
    stumble()
except RuntimeError as error:
    kept = error
print("  frames:", kept.__traceback__.tb_next.tb_frame.f_code.co_name)
print("without its traceback it is only a message")
kept.__traceback__ = None
print("  still here:", kept)


def careless():
    tray = Tray()
    try:
        raise RuntimeError("saved")
    except RuntimeError as error:
        saved = error


print("an exception saved in its own frame is a cycle")
careless()
print("  the collector finds", gc.collect(), "objects")


def careful():
    tray = Tray()
    saved = None
    try:
        raise RuntimeError("saved")
    except RuntimeError as error:
        saved = error
    finally:
        del saved


print("deleting the name breaks it")
careful()
print("  the collector finds", gc.collect(), "objects")
gc.enable()
