r"""The arithmetic of a counterexample on the poster's two-layer model X W_1 W_2, line by line.

    two_layer(matrices, numbers)    pairs (formula in LaTeX, exact value as text)

Shown as far as the instance has the matrices: \Sigma_x = X^T X / n, \Sigma_xy = X^T Y / n, the same in the coordinates
U, V of a common decomposition (sigma_i and lambda_i are the diagonals of D_xy and D_x), the product of the layers, the
risk f = |Y - X W|_F^2 / (2n), the gradients, and one step of gradient descent where there is a learning rate.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from reports.exact_matrix import Matrix, add, product, scaled, show, square, transposed


def two_layer(m: Mapping[str, Matrix], numbers: Mapping[str, Fraction]) -> list[tuple[str, str]]:
    X, Y = m["X"], m["Y"]
    n = len(X)
    own, cross = (scaled(product(transposed(X), other), Fraction(1, n)) for other in (X, Y))
    out = [(r"\Sigma_x=X^\top X/n", show(own)), (r"\Sigma_{xy}=X^\top Y/n", show(cross))]
    if "U" in m and "V" in m:
        out.append((r"D_x=U^\top\Sigma_xU", show(product(transposed(m["U"]), product(own, m["U"])))))
        out.append((r"D_{xy}=U^\top\Sigma_{xy}V", show(product(transposed(m["U"]), product(cross, m["V"])))))
    if "W1" not in m or "W2" not in m:
        return out
    W1, W2 = m["W1"], m["W2"]
    out += _state(X, Y, W1, W2, "")
    pull = add(cross, scaled(product(own, product(W1, W2)), Fraction(-1)))
    down = product(pull, transposed(W2)), product(transposed(W1), pull)
    out.append((r"-\nabla_1f=(\Sigma_{xy}-\Sigma_xW)W_2^\top", show(down[0])))
    out.append((r"-\nabla_2f=W_1^\top(\Sigma_{xy}-\Sigma_xW)", show(down[1])))
    if eta := numbers.get("eta"):
        W1, W2 = add(W1, scaled(down[0], eta)), add(W2, scaled(down[1], eta))
        out.append((rf"W_1,W_2\text{{ after one step with }}\eta={eta}", f"{show(W1)}, {show(W2)}"))
        out += _state(X, Y, W1, W2, r"\text{ after one step}")
    return out


def _state(X: Matrix, Y: Matrix, W1: Matrix, W2: Matrix, when: str) -> list[tuple[str, str]]:
    W = product(W1, W2)
    risk = square(add(Y, scaled(product(X, W), Fraction(-1)))) / (2 * len(X))
    return [(rf"W=W_1W_2{when}", show(W)), (rf"f=\tfrac1{{2n}}\|Y-XW\|_F^2{when}", str(risk))]
