"""A name is a label tied to an object. It is not a box that contains it.

Assignment never copies. It ties a label to whatever the right side gives, and
unties it from what it was tied to before.
"""
first = [1, 2]
second = first
second.append(3)
print("one list, seen through two names:", first, first is second)

second = second + [4]
print("+ made a new list, so the names part:", first, second)

third = first
third += [5]
print("+= changed the list both names share:", first is third, first)

left, right = "left", "right"
left, right = right, left
print("a swap exchanges labels, no object moves:", left, right)


def rename(thing):
    thing = "something else"
    return thing


def change(thing):
    thing.append("changed")


basket = []
rename(basket)
print("rebinding a parameter is invisible outside:", basket)
change(basket)
print("changing the object is visible:", basket)

grid = [["."] * 3] * 2
grid[0][0] = "x"
print("two rows that are one row:", grid)
grid = [["."] * 3 for _ in range(2)]
grid[0][0] = "x"
print("two rows:", grid)
