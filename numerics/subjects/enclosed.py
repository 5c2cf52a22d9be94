"""Certified flows as numbers of an arithmetic: the bridge from numerics.flow to the subjects.

A flow is computed once per instance and accuracy and kept for the process (about a tenth of a second each). What the
flow cannot do becomes `NotExpressible`, so that a decision stays undecided instead of failing.
"""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from functools import lru_cache
from typing import Any

from flint import arb, arb_mat, ctx

from numerics.arithmetic.base import Arithmetic, NotExpressible
from numerics.flow import CertifiedFlow, FlowError, FlowProblem, NotYetCertifiable, certified_flow
from numerics.flow.cells import Cell, cells_of
from numerics.flow.limit import (
    backward,
    ball,
    ball_matrix,
    certify_from,
    curvature,
    float_above,
    frobenius,
    lower,
    upper,
)
from numerics.instance import Instance
from numerics.spectra import eigenvalue_bounds

DIGITS = ((64, 12), (128, 22), (256, 36), (512, 60))


def digits_for(prec: int) -> int:
    """Decimal digits of the limit worth having at a working precision in bits."""
    return next((d for bits, d in DIGITS if prec <= bits), DIGITS[-1][1])


@lru_cache(maxsize=64)
def _flow(instance: Instance, digits: int, max_steps: int) -> CertifiedFlow | str:
    try:
        return certified_flow(FlowProblem.from_instance(instance), digits, max_steps=max_steps, max_digits=90)
    except FlowError as error:
        return f"{type(error).__name__}: {error}"


def enclosed_flow(A: Arithmetic, instance: Instance, max_steps: int = 1200) -> CertifiedFlow:
    """The certified flow from the weights of the instance. Raises NotExpressible."""
    prec = getattr(A, "prec", None)
    if prec is None:
        raise NotExpressible("enclosures of flows are balls; this arithmetic has none")
    found = _flow(instance, digits_for(prec), max_steps)
    if isinstance(found, str):
        raise NotExpressible(found)
    return found


def enclosed_limit(A: Arithmetic, instance: Instance) -> dict[int, Any]:
    """W_1(inf) .. W_L(inf) as ball matrices."""
    layers: list[arb_mat] = enclosed_flow(A, instance).limit.balls()
    return dict(enumerate(layers, 1))


def _gradient_and_excess(
    problem: FlowProblem, layers: list[arb_mat], sigma: arb_mat, target: arb_mat
) -> tuple[arb, arb]:
    """(|grad R|^2, E) over ball layers: sum_k |b_k|^2 |f_{k-1}|^2, f_0 = 2 Sigma (pi - pi*), f_k = W_k f_{k-1}."""
    b = backward(problem, layers)
    z = b[0] - target
    f = sigma * z * 2
    total = arb(0)
    for k, w in enumerate(layers):
        total = total + _square(b[k + 1]) * _square(f)
        f = w * f
    return total, (z.transpose() * sigma * z)[0, 0]


def _square(x: arb_mat) -> arb:
    total = arb(0)
    for v in x.entries():
        total = total + v * v
    return total


def first_below(flow: CertifiedFlow, level: Any, at_start: Any) -> tuple[Fraction, Any]:
    """(t, upper bound of E(t)) with E(t) < level, t = 0 or the end of a step. Raises NotExpressible."""
    if at_start < level:
        return Fraction(0), at_start
    problem = flow.problem
    sigma, target = ball_matrix(problem.Sigma), arb_mat(len(problem.pi_star), 1, [ball(x) for x in problem.pi_star])
    for step in flow.tube.steps:
        _, excess = _gradient_and_excess(problem, flow.tube.at(step.t_end).balls(), sigma, target)
        if excess < arb(level):
            return step.t_end, upper(excess)
    raise NotExpressible("no time with E(t) < E_ref within the tube")


def certified_from(flow: CertifiedFlow, share: float = 1e-5) -> tuple[Fraction, arb]:
    """(T_1, mu): |grad R|^2 >= mu E for all t >= T_1 <= T, by the certificate at the first end of a step that has one
    and E <= share * E_ref. Cells are floats: much later they could not resolve E any more."""
    problem, tube = flow.problem, flow.tube
    sigma, target = ball_matrix(problem.Sigma), arb_mat(len(problem.pi_star), 1, [ball(x) for x in problem.pi_star])
    for step in tube.steps:
        at = tube.at(step.t_end)
        if not _gradient_and_excess(problem, at.layers, sigma, target)[1] <= share * ball(problem.E_ref):
            continue
        with suppress(NotYetCertifiable):
            return step.t_end, certify_from(problem, at, tube.bits + 64).mu
    return tube.T, flow.limit.mu


def smallest_gradient_ratio(flow: CertifiedFlow, t0: Fraction, finest: int = 32) -> arb:
    """A ball containing the infimum of |grad R|^2 / E over [t0, T].

    Up to the time at which a certificate takes over it comes from the definition of R on cells, later from mu. Its
    lower end bounds every cell of the tube from below, its upper end bounds some cell from above; a lower bound alone
    would turn a coarse enclosure into a violation. Steps are cut finer until their bounds agree within a factor.
    """
    until, mu = certified_from(flow)
    agreement = 8 if flow.problem.L > 1 else 2  # the infimum of depth one is 4 lambda, which claims come within 2 of
    with ctx.workprec(64):
        cells = _Ratios(flow.problem)
        low, high = lower(mu), arb("inf")
        for step in flow.tube.steps:
            if step.t_end <= t0:
                continue
            if step.start.t >= until and high < arb("inf"):
                break
            refine, here = 1, arb(0)
            while refine <= finest:
                here, there = cells.over(list(cells_of(step, step.count * refine)))
                high = there if there < high else high
                if here > 0 and agreement * here > there:
                    break
                refine *= 4
            if step.start.t < until:
                low = here if here < low else low
        return low.union(high)


class _Ratios:
    """|grad R|^2 / E on balls B(M, r), by norms: entrywise balls would lose a factor sqrt(number of weights).

    With J >= |D pi| and beta >= |D^2 pi| on the ball, grad R = 2 J^T Sigma z and E = |Sigma^(1/2) z|^2 give
    | |grad R(W)| - |grad R(M)| | <= 2 r (beta |Sigma z(M)| + Lambda J^2)  and
    | sqrt E(W) - sqrt E(M) | <= r sqrt(Lambda) J.
    """

    def __init__(self, problem: FlowProblem) -> None:
        self.problem = problem
        self.sigma = ball_matrix(problem.Sigma)
        self.target = arb_mat(len(problem.pi_star), 1, [ball(x) for x in problem.pi_star])
        self.Lambda = upper(eigenvalue_bounds(self.sigma, top=True, prec=64)[1])

    def over(self, cells: list[Cell]) -> tuple[arb, arb]:
        """(lower bound of the infimum over all cells, upper bound of it)."""
        first = [arb_mat(w.tolist()) for w in cells[0].layers]
        reach = arb(0)
        for cell in cells:
            here = [arb_mat(w.tolist()) for w in cell.layers]
            far = sum((frobenius(u - v) ** 2 for u, v in zip(here, first)), arb(0)).sqrt() + cell.radius
            reach = upper(far) if upper(far) > reach else reach
        beta, J = curvature(self.problem, first, float_above(reach))
        low, high = arb("inf"), arb("inf")
        for cell in cells:
            below, above = self._on(cell, beta, J)
            low, high = below if below < low else low, above if above < high else high
            if not low > 0:
                return arb(0), high
        return low, high

    def _on(self, cell: Cell, beta: arb, J: arb) -> tuple[arb, arb]:
        layers, r = [arb_mat(w.tolist()) for w in cell.layers], arb(cell.radius)
        squares, excess = _gradient_and_excess(self.problem, layers, self.sigma, self.target)
        z = backward(self.problem, layers)[0] - self.target
        gradient, root = _root(squares), _root(excess)
        spread = 2 * r * (beta * frobenius(self.sigma * z) + self.Lambda * J * J)
        moved = r * self.Lambda.sqrt() * J
        low, high = lower(gradient - spread), arb("inf")
        if lower(root - moved) > 0:
            high = upper(((gradient + spread) / (root - moved)) ** 2)
        return (lower((low / (root + moved)) ** 2) if low > 0 else arb(0)), high


def _root(square: arb) -> arb:
    """The root of a ball of which the negative part cannot be taken."""
    return (square if square > 0 else arb(0).union(upper(square))).sqrt()


def rate_after(flow: CertifiedFlow) -> arb:
    """A ball containing the infimum of |grad R|^2 / E over [T, inf): from mu of the certificate to the value at T."""
    problem = flow.problem
    sigma, target = ball_matrix(problem.Sigma), arb_mat(len(problem.pi_star), 1, [ball(x) for x in problem.pi_star])
    gradient, excess = _gradient_and_excess(problem, flow.tube.end().balls(), sigma, target)
    return flow.limit.mu.union(upper(gradient / excess) if excess > 0 else arb("inf"))
