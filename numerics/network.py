"""A deep linear network x -> p^T W_L ... W_1 x with its regression data: products, risk, gradient, imbalance.

Notation (claims of Marion & Chizat 2024; layers are numbered 1 .. L, W_1 acts first)
    A_k = W_{k-1} ... W_1          prefix(k), d_{k-1} x d;  A_1 = I
    b_k = (W_L ... W_{k+1})^T p    suffix(k), d_k x 1;      b_L = p, b_0 = pi
    pi  = W_1^T ... W_L^T p        the regressor of the network
    R   = |y - X pi|^2 / n         the risk;  Sigma = X^T X / n;  g = 2 (Sigma pi - X^T y / n)
    dR/dW_k = b_k (A_k g)^T        the gradient, rank one
    D_k = W_{k+1}^T W_{k+1} - W_k W_k^T    the imbalance, 1 <= k < L

Every formula is written once, over the arithmetic it is given. What is not covered: several outputs (see two_layer).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from numerics.arithmetic.base import Arithmetic
from numerics.hessian import hessian_matrix
from numerics.instance import BadInstance, Instance, check_network


class _Numbers(dict[str, Any]):
    def __missing__(self, name: str) -> Any:
        raise BadInstance(f"the number {name} is missing; claims about this subject need it")


class Network:
    """Quantities of one network (or of a batch of equally shaped ones in float64).

    matrices: X (n x d), y (n x 1), p (d_L x 1), W1 .. WL in the arithmetic; numbers: further named numbers.
    """

    def __init__(self, arithmetic: Arithmetic, matrices: Mapping[str, Any], numbers: Mapping[str, Any] | None = None):
        self.A = arithmetic
        self.matrices = dict(matrices)
        self.numbers = _Numbers(numbers or {})
        self.X, self.y, self.p = matrices["X"], matrices["y"], matrices["p"]
        self.L = sum(1 for name in matrices if name[0] == "W" and name[1:].isdigit())
        self.W = {k: matrices[f"W{k}"] for k in range(1, self.L + 1)}
        self.n, self.d = arithmetic.shape(self.X)

    @classmethod
    def of(cls, instance: Instance, arithmetic: Arithmetic) -> Any:
        """The network of an exact instance. Raises BadInstance when the shapes do not fit."""
        check_network(instance)
        return cls(
            arithmetic,
            {name: arithmetic.matrix(m) for name, m in instance.matrices.items()},
            {name: arithmetic.number(x) for name, x in instance.numbers.items()},
        )

    def with_layers(self, layers: Mapping[int, Any]) -> Any:
        """The same data with some layers replaced."""
        changed = self.matrices | {f"W{k}": w for k, w in layers.items()}
        return type(self)(self.A, changed, self.numbers)

    @property
    def layers(self) -> range:
        return range(1, self.L + 1)

    @property
    def widths(self) -> tuple[int, ...]:
        """(d_0, ..., d_L)."""
        return (self.d, *(self.A.shape(self.W[k])[0] for k in self.layers))

    # Products

    @cached_property
    def _prefixes(self) -> dict[int, Any]:
        products = {1: self.A.eye(self.d)}
        for k in range(2, self.L + 2):
            products[k] = self.A.multiply(self.W[k - 1], products[k - 1])
        return products

    def prefix(self, k: int) -> Any:
        """A_k = W_{k-1} ... W_1 for 1 <= k <= L + 1 (the last one is the whole product)."""
        return self._prefixes[k]

    @cached_property
    def _suffixes(self) -> dict[int, Any]:
        vectors = {self.L: self.p}
        for k in range(self.L, 0, -1):
            vectors[k - 1] = self.A.multiply(self.A.transpose(self.W[k]), vectors[k])
        return vectors

    def suffix(self, k: int) -> Any:
        """b_k = (W_L ... W_{k+1})^T p for 0 <= k <= L."""
        return self._suffixes[k]

    def suffix_squared(self, k: int) -> Any:
        """|b_k|^2."""
        return self._suffix_squares[k]

    @cached_property
    def _suffix_squares(self) -> dict[int, Any]:
        return {k: self.A.sum_of_squares(self.suffix(k)) for k in range(self.L + 1)}

    def between(self, j: int, k: int) -> Any:
        """W_{k-1} ... W_{j+1} for j < k (the identity of size d_j when k = j + 1)."""
        product = self.A.eye(self.A.shape(self.W[j])[0])
        for i in range(j + 1, k):
            product = self.A.multiply(self.W[i], product)
        return product

    @property
    def pi(self) -> Any:
        return self.suffix(0)

    # Risk

    @cached_property
    def covariance(self) -> Any:
        """Sigma = X^T X / n."""
        return self.A.scale(1 / self.A.number(self.n), self.A.multiply(self.A.transpose(self.X), self.X))

    def risk_of(self, w: Any) -> Any:
        """|y - X w|^2 / n, from the residual vector."""
        return self.A.sum_of_squares(self.A.minus(self.y, self.A.multiply(self.X, w))) / self.A.number(self.n)

    @cached_property
    def risk(self) -> Any:
        return self.risk_of(self.pi)

    @cached_property
    def pi_star(self) -> Any:
        """The optimal regressor of least norm."""
        return self.A.least_norm_solution(self.X, self.y)

    @cached_property
    def minimal_risk(self) -> Any:
        """R_min, the least risk of any regressor."""
        return self.risk_of(self.pi_star)

    @cached_property
    def risk_of_zero(self) -> Any:
        """|y|^2 / n."""
        return self.A.sum_of_squares(self.y) / self.A.number(self.n)

    @property
    def excess(self) -> Any:
        """E = R - R_min, as the difference of two risks."""
        return self.risk - self.minimal_risk

    @cached_property
    def deviation(self) -> Any:
        """pi - pi*."""
        return self.A.minus(self.pi, self.pi_star)

    def quadratic(self, m: Any, x: Any) -> Any:
        """x^T M x."""
        return self.A.entry(self.A.product(self.A.transpose(x), m, x), 0, 0)

    # Gradient and imbalance

    @cached_property
    def g(self) -> Any:
        """Gradient of the risk in the regressor: 2 X^T (X pi - y) / n."""
        residual = self.A.minus(self.A.multiply(self.X, self.pi), self.y)
        return self.A.scale(2 / self.A.number(self.n), self.A.multiply(self.A.transpose(self.X), residual))

    def gradient(self, k: int) -> Any:
        """dR/dW_k = b_k (A_k g)^T."""
        return self.A.multiply(self.suffix(k), self.A.transpose(self.A.multiply(self.prefix(k), self.g)))

    @cached_property
    def gradient_squared(self) -> Any:
        """|grad R|^2 over all layers."""
        total = self.A.number(0)
        for k in self.layers:
            total = total + self.A.sum_of_squares(self.gradient(k))
        return total

    def imbalance(self, k: int) -> Any:
        """D_k = W_{k+1}^T W_{k+1} - W_k W_k^T, 1 <= k < L."""
        above, below = self.W[k + 1], self.W[k]
        return self.A.minus(
            self.A.multiply(self.A.transpose(above), above), self.A.multiply(below, self.A.transpose(below))
        )

    # Second order

    @cached_property
    def hessian(self) -> Any:
        """The full Hessian of the risk; parameters in the order W_1 row by row, then W_2, ..."""
        by_definition = getattr(self.A, "hessian_of", None)  # the second evaluator differentiates the risk itself
        return hessian_matrix(self) if by_definition is None else by_definition(self)

    @cached_property
    def sharpness(self) -> Any:
        """S(W), the largest eigenvalue of the full Hessian."""
        return self.A.largest_eigenvalue(self.hessian)

    # Layers

    @cached_property
    def _frobenius(self) -> dict[int, Any]:
        return {k: self.A.sum_of_squares(self.W[k]) for k in self.layers}

    def frobenius_squared(self, k: int) -> Any:
        """|W_k|_F^2."""
        return self._frobenius[k]

    @cached_property
    def _spectral(self) -> dict[int, Any]:
        return {k: self.A.largest_eigenvalue(self.small_gram(k)) for k in self.layers}

    def small_gram(self, k: int) -> Any:
        """W_k W_k^T or W_k^T W_k, whichever is smaller; their nonzero spectra agree."""
        w, t = self.W[k], self.A.transpose(self.W[k])
        rows, columns = self.A.shape(w)
        return self.A.multiply(w, t) if rows <= columns else self.A.multiply(t, w)

    def spectral_squared(self, k: int) -> Any:
        """sigma_k^2 = |W_k|_2^2."""
        return self._spectral[k]
