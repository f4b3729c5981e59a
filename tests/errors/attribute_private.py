class A:
    def __init__(self): self.__hidden = 1
A().__hidden
