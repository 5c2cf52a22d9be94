r"""What gradient descent changes, compared with gradient flow: the drift of the imbalance.

Statement (not in the documents; makes "independent of the learning rate" precise). With the gradients G_k at step t,

    D_k^+ = D_k + eta^2 (G_(k+1)^T G_(k+1) - G_k G_k^T).

If the steps satisfy R(W_(t+1)) <= R(W_t) - eta/2 |grad R(W_t)|^2, then |D_k(T) - D_k(0)|_2 <= 2 eta E(0), and the sum
over k is at most 4 eta E(0).

What is not covered: the sum over time beyond the two steps decided on each instance (it is a telescoping sum).
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, Source, at_least, at_most, equal, positive

claim = Claim(
    "learning-rate/imbalance-drift",
    "Drift of the imbalance under gradient descent",
    subject="descent start",
    source=Source("", "goes beyond the documents"),
    rests_on=("small-scale/balancedness",),
)


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.eta, "eta > 0")
        yield at_least(m.L, 2, "L >= 2")


def difference(m: Any, k: int, sign: int = -1) -> Any:
    """|D_k(1) - D_k(0) - formula|_F^2."""
    return m.A.sum_of_squares(m.A.minus(m.drift(k), m.drift_formula(k, sign)))


class Conserved(Setting):
    r"D_k^+ = D_k"

    def then(m: Any) -> Iterator[Relation]:
        for k in range(1, m.L):
            yield equal(m.A.sum_of_squares(m.drift(k)), 0, "conserved")


class PlusSign(Setting):
    r"D_k^+ = D_k + \eta^2(\nabla_{k+1}^\top\nabla_{k+1} + \nabla_k\nabla_k^\top)"

    def then(m: Any) -> Iterator[Relation]:
        for k in range(1, m.L):
            yield equal(difference(m, k, 1), 0, "plus sign")


class ThirdOrder(Setting):
    r"\|D_k^+ - D_k\|_F \le \eta^3\|\nabla R\|^2"

    def then(m: Any) -> Iterator[Relation]:
        for k in range(1, m.L):
            bound = m.eta**6 * m.gradient_squared**2
            yield at_most(m.A.sum_of_squares(m.drift(k)), bound, "third order")


@claim.sharper(
    r"D_k^+ = D_k + \eta^2(\nabla_{k+1}^\top\nabla_{k+1} - \nabla_k\nabla_k^\top);\quad \text{descent steps: } "
    r"\|D_k(T)-D_k(0)\|_2 \le 2\eta E(0),\ \sum_k\|D_k(T)-D_k(0)\|_2 \le 4\eta E(0)"
)
class Sharper(Setting):
    symbolic = ("imbalance-drift",)
    note = "The identity is derived for all depths and widths; the bounds are decided on instances, and by the kernel."

    def then(m: Any) -> Iterator[Relation]:
        for k in range(1, m.L):
            yield equal(difference(m, k), 0, "the drift of one step")
        descending = True
        for T in (1, 2):
            before, after = m.after(T - 1), m.after(T)
            gain = m.eta / 2 * before.gradient_squared
            descending = descending and m.A.certain(after.risk, "<=", before.risk - gain) is True
            if not descending or m.size > 12:
                return
            total = m.A.number(0)
            for k in range(1, m.L):
                norm_squared = m.symmetric_norm_squared(m.drift(k, T))
                yield at_most(norm_squared, (2 * m.eta * m.excess) ** 2, f"|D_k({T}) - D_k(0)|_2 <= 2 eta E(0)")
                total = total + m.symmetric_norm(m.drift(k, T))
            yield at_most(total, 4 * m.eta * m.excess, f"the sum over k at T = {T}")

    false_variants = {"conserved": Conserved, "plus sign": PlusSign, "third order": ThirdOrder}
