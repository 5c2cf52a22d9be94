r"""Quantities of a network with square layers near the identity: the start, or the limit, of a residual flow.

Notation: all widths are d; G_k = W_k ... W_1 and B_k = W_L ... W_(k+1) for 0 <= k <= L; gamma <= sigma_min and
M >= |.|_2 over all G_k and all B_k ("two-sided"; gamma <= 1 <= M because G_0 = B_L = I); kappa_p = |p|.
`raw_gradient` and `raw_hessian` differentiate the risk as a function of V with W = a I + b V, from its definition: the
risk is a polynomial of degree at most 2 in every single entry, so that central differences with step 1 are exact.

What is not covered: the flow itself (numerics.flow).
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any

from numerics.instance import BadInstance, Instance
from numerics.subjects.minimizer import Regression
from numerics.subjects.perturbed import partial, smallest, squares
from numerics.transcendental import exponential


class ResidualNetwork(Regression):
    @classmethod
    def of(cls, instance: Instance, arithmetic: Any) -> Any:
        """Raises BadInstance unless all layers are square."""
        net = super().of(instance, arithmetic)
        if set(net.widths) != {net.d}:
            raise BadInstance(f"a residual network has layers of one size, got widths {net.widths}")
        return net

    @cached_property
    def _two_sided(self) -> tuple[list[Any], list[Any]]:
        A = self.A
        below = partial(A, [self.W[k] for k in self.layers], self.d)
        above = partial(A, [A.transpose(self.W[k]) for k in reversed(self.layers)], self.d)  # B_k^T
        low, high = squares(A, below)
        more_low, more_high = squares(A, above[1:-1])  # B_L = I and B_0 = G_L are there already
        return low + more_low, high + more_high

    @cached_property
    def gamma_squared(self) -> Any:
        """The squared two-sided lower bound."""
        return smallest(self.A, *self._two_sided[0])

    @cached_property
    def M_squared(self) -> Any:
        return self.A.largest(*self._two_sided[1])

    @cached_property
    def gamma(self) -> Any:
        return self.A.root(self.gamma_squared, 2)

    def layer_gradient_squared(self, k: int) -> Any:
        """|dR/dW_k|_F^2."""
        return self.A.sum_of_squares(self.gradient(k))

    # The flow in V, with W_k = a I + b V_k

    def _risk_at(self, moved: dict[tuple[int, int, int], Any]) -> Any:
        """The risk after adding moved[k, i, j] to entries of the layers."""
        A, zero, layers = self.A, self.A.number(0), {}
        for k in {key[0] for key in moved}:
            extra = A.assemble(self.d, self.d, lambda i, j: moved.get((k, i, j), zero))  # noqa: B023  (used at once)
            layers[k] = A.plus(self.W[k], extra)
        return self.with_layers(layers).risk

    @cached_property
    def _entries(self) -> list[tuple[int, int, int]]:
        return [(k, i, j) for k in self.layers for i, j in product(range(self.d), repeat=2)]

    def velocity(self, key: tuple[int, int, int], b: Any) -> Any:
        """d/dt of the entry of W when V follows its own gradient flow, W = a I + b V: -b d/dV R(a I + b V)."""
        A = self.A
        return b * (self._risk_at({key: -b}) - self._risk_at({key: b})) / A.number(2)

    def velocity_defect(self, b: Any) -> Any:
        """Squared distance between that motion of W and the gradient flow of W itself (formula of the gradient)."""
        A, total = self.A, self.A.number(0)
        for k, i, j in self._entries:
            gap = self.velocity((k, i, j), b) + A.entry(self.gradient(k), i, j)
            total = total + gap**2
        return total

    @cached_property
    def hessian_defect(self) -> Any:
        """Squared distance between the Hessian in V of R(I + V) (exact differences) and the Hessian in W (formula)."""
        A, one, total = self.A, self.A.number(1), self.A.number(0)
        here = self.risk
        for a, p in enumerate(self._entries):
            for b, q in enumerate(self._entries[: a + 1]):
                if p == q:
                    value = self._risk_at({p: one}) - 2 * here + self._risk_at({p: -one})
                else:
                    value = self._risk_at({p: one, q: one}) - self._risk_at({p: one, q: -one})
                    value = (value - self._risk_at({p: -one, q: one}) + self._risk_at({p: -one, q: -one})) / 4
                gap = value - A.entry(self.hessian, a, b)
                total = total + (1 if p == q else 2) * gap**2
        return total

    # The constants of the convergence theorem

    @cached_property
    def euler(self) -> Any:
        """e."""
        return exponential(self.A, self.A.number(1))

    @cached_property
    def M(self) -> Any:
        return self.A.root(self.M_squared, 2)

    @cached_property
    def p_norm(self) -> Any:
        return self.A.root(self.p_squared, 2)

    @cached_property
    def C4(self) -> Any:
        """gamma^10 / (64 e M^6)."""
        return self.gamma_squared**5 / (64 * self.euler * self.M_squared**3)

    @cached_property
    def C5(self) -> Any:
        """gamma / (2 M)."""
        return self.gamma / (2 * self.M)

    @cached_property
    def threshold(self) -> Any:
        """C_4 lambda_+^2 |p|^2 / Lambda."""
        return self.C4 * self.lambda_plus**2 * self.p_squared / self.Lambda

    @cached_property
    def B(self) -> Any:
        """4 sqrt(e) (M^2/gamma^4) sqrt(Lambda E(0)) / (lambda_+ |p|)."""
        root = self.A.root(self.Lambda * self.excess * self.euler, 2)
        return 4 * self.M_squared / self.gamma_squared**2 * root / (self.lambda_plus * self.p_norm)

    @cached_property
    def mu(self) -> Any:
        """L lambda_+ |p|^2 gamma^4."""
        return self.L * self.lambda_plus * self.p_squared * self.gamma_squared**2

    # The same with bounds of the G_k alone ("one-sided")

    @cached_property
    def _one_sided(self) -> tuple[Any, Any]:
        """(gamma^2, M^2) of G_0, .., G_L."""
        low, high = squares(self.A, partial(self.A, [self.W[k] for k in self.layers], self.d))
        return smallest(self.A, *low), self.A.largest(*high)

    @cached_property
    def one_sided_threshold(self) -> Any:
        """gamma^12 / (64 e M^10) lambda_+^2 |p|^2 / Lambda."""
        low, high = self._one_sided
        return low**6 / (64 * self.euler * high**5) * self.lambda_plus**2 * self.p_squared / self.Lambda

    @cached_property
    def one_sided_B(self) -> Any:
        """4 sqrt(e) (M^4/gamma^5) sqrt(Lambda E(0)) / (lambda_+ |p|)."""
        low, high = self._one_sided
        root = self.A.root(self.Lambda * self.excess * self.euler, 2)
        return 4 * high**2 / (low**2 * self.A.root(low, 2)) * root / (self.lambda_plus * self.p_norm)

    @cached_property
    def one_sided_mu(self) -> Any:
        """L lambda_+ |p|^2 gamma^4 / M^2."""
        low, high = self._one_sided
        return self.L * self.lambda_plus * self.p_squared * low**2 / high

    @cached_property
    def one_sided_C5(self) -> Any:
        """gamma / (2 M)."""
        low, high = self._one_sided
        return self.A.root(low / high, 2) / 2

    @cached_property
    def one_sided_gamma_squared(self) -> Any:
        return self._one_sided[0]

    def reach_squared(self, delta: Any) -> Any:
        """An upper bound of |pi|^2 for all layers within delta of these: |p|^2 prod (|W_k|_2 + delta)^2."""
        value = self.p_squared
        for k in self.layers:
            value = value * (self.A.root(self.spectral_squared(k), 2) + delta) ** 2
        return value

    def total_reach_squared(self, delta: Any) -> Any:
        """An upper bound of the same for changes that add up to delta: |p|^2 prod |W_k|^2 exp(2 delta / min |W_k|),
        from prod (1 + x_k) <= exp(sum x_k)."""
        norms = [self.A.root(self.spectral_squared(k), 2) for k in self.layers]
        value = self.p_squared * exponential(self.A, 2 * delta / smallest(self.A, *norms))
        for x in norms:
            value = value * x**2
        return value

    @cached_property
    def trapped_excess(self) -> Any:
        """A lower bound of E(t) for all t >= 0: for d = 1, L >= 2 and equal layers w > 0, the layers stay equal and,
        as w = 0 is an equilibrium of dw/dt, nonnegative; so p pi(t) >= 0, and E(t) >= E(pi = 0) when p pi* < 0.
        0 in all other cases."""
        A, zero = self.A, self.A.number(0)
        if not A.rigorous or self.d > 1 or self.L < 2:
            return zero * self.risk
        w = [A.entry(self.W[k], 0, 0) for k in self.layers]
        against = A.entry(self.p, 0, 0) * A.entry(self.pi_star, 0, 0)
        equal = all(A.certain(x, "==", w[0]) is True for x in w)
        trapped = equal and A.certain(w[0], ">", 0) is True and A.certain(against, "<", 0) is True
        return self.a_rho_squared if trapped else zero

    # The corollary on sharpness

    def sharpness_factor(self, exponent: Fraction | None = None) -> Any:
        """M^4 / gamma^(2 - 2/L) with the two-sided bounds of these weights, or another exponent of gamma."""
        power = 2 - Fraction(2, self.L) if exponent is None else exponent
        return self.M_squared**2 / self.A.power(self.gamma_squared, power / 2)
