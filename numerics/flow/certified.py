"""One call: from exact data to the limit of the gradient flow, with as many digits as asked for.

Main statement
    `certified_flow(problem, digits)` returns a tube over [0, T] and a limit certificate; together they enclose W(t) for
    every t >= 0: the tube up to T, |W(t) - W(inf)|_F <= 2 sqrt(E(T)/mu) exp(-mu (t - T) / 2) afterwards.

The integration stops when the certificate succeeds and its radius is small enough, never because a gradient is small:
the saddle at the origin has a small gradient too. When the error radius blows up, everything is repeated with the
digits lost (and a reserve) added.

Not covered: starts that flow to a saddle; they end in LimitNotReached with the excess risk at which they hang.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from flint import arb

from numerics.flow.defect import Constants
from numerics.flow.errors import EnclosureBlowup, LimitNotReached, NotYetCertifiable, StepFailure
from numerics.flow.limit import Limit, certify_limit
from numerics.flow.observables import Observables, observe
from numerics.flow.problem import FlowProblem
from numerics.flow.tube import Tube, extend, start_tube

Progress = Callable[[float, float], None]  # (t, excess risk)


@dataclass(frozen=True)
class CertifiedFlow:
    """The flow for all t >= 0."""

    tube: Tube
    limit: Limit

    @property
    def problem(self) -> FlowProblem:
        return self.tube.problem

    def observables(self, digits: int = 13) -> Observables:
        return observe(self.limit, digits)


def certified_flow(
    problem: FlowProblem,
    digits: int = 15,
    max_steps: int = 3000,
    max_digits: int = 260,
    progress: Progress | None = None,
) -> CertifiedFlow:
    """Integrate until |W(inf) - Q| <= 10^-digits |Q| is certified.

    Raises DegenerateStart, SingularCovariance, ScaleOutOfRange, LimitNotReached.
    """
    problem.check_scale()
    working = digits + 8
    last: Exception = ValueError("more digits asked for than allowed")
    reached, gap = 0.0, float(problem.excess(problem.W0))
    while working <= max_digits:
        tube, constants = start_tube(problem, working)
        try:
            limit = _until_certified(tube, constants, digits, max_steps, progress)
        except (EnclosureBlowup, StepFailure) as error:
            last, reached, gap = error, float(tube.T), tube.excess_float()
            working = max(working + 8, digits + 8 + _digits_lost_on_the_way(tube, constants, max_steps, progress))
            continue
        if limit is not None:
            return CertifiedFlow(tube, limit)
        reached, gap = float(tube.T), tube.excess_float()
        working = max(working + 4, digits + 8 + int(tube.digits_lost))
        last = ValueError("radius of the tube above the digits asked for")
    raise LimitNotReached(reached, gap, str(last))


def _digits_lost_on_the_way(tube: Tube, constants: Constants, max_steps: int, progress: Progress | None) -> int:
    """A forecast, not a bound: follow the blown-up tube with its radius reset until the excess is small, adding up the
    growth of errors. The tube is spoiled by this and must not be used for anything else."""
    level = max(float(tube.problem.E_ref), tube.excess_float()) / 1000

    def ready(current: Tube) -> bool:
        if progress:
            progress(float(current.T), current.excess_float())
        current.state = replace(current.state, radius=0.0)
        return current.excess_float() <= level

    # what fails below fails again, with a verdict, in the attempt that follows
    with suppress(EnclosureBlowup, StepFailure, LimitNotReached):
        extend(tube, constants, ready, max_steps)
    return int(tube.digits_lost)


def _until_certified(
    tube: Tube, constants: Constants, digits: int, max_steps: int, progress: Progress | None
) -> Limit | None:
    """The first certificate of sufficient accuracy; None when the tube itself is too wide for it."""
    goal = 10.0**-digits
    next_try = max(float(tube.problem.E_ref), tube.excess_float()) / 4

    def ready(current: Tube) -> bool:
        if progress:
            progress(float(current.T), current.excess_float())
        return current.excess_float() <= next_try or len(current.steps) >= max_steps

    while True:
        extend(tube, constants, ready, max_steps + 1)
        size = max(float(abs(x).max()) for x in tube.layers_float())
        try:
            limit = certify_limit(tube)
            if float(limit.radius_Q) <= goal * size:
                return limit
            if tube.radius > goal * size / 4:
                return None
            # T2's radius is proportional to E: aim there directly, with a reserve of ten
            shrink = float((limit.radius_Q - arb(tube.radius)).mid()) / (goal * size)
            next_try = min(tube.excess_float() / max(2.0, 2 * shrink), next_try / 2)
        except NotYetCertifiable:
            next_try = min(tube.excess_float(), next_try) / 8
        if len(tube.steps) >= max_steps:
            raise LimitNotReached(float(tube.T), tube.excess_float(), f"{max_steps} steps spent")
        if next_try < 1e-280:
            return None
