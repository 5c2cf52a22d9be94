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

    # The corollary on sharpness

    def sharpness_factor(self, exponent: Fraction | None = None) -> Any:
        """M^4 / gamma^(2 - 2/L) with the two-sided bounds of these weights, or another exponent of gamma."""
        power = 2 - Fraction(2, self.L) if exponent is None else exponent
        return self.M_squared**2 / self.A.power(self.gamma_squared, power / 2)
