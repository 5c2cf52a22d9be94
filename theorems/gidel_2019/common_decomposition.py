r"""Which diagonal is whose, and the factor n.

Statement (poster, "Assumption", "Detailed Theorems"): X^T X = U (D_x + B) U^T, X^T Y = U D_xy V^T, |B|_2 <= eps, and
"(sigma_i) and (lambda_i) are the diagonals of D_x and D_xy".

Printed roles are swapped, and with the loss (1/2n)|.|^2 the matrices have to be divided by n: with the printed ones
the closed form does not even have the right slope at t = 0. Repaired: sigma_i from Sigma_xy = X^T Y / n, lambda_i
from Sigma_x = X^T X / n. Sharper: sigma_i^2 <= lambda_i |Y v_i|^2 / n, so lambda_i = 0 forces sigma_i = 0; D_x + B >=
0; for X = Y the assumption holds with eps = 0, V = U and sigma = lambda.

How it is checked: Taylor coefficients of the matrix flow, from its differential equation, against those of the
formula.
What is not covered: how to find U, V and eps for given data.
"""

from collections.abc import Iterator
from typing import Any

from numerics.instance import Instance
from theorems.claim import Claim, Relation, at_least, at_most, equal
from theorems.gidel_2019._settings import aligned, poster, printed_start, product_coefficients, scalar, two_components

claim = Claim(
    "two-layer/common-decomposition",
    "Roles of sigma and lambda, factor n",
    subject="square two-layer start",
    source=poster("Assumption; Detailed Theorems"),
)


@claim.printed(
    r"X^\top X = U\operatorname{diag}(\sigma)U^\top,\; X^\top Y = U\operatorname{diag}(\lambda)V^\top \;\Rightarrow\; "
    r"W_1W_2(t) = U\operatorname{diag}(w_i(t))V^\top"
)
class Printed:
    def given(m: Any) -> Iterator[Relation]:
        yield from printed_start(m)

    def then(m: Any) -> Iterator[Relation]:
        yield from product_coefficients(m, range(1, 2), sigma=lambda i: m.n * m.lam(i), lam=lambda i: m.n * m.sigma(i))


class Swapped(Printed):
    r"\Sigma_x = U\operatorname{diag}(\sigma)U^\top,\; \Sigma_{xy} = U\operatorname{diag}(\lambda)V^\top"

    def then(m: Any) -> Iterator[Relation]:
        yield from product_coefficients(m, range(1, 2), sigma=m.lam, lam=m.sigma)


class NotNormalised(Printed):
    r"X^\top X = U\operatorname{diag}(\lambda)U^\top,\; X^\top Y = U\operatorname{diag}(\sigma)V^\top,\; n \ge 2"

    def given(m: Any) -> Iterator[Relation]:
        yield at_least(m.n, 2, "n >= 2")
        yield from printed_start(m)

    def then(m: Any) -> Iterator[Relation]:
        yield from product_coefficients(m, range(1, 2), sigma=lambda i: m.n * m.sigma(i), lam=lambda i: m.n * m.lam(i))


class EveryPair:
    r"\text{every } (X,Y) \text{ has a common decomposition with } \epsilon = 0"

    subject = "any two-layer data"

    def then(m: Any) -> Iterator[Relation]:
        outer = m.A.multiply(m.Sxy, m.A.transpose(m.Sxy))
        swapped = m.distance_squared(m.A.multiply(m.Sx, outer), m.A.multiply(outer, m.Sx))
        yield equal(swapped, 0, "Sigma_x and Sigma_xy Sigma_xy^T commute")


@claim.repaired(
    r"\Sigma_x = U\operatorname{diag}(\lambda)U^\top,\; \Sigma_{xy} = U\operatorname{diag}(\sigma)V^\top,\ \sigma\ge0"
    r"\;\Rightarrow\; W_1W_2(t) = U\operatorname{diag}(w_i(t))V^\top"
)
class Repaired(Printed):
    symbolic = ("two-layer/reduction", "two-layer/factors", "two-layer/closed-form")
    symbolic_complete = True

    def then(m: Any) -> Iterator[Relation]:
        yield from product_coefficients(m, range(1, m.ORDER + 1))

    false_variants = {"roles swapped": Swapped, "without 1/n": NotNormalised, "every pair has eps = 0": EveryPair}


@claim.sharper(
    r"\sigma_i^2 \le \lambda_i\|Yv_i\|^2/n\ (\text{so }\lambda_i = 0 \Rightarrow \sigma_i = 0),\quad D_x + B \succeq 0,"
    r"\quad X = Y \Rightarrow \epsilon = 0,\ V = U,\ \sigma = \lambda"
)
class Sharper:
    subject = "two-layer data"
    symbolic = ("two-layer/common-decomposition",)
    symbolic_complete = True

    def given(m: Any) -> Iterator[Relation]:
        yield from aligned(m)

    def then(m: Any) -> Iterator[Relation]:
        image = m.A.multiply(m.Y, m.V)
        for i in m.components:
            column = m.A.number(0)
            for row in range(m.n):
                column = column + m.A.entry(image, row, i) ** 2
            yield at_most(m.sigma(i) ** 2, m.lam(i) * column / m.n, f"sigma_{i + 1}^2 <= lambda |Y v|^2 / n")
        yield at_least(m.A.smallest_eigenvalue(m.Sx), 0, "Sigma_x is positive semidefinite")
        if m.is_autoencoder:
            yield equal(m.distance_squared(m.D_xy, m.D_x), 0, "X = Y: sigma = lambda")

    @staticmethod
    def autoencoder() -> Instance:
        return two_components([[1, 0], [0, 2]], [[1, 0], [0, 2]])

    extremal = {"X = Y, one sample a component": autoencoder, "d = 1": scalar}
