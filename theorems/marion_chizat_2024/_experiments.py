"""Events and statements that the claims about experiments share. Events map runs to one truth value a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from numerics.descent import thresholds
from theorems.observation import Chance, Fact, chance

MOST, HALF, RARE = Fraction(4, 5), Fraction(1, 2), Fraction(1, 20)


def succeeded(runs: Any) -> Any:
    return runs.succeeded


def diverged(runs: Any) -> Any:
    return runs.diverged >= 0


def undecided(runs: Any) -> Any:
    return (runs.diverged < 0) & ~runs.succeeded


def numbers(lab: Any, name: str) -> thresholds.Numbers:
    return thresholds.of(lab.experiments[name])


def outside_window(S_min: float, rates: list[float]) -> Callable[[Any], Any]:
    """A run that succeeded and ended below S_min (1 - 1e-3) or above 2/eta (1 + 1e-2)."""

    def event(runs: Any) -> Any:
        S, eta = runs.sharpness_end, np.array(rates)[runs.rate]
        with np.errstate(invalid="ignore"):
            low, high = S / S_min < 1 - 1e-3, eta * S / 2 > 1 + 1e-2
            return runs.succeeded & (low | high)

    return event


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
    found = [lab.median_interval(runs.sharpness_end[runs.cell(i, scale) & runs.succeeded]) for i in rates]
    mean = sum(m for _, m, _ in found) / len(found)
    most = max(h for _, _, h in found) - min(low for low, _, _ in found)
    least = max(low for low, _, _ in found) - min(h for _, _, h in found)
    holds = True if most < tolerance * mean else False if least > tolerance * mean else None
    text = ", ".join(f"{m:.4g} [{low:.4g}, {h:.4g}]" for low, m, h in found)
    return Fact(f"medians of the final sharpness within {tolerance:.0%}", holds, text)
