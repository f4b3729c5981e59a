class InsufficientFunds(Exception):
    def __init__(self, need, have):
        super().__init__(f"need {need} but have {have}")
raise InsufficientFunds(100, 30)
