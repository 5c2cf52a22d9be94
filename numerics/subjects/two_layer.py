"""Quantities of claims about two-layer models whose data have a common decomposition.

    AlignedData     X, Y with orthogonal U, V: D_x = U^T Sigma_x U, D_xy = U^T Sigma_xy V; lam_i, sigma_i
    Competitor      the same with a matrix C (d0 x d2) of rank at most k
    AlignedStart    the same with W1(0) = U diag(alpha) Q, W2(0) = R diag(beta) V^T, R = Q^(-1)

Indices of components are counted from 0 here. That U, V are orthogonal, D_x, D_xy diagonal, R the inverse of Q are
hypotheses of the claims (`rotation_defect`, `alignment_defect`, `start_defect` are 0), not assumptions made here.
What is not covered here: vanishing starts (two_layer_limits), descent and perturbed data (two_layer_descent).
Source of the setting: poster, "Assumption", "Detailed Theorems"; sigma and lambda with the roles that make the closed
form true (claim two-layer/common-decomposition).
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cached_property
from typing import Any

from numerics.arithmetic.base import NotExpressible
from numerics.arithmetic.compare import to_fraction
from numerics.arithmetic.ends import wider
from numerics.two_layer import closed_form, reduced_rank, series
from numerics.two_layer.enclosure import enclose
from numerics.two_layer.model import TwoLayerData


def rational(x: Any) -> Fraction:
    """The exact value of a number of an instance."""
    value = to_fraction(x)
    if value is None:
        raise NotExpressible("an exact number is needed here")
    return value


def whole(x: Any) -> int:
    """The integer part of an exact number."""
    return math.floor(rational(x))


class AlignedData(TwoLayerData):
    """Data with candidate rotations U (d0 x d0), V (d2 x d2)."""

    needs: tuple[str, ...] = ("X", "Y", "U", "V")

    @cached_property
    def U(self) -> Any:
        return self.matrices["U"]

    @cached_property
    def V(self) -> Any:
        return self.matrices["V"]

    def rotated(self, W: Any) -> Any:
        """U^T W V, the matrix of a d0 x d2 map in the coordinates of the decomposition."""
        return self.A.product(self.A.transpose(self.U), W, self.V)

    @cached_property
    def D_x(self) -> Any:
        return self.A.product(self.A.transpose(self.U), self.Sx, self.U)

    @cached_property
    def D_xy(self) -> Any:
        return self.rotated(self.Sxy)

    @property
    def components(self) -> range:
        """0 .. min(d0, d2) - 1: the components that the data have."""
        return range(min(self.d0, self.d2))

    def sigma(self, i: int) -> Any:
        """The i-th diagonal entry of D_xy, 0 beyond its end."""
        return self.A.entry(self.D_xy, i, i) if i < min(self.d0, self.d2) else self.A.number(0)

    def lam(self, i: int) -> Any:
        """The i-th diagonal entry of D_x."""
        return self.A.entry(self.D_x, i, i)

    def orthogonality_defect(self, m: Any) -> Any:
        """|M^T M - I|_F^2."""
        A = self.A
        return A.sum_of_squares(A.minus(A.multiply(A.transpose(m), m), A.eye(A.shape(m)[1])))

    def off_diagonal(self, m: Any) -> Any:
        """The sum of squares of the entries beside the diagonal."""
        A, total = self.A, self.A.number(0)
        rows, columns = A.shape(m)
        for i in range(rows):
            for j in range(columns):
                if i != j:
                    total = total + A.entry(m, i, j) ** 2
        return total

    @cached_property
    def rotation_defect(self) -> Any:
        return self.orthogonality_defect(self.U) + self.orthogonality_defect(self.V)

    @cached_property
    def alignment_defect(self) -> Any:
        return self.off_diagonal(self.D_x) + self.off_diagonal(self.D_xy)

    def diagonal(self, rows: int, columns: int, entry: Any) -> Any:
        """The rows x columns matrix with entry(i) on the diagonal."""
        zero = self.A.number(0)
        return self.A.assemble(rows, columns, lambda i, j: entry(i) if i == j else zero)

    def assembled(self, entry: Any) -> Any:
        """U diag(entry(i)) V^T over the components of the data."""
        return self.A.product(self.U, self.diagonal(self.d0, self.d2, entry), self.A.transpose(self.V))

    @property
    def is_autoencoder(self) -> bool:
        """Whether X = Y (exact data)."""
        A = self.A
        return A.shape(self.X) == A.shape(self.Y) and bool(A.certain(self.distance_squared(self.X, self.Y), "==", 0))

    def vanishes(self, x: Any) -> bool:
        """Whether x is certainly 0 (in float64: in the whole batch)."""
        return series.is_zero(self.A, x)

    # Reduced-rank regression

    def subset_solution(self, kept: Any) -> Any:
        """sum over i in kept of (sigma_i / lam_i) u_i v_i^T; a component with sigma_i = 0 contributes nothing."""

        def value(i: int) -> Any:
            if i not in kept or self.A.certain(self.sigma(i), "==", 0):
                return self.A.number(0)
            return self.sigma(i) / self.lam(i)

        return self.assembled(value)

    def decrease(self, W: Any) -> Any:
        """f(0) - f(W), as the difference of two risks."""
        return self.risk_of(self.A.scale(self.A.number(0), W)) - self.risk_of(W)

    def best_decrease(self, k: int) -> Any:
        return reduced_rank.best_decrease(self, k)

    def kept(self, k: int, score: str = "decrease") -> tuple[int, ...]:
        return reduced_rank.best_subset(
            self.A, [self.sigma(i) for i in self.components], [self.lam(i) for i in self.components], k, score
        )

    @cached_property
    def ordered(self) -> list[int]:
        """Components in decreasing order of sigma (exact arithmetic)."""
        return sorted(self.components, key=self.sigma, reverse=True)


class Competitor(AlignedData):
    """Data with a matrix C = F G of rank at most k; U and V may be anything unless a claim asks for more."""

    needs: tuple[str, ...] = ("X", "Y", "U", "V", "C")

    @property
    def k(self) -> int:
        return whole(self.numbers["k"])

    @cached_property
    def C(self) -> Any:
        return self.matrices["C"]

    @cached_property
    def rank(self) -> int:
        return reduced_rank.rank(self.A, self.C)

    @cached_property
    def near_solution(self) -> Any:
        """An exhibited rational matrix of rank at most k whose risk is nearly the least one (exact arithmetic)."""
        return reduced_rank.near_solution(self, self.k)

    @cached_property
    def near_rank(self) -> int:
        return reduced_rank.rank(self.A, self.near_solution)

    @cached_property
    def solution(self) -> Any:
        """The reduced-rank-k solution of least norm of diagonal data."""
        return self.subset_solution(self.kept(self.k))


class AlignedStart(AlignedData):
    """A start of the flow or of gradient descent. d1: hidden width."""

    needs: tuple[str, ...] = ("X", "Y", "U", "V", "W1", "W2", "Q", "R")

    @cached_property
    def W1(self) -> Any:
        return self.matrices["W1"]

    @cached_property
    def W2(self) -> Any:
        return self.matrices["W2"]

    @cached_property
    def Q(self) -> Any:
        return self.matrices["Q"]

    @cached_property
    def R(self) -> Any:
        return self.matrices["R"]

    @property
    def d1(self) -> int:
        return int(self.A.shape(self.W1)[1])

    @property
    def modes(self) -> range:
        """Components with a partner in both factors: 0 .. min(d0, d1, d2) - 1."""
        return range(min(self.d0, self.d1, self.d2))

    @cached_property
    def A0(self) -> Any:
        """U^T W1 R, diag(alpha)."""
        return self.A.product(self.A.transpose(self.U), self.W1, self.R)

    @cached_property
    def B0(self) -> Any:
        """Q W2 V, diag(beta)."""
        return self.A.product(self.Q, self.W2, self.V)

    def alpha(self, i: int) -> Any:
        return self.A.entry(self.A0, i, i)

    def beta(self, i: int) -> Any:
        return self.A.entry(self.B0, i, i)

    def w0(self, i: int) -> Any:
        """alpha_i beta_i, the component of the product at the start."""
        return self.alpha(i) * self.beta(i)

    @cached_property
    def start_defect(self) -> Any:
        """0 iff U^T W1 R and Q W2 V are diagonal and Q R = I."""
        A = self.A
        inverse = A.sum_of_squares(A.minus(A.multiply(self.Q, self.R), A.eye(self.d1)))
        return self.off_diagonal(self.A0) + self.off_diagonal(self.B0) + inverse

    @cached_property
    def mixing_defect(self) -> Any:
        """|Q^T Q - I|_F^2."""
        return self.orthogonality_defect(self.Q)

    # The flow, by its differential equation

    ORDER = 4

    @cached_property
    def factor_series(self) -> tuple[list[Any], list[Any]]:
        """Coefficients of W1(t), W2(t) at t = 0."""
        return series.flow_series(self.A, self.Sx, self.Sxy, self.W1, self.W2, self.ORDER)

    def product_coefficient(self, k: int) -> Any:
        """The k-th coefficient of W1(t) W2(t)."""
        return series.cauchy(self.A, self.factor_series[0], self.factor_series[1], k)

    @cached_property
    def flow_at(self) -> tuple[Any, Any]:
        """Balls around W1(t), W2(t) for the number t >= 0, from the validated integrator."""
        if not self.A.rigorous:
            raise NotExpressible("the enclosure of the flow needs exact data")
        t = self.numbers["t"]
        return enclose(self.A, self.Sx, self.Sxy, self.W1, self.W2, rational(t), 48, 96)

    @cached_property
    def product_at(self) -> Any:
        """Enclosure of W1(t) W2(t)."""
        wide = wider(self.A, 96)
        with wide.context():
            return wide.multiply(*self.flow_at)

    # The formulas

    def formula_series(self, i: int, sigma: Any = None, lam: Any = None, w0: Any = None) -> list[Any]:
        """Coefficients of the printed w_i(t), with its own sigma, lambda, w(0) unless others are given."""
        sigma, lam, w0 = (
            given if given is not None else own(i)
            for given, own in ((sigma, self.sigma), (lam, self.lam), (w0, self.w0))
        )
        return series.component_series(self.A, sigma, lam, w0, self.ORDER)

    def formula_at(self, i: int, t: Any) -> Any:
        """The printed w_i(t)."""
        return closed_form.component(self.A, self.sigma(i), self.lam(i), self.w0(i), t)

    def root_series(self, i: int, start: Any) -> list[Any]:
        """Coefficients of sqrt(w_i(t)) with w_i(0) = start^2, for every index i: sigma and lambda are 0 beyond D_x."""
        lam = self.lam(i) if i < self.d0 else self.A.number(0)
        return series.root(self.A, series.component_series(self.A, self.sigma(i), lam, start**2, self.ORDER))

    def constant_series(self, start: Any) -> list[Any]:
        return [start, *[self.A.number(0)] * self.ORDER]

    def flow_component(self, i: int) -> list[Any]:
        """Coefficients of the i-th diagonal entry of U^T W1(t) W2(t) V, from the differential equation."""
        return [self.A.entry(self.rotated(self.product_coefficient(k)), i, i) for k in range(self.ORDER + 1)]

    def gap_identity(self, i: int) -> list[Any]:
        """Coefficients of (sigma - lam w(t)) (lam (E - w(0)) + sigma), E = w(0) e^(2 sigma t), w(t) from the flow."""
        w, sigma, lam = self.flow_component(i), self.sigma(i), self.lam(i)
        E = [self.w0(i) * c for c in series.exponential(self.A, 2 * sigma, self.ORDER)]
        bottom = [sigma, *[lam * c for c in E[1:]]]
        return series.times([sigma - lam * w[0], *[-lam * c for c in w[1:]]], bottom)

    def denominator_at(self, i: int, t: Any) -> Any:
        """A number of the sign of the printed denominator of w_i(t), t of either sign."""
        return closed_form.denominator(self.A, self.sigma(i), self.lam(i), self.w0(i), t)
