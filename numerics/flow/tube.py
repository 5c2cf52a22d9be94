"""The validated tube of a flow over [0, T], with dense output.

Main statement
    `integrate(problem, digits, until)` returns a Tube: a chain of verified steps, each a polynomial and a radius, such
    that the flow exists on [0, T] and |W(t) - W~(t)|_F <= radius(t) for every t in [0, T].

Notation: Enclosure = midpoint layers (balls from the evaluation of the polynomial) plus one Frobenius radius;
cells = sub-intervals of steps on which floats and one radius enclose W(t) for all t of the cell.
Not covered: t beyond T (numerics.flow.limit).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import numpy as np
from flint import arb, arb_mat, ctx, fmpq

from numerics.flow.cells import Cell, cells_of, widened
from numerics.flow.defect import Constants
from numerics.flow.errors import EnclosureBlowup, LimitNotReached, ScaleOutOfRange
from numerics.flow.fixed import Floats, Ints, to_fixed
from numerics.flow.problem import FlowProblem
from numerics.flow.rounding import Up
from numerics.flow.step import Controls, State, Step, advance, exponent_of, next_state

GUARD_BITS = 22


@dataclass(frozen=True)
class Enclosure:
    """W(t) for one t: |W(t) - M|_F <= radius for some M in the ball matrices `layers`."""

    t: Fraction
    layers: list[arb_mat]
    radius: float

    def balls(self) -> list[arb_mat]:
        """Entrywise enclosure of W(t) (the Frobenius radius bounds every entry)."""
        return [widened(m, self.radius) for m in self.layers]


@dataclass
class Tube:
    """A chain of verified steps from t = 0 to T; see the header of the module."""

    problem: FlowProblem
    digits: int
    steps: list[Step] = field(default_factory=list)
    state: State = field(default_factory=lambda: State(Fraction(0), [], 0, 0.0))
    bits: int = 0
    digits_lost: float = 0.0
    _unpacked: tuple[int, list[list[Ints]]] | None = None  # integers of the step looked at last

    @property
    def T(self) -> Fraction:
        return self.state.t

    @property
    def radius(self) -> float:
        """Frobenius radius at T."""
        return self.state.radius

    def layers_float(self) -> list[Floats]:
        """Midpoints at T as floats; for stopping rules and plots, not for proofs."""
        return _float_layers(self.state, self.problem.dims, self.bits)

    def excess_float(self) -> float:
        """E at the midpoint at T, to a few digits even far below 1e-16; a stopping rule, not a proof."""
        end = self.end()
        with ctx.workprec(self.bits + 64):
            w = _column(self.problem.p)
            for layer in reversed(end.layers):
                w = layer.transpose() * w
            z = w - _column(self.problem.pi_star)
            return abs(float((z.transpose() * self._sigma * z)[0, 0].mid()))

    @cached_property
    def _sigma(self) -> arb_mat:
        with ctx.workprec(self.bits + 64):
            rows = self.problem.Sigma
            return arb_mat([[arb(fmpq(x.numerator, x.denominator)) for x in row] for row in rows])

    def end(self) -> Enclosure:
        """The enclosure at T; the midpoints are exact."""
        d = self.problem.dims
        with ctx.workprec(self.bits + 64):
            unit = arb(2) ** (self.state.x - self.bits)
            layers = [arb_mat(d[k + 1], d[k], [arb(v) * unit for v in w]) for k, w in enumerate(self.state.layers)]
        return Enclosure(self.state.t, layers, self.state.radius)

    def at(self, t: Fraction) -> Enclosure:
        """The enclosure at any 0 <= t <= T. Raises ValueError outside."""
        if not 0 <= t <= self.T:
            raise ValueError(f"t = {float(t):.6g} lies outside [0, {float(self.T):.6g}]")
        if not self.steps:
            return self.end()
        low, high = 0, len(self.steps) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.steps[middle].start.t <= t else (low, middle - 1)
        step = self.steps[low]
        s = (t - step.start.t) / step.unit
        d, frame = self.problem.dims, step.series.frame
        with ctx.workprec(self.bits + 64):
            point = arb(fmpq(s.numerator, s.denominator))
            scale = arb(2) ** (frame.x - frame.bits)
            layers = []
            if self._unpacked is None or self._unpacked[0] != low:
                self._unpacked = (low, step.series.coefficients())
            for k, coefficients in enumerate(self._unpacked[1]):
                values = [arb(v) for v in coefficients[-1]]
                for c in reversed(coefficients[:-1]):
                    values = [v * point + x for v, x in zip(values, c)]
                layers.append(arb_mat(d[k + 1], d[k], [v * scale for v in values]))
        return Enclosure(t, layers, step.radius)

    def cells(self, refine: int = 1) -> Iterator[Cell]:
        """Enclosures on consecutive intervals covering [0, T]; refine (a power of two) cuts them finer."""
        for step in self.steps:
            yield from cells_of(step, step.count * refine)


def _column(values: tuple[Fraction, ...]) -> arb_mat:
    return arb_mat(len(values), 1, [arb(fmpq(x.numerator, x.denominator)) for x in values])


def _float_layers(state: State, dims: tuple[int, ...], bits: int) -> list[Floats]:
    scale = 2.0 ** (state.x - bits)
    return [np.array([float(v) for v in w]).reshape(dims[k + 1], dims[k]) * scale for k, w in enumerate(state.layers)]


def gap_below(gap: float) -> Callable[[Tube], bool]:
    """Stop once the (float) excess risk at the end is at most `gap`."""
    return lambda tube: tube.excess_float() <= gap


def time_reached(t: Fraction) -> Callable[[Tube], bool]:
    return lambda tube: bool(t <= tube.T)


def start_tube(problem: FlowProblem, digits: int) -> tuple[Tube, Constants]:
    """An empty tube at t = 0. Raises DegenerateStart, ScaleOutOfRange."""
    problem.check_scale()
    problem.check_start()
    constants = Constants.of(problem)
    bits = math.ceil(digits * math.log2(10)) + GUARD_BITS
    largest = max((abs(x) for w in problem.W0 for row in w for x in row), default=Fraction(0))
    # W(0) = 0 moves only at depth one, where it ends near pi_star / p
    x = exponent_of(float(largest or max(abs(v) for v in problem.pi_star))) + 1
    layers = [[to_fixed(v, x, bits) for row in w for v in row] for w in problem.W0]
    entries = sum(len(w) for w in layers)
    # the flow starts at the exact W0; flooring to the grid moves each entry by less than one ulp
    radius = float((Up(math.sqrt(entries) * 2.0 ** (x - bits), 2)).upper())
    return Tube(problem, digits, [], State(Fraction(0), layers, x, radius), bits), constants


def integrate(
    problem: FlowProblem,
    digits: int,
    until: Callable[[Tube], bool],
    max_steps: int = 4000,
    order: int | None = None,
    controls: Controls = Controls(),  # noqa: B008 - immutable
) -> Tube:
    """The validated tube up to the first step end at which `until(tube)` holds.

    digits: decimal digits carried (the final radius is about 10^-digits times the growth of errors). Raises
    DegenerateStart, EnclosureBlowup, StepFailure, ScaleOutOfRange, and LimitNotReached after max_steps.
    """
    tube, constants = start_tube(problem, digits)
    extend(tube, constants, until, max_steps, order, controls)
    return tube


def extend(
    tube: Tube,
    constants: Constants,
    until: Callable[[Tube], bool],
    max_steps: int = 4000,
    order: int | None = None,
    controls: Controls = Controls(),  # noqa: B008 - immutable
) -> None:
    """Append verified steps to a tube until `until(tube)` holds."""
    problem = tube.problem
    if tube.digits > 280:
        raise ScaleOutOfRange("the requested accuracy 10^-digits", 10.0**-300)
    N = order or max(14, int(1.15 * tube.digits) + 4)
    tolerance = 10.0**-tube.digits
    last = tube.steps[-1] if tube.steps else None
    guess = last.h * 2.0**last.series.frame.unit_exponent if last else first_guess(tube, constants)
    while not until(tube):
        if len(tube.steps) >= max_steps:
            raise LimitNotReached(float(tube.T), tube.excess_float(), f"{max_steps} steps spent")
        step = advance(problem, constants, tube.state, N, tube.bits, tolerance, guess, controls)
        tube.steps.append(step)
        tube.state = next_state(step)
        tube.digits_lost += step.growth / math.log(10)
        guess = step.h * 2.0**step.series.frame.unit_exponent
        if not tube.radius < 1e200:
            raise EnclosureBlowup(float(tube.T), tube.radius, tube.digits_lost)


def first_guess(tube: Tube, constants: Constants) -> float:
    """A tenth of |W| / |dW/dtau| at the start; a wrong guess costs time, never correctness."""
    W = tube.layers_float()
    b = [constants.p]
    for w in reversed(W):
        b.append(w.T @ b[-1])
    b.reverse()
    f = constants.sigma @ (b[0] - constants.target)
    speed = 0.0
    for k, w in enumerate(W):
        speed = math.hypot(speed, float(np.linalg.norm(b[k + 1])) * float(np.linalg.norm(f)))
        f = w @ f
    size = math.hypot(*[float(np.linalg.norm(w)) for w in W])
    return 0.1 * size / speed if speed > 0 and 0.1 * size / speed > 0 else 1.0
