groups = {}
groups[[1, 2]] = "pair"
