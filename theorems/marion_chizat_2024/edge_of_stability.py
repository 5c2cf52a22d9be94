r"""Edge of stability: saturation of the sharpness at 2 / eta.

Statement (slides, "Back to our experiment" and the plots; captions of Figure 1): after training S(W) <= 2 / eta; from
large starts the final sharpness is close to 2 / eta; training succeeds although S(W(0)) > 2 / eta.

Reading. The upper bound at a limit is `learning-rate/critical`; closeness to 2 / eta is an observation on runs, put to
the test by `experiments/figure-1b` and `experiments/figure-1d`. What is decidable without runs: training can succeed
from a start with eta S(W(0)) > 2 (exact orbits that reach a minimizer), and what the false variants say.

Open question of the slides, not a claim: why the sharpness increases during the early phase of training.
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, Source, at_least, equal, greater, nonzero, positive

claim = Claim(
    "learning-rate/edge-of-stability",
    "Edge of stability",
    subject="descent start",
    source=Source("slides", "Back to our experiment"),
    rests_on=("learning-rate/critical",),
)


class Data:
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.eta, "eta > 0")
        yield nonzero(m.p_squared, "p is not 0")
        yield nonzero(m.rho_squared, "pi* is not 0")


class AlwaysFailsAbove(Data):
    r"S(W(0)) > 2/\eta \Rightarrow \text{training fails}"

    def given(m: Any) -> Iterator[Relation]:
        yield from Data.given(m)
        yield greater(m.eta * m.sharpness, 2, "S(W(0)) > 2/eta")
        yield nonzero(m.excess, "the start is not a minimizer")

    def then(m: Any) -> Iterator[Relation]:
        yield nonzero(m.after(1).excess, "W(1) is not a minimizer")


class AboveAtTheLimit(Data):
    r"S(W) > 2/\eta \text{ at minimizers that attract gradient descent}"

    def given(m: Any) -> Iterator[Relation]:
        yield from Data.given(m)
        yield positive(m.lambda_min, "Sigma has full rank")
        yield equal(m.excess, 0, "W is a minimizer")

    def then(m: Any) -> Iterator[Relation]:
        yield greater(m.eta * m.sharpness, 2, "S(W) > 2/eta at a limit")


class Monotone(Data):
    r"S(W(1)) \ge S(W(0))"

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.after(1).sharpness, m.sharpness, "monotone along gradient descent")


@claim.printed(
    r"\text{After training } S(W) \le 2/\eta, \text{ close to } 2/\eta \text{ from large starts; training succeeds "
    r"although } S(W(0)) > 2/\eta"
)
class Printed(Data):
    checkable = False
    note = "An observation on runs: see experiments/figure-1b, -1c, -1d; the upper bound is learning-rate/critical."

    def then(m: Any) -> Iterator[Relation]:
        return iter(())

    false_variants = {
        "training always fails above": AlwaysFailsAbove,
        "above 2/eta at limits": AboveAtTheLimit,
        "monotone": Monotone,
    }
