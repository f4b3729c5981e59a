class P: pass
match P():
    case P(1, 2): pass
