"""Thousands of gradient flows at once, each certified in float64 or handed to ball arithmetic.

Main statements
    `screen(problems)` encloses every lane, |W(t) - M|_F <= radius at its exact time t, and calls it either *certified*:
    the flow converges to a global minimizer W(inf) with |W(inf) - M|_F <= limit_radius and
    E(s) <= root_E^2 exp(-rate (s - t)) for all s >= t; or *escalate*, with a reason: float64 could not decide.
    `certified_flows(problems)` sends the escalated ones to `certified_flow` (balls, as many digits as needed).

Why certified is a proof: the error starts with the rounding of W(0) (relative u), every step is a verified step
(numerics.flow.batch_growth) along float polynomials whose defect counts truncation and every rounding
(numerics.flow.batch_series), evaluating them at the end of a step adds gamma_2N sum |W_m| h^m, and the certificate of
the limit counts its own roundings (numerics.flow.batch_limit).

Not covered: dense output (numerics.flow.tube), singular Sigma, accuracy below about 1e-9: these escalate.
References: Lohner 1988; Nedialkov, Jackson & Corliss 1999 (validated Taylor steps); Higham 2002 (gamma_n).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
from flint import arb, arb_mat

from numerics.flow.batch_pool import CERTIFIED, OUTSIDE, REASONS, Pool
from numerics.flow.batch_series import Controls, Lanes
from numerics.flow.certified import CertifiedFlow, certified_flow
from numerics.flow.errors import FlowError
from numerics.flow.problem import FlowProblem
from numerics.flow.rounding import Floats

ORDER, TOLERANCE, ACCURACY = 20, 1e-16, 1e-6


@dataclass(frozen=True)
class BatchPoint:
    """|W(t) - M|_F <= radius."""

    t: Fraction
    M: list[Floats]
    radius: float

    def balls(self) -> list[arb_mat]:
        """Entrywise enclosure of W(t)."""
        return _widened(self.M, self.radius)


@dataclass(frozen=True)
class BatchLimit:
    """A certified lane: |W(inf) - M|_F <= limit_radius; E(s) <= root_E^2 exp(-rate (s - end.t)) for s >= end.t."""

    end: BatchPoint
    limit_radius: float
    rate: float
    root_E: float

    def balls(self) -> list[arb_mat]:
        """Entrywise enclosure of W(inf)."""
        return _widened(self.end.M, self.limit_radius)


def _widened(layers: list[Floats], radius: float) -> list[arb_mat]:
    spread = arb(0, radius)
    return [arb_mat([[arb(float(x)) + spread for x in row] for row in w]) for w in layers]


@dataclass(frozen=True)
class Screening:
    """Results by lane. certified: (B,) of truth values."""

    pool: Pool

    @property
    def certified(self) -> npt.NDArray[np.bool_]:
        return np.asarray(self.pool.status == CERTIFIED)

    def reason(self, lane: int) -> str:
        """Why a lane escalates; empty for a certified one."""
        return REASONS.get(int(self.pool.status[lane]), "")

    def point(self, lane: int) -> BatchPoint:
        """Where the lane was left, certified or not. Raises ValueError for data outside of float64's range."""
        if self.pool.status[lane] == OUTSIDE:
            raise ValueError(f"flow {lane} of the batch: {self.reason(lane)}")
        pool = self.pool
        layers = [w[..., lane].copy() for w in pool.layers]
        return BatchPoint(Fraction(float(pool.t[lane])), layers, float(pool.radius[lane]))

    def limit(self, lane: int) -> BatchLimit:
        """Raises ValueError for an escalated lane."""
        if not self.certified[lane]:
            raise ValueError(f"flow {lane} of the batch is not certified: {self.reason(lane)}")
        pool = self.pool
        return BatchLimit(
            self.point(lane), float(pool.limit_radius[lane]), float(pool.rate[lane]), float(pool.root_E[lane])
        )


def screen(
    problems: Sequence[FlowProblem],
    accuracy: float = ACCURACY,
    max_steps: int = 150,
    order: int = ORDER,
    tolerance: float = TOLERANCE,
    controls: Controls = Controls(),  # noqa: B008 - immutable
) -> Screening:
    """Certify flows of one shape. accuracy: of the limit, limit_radius <= accuracy |M|_F.

    Raises ValueError when there is no flow, or when the widths differ.
    """
    if not problems:
        raise ValueError("a batch needs at least one flow")
    with np.errstate(all="ignore"):
        pool = Pool(Lanes.of(problems), accuracy, max_steps, order, tolerance, controls)
        pool.run()
    return Screening(pool)


def certified_flows(
    problems: Sequence[FlowProblem], accuracy: float = ACCURACY, digits: int = 12, **options: Any
) -> list[BatchLimit | CertifiedFlow | FlowError]:
    """Every flow by `screen`, what that leaves open by `certified_flow`; what neither can do is its named error.

    options: those of `certified_flow`, for example max_steps.
    """
    seen = screen(problems, accuracy)
    out: list[BatchLimit | CertifiedFlow | FlowError] = []
    for lane, problem in enumerate(problems):
        if seen.certified[lane]:
            out.append(seen.limit(lane))
            continue
        try:
            out.append(certified_flow(problem, digits, **options))
        except FlowError as error:
            out.append(error)
    return out
