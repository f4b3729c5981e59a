"""A little world, commands by pattern matching, and a script of moves."""
ROOMS = {
    "hall": {"text": "a dusty hall", "exits": {"north": "library", "east": "kitchen"}, "items": ["lamp"]},
    "library": {"text": "walls of books", "exits": {"south": "hall", "up": "attic"}, "items": ["book", "key"]},
    "kitchen": {"text": "smells of soup", "exits": {"west": "hall"}, "items": []},
    "attic": {"text": "dark", "exits": {"down": "library"}, "items": ["chest"], "dark": True},
}


class GameOver(Exception):
    pass


class Game:
    def __init__(self, rooms, start):
        self.rooms, self.here, self.bag, self.moves = rooms, start, [], 0
        self.lit = False

    @property
    def room(self):
        return self.rooms[self.here]

    def look(self):
        if self.room.get("dark") and not self.lit:
            return "It is too dark to see."
        seen = f"You are in {self.room['text']}."
        if self.room["items"]:
            seen += " You see: " + ", ".join(self.room["items"]) + "."
        return seen + f" Exits: {'/'.join(self.room['exits'])}."

    def do(self, line):
        self.moves += 1
        match line.lower().split():
            case ["look" | "l"]:
                return self.look()
            case ["go", way] | [("north" | "south" | "east" | "west" | "up" | "down") as way]:
                if way not in self.room["exits"]:
                    return f"No way {way}."
                self.here = self.room["exits"][way]
                return self.look()
            case ["take", "all"] if self.room["items"]:
                return "\n".join(self.take(i) for i in self.room["items"][:])
            case ["take", item]:
                return self.take(item)
            case ["drop", item] if item in self.bag:
                self.bag.remove(item)
                self.room["items"].append(item)
                return f"Dropped {item}."
            case ["light", "lamp"] if "lamp" in self.bag:
                self.lit = True
                return "The lamp burns."
            case ["open", "chest"]:
                if self.here != "attic" or not self.lit:
                    return "What chest?"
                if "key" not in self.bag:
                    return "Locked."
                raise GameOver(f"Gold! You won in {self.moves} moves.")
            case ["inventory" | "i"]:
                return "You carry " + (" and ".join(self.bag) or "nothing") + "."
            case [verb, *rest]:
                self.moves -= 1
                return f"I cannot {verb}{' ' + ' '.join(rest) if rest else ''}."
            case []:
                return "..."

    def take(self, item):
        if item not in self.room["items"]:
            return f"No {item} here."
        if item == "chest":
            return "Too heavy."
        self.room["items"].remove(item)
        self.bag.append(item)
        return f"Taken: {item}."


game = Game(ROOMS, "hall")
script = "look|i|take lamp|take lamp|up|go north|take all|up|look|light lamp|look|take chest|dance wildly||drop book|i|open chest|north"
for line in script.split("|"):
    print(">", line)
    try:
        print(game.do(line))
    except GameOver as over:
        print(over)
        break
else:
    print("never finished")
print(game.bag, game.moves, {n: r["items"] for n, r in ROOMS.items() if r["items"]})
