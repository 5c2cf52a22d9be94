"""Gradient flow of deep linear networks, validated from t = 0 to t = infinity.

integrate(problem, digits, until)      a tube enclosing W(t) on [0, T]
certify_limit(tube)                    convergence, rate and W(infinity), certified
certified_flow(problem, digits)        both, until the limit has the digits asked for
screen(problems)                       many flows at once in float64, certified or to be escalated to balls
observe(limit)                         singular values, alignments, sharpness at W(infinity)
"""

from numerics.flow.batch import BatchLimit, BatchPoint, Screening, certified_flows, screen
from numerics.flow.cells import Cell
from numerics.flow.certified import CertifiedFlow, certified_flow
from numerics.flow.errors import (
    DegenerateStart,
    EnclosureBlowup,
    FlowError,
    LimitNotReached,
    NotYetCertifiable,
    ScaleOutOfRange,
    SingularCovariance,
    StepFailure,
)
from numerics.flow.limit import Limit, certify_limit
from numerics.flow.observables import Observables, observe
from numerics.flow.problem import FlowProblem
from numerics.flow.tube import Enclosure, Tube, gap_below, integrate, time_reached

__all__ = [
    "BatchLimit",
    "BatchPoint",
    "Cell",
    "CertifiedFlow",
    "DegenerateStart",
    "Enclosure",
    "EnclosureBlowup",
    "FlowError",
    "FlowProblem",
    "Limit",
    "LimitNotReached",
    "NotYetCertifiable",
    "Observables",
    "ScaleOutOfRange",
    "Screening",
    "SingularCovariance",
    "StepFailure",
    "Tube",
    "certified_flow",
    "certified_flows",
    "certify_limit",
    "gap_below",
    "integrate",
    "observe",
    "screen",
    "time_reached",
]
