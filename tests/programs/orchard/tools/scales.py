"""Scales."""


def weigh(fruit):
    return len(fruit)


if __name__ == "__main__":
    print("never, when imported")
