seen = {1, 2}
seen.add({3})
