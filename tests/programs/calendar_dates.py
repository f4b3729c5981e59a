"""A month as text, weekdays by formula, leap years and durations."""
from datetime import date, datetime, timedelta


def weekday(y, m, d):
    if m < 3:
        m, y = m + 12, y - 1
    return (d + (13 * (m + 1)) // 5 + y + y // 4 - y // 100 + y // 400 + 5) % 7


def leap(y):
    return y % 4 == 0 and (y % 100 != 0 or y % 400 == 0)


def month_length(y, m):
    return 29 if m == 2 and leap(y) else [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m - 1]


def month(y, m):
    yield f"{date(y, m, 1):%B %Y}".center(20).rstrip()
    yield "Mo Tu We Th Fr Sa Su"
    cells = ["  "] * weekday(y, m, 1) + [f"{d:>2}" for d in range(1, month_length(y, m) + 1)]
    for i in range(0, len(cells), 7):
        yield " ".join(cells[i : i + 7])


print(*month(2024, 2), *month(2023, 10), sep="\n")
print(all(weekday(y, m, 1) == date(y, m, 1).weekday() for y in range(1990, 2031) for m in range(1, 13)))
print([y for y in range(1896, 1913) if leap(y)], sum(map(leap, range(1, 2001))))


def easter(y):
    a, b, c = y % 19, y // 100, y % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    l = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * l) // 451
    return date(y, *divmod(h + l - 7 * m + 114, 31)) + timedelta(days=1)


print([f"{easter(y):%d.%m.}" for y in range(2020, 2028)])
born = date(1990, 12, 31)
for today in (date(2024, 12, 30), date(2024, 12, 31), date(2025, 1, 1)):
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    print(age, (today - born).days, today.isoweekday(), today.strftime("%a %d %b %y, week %W, day %j"))
friday13 = [f"{d:%b}" for m in range(1, 13) if (d := date(2026, m, 13)).weekday() == 4]
print(friday13, max(date.min, born), date(2024, 1, 31).replace(month=3), born.toordinal())


def add_months(d, n):
    y, m = divmod(d.year * 12 + d.month - 1 + n, 12)
    return date(y, m + 1, min(d.day, month_length(y, m + 1)))


print([str(add_months(date(2024, 1, 31), n)) for n in (1, 2, 13, -2, -12)])


def human(seconds):
    parts = []
    for size, name in ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        n, seconds = divmod(seconds, size)
        if n:
            parts.append(f"{n} {name}{'s' * (n != 1)}")
    return " and ".join([", ".join(parts[:-1])] * (len(parts) > 1) + parts[-1:]) or "now"


print([human(s) for s in (0, 1, 61, 3600, 90061, 172800)])
start = datetime(2024, 2, 28, 22, 15)
shifts = [start + timedelta(hours=8 * i) for i in range(5)]
print([f"{s:%d/%m %H:%M}" for s in shifts], shifts[-1] - shifts[0], (shifts[1] - start) / timedelta(minutes=1))
log = "2024-05-01 10:00 start;2024-05-01 10:45 pause;2024-05-01 11:00 start;2024-05-01 12:30 pause"
total, begun = timedelta(), None
for entry in log.split(";"):
    when, _, what = entry.rpartition(" ")
    when = datetime.strptime(when, "%Y-%m-%d %H:%M")
    if what == "start":
        begun = when
    else:
        total += when - begun
print(total, total.total_seconds() / 3600, str(timedelta(hours=-1)), timedelta(days=1, seconds=3) * 2)
for bad in (lambda: date(2023, 2, 29), lambda: datetime.strptime("5", "%H:%M"), lambda: date.max + timedelta(1), lambda: date(2024, 1, 1) - 1):
    try:
        print(bad())
    except (ValueError, OverflowError, TypeError) as e:
        print(type(e).__name__, e)
