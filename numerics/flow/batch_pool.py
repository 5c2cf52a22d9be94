"""The lanes of a batch on their way: steps, clock, certificates, and when a lane is given up.

Main statements
    (1) At all times |W(t) - layers|_F <= radius for every lane whose status is not OUTSIDE, t the exact float.
    (2) A lane is CERTIFIED only by the certificate of numerics.flow.batch_limit at such a point.

(1) holds at t = 0 with the rounding of the data; a round changes a lane only when its step is verified, the float
polynomial's value at h is off by at most gamma_2N sum |W_m| h^m (Horner), and its clock is exact: dt has 20 significant
bits, h = 2 dt / unit with unit a power of two, and t + dt must not round (two-sum), else the lane is given up.

Lanes run POOL at a time; finished ones make room for waiting ones, so that stragglers do not idle the arrays.
Not covered: what becomes of the lanes that are given up (numerics.flow.batch).
References: Knuth, Seminumerical Algorithms, 4.2.2 (two-sum).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.flow.batch_growth import Suprema, verify
from numerics.flow.batch_limit import certify, smallest_eigenvalue
from numerics.flow.batch_series import (
    DATA_ERROR,
    LARGEST_UNIT,
    Controls,
    Lanes,
    Series,
    SeriesNorms,
    above,
    defect,
    expand,
    gamma,
    length,
    powers,
)
from numerics.flow.rounding import Floats, Up

POOL = 512
TRIES = 14  # halvings of a step before a lane is given up

RUNNING, CERTIFIED, STEPS, WIDE, STUCK, CLOCK, STILL, OUTSIDE = range(8)
REASONS = {
    STEPS: "no certificate within the steps allowed",
    WIDE: "error radius too large for the accuracy asked for",
    STUCK: "no step size could be verified",
    CLOCK: "step too short for an exact clock",
    STILL: "the gradient at the start vanishes or underflows",
    OUTSIDE: "data out of the range of float64, or Sigma not certainly positive definite",
}
Array = npt.NDArray[Any]


class Pool:
    """B lanes. layers[k]: (d_{k+1}, d_k, B); t, radius, limit_radius, rate, root_E, status, steps: (B,)."""

    def __init__(
        self, lanes: Lanes, accuracy: float, max_steps: int, order: int, tolerance: float, controls: Controls
    ) -> None:
        self.lanes, self.controls, self.order, self.tolerance = lanes, controls, order, tolerance
        self.accuracy, self.max_steps = accuracy, max_steps
        B = lanes.p.shape[-1]
        start = length(np.concatenate([w.reshape(-1, B) for w in lanes.start]), (0,))
        self.layers, self.t = [w.copy() for w in lanes.start], np.zeros(B)
        self.radius: Floats = above(Up(DATA_ERROR) * start) if controls.with_rounding else np.zeros(B)
        self.limit_radius, self.rate, self.root_E = np.full((3, B), np.nan)
        self.status, self.steps, self.tries = np.zeros((3, B), int)
        self.smallest = smallest_eigenvalue(lanes)
        self.unit = _first_unit(lanes, lanes.start)
        self.cap = np.full(B, np.inf)
        finite = np.isfinite(start.v) & np.isfinite(lanes.p).all(0) & np.isfinite(lanes.target).all(0)
        self.status[np.isnan(self.unit)] = STILL
        self.status[~(finite & (self.smallest > 0))] = OUTSIDE

    def run(self) -> None:
        waiting = np.nonzero(self.status == RUNNING)[0]
        while waiting.size:
            at = waiting[:POOL]
            self._finish(at)
            at = at[self.status[at] == RUNNING]
            if at.size:
                self._advance(at)
            waiting = waiting[self.status[waiting] == RUNNING]

    def _finish(self, at: Array) -> None:
        """Try the limit certificate; give up lanes whose radius can only get worse."""
        W, e = [w[..., at] for w in self.layers], self.radius[at]
        seen = certify(self.lanes.take(at), self.smallest[at], W, e, self.controls)
        size = np.sqrt(sum(np.square(w).sum((0, 1)) for w in W))
        done = seen.held & (seen.radius <= self.accuracy * size)
        self.limit_radius[at], self.rate[at], self.root_E[at] = seen.radius, seen.rate, seen.root_E
        wide = (e > 0.05 * size) | (seen.held & (e > 0.9 * self.accuracy * size)) | ~np.isfinite(e)
        self.status[at] = np.where(done, CERTIFIED, np.where(wide, WIDE, RUNNING))

    def _advance(self, at: Array) -> None:
        """One step of the lanes `at`; a lane whose step is not verified stays, and tries half of it next time."""
        lanes, W, unit = self.lanes.take(at), [w[..., at] for w in self.layers], self.unit[at]
        series = expand(lanes, W, unit, self.order)
        norms = SeriesNorms.of(series)
        dt = _short(0.5 * self._step(norms, at) * unit)
        h = 2 * dt / unit  # exact: unit is a power of two
        bound = defect(lanes, norms, h, unit, self.order, self.controls)
        reached, verified = verify(lanes, Suprema.of(series, norms, bound, h), bound, self.radius[at], h, unit)
        then, exact = _add(self.t[at], dt)
        if self.controls.with_rounding:
            reached = above(Up(reached) + _evaluation(norms, h))
        good = verified & exact & np.isfinite(reached)
        here, stay = at[good], at[~good]
        for w, value in zip(self.layers, _horner(series, h)):
            w[..., here] = value[..., good]
        self.t[here], self.radius[here] = then[good], reached[good]
        self.steps[here] += 1
        self.unit[here], self.cap[here], self.tries[here] = _power_of_two(h * unit)[good], np.inf, 0
        self.cap[stay] = (0.5 * h * unit)[~good]
        self.tries[stay] += 1
        self.status[stay[self.tries[stay] > TRIES]] = STUCK
        self.status[at[~exact]] = CLOCK
        self.status[here[self.steps[here] >= self.max_steps]] = STEPS

    def _step(self, norms: SeriesNorms, at: Array) -> Floats:
        """Step in scaled time from the last two Taylor terms; a bad choice costs time, never correctness."""
        N = self.order
        total = sum((w.v for w in norms.W[1:]), norms.W[0].v)
        h = np.fmin(*[(self.tolerance * total[0] / total[m]) ** (1.0 / m) for m in (N - 1, N)])
        h = np.fmin(np.where(np.isfinite(h), h, 1.0), 2.0)
        return np.asarray(np.fmin(h, self.cap[at] / self.unit[at]))


def _evaluation(norms: SeriesNorms, h: Floats) -> Up:
    """What Horner's rule rounds away: two roundings a coefficient."""
    N = len(norms.W[0].v) - 1
    hp, g, total = powers(h, N + 1), gamma(2 * N), Up(np.zeros_like(h))
    for w in norms.W:
        part = g * (w * hp).sum(0)
        total = total + part * part
    return total.sqrt()


def _first_unit(lanes: Lanes, W: list[Floats]) -> Floats:
    """A power of two near a tenth of |W| / |dW/dtau|; nan where the float gradient vanishes."""
    b = [lanes.p]
    for w in reversed(W):
        b.append(np.einsum("ijB,iB->jB", w, b[-1]))
    b.reverse()
    f = np.einsum("ijB,jB->iB", lanes.sigma, b[0] - lanes.target)
    speed, size = np.zeros(f.shape[-1]), np.zeros(f.shape[-1])
    for k, w in enumerate(W):
        speed += np.square(b[k + 1]).sum(0) * np.square(f).sum(0)
        size += np.square(w).sum((0, 1))
        f = np.einsum("ijB,jB->iB", w, f)
    size = np.where(size > 0, size, np.square(lanes.target).sum(0))  # only depth one leaves W = 0
    return _power_of_two(0.1 * np.sqrt(size / np.where(speed > 0, speed, np.nan)))


def _power_of_two(x: Floats) -> Floats:
    return np.asarray(2.0 ** np.clip(np.round(np.log2(x)), -LARGEST_UNIT, LARGEST_UNIT))


def _short(dt: Floats) -> Floats:
    """dt rounded down to 20 significant bits."""
    mantissa, exponent = np.frexp(dt)
    return np.asarray(np.ldexp(np.floor(mantissa * 2.0**20), exponent - 20))


def _add(t: Floats, dt: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """(t + dt, whether the sum is exact and dt > 0)."""
    total = t + dt
    part = total - t
    return total, np.asarray((((t - (total - part)) + (dt - part)) == 0) & (dt > 0))


def _horner(series: Series, h: Floats) -> list[Floats]:
    out = []
    for c in series.W:
        value = c[-1]
        for m in range(series.order - 1, -1, -1):
            value = value * h + c[m]
        out.append(value)
    return out
