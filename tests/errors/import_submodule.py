import math.trig
