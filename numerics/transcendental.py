"""Exponential and logarithm in every arithmetic, as functions: the names that formulas outside of a subject use.

    exponential(A, x)   e^x          logarithm(A, x)   log x for x > 0

In exact rational arithmetic the value is a ball, except at e^0 = 1 and log 1 = 0; the second evaluator shares no code
with Arb (numerics.second.transcendental). What is not covered: complex arguments.
"""

from __future__ import annotations

from typing import Any

from numerics.arithmetic.base import Arithmetic


def exponential(A: Arithmetic, x: Any) -> Any:
    """e^x. Raises NotExpressible where the world has no value."""
    return A.exp(x)


def logarithm(A: Arithmetic, x: Any) -> Any:
    """log x. Raises NotExpressible unless x > 0 for certain."""
    return A.log(x)
