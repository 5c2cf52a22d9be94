"""The exact numbers of a data set at a depth: a, a_2, Lambda, S_min and the learning rates they imply.

Enclosed in ball arithmetic from the exact data (numerics.subjects.Regression); the floats here are midpoints of balls
of relative radius below 1e-12, checked.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from numerics.arithmetic import Rationals
from numerics.descent.experiments import Experiment
from numerics.instance import network_instance
from numerics.paper_data import DataSet, load_paper_data
from numerics.subjects import Regression


@dataclass(frozen=True)
class Numbers:
    """All of one data set at depth L with |p| = 1. critical: 2 / S_min; printed: 1 / (L a), lowest: 1 / (L Lambda^(1/L)
    a^(1-1/L)) without the factor rho^(2-2/L), which is 1 up to 1e-6 on these data."""

    L: int
    rho: float
    a: float
    a2: float
    Lambda: float
    S_min: float
    lower_bound: float
    upper_bound: float
    critical: float
    printed: float
    lowest: float

    def plain(self) -> dict[str, Any]:
        return asdict(self)


class ImpreciseNumber(ArithmeticError):
    """An enclosure came out too wide to be shown as one number."""


def of(experiment: Experiment) -> Numbers:
    return of_data(experiment.data.name, experiment.problem.L)


@lru_cache(maxsize=32)
def of_data(name: str, L: int) -> Numbers:
    """The numbers of a data set of the paper, by name, at depth L."""
    data: DataSet = getattr(load_paper_data(), name)
    A = Rationals(96)
    with A.context():
        instance = network_instance(data.X, [r[0] for r in data.y], [[[0] * data.d]])
        m = Regression.of(instance, A)

        def number(x: Any) -> float:
            value = float(A.to_float(x))
            width = A.absolute(x - A.number(_exactly(value)))
            if not A.certain(10**12 * width, "<=", A.number(_exactly(abs(value)))):
                raise ImpreciseNumber(f"{name}: a number near {value:.6g} is not known to 12 digits")
            return value

        rho, a, a2, Lambda = number(m.rho_power(_one())), number(m.a), number(m.a2), number(m.Lambda)
        S_min = number(m.S_min_at(L))
    lower = 2 * L * a * rho ** (2 - 2 / L)
    upper = 2 * L * Lambda ** (1 / L) * a ** (1 - 1 / L) * rho ** (2 - 2 / L)
    return Numbers(L, rho, a, a2, Lambda, S_min, lower, upper, 2 / S_min, 1 / (L * a * rho**2), 2 / upper)


def _exactly(x: float) -> Any:
    from fractions import Fraction

    return Fraction(x)


def _one() -> Any:
    from fractions import Fraction

    return Fraction(1)
