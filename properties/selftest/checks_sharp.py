"""Checks at the edges: widths that a precision promises, the last value inside of a limit, refusals, exact ties."""

from __future__ import annotations

import json
import random
import tempfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from flint import arb, arb_mat, ctx, fmpq, fmpq_mat

from numerics.arithmetic.compare import compare
from numerics.arithmetic.radical import _sign, monomial
from numerics.second import Second
from numerics.second.arithmetic import _any_solution
from numerics.second.definition import hessian_from_risk
from numerics.second.eigenvalues import enclose_largest, largest_eigenvalue
from numerics.second.interval import Interval, root, root_above, root_below
from numerics.spectra import Eigenvalue, eigenvalue_bounds
from numerics.spectra.balls import singular_value_bounds
from properties import binomial
from properties.budget import BUDGETS
from properties.evidence import from_search
from properties.search import search
from properties.selftest.checks_machinery import ONE
from properties.selftest.need import contains, dyadic, need, refuses, to_rows, with_spectrum
from properties.verdict import Outcome
from properties.witness import CONFIRMED, BadWitness, load
from theorems.claim import Reading, at_most

F = Fraction


def wide_precision() -> None:
    """The precision asked for is the one used, whatever the ambient one is."""
    spectrum = with_spectrum(random.Random(2), [1, 2, 5])
    with ctx.workprec(220):
        matrix, row = arb_mat(spectrum), arb_mat([[1, 1]])
    with ctx.workprec(53):
        low, high = eigenvalue_bounds(matrix, prec=200)
        need(
            dyadic(low) <= 5 <= dyadic(high) and dyadic(high) - dyadic(low) < F(1, 2**110), "200 bits of an eigenvalue"
        )
        low, high = singular_value_bounds(row, prec=200)
        need(dyadic(low) ** 2 <= 2 <= dyadic(high) ** 2, "sqrt 2")
        need(dyadic(high) - dyadic(low) < F(1, 2**110), "200 bits of a singular value")
        one = arb_mat([[arb(1)]])
    with ctx.workprec(10):
        low, high = eigenvalue_bounds(matrix)
        need(dyadic(high) - dyadic(low) < F(1, 2**20), "never less than double precision")
        need(singular_value_bounds(one) == (1, 1), "one by one")


def eigenvalue_edges() -> None:
    """Zero as a factor and divisor, one against another kind at 64 bits, two ends of one spectrum."""
    largest = Eigenvalue(with_spectrum(random.Random(3), [1, 2, 6]))
    with ctx.workprec(64):
        for nothing in (largest * 0, largest * fmpq(0)):
            need(isinstance(nothing, arb) and contains(nothing, 0), "times zero leaves the exact world")
        need(not (largest / 0).is_finite(), "a quotient by zero is no number")
        for nearby, sign in (
            (F(14142135623730950488016887242097, 10**31), 1),
            (F(14142135623730950488016887242096, 10**31), -1),
        ):
            one = Eigenvalue(fmpq_mat(1, 1, [fmpq(nearby.numerator, nearby.denominator)]))
            need(compare(one, monomial(1, 2, 2)) == sign and compare(monomial(1, 2, 2), one) == -sign, "near sqrt 2")
        low, golden = Eigenvalue(fmpq_mat(2, 2, [1, 1, 1, 0]), False), Eigenvalue(fmpq_mat(2, 2, [1, 1, 1, 0]))
        need(not low.equals(golden) and not golden.equals(low), "two ends of one spectrum")
        two, other = Eigenvalue(fmpq_mat(1, 1, [2])), Eigenvalue(fmpq_mat(2, 2, [0, 0, 0, 2]), False)
        need(not two.equals(other) and not other.equals(two), "the smallest eigenvalue of another matrix")
        kept = Eigenvalue.ball
        Eigenvalue.ball = lambda _: arb(0)  # type: ignore[method-assign, assignment]
        try:  # exact enclosures are enclosures too
            need(not two.equals(other) and not other.equals(two), "an enclosure without width")
        finally:
            Eigenvalue.ball = kept  # type: ignore[method-assign]
        near = Eigenvalue(
            fmpq_mat(3, 3, [1, 1, 0, 1, 0, 0, 0, 0, fmpq(8090169943749474241022934171828190, 5 * 10**33)])
        )
        need(not near.equals(golden) and not golden.equals(near), "one root more above the number")
    need([_sign(fmpq(x)) for x in (-2, 0, 3)] == [-1, 0, 1], "signs")


def interval_edges() -> None:
    """Roots keep the bits asked for, of small and of large numbers, and are no longer than that."""
    for x in (F(2), F(10**40), F(10**41), F(3), F(22, 7), F(2, 10**30), F(7, 10**41)):
        for n, bits in ((2, 40), (3, 20)):
            low, high = root_below(x, n, bits), root_above(x, n, bits)
            need(low**n <= x <= high**n and (high - low) * 2 ** (bits - 2) <= high, "relative width of a root")
            if x.denominator == 1:
                need((low + F(1, 2**bits)) ** n > x >= (high - F(1, 2**bits)) ** n, "the next numbers")
            if x >= 1:
                need(max(low.denominator, high.denominator) <= 2**bits, "no longer than asked for")
    touching = root(Interval(F(-1), F(0), 20), 2, 20)
    need(touching.low <= 0 <= touching.high < 1, "the root of an interval that ends in 0")


def second_edges() -> None:
    """Widths of the second evaluator's eigenvalues, lopsided intervals, shapes that do not fit."""
    for size in (F(1), F(1, 10**9), F(10**9)):
        golden = largest_eigenvalue([[size, size], [size, F(0)]], 40)
        need((golden.high - golden.low) * 2**39 < golden.high, "relative width of an eigenvalue")
        need(golden.low**2 - golden.low * size <= size**2 <= golden.high**2 - golden.high * size, "golden ratio")
    need(largest_eigenvalue([[F(0), F(0)], [F(0), F(10)]], 40) == 10, "rows of different size")
    need(largest_eigenvalue([[F(10), F(0)], [F(0), F(-20)]], 40) == 10, "a row larger than the eigenvalue")
    tiny = F(1, 2**70)
    narrow = enclose_largest([[Interval(F(1) - tiny, F(1) + tiny, 90), F(1)], [F(1), F(0)]], 40)
    need((narrow.high - narrow.low) * 2**38 < narrow.high, "relative width of an enclosure")
    for sign in (1, -1):
        a, b = (
            Interval(min(F(sign * x), F(sign * y)), max(F(sign * x), F(sign * y)), 40) for x, y in ((9, 10), (-10, 10))
        )
        c = Interval(F(-1), F(1), 40)
        for lopsided in (
            [[F(0), a, c], [b, F(0), F(0)], [c, F(0), F(0)]],
            [[F(0), b, c], [a, F(0), F(0)], [c, F(0), F(0)]],
        ):
            need(enclose_largest(lopsided, 40).high ** 2 >= 101, "members of lopsided intervals")
    a, b, c = (Interval(F(x, 10), F(y, 10), 60) for x, y in ((-100, -99), (-100, -80), (-324, -290)))
    for s in (1, -1):
        lopsided = [[F(0), s * a, s * c], [s * b, F(0), F(0)], [s * c, F(0), F(0)]]
        need(enclose_largest(lopsided, 40).high ** 2 >= 100 + F(324, 10) ** 2, "members of lopsided intervals")
    A = Second(40)
    need(A.to_float(Interval(F(1), F(3), 40)) == 2.0 and A.to_float(F(1, 4)) == 0.25, "midpoints")
    for huge in (F(10**400), F(-(10**400)), Interval(F(10**400), F(10**401), 40)):
        need(A.to_float(huge) != A.to_float(huge), "beyond the range of floats there is no float")
    need(_any_solution([[F(2), F(1)], [F(1), F(1)]], [[F(3)], [F(1)]]) == [[F(2)], [F(-1)]], "a linear system")
    need(_any_solution([[F(1), F(1)], [F(1), F(1)]], [[F(3)], [F(3)]])[0][0] == 3, "a singular one")
    refuses(Exception, lambda: _any_solution([[F(1), F(1)], [F(1), F(1)]], [[F(3)], [F(4)]]), "an inconsistent one")
    ragged, square = [[F(1)], [F(1), F(2)]], [[F(1), F(2)], [F(3), F(4)]]
    refuses(ValueError, lambda: A.transpose(ragged), "ragged rows")
    refuses(ValueError, lambda: A.plus(square, square[:1]), "another number of rows")
    refuses(ValueError, lambda: A.plus(square, ragged), "another number of columns")
    one: Any = {1: [[F(1)]]}
    refuses(ValueError, lambda: hessian_from_risk([[F(1)], [F(2)]], [[F(1)]], [[F(1)]], one), "a target missing")
    refuses(ValueError, lambda: hessian_from_risk([[F(1), F(1)]], [[F(1)]], [[F(1)]], one), "an input too many")
    smallest = A.smallest_nonzero_eigenvalue(to_rows(with_spectrum(random.Random(1), [0, F(1, 10**6), 3])))
    need((smallest.high - smallest.low) * 2**37 < smallest.high, "relative width of the smallest eigenvalue")


def binomial_edges() -> None:
    """Exact ties reject, ends of the range are reached, grids are the ones asked for."""
    half = F(1, 2)
    need(binomial.upwards(F(3, 2)) == 1 and binomial.upwards(F(1, 3), 2) == half, "rounding up, at most 1")
    low, high = binomial.interval(5, 0)
    need(low == 0 and 0 < high < 1, "no failures")
    low, high = binomial.interval(5, 5)
    need(high == 1 and 0 < low < 1, "failures only")
    low, high = binomial.interval(40, 1)
    need(low > 0 and low * 2**30 == int(low * 2**30) and high * 2**30 == int(high * 2**30), "one failure")
    need(binomial.interval(7, 1, bits=3)[0] == 0 and binomial.interval(7, 6, bits=3)[1] == 1, "a coarse grid")
    need(binomial.interval(100, 0, bits=3)[1] == F(1, 8) and binomial.interval(100, 100, bits=3)[0] == F(7, 8), "ends")
    tie = 2 * binomial.upper_tail(9, F(3, 8), 6)
    need(binomial.interval(9, 6, tie, bits=3)[0] == F(3, 8), "a tie at the lower end")
    tie = 2 * binomial.lower_tail(9, F(5, 8), 3)
    need(binomial.interval(9, 3, tie, bits=3)[1] == F(5, 8), "a tie at the upper end")
    need(binomial.critical_count(0, half, F(1, 20)) == 1 and binomial.critical_count(0, half, F(1)) == 0, "no draws")
    need(binomial.lower_tail(6, F(1), 6) == 1 and binomial.upper_tail(6, F(1), 6) == 1, "certain failures")
    need(binomial.lower_tail(1, F(1), 0) == 0 and binomial.upper_tail(1, F(1), 1) == 1, "one certain failure")
    need(binomial.lower_tail(6, F(1), 5) == 0 and binomial.upper_tail(6, F(0), 1) == 0, "impossible counts")


def witness_limits() -> None:
    """The largest file, the most parameters and the most entries are still read; one more is refused."""
    good = {"schema": "lemmata-witness-1", "claim": "a/b", "reading": "printed", "instance": ONE.to_json()}

    def sized(parameters: int, entries: int) -> str:
        first, rest = [["1"] * parameters], [["1"] * (entries - parameters)]
        return json.dumps(
            {**good, "instance": {"kind": "network", "matrices": {"W1": first, "X": rest}, "numbers": {}}}
        )

    text = json.dumps(good)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "w.json"
        for inside, outside in (
            (text + " " * (2_000_000 - len(text)), text + " " * (2_000_001 - len(text))),
            (sized(120, 200), sized(121, 200)),
            (sized(5, 5000), sized(5, 5001)),
        ):
            path.write_text(inside)
            load(path)
            path.write_text(outside)
            refuses(BadWitness, lambda: load(path), "one more than the limit")


def word_shapes() -> None:
    """Normal forms are the least of the rotations; a word with a letter exchanged keeps its shape."""
    from theorems.words import derivative, letter, scalar, spell, trace

    A, B, X, H = letter("A", "a", "b"), letter("B", "c", "d"), letter("X", "b", "c"), letter("H", "b", "c")
    U, V = letter("U", "s", "s"), letter("V", "s", "s")
    (term,) = trace(V @ U).terms
    need([x.name for x in term[1]] == ["U", "V"] and not term[1][0].transposed, "the least rotation")
    word = next(iter((A @ X @ B).terms))[1]
    for place, by, shape in ((0, A, ("a", "d")), (1, X, ("a", "d")), (2, B, ("a", "d"))):
        part = spell(word, place, 1, by)
        need((part.rows, part.columns) == shape and (part - A @ X @ B).is_zero, "a letter for itself")
    need((derivative(A @ X @ B, X, H) - A @ H @ B).is_zero, "one letter on either side")
    D = letter("D", "d", "e")
    long = spell(next(iter((A @ X @ B @ D).terms))[1], 0, 1, A)
    need((long.rows, long.columns) == ("a", "e"), "the last letter gives the columns")
    need((A * scalar("t") * scalar("u") - A * scalar("u") * scalar("t")).is_zero, "scalars commute")


def product_roundings() -> None:
    """The error of one layer of a product holds for every scale in the ball, and counts the product so far."""
    from numerics.products.partial import layers, partial_products

    def exact(m: Any) -> list[list[Fraction]]:
        return [[F(float(x)) for x in row] for row in m]

    rng = np.random.default_rng(3)
    for radius in (0.0, 1e-6):
        N = [40.0 * rng.standard_normal((3, 3)) for _ in range(3)]
        with ctx.workprec(64):
            scale = arb(0.3, radius) if radius else arb(1) / 3
        previous: list[list[Fraction]] | None = None
        largest = 0.0
        for n, (W, error), (G, committed) in zip(N, layers(N, scale), partial_products(N, scale), strict=True):
            for c in (F(3, 10) - F(radius), F(3, 10) + F(radius)) if radius else (F(1, 3),):
                true = [[c * x + (i == j) for j, x in enumerate(row)] for i, row in enumerate(exact(n))]
                gap = sum((a - b) ** 2 for r, s in zip(exact(W), true) for a, b in zip(r, s))
                need(gap <= dyadic(error) ** 2 * (1 + F(1, 2**20)), "the error of a layer")
                if previous is not None:
                    product = [[sum(r[q] * previous[q][j] for q in range(3)) for j in range(3)] for r in true]
                    gap = sum((a - b) ** 2 for r, s in zip(exact(G), product) for a, b in zip(r, s))
                    need(gap <= dyadic(committed) ** 2 * (1 + F(1, 2**20)), "the error of a product")
                    largest = max(largest, float(gap) ** 0.5 / float(dyadic(error)))
            previous = exact(G)
        need(radius == 0.0 or largest > 2, "large products make large errors")


def evidence_routes() -> None:
    """What balls decided is `enclosure` evidence, what rational arithmetic decided is `exact`."""
    for exact, route in ((True, "exact"), (False, "enclosure")):
        found = {"outcome": CONFIRMED, "exact": exact, "one_line": "", "found_by": "", "replayed": ""}
        searched = {"looked_at": 1, "decided": 1, "floats": 0, "unconfirmed": 0, "violation": found, "seconds": 0.0}
        (refuted,) = [e for e in from_search(searched) if e.outcome is Outcome.REFUTED]
        need(refuted.route == route, "a violation keeps the route that decided it")
    irrational = Reading(
        "selftest/claim", "printed", "", "network", lambda m: iter(()),
        lambda m: iter([at_most(m.A.root(m.A.number(2), 2) + m.A.root(m.A.number(3), 2), 3)]),
    )  # fmt: skip
    plain = Reading("selftest/claim", "printed", "", "network", lambda m: iter(()), lambda m: iter([at_most(m.L, 1)]))
    for reading, exact in ((irrational, False), (plain, True)):
        found_ = search(reading, 1, replace(BUDGETS["quick"], small=4, hypothesis=2, shapes=1, generations=1)).found
        need(found_ is not None and found_.case.exact is exact, "a found violation says what decided it")
