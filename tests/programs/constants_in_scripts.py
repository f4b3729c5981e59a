"""Counts of constants in a script: the name, the code's constants, the parsed source and the argument."""
import sys

x = 1000
print(sys.getrefcount(x))
s = "some text"
print(sys.getrefcount(s))
f = 1.25
print(sys.getrefcount(f))
t = (1001, 1002)
print(sys.getrefcount(t))


def inside():
    y = 2000
    z = 1000
    return sys.getrefcount(y), z is x, sys.getrefcount(z)


print(inside())
print(sys.getrefcount(3000))
y = 1000
print(x is y, sys.getrefcount(x))
exec("v = 4000\nprint(sys.getrefcount(v))")
exec(compile("v = 5000\nprint(sys.getrefcount(v))", "c", "exec"))
print(eval("sys.getrefcount(6000)"))
