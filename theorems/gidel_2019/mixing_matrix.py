r"""The mixing matrix Q.

Statement (poster, "Detailed Theorems"): Q is an arbitrary invertible matrix. False: W_1^T W_1 - W_2 W_2^T is
conserved, and is not 0 for a start of the stated form when Q is not orthogonal.

Repaired: Q orthogonal suffices. Sharper (d_0 = d_1 = d_2, eps = 0, M = Q Q^T): the printed curve is the flow iff M
e_i = e_i for every active i, that is w_i(0) > 0 and sigma_i != lambda_i w_i(0). For scalars the rates of w differ by
(Q - 1/Q)^2 w(0) (sigma - lambda w(0)) at t = 0.

How it is checked: the first derivatives of both factors at t = 0 from the flow against those of the printed curve;
with G = diag(sqrt(w_i) (sigma_i - lambda_i w_i)) the printed ones are U G Q and Q^(-1) G V^T. Where the criterion
holds, coefficients of the product up to order 4 as well.
What is not covered: the conjecture that the limit of the product in two-layer/sequential holds for every invertible
Q.
"""

from collections.abc import Iterator
from typing import Any

from numerics.instance import Instance
from theorems.claim import Claim, Relation, at_most, equal
from theorems.gidel_2019._settings import (
    aligned,
    balanced,
    diagonal_start,
    orthogonal,
    poster,
    product_coefficients,
    scalar,
)

claim = Claim(
    "two-layer/mixing-matrix",
    "The mixing matrix Q",
    subject="mixing start",
    source=poster("Detailed Theorems, Q is an arbitrary invertible matrix"),
    rests_on=("two-layer/factors",),
)


def setting(m: Any) -> Iterator[Relation]:
    yield from aligned(m)
    yield equal(m.start_defect, 0, "W1(0) and W2(0) have the stated form, Q R = I")
    yield from balanced(m)


def slope(m: Any, i: int) -> Any:
    """G_ii = sqrt(w_i) (sigma_i - lambda_i w_i) at t = 0, the printed rate of both diagonal entries."""
    return m.alpha(i) * (m.sigma(i) - m.lam(i) * m.w0(i))


def slope_defect(m: Any) -> Any:
    """Squared distance of the factors' first derivatives from the printed ones."""
    A = m.A
    first = A.product(m.U, m.diagonal(m.d0, m.d1, lambda i: slope(m, i)), m.Q)
    second = A.product(m.R, m.diagonal(m.d1, m.d2, lambda i: slope(m, i)), A.transpose(m.V))
    return m.distance_squared(m.factor_series[0][1], first) + m.distance_squared(m.factor_series[1][1], second)


def criterion_defect(m: Any) -> Any:
    """sum over active i of |Q Q^T e_i - e_i|^2, weighted by positive numbers: 0 iff the criterion holds."""
    A, total = m.A, m.A.number(0)
    M = A.multiply(m.Q, A.transpose(m.Q))
    for i in m.modes:
        column = A.number(0)
        for j in range(m.d1):
            column = column + (A.entry(M, j, i) - (1 if i == j else 0)) ** 2
        total = total + slope(m, i) ** 2 * column
    return total


def vanishes(m: Any, x: Any) -> int:
    return 1 if m.A.certain(x, "==", 0) else 0


@claim.printed(r"Q \text{ invertible} \;\Rightarrow\; W_1W_2(t) = U\operatorname{diag}(w_i(t))V^\top")
class Printed:
    def given(m: Any) -> Iterator[Relation]:
        yield from setting(m)

    def then(m: Any) -> Iterator[Relation]:
        yield from product_coefficients(m, range(1, 2))


class Normal(Printed):
    r"Q \text{ normal suffices}"

    def given(m: Any) -> Iterator[Relation]:
        yield from setting(m)
        t = m.A.transpose(m.Q)
        yield equal(m.distance_squared(m.A.multiply(m.Q, t), m.A.multiply(t, m.Q)), 0, "Q is normal")


class UnitDeterminant(Printed):
    r"\det Q = \pm1 \text{ suffices}"

    subject = "mixing start with det Q = 1"

    def given(m: Any) -> Iterator[Relation]:
        yield from setting(m)
        yield at_most(m.d1, 2, "d <= 2")
        q = m.A.entry
        det = q(m.Q, 0, 0)
        if m.d1 == 2:
            det = det * q(m.Q, 1, 1) - q(m.Q, 0, 1) * q(m.Q, 1, 0)
        yield equal(det**2, 1, "det Q = 1 or -1")


class OrthogonalNecessary:
    r"\text{the printed curve is the flow} \Rightarrow Q \text{ orthogonal, also with inactive components}"

    def given(m: Any) -> Iterator[Relation]:
        yield from setting(m)
        yield equal(slope_defect(m), 0, "the printed factors have the right slope")

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.mixing_defect, 0, "Q is orthogonal")


@claim.repaired(r"QQ^\top = I \;\Rightarrow\; W_1W_2(t) = U\operatorname{diag}(w_i(t))V^\top")
class Repaired:
    subject = "square two-layer start"
    symbolic = ("two-layer/reduction", "two-layer/factors", "two-layer/closed-form")
    symbolic_complete = True

    def given(m: Any) -> Iterator[Relation]:
        yield from aligned(m)
        yield from diagonal_start(m)
        yield from balanced(m)
        yield from orthogonal(m)

    def then(m: Any) -> Iterator[Relation]:
        yield from product_coefficients(m, range(1, m.ORDER + 1))
        yield equal(slope_defect(m), 0, "slopes of the factors")


@claim.sharper(
    r"\text{the printed curve is the flow} \iff QQ^\top e_i = e_i \text{ for every active } i;\quad "
    r"d=1:\ \dot w_{\rm true} - \dot w_{\rm printed} = (Q-1/Q)^2w_0(\sigma-\lambda w_0)"
)
class Sharper:
    symbolic = ("two-layer/reduction", "two-layer/factors", "two-layer/mixing-matrix", "two-layer/closed-form")
    symbolic_complete = True
    note = (
        "Conjecture, not decided here: the limit of the product in two-layer/sequential holds for every invertible Q."
    )

    def given(m: Any) -> Iterator[Relation]:
        yield from setting(m)

    def then(m: Any) -> Iterator[Relation]:
        criterion = vanishes(m, criterion_defect(m))
        yield equal(vanishes(m, slope_defect(m)), criterion, "right slopes iff Q Q^T e_i = e_i for active i")
        if criterion:
            yield from product_coefficients(m, range(1, m.ORDER + 1))
        if m.d1 == 1:
            q = m.A.entry(m.Q, 0, 0)
            printed = m.formula_series(0)[1]
            true = m.A.entry(m.rotated(m.product_coefficient(1)), 0, 0)
            gap = (q - 1 / q) ** 2 * m.w0(0) * (m.sigma(0) - m.lam(0) * m.w0(0))
            yield equal(true - printed, gap, "scalar defect (Q - 1/Q)^2 w0 (sigma - lambda w0)")

    @staticmethod
    def orthogonal_scalar() -> Instance:
        return scalar(1, 2, 1)

    extremal = {"Q = 1": orthogonal_scalar}
    false_variants = {
        "Q normal": Normal,
        "det Q = 1 or -1": UnitDeterminant,
        "orthogonal is necessary": OrthogonalNecessary,
    }
