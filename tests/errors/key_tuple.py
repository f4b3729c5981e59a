grid = {(0, 0): "start"}
grid[0, 1]
