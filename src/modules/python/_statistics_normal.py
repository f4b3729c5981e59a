"""StatisticsError, and the normal distribution of statistics."""

import math as _math
import random as _random

_LOWER = (
    (2.50908_09287_30122_6727e+3, 3.34305_75583_58812_8105e+4, 6.72657_70927_00870_0853e+4,
     4.59219_53931_54987_1457e+4, 1.37316_93765_50946_1125e+4, 1.97159_09503_06551_4427e+3,
     1.33141_66789_17843_7745e+2, 3.38713_28727_96366_6080e+0),
    (5.22649_52788_52854_5610e+3, 2.87290_85735_72194_2674e+4, 3.93078_95800_09271_0610e+4,
     2.12137_94301_58659_5867e+4, 5.39419_60214_24751_1077e+3, 6.87187_00749_20579_0830e+2,
     4.23133_30701_60091_1252e+1, 1.0))
_MIDDLE = (
    (7.74545_01427_83414_07640e-4, 2.27238_44989_26918_45833e-2, 2.41780_72517_74506_11770e-1,
     1.27045_82524_52368_38258e+0, 3.64784_83247_63204_60504e+0, 5.76949_72214_60691_40550e+0,
     4.63033_78461_56545_29590e+0, 1.42343_71107_49683_57734e+0),
    (1.05075_00716_44416_84324e-9, 5.47593_80849_95344_94600e-4, 1.51986_66563_61645_71966e-2,
     1.48103_97642_74800_74590e-1, 6.89767_33498_51000_04550e-1, 1.67638_48301_83803_84940e+0,
     2.05319_16266_37758_82187e+0, 1.0))
_OUTER = (
    (2.01033_43992_92288_13265e-7, 2.71155_55687_43487_57815e-5, 1.24266_09473_88078_43860e-3,
     2.65321_89526_57612_30930e-2, 2.96560_57182_85048_91230e-1, 1.78482_65399_17291_33580e+0,
     5.46378_49111_64114_36990e+0, 6.65790_46435_01103_77720e+0),
    (2.04426_31033_89939_78564e-15, 1.42151_17583_16445_88870e-7, 1.84631_83175_10054_68180e-5,
     7.86869_13114_56132_59100e-4, 1.48753_61290_85061_48525e-2, 1.36929_88092_27358_05310e-1,
     5.99832_20655_58879_37690e-1, 1.0))


class StatisticsError(ValueError):
    __module__ = "statistics"


def _polynomials(x, tables):
    """The values of two polynomials, the coefficients from the highest power down."""
    numerator, denominator = tables
    above = below = 0.0
    for high, low in zip(numerator, denominator):
        above, below = above * x + high, below * x + low
    return above, below


def _inverse(p, mu, sigma):
    """Wichura's AS241: the value below which a part p of the distribution lies."""
    q = p - 0.5
    if _math.fabs(q) <= 0.425:
        r = 0.180625 - q * q
        above, below = _polynomials(r, _LOWER)
        return mu + above * q / below * sigma
    r = _math.sqrt(-_math.log(p if q <= 0.0 else 1.0 - p))
    above, below = _polynomials(r - 1.6, _MIDDLE) if r <= 5.0 else _polynomials(r - 5.0, _OUTER)
    x = above / below
    return mu + (-x if q < 0.0 else x) * sigma


class NormalDist:
    """Normal distribution of a random variable"""

    __module__ = "statistics"
    __slots__ = {"_mu": "Arithmetic mean of a normal distribution",
                 "_sigma": "Standard deviation of a normal distribution"}

    def __init__(self, mu=0.0, sigma=1.0):
        """NormalDist where mu is the mean and sigma is the standard deviation."""
        if sigma < 0.0:
            raise StatisticsError("sigma must be non-negative")
        self._mu, self._sigma = float(mu), float(sigma)

    @classmethod
    def from_samples(cls, data):
        """Make a normal distribution instance from sample data."""
        from _statistics_sums import root_of, squares
        kind, square, middle, count = squares(data)
        if count < 2:
            raise StatisticsError("stdev requires at least two data points")
        return cls(float(middle), float(root_of(square / (count - 1), float)))

    def samples(self, n, *, seed=None):
        """Generate *n* samples for a given mean and standard deviation."""
        draw = _random.random if seed is None else _random.Random(seed).random
        return [_inverse(draw(), self._mu, self._sigma) for _ in range(n)]

    def _check_spread(self, function):
        if not self._sigma:
            raise StatisticsError(f"{function}() not defined when sigma is zero")

    def pdf(self, x):
        """Probability density function.  P(x <= X < x+dx) / dx"""
        self._check_spread("pdf")
        variance = self._sigma * self._sigma
        distance = x - self._mu
        return (_math.exp(distance * distance / (-2.0 * variance))
                / _math.sqrt(_math.tau * variance))

    def cdf(self, x):
        """Cumulative distribution function.  P(X <= x)"""
        self._check_spread("cdf")
        return 0.5 * (1.0 + _math.erf((x - self._mu) / (self._sigma * _math.sqrt(2.0))))

    def inv_cdf(self, p):
        """Inverse cumulative distribution function.  x : P(X <= x) = p"""
        if p <= 0.0 or p >= 1.0:
            raise StatisticsError("p must be in the range 0.0 < p < 1.0")
        return _inverse(p, self._mu, self._sigma)

    def quantiles(self, n=4):
        """Divide into *n* continuous intervals with equal probability."""
        return [self.inv_cdf(i / n) for i in range(1, n)]

    def overlap(self, other):
        """Compute the overlapping coefficient (OVL) between two normal distributions."""
        if not isinstance(other, NormalDist):
            raise TypeError("Expected another NormalDist instance")
        x, y = self, other
        if (y._sigma, y._mu) < (x._sigma, x._mu):
            x, y = y, x
        x_variance, y_variance = x.variance, y.variance
        if not x_variance or not y_variance:
            raise StatisticsError("overlap() not defined when sigma is zero")
        spread, distance = y_variance - x_variance, _math.fabs(y._mu - x._mu)
        if not spread:
            return _math.erfc(distance / (2.0 * x._sigma * _math.sqrt(2.0)))
        a = x._mu * y_variance - y._mu * x_variance
        b = x._sigma * y._sigma * _math.sqrt(
            distance * distance + spread * _math.log(y_variance / x_variance))
        first, second = (a + b) / spread, (a - b) / spread
        return 1.0 - (_math.fabs(y.cdf(first) - x.cdf(first))
                      + _math.fabs(y.cdf(second) - x.cdf(second)))

    def zscore(self, x):
        """Compute the Standard Score.  (x - mean) / stdev"""
        if not self._sigma:
            raise StatisticsError("zscore() not defined when sigma is zero")
        return (x - self._mu) / self._sigma

    @property
    def mean(self):
        """Arithmetic mean of the normal distribution."""
        return self._mu

    @property
    def median(self):
        """Return the median of the normal distribution"""
        return self._mu

    @property
    def mode(self):
        """Return the mode of the normal distribution"""
        return self._mu

    @property
    def stdev(self):
        """Standard deviation of the normal distribution."""
        return self._sigma

    @property
    def variance(self):
        """Square of the standard deviation."""
        return self._sigma * self._sigma

    def __add__(x1, x2):
        if isinstance(x2, NormalDist):
            return NormalDist(x1._mu + x2._mu, _math.hypot(x1._sigma, x2._sigma))
        return NormalDist(x1._mu + x2, x1._sigma)

    def __sub__(x1, x2):
        if isinstance(x2, NormalDist):
            return NormalDist(x1._mu - x2._mu, _math.hypot(x1._sigma, x2._sigma))
        return NormalDist(x1._mu - x2, x1._sigma)

    def __mul__(x1, x2):
        return NormalDist(x1._mu * x2, x1._sigma * _math.fabs(x2))

    def __truediv__(x1, x2):
        return NormalDist(x1._mu / x2, x1._sigma / _math.fabs(x2))

    def __pos__(x1):
        return NormalDist(x1._mu, x1._sigma)

    def __neg__(x1):
        return NormalDist(-x1._mu, x1._sigma)

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(x1, x2):
        return -(x1 - x2)

    def __eq__(x1, x2):
        if not isinstance(x2, NormalDist):
            return NotImplemented
        return x1._mu == x2._mu and x1._sigma == x2._sigma

    def __hash__(self):
        return hash((self._mu, self._sigma))

    def __repr__(self):
        return f"{type(self).__name__}(mu={self._mu!r}, sigma={self._sigma!r})"

    def __getstate__(self):
        return self._mu, self._sigma

    def __setstate__(self, state):
        self._mu, self._sigma = state
