"""weakref.finalize runs at exit for what is still alive, newest first, unless atexit is switched off."""
import weakref


class A:
    pass


a, b, c = A(), A(), A()
weakref.finalize(a, print, "a")
quiet = weakref.finalize(b, print, "b")
quiet.atexit = False
weakref.finalize(c, print, "c")
print("end")
