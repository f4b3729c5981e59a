# Integers at module level: a sieve, factors, gcd, collatz, bits, powers, big integers; global names in loops.
LIMIT = 250000
sieve = [True] * (LIMIT + 1)
sieve[0] = sieve[1] = False
n = 2
while n * n <= LIMIT:
    if sieve[n]:
        for multiple in range(n * n, LIMIT + 1, n):
            sieve[multiple] = False
    n += 1
primes = [n for n, is_prime in enumerate(sieve) if is_prime]
print(len(primes), primes[-3:])

longest = (0, 0)
for start in range(1, 8000):
    value, steps = start, 0
    while value != 1:
        value = value // 2 if value % 2 == 0 else 3 * value + 1
        steps += 1
    if steps > longest[0]:
        longest = (steps, start)
print(longest)


def factors(value):
    found = {}
    for prime in primes:
        if prime * prime > value:
            break
        while value % prime == 0:
            value //= prime
            found[prime] = found.get(prime, 0) + 1
    if value > 1:
        found[value] = 1
    return found


def greatest(a, b):
    while b:
        a, b = b, a % b
    return a


print(factors(720720), sum(len(factors(v)) for v in range(2, 12000)))
coprime = 0
for a in range(1, 230):
    for b in range(a, 230):
        if greatest(a, b) == 1:
            coprime += 1
print(coprime)

state, bits, folded = 0xACE1, 0, 0
for i in range(150000):
    bit = (state ^ state >> 2 ^ state >> 3 ^ state >> 5) & 1
    state = state >> 1 | bit << 15
    bits += bit
    folded = (folded << 3 ^ folded >> 7 ^ state) & 0xFFFFFF
print(hex(state), bits, f"{folded:#010x}", ~state & 0xFF)

a, b = 0, 1
for _ in range(6000):
    a, b = b, a + b
print(a.bit_length(), a % 10**9, divmod(a, 997)[1], b.bit_length())
product = 1
for i in range(1, 1201):
    product *= i
print(sum(int(d) for d in str(product)), product >> 10500, pow(3, product % 10007, 10007), -7 // 2, -7 % 3)
print(sum(1 for v in range(2, 9000) if pow(2, v, v) == 2 % v), 2**130 - 1 | 1 << 131)
