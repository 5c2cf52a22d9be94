r"""Figure 2: which learning rates succeed, by depth.

Statement (review page, caption of Figure 2, its formula garbled there): for each depth, learning succeeds if the
learning rate is below a threshold, which corresponds to the theoretical value (rho^(2-2/L) L a)^(-1), here 1/(La).

As runs (residual networks of depth 5, 10, 20, 40, 25 learning rates, 1000 steps): success is more likely than not for
every learning rate of the grid at least one grid step below 1 / (L Lambda^(1/L) a^(1-1/L)), less likely than not for
every one above 1/(La), and the slope of the log threshold on log depth is compatible with -1. Taken to the letter, at
1000 steps, it is false close to the threshold, where convergence takes longer (first false variant).
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from theorems.claim import Claim, Source
from theorems.marion_chizat_2024 import _experiments as shared
from theorems.observation import Chance, Fact, Statement, chance, no_inequality

claim = Claim(
    "experiments/figure-2",
    "The threshold of the learning rate falls like one over the depth",
    subject="network",
    source=Source("review-page", "caption of Figure 2"),
    rests_on=("learning-rate/gd-fails",),
)
DEPTHS = (5, 10, 20, 40)
STEP = 10 ** (1.7 / 24)  # ratio of neighbouring learning rates of the grid


def name(depth: int) -> str:
    return f"resnet_several_depths_{depth}"


def statements(lab: Any, depth: int, low: float, high: float, what: str, sense: str) -> Iterator[Chance]:
    """Success at every learning rate of the grid in (low, high)."""
    for i, eta in enumerate(lab.rates(name(depth))):
        if low < eta < high:
            cell = lab.runs(name(depth)).cell(i)
            text = f"{what} at depth {depth}, eta = {eta:.4g}"
            yield chance(lab, name(depth), cell, shared.succeeded, sense, shared.HALF, text)


def observed_slope(lab: Any) -> Any:
    """Slope of the log of the middle of (largest learning rate that succeeds, smallest that fails) on log depth."""
    points = []
    for depth in DEPTHS:
        runs, rates = lab.runs(name(depth)), lab.rates(name(depth))
        share = [runs.succeeded[runs.cell(i)].mean() for i in range(len(rates))]
        first = next(i for i, s in enumerate(share) if s < 0.5)
        points.append((np.log(depth), (np.log(rates[first - 1]) + np.log(rates[first])) / 2))
    return lab.slope([p[0] for p in points], [p[1] for p in points])


@claim.printed(r"\text{for each depth: success iff } \eta < \eta_L^\star = 1/(La), \text{ up to one step of the grid}")
class Printed:
    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        for depth in DEPTHS:
            n = shared.numbers(lab, name(depth))
            yield from statements(lab, depth, 0, n.lowest / STEP, "success", ">=")
            yield from statements(lab, depth, n.printed, 9, "success above 1/(La)", "<=")
        found = observed_slope(lab)
        yield Fact("slope -1", found.contains(-1), f"{found.value:.3f} [{found.low:.3f}, {found.high:.3f}]")


class ToTheLetter:
    r"\text{success within 1000 steps for every } \eta < 1/(La)"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        for depth in DEPTHS:
            n = shared.numbers(lab, name(depth))
            yield from statements(lab, depth, n.printed / STEP, n.printed, "success", ">=")


class TwiceTheThreshold:
    r"\text{threshold } 2/(La)"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        for depth in DEPTHS:
            n = shared.numbers(lab, name(depth))
            yield from statements(lab, depth, n.printed, 2 * n.printed, "success", ">=")


class IndependentOfDepth:
    r"\text{the same threshold for all depths}"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        yield from statements(lab, 40, 0.05, 0.18, "success", ">=")
        yield from statements(lab, 5, 0.05, 0.18, "success", ">=")


class SquareRootOfDepth:
    r"\text{slope } -1/2:\ \text{the threshold at depth 40 is half of that at depth 10}"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        half = shared.numbers(lab, name(10)).printed / 2
        yield from statements(lab, 40, half / STEP**2, half / STEP**0.5, "success", ">=")


@claim.repaired(
    r"\text{threshold } 2/S_{\min}: \text{ no settled success above it}, \text{ success one grid step below}"
)
class Repaired:
    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        for depth in DEPTHS:
            critical = shared.numbers(lab, name(depth)).critical
            yield from statements(lab, depth, 0, critical / STEP, "success", ">=")
            runs = lab.runs(name(depth))
            above = np.isin(runs.rate, [i for i, eta in enumerate(lab.rates(name(depth))) if eta > critical])
            text = f"success above 2/S_min at depth {depth}"
            yield chance(lab, name(depth), above, shared.succeeded, "<=", shared.RARE, text)

    false_variants = {
        "to the letter in 1000 steps": ToTheLetter,
        "threshold 2/(La)": TwiceTheThreshold,
        "independent of the depth": IndependentOfDepth,
        "slope -1/2": SquareRootOfDepth,
    }
