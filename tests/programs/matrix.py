"""Matrices with operators, determinants and elimination over fractions."""
from fractions import Fraction


class Matrix:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]
        if len({len(r) for r in self.rows}) != 1:
            raise ValueError("rows of different length")

    @classmethod
    def identity(cls, n):
        return cls([[int(i == j) for j in range(n)] for i in range(n)])

    @property
    def shape(self):
        return len(self.rows), len(self.rows[0])

    @property
    def T(self):
        return Matrix(zip(*self.rows))

    def __getitem__(self, key):
        if isinstance(key, tuple):
            r, c = key
            return self.rows[r][c]
        return self.rows[key]

    def __setitem__(self, key, value):
        r, c = key
        self.rows[r][c] = value

    def __add__(self, other):
        if isinstance(other, Matrix):
            if self.shape != other.shape:
                raise ValueError(f"shapes {self.shape} and {other.shape}")
            return Matrix([[a + b for a, b in zip(r, s)] for r, s in zip(self.rows, other.rows)])
        return NotImplemented

    def __mul__(self, k):
        if isinstance(k, Matrix):
            return NotImplemented
        return Matrix([[x * k for x in r] for r in self.rows])

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __matmul__(self, other):
        if self.shape[1] != other.shape[0]:
            raise ValueError(f"cannot multiply {self.shape} by {other.shape}")
        return Matrix([[sum(a * b for a, b in zip(r, c)) for c in zip(*other.rows)] for r in self.rows])

    def __pow__(self, n):
        result, base = Matrix.identity(self.shape[0]), self
        while n:
            if n & 1:
                result = result @ base
            base, n = base @ base, n >> 1
        return result

    def __eq__(self, other):
        return isinstance(other, Matrix) and self.rows == other.rows

    def __str__(self):
        width = max(len(str(x)) for r in self.rows for x in r)
        return "\n".join(" ".join(f"{x!s:>{width}}" for x in r) for r in self.rows)

    def det(self):
        m = [[Fraction(x) for x in r] for r in self.rows]
        n, result = len(m), Fraction(1)
        for i in range(n):
            pivot = next((r for r in range(i, n) if m[r][i]), None)
            if pivot is None:
                return Fraction(0)
            if pivot != i:
                m[i], m[pivot] = m[pivot], m[i]
                result = -result
            result *= m[i][i]
            for r in range(i + 1, n):
                f = m[r][i] / m[i][i]
                m[r] = [a - f * b for a, b in zip(m[r], m[i])]
        return result

    def inverse(self):
        n = self.shape[0]
        m = [[Fraction(x) for x in r] + [Fraction(int(i == j)) for j in range(n)] for i, r in enumerate(self.rows)]
        for i in range(n):
            p = max(range(i, n), key=lambda r: abs(m[r][i]))
            if not m[p][i]:
                raise ZeroDivisionError("singular matrix")
            m[i], m[p] = m[p], m[i]
            m[i] = [x / m[i][i] for x in m[i]]
            for r in range(n):
                if r != i:
                    m[r] = [a - m[r][i] * b for a, b in zip(m[r], m[i])]
        return Matrix([r[n:] for r in m])


a = Matrix([[2, 1], [7, 4]])
b = Matrix([[0, 1, 2], [3, 4, 5]])
print(a @ b, b.T, a + a == 2 * a, -a, sep="\n--\n")
print((a**10)[0], (Matrix([[1, 1], [1, 0]]) ** 90)[0, 1])
print(a.det(), Matrix([[1, 2, 3], [4, 5, 6], [7, 8, 10]]).det(), Matrix([[1, 2], [2, 4]]).det())
inv = Matrix([[4, 7], [2, 6]]).inverse()
print(inv, inv @ Matrix([[4, 7], [2, 6]]) == Matrix.identity(2), sep="\n")
a[0, 0] = 100
print(a[0], a[-1, -1], a.shape)
for f in (lambda: a + b, lambda: b @ b, lambda: a + 1, lambda: Matrix([[1], [1, 2]]), lambda: Matrix([[0]]).inverse()):
    try:
        print(f())
    except (ValueError, TypeError, ZeroDivisionError) as e:
        print(type(e).__name__, e)
