import cyc_b
x = 1
def f(): return cyc_b.y
