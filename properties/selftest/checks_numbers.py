"""Checks of numbers: exact roots, comparison, intervals, eigenvalues in three independent ways."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from typing import Any

from flint import arb, arb_mat, ctx, fmpq, fmpq_mat

from numerics.arithmetic.compare import certain, compare
from numerics.arithmetic.radical import Radical, exact_root, monomial
from numerics.spectra import Eigenvalue, balls, eigenvalue_bounds, eigenvalues_above, is_positive_semidefinite
from numerics.spectra.balls import is_positive_definite, singular_value_bounds
from properties.selftest.need import contains, dyadic, fraction, need, refuses, rows, to_flint, with_spectrum

tiny = Fraction(1, 10**25)
SPECTRA: tuple[list[Any], ...] = (
    [-2, Fraction(1, 3), 5],
    [1, 4, 4],
    [1, 1 + tiny, 1 - tiny],
    [-5, -3, Fraction(-1, 7)],
    [0, 0],
    [-3, 3],
    [Fraction(-1, 7), 2],
    [10**9, 1, Fraction(1, 10**9)],
)


def ball_spectra() -> None:
    """Certified extreme eigenvalues contain the exact ones at any scale, in clusters, and are not idle."""
    for index, spectrum in enumerate(SPECTRA):
        for exponent in (0, 200, -200):
            values = [Fraction(v) * Fraction(10) ** exponent for v in spectrum]
            scale = max(abs(v) for v in values)
            with ctx.workprec(64):
                matrix = arb_mat(with_spectrum(random.Random(index), values))
                for top, exact in ((True, max(values)), (False, min(values))):
                    low, high = eigenvalue_bounds(matrix, top=top, prec=64)
                    need(low.is_exact() and high.is_exact(), "bounds are numbers")
                    need(dyadic(low) <= exact <= dyadic(high), "the eigenvalue is enclosed")
                    need(dyadic(high) - dyadic(low) <= scale / 2**16, "the enclosure is narrow")
    kept = balls._float_eigenvector
    balls._float_eigenvector = lambda A: arb_mat(A.nrows(), 1, [1] + [0] * (A.nrows() - 1))
    try:  # a worthless candidate: the bound from below is poor, the one from above has to be found
        with ctx.workprec(64):
            low, high = eigenvalue_bounds(arb_mat([[0, 0, 0], [0, 1, 1], [0, 1, 3]]), prec=64)
            exact = 2 + arb(2).sqrt()
            need(low < exact < high < 10, "a worthless candidate costs width only")
    finally:
        balls._float_eigenvector = kept


def ball_members() -> None:
    """Every symmetric member of a matrix ball, also at its corners, has its eigenvalue inside of the bounds."""
    rng = random.Random(9)
    middle = with_spectrum(rng, [1, 1, 2])
    with ctx.workprec(64):
        for exponent in (3, 40):
            q = fmpq(1, 2**exponent)
            wide = arb_mat(3, 3, [arb(middle[i, j]) + arb(0, arb(q)) for i in range(3) for j in range(3)])
            low, high = (dyadic(x) for x in eigenvalue_bounds(wide, prec=64))
            need(high - low <= 40 * Fraction(1, 2**exponent), "the bounds follow the radius")
            for _ in range(6):
                member = fmpq_mat(3, 3)
                for i in range(3):
                    for j in range(i + 1):
                        member[i, j] = member[j, i] = middle[i, j] + q * rng.choice((-1, 1))
                need(eigenvalues_above(member, fmpq(high.numerator, high.denominator)) == 0, "a member above the bound")
                need(eigenvalues_above(member, fmpq(low.numerator, low.denominator) - q / 10**9) > 0, "a member below")
        one = eigenvalue_bounds(arb_mat([[arb(1, 2)]]), prec=64)
        need(one[0] <= -1 and one[1] >= 3, "one by one")
    refuses(ArithmeticError, lambda: eigenvalue_bounds(arb_mat([[arb("inf"), 0], [0, 1]])), "infinite entries")
    refuses(ArithmeticError, lambda: eigenvalue_bounds(arb_mat([[1, 0], [arb("nan"), 1]])), "NaN entries")


def definiteness() -> None:
    with ctx.workprec(64):
        for matrix, shown in (
            ([[2, 1], [1, 2]], True),
            ([[1, 1], [1, 1]], False),
            ([[1, 2], [2, 1]], False),
            ([[4, 2, 0], [2, 5, 3], [0, 3, arb(9, 0.25) / 4]], False),
            ([[4, 2, 0], [2, 5, 3], [0, 3, 10]], True),
            ([[4, 2, 2], [2, 5, 3], [2, 3, 2]], False),
            ([[4, 2, 2], [2, 5, 3], [2, 3, 3]], True),
            ([[0]], False),
            ([[arb(1, 2)]], False),
            ([[arb("nan")]], False),
            ([[-1, 0], [0, -1]], False),
        ):
            need(is_positive_definite(arb_mat(matrix)) is shown, f"definiteness of {matrix}")


def singular_values() -> None:
    rng = random.Random(5)
    with ctx.workprec(80):
        for r, c in ((2, 3), (3, 2), (1, 3)):
            m = to_flint(rows(rng, r, c))
            low, high = (dyadic(x) ** 2 for x in singular_value_bounds(arb_mat(m), prec=80))
            gram = m * m.transpose()
            need(eigenvalues_above(gram, fmpq(high.numerator, high.denominator)) == 0, "sigma^2 from above")
            need(eigenvalues_above(gram, fmpq(low.numerator, low.denominator) - fmpq(1, 10**12)) > 0, "from below")
            need(high - low <= Fraction(1, 2**20) * (1 + high) and low >= 0, "narrow")
        low, high = (dyadic(x) for x in singular_value_bounds(arb_mat([[1, 1]]), prec=80))
        need(low**2 <= 2 <= high**2 and high - low < Fraction(1, 2**20), "sqrt 2")
        low, high = (dyadic(x) for x in singular_value_bounds(arb_mat([[arb(1) / 8, 0], [0, 0]]), prec=80))
        need(0 < low <= Fraction(1, 8) <= high, "small singular values")
        low, high = singular_value_bounds(arb_mat(2, 2), prec=80)
        need(low == 0 and high < arb(2) ** -20, "the zero matrix")


def exact_spectra() -> None:
    """Counting, comparison, recognition, operations and equality of eigenvalues of rational matrices."""
    for spectrum in SPECTRA:
        m = with_spectrum(random.Random(1), spectrum)
        need(is_positive_semidefinite(m) == (min(spectrum) >= 0), "semidefinite")
        for c in {Fraction(v) + d for v in spectrum for d in (0, tiny / 2, -tiny / 2)}:
            q = fmpq(c.numerator, c.denominator)
            need(eigenvalues_above(m, q) == sum(v > c for v in spectrum), "number of eigenvalues above")
            for top in (True, False):
                extreme = max(spectrum) if top else min(spectrum)
                need(Eigenvalue(m, top).compare(q) == (extreme > c) - (extreme < c), "comparison")
        for top in (True, False):
            extreme = Fraction(max(spectrum) if top else min(spectrum))
            need(fraction(Eigenvalue(m, top).exact()) == extreme, "recognised")
            need(contains(Eigenvalue(m, top).ball(), extreme), "ball")
    largest, bottom = (Eigenvalue(with_spectrum(random.Random(3), [1, 2, 6]), t) for t in (True, False))
    golden = Eigenvalue(fmpq_mat(2, 2, [1, 1, 1, 0]))
    wide = Eigenvalue(fmpq_mat(3, 3, [1, 1, 0, 1, 0, 0, 0, 0, fmpq(3, 2)]))
    second = Eigenvalue(fmpq_mat(3, 3, [1, 1, 0, 1, 0, 0, 0, 0, 2]))
    with ctx.workprec(64):
        for value, exact in (
            (largest**3, 216),
            (largest * 2, 12),
            (largest / 3, 2),
            (largest + 1, 7),
            (1 + bottom, 2),
            (largest - 1, 5),
        ):
            need(isinstance(value, Eigenvalue) and value.exact() == exact, "exact operations")
        need(isinstance(largest**2, Eigenvalue) and (largest / fmpq(1, 2)).exact() == 12, "exact square and quotient")
        for got, want in (
            (largest / arb(2), 3),
            (largest + arb(1), 7),
            (largest - arb(1), 5),
            (arb(2) - largest, -4),
            (largest * arb(2), 12),
            (6 / (bottom * 2), 3),
            (arb(12) / largest, 2),
        ):
            need(isinstance(got, arb) and contains(got, want), "operations with balls")
        twice = Eigenvalue(fmpq_mat(4, 4, [1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0]))
        need(golden.equals(twice) and twice.equals(golden), "a double eigenvalue")
        need((-largest).exact() == -6 and (-bottom).exact() == -1, "negation")
        indefinite = Eigenvalue(with_spectrum(random.Random(4), [-3, 1])) ** 2
        for ball, exact in (
            (1 - largest, -5),
            (6 / bottom, 6),
            (largest * -1, -6),
            (bottom**2, 1),
            (indefinite, 1),
            (largest * largest, 36),
        ):
            need(contains(ball, exact) and not contains(ball, exact + 1), "operations that leave the exact world")
        need(golden.exact() is None and golden.equals(wide) and wide.equals(golden), "one irrational number twice")
        for other in (second, golden + fmpq(1, 10**9), golden + fmpq(1, 10**50), -golden):
            need(not golden.equals(other) and not other.equals(golden), "two numbers")
    refuses(ValueError, lambda: Eigenvalue(fmpq_mat(2, 2, [0, 1, -1, 0])), "not symmetric")


def radicals() -> None:
    """c q^(1/n) against its n-th power, its sign, and balls."""
    rng = random.Random(2)
    numbers = [
        monomial(fmpq(rng.choice((-3, -1, 2)), rng.choice((1, 2))), fmpq(rng.randint(1, 20), rng.randint(1, 5)), n)
        for n in (2, 2, 3, 4, 6, 3, 2, 3, 5, 4, 2, 6)
    ]
    for n in (1, 2, 3):
        need(exact_root(fmpq(8, 27) ** n, n) == fmpq(8, 27) and exact_root(fmpq(0), n) == 0, "rational roots")
        need((exact_root(fmpq(2), n) is None) == (n > 1), "irrational roots")

    def ball(x: Any) -> Any:
        return x.ball() if isinstance(x, Radical) else arb(x)

    with ctx.workprec(200):
        for a in numbers:
            other = arb(3) / 7
            if isinstance(a, Radical):
                for got, want in (
                    (a * other, a.ball() * other),
                    (a / other, a.ball() / other),
                    (other / a, other / a.ball()),
                    (a + other, a.ball() + other),
                    (other - a, other - a.ball()),
                ):
                    need(isinstance(got, arb) and got.overlaps(want), "radicals with balls")
        for a, b in itertools.product(numbers, repeat=2):
            x, y = ball(a), ball(b)
            for got, want in (
                (a * b, x * y),
                (a / b, x / y),
                (a + b, x + y),
                (a - b, x - y),
                (-a, -x),
                (abs(a), abs(x)),
                (3 / a, 3 / x),
                (a**3, x**3),
                (a**-2, x**-2),
                (2 - a, 2 - x),
                (a * 5, x * 5),
            ):
                need(ball(got).overlaps(want) and ball(got).rad() < arb(10) ** -30, "operation on radicals")
            if isinstance(a, Radical):
                sign = 0 if a is b or (a - b) == 0 else 1 if x > y else -1 if x < y else 0
                need(a.compare(b) == sign and isinstance(a + 0, Radical), "comparison of radicals")
            if isinstance(a, Radical) and a.c > 0:
                need((ball(a.root(3)) ** 3).overlaps(x), "root of a radical")
        need(monomial(1, 2, 2) * monomial(1, 2, 2) == 2 and monomial(1, 2, 2) + monomial(1, 2, 2) != 0, "squares")
        for a, b, c in ((1, 8, 3), (1, 32, 5), (-1, 18, 2)):
            total = monomial(a, 2, 2) + monomial(1, b, 2)
            need(isinstance(total, Radical) and total.compare(monomial(c, 2, 2)) == 0, "sums that stay exact")
        need(isinstance(monomial(1, 2, 2) + monomial(1, 3, 2), arb), "sums that do not")
        near = fmpq(14142135623730950488016887242097, 10**31)
        for sign in (1, -1):
            need(monomial(sign, 2, 2).compare(sign * near) == sign * (1 if near * near < 2 else -1), "near sqrt 2")


def comparison() -> None:
    """All pairs of numbers of all kinds, all senses; balls never tell more than they know."""
    golden = Eigenvalue(fmpq_mat(2, 2, [1, 1, 1, 0]))
    ones = Eigenvalue(fmpq_mat(2, 2, [1, 1, 1, 1]))
    kinds: list[tuple[Any, float]] = [(fmpq(-3, 2), -1.5), (0, 0), (Fraction(1, 2), 0.5), (golden, 1.618033988749895)]
    kinds += [(monomial(1, 3, 2), 1.7320508), (2, 2), (fmpq(2), 2), (ones, 2), (monomial(1, 5, 2), 2.236), (arb(3), 3)]
    kinds += [(monomial(-1, 5, 2), -2.236), (-golden, -1.618033988749895), (golden + 1, 2.618)]
    senses = {"<=": (-1, 0), ">=": (0, 1), "<": (-1,), ">": (1,), "==": (0,), "!=": (-1, 1)}
    with ctx.workprec(64):
        for (a, x), (b, y) in itertools.product(kinds, repeat=2):
            sign = (x > y) - (x < y)
            if x == y and a is not b and (isinstance(a, Eigenvalue) and x < 0):
                continue
            for sense, signs in senses.items():
                known = certain(a, sense, b)
                need(known is (sign in signs) or (known is None and x == y and x < 0), f"{a} {sense} {b}")
        nan, wide = arb("nan"), arb(1).union(arb(2))
        for sense in senses:
            need(certain(nan, sense, 1) is None and certain(1, sense, nan) is None, "NaN compares with nothing")
            need(certain(wide, sense, wide) is None and certain(wide, sense, arb(1.5)) is None, "overlapping balls")
        need(compare(wide, 3) == -1 and compare(wide, 0) == 1 and compare(wide, 2) is None, "balls on one side")
        need(compare(golden, golden + fmpq(1, 10**40)) is None, "not told apart")
