"""Books, members and loans: classes that refer to one another, with dates."""
from dataclasses import dataclass, field
from datetime import date, timedelta


class LibraryError(Exception):
    pass


@dataclass(frozen=True)
class Book:
    isbn: str
    title: str
    author: str
    year: int

    def __str__(self):
        return f"{self.title} ({self.author}, {self.year})"


@dataclass
class Member:
    name: str
    loans: dict = field(default_factory=dict, repr=False)
    fines: float = 0.0

    @property
    def blocked(self):
        return self.fines >= 5 or len(self.loans) >= 2


class Library:
    days, fee = 14, 0.25

    def __init__(self, *books):
        self._books = {b.isbn: b for b in books}
        self._copies = dict.fromkeys(self._books, 1)
        self.members = {}

    def member(self, name):
        return self.members.setdefault(name, Member(name))

    def lend(self, isbn, name, today):
        member = self.member(name)
        if member.blocked:
            raise LibraryError(f"{name} may not borrow")
        try:
            if not self._copies[isbn]:
                raise LibraryError(f"{self._books[isbn].title} is out")
        except KeyError as e:
            raise LibraryError(f"no book {e}") from e
        self._copies[isbn] -= 1
        member.loans[isbn] = today + timedelta(days=self.days)
        return member.loans[isbn]

    def give_back(self, isbn, name, today):
        due = self.members[name].loans.pop(isbn)
        late = max((today - due).days, 0)
        self.members[name].fines += late * self.fee
        self._copies[isbn] += 1
        return late

    def __len__(self):
        return sum(self._copies.values())

    def __iter__(self):
        return iter(sorted(self._books.values(), key=lambda b: (b.author.split()[-1], b.year)))

    def __contains__(self, title):
        return any(title.lower() in b.title.lower() for b in self)

    def search(self, **wanted):
        for b in self:
            if all(getattr(b, k) == v for k, v in wanted.items()):
                yield b


lib = Library(
    Book("1", "Dune", "Frank Herbert", 1965),
    Book("2", "Emma", "Jane Austen", 1815),
    Book("3", "Persuasion", "Jane Austen", 1817),
    Book("4", "Ulysses", "James Joyce", 1922),
)
day = date(2024, 2, 20)
print(*lib, sep="\n")
print(len(lib), "dune" in lib, "war" in lib, [b.title for b in lib.search(author="Jane Austen")])
print(lib.lend("1", "Ann", day), lib.lend("2", "Ann", day + timedelta(1)))
for isbn, name in [("3", "Ann"), ("1", "Bob"), ("9", "Bob"), ("3", "Bob")]:
    try:
        print(name, "until", lib.lend(isbn, name, day))
    except LibraryError as e:
        print(e, "<-", repr(e.__cause__))
print(lib.give_back("1", "Ann", date(2024, 4, 1)), lib.members["Ann"], lib.members["Ann"].blocked)
print(len(lib), {m.name: [str(d) for d in m.loans.values()] for m in lib.members.values()})
try:
    next(lib.search()).year = 5
except AttributeError as e:
    print(type(e).__name__, e)
print(hash(Book("1", "a", "b", 1)) == hash(Book("1", "a", "b", 1)), Book("1", "a", "b", 1) == Book("2", "a", "b", 1))
