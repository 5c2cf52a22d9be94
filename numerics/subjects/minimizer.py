"""The quantities of claims about minimizers of the risk of a deep linear network.

Notation (one for all claims): rho = |pi*|, u = pi*/rho, a = u^T Sigma u, a_2 = |Sigma u|^2 / a, lambda, lambda_+,
Lambda the
smallest, smallest nonzero, and largest eigenvalue of Sigma; r_k = |b_k| / |b_(k-1)| for k >= 2, r_1 = |b_1| / rho.
Squares are given wherever the number itself would be irrational.

`Regression` has the quantities of the data alone (with depth and readout), `Minimizer` those of the weights as well.
That the
weights are a minimizer is a hypothesis of the claims (`excess` is 0), not an assumption made here.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from numerics import minimal_sharpness
from numerics.arithmetic.base import NotExpressible
from numerics.arithmetic.floats import Floats
from numerics.hessian import gauss_newton, output_hessian
from numerics.network import Network


class Regression(Network):
    """Quantities of the data, the depth and the readout p; the weights play no role."""

    @cached_property
    def rho_squared(self) -> Any:
        return self.A.sum_of_squares(self.pi_star)

    @cached_property
    def p_squared(self) -> Any:
        return self.A.sum_of_squares(self.p)

    @cached_property
    def a_rho_squared(self) -> Any:
        """a rho^2 = pi*^T Sigma pi*, the excess risk of the zero regressor (rational, and defined for pi* = 0)."""
        return self.quadratic(self.covariance, self.pi_star)

    @cached_property
    def a(self) -> Any:
        return self.a_rho_squared / self.rho_squared

    @cached_property
    def a2(self) -> Any:
        image = self.A.multiply(self.covariance, self.pi_star)
        return self.A.sum_of_squares(image) / self.a_rho_squared

    @cached_property
    def Lambda(self) -> Any:
        return self.A.largest_eigenvalue(self.covariance)

    @cached_property
    def lambda_min(self) -> Any:
        return self.A.smallest_eigenvalue(self.covariance)

    @cached_property
    def lambda_plus(self) -> Any:
        return self.A.smallest_nonzero_eigenvalue(self.covariance)

    def rho_power(self, exponent: Fraction) -> Any:
        """rho^exponent."""
        return self.A.power(self.rho_squared, exponent / 2)

    def p_power(self, exponent: Fraction) -> Any:
        """|p|^exponent."""
        return self.A.power(self.p_squared, exponent / 2)

    def S_min_at(self, depth: int) -> Any:
        """S_min of these data and this |p| at the given depth; see numerics.minimal_sharpness."""
        A = self.A
        if depth == 1:
            return 2 * self.Lambda * self.p_squared
        factor = minimal_sharpness.scale_factor(A, depth, self.rho_squared, self.p_squared)
        if self.d == 1:
            return depth * A.entry(self.covariance, 0, 0) * factor
        if isinstance(A, Floats):
            unit = A.scale(1 / A.root(self.rho_squared, 2), self.pi_star)
            return factor * minimal_sharpness.float_minimum(self.covariance, unit, depth)[1]
        if self._pi_star_is_eigenvector and A.certain(depth * self.a, ">=", self.Lambda):
            return depth * self.a * factor  # the case of equality in the lower bound, exactly
        minimum = getattr(A, "minimum_over_tau", None)  # the second evaluator has its own way to the minimum
        if minimum is not None:
            return factor * minimum(self, depth)
        unit = A.scale(1 / A.root(self.rho_squared, 2), self.pi_star)
        return factor * minimal_sharpness.ball_minimum(A, self.covariance, self.X, unit, depth)

    @cached_property
    def _pi_star_is_eigenvector(self) -> bool:
        """Whether Sigma pi* = a pi*, exactly (False when only balls are known)."""
        image = self.A.minus(self.A.multiply(self.covariance, self.pi_star), self.A.scale(self.a, self.pi_star))
        return self.A.certain(self.A.sum_of_squares(image), "==", 0) is True

    @cached_property
    def S_min(self) -> Any:
        return self.S_min_at(self.L)

    def S_at(self, tau: Any, exponent: Fraction | None = None) -> Any:
        """2 rho^(2-2/L) |p|^(2/L) f(tau), whose minimum over tau is S_min (L >= 2).

        exponent: of tau in the second term, -1/(L-1) unless told.
        """
        A, L = self.A, self.L
        weight = (L - 1) * A.power(tau, Fraction(-1, L - 1) if exponent is None else exponent)
        unit_outer = A.scale(1 / self.rho_squared, A.multiply(self.pi_star, A.transpose(self.pi_star)))
        core = A.plus(A.scale(tau, A.eye(self.d)), A.scale(weight, unit_outer))
        X = A.scale(1 / A.number(self.n), A.product(self.X, core, A.transpose(self.X)))
        factor = minimal_sharpness.scale_factor(A, L, self.rho_squared, self.p_squared)
        return factor * A.largest_eigenvalue(X)


class Minimizer(Regression):
    """Quantities of weights that the claims assume to be a minimizer."""

    def gain_squared(self, k: int) -> Any:
        """r_k^2 = |b_k|^2 / |b_(k-1)|^2, with rho in place of |b_0| for k = 1."""
        below = self.rho_squared if k == 1 else self.suffix_squared(k - 1)
        return self.suffix_squared(k) / below

    def frobenius(self, k: int) -> Any:
        """|W_k|_F."""
        return self.A.root(self.frobenius_squared(k), 2)

    def spectral(self, k: int) -> Any:
        """|W_k|_2."""
        return self.A.root(self.spectral_squared(k), 2)

    def smallest_singular(self, k: int) -> Any:
        """sigma_min(W_k), of the smaller Gram matrix."""
        return self.A.root(self.A.smallest_eigenvalue(self.small_gram(k)), 2)

    def total(self, term: Any) -> Any:
        """Sum of term(k) over the layers."""
        value = term(1)
        for k in range(2, self.L + 1):
            value = value + term(k)
        return value

    @cached_property
    def distance_squared(self) -> Any:
        """|pi(W) - pi*|^2."""
        return self.A.sum_of_squares(self.deviation)

    @cached_property
    def normal_residual_squared(self) -> Any:
        """|Sigma (pi(W) - pi*)|^2, zero iff W realises an optimal regressor."""
        return self.A.sum_of_squares(self.A.multiply(self.covariance, self.deviation))

    @cached_property
    def least_risk(self) -> Any:
        """The least risk of any weights: R_min when p is not 0 (the network realises every regressor), else |y|^2/n."""
        if isinstance(self.A, Floats):
            return self.A.select(self.p_squared > 0, self.minimal_risk, self.risk_of_zero)
        if self.p_squared == 0:
            return self.risk_of_zero
        return self.minimal_risk

    @cached_property
    def imbalance_squared(self) -> Any:
        """sum over k of |D_k|_F^2; 0 iff the network is balanced."""
        total = self.A.number(0)
        for k in range(1, self.L):
            total = total + self.A.sum_of_squares(self.imbalance(k))
        return total

    @cached_property
    def gauss_newton_defect(self) -> Any:
        """Squared Frobenius norm of (full Hessian - 2 J^T Sigma J)."""
        return self.A.sum_of_squares(self.A.minus(self.hessian, gauss_newton(self)))

    def hessian_moment(self, j: int) -> Any:
        """tr H^j of the full Hessian."""
        return self._moment("hessian", self.hessian, j)

    def output_moment(self, j: int) -> Any:
        """tr (2 Sigma sum_k |b_k|^2 A_k^T A_k)^j: equal to tr H^j for all j iff the nonzero spectra agree."""
        return self._moment("output", output_hessian(self), j)

    def _moment(self, name: str, m: Any, j: int) -> Any:
        """tr M^j for j = 1, 2, ... in turn, each power from the one before."""
        known: list[Any] = self.__dict__.setdefault(f"_powers_of_{name}", [m])
        while len(known) < j:
            known.append(self.A.multiply(known[-1], known[0]))
        return self.A.trace(known[j - 1])

    @cached_property
    def rescaled(self) -> Any:
        """W^C = (C W_1, W_2 / C, W_3, ...); for L = 1 there is no second layer to compensate."""
        C = self.numbers["C"]
        layers = {1: self.A.scale(C, self.W[1])}
        if self.L >= 2:
            layers[2] = self.A.scale(1 / C, self.W[2])
        return self.with_layers(layers)

    @cached_property
    def flat(self) -> Any:
        """An explicit rational rank-one minimizer near the flattest (exact arithmetic only), as a network."""
        return self.with_layers(minimal_sharpness.flat_layers(self, self._log_tau, self.widths))

    @cached_property
    def narrow_flat(self) -> Any:
        """The same with all hidden widths 1."""
        widths = (self.d, *[1] * (self.L - 1), self.widths[-1])
        return self.with_layers(minimal_sharpness.flat_layers(self, self._log_tau, widths))

    @cached_property
    def _log_tau(self) -> float:
        if self.L == 1 or self.d == 1:
            return 0.0
        return float(minimal_sharpness.float_minimum(*_float_data(self), self.L)[0])

    def trace_with(self, weight: Any, transposed: bool = False) -> Any:
        """2 tr Sigma sum_k weight(k) A_k^T A_k, or with A_k A_k^T in place of A_k^T A_k."""
        value = self.A.number(0)
        for k in self.layers:
            prefix, other = self.prefix(k), self.A.transpose(self.prefix(k))
            gram = self.A.multiply(prefix, other) if transposed else self.A.multiply(other, prefix)
            value = value + 2 * weight(k) * self.A.trace(self.A.multiply(self.covariance, gram))
        return value

    def sign(self, x: Any) -> Any:
        """-1, 0 or 1. Raises NotExpressible when a ball does not tell."""
        if isinstance(self.A, Floats):
            return self.A.sign(x)
        for sense, sign in (("<", -1), ("==", 0), (">", 1)):
            if self.A.certain(x, sense, 0):
                return sign
        raise NotExpressible("the sign is not known at this precision")


def _float_data(m: Regression) -> tuple[Any, Any]:
    def as_float(matrix: Any, i: int, j: int) -> float:
        return m.A.to_float(m.A.entry(matrix, i, j))

    covariance = np.array([[as_float(m.covariance, i, j) for j in range(m.d)] for i in range(m.d)])
    unit = np.array([[as_float(m.pi_star, i, 0)] for i in range(m.d)])
    return covariance, unit / np.linalg.norm(unit)
