r"""Figure 3: the probability of divergence.

Statement (review page, caption of Figure 3 and descriptions): probability of divergence for Gaussian initialization
against scale and learning rate: for a fixed learning rate there is a critical scale beyond which gradient descent
diverges; it is smaller for larger learning rates.

As runs: no certified decrease of the divergence probability from one scale, or one learning rate, to the next; it is at
most 0.2 at scale .25 and at least 0.5 at scale .6 for eta = .07. A jump from 0 to 1 is not implied.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from theorems.claim import Claim, Source
from theorems.marion_chizat_2024 import _experiments as shared
from theorems.observation import Fact, Statement, chance, no_inequality

claim = Claim(
    "experiments/figure-3",
    "Probability of divergence by scale and learning rate",
    subject="network",
    source=Source("review-page", "Figure 3"),
)
MAIN = "linear_mlp"


def no_decrease(lab: Any) -> Iterator[Fact]:
    """Neighbouring cells whose intervals (95 % shared by all pairs) certify a decrease; there should be none."""
    runs = lab.runs(MAIN)
    rates, scales = len(lab.rates(MAIN)), len(lab.scales(MAIN))
    ends = {
        (i, j): lab.proportion(int(shared.diverged(runs)[c].sum()), int(c.sum()), rates * scales)
        for i in range(rates)
        for j in range(scales)
        for c in [runs.cell(i, j)]
    }
    for what, di, dj in (("in the scale", 0, 1), ("in the learning rate", 1, 0)):
        found = [
            (i, j) for i in range(rates - di) for j in range(scales - dj) if ends[i, j][0] > ends[i + di, j + dj][1]
        ]
        yield Fact(f"no certified decrease {what}", not found, f"{len(found)} pairs")


class Never:
    r"\text{no divergence for .1}"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        yield chance(
            lab, MAIN, lab.runs(MAIN).cell(3), shared.diverged, "<=", Fraction(1, 100), "divergence at .1, all scales"
        )


class DecreasingInScale:
    r"\text{divergence for .07 at most as likely at scale .6 as the bound 0.2 at scale .25}"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        yield from shared.grid(lab, MAIN, [2], [0, 9], shared.diverged, "<=", Fraction(1, 5), "divergence")


class IndependentOfRate:
    r"\text{the same divergence probability for .005 and .2 at scale .52: above or below } 1/2 \text{ for both}"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        yield from shared.grid(lab, MAIN, [0, 4], [7], shared.diverged, "<=", shared.HALF, "divergence")


@claim.printed(r"\text{divergence probability nondecreasing in scale and in } \eta;\ \text{small at .25, large at .6}")
class Printed:
    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        yield from no_decrease(lab)
        yield from shared.grid(lab, MAIN, [2], [0], shared.diverged, "<=", Fraction(1, 5), "divergence")
        yield from shared.grid(lab, MAIN, [2, 3, 4], [9], shared.diverged, ">=", shared.HALF, "divergence")

    false_variants = {
        "never for .1": Never,
        "decreasing in the scale": DecreasingInScale,
        "independent of the learning rate": IndependentOfRate,
    }
