from abc import ABC, abstractmethod
class Animal(ABC):
    @abstractmethod
    def sound(self): ...
    @abstractmethod
    def legs(self): ...
class Cat(Animal):
    def sound(self): return "meow"
Cat()
