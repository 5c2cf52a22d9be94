"""Checks of the second evaluator's numbers: intervals of fractions, roots, eigenvalues by counting and bisection."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

from flint import fmpq, fmpq_mat

from numerics.second.eigenvalues import (
    _simplest_between,
    characteristic_polynomial,
    enclose_largest,
    largest_eigenvalue,
    roots_above,
    value_at,
)
from numerics.second.interval import Interval, Undefined, integer_root, root, root_above, root_below, round_down
from numerics.spectra import eigenvalues_above
from properties.selftest.checks_numbers import SPECTRA, tiny
from properties.selftest.need import need, refuses, to_flint, to_rows, with_spectrum


def intervals() -> None:
    """Every operation contains the results on members; roundings go outwards; nothing is divided by zero."""
    rng = random.Random(2)

    def draw() -> Interval:
        a, b = sorted(Fraction(rng.randint(-99, 99), rng.randint(1, 17)) for _ in range(2))
        return Interval(a, b, rng.choice((4, 9, 30)))

    for _ in range(25):
        a, b, k, r = draw(), draw(), rng.choice((2, 3, 4)), Fraction(rng.randint(-9, 9), 7)
        for x, y in itertools.product((a.low, a.high, (a.low + a.high) / 2), (b.low, b.high)):
            pairs = [(a + b, x + y), (a - b, x - y), (a * b, x * y), (r - a, r - x), (a * r, x * r), (-a, -x)]
            pairs += [(abs(a), abs(x)), (a**k, x**k)]
            if not b.low <= 0 <= b.high:
                pairs += [(a / b, x / y), (r / b, r / y), (b**-k, y**-k)]
            need(all(w.low <= exact <= w.high for w, exact in pairs), "a member's result outside")
            sizes = [(w.high - w.low, abs(e)) for w, e in pairs]
            need(all(s >= 0 for s, _ in sizes), "ends in order")
    half = Interval(Fraction(1, 2), Fraction(3, 4), 20)
    need(abs(half).low == Fraction(1, 2) and abs(-half).low == Fraction(1, 2), "absolute value away from 0")
    need(abs(Interval(Fraction(-1), Fraction(1, 2), 20)).low == 0, "absolute value around 0")
    need((half**0).low == 1 == (half**0).high and (half**1).low == half.low, "powers 0 and 1")
    third = Interval(Fraction(1, 3), Fraction(1, 3), 8)
    need(third.low < Fraction(1, 3) < third.high and third.high - third.low < Fraction(1, 100), "outward and narrow")
    for bad in ((-1, 1), (0, 1), (-1, 0)):
        around = Interval(Fraction(bad[0]), Fraction(bad[1]), 10)
        refuses(Undefined, lambda around=around: 1 / around, "division by something around 0")  # type: ignore[misc]
    need((Interval(Fraction(-2), Fraction(1), 10) ** 2).high == 4, "even power around 0")
    for x in (Fraction(7, 3), Fraction(-22, 7), Fraction(10**30, 3), Fraction(1, 10**30)):
        for bits in (3, 20):
            low = round_down(x, bits)
            need(low <= x and x - low <= abs(x) * Fraction(4, 2**bits), "round down")


def interval_roots() -> None:
    rng = random.Random(4)
    for n in (1, 2, 3, 7):
        for x in (0, 1, 2, 7, 8, 9, 26, 27, 10**40 - 1, 10**40):
            r = integer_root(x, n)
            need(r**n <= x < (r + 1) ** n, "integer root")
    for _ in range(30):
        q, n, bits = Fraction(rng.randint(0, 999), rng.randint(1, 999)), rng.choice((2, 3)), rng.choice((8, 40))
        low, high = root_below(q, n, bits), root_above(q, n, bits)
        need(0 <= low**n <= q <= high**n and high - low <= 3 * (1 + high) / 2**bits, "roots bracket")
        value = root(q, n, bits)
        need(value**n == q if isinstance(value, Fraction) else value.low**n <= q <= value.high**n, "root")
        wide = root(Interval(q, q + 1, bits), n, bits)
        need(wide.low**n <= q and wide.high**n >= q + 1, "root of an interval")
    need(root(Fraction(4, 9), 2, 8) == Fraction(2, 3) and root(Fraction(9, 4), 2, 8) == Fraction(3, 2), "exact roots")
    need(root(Interval(Fraction(4), Fraction(5), 20), 2, 20).low > Fraction(19, 10), "narrow from below")
    need(root(Interval(Fraction(1, 4), Fraction(1, 2), 20), 2, 20).high < Fraction(3, 4), "small numbers have roots")
    refuses(Undefined, lambda: root(Interval(Fraction(-2), Fraction(-1), 8), 2, 8), "root of a negative number")
    refuses(Undefined, lambda: integer_root(-1, 2), "root of a negative integer")


def second_spectra() -> None:
    """The second evaluator's eigenvalues against exact spectra and against FLINT."""
    for spectrum in SPECTRA[:6]:
        m = to_rows(with_spectrum(random.Random(1), spectrum))
        chi = characteristic_polynomial(m)
        need(list(to_flint([chi]).entries()) == list(to_flint(m).charpoly().coeffs()), "characteristic polynomial")
        for c in {Fraction(v) + d for v in spectrum for d in (-1, 0, tiny / 2)}:
            need(roots_above(chi, c) == sum(v > c for v in spectrum), "roots above")
        top, exact = largest_eigenvalue(m, 48), Fraction(max(spectrum))
        need(top == exact if isinstance(top, Fraction) else top.low <= exact <= top.high, "enclosed")
        need(isinstance(top, Fraction) or tiny in {abs(x - 1) for x in spectrum}, "rational ones are exact")
        if isinstance(top, Interval):
            need(top.high - top.low <= (1 + abs(exact)) / 2**40, "narrow")
    irrational = largest_eigenvalue([[Fraction(1), Fraction(1)], [Fraction(1), Fraction(0)]], 40)
    need(isinstance(irrational, Interval) and irrational.low**2 - irrational.low <= 1, "golden ratio from below")
    need(irrational.high**2 - irrational.high >= 1 and irrational.high - irrational.low < Fraction(1, 2**30), "above")
    for low, high, simple in (
        (Fraction(1, 3) - tiny, Fraction(1, 3) + tiny, Fraction(1, 3)),
        (Fraction(-1, 3) - tiny, Fraction(-1, 3) + tiny, Fraction(-1, 3)),
        (Fraction(-1), Fraction(1), Fraction(0)),
        (Fraction(0), Fraction(1), Fraction(0)),
        (Fraction(-1), Fraction(0), Fraction(0)),
        (Fraction(5), Fraction(6), Fraction(5)),
        (Fraction(7, 10), Fraction(8, 10), Fraction(3, 4)),
        (Fraction(9, 2), Fraction(11, 2), Fraction(5)),
        (Fraction(9, 2), Fraction(5), Fraction(5)),
        (Fraction(22, 7) - tiny, Fraction(22, 7) + tiny, Fraction(22, 7)),
    ):
        need(_simplest_between(low, high) == simple, "the simplest fraction between two")
    quadratic = [Fraction(6), Fraction(-5), Fraction(1)]  # (x - 2) (x - 3)
    need([value_at(quadratic, Fraction(x)) for x in (1, 2, 3, 5)] == [2, 0, 0, 6], "values of a polynomial")
    one, none = Interval(Fraction(1), Fraction(3), 40), Fraction(0)
    lopsided = enclose_largest([[one, none], [none, Fraction(1)]], 40)
    need(lopsided.low <= 1 and lopsided.high >= 3 and lopsided.high - lopsided.low < 4, "one uncertain entry")
    rng, radius = random.Random(3), Fraction(1, 100)
    middle = to_rows(with_spectrum(rng, [1, 2, 2]))
    bounds = enclose_largest([[Interval(x - radius, x + radius, 40) for x in row] for row in middle], 40)
    need(bounds.high - bounds.low < 10 * radius, "width of an interval matrix")
    for _ in range(4):
        member = fmpq_mat(3, 3)
        for i in range(3):
            for j in range(i + 1):
                x = middle[i][j] + radius * rng.choice((-1, 1))
                member[i, j] = member[j, i] = fmpq(x.numerator, x.denominator)
        high, low = bounds.high, bounds.low
        need(eigenvalues_above(member, fmpq(high.numerator, high.denominator)) == 0, "member above")
        need(eigenvalues_above(member, fmpq(low.numerator, low.denominator) - fmpq(1, 10**9)) > 0, "member below")
