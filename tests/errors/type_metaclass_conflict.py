class M(type): pass
class A(metaclass=M): pass
class N(type): pass
class B(A, metaclass=N): pass
