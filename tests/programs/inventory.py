"""A shop's stock as dictionaries, with reports."""

stock = {
    "apple": {"price": 0.5, "count": 120, "tags": {"fruit", "fresh"}},
    "bread": {"price": 2.25, "count": 15, "tags": {"bakery"}},
    "candle": {"price": 4.0, "count": 0, "tags": set()},
    "dates": {"price": 7.8, "count": 8, "tags": {"fruit", "dry"}},
}


def report(stock, order="name"):
    keys = {"name": lambda kv: kv[0], "value": lambda kv: -kv[1]["price"] * kv[1]["count"]}
    print(f"{'item':<10}{'price':>8}{'count':>7}{'value':>10}")
    total = 0
    for name, item in sorted(stock.items(), key=keys[order]):
        value = item["price"] * item["count"]
        total += value
        print(f"{name:<10}{item['price']:>8.2f}{item['count']:>7}{value:>10.2f}")
    print(f"{'':<25}{total:>10.2f}")
    return total


def sell(name, count=1, *, discount=0):
    item = stock[name]
    if item["count"] < count:
        raise ValueError(f"only {item['count']} of {name} left")
    item["count"] -= count
    return round(item["price"] * count * (1 - discount), 2)


def restock(**deliveries):
    for name, count in deliveries.items():
        stock.setdefault(name, {"price": 1.0, "count": 0, "tags": {"new"}})["count"] += count


report(stock)
for order in [("apple", 20), ("bread", 99), ("egg", 1), ("dates", 2)]:
    try:
        print(order, "->", sell(*order, discount=0.1))
    except ValueError as e:
        print(order, "not possible:", e)
    except KeyError as e:
        print(order, "unknown item", e)
restock(candle=50, egg=30)
report(stock, order="value")

by_tag = {}
for name, item in stock.items():
    for tag in sorted(item["tags"]) or ["untagged"]:
        by_tag.setdefault(tag, []).append(name)
for tag in sorted(by_tag):
    print(f"{tag}: {', '.join(by_tag[tag])}")
empty = [n for n, i in stock.items() if not i["count"]]
cheap = {n: i["price"] for n, i in stock.items() if i["price"] < 3}
print(empty, cheap, sum(i["count"] for i in stock.values()))
fruit = {n for n, i in stock.items() if "fruit" in i["tags"]}
print(sorted(fruit), fruit >= {"apple"}, {"bread"} & fruit)
del stock["candle"]
print(list(stock), stock.pop("nothing", "no such item"))
