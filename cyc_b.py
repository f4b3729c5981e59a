import cyc_a
y = 2
seen = hasattr(cyc_a, 'x')
