class Card:
    def __init__(self, n): self.n = n
min(Card(1), Card(2))
