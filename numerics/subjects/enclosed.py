"""Certified flows as numbers of an arithmetic: the bridge from numerics.flow to the subjects.

A flow is computed once per instance and accuracy and kept for the process (about a tenth of a second each). What the
flow cannot do becomes `NotExpressible`, so that a decision stays undecided instead of failing.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

from flint import arb, arb_mat, ctx

from numerics.arithmetic.base import Arithmetic, NotExpressible
from numerics.flow import CertifiedFlow, FlowError, FlowProblem, certified_flow
from numerics.flow.cells import cells_of
from numerics.flow.limit import backward, ball, ball_matrix, lower, upper
from numerics.instance import Instance

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


def smallest_gradient_ratio(flow: CertifiedFlow, t0: Fraction, finest: int = 32) -> arb:
    """A ball containing the infimum of |grad R|^2 / E over [t0, T], from the definition of R alone.

    Its lower end bounds every cell of the tube from below, its upper end bounds some cell from above; a lower bound
    alone would turn a coarse enclosure into a violation. Steps whose cells are too coarse are cut finer.
    """
    problem = flow.problem
    with ctx.workprec(64):
        sigma = ball_matrix(problem.Sigma)
        target = arb_mat(len(problem.pi_star), 1, [ball(x) for x in problem.pi_star])
        low, high = arb("inf"), arb("inf")
        for step in flow.tube.steps:
            if step.t_end <= t0:
                continue
            refine, here = 1, arb(0)
            while refine <= finest and not here > 0:
                here = arb("inf")
                for cell in cells_of(step, step.count * refine):
                    gradient, excess = _gradient_and_excess(problem, cell.balls(), sigma, target)
                    ratio = lower(gradient / upper(excess)) if gradient > 0 else arb(0)
                    here = ratio if ratio < here else here
                    if excess > 0 and upper(gradient / excess) < high:
                        high = upper(gradient / excess)
                    if not here > 0:
                        break
                refine *= 4
            low = here if here < low else low
        return low.union(high)


def rate_after(flow: CertifiedFlow) -> arb:
    """A ball containing the infimum of |grad R|^2 / E over [T, inf): from mu of the certificate to the value at T."""
    problem = flow.problem
    sigma, target = ball_matrix(problem.Sigma), arb_mat(len(problem.pi_star), 1, [ball(x) for x in problem.pi_star])
    gradient, excess = _gradient_and_excess(problem, flow.tube.end().balls(), sigma, target)
    return flow.limit.mu.union(upper(gradient / excess) if excess > 0 else arb("inf"))
