import math
math.square(2)
