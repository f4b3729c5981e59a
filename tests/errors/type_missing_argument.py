class Robot:
    def move(self, distance, direction):
        return distance
Robot().move(5)
