"""Checks of one validated step of a flow: the inequality that carries it, its seed, its end."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from numerics.flow import FlowProblem, step
from numerics.flow.defect import Constants, defect_bound
from numerics.flow.errors import EnclosureBlowup, ScaleOutOfRange, StepFailure
from numerics.flow.fixed import IntegerSeries
from numerics.flow.limbs import LimbSeries
from numerics.flow.rounding import Up
from numerics.flow.step import Controls, Step, advance, next_state
from numerics.flow.tube import Tube, start_tube
from properties.selftest.need import need, random_network, refuses

F = Fraction


def flow_problem(dims: tuple[int, ...], seed: int, rows: int = 5) -> FlowProblem:
    instance = random_network(random.Random(seed), dims, rows)
    small = {f"W{k}": tuple(tuple(x / 5 for x in row) for row in w) for k, w in enumerate(instance.layers, 1)}
    return FlowProblem.from_instance(instance.with_matrices(**small))


def scalar_flow(weights: tuple[Fraction, ...], target: Fraction, sigma: int = 1) -> FlowProblem:
    return FlowProblem(((F(sigma),),), (target,), (F(1),), tuple(((w,),) for w in weights))


@contextmanager
def instead(holder: Any, name: str, value: Any) -> Iterator[None]:
    kept = getattr(holder, name)
    setattr(holder, name, value)
    try:
        yield
    finally:
        setattr(holder, name, kept)


def _advanced(problem: FlowProblem, digits: int = 12, guess: float = 0.1, **more: Any) -> tuple[Tube, Constants, Step]:
    tube, constants = start_tube(problem, digits)
    controls = more.pop("controls", Controls())
    state = more.pop("state", tube.state)
    return (
        tube,
        constants,
        advance(problem, constants, state, 16, tube.bits, 10.0**-digits, guess, controls, more.pop("longest", None)),
    )


def growth_argument() -> None:
    """The radius is at least exp(sum of rates) times the seed, and less than the tube for which the rates hold."""
    _, constants, taken = _advanced(flow_problem((2, 2, 1), 1))
    h, unit = taken.h, 2.0**taken.series.frame.unit_exponent
    asked: list[tuple[float, float, float]] = []

    def verified(rate: Callable[[float], float], count: int = 8, seed: float = 1e-6, grow: bool = True) -> Any:
        asked.clear()

        def rates(centres: Any, _: Any, radius: float, scale: float) -> Up:
            asked.append((radius, scale, centres.layers.shape[1]))
            return Up(np.full(count, rate(radius)))

        with instead(step, "growth_rates", rates):
            return step._verify(taken.series, taken.norms, constants, unit, h, count, seed, 1.0, grow)

    for rate in (0.0, 0.3, 1.9 / h):
        for count in (8, 32):
            radius, exponent = verified(lambda _, rate=rate: rate, count)  # type: ignore[misc]
            need(
                rate * h <= exponent * (1 + 1e-12) and exponent <= rate * h * (1 + 1e-12) + 1e-200,
                "the growth exponent",
            )
            need(math.exp(rate * h) * 1e-6 * (1 - 1e-15) <= radius <= math.exp(rate * h) * 1e-6 * (1 + 1e-9), "radius")
            need(radius < asked[-1][0] and asked[-1][1:] == (unit, count), "inside of the tube of the rates")
    steep = verified(lambda tube: 1e6 * tube * math.log(4) / h)  # e^(tube/seed ln 4): larger than every tube
    need(steep is None and len(asked) >= 1, "no tube, no step")
    need(verified(lambda _: 2.6 / h) is None and verified(lambda _: 2.4 / h) is not None, "growth up to e^2.5")
    refuses(OverflowError, lambda: verified(lambda _: float("nan")), "NaN is no rate")
    with instead(step, "_first_tube", lambda *_: 3e-6):
        slow = verified(lambda tube: 1.2 / h if tube < 5e-6 else 1.5 / h)
    need(
        slow is not None and slow[0] < asked[-1][0] <= 2.1 * slow[0] and slow[0] >= math.exp(1.5) * 1e-6,
        "the tube is widened",
    )
    for last in range(40):  # a radius equal to the tube proves nothing
        with (
            instead(step, "growth_factor", lambda _, last=last: 4.0 - last * 2.0**-51),
            instead(step, "_first_tube", lambda *_: 1.0),
        ):
            tight = verified(lambda _: 0.0, seed=0.25)
            need(tight is not None and tight[0] < asked[-1][0], "strictly inside")
    need(verified(lambda _: 0.3, grow=False) == (1e-6, 0.0), "a proof with a part switched off says so")


def one_step() -> None:
    """What a step claims: its seed holds the old radius and the defect, its length and its time are exact."""
    for dims, seed in (((2, 2, 1), 1), ((1, 1, 1), 4)):
        problem = flow_problem(dims, seed)
        tube, constants = start_tube(problem, 12)
        state = replace(tube.state, radius=1e-7, t=F(1, 3))
        seeds: list[tuple[float, float, int]] = []
        honest = step._verify

        def spy(*args: Any, honest: Any = honest, seeds: Any = seeds) -> Any:
            seeds.append((args[4], args[6], args[5]))
            return honest(*args)

        with instead(step, "_verify", spy):
            _, _, taken = _advanced(problem, state=state)
        h, given, count = seeds[-1]
        frame = taken.series.frame
        delta = float(defect_bound(taken.norms, frame, constants, taken.h).upper())
        need(h == taken.h == float(F(taken.a, 2**taken.s)) and count == taken.count and count & (count - 1) == 0, "h")
        need(1e-7 + h * delta <= given <= (1e-7 + h * delta) * (1 + 1e-12) and taken.defect == delta, "the seed")
        need(given <= taken.radius < 1.0 and taken.growth >= 0, "the radius")
        dt = F(2) ** frame.unit_exponent / 2 * F(taken.a) / 2**taken.s
        need(taken.t_end - taken.start.t == dt > 0 and taken.unit * F(taken.a, 2**taken.s) == dt, "times are exact")
        _, _, short = _advanced(problem, longest=dt / 3)
        need(dt / 4 < short.t_end <= dt / 3, "the longest step allowed")
        _, _, bare = _advanced(problem, controls=Controls(with_defect=False))
        need(bare.defect == 0.0, "the defect can be switched off")
        lengths: list[tuple[float, int]] = []
        with instead(step, "_verify", lambda *a, lengths=lengths: lengths.append((a[4], a[5]))):
            refuses(StepFailure, lambda problem=problem: _advanced(problem), "a step that is never verified")  # type: ignore[misc]
        need({c for _, c in lengths} == {8, 32} and len(lengths) >= 40, "coarse and fine")
        need(all(0.49 * a[0] <= b[0] <= a[0] for a, b in pairwise(lengths)), "halved")
        need(lengths[-1][0] < 1e-6 * lengths[0][0], "again and again")
        expand = step._expand
        for h in (0.0, -1.0, float("inf"), float("nan")):
            with instead(step, "_expand", lambda *a, expand=expand, h=h: (*expand(*a)[:2], h)):
                refuses(StepFailure, lambda problem=problem: _advanced(problem), f"a step of length {h}")  # type: ignore[misc]
        for wrong in (1e3, float("inf"), float("nan")):
            with instead(step, "_verify", lambda *_, wrong=wrong: (wrong, 0.1)):
                refuses(EnclosureBlowup, lambda problem=problem: _advanced(problem), f"a radius of {wrong}")  # type: ignore[misc]
        portable = _advanced(problem, controls=Controls(portable=True))[2]
        compiled = _advanced(problem)[2]
        need(type(portable.series) is not type(compiled.series), "two evaluators")
        if portable.series.frame == compiled.series.frame:
            need(next_state(portable).layers == next_state(compiled).layers, "the same integers")
    for limit_, kind in ((10, IntegerSeries), (start_tube(flow_problem((1, 1), 2), 12)[0].bits, LimbSeries)):
        with instead(step, "LIMB_BITS", limit_):
            need(type(_advanced(flow_problem((1, 1), 2))[2].series) is kind, "the limit of limbs")
    for value in (1e-250, 1e250, float("nan"), 0.0):
        refuses(ScaleOutOfRange, lambda value=value: step.exponent_of(value), f"the exponent of {value}")  # type: ignore[misc]
    need([step.exponent_of(x) for x in (0.75, 1.5, 4.0, 4.1)] == [0, 1, 3, 3], "exponents")
    for problem, largest in (
        (flow_problem((2, 2, 1), 1), None),
        (scalar_flow((F(9), F(1)), F(1)), None),
        (FlowProblem(((F(1),),), (F(1),), (F(1),), (((F(1),),) * 20, ((F(1, 8),) * 20,))), math.sqrt(20)),
    ):
        scale = largest or 2.0 ** start_tube(problem, 12)[0].state.x
        for part, fails in ((0.0499, False), (0.0501, True)):
            with instead(step, "_verify", lambda *_, part=part, scale=scale: (part * scale, 0.1)):
                if fails:
                    refuses(EnclosureBlowup, lambda problem=problem: _advanced(problem), "a wide tube")  # type: ignore[misc]
                else:
                    need(_advanced(problem)[2].radius == part * scale, "a twentieth of the largest layer")


def end_state() -> None:
    """The state after a step is the exact value of the polynomial up to what its radius adds; no more than that."""
    for dims, seed, up in (
        ((2, 2, 1), 1, 0),
        ((3, 4, 2), 4, 0),
        ((2, 1), 6, 0),
        ((2, 2, 1), 1, 6),
        ((2, 2, 1), 1, 14),
        ((3, 4, 2), 4, -1),
    ):
        first = start_tube(flow_problem(dims, seed), 12)[0].state
        lifted = replace(first, x=first.x + up, layers=[[F(v) * F(2) ** -up // 1 for v in w] for w in first.layers])
        _, _, taken = _advanced(flow_problem(dims, seed), state=lifted)
        frame = taken.series.frame
        for part, x in ((1, frame.x), (1, frame.x + 4), (8, frame.x), (64, frame.x)):
            a = max(1, taken.a // part)
            scaled = replace(taken, a=a, radius=0.0, series=_Shifted(taken.series, x))
            s = F(a, 2**taken.s)
            after = next_state(scaled)
            gap, size, largest = F(0), 0, 0
            ulp, unit = F(2) ** (frame.x - frame.bits), F(2) ** (after.x - frame.bits)
            for coefficients, layer in zip(scaled.series.coefficients(), after.layers):
                for i, value in enumerate(layer):
                    exact = sum(F(c[i]) * s**m for m, c in enumerate(coefficients)) * F(2) ** (x - frame.x) * ulp
                    gap += (exact - value * unit) ** 2
                    size, largest = size + 1, max(largest, abs(value))
            need(gap <= F(after.radius) ** 2, "the radius holds the roundings")
            least = math.sqrt(size) * float(
                F(2) ** (x - frame.x) * ulp * ((1 - s**frame.order) / (1 - s) if s != 1 else frame.order)
            )
            need(after.radius >= least * (1 - 1e-12), "an ulp for every entry and every step of Horner's rule")
            if after.x > x:
                need(
                    after.radius >= least * (1 - 1e-12) + math.sqrt(size) * float(unit) * (1 - 1e-12),
                    "and for the shift",
                )
            floors = float(unit + F(2) ** (x - frame.x) * ulp * (1 / (1 - s) if s < 1 else 20))
            need(after.radius <= 2 * math.sqrt(size) * floors, "and hardly more")
            need(
                largest.bit_length() == frame.bits - 1 or (after.x == x - 7 and largest.bit_length() < frame.bits),
                "scaled",
            )
            need(after.t == taken.start.t + taken.unit * s, "the time")
            moved = next_state(replace(scaled, radius=0.25))
            need(0.25 <= moved.radius <= 0.25 + 2 * after.radius + 1e-14, "the old radius stays inside")


class _Shifted:
    """A series whose values count for another exponent: large and small layers from one computation."""

    def __init__(self, series: Any, x: int) -> None:
        self._series, self.frame = series, replace(series.frame, x=x)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._series, name)
