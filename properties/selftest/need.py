"""The one assertion of the self-test (plain `assert` disappears under python -O), and exact material for the checks."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from flint import arb, fmpq, fmpq_mat

from numerics.instance import Instance, network_instance


class Noticed(AssertionError):
    """A check found the code wrong."""


def need(condition: bool, what: str) -> None:
    if condition is not True:
        raise Noticed(what)


def refuses(error: type[BaseException], action: Callable[[], Any], what: str) -> None:
    """The action has to raise this error."""
    try:
        action()
    except error:
        return
    raise Noticed(f"{what}: not refused")


def rational(rng: random.Random, size: int = 4) -> Fraction:
    return Fraction(rng.randint(-size, size), rng.choice((1, 1, 2, 3)))


def rows(rng: random.Random, r: int, c: int, size: int = 4) -> list[list[Fraction]]:
    return [[rational(rng, size) for _ in range(c)] for _ in range(r)]


def random_network(rng: random.Random, widths: Sequence[int], n: int) -> Instance:
    layers = [rows(rng, widths[k], widths[k - 1]) for k in range(1, len(widths))]
    y, p = ([rational(rng) for _ in range(count)] for count in (n, widths[-1]))
    return network_instance(rows(rng, n, widths[0]), y, layers, p)


def to_flint(m: Sequence[Sequence[Fraction | int]]) -> Any:
    entries = [Fraction(x) for row in m for x in row]
    return fmpq_mat(len(m), len(m[0]), [fmpq(x.numerator, x.denominator) for x in entries])


def to_rows(m: Any) -> list[list[Fraction]]:
    return [[fraction(m[i, j]) for j in range(m.ncols())] for i in range(m.nrows())]


def fraction(x: Any) -> Fraction:
    return Fraction(int(x.p), int(x.q))


def cayley(rng: random.Random, n: int) -> Any:
    """A rational orthogonal matrix (I - S)(I + S)^-1 with S skew."""
    skew = fmpq_mat(n, n)
    for i in range(n):
        for j in range(i):
            x = rational(rng)
            skew[i, j], skew[j, i] = fmpq(x.numerator, x.denominator), fmpq(-x.numerator, x.denominator)
    one = fmpq_mat(n, n, [int(i == j) for i in range(n) for j in range(n)])
    return (one - skew) * (one + skew).inv()


def with_spectrum(rng: random.Random, values: Sequence[Fraction | int]) -> Any:
    """A dense symmetric rational matrix with exactly these eigenvalues."""
    q, n = cayley(rng, len(values)), len(values)
    return q * to_flint([[values[i] if i == j else 0 for j in range(n)] for i in range(n)]) * q.transpose()


def dyadic(x: Any) -> Fraction:
    """The exact value of a ball of radius 0."""
    mantissa, exponent = x.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def contains(ball: Any, value: Fraction | int) -> bool:
    """Whether the rational lies in the ball, exactly."""
    return bool(abs(Fraction(value) - dyadic(arb(ball).mid())) <= dyadic(arb(ball).rad()))
