"""What many tests share: exact matrices with known spectra, exact random networks, the command line in a process."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from flint import arb, fmpq, fmpq_mat

from numerics.instance import Instance, network_instance

ROOT = Path(__file__).resolve().parents[1]

# Depths 1 to 4, widths 1 to 3, several outputs, more and fewer rows than columns.
SHAPES = (
    ((1, 1), 1),
    ((2, 1), 3),
    ((2, 2), 2),
    ((1, 2, 1), 2),
    ((3, 2, 1), 4),
    ((2, 3, 2), 1),
    ((2, 1, 2, 1), 3),
    ((1, 2, 2, 2), 2),
    ((2, 2, 1, 2, 1), 2),
)


def rational(rng: random.Random, size: int = 4) -> Fraction:
    return Fraction(rng.randint(-size, size), rng.choice((1, 1, 2, 3)))


def rows(rng: random.Random, r: int, c: int, size: int = 4) -> list[list[Fraction]]:
    return [[rational(rng, size) for _ in range(c)] for _ in range(r)]


def random_network(rng: random.Random, widths: Sequence[int], n: int, size: int = 4) -> Instance:
    """Any weights, any data; nothing is a minimizer on purpose."""
    layers = [rows(rng, widths[k], widths[k - 1], size) for k in range(1, len(widths))]
    y, p = ([rational(rng, size) for _ in range(count)] for count in (n, widths[-1]))
    return network_instance(rows(rng, n, widths[0], size), y, layers, p)


def to_flint(m: Sequence[Sequence[Fraction | int]]) -> fmpq_mat:
    entries = [Fraction(x) for row in m for x in row]
    return fmpq_mat(len(m), len(m[0]), [fmpq(x.numerator, x.denominator) for x in entries])


def to_rows(m: fmpq_mat) -> list[list[Fraction]]:
    return [[Fraction(int(m[i, j].p), int(m[i, j].q)) for j in range(m.ncols())] for i in range(m.nrows())]


def cayley(rng: random.Random, n: int) -> fmpq_mat:
    """A rational orthogonal matrix (I - S)(I + S)^-1 with S skew."""
    skew = fmpq_mat(n, n)
    for i in range(n):
        for j in range(i):
            x = rational(rng)
            skew[i, j], skew[j, i] = fmpq(x.numerator, x.denominator), fmpq(-x.numerator, x.denominator)
    one = fmpq_mat(n, n, [int(i == j) for i in range(n) for j in range(n)])
    return (one - skew) * (one + skew).inv()


def with_spectrum(rng: random.Random, values: Sequence[Fraction | int]) -> fmpq_mat:
    """A dense symmetric rational matrix with exactly these eigenvalues."""
    q = cayley(rng, len(values))
    diagonal = to_flint([[values[i] if i == j else 0 for j in range(len(values))] for i in range(len(values))])
    return q * diagonal * q.transpose()


def lemmata(*arguments: str, cwd: Path | None = None, timeout: float = 60) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "reports", *arguments],
        cwd=cwd or ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "COLUMNS": "120"}


def contains(ball: arb, value: fmpq | Fraction | int) -> bool:
    """Whether the rational lies in the ball, exactly (`arb.contains` would first round the rational to a ball)."""
    middle, radius = (to_fraction_exactly(x) for x in (ball.mid(), ball.rad()))
    number = Fraction(int(value.p), int(value.q)) if isinstance(value, fmpq) else Fraction(value)
    return abs(number - middle) <= radius


def to_fraction_exactly(x: arb) -> Fraction:
    mantissa, exponent = x.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
