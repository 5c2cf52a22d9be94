r"""Figure 1a: a critical learning rate, independent of the scale.

Statement (review page, Figure 1 and its description; slides): below a critical learning rate training succeeds,
independent of the initialization scale; gradient descent fails above 1 / (L a |pi*|^2).

As runs on the paper's data (L = 10, d = 5): for the learning rates .005, .02, .07 the success probability is at least
0.8 at every scale of the grid; for .2 it is at most 0.05. The first half is false at large scales, where the same
learning rates diverge (Figure 3). Repaired: for scales up to 0.37. The exact threshold of these data is 2/S_min =
0.10695.
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Source
from theorems.marion_chizat_2024 import _experiments as shared
from theorems.observation import Fact, Statement, chance, no_inequality

claim = Claim(
    "experiments/figure-1a",
    "A critical learning rate, whatever the scale",
    subject="network",
    source=Source("review-page", "Figure 1 (a) and its description"),
    rests_on=("learning-rate/critical", "learning-rate/gd-fails"),
)
MAIN = "linear_mlp"
SMALL_SCALES = range(4)  # up to 0.3667


def fails_above(lab: Any) -> Iterator[Statement]:
    runs, critical = lab.runs(MAIN), shared.numbers(lab, MAIN).critical
    rates = lab.rates(MAIN)
    yield Fact("2/S_min lies between .1 and .2", rates[3] < critical < rates[4], f"2/S_min = {critical:.6f}")
    yield chance(lab, MAIN, runs.cell(4), shared.succeeded, "<=", shared.RARE, "success at eta = .2, all scales")


@claim.printed(
    r"\text{success probability} \ge 0.8 \text{ at every scale for } \eta\in\{.005,.02,.07\};\ \le 0.05 \text{ for } .2"
)
class Printed:
    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        yield from shared.grid(lab, MAIN, range(3), range(10), shared.succeeded, ">=", shared.MOST, "success")
        yield from fails_above(lab)


class LargeRateAtSmallScales:
    r"\eta = .2 \text{ succeeds at small scales}"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        yield from shared.grid(lab, MAIN, [4], range(3), shared.succeeded, ">=", shared.HALF, "success")


class TwiceTheThreshold:
    r"\text{success for } \eta < 2/(La)"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        yield Fact(".2 lies below 2/(La)", lab.rates(MAIN)[4] < 2 * shared.numbers(lab, MAIN).printed)
        yield from shared.grid(lab, MAIN, [4], [0], shared.succeeded, ">=", shared.HALF, "success")


class InverseSquareOfScale:
    r"\text{the critical learning rate is } (1/(La))\,(0.25/\text{scale})^2"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        predicted = shared.numbers(lab, MAIN).printed * (0.25 / lab.scales(MAIN)[3]) ** 2
        yield Fact(".07 lies above the prediction at scale .37", lab.rates(MAIN)[2] > predicted, f"{predicted:.4f}")
        yield from shared.grid(lab, MAIN, [2], [3], shared.succeeded, "<=", shared.RARE, "success")


@claim.repaired(r"\text{the same for scales} \le 0.37;\quad .1 < 2/S_{\min} < .2")
class Repaired:
    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        yield from shared.grid(lab, MAIN, range(3), SMALL_SCALES, shared.succeeded, ">=", shared.MOST, "success")
        yield from fails_above(lab)

    false_variants = {
        ".2 succeeds at small scales": LargeRateAtSmallScales,
        "critical value 2/(La)": TwiceTheThreshold,
        "critical value falls with the square of the scale": InverseSquareOfScale,
    }
