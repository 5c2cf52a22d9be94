"""The quantities of claims about gradient descent: an exact start, a learning rate, and the first steps of its orbit.

    eta               the learning rate (numbers["eta"]);  eta2: a second one, where a claim compares two
    after(t)          the network after t exact steps
    arrived(t)        whether W(t) is a minimizer, exactly; the orbit then stays there, and W(t) is its limit
    attracts          whether eta S(W) < 2 at a minimizer W: gradient descent converges from a neighbourhood
                      (claims, `learning-rate/critical` (a), for Sigma of full rank)
    u, component      a top eigenvector of Sigma (matrices["u"]) and u^T (pi - pi*)

What is not covered: limits that an orbit approaches without ever reaching them.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from numerics.subjects.minimizer import Minimizer


class Descent(Minimizer):
    """Weights as a start of gradient descent, or as a minimizer that it may converge to."""

    @property
    def eta(self) -> Any:
        return self.numbers["eta"]

    @property
    def eta2(self) -> Any:
        return self.numbers["eta2"]

    def after(self, steps: int, name: str = "eta") -> Any:
        """The network after `steps` exact steps with the named learning rate."""
        known: list[Any] = self.__dict__.setdefault(f"_orbit_{name}", [self])
        while len(known) <= steps:
            net, A = known[-1], self.A
            rate = self.numbers[name]
            known.append(net.with_layers({k: A.minus(net.W[k], A.scale(rate, net.gradient(k))) for k in net.layers}))
        return known[steps]

    def arrived(self, steps: int, name: str = "eta") -> bool:
        """W(steps) is a minimizer, for certain."""
        return self.A.certain(self.after(steps, name).excess, "==", 0) is True

    @cached_property
    def smallest_output_eigenvalue(self) -> Any:
        """The least eigenvalue of 2 Sigma^(1/2) J J^T Sigma^(1/2), for Sigma of full rank and a minimizer.

        2 Sigma M with M = J J^T is similar to 2 M^(1/2) Sigma M^(1/2); the least eigenvalue is that of 2 N^T M N with
        Sigma = N N^T. For a bound in exact arithmetic: at least 2 lambda_min(Sigma) lambda_min(M).
        """
        M = self.A.assemble(self.d, self.d, lambda i, j: self.A.number(0))
        for k in self.layers:
            gram = self.A.multiply(self.A.transpose(self.prefix(k)), self.prefix(k))
            M = self.A.plus(M, self.A.scale(self.suffix_squared(k), gram))
        return 2 * self.lambda_min * self.A.smallest_eigenvalue(M)

    def hessian_bound(self, steps: int = 0) -> Any:
        """A bound of |Hessian of R| on the segments between W(0), ..., W(steps), in rationals; L >= 2.

        Let all |W_k|_F <= M there (a convex condition, so the ends suffice), P >= |p|, C >= |X^T y|/n and T = tr Sigma.
        Along D with |D| = 1 the derivative of pi is at most sum |D_k| M^(L-1) P <= L^(1/2) M^(L-1) P and its second
        derivative at most sum_(j != k) |D_j| |D_k| M^(L-2) P <= (L-1) M^(L-2) P; the gradient of R in pi is at most
        2 (T M^L P + C). Hence |D^2 R| <= 2 T L M^(2L-2) P^2 + 2 (T M^L P + C) (L-1) M^(L-2) P. x <= (1 + x^2)/2 keeps
        M, P and C rational.
        """
        A, L = self.A, self.L
        squares = [A.sum_of_squares(self.after(t).W[k]) for t in range(steps + 1) for k in self.layers]
        M = (1 + squares[0]) / 2
        for x in squares[1:]:
            M = A.largest(M, (1 + x) / 2)
        correlation = A.scale(A.number(1) / self.n, A.multiply(A.transpose(self.X), self.y))
        P, C, T = (1 + self.p_squared) / 2, (1 + A.sum_of_squares(correlation)) / 2, A.trace(self.covariance)
        return 2 * T * L * M ** (2 * L - 2) * P**2 + 2 * (T * M**L * P + C) * (L - 1) * M ** (L - 2) * P

    @cached_property
    def stationary(self) -> bool:
        """The gradient is 0, for certain: the orbit is constant."""
        return self.A.certain(self.gradient_squared, "==", 0) is True

    def ratio_at(self, depth: int) -> Any:
        """S_min / (2 L a rho^2) for these data at the given depth."""
        return self.S_min_at(depth) / (2 * depth * self.a_rho_squared)

    def _power(self, t: int) -> Any:
        """H^t v for the vector v of ones."""
        H = self.hessian
        known: list[Any] = self.__dict__.setdefault(
            "_powers", [self.A.assemble(self.A.shape(H)[0], 1, lambda i, j: self.A.number(1))]
        )
        while len(known) <= t:
            known.append(self.A.multiply(H, known[-1]))
        return known[t]

    def power_norm_squared(self, t: int) -> Any:
        """|H^t v|^2 for the vector v of ones."""
        return self.A.sum_of_squares(self._power(t))

    def power_estimate_squared(self, t: int) -> Any:
        """The square of what power iteration from v reports after t + 1 products: |H^(t+1) v|^2 / |H^t v|^2."""
        return self.power_norm_squared(t + 1) / self.power_norm_squared(t)

    def power_rayleigh(self, t: int) -> Any:
        """The Rayleigh quotient of H at H^t v."""
        x = self._power(t)
        return self.quadratic(self.hessian, x) / self.A.sum_of_squares(x)

    @cached_property
    def largest_modulus_squared(self) -> Any:
        """The largest squared eigenvalue of the Hessian."""
        return self.A.largest_eigenvalue(self.A.multiply(self.hessian, self.hessian))

    @property
    def size(self) -> int:
        """The number of weights."""
        return sum(a * b for a, b in zip(self.widths, self.widths[1:]))

    def drift(self, k: int, steps: int = 1) -> Any:
        """D_k(steps) - D_k(0)."""
        return self.A.minus(self.after(steps).imbalance(k), self.imbalance(k))

    def drift_formula(self, k: int, sign: int = -1) -> Any:
        """eta^2 (G_{k+1}^T G_{k+1} + sign G_k G_k^T) with the gradients G of the start."""
        A, above, below = self.A, self.gradient(k + 1), self.gradient(k)
        first = A.multiply(A.transpose(above), above)
        second = A.scale(A.number(sign), A.multiply(below, A.transpose(below)))
        return A.scale(self.eta**2, A.plus(first, second))

    def symmetric_norm_squared(self, m: Any) -> Any:
        """|M|_2^2 of a symmetric matrix."""
        return self.A.largest_eigenvalue(self.A.multiply(m, m))

    def symmetric_norm(self, m: Any) -> Any:
        """|M|_2 of a symmetric matrix."""
        return self.A.root(self.symmetric_norm_squared(m), 2)

    @cached_property
    def Delta(self) -> Any:
        """The sum of |D_k|_2 over 1 <= k < L."""
        total = self.A.number(0)
        for k in range(1, self.L):
            total = total + self.symmetric_norm(self.imbalance(k))
        return total


class QuadraticDescent(Descent):
    """One layer: the risk is a quadratic function of W_1, with Hessian 2 Sigma (x) p p^T everywhere.

    matrices: u and v are claimed to be eigenvectors of Sigma for its largest and its smallest eigenvalue.
    """

    def eigenvalue_of(self, name: str) -> Any:
        """The Rayleigh quotient of the named vector."""
        x = self.matrices[name]
        return self.quadratic(self.covariance, x) / self.A.sum_of_squares(x)

    def eigen_defect(self, name: str) -> Any:
        """|Sigma x - (x^T Sigma x / x^T x) x|^2, zero iff x is an eigenvector."""
        x, A = self.matrices[name], self.A
        return A.sum_of_squares(A.minus(A.multiply(self.covariance, x), A.scale(self.eigenvalue_of(name), x)))

    @cached_property
    def S(self) -> Any:
        """The sharpness, the same everywhere: 2 |p|^2 times the eigenvalue of u."""
        return 2 * self.p_squared * self.eigenvalue_of("u")

    @cached_property
    def smallest(self) -> Any:
        """2 |p|^2 times the eigenvalue of v."""
        return 2 * self.p_squared * self.eigenvalue_of("v")

    def component(self, steps: int) -> Any:
        """u^T (pi(W(steps)) - pi*)."""
        product = self.A.multiply(self.A.transpose(self.matrices["u"]), self.after(steps).deviation)
        return self.A.entry(product, 0, 0)

    def contraction(self, rate: Any) -> Any:
        """max over the spectrum [smallest, S] of (1 - rate mu)^2."""
        return self.A.largest((1 - rate * self.S) ** 2, (1 - rate * self.smallest) ** 2)
