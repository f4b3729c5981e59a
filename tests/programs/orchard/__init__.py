"""A package of fruit, for imports.py."""
from .trees import Apple, Pear, plant
from . import tools

__all__ = ["Apple", "Pear", "plant", "harvest"]
season = "autumn"


def harvest(*trees):
    from .tools.basket import Basket

    basket = Basket()
    for t in trees:
        basket += t.fruit()
    return basket


def __getattr__(name):
    if name == "weather":
        return f"{season} rain"
    raise AttributeError(f"module {__name__!r} grows no {name!r}")
