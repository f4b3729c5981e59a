class Car:
    def __init__(self): self.speed = 10
c = Car()
print(c.sped)
