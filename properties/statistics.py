"""Statistics of repeated runs, with stated coverage: proportions, medians, slopes.

    proportion(successes, n, error)     Clopper-Pearson interval (exact integers, properties.binomial), as floats
    median_interval(values, error)      (low, median, high): order statistics with exact binomial coverage
    slope(x, y, error)                  least squares, interval of Student's t (assumes independent normal errors)
    slope_within(x, y, group, error)    the same after removing the mean of each group from x and y
    slope_bootstrap(x, y, error, rng)   percentile interval over resampled runs (no normality)

Coverage of the order-statistic interval: for independent draws of a continuous law, the k-th smallest of n lies below
the median with probability P(Bin(n, 1/2) >= k); the interval from the k-th to the (n+1-k)-th covers with probability 1
- 2 P(Bin(n, 1/2) <= k - 1) at least. Below 6 values no 95 % interval exists, and (-inf, inf) is returned.

What is not covered: dependence between runs. Runs on one data set are independent given the data; across data sets
nothing is pooled.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from properties.binomial import interval, lower_tail

Array = NDArray[np.float64]
ERROR = Fraction(1, 20)


class TooFewRuns(ValueError):
    """The statistic needs more runs; one line that says how many."""


@dataclass(frozen=True)
class Slope:
    """Least-squares slope with its interval; n points, r squared."""

    value: float
    low: float
    high: float
    n: int
    r_squared: float

    def contains(self, x: float) -> bool:
        return self.low <= x <= self.high


def proportion(successes: int, n: int, error: Fraction = ERROR) -> tuple[float, float]:
    """The Clopper-Pearson interval for the success probability; (0, 1) for n = 0."""
    if n == 0:
        return 0.0, 1.0
    low, high = interval(n, successes, error)
    return float(low), float(high)


def median_interval(values: ArrayLike, error: Fraction = ERROR) -> tuple[float, float, float]:
    """(low, median, high) with coverage at least 1 - error; NaN and infinite values count as larger than all others."""
    x = np.sort(np.asarray(values, dtype=np.float64))
    x = np.where(np.isnan(x), np.inf, x)
    n = len(x)
    if n == 0:
        return float("-inf"), float("nan"), float("inf")
    k = 0  # the largest k with 2 P(Bin(n, 1/2) <= k - 1) <= error
    while k < n // 2 and 2 * lower_tail(n, Fraction(1, 2), k) <= error:
        k += 1
    middle = float((x[(n - 1) // 2] + x[n // 2]) / 2)
    return (float("-inf"), middle, float("inf")) if k == 0 else (float(x[k - 1]), middle, float(x[n - k]))


def slope(x: ArrayLike, y: ArrayLike, error: Fraction = ERROR) -> Slope:
    """Least squares of y on x. Raises TooFewRuns for fewer than 3 points or constant x."""
    return _fit(np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64), error, 1)


def slope_within(x: ArrayLike, y: ArrayLike, group: ArrayLike, error: Fraction = ERROR) -> Slope:
    """The common slope inside the groups: each group gets its own intercept."""
    a, b = np.array(x, dtype=np.float64), np.array(y, dtype=np.float64)
    names = np.asarray(group)
    for name in np.unique(names):
        inside = names == name
        a[inside] -= a[inside].mean()
        b[inside] -= b[inside].mean()
    return _fit(a, b, error, len(np.unique(names)))


def _fit(x: Array, y: Array, error: Fraction, intercepts: int) -> Slope:
    n = len(x)
    degrees = n - 1 - intercepts
    x, y = x - x.mean() if n else x, y - y.mean() if n else y
    square = float(x @ x)
    if degrees < 1 or square == 0:
        raise TooFewRuns(f"a slope needs at least {intercepts + 2} points with different x, got {n}")
    value = float(x @ y) / square
    residual = y - value * x
    spread = float(residual @ residual) / degrees
    half = float(stdtrit(degrees, 1 - float(error) / 2)) * float(np.sqrt(spread / square))
    total = float(y @ y)
    return Slope(value, value - half, value + half, n, 1 - float(residual @ residual) / total if total else 1.0)


def slope_bootstrap(
    x: ArrayLike, y: ArrayLike, error: Fraction, rng: np.random.Generator, draws: int = 2000
) -> tuple[float, float]:
    """Percentile interval of the slope over resampled points."""
    a, b = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if len(a) < 3:
        raise TooFewRuns(f"a slope needs at least 3 points, got {len(a)}")
    chosen = rng.integers(len(a), size=(draws, len(a)))
    u, v = a[chosen], b[chosen]
    u = u - u.mean(axis=1, keepdims=True)
    slopes = (u * v).sum(axis=1) / (u * u).sum(axis=1)
    low, high = np.quantile(slopes, [float(error) / 2, 1 - float(error) / 2])
    return float(low), float(high)
