"""Kernel density estimation for statistics."""

from math import atan, cos, cosh, erf, exp, fabs, pi, sin, sqrt, tan, tau, asin, log, acos, sinh
from _statistics_normal import StatisticsError, _inverse


def _solved(function, low=-1.0, high=1.0):
    """The inverse of a growing function by bisection."""
    def inverse(p):
        left, right = low, high
        for _ in range(60):
            middle = (left + right) / 2
            if function(middle) < p:
                left = middle
            else:
                right = middle
        return (left + right) / 2
    return inverse


def _triangular_cdf(t):
    return t * t * (0.5 if t < 0.0 else -0.5) + t + 0.5


def _parabolic_cdf(t):
    return -0.25 * t**3 + 0.75 * t + 0.5


def _quartic_cdf(t):
    return 0.1875 * t**5 - 0.625 * t**3 + 0.9375 * t + 0.5


def _triweight_cdf(t):
    return 35 / 32 * (-1 / 7 * t**7 + 3 / 5 * t**5 - t**3 + t) + 0.5


# Kernel: density, distribution, its inverse, and where the kernel ends.
_KERNELS = {
    "normal": (lambda t: exp(-1 / 2 * t * t) / sqrt(tau), lambda t: 1 / 2 * (1.0 + erf(t / sqrt(2))),
               lambda p: _inverse(p, 0.0, 1.0), None),
    "logistic": (lambda t: 1 / 2 / (1.0 + cosh(t)), lambda t: 1.0 - 1.0 / (exp(t) + 1.0),
                 lambda p: log(p / (1 - p)), None),
    "sigmoid": (lambda t: (1 / pi) / cosh(t), lambda t: (2 / pi) * atan(exp(t)),
                lambda p: log(tan(p * pi / 2)), None),
    "rectangular": (lambda t: 0.5, lambda t: 0.5 * t + 0.5, lambda p: 2 * p - 1, 1.0),
    "triangular": (lambda t: 1.0 - fabs(t), _triangular_cdf,
                   lambda p: sqrt(2 * p) - 1 if p < 0.5 else 1 - sqrt(2 - 2 * p), 1.0),
    "parabolic": (lambda t: 3 / 4 * (1.0 - t * t), _parabolic_cdf,
                  lambda p: 2 * cos((acos(2 * p - 1) + pi) / 3), 1.0),
    "quartic": (lambda t: 15 / 16 * (1.0 - t * t)**2, _quartic_cdf, _solved(_quartic_cdf), 1.0),
    "triweight": (lambda t: 35 / 32 * (1.0 - t * t)**3, _triweight_cdf, _solved(_triweight_cdf), 1.0),
    "cosine": (lambda t: pi / 4 * cos(pi / 2 * t), lambda t: 1 / 2 * sin(pi / 2 * t) + 1 / 2,
               lambda p: 2 * asin(2 * p - 1) / pi, 1.0),
}
_KERNELS["gauss"] = _KERNELS["normal"]
_KERNELS["uniform"] = _KERNELS["rectangular"]
_KERNELS["epanechnikov"] = _KERNELS["parabolic"]
_KERNELS["biweight"] = _KERNELS["quartic"]


def _check(data, h, kernel):
    if not data:
        raise StatisticsError("Empty data sequence")
    if not isinstance(data[0], (int, float)):
        raise TypeError("Data sequence must contain ints or floats")
    if h <= 0.0:
        raise StatisticsError(f"Bandwidth h must be positive, not h={h!r}")
    if kernel not in _KERNELS:
        raise StatisticsError(f"Unknown kernel name: {kernel!r}")
    return _KERNELS[kernel]


def kde(data, h, kernel="normal", *, cumulative=False):
    """Kernel Density Estimation:  Create a continuous probability density
function or cumulative distribution function from discrete samples."""
    density, distribution, _, end = _check(data, h, kernel)
    from bisect import bisect_left, bisect_right
    from math import fsum
    if end is None:
        points, whole = data, len

        def pdf(x):
            return sum(density((x - point) / h) for point in points) / (len(points) * h)

        def cdf(x):
            return sum(distribution((x - point) / h) for point in points) / len(points)
    else:
        points = sorted(data)
        reach = h * end

        def pdf(x):
            near = points[bisect_left(points, x - reach):bisect_right(points, x + reach)]
            return sum(density((x - point) / h) for point in near) / (len(points) * h)

        def cdf(x):
            first = bisect_left(points, x - reach)
            near = points[first:bisect_right(points, x + reach)]
            return sum((distribution((x - point) / h) for point in near), first) / len(points)
    chosen = cdf if cumulative else pdf
    chosen.__doc__ = f"{'CDF' if cumulative else 'PDF'} estimate with {h=!r} and {kernel=!r}"
    return chosen


def kde_random(data, h, kernel="normal", *, seed=None):
    """Return a function that makes a random selection from the estimated
probability density function created by kde(data, h, kernel)."""
    inverse = _check(data, h, kernel)[2]
    from random import Random
    source = Random(seed)
    draw, choose = source.random, source.choice

    def rand():
        return choose(data) + h * inverse(draw())

    rand.__doc__ = f"Random KDE selection with {h=!r} and {kernel=!r}"
    return rand
