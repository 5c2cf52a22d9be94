r"""Table 1: learning rates, steps and repetitions of Figures 1a and 1b.

Statement (review page, Table 1): the settings .005/40000/20, .02/10000/20, .07/4000/20, .1/4000/20, .2/2000/80.

Checkable: the numbers of steps suffice, that is, the undecided fraction is below 0.3 at every learning rate below
1/(La) and every scale. At .1, which is 0.93 of 1/(La), that is false: from scale .44 about two runs in five are
neither at the optimum nor diverged after 4000 steps (close to 2/S_min convergence is slow). Repaired: the three
learning rates of Figure 1b.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from theorems.claim import Claim, Source
from theorems.marion_chizat_2024 import _experiments as shared
from theorems.observation import Statement, chance, no_inequality

claim = Claim(
    "experiments/table-1",
    "The numbers of steps of Table 1 suffice",
    subject="network",
    source=Source("review-page", "Table 1"),
)
MAIN, SHORT, IN_DOUBT = "linear_mlp", "a tenth of the steps", "eta .1 from scale .44"
LITTLE = Fraction(3, 10)


class Short:
    r"\text{one tenth of the steps suffices for .005}"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        yield from shared.grid(lab, SHORT, [0], [0], shared.undecided, "<=", LITTLE, "undecided")


class Impossible:
    r"\text{no run is undecided}"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        yield chance(
            lab, MAIN, lab.runs(MAIN).cell(3), shared.undecided, "<=", Fraction(1, 100), "undecided at .1, all scales"
        )


def suffices(lab: Any, rates: Any) -> Iterator[Statement]:
    return shared.grid(lab, MAIN, rates, range(10), shared.undecided, "<=", LITTLE, "undecided")


@claim.printed(r"\text{undecided fraction} < 0.3 \text{ at every } \eta < 1/(La) \text{ and every scale}")
class Printed:
    then = no_inequality
    note = "eta = .1 at scale .44, where 64 runs leave the fraction open, is counted again on its own with 2000 runs."

    def observation(lab: Any) -> Iterator[Statement]:
        printed = shared.numbers(lab, MAIN).printed
        yield from suffices(lab, [i for i, eta in enumerate(lab.rates(MAIN)) if eta < printed])
        text = "undecided at eta = .1, scale .44, own runs"
        yield chance(lab, IN_DOUBT, lab.runs(IN_DOUBT).cell(), shared.undecided, "<=", LITTLE, text)


@claim.repaired(r"\text{undecided fraction} < 0.3 \text{ at } .005, .02, .07 \text{ and every scale}")
class Repaired:
    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        yield from suffices(lab, range(3))

    false_variants = {"a tenth of the steps": Short, "no run is undecided": Impossible}
