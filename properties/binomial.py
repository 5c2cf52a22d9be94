r"""Exact statistics of failure counts: tails, Clopper-Pearson intervals, and tests whose error is computed.

Main statements, for f failures in n independent draws of failure probability p (everything in exact integers)
    upper_tail(n, q, f)          P(Bin(n, q) >= f), a Fraction
    lower_tail(n, q, f)          P(Bin(n, q) <= f), a Fraction
    interval(n, f, error)        [low, high] with P(p < low) <= error/2 and P(p > high) <= error/2 for every p
    rejects(n, f, q, level)      P(Bin(n, q) >= f) <= level: then `p <= q` is rejected; wrong with probability <= level
    Plan                         looks at n_1 < n_2 < ... draws with levels that add up to at most the whole level
    planned_draws(q, ratio, ..)  draws after which a failure probability ratio * q is rejected with the given power

Why the sequential rule does not inflate the error: look j may reject at level_j only, and the levels add up to at most
`level`; the union bound holds whatever the dependence between looks. `Plan.error` computes the true probability of any
rejection by dynamic programming over the counts, which the tests compare with the bound.

Denominators: a probability given as a ball or a float has to be rounded up by the caller to a dyadic number
(`upwards`); the tails are then exact integers over a power of two. What is not covered: dependent draws.
References: Clopper and Pearson, Biometrika 26 (1934), 404-413.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb

LEVEL = Fraction(1, 10**9)  # at which a claim about probabilities is rejected (see verdict)
BITS = 40  # of the probabilities that tails are computed with


class BadCount(ValueError):
    """Counts or probabilities that make no sense; one line."""


def _check(n: int, q: Fraction, f: int) -> None:
    if not (0 <= f <= n and 0 <= q <= 1):
        raise BadCount(f"0 <= failures <= draws and 0 <= q <= 1 expected, got {f} of {n}, q = {q}")


def upwards(q: Fraction, bits: int = BITS) -> Fraction:
    """The least dyadic number with `bits` binary places that is >= q, at most 1."""
    scaled = -((-q.numerator << bits) // q.denominator)
    return min(Fraction(scaled, 1 << bits), Fraction(1))


def _sum(n: int, q: Fraction, start: int, stop: int) -> Fraction:
    """sum over start <= j < stop of C(n, j) q^j (1-q)^(n-j)."""
    if start >= stop:
        return Fraction(0)
    a, b = q.numerator, q.denominator
    rest = b - a
    if rest == 0:
        return Fraction(int(start <= n < stop))
    # all terms over b^n: the first from scratch, the next by an exact division: t_(j+1) = t_j (n-j) a / ((j+1) rest)
    term = comb(n, start) * a**start * rest ** (n - start)
    total = 0
    for j in range(start, stop):
        total += term
        term = term * ((n - j) * a) // ((j + 1) * rest)
    return Fraction(total, b**n)


def _few(f: int, n: int) -> bool:
    """Which of two sums that add up to 1 has fewer terms; only time depends on it."""
    return 2 * f < n


def upper_tail(n: int, q: Fraction, f: int) -> Fraction:
    """P(Bin(n, q) >= f), exactly."""
    _check(n, q, f)
    return 1 - _sum(n, q, 0, f) if _few(f, n) else _sum(n, q, f, n + 1)


def lower_tail(n: int, q: Fraction, f: int) -> Fraction:
    """P(Bin(n, q) <= f), exactly."""
    _check(n, q, f)
    return _sum(n, q, 0, f + 1) if _few(f, n) else 1 - _sum(n, q, f + 1, n + 1)


def rejects(n: int, f: int, q: Fraction, level: Fraction = LEVEL) -> bool:
    """Whether f failures in n draws reject `failure probability <= q` at the level."""
    return upper_tail(n, upwards(q), f) <= level


def interval(n: int, f: int, error: Fraction = Fraction(1, 100), bits: int = 30) -> tuple[Fraction, Fraction]:
    """The Clopper-Pearson interval, rounded outwards to multiples of 2^-bits.

    low: the largest such number with P(Bin(n, low) >= f) <= error/2; high: the smallest with P(Bin(n, high) <= f) <=
    error/2. Coverage is at least 1 - error for every p, since both tails are monotone in p.
    """
    _check(n, Fraction(0), f)
    grid = 1 << bits
    low, high = 0, grid
    if f > 0:
        inside, outside = 0, grid  # P(Bin(n, inside) >= f) <= error/2 < P(Bin(n, outside) >= f)
        while outside - inside > 1:
            middle = (inside + outside) // 2
            small = upper_tail(n, Fraction(middle, grid), f) <= error / 2
            inside, outside = (middle, outside) if small else (inside, middle)
        low = inside
    if f < n:
        inside, outside = grid, 0
        while inside - outside > 1:
            middle = (inside + outside) // 2
            small = lower_tail(n, Fraction(middle, grid), f) <= error / 2
            inside, outside = (middle, outside) if small else (inside, middle)
        high = inside
    return Fraction(low, grid), Fraction(high, grid)


def critical_count(n: int, q: Fraction, level: Fraction = LEVEL) -> int:
    """The least f that rejects `p <= q` after n draws; n + 1 when no count does."""
    _check(n, q, 0)
    low, high = -1, n + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if upper_tail(n, q, middle) <= level else (middle, high)
    return high


@dataclass(frozen=True)
class Plan:
    """Looks after `looks` draws (increasing); look j = 1, 2, ... may reject at level / (j (j + 1)).

    sum over j of 1 / (j (j + 1)) = 1: however many looks there are, all of them together err with at most `level`.
    """

    looks: tuple[int, ...]
    level: Fraction = LEVEL

    def __post_init__(self) -> None:
        if not self.looks or any(a >= b for a, b in zip(self.looks, self.looks[1:])) or self.looks[0] < 1:
            raise BadCount("looks have to be increasing positive numbers of draws")

    def spent(self, j: int) -> Fraction:
        """The level of look j = 1, 2, ..."""
        return self.level / (j * (j + 1))

    def rejects(self, failures: Sequence[bool], q: Fraction) -> int | None:
        """The number of draws after which `p <= q` is rejected, None when it is not (yet). Only looks count."""
        q = upwards(q)
        for j, n in enumerate(self.looks, 1):
            if n > len(failures):
                return None
            if upper_tail(n, q, sum(failures[:n])) <= self.spent(j):
                return n
        return None

    def error(self, p: Fraction, q: Fraction) -> Fraction:
        """The exact probability that draws with failure probability p reject `<= q` at one of the looks."""
        q = upwards(q)
        a, b = p.numerator, p.denominator
        weight, done, rejected, power = [1], 0, Fraction(0), 1  # weight[f] / power: P(f failures, not rejected yet)
        for j, n in enumerate(self.looks, 1):
            for _ in range(n - done):
                weight = [
                    (weight[f] if f < len(weight) else 0) * (b - a) + (weight[f - 1] if f else 0) * a
                    for f in range(len(weight) + 1)
                ]
                power *= b
            done = n
            critical = critical_count(n, q, self.spent(j))
            rejected += Fraction(sum(weight[critical:]), power)
            weight[critical:] = [0] * len(weight[critical:])
        return rejected


def doubling(first: int, last: int, level: Fraction = LEVEL) -> Plan:
    """Looks after first, 2 first, 4 first, ... draws, the last after `last`."""
    looks = []
    while first < last:
        looks.append(first)
        first *= 2
    return Plan((*looks, last), level)


def planned_draws(
    q: Fraction, ratio: Fraction = Fraction(2), level: Fraction = LEVEL, power: Fraction = Fraction(99, 100)
) -> int:
    """Draws n (a multiple of 8) after which p = ratio * q rejects `p <= q` with probability >= power in one look.

    The smallest such n up to an eighth of itself. Raises BadCount for ratio <= 1 or q = 0.
    """
    if ratio <= 1 or q <= 0:
        raise BadCount("a plan needs q > 0 and ratio > 1")
    p = min(ratio * q, Fraction(1))
    p, q = upwards(p, 20), upwards(q, 20)

    def enough(n: int) -> bool:
        critical = critical_count(n, q, level)
        return critical <= n and upper_tail(n, p, critical) >= power

    n = 8
    while not enough(n):
        n *= 2
    low, step = n // 2, max(n // 16, 8)
    for candidate in range(low + step, n, step):
        if enough(candidate):
            return candidate
    return n
