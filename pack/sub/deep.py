two = 2
who = __package__, __name__
