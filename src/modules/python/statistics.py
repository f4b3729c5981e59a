"""Averages, spread and relations of data, computed exactly and rounded once."""

import math as _math
from bisect import bisect_left as _bisect_left, bisect_right as _bisect_right
from collections import Counter as _Counter, namedtuple as _namedtuple
from fractions import Fraction as _Fraction
from _statistics_sums import (
    convert as _convert, fail_negative as _fail_negative, root_of as _root_of,
    squares as _squares, total as _total)
from _statistics_normal import NormalDist, StatisticsError
from _statistics_kde import kde, kde_random

__all__ = [
    "NormalDist", "StatisticsError", "correlation", "covariance", "fmean", "geometric_mean",
    "harmonic_mean", "kde", "kde_random", "linear_regression", "mean", "median",
    "median_grouped", "median_high", "median_low", "mode", "multimode", "pstdev", "pvariance",
    "quantiles", "stdev", "variance",
]


def mean(data):
    """Return the sample arithmetic mean of data.

>>> mean([1, 2, 3, 4, 4])
2.8"""
    kind, total, count = _total(data)
    if count < 1:
        raise StatisticsError("mean requires at least one data point")
    return _convert(total / count, kind)


def fmean(data, weights=None):
    """Convert data to floats and compute the arithmetic mean.

This runs faster than the mean() function and it always returns a float.
If the input dataset is empty, it raises a StatisticsError."""
    if weights is None:
        data = data if hasattr(data, "__len__") else list(data)
        count = len(data)
        total = _math.fsum(data)
        if not count:
            raise StatisticsError("fmean requires at least one data point")
        return total / count
    if not isinstance(weights, (list, tuple)):
        weights = list(weights)
    try:
        weighted = _math.sumprod(data, weights)
    except ValueError:
        raise StatisticsError("data and weights must be the same length") from None
    whole = _math.fsum(weights)
    if not whole:
        raise StatisticsError("sum of weights must be non-zero")
    return weighted / whole


def geometric_mean(data):
    """Convert data to floats and compute the geometric mean."""
    count, found_zero, logarithms = 0, False, []
    for count, value in enumerate(data, 1):
        if value > 0.0 or _math.isnan(value):
            logarithms.append(_math.log(value))
        elif value == 0.0:
            found_zero = True
        else:
            raise StatisticsError("No negative inputs allowed", value)
    total = _math.fsum(logarithms)
    if not count:
        raise StatisticsError("Must have a non-empty dataset")
    if _math.isnan(total):
        return _math.nan
    if found_zero:
        return _math.nan if total == _math.inf else 0.0
    return _math.exp(total / count)


def harmonic_mean(data, weights=None):
    """Return the harmonic mean of data: the reciprocal of the mean of the reciprocals."""
    data = list(data)
    problem = "harmonic mean does not support negative values"
    count = len(data)
    if count < 1:
        raise StatisticsError("harmonic_mean requires at least one data point")
    if count == 1 and weights is None:
        value = data[0]
        if not isinstance(value, (int, float, _Fraction)) and not hasattr(value, "as_integer_ratio"):
            raise TypeError("unsupported type")
        if value < 0:
            raise StatisticsError(problem)
        return value
    if weights is None:
        weights, whole = [1] * count, count
    else:
        weights = list(weights)
        if len(weights) != count:
            raise StatisticsError("Number of weights does not match data size")
        _, whole, _ = _total(_fail_negative(weights, problem))
    try:
        kind, total, count = _total(
            weight / value if weight else 0
            for weight, value in zip(weights, _fail_negative(data, problem)))
    except ZeroDivisionError:
        return 0
    if total <= 0:
        raise StatisticsError("Weighted sum must be positive")
    return _convert(whole / total, kind)


def median(data):
    """Return the median (middle value) of numeric data.

When the number of data points is odd, return the middle data point.
When the number of data points is even, the median is interpolated by
taking the average of the two middle values."""
    data = sorted(data)
    count = len(data)
    if count == 0:
        raise StatisticsError("no median for empty data")
    middle = count // 2
    return data[middle] if count % 2 else (data[middle - 1] + data[middle]) / 2


def median_low(data):
    """Return the low median of numeric data: of two middle values the smaller."""
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[(len(data) - 1) // 2]


def median_high(data):
    """Return the high median of data: of two middle values the larger."""
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[len(data) // 2]


def median_grouped(data, interval=1.0):
    """Estimates the median for numeric data binned around the midpoints of fixed-width intervals."""
    data = sorted(data)
    count = len(data)
    if not count:
        raise StatisticsError("no median for empty data")
    middle = data[count // 2]
    first = _bisect_left(data, middle)
    end = _bisect_right(data, middle, lo=first)
    try:
        interval, middle = float(interval), float(middle)
    except ValueError:
        raise TypeError("Value cannot be converted to a float") from None
    return middle - interval / 2.0 + interval * (count / 2 - first) / (end - first)


def mode(data):
    """Return the most common data point from discrete or nominal data.

If there are multiple modes with same frequency, return the first one
encountered."""
    pairs = _Counter(iter(data)).most_common(1)
    if not pairs:
        raise StatisticsError("no mode for empty data")
    return pairs[0][0]


def multimode(data):
    """Return a list of the most frequently occurring values."""
    counts = _Counter(iter(data))
    most = max(counts.values(), default=0)
    return [value for value, count in counts.items() if count == most]


def quantiles(data, *, n=4, method="exclusive"):
    """Divide *data* into *n* continuous intervals with equal probability.

Returns a list of (n - 1) cut points separating the intervals."""
    if n < 1:
        raise StatisticsError("n must be at least 1")
    data = sorted(data)
    count = len(data)
    if count < 2:
        if count == 1:
            return data * (n - 1)
        raise StatisticsError("must have at least one data point")
    result = []
    if method == "inclusive":
        for place in range(1, n):
            at, part = divmod(place * (count - 1), n)
            result.append((data[at] * (n - part) + data[at + 1] * part) / n)
    elif method == "exclusive":
        for place in range(1, n):
            at = min(max(place * (count + 1) // n, 1), count - 1)
            part = place * (count + 1) - at * n
            result.append((data[at - 1] * (n - part) + data[at] * part) / n)
    else:
        raise ValueError(f"Unknown method: {method!r}")
    return result


def _mean_square(data, centre, name, fewest):
    """The mean squared distance from the centre, of a sample where two items are the fewest."""
    kind, squares, _, count = _squares(data, centre)
    if count < fewest:
        points = "two data points" if fewest == 2 else "one data point"
        raise StatisticsError(f"{name} requires at least {points}")
    return squares / (count - fewest + 1), kind


def variance(data, xbar=None):
    """Return the sample variance of data."""
    return _convert(*_mean_square(data, xbar, "variance", 2))


def pvariance(data, mu=None):
    """Return the population variance of ``data``."""
    return _convert(*_mean_square(data, mu, "pvariance", 1))


def stdev(data, xbar=None):
    """Return the square root of the sample variance."""
    return _root_of(*_mean_square(data, xbar, "stdev", 2))


def pstdev(data, mu=None):
    """Return the square root of the population variance."""
    return _root_of(*_mean_square(data, mu, "pstdev", 1))


def _centred(values, count):
    middle = _math.fsum(values) / count
    return [value - middle for value in values]


def covariance(x, y, /):
    """Return the sample covariance of two inputs."""
    count = len(x)
    if len(y) != count:
        raise StatisticsError("covariance requires that both inputs have same number of data "
                              "points")
    if count < 2:
        raise StatisticsError("covariance requires at least two data points")
    return _math.sumprod(_centred(x, count), _centred(y, count)) / (count - 1)


def _ranks(values, start):
    """The rank of each value; equal ones share the mean of their ranks."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0] * len(values)
    at = 0
    while at < len(order):
        end = at
        while end < len(order) and values[order[end]] == values[order[at]]:
            end += 1
        for place in range(at, end):
            ranks[order[place]] = start + at + (end - at + 1) / 2
        at = end
    return ranks


def correlation(x, y, /, *, method="linear"):
    """Pearson's correlation coefficient, or Spearman's with method="ranked"."""
    count = len(x)
    if len(y) != count:
        raise StatisticsError("correlation requires that both inputs have same number of data "
                              "points")
    if count < 2:
        raise StatisticsError("correlation requires at least two data points")
    if method not in {"linear", "ranked"}:
        raise ValueError(f"Unknown method: {method!r}")
    if method == "ranked":
        start = (count - 1) / -2
        x, y = _ranks(x, start - 1), _ranks(y, start - 1)
    else:
        x, y = _centred(x, count), _centred(y, count)
    both, first, second = _math.sumprod(x, y), _math.sumprod(x, x), _math.sumprod(y, y)
    try:
        return both / _root(first, second)
    except ZeroDivisionError:
        raise StatisticsError("at least one of the inputs is constant") from None


def _root(x, y):
    """The square root of a product, rounded once as far as floats can tell."""
    product = x * y
    if not _math.isfinite(product):
        if _math.isinf(product) and not _math.isinf(x) and not _math.isinf(y):
            scale = 2.0 ** -512
            return _math.sqrt(x * scale) * _math.sqrt(y * scale) / scale
        return product
    if not product:
        if x and y:
            return _root(x * 2.0**537, y * 2.0**537) * 2.0**-537
        return 0.0
    root = _math.sqrt(product)
    rest = _math.fma(-root, root, product) + _math.fma(x, y, -product)
    return root + rest / (2.0 * root) if _math.isfinite(root) else root


LinearRegression = _namedtuple("LinearRegression", ("slope", "intercept"))


def linear_regression(x, y, /, *, proportional=False):
    """Slope and intercept for simple linear regression."""
    count = len(x)
    if len(y) != count:
        raise StatisticsError("linear regression requires that both inputs have same number of "
                              "data points")
    if count < 2:
        raise StatisticsError("linear regression requires at least two data points")
    if not proportional:
        x_middle, y_middle = _math.fsum(x) / count, _math.fsum(y) / count
        x = [value - x_middle for value in x]
        y = [value - y_middle for value in y]
    both, square = _math.sumprod(x, y) + 0.0, _math.sumprod(x, x)
    try:
        slope = both / square
    except ZeroDivisionError:
        raise StatisticsError("x is constant") from None
    return LinearRegression(slope=slope,
                            intercept=0.0 if proportional else y_middle - slope * x_middle)
