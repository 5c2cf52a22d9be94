r"""Figure 6a: sharpness with a degenerate covariance.

Statement (review page, Figure 6): for n < d the connection between learning rate, scale and sharpness is similar to
the case of full rank.

As runs (n = 15, d = 20, L = 5): parts (a) and (c) of `experiments/figure-1b`, with S_min for the optimal regressor of
least norm. Success is measured by the risk (R_min is 0), since limits only satisfy Sigma (pi - pi*) = 0.

S_min does not depend on which optimal regressor it is computed from, so a bound from pi(W) of a run holds for all
minimizers. Proof: let Sigma pi = Sigma pi*, c = (rho / |pi|)^2, and f(tau; M) = lambda_max(tau Sigma + (L-1)
tau^(-1/(L-1)) M), M = Sigma^(1/2) u u^T Sigma^(1/2) with u = pi*/rho (`sharpness/minimum-exact`). With pi/|pi| in place
of u, M becomes c M; tau -> c^((L-1)/L) tau gives min f(.; c M) = c^((L-1)/L) min f(.; M), and the factor |pi|^(2-2/L) =
rho^(2-2/L) c^(-(L-1)/L) in front cancels it. (The twin test computes both.)

What is not covered: scales at which most runs diverge.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from theorems.claim import Claim, Source
from theorems.marion_chizat_2024 import _experiments as shared
from theorems.observation import Statement, chance, no_inequality

claim = Claim(
    "experiments/figure-6a",
    "Sharpness with a degenerate covariance",
    subject="network",
    source=Source("review-page", "Figure 6 (a)"),
    rests_on=("experiments/figure-1b",),
)
MAIN = "mlp_underdetermined"


class LimitsAreLeastNorm:
    r"\text{all limits equal } \pi^\star"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        def near(runs: Any) -> Any:
            with np.errstate(invalid="ignore"):
                return runs.distance_end <= 1e-4

        runs = lab.runs(MAIN)
        cell = runs.cell(2) & runs.succeeded & (runs.scale < 6)
        yield chance(lab, MAIN, cell, near, ">=", shared.HALF, "pi near pi* at eta = .01, scales up to .26")


class LeavesTheWindow:
    r"S \ge 2/\eta \text{ after training}"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        runs, event = lab.runs(MAIN), shared.saturated(lab.rates(MAIN), 1.0)
        cell = runs.cell(2, 4) & runs.succeeded
        yield chance(lab, MAIN, cell, event, ">=", shared.HALF, "eta S/2 >= 1 at eta = .01, scale .23")


@claim.printed(
    r"S_{\min} \le S \le 2/\eta \text{ after training};\ \text{independent of } \eta \text{ from small scales}"
)
class Printed:
    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        runs, rates = lab.runs(MAIN), lab.rates(MAIN)
        outside = shared.outside_window(shared.numbers(lab, MAIN).S_min, rates)
        cell = runs.cell() & runs.succeeded
        yield chance(lab, MAIN, cell, outside, "<=", shared.FEW, "(a) outside of the window")
        yield shared.every_settled_run(lab, MAIN, [0, 1, 2])
        yield shared.medians_agree(lab, MAIN, range(3), 0, 0.1)
        for i in (0, 1):
            cell = runs.cell(i, 0) & runs.succeeded
            event = shared.saturated(rates, 0.9)
            text = f"(c) eta S/2 >= 0.9 at {shared.label(lab, MAIN, i, 0)}"
            yield chance(lab, MAIN, cell, event, "<=", shared.HALF, text)

    false_variants = {"all limits equal pi*": LimitsAreLeastNorm, "S >= 2/eta after training": LeavesTheWindow}
