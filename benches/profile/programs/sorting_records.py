# Sorting and grouping records: key functions, attrgetter, itemgetter, reverse, tuples, namedtuple, bisect, groupby.
import bisect
from collections import namedtuple
from functools import cmp_to_key
from itertools import groupby
from operator import attrgetter, itemgetter

Person = namedtuple("Person", "name town age height")
TOWNS = ["Lund", "Gent", "Pisa", "Graz", "Brno"]


class Team:
    def __init__(self, name, points, goals):
        self.name = name
        self.points = points
        self.goals = goals

    def __lt__(self, other):
        if self.points != other.points:
            return self.points > other.points
        return (self.goals, self.name) > (other.goals, other.name)

    def __repr__(self):
        return f"<{self.name} {self.points}:{self.goals}>"


def people(count):
    value = 91
    for i in range(count):
        value = (value * 75 + 74) % 65537
        yield Person(f"p{value % 997}", TOWNS[value % 5], 18 + value % 60, 150 + value % 500 / 10)


def compare(a, b):
    return (a.age > b.age) - (a.age < b.age) or (a.name < b.name) - (a.name > b.name)


everyone = list(people(11000))
by_age = sorted(everyone, key=attrgetter("age", "height"))
by_town = sorted(everyone, key=lambda p: (p.town, -p.age))
print(by_age[0], by_town[0].name, sorted(everyone)[0].name, sorted(everyone, key=cmp_to_key(compare))[-1].name)
for town, group in groupby(by_town, key=attrgetter("town")):
    members = list(group)
    mean = sum(p.age for p in members) / len(members)
    print(f"{town:>6} {len(members):4} {mean:6.2f} {max(members, key=itemgetter(3)).name}")
teams = [Team(f"t{i:02}", i * 13 % 31, i * 7 % 9) for i in range(2500)]
teams.sort()
print(teams[:3], teams[-1], min(teams), [t.name for t in sorted(teams, reverse=True)][:3])
words = [f"{'aeiou'[i % 5]}{i * 31 % 101}" for i in range(15000)]
print(sorted(set(words), key=len)[-1] in words, sorted(words, key=str.upper)[6000], sorted(words, reverse=True)[:2])
ordered = []
for p in everyone[:6000]:
    bisect.insort(ordered, (p.age, p.name))
print(ordered[0], ordered[-1], bisect.bisect_left(ordered, (40, "")), ordered == sorted(ordered))
ranks = {p.name: rank for rank, p in enumerate(reversed(by_age), 1)}
best = sorted(ranks.items(), key=itemgetter(1))[:3]
print(best, sorted(range(8), key=lambda i: (i % 3, -i)), by_age[5]._replace(age=1)[1:3])
older = 0
for a, b in zip(everyone, everyone[1:]):
    name, _, age, *rest = a
    older += age > b.age and rest[0] <= b[3]
print(older, sum(18 <= p.age < 30 and p.town in ("Gent", "Pisa") for p in everyone))
