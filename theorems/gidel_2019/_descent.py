"""Hypotheses and bounds that the claims on gradient descent share.

With z_t = sigma/w_t - lambda a lower bound sigma w_0 / ((sigma - lambda w_0) q + lambda w_0) of w_t is the upper
bound z_0 q of z_t, and an upper bound of w_t a lower bound of z_t. The bounds are compared in this form: it stays
sharp when w_t has converged, and it is rational where q is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from theorems.claim import Relation, at_least, at_most, equal, positive
from theorems.gidel_2019._settings import active, printed_start, regular

Contraction = Callable[[Any, int], Any]  # (s, t) -> q


def setting(m: Any) -> Iterator[Relation]:
    yield positive(m.eta, "eta > 0")
    yield from printed_start(m)
    yield from regular(m)


def active_setting(m: Any) -> Iterator[Relation]:
    yield from setting(m)
    yield from active(m)


def half(m: Any) -> Iterator[Relation]:
    for i in m.modes:
        yield at_most(2 * m.s(i), 1, f"eta sigma_{i + 1} <= 1/2")


def below(m: Any) -> Iterator[Relation]:
    for i in m.modes:
        yield at_most(m.lam(i) * m.w0(i), m.sigma(i), f"w_{i + 1}(0) <= sigma/lambda")


def lower_bound(m: Any, q: Contraction, name: str) -> Iterator[Relation]:
    """w_t >= sigma w_0 / ((sigma - lambda w_0) q + lambda w_0)."""
    for i in m.modes:
        for t in m.times[1:]:
            yield at_most(m.z(i, t), m.z(i, 0) * q(m.s(i), t), f"w_{i + 1} after {t} steps from below: {name}")


def upper_bound(m: Any, q: Contraction, name: str) -> Iterator[Relation]:
    """w_t <= sigma w_0 / ((sigma - lambda w_0) q + lambda w_0)."""
    for i in m.modes:
        for t in m.times[1:]:
            yield at_least(m.z(i, t), m.z(i, 0) * q(m.s(i), t), f"w_{i + 1} after {t} steps from above: {name}")


def matrix_is_diagonal(m: Any) -> Iterator[Relation]:
    """The full matrix iteration is the recursion of the components (two steps)."""
    for t in (1, 2):
        yield equal(m.recursion_defect(t), 0, f"matrix iteration after {t} steps")


def printed_value(m: Any, i: int, t: int, q: Any) -> Any:
    """w_0 / ((sigma - lambda w_0) q + w_0 lambda), with the printed numerator."""
    return m.w0(i) / ((m.sigma(i) - m.lam(i) * m.w0(i)) * q + m.w0(i) * m.lam(i))
