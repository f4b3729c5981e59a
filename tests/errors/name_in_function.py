def price(items):
    return sum(item.cost for item in itms)
price([])
