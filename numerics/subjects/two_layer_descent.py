"""Quantities of claims about gradient descent on a two-layer model, and about perturbed data.

Descent     an aligned start with a step size eta; all components by the diagonal recursion, the matrices by themselves
LateDescent a vanishing start e^(-delta) with step size eta; iterate number floor(delta t)
Perturbed   a start whose Sigma_x is U (D_x + B) U^T; the diagonal of D_x is the matrix D (d0 x 1), |B|_2 <= eps
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from numerics.arithmetic.base import NotExpressible
from numerics.arithmetic.ends import bits_of, wider
from numerics.arithmetic.floats import Floats
from numerics.subjects.two_layer import AlignedStart, rational, whole
from numerics.subjects.two_layer_limits import VanishingStart
from numerics.two_layer import closed_form, perturbation, recursion
from numerics.two_layer.model import descend, hessian


class Descent(AlignedStart):
    """Numbers: eta > 0; steps, the last step looked at."""

    @cached_property
    def eta(self) -> Any:
        return self.numbers["eta"]

    @property
    def steps(self) -> int:
        steps = self.numbers["steps"]
        return int(np.max(steps)) if isinstance(self.A, Floats) else whole(steps)

    @property
    def times(self) -> list[int]:
        """0 .. 8, then powers of two, then the last step."""
        powers = [2**j for j in range(4, 30) if 2**j < self.steps]
        return sorted({*range(min(8, self.steps) + 1), *powers, self.steps})

    def s(self, i: int) -> Any:
        return self.eta * self.sigma(i)

    @cached_property
    def _runs(self) -> dict[int, Any]:
        return {}

    def z(self, i: int, t: int) -> Any:
        """z_t = sigma/w_t - lam of component i after t steps (sigma, lam, w_0 > 0)."""
        if i not in self._runs:
            world = self.A if isinstance(self.A, Floats) else wider(self.A, 2 * bits_of(self.A) + 64)
            self._runs[i] = recursion.z_values(world, self.w0(i), self.sigma(i), self.lam(i), self.eta, self.times)
        return self._own(self._runs[i][t])

    def _own(self, x: Any) -> Any:
        """Exact values as numbers of this arithmetic, enclosures as they are."""
        return self.A.number(x) if isinstance(x, Fraction) else x

    def idle(self, i: int, t: int) -> Any:
        """x_t = eta lam w_t of a component with sigma = 0."""
        world = wider(self.A, 2 * bits_of(self.A) + 64)
        return self._own(recursion.idle_run(world, rational(self.eta * self.lam(i) * self.w0(i)), self.times)[t])

    def w(self, i: int, t: int) -> Any:
        """w_t after t steps, step by step in this arithmetic (small t)."""
        return recursion.exact_run(self.w0(i), self.sigma(i), self.lam(i), self.eta, t)[-1]

    def stepped(self, i: int, w: Any) -> Any:
        """One step of component i from w."""
        return recursion.step(w, self.sigma(i), self.lam(i), self.eta)

    def matrix_iterate(self, t: int) -> tuple[Any, Any]:
        """(W1, W2) after t steps of the full matrix iteration (small t)."""
        return descend(self, self.W1, self.W2, self.eta, t)

    def recursion_defect(self, t: int) -> Any:
        """|U^T W^(t) V - diag(w_t)|_F^2: 0 iff the matrix iteration is the diagonal recursion."""
        A, W = self.A, self.rotated(self.A.multiply(*self.matrix_iterate(t)))
        r = len(self.modes)
        zero = A.number(0)
        return self.distance_squared(W, self.diagonal(self.d0, self.d2, lambda i: self.w(i, t) if i < r else zero))

    @cached_property
    def balanced_minimizer(self) -> tuple[Any, Any]:
        """U diag(sqrt(sigma_i/lam_i)), diag(sqrt(sigma_i/lam_i)) V^T (hidden width min(d0, d2))."""
        A, r = self.A, min(self.d0, self.d2)

        def entry(i: int) -> Any:
            return A.root(self.sigma(i) / self.lam(i), 2)

        first = A.multiply(self.U, self.diagonal(self.d0, r, entry))
        return first, A.multiply(self.diagonal(r, self.d2, entry), A.transpose(self.V))

    @cached_property
    def minimizer_hessian(self) -> Any:
        """The full Hessian at the balanced minimizer."""
        return hessian(self, *self.balanced_minimizer)

    @cached_property
    def sharpness_formula(self) -> Any:
        """S = max over i, j of lam_i (sigma_i/lam_i + sigma_j/lam_j)."""
        pairs = [(i, j) for i in range(self.d0) for j in range(self.d2)]
        return self.A.largest(*[self.sigma(i) + self._ratio(i, j) for i, j in pairs])

    def _ratio(self, i: int, j: int) -> Any:
        return self.lam(i) * self.sigma(j) / self.lam(j) if j < min(self.d0, self.d2) else self.A.number(0)


class LateDescent(VanishingStart):
    """Numbers: delta, t, eta."""

    @cached_property
    def eta(self) -> Any:
        return self.numbers["eta"]

    def s(self, i: int) -> Any:
        return self.eta * self.sigma(i)

    @cached_property
    def iterate(self) -> int:
        """floor(delta t)."""
        return whole(self.delta * self.t)

    def z(self, i: int) -> Any:
        """z = sigma/w - lam of component i after floor(delta t) steps from w_0 = e^(-2 delta)."""
        k, world = self.iterate, wider(self.A, 2 * bits_of(self.A) + 64)
        with world.context():
            w0 = world.exp(-2 * world.number(rational(self.delta)))
        value = recursion.z_values(world, w0, self.sigma(i), self.lam(i), self.eta, [k])[k]
        return self.A.number(value) if isinstance(value, Fraction) else value

    def descended(self, i: int) -> Any:
        """w_i after floor(delta t) steps."""
        return self.sigma(i) / (self.z(i) + self.lam(i))

    def rate(self, i: int) -> Any:
        """log(1 + eta sigma_i), the reciprocal of the transition time."""
        return self.A.log(1 + self.s(i))

    def descent_limit(self, i: int) -> Any:
        """The limit of w_i^(floor(delta t)) for delta -> infinity: sigma/lam after 1/log(1+s), 0 before.

        Raises NotExpressible at the transition itself.
        """
        margin = self.t * self.rate(i)
        if self.A.certain(margin, ">", 1):
            return self.sigma(i) / self.lam(i)
        if self.A.certain(margin, "<", 1):
            return self.A.number(0)
        raise NotExpressible("t is the transition time, or not told apart from it at this precision")


class Perturbed(AlignedStart):
    """Sigma_x = U (diag(D) + B) U^T with a start that belongs to the decomposition; numbers: eps >= |B|_2, t."""

    needs: tuple[str, ...] = ("X", "Y", "U", "V", "W1", "W2", "Q", "R", "D")

    def lam(self, i: int) -> Any:
        """The i-th entry of D, the unperturbed spectrum."""
        return self.A.entry(self.matrices["D"], i, 0)

    @cached_property
    def B(self) -> Any:
        """U^T Sigma_x U - diag(D)."""
        return self.A.minus(self.D_x, self.diagonal(self.d0, self.d0, self.lam))

    @cached_property
    def eps(self) -> Any:
        return self.numbers["eps"]

    @cached_property
    def unperturbed_at(self) -> tuple[Any, Any]:
        """U diag(sqrt(w_i(t))) Q and R diag(sqrt(w_i(t))) V^T, by the closed form."""
        A, t = self.A, self.numbers["t"]

        def entry(i: int) -> Any:
            value = closed_form.component(A, self.sigma(i), self.lam(i), self.w0(i), t)
            return A.root(value, 2)

        first = self.diagonal(self.d0, self.d1, entry)
        return A.product(self.U, first, self.Q), A.product(self.R, first, A.transpose(self.V))

    def deviation_squared(self, which: int) -> Any:
        """|W_which(t) - W_which^0(t)|_F^2, W(t) enclosed by the validated integrator."""
        return self.distance_squared(self.flow_at[which - 1], self.unperturbed_at[which - 1])

    @cached_property
    def constants(self) -> perturbation.Constants:
        W0 = self.A.multiply(self.W1, self.W2)
        starts = [self.w0(i) for i in self.components]
        sigma, lam = [self.sigma(i) for i in self.components], [self.lam(i) for i in self.components]
        return perturbation.constants(self, W0, starts, sigma, lam)
