r"""Figure 1b: sharpness at the start and after training.

Statement (review page, Figure 1 and its description; slides): (a) after training 2La <= S <= 2/eta; (b) training is
possible when S(W(0)) > 2/eta; (c) from small scales there is no saturation and the final sharpness does not depend on
the learning rate; (d) from large scales the final sharpness is close to 2/eta for the larger learning rates.

As runs on the paper's data, with the exact sharpness, for the learning rates that the figure shows: (a) the share of
runs that succeed and end outside [S_min, 2/eta] is at most 1/50, and no run that has settled (gap at most 1e-16) does;
(b) at eta = .02 from scales .44 and .48, started above 2/eta, success is more likely than not; (c) at the smallest
scale the medians for .005, .02, .07 agree within 10 %, and eta S/2 < 0.9 for the first two; (d) at eta = .07 and scale
.41, eta S/2 >= 0.9 in most runs. Theory: `learning-rate/after-training`.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from theorems.claim import Claim, Source
from theorems.marion_chizat_2024 import _experiments as shared
from theorems.observation import Statement, chance, no_inequality

claim = Claim(
    "experiments/figure-1b",
    "Sharpness before and after training",
    subject="network",
    source=Source("review-page", "Figure 1 (b) and its description"),
    rests_on=(
        "learning-rate/after-training",
        "learning-rate/small-scale-final-sharpness",
        "learning-rate/edge-of-stability",
    ),
)
MAIN = "linear_mlp"


class LeavesTheWindow:
    r"S \ge 2/\eta \text{ after training}"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        runs, event = lab.runs(MAIN), shared.saturated(lab.rates(MAIN), 1.0)
        cell = runs.cell(0, 0) & runs.succeeded
        yield chance(lab, MAIN, cell, event, ">=", shared.HALF, "eta S/2 >= 1 at eta = .005, scale .25")


class StaysAsItStarted:
    r"\text{final sharpness equals initial sharpness (within a factor 2)}"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        def same(runs: Any) -> Any:
            with np.errstate(invalid="ignore"):
                return abs(np.log2(runs.sharpness_end / runs.sharpness_start)) <= 1

        runs = lab.runs(MAIN)
        cell = runs.cell(None, 0) & runs.succeeded
        yield chance(lab, MAIN, cell, same, ">=", shared.HALF, "within a factor 2 at scale .25")


class AlsoCloseToTheThreshold:
    r"\text{the window also at } \eta = .1 = 0.93\cdot 2/S_{\min} \text{ after 4000 steps, from scale .25}"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        runs = lab.runs(MAIN)
        outside = shared.outside_window(shared.numbers(lab, MAIN).S_min, lab.rates(MAIN))
        cell = runs.cell(3, 0) & runs.succeeded
        yield chance(lab, MAIN, cell, outside, "<=", shared.FEW, "outside of the window at eta = .1, scale .25")


class SameForAllRates:
    r"\text{at scale .41 the final sharpness for .07 exceeds } 1.1\cdot2/.07 \text{ as often as for .02}"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        def above(runs: Any) -> Any:
            with np.errstate(invalid="ignore"):
                return runs.sharpness_end > 1.1 * 2 / 0.07

        runs = lab.runs(MAIN)
        for i in (1, 2):
            cell = runs.cell(i, 4) & runs.succeeded
            yield chance(
                lab, MAIN, cell, above, ">=", shared.HALF, f"above 1.1 2/.07 at {shared.label(lab, MAIN, i, 4)}"
            )


@claim.printed(
    r"S_{\min} \le S \le 2/\eta \text{ after training, also from } S(W(0)) > 2/\eta;\quad \text{no saturation from "
    r"small scales, saturation from large ones}"
)
class Printed:
    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        runs, rates = lab.runs(MAIN), lab.rates(MAIN)
        outside = shared.outside_window(shared.numbers(lab, MAIN).S_min, rates)
        plotted = runs.succeeded & (runs.rate < 3)
        yield chance(lab, MAIN, plotted, outside, "<=", shared.FEW, "(a) outside of the window")
        yield shared.every_settled_run(lab, MAIN, [0, 1, 2])
        above = (runs.cell(1, 5) | runs.cell(1, 6)) & (runs.sharpness_start > 2 / rates[1])
        yield chance(lab, MAIN, above, shared.succeeded, ">=", shared.HALF, "(b) success from above 2/eta")
        yield shared.medians_agree(lab, MAIN, range(3), 0, 0.1)
        for i in (0, 1):
            cell = runs.cell(i, 0) & runs.succeeded
            event = shared.saturated(rates, 0.9)
            text = f"(c) eta S/2 >= 0.9 at {shared.label(lab, MAIN, i, 0)}"
            yield chance(lab, MAIN, cell, event, "<=", shared.HALF, text)
        cell = runs.cell(2, 4) & runs.succeeded
        event = shared.saturated(rates, 0.9)
        yield chance(lab, MAIN, cell, event, ">=", shared.HALF, "(d) eta S/2 >= 0.9 at eta = .07, scale .41")

    false_variants = {
        "S >= 2/eta after training": LeavesTheWindow,
        "final sharpness equals initial sharpness": StaysAsItStarted,
        "equal across learning rates": SameForAllRates,
        "the window also close to the threshold": AlsoCloseToTheThreshold,
    }
