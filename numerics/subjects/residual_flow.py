r"""Quantities of the gradient flow from a residual start, certified for all t >= 0 (numerics.flow).

Notation: W(t) the flow, gamma, M the two-sided bounds at t = 0 (see residual), kernel K(t) = sum_k |b_k|^2 A_k^T A_k,
    mu = L lambda_+ |p|^2 gamma^4,  B = 4 sqrt(e) (M^2/gamma^4) sqrt(Lambda E(0)) / (lambda_+ |p|),  C_5 = gamma/(2M),
    C_4 = gamma^10 / (64 e M^6).

Main statements
    slowest_rate     the infimum of 4 lambda_+ lambda_min(K(t)) over all t >= 0, enclosed. Since dE/dt = -|grad R|^2 =
                     -4 (Sigma z)^T K (Sigma z) <= -4 lambda_min(K) |Sigma z|^2 <= -4 lambda_+ lambda_min(K) E, a rate
                     mu <= slowest_rate gives E(t) <= E(0) exp(-mu t) for all t: no E(t) is compared.
    deviation        sup over t >= 0 and k of L |W_k(t) - W_k(0)|_F, enclosed: cells of the tube, then
                     |W(t) - W(T)|_F <= 2 sqrt(E_T/mu_T) from the limit certificate
    limit_deviation  max_k L |W_k(inf) - W_k(0)|_F, enclosed

What is not covered: evaluation by the second evaluator (there is no second validated integrator); these readings are
supported by certified flows and refuted by nothing, while their false variants are decided at t = 0.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Any

from flint import arb, arb_mat, ctx

from numerics.arithmetic.base import NotExpressible
from numerics.arithmetic.radical import as_ball
from numerics.arithmetic.rationals import Rationals
from numerics.flow import CertifiedFlow, FlowError, FlowProblem, certified_flow, observe
from numerics.flow.limit import backward, ball_matrix, kernel, prefixes
from numerics.instance import Instance
from numerics.spectra import eigenvalue_bounds
from numerics.subjects.residual import ResidualNetwork

DIGITS = 10


@lru_cache(maxsize=8)
def flow_of(instance: Instance) -> CertifiedFlow:
    """The certified flow; the same for every precision that a decision tries."""
    return certified_flow(FlowProblem.from_instance(instance), DIGITS)


class ResidualFlow(ResidualNetwork):
    instance: Instance
    bits: int

    @classmethod
    def of(cls, instance: Instance, arithmetic: Any) -> Any:
        """Raises BadInstance unless all layers are square; NotExpressible outside exact and ball arithmetic."""
        if not isinstance(arithmetic, Rationals):
            raise NotExpressible("validated flows live in Arb balls")
        net = super().of(instance, arithmetic)
        net.instance, net.bits = instance, max(arithmetic.prec, 64)
        return net

    @cached_property
    def flow(self) -> CertifiedFlow:
        try:
            return flow_of(self.instance)
        except FlowError as error:
            raise NotExpressible(str(error)) from None

    def _ball(self, x: Any) -> Any:
        return arb(as_ball(x))

    @cached_property
    def _start(self) -> list[Any]:
        return [ball_matrix(w) for w in self.instance.layers]

    @cached_property
    def slowest_rate(self) -> Any:
        flow, rate = self.flow, None
        with ctx.workprec(self.bits):
            four = 4 * self._ball(self.lambda_plus)
            for cell in flow.tube.cells():
                layers = cell.balls()
                K = kernel(backward(flow.problem, layers), prefixes(layers, self.d))
                low = four * eigenvalue_bounds(K, top=False)[0]
                rate = low if rate is None or low < rate else rate
            below = arb(flow.limit.mu) if rate is None else rate.min(arb(flow.limit.mu))
            K = kernel(backward(flow.problem, self._start), prefixes(self._start, self.d))
            above = four * eigenvalue_bounds(K, top=False)[1]  # the infimum is at most the value at t = 0
            return arb(below.lower()).union(arb(above.upper()))

    @cached_property
    def deviation(self) -> Any:
        flow = self.flow
        with ctx.workprec(self.bits):
            worst = arb(0)
            for cell in flow.tube.cells():
                for w, start in zip(cell.layers, self._start, strict=True):
                    worst = worst.max(_norm(arb_mat(w.tolist()) - start) + arb(cell.radius))
            limit = flow.limit
            after = 2 * (limit.E_T / limit.mu).sqrt() + arb(flow.tube.radius)
            for w, start in zip(limit.M, self._start, strict=True):
                worst = worst.max(_norm(w - start) + after)
            above = self.L * arb(worst.upper())
            return arb(above.upper()).union(arb(self.limit_deviation.lower()))  # the supremum is at least the limit's

    @cached_property
    def limit_deviation(self) -> Any:
        limit = self.flow.limit
        with ctx.workprec(limit.prec):
            sizes = [_norm(w - start) for w, start in zip(limit.Q, self._start, strict=True)]
            best = sizes[0]
            for x in sizes[1:]:
                best = best.max(x)
            spread = arb(0, 1) * limit.radius_Q
            return self.L * (best + spread)

    @cached_property
    def sharpness_ratio(self) -> Any:
        """S(W(inf)) / S_min, enclosed."""
        return observe(self.flow.limit).ratio


def _norm(m: Any) -> Any:
    """The Frobenius norm as a ball."""
    total = arb(0)
    for x in m.entries():
        total = total + x * x
    return total.sqrt() if total > 0 else arb(0).union(arb(total.upper()).sqrt())
