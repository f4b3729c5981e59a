# Functions that call themselves: Ackermann, permutations, queens, a sudoku by backtracking.
def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


def arrangements(items):
    if len(items) <= 1:
        return [items]
    return [[first] + rest for i, first in enumerate(items) for rest in arrangements(items[:i] + items[i + 1 :])]


def queens(size, row=0, columns=(), found=0):
    if row == size:
        return found + 1
    for column in range(size):
        for r, c in enumerate(columns):
            if c == column or abs(c - column) == row - r:
                break
        else:
            found = queens(size, row + 1, columns + (column,), found)
    return found


def allowed(board, row, column):
    used = set(board[row]) | {line[column] for line in board}
    top, left = row - row % 3, column - column % 3
    for line in board[top : top + 3]:
        used.update(line[left : left + 3])
    return [digit for digit in range(1, 10) if digit not in used]


def solve(board, count):
    count[0] += 1
    best = None
    for row in range(9):
        for column in range(9):
            if board[row][column] == 0:
                options = allowed(board, row, column)
                if best is None or len(options) < len(best[2]):
                    best = row, column, options
                if len(options) < 2:
                    break
    if best is None:
        return True
    row, column, options = best
    for digit in options:
        board[row][column] = digit
        if solve(board, count):
            return True
    board[row][column] = 0
    return False


print([ackermann(2, n) for n in range(0, 120, 24)])
every = arrangements(list("abcdefgh"))
print(len(every), "".join(every[0]), "".join(every[-1]), len({"".join(a) for a in every}))
print([queens(n) for n in range(4, 8)])
base = [[(3 * (r % 3) + r // 3 + c) % 9 + 1 for c in range(9)] for r in range(9)]
board = [[v if (r * 5 + c * 7 + r * c) % 11 < 4 else 0 for c, v in enumerate(line)] for r, line in enumerate(base)]
given = sum(v != 0 for line in board for v in line)
counter = [0]
print(given, solve(board, counter), counter[0])
for line in board[:3]:
    print(" ".join(map(str, line)))
