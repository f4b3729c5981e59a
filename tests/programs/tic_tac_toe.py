"""Tic-tac-toe with a perfect player and a count of all games."""
from functools import cache

LINES = [(0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6)]
EMPTY = "." * 9


def winner(board):
    for a, b, c in LINES:
        if board[a] == board[b] == board[c] != ".":
            return board[a]
    return "-" if "." not in board else None


def moves(board):
    return [i for i, c in enumerate(board) if c == "."]


def play(board, i):
    if board[i] != ".":
        raise ValueError(f"field {i} is taken by {board[i]}")
    turn = "X" if board.count("X") == board.count("O") else "O"
    return board[:i] + turn + board[i + 1 :]


@cache
def value(board):
    match winner(board):
        case "X":
            return 1
        case "O":
            return -1
        case "-":
            return 0
    best = max if board.count("X") == board.count("O") else min
    return best(value(play(board, m)) for m in moves(board))


def best_move(board):
    turn_x = board.count("X") == board.count("O")
    return (max if turn_x else min)(moves(board), key=lambda m: value(play(board, m)))


@cache
def outcomes(board):
    if (w := winner(board)) is not None:
        return (w == "X", w == "O", w == "-")
    return tuple(map(sum, zip(*(outcomes(play(board, m)) for m in moves(board)))))


def show(board):
    return "\n".join(" ".join(board[r : r + 3]) for r in (0, 3, 6))


def game(strategies):
    board, turn = EMPTY, 0
    while winner(board) is None:
        board = play(board, strategies[turn % 2](board))
        turn += 1
    return board, winner(board)


first_free = lambda b: moves(b)[0]
last_free = lambda b: moves(b)[-1]
for x, o in [(best_move, best_move), (first_free, best_move), (best_move, last_free), (first_free, last_free)]:
    board, result = game((x, o))
    print(show(board), result, sep="\n")
print(value(EMPTY), value.cache_info().currsize, outcomes(EMPTY), sum(outcomes(EMPTY)))
try:
    play(play(EMPTY, 4), 4)
except ValueError as e:
    print(e)
print([value(play(EMPTY, m)) for m in range(9)], best_move("XX.OO...."), best_move("X...O...X"))
