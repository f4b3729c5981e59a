# Counting words, letters and sequences: dict.get, Counter, defaultdict, str methods, tuple keys, sorted by key.
from collections import Counter, defaultdict

SUBJECTS = "The miller|A tall sailor|My neighbour|The old gardener|Somebody".split("|")
VERBS = "carries|paints|forgets|repairs|has sold|looks for".split("|")
OBJECTS = "a wooden boat,|the garden gate;|seven apples|his brother's hat|the bread oven".split("|")
PLACES = "near the river.|in spring!|at the market.|before noon?".split("|")


def sentence(n):
    return " ".join((SUBJECTS[n % 5], VERBS[n // 2 % 6], OBJECTS[n * n % 5], PLACES[n // 3 % 4]))


def words_of(text):
    for word in text.split():
        word = word.strip(".,;!?").lower()
        if word and word[0].isalpha():
            yield word


text = " ".join(sentence(n) for n in range(6000))
words = list(words_of(text))

plain = {}
for word in words:
    plain[word] = plain.get(word, 0) + 1

pairs = Counter(zip(words, words[1:]))
triples = defaultdict(int)
for i in range(len(words) - 2):
    triples[tuple(words[i : i + 3])] += 1

followers = {}
for a, b in zip(words, words[1:]):
    followers.setdefault(a, set()).add(b)

by_first = defaultdict(list)
for word in plain:
    by_first[word[0]].append(word)

letters = {}
for ch in text:
    if "a" <= ch <= "z":
        if ch in letters:
            letters[ch] += 1
        else:
            letters[ch] = 1

chain, word = [], "the"
while len(chain) < 12000:
    chain.append(word)
    options = sorted(followers.get(word, ("the",)))
    word = options[(len(chain) * 7 + len(word)) % len(options)]

print(len(words), sorted(plain.items(), key=lambda kv: (-kv[1], kv[0]))[:5])
print(pairs.most_common(3), sum(pairs.values()), len(triples))
print(max(triples.items(), key=lambda kv: (kv[1], kv[0])))
print({k: len(v) for k, v in sorted(by_first.items())})
print(sorted(letters, key=letters.get, reverse=True)[:6], " ".join(chain[:12]))
common = Counter(chain) & Counter(words)
print(common.most_common(2), (Counter("banana") - Counter("nab")).total())
