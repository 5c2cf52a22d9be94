r"""The change of the weights of residual networks is of order 1/L.

Statement (slides, "Deep linear networks with residual initialization"): the change to the weight matrices is O(1/L).

As runs (paper's data, d = 5, unit readout, W_k(0) = I + s N_k / sqrt(Ld) with s = 1/4, depth 4 to 256, learning rate
1/(4La), 400 steps, after which the excess risk is at rounding level): c_L = max_k |W_k(end) - W_k(0)|_F. Four times the
depth divides c_L by a factor between 2^(3/2) and 2^3, that is nearer to 4 than to 2 or 16, in at least 4/5 of the runs.

Sharper: the slope of log c_L on log L is within 0.1 of -1 for L >= 64; over L = 4 .. 256, where L c_L still grows, the
regression that a plot suggests is significantly above -1 (the interval has to lie inside the stated one).

What is not covered: gradient flow (`residual/order-one-over-depth`, figure residual-weight-change); the regressions
assume independent normal errors of log c_L.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from theorems.claim import Claim, Source
from theorems.marion_chizat_2024 import _experiments as shared
from theorems.observation import Fact, Statement, chance, no_inequality

claim = Claim(
    "experiments/residual-weight-change",
    "The change of the weights, by depth",
    subject="network",
    source=Source("slides", "Deep linear networks with residual initialization"),
    rests_on=("residual/order-one-over-depth",),
)
RUNS, STEPS_OF_DEPTH = "weight change", ((64, 16), (256, 64))


def by_a_factor(deep: int, shallow: int, low: float, high: float) -> Any:
    """c_deep / c_shallow lies in [low, high], for runs that arrived at a minimizer."""

    def event(runs: Any) -> Any:
        ratio = runs.ratio(deep, shallow)
        return runs.arrived & (ratio >= low) & (ratio <= high)

    return event


def ratios(lab: Any, low: float, high: float, what: str, q: Any) -> Iterator[Statement]:
    everywhere = np.ones(len(lab.runs(RUNS).rate), dtype=bool)
    for deep, shallow in STEPS_OF_DEPTH:
        text = f"{what}, depth {shallow} to {deep}"
        yield chance(lab, RUNS, everywhere, by_a_factor(deep, shallow, low, high), ">=", q, text)


def observed_slope(lab: Any, least: int) -> Any:
    runs = lab.runs(RUNS)
    deep = np.flatnonzero(runs.depths >= least)
    x = np.broadcast_to(np.log(runs.depths[deep]), runs.change[:, deep].shape)
    return lab.slope(x.ravel(), np.log(runs.change[:, deep]).ravel(), share=shared.FACTS)


def inside(what: str, slope: Any, low: float, high: float) -> Fact:
    """The whole interval of the slope lies in (low, high): True; wholly outside: False."""
    holds = True if low < slope.low and slope.high < high else False if slope.high <= low or slope.low >= high else None
    return Fact(what, holds, f"{slope.value:.3f} [{slope.low:.3f}, {slope.high:.3f}]")


class SquareRoot:
    r"\text{slope } -\tfrac12: \text{ four times the depth halves the change}"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        yield from ratios(lab, 2**-1.5, 1, "nearer to 1/2 than to 1/4", shared.HALF)


class Square:
    r"\text{slope } -2: \text{ four times the depth divides the change by 16}"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        yield from ratios(lab, 0, 2.0**-3, "nearer to 1/16 than to 1/4", shared.HALF)


@claim.printed(r"\max_k\|W_k(\infty)-W_k(0)\|_F = O(1/L)")
class Printed:
    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        yield from ratios(lab, 2.0**-3, 2**-1.5, "nearer to 1/4 than to 1/2 or 1/16", shared.MOST)

    false_variants = {"slope -1/2": SquareRoot, "slope -2": Square}


@claim.sharper(
    r"\text{slope of } \log c_L \text{ on } \log L:\ \text{within } 0.1 \text{ of } -1 \text{ for } L \ge 64,\ "
    r"\text{in } (-1, -0.9) \text{ over } L = 4..256"
)
class Sharper:
    then = no_inequality
    note = "L c_L approaches its limit from below, which tilts a regression over all depths."

    def observation(lab: Any) -> Iterator[Statement]:
        yield inside("slope for L >= 64 in (-1.1, -0.9)", observed_slope(lab, 64), -1.1, -0.9)
        yield inside("slope over L = 4 .. 256 in (-1, -0.9)", observed_slope(lab, 4), -1.0, -0.9)
        yield from ratios(lab, 2.0**-3, 2**-1.5, "nearer to 1/4 than to 1/2 or 1/16", shared.MOST)
