def order(item, count):
    return item * count
order(2, item="tea")
