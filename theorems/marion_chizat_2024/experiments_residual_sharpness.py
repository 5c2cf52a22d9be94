r"""The residual copies of Figures 1a and 1b.

Statement (abstract page, slides; the review page lists further copies of Figure 1 without captions): the residual
initialization is covered by the same theory.

As runs (W_k(0) = I + s N_k / sqrt(Ld), unit readout, 4000 steps): the statements of `experiments/figure-1a` and parts
(a), (b) of `experiments/figure-1b` on the scale grid up to 1.7. False at large scales, as in the Gaussian case;
repaired: up to 0.76.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from theorems.claim import Claim, Source
from theorems.marion_chizat_2024 import _experiments as shared
from theorems.observation import Statement, chance, no_inequality

claim = Claim(
    "experiments/residual-sharpness",
    "The residual copies of Figure 1",
    subject="network",
    source=Source("abstract-page", "residual initialization"),
    rests_on=("experiments/figure-1a", "experiments/figure-1b"),
)
MAIN = "resnet"


def window_and_failure(lab: Any) -> Iterator[Statement]:
    runs, rates = lab.runs(MAIN), lab.rates(MAIN)
    outside = shared.outside_window(shared.numbers(lab, MAIN).S_min, rates)
    cell = runs.cell() & runs.succeeded & (runs.rate < 3)
    yield chance(lab, MAIN, cell, outside, "<=", shared.FEW, "outside of [S_min, 2/eta]")
    yield shared.every_settled_run(lab, MAIN, [0, 1, 2])
    yield chance(lab, MAIN, runs.cell(4), shared.succeeded, "<=", shared.RARE, "success at eta = .2, all scales")


@claim.printed(r"\text{success} \ge 0.8 \text{ at every scale for } .005, .02, .07;\ S_{\min} \le S \le 2/\eta")
class Printed:
    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        yield from shared.grid(lab, MAIN, range(3), range(10), shared.succeeded, ">=", shared.MOST, "success")
        yield from window_and_failure(lab)


class NearlyMinimal:
    r"S/S_{\min} \le 1.01 \text{ at all scales}"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        S_min = shared.numbers(lab, MAIN).S_min

        def minimal(runs: Any) -> Any:
            with np.errstate(invalid="ignore"):
                return runs.sharpness_end <= 1.01 * S_min

        runs = lab.runs(MAIN)
        cell = runs.cell(1, 9) & runs.succeeded
        yield chance(lab, MAIN, cell, minimal, ">=", shared.HALF, "within 1 % of S_min at eta = .02, scale 1.7")


class LargeRate:
    r"\eta = .2 \text{ succeeds at all scales}"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        yield from shared.grid(lab, MAIN, [4], [0, 5], shared.succeeded, ">=", shared.HALF, "success")


class IndependentOfScale:
    r"\text{final sharpness independent of } s"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        runs = lab.runs(MAIN)
        first = float(np.median(runs.sharpness_end[runs.cell(1, 0)]))

        def near(found: Any) -> Any:
            with np.errstate(invalid="ignore"):
                return found.sharpness_end <= 1.1 * first

        cell = runs.cell(1, 8) & runs.succeeded
        yield chance(lab, MAIN, cell, near, ">=", shared.HALF, "as at s = 0, within 10 %, at eta = .02, scale 1.51")


@claim.repaired(r"\text{the same for scales} \le 0.76")
class Repaired:
    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        yield from shared.grid(lab, MAIN, range(3), range(5), shared.succeeded, ">=", shared.MOST, "success")
        yield from window_and_failure(lab)

    false_variants = {
        "S within 1 % of S_min": NearlyMinimal,
        ".2 succeeds at all scales": LargeRate,
        "independent of the scale": IndependentOfScale,
    }
