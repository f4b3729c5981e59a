"""SystemExit ends the script; finally blocks run and objects die on the way."""
import atexit
import sys

atexit.register(print, "atexit")


class Loud:
    def __del__(self):
        print("del")


def f():
    x = Loud()
    try:
        sys.exit(0)
    finally:
        print("finally")


f()
print("never")
