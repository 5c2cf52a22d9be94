"""Constants of the perturbation bound: how far the flow of U (D_x + B) U^T stays from the flow of U D_x U^T.

Statement. d0 = d1 = d2 = h, balanced start, eps >= |B|_2, eps <= lam_min(D_x)/2; S = Sigma_x, W* = S^(-1) Sigma_xy,
D = W(0) - W*, and
    r^2 = max( max w_i(0), max sigma_i/lam_i, |W*|_2 + sqrt(<D, S D> / lam_min(S)) ),  K = sigma_1 + lam_max r^2,
    K1 = sqrt(2h) r^3:
    |(W1^eps, W2^eps)(t)|_F <= eps K1 (e^(Kt) - 1)/K <= eps e^((K + K1)^2 t^2).

Proof. Both flows conserve W1^T W1 - W2 W2^T = 0, so |W_i|_2^2 = |W1 W2|_2, which is at most r^2: for the unperturbed
flow by the closed form; for the perturbed one <W - W*, S (W - W*)> does not increase and bounds lam_min(S) |W -
W*|^2. On |W_i|_2 <= r the gradient of the unperturbed risk is one-sided Lipschitz with constant |Sigma_x W -
Sigma_xy|_2 <= K, the difference of the two gradients is (B W W2^T, W1^T B W), of Frobenius norm at most eps sqrt(2h)
r^3; Gronwall. Last step: x e^x estimates at t = 1/(K + K1), see the claim.
Source: printed without constants on the poster ("Detailed Theorems"); constants and proof are stated by Lemmata.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numerics.arithmetic.base import Arithmetic
from numerics.two_layer import reduced_rank
from numerics.two_layer.model import TwoLayerData


@dataclass(frozen=True)
class Constants:
    """r^2, K, K1 of the statement, as numbers of the arithmetic."""

    r_squared: Any
    K: Any
    K1: Any

    def sharp(self, A: Arithmetic, t: Any) -> Any:
        """K1 (e^(Kt) - 1) / K."""
        return self.K1 * (A.exp(self.K * t) - 1) / self.K

    def square(self, A: Arithmetic, t: Any) -> Any:
        """e^((K + K1)^2 t^2)."""
        return A.exp((self.K + self.K1) ** 2 * t**2)


def constants(m: TwoLayerData, W0: Any, w0: list[Any], sigma: list[Any], lam: list[Any]) -> Constants:
    """W0: W1(0) W2(0); w0, sigma, lam: start and diagonals of the unperturbed problem, lam > 0.

    Raises NotExpressible when Sigma_x is singular.
    """
    A = m.A
    optimum = reduced_rank.least_squares(m)
    D = A.minus(W0, optimum)
    energy = A.trace(A.product(A.transpose(D), m.Sx, D))
    reach = A.root(m.spectral_squared(optimum), 2) + A.root(energy / A.smallest_eigenvalue(m.Sx), 2)
    r_squared = A.largest(*w0, *[s / l for s, l in zip(sigma, lam)], reach)
    K = A.largest(*sigma) + A.largest(*lam) * r_squared
    K1 = A.root(A.number(2 * m.d0), 2) * A.root(r_squared, 2) ** 3
    return Constants(r_squared, K, K1)
