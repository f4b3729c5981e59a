"""A package beside the script: relative imports, cycles, star, lazy attributes, failures."""
import sys

import orchard
import orchard.tools.scales as scales
from orchard import *
from orchard.tools import basket as b
from orchard.trees import Tree, planted

apple = plant("apple")
pears = [plant("pear"), Pear()]
basket = harvest(apple, *pears)
print(len(basket), basket.weight, basket[0], basket[-1], basket.origin(), planted)
print(type(basket) is b.Basket, isinstance(apple, Tree), Apple is orchard.trees.Apple, scales.weigh("ab"))
print(orchard.__name__, orchard.__package__, orchard.trees.__package__, scales.__name__, orchard.__doc__)
print("Tree" in globals(), "season" in globals(), hasattr(orchard, "tools"), orchard.weather, orchard.__all__)
print(sorted(m for m in sys.modules if m.startswith("orchard")))
orchard.season = "late"
print(apple.fruit()[0], sys.modules["orchard"].season)
for attempt in ("import orchard.missing", "from orchard import cherry", "from orchard.trees import Plum", "import orchard.trees.leaf", "from .trees import Tree", "import orchard.broken", "import nothing.at.all", "orchard.cherries"):
    try:
        exec(attempt)
    except Exception as e:
        print(f"{attempt}: {type(e).__name__}: {str(e).split(' (')[0]}")
print("orchard.broken" in sys.modules, hasattr(orchard, "broken"))
import importlib

again = importlib.import_module(".scales", "orchard.tools")
print(again is scales, __import__("orchard.trees") is orchard, importlib.reload(scales) is scales)
