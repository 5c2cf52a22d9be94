"""Quantities of claims about gradient flow from a small start: pairs (start, weights) with the same imbalances.

Notation (claims small-scale): V_1 .. V_L the weights W(0) at the start, W_1 .. W_L those at some time or in the limit;
    D_k = V_{k+1}^T V_{k+1} - V_k V_k^T, conserved by the flow;  delta_k = |D_k|_2
    T_k = sum_{i >= k} delta_i,  h_k = sum_{i < k} delta_i,  Delta = h_k + T_k
    m = max_k |V_k|_F^2,  epsilon = 3 m + 2 Delta (as printed)
    sigma_k = |W_k|_2,  sigma_{k,2} its second singular value,  u_k, v_k its top singular vectors
Everything with D comes from the start, so it stays exact when the weights are only enclosed.

`Pair`        any weights together with a start; without V_1 .. V_L they are their own start
`FlowLimit`   weights that are the limit of the flow from the start: either *algebraic* (all hidden widths 1: balance
              and interpolation determine the limit up to signs of layers, which change none of the quantities here),
              or *enclosed* by the certified flow of numerics.flow without V (then W is the start)
`FlowInTime`  a general start and its certified flow at all times

What is not covered: several outputs; algebraic limits for singular Sigma or for hidden widths above 1, where balance
and interpolation leave a continuum.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from numerics.arithmetic.base import Arithmetic, NotExpressible
from numerics.instance import Instance
from numerics.subjects.enclosed import enclosed_flow, enclosed_limit, first_below, rate_after, smallest_gradient_ratio
from numerics.subjects.minimizer import Minimizer


class Pair(Minimizer):
    """See the header. start: the network at time 0."""

    @cached_property
    def start(self) -> Any:
        own = {k: self.matrices[f"V{k}"] for k in self.layers if f"V{k}" in self.matrices}
        return Minimizer(self.A, {**self.matrices, **{f"W{k}": v for k, v in own.items()}}, self.numbers)

    @cached_property
    def imbalance_change(self) -> Any:
        """sum_k |D_k(W) - D_k(V)|_F^2, zero iff the pair has equal imbalances."""
        total = self.A.number(0)
        for k in range(1, self.L):
            total = total + self.A.sum_of_squares(self.A.minus(self.imbalance(k), self.start.imbalance(k)))
        return total

    # The start: m, D, epsilon

    @cached_property
    def m(self) -> Any:
        return self.A.largest(*[self.start.frobenius_squared(k) for k in self.layers])

    @cached_property
    def _deltas(self) -> dict[int, Any]:
        found = {}
        for k in range(1, self.L):
            D = self.start.imbalance(k)
            if self.A.shape(D) == (1, 1):
                found[k] = self.A.absolute(self.A.entry(D, 0, 0))
            else:
                found[k] = self.A.root(self.A.largest_eigenvalue(self.A.multiply(D, D)), 2)
        return found

    def delta(self, k: int) -> Any:
        return self._deltas[k]

    def delta_between(self, j: int, k: int) -> Any:
        """delta_j + ... + delta_{k-1}."""
        total = self.A.number(0)
        for i in range(j, k):
            total = total + self.delta(i)
        return total

    def T(self, k: int) -> Any:
        return self.delta_between(k, self.L)

    def h(self, k: int) -> Any:
        return self.delta_between(1, k)

    @cached_property
    def Delta(self) -> Any:
        return self.T(1)

    @cached_property
    def epsilon(self) -> Any:
        return 3 * self.m + 2 * self.Delta

    def top_imbalance(self, k: int) -> Any:
        """lambda_max(D_k)."""
        return self.A.largest_eigenvalue(self.start.imbalance(k))

    # The weights

    def sigma_squared(self, k: int) -> Any:
        return self.spectral_squared(k)

    def sigma(self, k: int) -> Any:
        return self.spectral(k)

    def tail(self, k: int) -> Any:
        """|W_k|_F^2 - sigma_k^2."""
        return self.frobenius_squared(k) - self.sigma_squared(k)

    def diagonal_sum(self, k: int) -> Any:
        """sum_i (W_k)_ii = <W_k, [I 0]>, of modulus at most the nuclear norm |W_k|_* because |[I 0]|_2 = 1."""
        total = self.A.number(0)
        for i in range(min(self.A.shape(self.W[k]))):
            total = total + self.A.entry(self.W[k], i, i)
        return total

    def second_product(self, k: int) -> Any:
        """sigma_k^2 sigma_{k,2}^2, the largest eigenvalue of the second compound of the Gram matrix."""
        A, G = self.A, self.small_gram(k)
        n = A.shape(G)[0]
        pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
        if not pairs:
            return A.number(0)

        def minor(a: int, b: int) -> Any:
            (i, j), (p, q) = pairs[a], pairs[b]
            return A.entry(G, i, p) * A.entry(G, j, q) - A.entry(G, i, q) * A.entry(G, j, p)

        return A.largest_eigenvalue(A.assemble(len(pairs), len(pairs), minor))

    def alignment(self, k: int) -> Any:
        """<v_{k+1}, u_k>^2 = tr(P Q), P, Q the projectors on the top eigenvectors of W_k W_k^T and W_{k+1}^T W_{k+1}.

        Exists only for simple top singular values (else NotExpressible or an unbounded ball: undecided, not guessed).
        """
        A = self.A
        below, above = self.W[k], self.W[k + 1]
        if A.shape(below)[0] == 1:
            return A.number(1)
        P, p = self._top_adjugate(A.multiply(below, A.transpose(below)), self.sigma_squared(k))
        Q, q = self._top_adjugate(A.multiply(A.transpose(above), above), self.sigma_squared(k + 1))
        return A.trace(A.multiply(P, Q)) / (p * q)

    def _top_adjugate(self, G: Any, top: Any) -> tuple[Any, Any]:
        """(adj(top I - G), its trace): a multiple of the projector on the top eigenvector if top is simple.

        Faddeev-LeVerrier: adj(x I - G) = sum_j x^(n-j) M_j, M_1 = I, M_{j+1} = G M_j - tr(G M_j)/j I.
        """
        A, n = self.A, self.A.shape(G)[0]
        x = A.largest(top)  # an exact eigenvalue as a number of this arithmetic
        M, total = A.eye(n), A.scale(x ** (n - 1), A.eye(n))
        for j in range(1, n):
            GM = A.multiply(G, M)
            M = A.plus(GM, A.scale(-A.trace(GM) / j, A.eye(n)))
            total = A.plus(total, A.scale(x ** (n - 1 - j), M))
        return total, A.trace(total)

    # Regressor and error

    @cached_property
    def pi_squared(self) -> Any:
        return self.suffix_squared(0)

    @cached_property
    def error_squared(self) -> Any:
        """E = (pi - pi*)^T Sigma (pi - pi*)."""
        return self.quadratic(self.covariance, self.deviation)

    @property
    def E_ref(self) -> Any:
        return self.a_rho_squared

    @cached_property
    def travelled_squared(self) -> Any:
        """|W - W(0)|_F^2."""
        total = self.A.number(0)
        for k in self.layers:
            total = total + self.A.sum_of_squares(self.A.minus(self.W[k], self.start.W[k]))
        return total

    # Two constructions whose limit is known by symmetry

    @cached_property
    def antisymmetry_defect(self) -> Any:
        """Zero iff V_2 = -V_1, W = 0 and pi* > 0 (L = 2, d = 1)."""
        A = self.A
        V1, V2, target = A.entry(self.start.W[1], 0, 0), A.entry(self.start.W[2], 0, 0), A.entry(self.pi_star, 0, 0)
        total = (V1 + V2) ** 2 + (A.absolute(target) - target) ** 2
        return total + self.frobenius_squared(1) + self.frobenius_squared(2)

    @cached_property
    def decoupling_defect(self) -> Any:
        """Zero iff (L = 2, d = h = 2) Sigma is diagonal, pi* a multiple of e_1, the layers are diagonal, W_2 = (w, 0),
        the second unit rests (W_1[2,2] = V_1[2,2]), and the first scalar network keeps nonnegative weights.
        """
        A = self.A
        W1, W2, V1, V2 = self.W[1], self.W[2], self.start.W[1], self.start.W[2]
        zeros = [A.entry(self.covariance, 0, 1), A.entry(self.pi_star, 1, 0), A.entry(W2, 0, 1), A.entry(V2, 0, 1)]
        zeros += [A.entry(m, i, 1 - i) for m in (W1, V1) for i in (0, 1)]
        zeros.append(A.entry(W1, 1, 1) - A.entry(V1, 1, 1))
        total = A.number(0)
        for x in zeros:
            total = total + x * x
        for x in (A.entry(m, 0, 0) for m in (W1, W2, V1, V2)):
            total = total + (A.absolute(x) - x) ** 2
        return total


class FlowLimit(Pair):
    """The limit of the flow from an admissible start; see the header."""

    @classmethod
    def of(cls, instance: Instance, arithmetic: Arithmetic) -> Any:
        found = super().of(instance, arithmetic)
        found.instance = instance
        return found

    instance: Instance | None = None

    @cached_property
    def algebraic(self) -> bool:
        return "V1" in self.matrices

    @cached_property
    def limit(self) -> Any:
        """The pair (start, limit). Raises NotExpressible where neither way applies, or no certificate is found."""
        if self.algebraic:
            if any(width != 1 for width in self.widths[1:]):
                raise NotExpressible("an algebraic limit needs hidden widths 1; leave V out for a certified flow")
            return self
        if self.instance is None or not self.A.rigorous:
            raise NotExpressible("certified flows need an exact instance")
        layers = enclosed_limit(self.A, self.instance)
        start = {f"V{k}": self.W[k] for k in self.layers}
        return Pair(self.A, {**self.matrices, **start, **{f"W{k}": w for k, w in layers.items()}}, self.numbers)


class FlowInTime(FlowLimit):
    """A general start and its certified flow for all t >= 0 (the weights of the instance are the start)."""

    @cached_property
    def flow(self) -> Any:
        if self.instance is None or not self.A.rigorous:
            raise NotExpressible("certified flows need an exact instance")
        return enclosed_flow(self.A, self.instance)

    @cached_property
    def _first_time(self) -> Any:
        """(t0, upper bound of E(t0)) with E(t0) < E_ref: t0 = 0 when possible, else the first such end of a step."""
        return first_below(self.flow, self.E_ref, self.start.excess)

    @cached_property
    def explicit_mu(self) -> Any:
        """4 lambda_+ kappa / (kappa^(1/L) + Delta) from the first time with E < E_ref; 4 lambda_+ for L = 1."""
        A, low = self.A, 4 * self.A.largest(self.lambda_plus)
        if self.L == 1:
            return low
        kappa = (A.root(self.E_ref, 2) - A.root(self._first_time[1], 2)) ** 2 / A.largest(self.Lambda)
        return low * kappa / (A.root(kappa, self.L) + self.Delta)

    @cached_property
    def smallest_pl_ratio(self) -> Any:
        """inf |grad R|^2 / E over all cells of the tube from that time on, as a ball."""
        return smallest_gradient_ratio(self.flow, self._first_time[0])

    @cached_property
    def rate_after_the_tube(self) -> Any:
        """inf |grad R|^2 / E after the tube, as a ball; its lower end is mu of the certificate."""
        return rate_after(self.flow)
