"""Gradient descent "implicitly solves" a constrained problem: recorded, not decidable.

Statement (slides and short slides, "Where does the critical learning rate value come from?", attributed there to
Damian, Nichani and Lee 2023): gradient descent implicitly solves min R(W) subject to S(W) <= 2 / eta.

It has no quantifiers: from which starts, for which learning rates, and what "implicitly solves" means is not said. Its
checkable consequences are `learning-rate/critical`, `learning-rate/after-training` and
`learning-rate/edge-of-stability`.
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, Source

claim = Claim(
    "learning-rate/constrained-problem",
    "Gradient descent as an implicit constrained problem",
    subject="learning rate",
    source=Source("slides", "Where does the critical learning rate value come from?"),
)


@claim.printed(r"\text{GD implicitly solves } \min_W R(W) \text{ subject to } S(W) \le 2/\eta")
class Printed:
    checkable = False
    note = "Not a checkable statement: no quantifiers, and no definition of `implicitly solves`."

    def then(m: Any) -> Iterator[Relation]:
        return iter(())
