r"""Figure 1d: a run at the edge of stability.

Statement (review page; two machine-made descriptions): (first) the panel shows the evolution of the sharpness; (second)
a run with a learning rate above "this value", with edge of stability. Were the value 2/S_min, this would contradict
`learning-rate/critical`; it is read as 2/eta being below the sharpness that the run reaches.

As runs watched at every step (main network, eta = .07 < 2/S_min, scale .41, the 4000 steps of Table 1, the first 450
watched): in at least 4/5 of the successful runs S(W_t) exceeds 2/eta at some t, and in at least 4/5 the end has
S <= 2/eta, without a margin; progressive sharpening: the sharpness after the first tenth of the watched steps is above
the one at the start in more than half of them (its median increase is positive).

What is not covered: the learning rate .1 of the source's panel, whose runs have not converged after its 450 steps; why
the sharpness increases.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from theorems.claim import Claim, Source
from theorems.marion_chizat_2024 import _experiments as shared
from theorems.observation import Fact, Statement, chance, no_inequality

claim = Claim(
    "experiments/figure-1d",
    "A run at the edge of stability",
    subject="network",
    source=Source("review-page", "Figure 1 (d) and its descriptions"),
    rests_on=("learning-rate/critical", "learning-rate/edge-of-stability"),
)
MAIN, RUNS, RATE = "linear_mlp", "figure-1d", 0.07


def exceeds(runs: Any) -> Any:
    with np.errstate(invalid="ignore"):
        return runs.sharpness_peak * RATE > 2


def stays_below(runs: Any) -> Any:
    return ~exceeds(runs)


def ends_below(runs: Any) -> Any:
    with np.errstate(invalid="ignore"):
        return runs.sharpness_end * RATE <= 2


def ends_far_above(runs: Any) -> Any:
    with np.errstate(invalid="ignore"):
        return runs.sharpness_end * RATE > 2.2


def sharpens(runs: Any) -> Any:
    with np.errstate(invalid="ignore"):
        return runs.sharpness_early > runs.sharpness_start


class NeverAbove:
    r"S(W_t) \le 2/\eta \text{ at all times}"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        yield chance(lab, RUNS, lab.runs(RUNS).succeeded, stays_below, ">=", shared.HALF, "S <= 2/eta at all times")


class EndsFarAbove:
    r"\text{runs end with } S > 1.1\cdot 2/\eta"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        yield chance(lab, RUNS, lab.runs(RUNS).succeeded, ends_far_above, ">=", shared.HALF, "ends above 1.1 2/eta")


@claim.printed(
    r"\eta = .07 < 2/S_{\min},\ \text{scale .41}: S(W_t) > 2/\eta \text{ at some } t \text{ and } S \le 2/\eta "
    r"\text{ at the end, in} \ge 80\% \text{ of successful runs; } S \text{ increases in the early phase}"
)
class Printed:
    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        critical = shared.numbers(lab, MAIN).critical
        yield Fact("the learning rate lies below 2/S_min", critical > RATE, f"2/S_min = {critical:.6f}")
        good = lab.runs(RUNS).succeeded
        yield chance(lab, RUNS, good, exceeds, ">=", shared.MOST, "S above 2/eta at some time")
        yield chance(lab, RUNS, good, ends_below, ">=", shared.MOST, "S at most 2/eta at the end")
        yield chance(lab, RUNS, good, sharpens, ">=", shared.HALF, "S larger after the first tenth than at the start")

    false_variants = {"S <= 2/eta at all times": NeverAbove, "ends above 1.1 2/eta": EndsFarAbove}
