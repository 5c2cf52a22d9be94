"""Gradient flow without guarantees: float64 for many starts at once, mpmath for many digits.

    float_flow(...)        float64, vectorised over a batch of starts with the same data; Taylor, adaptive step
    reference_flow(...)    mpmath at any precision, by the plain recurrences: the independent reference of the tests

Stopping is by explicit rule only: time reached, excess below a level, or the step budget spent (then `finished` is
False for that start). A small gradient never stops anything: the saddle at the origin has one.

What these are not: bounds. Nothing computed here decides a claim.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import numpy.typing as npt

from numerics.flow.problem import FlowProblem
from numerics.flow.taylor import evaluate, taylor_coefficients

Floats = npt.NDArray[np.float64]


@dataclass
class FloatFlow:
    """Result for a batch of B starts. layers[k]: (B, d_{k+1}, d_k) at times t (B,); finished: which met the rule."""

    layers: list[Floats]
    t: Floats
    excess: Floats
    finished: npt.NDArray[np.bool_]
    steps: int
    history: list[tuple[Floats, list[Floats]]] = field(default_factory=list)

    def at(self, t: float) -> list[Floats]:
        """Dense output: the layers of every start at time t (starts that ended before t stay at their end)."""
        out = [w.copy() for w in self.layers]
        begin = np.zeros_like(self.t)
        for length, coefficients in self.history:
            inside = (begin <= t) & (t < begin + length)
            if inside.any():
                s = np.where(inside, t - begin, 0.0)
                for k, c in enumerate(coefficients):
                    out[k][inside] = _horner(c, s)[inside]
            begin = begin + length
        return out


def float_flow(
    problem: FlowProblem,
    starts: list[Floats] | None = None,
    gap: float = 1e-12,
    t_end: float = np.inf,
    order: int = 18,
    max_steps: int = 2000,
    dense: bool = False,
) -> FloatFlow:
    """Until the excess is at most gap * E_ref or t reaches t_end. starts[k]: (B, d_{k+1}, d_k) or None for W0."""
    S = np.array([[float(x) for x in row] for row in problem.Sigma])
    target, p = np.array([float(x) for x in problem.pi_star]), np.array([float(x) for x in problem.p])
    W = [np.array([[[float(x) for x in r] for r in w]]) for w in problem.W0] if starts is None else starts
    W = [np.array(w, dtype=np.float64) for w in W]
    B = W[0].shape[0]
    level = gap * float(problem.E_ref)
    flow = FloatFlow(W, np.zeros(B), np.full(B, np.inf), np.zeros(B, bool), 0)
    unit = np.full(B, np.nan)
    with np.errstate(all="ignore"):
        while flow.steps < max_steps:
            flow.excess = _excess(W, S, target, p)
            flow.finished = (flow.excess <= level) | (flow.t >= t_end)
            active = np.nonzero(~flow.finished & np.isfinite(flow.excess))[0]
            if active.size == 0:
                break
            here = [w[active] for w in W]
            guess = np.where(np.isnan(unit[active]), _time_scale(here, S, target, p), unit[active])
            coefficients, size = _series(here, S, target, p, order, guess)
            h = np.fmin(*[(1e-17 * size[:, 0] / size[:, m]) ** (1.0 / m) for m in (order - 1, order)])
            h = np.fmin(np.where(np.isfinite(h), h, 0.5), 4.0)
            h = np.fmin(h, (t_end - flow.t[active]) / guess)
            for k, c in enumerate(coefficients):
                W[k][active] = _horner(c, h)
            length = np.zeros(B)
            length[active] = h * guess
            flow.t = np.where(flow.t + length >= t_end * (1 - 1e-15), np.fmax(flow.t, t_end), flow.t + length)
            unit[active] = np.clip(h, 0.1, 4.0) * guess
            flow.steps += 1
            if dense:
                flow.history.append((length, _in_time(coefficients, guess, active, B)))
    return flow


def _in_time(coefficients: list[Floats], unit: Floats, active: Any, B: int) -> list[Floats]:
    powers = unit[:, None] ** -np.arange(coefficients[0].shape[1])
    out = []
    for c in coefficients:
        full = np.zeros((B, *c.shape[1:]))
        full[active] = c * powers[:, :, None, None]
        out.append(full)
    return out


def _horner(c: Floats, s: Floats) -> Floats:
    """c: (B, N + 1, r, q), s: (B,)."""
    value = c[:, -1]
    for m in range(c.shape[1] - 2, -1, -1):
        value = value * s[:, None, None] + c[:, m]
    return value


def _backward(W: list[Floats], p: Floats) -> list[Floats]:
    b = [np.broadcast_to(p, (W[0].shape[0], p.size))]
    for w in reversed(W):
        b.append(np.einsum("Bij,Bi->Bj", w, b[-1]))
    return b[::-1]


def _excess(W: list[Floats], S: Floats, target: Floats, p: Floats) -> Floats:
    z = _backward(W, p)[0] - target
    return np.asarray(np.einsum("Bi,ij,Bj->B", z, S, z))


def _time_scale(W: list[Floats], S: Floats, target: Floats, p: Floats) -> Floats:
    b = _backward(W, p)
    f = 2 * (b[0] - target) @ S.T
    speed = np.zeros(W[0].shape[0])
    for k, w in enumerate(W):
        speed += (b[k + 1] ** 2).sum(1) * (f**2).sum(1)
        f = np.einsum("Bij,Bj->Bi", w, f)
    size = sum((w**2).sum((1, 2)) for w in W)
    return np.asarray(np.where(speed > 0, 0.1 * np.sqrt(size / np.where(speed > 0, speed, 1.0)), 1.0))


def _series(W: list[Floats], S: Floats, target: Floats, p: Floats, N: int, unit: Floats) -> tuple[list[Floats], Floats]:
    """Coefficients (B, N + 1, r, q) in units of time `unit`, and their total norms (B, N + 1)."""
    L, B = len(W), W[0].shape[0]
    C = [np.zeros((B, N + 1, *w.shape[1:])) for w in W]
    for c, w in zip(C, W):
        c[:, 0] = w
    b = [np.zeros((B, N, w.shape[2])) for w in W] + [np.zeros((B, N, p.size))]
    b[L][:, 0] = p
    f = [np.zeros((B, N, w.shape[2])) for w in W]
    for m in range(N):
        for k in range(L - 1, -1, -1):
            b[k][:, m] = np.einsum("Bqij,Bqi->Bj", C[k][:, : m + 1], b[k + 1][:, m::-1] if m else b[k + 1][:, :1])
        z = b[0][:, m] - target if m == 0 else b[0][:, m]
        f[0][:, m] = 2 * (z @ S.T) * unit[:, None]
        for k in range(1, L):
            f[k][:, m] = np.einsum("Bqij,Bqj->Bi", C[k - 1][:, : m + 1], f[k - 1][:, m::-1] if m else f[k - 1][:, :1])
        for k in range(L):
            late = f[k][:, m::-1] if m else f[k][:, :1]
            C[k][:, m + 1] = -np.einsum("Bqi,Bqj->Bij", b[k + 1][:, : m + 1], late) / (m + 1)
    size = np.sqrt(sum((c**2).sum((2, 3)) for c in C))
    return C, np.asarray(size)


@dataclass(frozen=True)
class ReferencePoint:
    """W(t) with about `digits` correct digits, as mpf entries; an estimate, not an enclosure."""

    t: Fraction
    layers: list[list[list[Any]]]


def reference_flow(problem: FlowProblem, times: list[Fraction], digits: int = 60) -> list[ReferencePoint]:
    """W at increasing times by Taylor steps in mpmath with 15 guard digits; order and step from the last two terms."""
    out: list[ReferencePoint] = []
    order = max(16, int(1.1 * digits))
    with mpmath.workdps(digits + 15):
        tiny = mpmath.mpf(10) ** (-digits - 8)
        W = [[[_mpf(x) for x in row] for row in w] for w in problem.W0]
        S = [[_mpf(x) for x in row] for row in problem.Sigma]
        target, p = [_mpf(x) for x in problem.pi_star], [_mpf(x) for x in problem.p]
        t = mpmath.mpf(0)
        for goal in times:
            while t < _mpf(goal):
                c = taylor_coefficients(W, S, target, p, order, _mpf)
                size = [
                    mpmath.sqrt(sum(x * x for k in range(len(W)) for r in c[k][m] for x in r)) for m in range(order + 1)
                ]
                # the smaller of two estimates from the last two terms
                h = min((tiny * size[0] / size[m]) ** (mpmath.mpf(1) / m) for m in (order - 1, order) if size[m] > 0)
                h = min(h, _mpf(goal) - t)
                W = [evaluate(ck, h) for ck in c]
                t = t + h
            out.append(ReferencePoint(goal, [[list(r) for r in w] for w in W]))
    return out


def _mpf(x: Fraction) -> Any:
    return mpmath.mpf(x.numerator) / x.denominator
