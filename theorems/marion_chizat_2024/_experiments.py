"""Events and statements that the claims about experiments share. Events map runs to one truth value a run.

Constants, and why each hides no violation
    MOST, HALF, RARE, FEW  probabilities that a statement names: a count can confirm a probability below a bound, never
                           "in every run". `every_settled_run` therefore stands beside the window: no exception allowed.
    the window             [S_min, 2/eta] without a margin. S has a relative error below 1e-11 (twin test), so a run
                           nearer to an end than that may fall on either side; every other one is on the side it is on.
    SETTLED                1e-16: gap to the optimum below which the descent counts as converged. A bound on which runs
                           are spoken of, not on what is said of them; larger gaps are in the window statement.
    FACTS                  statements of a reading share the error 0.05; where slopes or medians are compared there are
                           at most 10: the interval behind such a fact has error 0.05/10, a median's a third of it.
    0.1 of medians_agree   the stated agreement itself ("within 10 %"), compared with the outer ends of both intervals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from numerics.descent import thresholds
from theorems.observation import Chance, Fact, chance

MOST, HALF, RARE, FEW = Fraction(4, 5), Fraction(1, 2), Fraction(1, 20), Fraction(1, 50)
SETTLED, FACTS = 1e-16, 10


def succeeded(runs: Any) -> Any:
    return runs.succeeded


def diverged(runs: Any) -> Any:
    return runs.diverged >= 0


def undecided(runs: Any) -> Any:
    return (runs.diverged < 0) & ~runs.succeeded


def numbers(lab: Any, name: str) -> thresholds.Numbers:
    return thresholds.of(lab.experiments[name])


def outside_window(S_min: float, rates: list[float]) -> Callable[[Any], Any]:
    """A run that succeeded and ended below S_min or above 2/eta."""

    def event(runs: Any) -> Any:
        S, eta = runs.sharpness_end, np.array(rates)[runs.rate]
        with np.errstate(invalid="ignore"):
            return runs.succeeded & ((S_min > S) | (eta * S > 2))

    return event


def every_settled_run(lab: Any, name: str, rates: list[int]) -> Fact:
    """No run with a gap of at most SETTLED ends outside of [S_min, 2/eta]; undecided when there is none."""
    runs = lab.runs(name)
    settled = runs.succeeded & np.isin(runs.rate, rates) & (np.nan_to_num(runs.gap_end, nan=np.inf) <= SETTLED)
    outside = outside_window(numbers(lab, name).S_min, lab.rates(name))(runs) & settled
    text = f"{int(outside.sum())} of {int(settled.sum())} outside"
    return Fact("every settled run ends in [S_min, 2/eta]", not outside.any() if settled.any() else None, text)


def saturated(rates: list[float], share: float) -> Callable[[Any], Any]:
    """eta S / 2 >= share at the end."""

    def event(runs: Any) -> Any:
        with np.errstate(invalid="ignore"):
            return runs.sharpness_end * np.array(rates)[runs.rate] / 2 >= share

    return event


def label(lab: Any, name: str, rate: int, scale: int) -> str:
    return f"eta = {lab.rates(name)[rate]:g}, scale {lab.scales(name)[scale]:.3g}"


def grid(
    lab: Any, name: str, rates: Any, scales: Any, event: Any, sense: str, q: Fraction, what: str
) -> Iterator[Chance]:
    """One statement for each cell of a part of the grid."""
    runs = lab.runs(name)
    for i in rates:
        for j in scales:
            yield chance(lab, name, runs.cell(i, j), event, sense, q, f"{what} at {label(lab, name, i, j)}")


def medians_agree(lab: Any, name: str, rates: Any, scale: int, tolerance: float) -> Fact:
    """The medians of the final sharpness of successful runs differ by less than tolerance times their mean."""
    runs = lab.runs(name)
    found = [lab.median_interval(runs.sharpness_end[runs.cell(i, scale) & runs.succeeded], 3 * FACTS) for i in rates]
    return medians_within(found, tolerance)


def medians_within(found: list[tuple[float, float, float]], tolerance: float) -> Fact:
    """Medians (low, median, high) differ by less than tolerance times their mean, judged by their intervals."""
    mean = sum(m for _, m, _ in found) / len(found)
    most = max(h for _, _, h in found) - min(low for low, _, _ in found)
    least = max(low for low, _, _ in found) - min(h for _, _, h in found)
    holds = True if most < tolerance * mean else False if least > tolerance * mean else None
    text = ", ".join(f"{m:.4g} [{low:.4g}, {h:.4g}]" for low, m, h in found)
    return Fact(f"medians of the final sharpness within {tolerance:.0%}", holds, text)
