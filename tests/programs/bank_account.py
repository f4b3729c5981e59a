"""Accounts with a history, interest and transfers that may fail."""


class BankError(Exception):
    """Anything that the bank refuses."""


class InsufficientFunds(BankError):
    def __init__(self, account, amount):
        super().__init__(f"{account.owner} has {account.balance:.2f}, needs {amount:.2f}")
        self.missing = amount - account.balance


class Account:
    bank = "First Snake Bank"
    _next_number = 1000

    def __init__(self, owner, balance=0.0):
        self.owner = owner
        self._balance = balance
        self.history = []
        self.number = Account._next_number
        Account._next_number += 1

    @property
    def balance(self):
        return self._balance

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("a deposit must be positive")
        self._balance += amount
        self.history.append(("in", amount))
        return self

    def withdraw(self, amount):
        if amount > self._balance:
            raise InsufficientFunds(self, amount)
        self._balance -= amount
        self.history.append(("out", amount))
        return self

    def __repr__(self):
        return f"{type(self).__name__}({self.owner!r}, {self._balance})"

    def __str__(self):
        return f"#{self.number} {self.owner:<6} {self._balance:>9,.2f}"

    def __lt__(self, other):
        return self.balance < other.balance


class Savings(Account):
    rate = 0.05

    def add_interest(self):
        return self.deposit(round(self.balance * self.rate, 2))


def transfer(source, target, amount):
    source.withdraw(amount)
    try:
        target.deposit(amount)
    except Exception:
        source.deposit(amount)
        raise


ann = Account("Ann", 100)
bob = Savings("Bob", 1200.5)
accounts = [ann, bob, Account("Cy")]
for a in accounts:
    print(a)
transfer(bob, ann, 200)
bob.add_interest()
try:
    transfer(ann, bob, 1_000)
except InsufficientFunds as e:
    print("refused:", e, f"(missing {e.missing:.2f})")
for bad in (-5, 0):
    try:
        ann.deposit(bad)
    except ValueError as e:
        print("refused:", e)
print(sorted(accounts))
print(max(accounts), min(accounts), sep="\n")
print(bob.history, ann.history)
try:
    ann.balance = 10**6
except AttributeError as e:
    print(type(e).__name__, e)
print(issubclass(InsufficientFunds, BankError), Savings.__mro__[1].__name__, ann.bank, vars(Savings)["rate"])
