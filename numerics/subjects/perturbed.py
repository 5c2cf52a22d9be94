r"""Products of square matrices with a perturbation: G_k = W_k ... W_1 and G_k(theta) = prod (W_i + theta_i / L).

Notation: gamma, M the smallest singular value and the largest norm over all G_k, 0 <= k <= L (so gamma <= 1 <= M);
kappa = M / gamma; radius = max |theta_i|_2; e = kappa radius / L. All are exact or enclosed; in dimension 1 they are
rational, so that the cases of equality are decided exactly.

Instance: kind "perturbed product", matrices W1 .. WL and T1 .. TL (the theta_i), all d x d; numbers s, u where a claim
needs them. What is not covered: rectangular factors.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from numerics.arithmetic.base import Arithmetic
from numerics.instance import BadInstance, Instance, shape
from numerics.transcendental import exponential


def smallest(A: Arithmetic, *xs: Any) -> Any:
    """The minimum."""
    return -A.largest(*[-x for x in xs])


def partial(A: Arithmetic, factors: list[Any], d: int) -> list[Any]:
    """[I, F_1, F_2 F_1, ...]."""
    products = [A.eye(d)]
    for f in factors:
        products.append(A.multiply(f, products[-1]))
    return products


def squares(A: Arithmetic, products: list[Any]) -> tuple[list[Any], list[Any]]:
    """(squared smallest singular values, squared norms) of square matrices."""
    grams = [A.multiply(A.transpose(g), g) for g in products]
    return [A.smallest_eigenvalue(g) for g in grams], [A.largest_eigenvalue(g) for g in grams]


class PerturbedProduct:
    def __init__(self, arithmetic: Arithmetic, matrices: Any, numbers: Any) -> None:
        A = self.A = arithmetic
        self.L = sum(1 for name in matrices if name[0] == "W")
        self.W = [matrices[f"W{k}"] for k in range(1, self.L + 1)]
        self.theta = [matrices[f"T{k}"] for k in range(1, self.L + 1)]
        self.d = A.shape(self.W[0])[0]
        self.s, self.u = numbers.get("s"), numbers.get("u")

    @classmethod
    def of(cls, instance: Instance, arithmetic: Arithmetic) -> Any:
        """Raises BadInstance unless W1 .. WL and T1 .. TL are square and of one size."""
        L, m = instance.depth, instance.matrices
        names = [f"{letter}{k}" for letter in "WT" for k in range(1, L + 1)]
        if L < 1 or set(names) != set(m):
            raise BadInstance("a perturbed product needs W1 .. WL and T1 .. TL, L >= 1, and nothing else")
        if len({shape(x) for x in m.values()}) != 1 or shape(m["W1"])[0] != shape(m["W1"])[1]:
            raise BadInstance("all factors have to be square and of one size")
        exact = {name: arithmetic.number(x) for name, x in instance.numbers.items()}
        return cls(arithmetic, {name: arithmetic.matrix(x) for name, x in m.items()}, exact)

    def exp(self, x: Any) -> Any:
        return exponential(self.A, x)

    @property
    def layers(self) -> range:
        """0 .. L: G_0 = I is one of the partial products."""
        return range(self.L + 1)

    @cached_property
    def _plain(self) -> tuple[list[Any], list[Any]]:
        return squares(self.A, partial(self.A, self.W, self.d))

    def _perturbed(self, factor: Any) -> tuple[list[Any], list[Any]]:
        A = self.A
        factors = [A.plus(w, A.scale(factor, t)) for w, t in zip(self.W, self.theta, strict=True)]
        return squares(A, partial(A, factors, self.d))

    @cached_property
    def _scaled(self) -> tuple[list[Any], list[Any]]:
        return self._perturbed(self.A.number(1) / self.L)

    @cached_property
    def _unscaled(self) -> tuple[list[Any], list[Any]]:
        return self._perturbed(self.A.number(1))

    def lower_squared(self, k: int) -> Any:
        """sigma_min(G_k(theta))^2."""
        return self._scaled[0][k]

    def upper_squared(self, k: int) -> Any:
        """|G_k(theta)|_2^2."""
        return self._scaled[1][k]

    def upper_squared_without_depth(self, k: int) -> Any:
        """|prod_(i <= k) (W_i + theta_i)|_2^2."""
        return self._unscaled[1][k]

    @cached_property
    def gamma_squared(self) -> Any:
        return smallest(self.A, *self._plain[0])

    @cached_property
    def M_squared(self) -> Any:
        return self.A.largest(*self._plain[1])

    @cached_property
    def kappa(self) -> Any:
        return self.A.root(self.M_squared / self.gamma_squared, 2)

    @cached_property
    def radius(self) -> Any:
        """max |theta_i|_2."""
        return self.A.root(self.A.largest(*squares(self.A, self.theta)[1]), 2)

    @cached_property
    def kappa_radius(self) -> Any:
        return self.kappa * self.radius

    @cached_property
    def e(self) -> Any:
        """kappa radius / L."""
        return self.kappa_radius / self.L
