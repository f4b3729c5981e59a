class Vec:
    def __init__(self, x): self.x = x
Vec(1) + Vec(2)
