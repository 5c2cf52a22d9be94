"""One validated step of the flow.

Main statement
    If |W(s = 0) - W~(0)|_F <= e, the step returns h > 0 and e' with |W(s) - W~(s)|_F <= e' for all s in [0, h],
    W~ the polynomial of the series, W the flow (which is shown to exist on [0, h] along the way).

Proof. Let delta bound the defect (numerics.flow.defect) and m_i the logarithmic norm on sub-interval i of the tube of
radius E around W~ (numerics.flow.growth). As long as e(s) = |W(s) - W~(s)| < E, the segment between the two points lies
in the tube and D^+ e <= m_i e + delta, so e(s) <= exp(sum m_i ds)(e + h delta) = e'. If e' < E the solution cannot
leave the tube before h (continuity), so it exists and the bound holds on all of [0, h]. The rates are >= 0, hence e'
also bounds every earlier e(s). []

Notation: tau = 2 t = unit s; state = integers at exponent x with F fraction bits, radius e.
Not covered: choosing digits and restarts (numerics.flow.tube).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from numerics.flow.defect import Constants, FixedData, SeriesNorms, defect_bound
from numerics.flow.errors import EnclosureBlowup, ScaleOutOfRange, StepFailure
from numerics.flow.fixed import Floats, Frame, IntegerSeries, Ints, Series, to_fixed
from numerics.flow.growth import Centres, growth_rates
from numerics.flow.limbs import LimbOverflow, LimbSeries
from numerics.flow.problem import FlowProblem
from numerics.flow.rounding import Up, growth_factor

LIMB_BITS = 1500  # beyond this Python's integers are the faster evaluator


@dataclass(frozen=True)
class State:
    """|W(t) - sum_k I_k 2^(x - F)|_F <= radius at exact time t."""

    t: Fraction
    layers: list[Ints]
    x: int
    radius: float


@dataclass(frozen=True)
class Step:
    """One verified step: start, series, scaled length h = a 2^-s, uniform radius, and the exponent of the growth."""

    start: State
    series: Series
    norms: SeriesNorms
    a: int
    s: int
    count: int
    radius: float
    growth: float
    defect: float

    @property
    def h(self) -> float:
        return self.a * 2.0**-self.s

    @property
    def unit(self) -> Fraction:
        """dt per unit of scaled time: tau = 2 t = 2^unit_exponent s."""
        return Fraction(2) ** (self.series.frame.unit_exponent - 1)

    @property
    def t_end(self) -> Fraction:
        return self.start.t + self.unit * Fraction(self.a, 2**self.s)


@dataclass(frozen=True)
class Controls:
    """Knobs for tests: a soundness test must fail when a term of the proof is switched off."""

    with_defect: bool = True
    with_growth: bool = True
    portable: bool = False


def exponent_of(value: float) -> int:
    """Least e with value <= 2^e; refuses values whose powers leave the float range."""
    if not 1e-250 < value < 1e250:
        raise ScaleOutOfRange("a norm", value)
    return math.frexp(value)[1]


def make_frame(problem: FlowProblem, constants: Constants, state: State, order: int, bits: int, unit: int) -> Frame:
    """Exponents near the norms at the start of the step; only speed and tightness depend on them."""
    d, L = problem.dims, problem.L
    scale = 2.0 ** (state.x - bits)
    W = [np.array([float(v) for v in w]).reshape(d[k + 1], d[k]) * scale for k, w in enumerate(state.layers)]
    x = state.x
    reach = bits // 4
    b, y = constants.p, [exponent_of(float(np.linalg.norm(constants.p)))]
    for k in range(L - 1, -1, -1):
        b = W[k].T @ b
        low = x + y[-1] - reach if k else y[-1] + x - 4 * reach
        y.append(_between(float(np.linalg.norm(b)), low, x + y[-1] + 1))
    y.reverse()
    target = float(np.linalg.norm(constants.target))
    y[0] = max(y[0], exponent_of(target)) if target else y[0]
    deviation = b - constants.target
    if np.linalg.norm(deviation) < 1e-6 * np.linalg.norm(constants.target):  # float64 has cancelled its digits away
        deviation = _deviation(problem, state, bits)
    residual = constants.sigma @ deviation
    sigma = exponent_of(float(np.linalg.norm(constants.sigma)))
    z = [_between(float(np.linalg.norm(residual)), y[0] + sigma - reach, y[0] + sigma + 1)]
    f = residual
    for k in range(1, L):
        f = W[k - 1] @ f
        z.append(_between(float(np.linalg.norm(f)), x + z[-1] - reach, x + z[-1] + 1))
    return Frame(d, order, bits, unit, x, tuple(y), tuple(e + unit for e in z), sigma)


def _deviation(problem: FlowProblem, state: State, bits: int) -> Floats:
    """pi(W) - pi_star in fixed point, rounded to floats at the end."""
    d = problem.dims
    b = [to_fixed(x, 0, bits) for x in problem.p]
    for k in range(problem.L - 1, -1, -1):
        w, c = state.layers[k], d[k]
        columns = (sum(w[i * c + j] * b[i] for i in range(d[k + 1])) for j in range(c))
        b = [v >> bits - state.x for v in columns]
    return np.array([float(u - to_fixed(x, 0, bits)) * 2.0**-bits for u, x in zip(b, problem.pi_star)])


def _between(value: float, low: int, high: int) -> int:
    return min(max(math.frexp(value)[1] if value > 0 else low, low), high)


def series_of(problem: FlowProblem, frame: Frame, state: State, portable: bool) -> Series:
    data = FixedData.of(problem, frame)
    arguments = (frame, state.layers, data.sigma, data.target, data.p)
    if portable or frame.bits > LIMB_BITS:
        return IntegerSeries(*arguments)
    return LimbSeries(*arguments)


def advance(
    problem: FlowProblem,
    constants: Constants,
    state: State,
    order: int,
    bits: int,
    tolerance: float,
    guess: float,
    controls: Controls,
    longest: Fraction | None = None,
) -> Step:
    """One step from `state`. guess: expected length in tau; tolerance: relative size of the last Taylor terms.

    Raises StepFailure, EnclosureBlowup, ScaleOutOfRange.
    """
    series, norms, h = _expand(problem, constants, state, order, bits, tolerance, guess, controls)
    unit = 2.0**series.frame.unit_exponent
    if longest is not None:
        h = min(h, float(longest * 2) / unit)
    rate_guess = 1.0
    for _ in range(40):
        if h <= 0 or not math.isfinite(h):
            break
        a, s = _short(h)
        h = a * 2.0**-s
        delta = defect_bound(norms, series.frame, constants, h) if controls.with_defect else Up(0.0)
        seed = (Up(state.radius) + Up(h) * delta).upper()
        for count in (8, 32):
            found = _verify(series, norms, constants, unit, h, count, float(seed), rate_guess, controls.with_growth)
            if found is not None:
                radius, exponent = found
                size = max(2.0**state.x, *(float(w.v[0]) for w in norms.W_frobenius))
                if radius > 0.05 * size or not math.isfinite(radius):
                    raise EnclosureBlowup(
                        float(state.t), radius, math.log10(max(radius / max(tolerance * size, 1e-300), 1))
                    )
                return Step(state, series, norms, a, s, count, radius, exponent, float(delta.upper()))
        h /= 2
    raise StepFailure(float(state.t))


def _expand(
    problem: FlowProblem,
    constants: Constants,
    state: State,
    order: int,
    bits: int,
    tolerance: float,
    guess: float,
    controls: Controls,
) -> tuple[Series, SeriesNorms, float]:
    """Series in a time unit in which the step is between 1/32 and 2, so that no coefficient dwarfs the others."""
    portable, overflows, first = controls.portable, 0, guess
    for _ in range(60):
        unit = math.ceil(math.log2(guess)) if 1e-280 < guess < 1e280 else 0
        frame = make_frame(problem, constants, state, order, bits, unit)
        shift = min(frame.shift_w)
        if not 0 <= shift <= 2 * bits:  # the derivative is out of proportion: wrong time unit
            guess *= 2.0**60 if shift > 0 else 2.0**-60
            continue
        if not frame.valid():
            raise ScaleOutOfRange("the ratio of two layer norms", 2.0 ** max(-1000, min(1000, frame.z[0])))
        try:
            series = series_of(problem, frame, state, portable)
        except LimbOverflow:
            overflows += 1
            guess /= 16
            if overflows == 3:  # not the time unit but a layer at rest: exponents far below what its vectors reach
                guess, portable = first, True
            continue
        norms = SeriesNorms.of(series)
        total = sum((w.v for w in norms.W_frobenius), np.zeros(order + 1))
        size = max(total[0], 2.0**frame.x)
        h = min((tolerance * size / total[m]) ** (1.0 / m) if total[m] > 0 else 4.0 for m in (order - 1, order))
        if 1 / 32 <= h <= 2:
            return series, norms, min(h, 1.25)
        guess = max(min(h, 64.0), 1e-6) * 2.0**unit
    raise StepFailure(float(state.t))


def _short(h: float) -> tuple[int, int]:
    """h rounded down to 12 significant bits, as a 2^-s."""
    mantissa, e = math.frexp(h)
    a, s = int(mantissa * 4096), 12 - e
    return (a, s) if s >= 0 else (a << -s, 0)


def _verify(
    series: Series,
    norms: SeriesNorms,
    constants: Constants,
    unit: float,
    h: float,
    count: int,
    seed: float,
    rate_guess: float,
    with_growth: bool,
) -> tuple[float, float] | None:
    """(e', growth exponent) of the main statement, or None when no tube radius passes."""
    if not with_growth:
        return seed, 0.0
    centres = Centres.of(series, norms, h, count)
    tube = _first_tube(seed, rate_guess, h)
    for _ in range(5):
        rates = growth_rates(centres, constants, tube, unit)
        exponent = float((rates.sum() * Up(h / count)).upper())
        if not exponent <= 2.5:
            return None
        radius = float((Up(growth_factor(exponent)) * Up(seed)).upper()) + 1e-300
        if radius < tube:
            return radius, exponent
        tube = 2 * radius
    return None


def _first_tube(seed: float, rate_guess: float, h: float) -> float:
    """The tube tried first; only a candidate."""
    return 4 * seed * math.exp(min(4.0, rate_guess * h)) + 1e-290


def next_state(step: Step) -> State:
    """The state at the end of a step: Horner value of the polynomial, its rounding and the radius together."""
    frame, h = step.series.frame, step.h
    layers = step.series.evaluate(step.a, step.s)
    d = frame.dims
    entries = sum(d[k] * d[k + 1] for k in range(len(d) - 1))
    floors = Up(math.sqrt(entries) * frame.ulp_w, 2) * _geometric(h, frame.order)
    radius = float((Up(step.radius) + floors).upper())
    largest = max((abs(v) for w in layers for v in w), default=0)
    x = frame.x - frame.bits + largest.bit_length() if largest else frame.x
    x = max(x, frame.x - 8) + 1
    if x != frame.x:
        shift = x - frame.x
        if shift > 0:
            layers = [[v >> shift for v in w] for w in layers]
            lost = Up(math.sqrt(entries) * 2.0 ** (x - frame.bits), 2)
            radius = float((Up(radius) + lost).upper())
        else:
            layers = [[v << -shift for v in w] for w in layers]
    return State(step.t_end, layers, x, radius)


def _geometric(h: float, order: int) -> Up:
    """sum_{m < order} h^m."""
    powers = np.full(order, h)
    powers[0] = 1.0
    return Up(np.cumprod(powers), order).sum()
