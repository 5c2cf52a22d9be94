"""What recipes for refutations share: the numbers that they look at before anything is decided.

Main statements
    Refutation       networks, facts, and in one line how they contradict a reading
    between          a short fraction well inside an interval; raises NoCertificate when there is no room
    regressor        pi(W), exactly; energy, norm: in floating point, believed by nobody
    with_layers      the same data with other layers
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from numerics.instance import Instance, network_instance
from theorems.rocq.certificates import NoCertificate
from theorems.rocq.facts import Fact, Facts

Layers = Sequence[Sequence[Sequence[Fraction]]]


@dataclass(frozen=True)
class Refutation:
    """networks: Rocq definitions; facts: what the kernel is asked; because: how they contradict the reading."""

    networks: str
    facts: tuple[Fact, ...]
    because: str


def made(f: Facts, because: str, *facts: Fact) -> Refutation:
    return Refutation(f.networks(), facts, because)


def between(low: float, high: float) -> Fraction:
    """A short fraction well inside of (low, high). Raises NoCertificate when there is no room."""
    if not high - low > 1e-9 * abs(high):
        raise NoCertificate(f"no room between {low:.12g} and {high:.12g}")
    return Fraction((low + high) / 2).limit_denominator(max(8, int(8 / (high - low))))


def energy(instance: Instance) -> float:
    """pi^T Sigma pi = a rho^2 at a minimizer."""
    X = [[float(x) for x in row] for row in instance.matrices["X"]]
    pi = [float(row[0]) for row in regressor(instance)]
    return sum(sum(a * b for a, b in zip(row, pi)) ** 2 for row in X) / len(X)


def regressor(instance: Instance) -> list[list[Fraction]]:
    """The regressor, exactly."""
    row = [r[0] for r in instance.matrices["p"]]
    for w in reversed(instance.layers):
        row = [sum((a * w[i][j] for i, a in enumerate(row)), Fraction(0)) for j in range(len(w[0]))]
    return [[x] for x in row]


def norm(m: Sequence[Sequence[Fraction]]) -> float:
    return math.sqrt(sum(float(x) ** 2 for r in m for x in r))


def eta(instance: Instance) -> Fraction:
    return instance.numbers["eta"]


def with_layers(instance: Instance, layers: Layers) -> Instance:
    m = instance.matrices
    return network_instance(m["X"], [r[0] for r in m["y"]], layers, [r[0] for r in m["p"]])
