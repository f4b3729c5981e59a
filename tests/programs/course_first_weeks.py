"""What a first course covers: numbers, text, lists, loops, functions, dictionaries."""
name = "Ada"
age = 36
print("Hello,", name + "!", "Next year you are", age + 1)
print(f"{name} has {len(name)} letters, the first is {name[0]!r} and the last {name[-1]!r}")
print(7 / 2, 7 // 2, 7 % 2, 2**5, -7 // 2, round(3.14159, 2), abs(-4), int("12") + float("1.5"))
print("Celsius", *(f"{c:>3} = {c * 9 / 5 + 32:.1f} F" for c in range(0, 101, 25)), sep="\n")
temperatures = [14, 15.5, 13, 18, 21, 19.5, 16]
days = "Mon Tue Wed Thu Fri Sat Sun".split()
print(max(temperatures), min(temperatures), sum(temperatures) / len(temperatures), sorted(temperatures)[:3])
for day, t in zip(days, temperatures):
    mark = "warm" if t > 17 else "mild" if t >= 15 else "cold"
    print(f"{day}: {'*' * int(t)} {t} {mark}")
hot = [d for d, t in zip(days, temperatures) if t == max(temperatures)]
print("hottest:", hot, "position", temperatures.index(max(temperatures)))


def fizzbuzz(n):
    if n % 15 == 0:
        return "FizzBuzz"
    elif n % 3 == 0:
        return "Fizz"
    elif n % 5 == 0:
        return "Buzz"
    else:
        return n


print([fizzbuzz(i) for i in range(1, 16)])


def is_prime(n):
    """True if n has no divisor but 1 and itself."""
    if n < 2:
        return False
    for d in range(2, int(n**0.5) + 1):
        if n % d == 0:
            return False
    return True


print([n for n in range(30) if is_prime(n)], is_prime.__doc__)
n, steps = 6, [6]
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps.append(n)
print(" -> ".join(map(str, steps)))
guess, low, high, tries = None, 1, 100, 0
while guess != 42:
    guess = (low + high) // 2
    tries += 1
    if guess < 42:
        low = guess + 1
    elif guess > 42:
        high = guess - 1
print("found", guess, "in", tries, "tries")
phone = {"Ann": "555-1", "Bob": "555-2"}
phone["Cy"] = "555-3"
for who in ("Bob", "Dee"):
    if who in phone:
        print(who, "->", phone[who])
    else:
        print(who, "is unknown")
for who, number in sorted(phone.items(), reverse=True):
    print(f"{who:>5}: {number}")
marks = {"Ann": [5, 4, 4], "Bob": [3, 5], "Cy": []}
for student, ms in marks.items():
    try:
        print(student, round(sum(ms) / len(ms), 2))
    except ZeroDivisionError:
        print(student, "has no marks yet")
for i in range(1, 5):
    for j in range(1, 5):
        print(f"{i * j:4}", end="")
    print()
print("racecar" == "racecar"[::-1], "abc".upper(), "a-b-c".split("-"), " pad ".strip() + "|", "banana".count("an"), "x" * 3)
letters = {}
for c in "mississippi":
    letters[c] = letters.get(c, 0) + 1
print(letters, set("hello") & set("world") == {"l", "o"}, list(range(10, 0, -3)), tuple("ab"))
a = [1, 2, 3]
b = a
c = a[:]
b.append(4)
print(a, c, a is b, a == c, type(3), type("3"), type([]), type(None), isinstance(3, int))
def swap(pair):
    x, y = pair
    return y, x
print(swap((1, 2)), (lambda x: x * x)(7), [x**2 for x in range(5) if x % 2], {x: x**2 for x in range(3)})
def total(*numbers, start=0):
    for x in numbers:
        start += x
    return start
print(total(), total(1, 2, 3), total(*a, start=100))
with open("course_first_weeks.py") as f:
    first = f.readline()
print(first.strip(), len(first) > 10)
