r"""Figure 1c: a run with a small learning rate.

Statement (review page; two machine-made descriptions): (first) the panel shows the evolution of the squared distance;
(second) a run with a learning rate below the critical value, without edge of stability.

As runs watched at every step (main network, eta = .02, scale .35, 450 steps, as in the source): in at least 4/5 of them
S(W_t) < 2/eta at all t after the first tenth, and the distance ends at most 1e-4. Sharper: S(W_t) < 2/eta at all t and
no step raises the risk, so that these runs never meet the edge of stability. The first false variant is put to the runs
of Figure 1d, where the risk does rise.

The risk "rises" when R(W_{t+1}) > (1 + 1e-9) R(W_t). R_min > 0 here, and at the optimum the computed risk goes up and
down by 1e-15 of itself: without the factor rounding would be counted as a rise. Rises below the factor are not seen.

What is not covered: which panel each description means; learning rates and scales between the two figures.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from theorems.claim import Claim, Source
from theorems.marion_chizat_2024 import _experiments as shared
from theorems.observation import Statement, chance, no_inequality

claim = Claim(
    "experiments/figure-1c",
    "A run with a small learning rate",
    subject="network",
    source=Source("review-page", "Figure 1 (c) and its descriptions"),
    rests_on=("learning-rate/edge-of-stability",),
)
RUNS, UNSTABLE, RATE = "figure-1c", "figure-1d", 0.02
ALWAYS, VISIBLE = Fraction(99, 100), 1e-9


def below_later(runs: Any) -> Any:
    with np.errstate(invalid="ignore"):
        return runs.sharpness_late_peak * RATE < 2


def below_always(runs: Any) -> Any:
    with np.errstate(invalid="ignore"):
        return runs.sharpness_peak * RATE < 2


def monotone(runs: Any) -> Any:
    with np.errstate(invalid="ignore"):
        return runs.rise <= VISIBLE


def decreases_at_first(runs: Any) -> Any:
    with np.errstate(invalid="ignore"):
        return runs.sharpness_first < runs.sharpness_start


def everywhere(lab: Any, name: str) -> Any:
    return np.ones(len(lab.runs(name).rate), dtype=bool)


class MonotoneRisk:
    r"\text{the risk is monotone in every run, also for } \eta = .07 \text{ from scale .41}"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        yield chance(lab, UNSTABLE, everywhere(lab, UNSTABLE), monotone, ">=", ALWAYS, "no step raises the risk")


class SharpnessDecreasesAtFirst:
    r"\text{the sharpness decreases from the first step in every run}"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        yield chance(lab, RUNS, everywhere(lab, RUNS), decreases_at_first, ">=", ALWAYS, "S(W_1) < S(W_0)")


@claim.printed(
    r"\eta = .02:\ S(W_t) < 2/\eta \text{ after the first tenth of the steps, distance at the end} \le 10^{-4}, "
    r"\text{ in} \ge 80\% \text{ of the runs}"
)
class Printed:
    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        runs = everywhere(lab, RUNS)
        yield chance(lab, RUNS, runs, below_later, ">=", shared.MOST, "S < 2/eta after the first tenth")
        yield chance(lab, RUNS, runs, shared.succeeded, ">=", shared.MOST, "distance at most 1e-4 at the end")

    false_variants = {
        "the risk is monotone in every run": MonotoneRisk,
        "the sharpness decreases from the first step": SharpnessDecreasesAtFirst,
    }


@claim.sharper(r"\eta = .02:\ S(W_t) < 2/\eta \text{ at all } t,\ \text{no step raises the risk, in} \ge 95\%")
class Sharper:
    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        runs, share = everywhere(lab, RUNS), 1 - shared.RARE
        yield chance(lab, RUNS, runs, below_always, ">=", share, "S < 2/eta at all steps")
        yield chance(lab, RUNS, runs, monotone, ">=", share, "no step raises the risk")
