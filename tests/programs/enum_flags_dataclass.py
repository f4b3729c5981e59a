"""A card game table with enums, flags, dataclasses and ordering."""
import random
from collections import Counter
from dataclasses import asdict, astuple, dataclass, field, replace
from enum import Enum, Flag, IntEnum, auto


class Suit(Enum):
    CLUBS = "♣"
    DIAMONDS = "♦"
    HEARTS = "♥"
    SPADES = "♠"

    @property
    def red(self):
        return self in (Suit.DIAMONDS, Suit.HEARTS)


Rank = IntEnum("Rank", [(n, i) for i, n in enumerate("TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN JACK QUEEN KING ACE".split(), 2)])


@dataclass(frozen=True, order=True)
class Card:
    rank: Rank
    suit: Suit = field(compare=False)

    def __str__(self):
        return ("%d" % self.rank if self.rank <= 10 else self.rank.name[0]) + self.suit.value


class Trait(Flag):
    NONE = 0
    PAIR = auto()
    TRIPLE = auto()
    FLUSH = auto()
    STRAIGHT = auto()
    FULL = PAIR | TRIPLE


@dataclass
class Hand:
    player: str
    cards: list[Card] = field(default_factory=list)
    chips: int = 100

    def traits(self):
        counts = Counter(c.rank for c in self.cards).values()
        t = Trait.NONE
        if 2 in counts:
            t |= Trait.PAIR
        if 3 in counts:
            t |= Trait.TRIPLE
        if len({c.suit for c in self.cards}) == 1:
            t |= Trait.FLUSH
        ranks = sorted(c.rank for c in self.cards)
        if all(b - a == 1 for a, b in zip(ranks, ranks[1:])):
            t |= Trait.STRAIGHT
        return t


deck = [Card(r, s) for s in Suit for r in Rank]
random.seed(99)
random.shuffle(deck)
hands = [Hand(n, sorted(deck[i * 5 : i * 5 + 5])) for i, n in enumerate(("Ann", "Bob", "Cy"))]
for h in hands:
    print(h.player, *h.cards, h.traits(), sum(c.suit.red for c in h.cards))
hands.append(Hand("Dee", [Card(Rank(r), Suit.HEARTS) for r in range(5, 10)]))
hands.append(Hand("Eve", [Card(Rank.ACE, s) for s in list(Suit)[:3]] + [Card(Rank.TWO, s) for s in (Suit.CLUBS, Suit.SPADES)]))
for h in hands[-2:]:
    t = h.traits()
    print(h.player, t, Trait.STRAIGHT in t, t == Trait.FULL, [m.name for m in t], t.value, bool(t & Trait.PAIR))
print(Trait(0), ~Trait.FULL, Trait.FULL ^ Trait.PAIR, Trait["FLUSH"] | Trait(1), len(Trait), list(Trait))
print(Rank.ACE > Rank.KING, Rank.JACK + 1, Rank(12), repr(Rank.TEN), f"{Rank.TWO:>3}", max(Rank), Rank["QUEEN"] in Rank, [r.name for r in Rank][:2])
print(Suit("♥"), Suit.HEARTS.name, Suit.CLUBS is Suit["CLUBS"], Suit.SPADES.red, {s.name: s.value for s in Suit})
c = Card(Rank.TEN, Suit.CLUBS)
print(c, repr(c), c == Card(Rank.TEN, Suit.HEARTS), c < Card(Rank.JACK, Suit.CLUBS), hash(c) == hash(replace(c)), astuple(c))
print(asdict(Hand("Fay", [c], 5)), replace(hands[0], chips=0).chips)
for attempt in (lambda: Suit("x"), lambda: Rank(1), lambda: setattr(c, "rank", 3), lambda: Suit.CLUBS < Suit.HEARTS, lambda: Hand(), lambda: setattr(Suit, "CLUBS", 1), lambda: Trait(64)):
    try:
        print(attempt())
    except (ValueError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)
