r"""A certified gradient flow as curves for the record: at every drawn time an enclosure of each quantity.

    certified_bands(instance)   {"times": [...], "curves": {name: {"lower": [...], "upper": [...]}}}

The enclosure of W(t) comes from the tube of numerics.flow, the quantities from the same formulas as the claims, in
balls. Curves: two largest singular values of each layer; alignment <v_(k+1), u_k>^2; sharpness with S_min and the
bound 4^(1-1/L) (Lambda/a) S_min; excess risk E with envelopes E(t_0) exp(-mu (t - t_0)) from the first drawn time t_0
at which E is below a rho^2: mu explicit, from the claim small-scale/pl-condition, and mu the least |grad R|^2/E of the
tube.

Raises NotExpressible where the flow is not certified. Not covered: times after the end of the tube.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from flint import arb, ctx, fmpq

from numerics.arithmetic import Rationals
from numerics.arithmetic.base import NotExpressible
from numerics.arithmetic.ends import ends
from numerics.flow import CertifiedFlow
from numerics.instance import Instance
from numerics.subjects.enclosed import enclosed_flow, smallest_gradient_ratio
from numerics.subjects.small_scale import FlowInTime, Pair

BITS, TIMES = 64, 64
Curve = dict[str, list[float]]


def certified_bands(instance: Instance) -> dict[str, Any]:
    A = Rationals(BITS)
    with A.context():
        flow = enclosed_flow(A, instance)
        end = Fraction(math.floor(float(flow.tube.T) * 64), 64)
        times = [end * i * i / TIMES**2 for i in range(TIMES + 1)]  # denser while the layers grow
        states = [_state(A, instance, flow, t) for t in times]
        curves = _quantities(states) | _sharpness(A, flow, states) | _envelope(A, instance, flow, states, times)
    return {"times": [float(t) for t in times], "curves": curves}


def _state(A: Rationals, instance: Instance, flow: CertifiedFlow, t: Fraction) -> Pair:
    """Start and weights at time t."""
    given = {name: A.matrix(m) for name, m in instance.matrices.items()}
    start = {f"V{k}": given[f"W{k}"] for k in range(1, instance.depth + 1)}
    now = {f"W{k}": w for k, w in enumerate(flow.tube.at(t).balls(), 1)}
    return Pair(A, {**given, **start, **now}, {})


def _quantities(states: list[Pair]) -> dict[str, Curve]:
    L, curves = states[0].L, {}
    for k in range(1, L + 1):
        curves[f"σ₁ of layer {k}"] = curve(states, lambda f, k=k: f.sigma(k))  # type: ignore[misc]
        if min(_shape(states[0], k)) == 2:
            curves[f"σ₂ of layer {k}"] = curve(states, lambda f, k=k: f.A.root(f.tail(k), 2))  # type: ignore[misc]
    for k in range(1, L):
        curves[f"layers {k}, {k + 1}"] = curve(states, lambda f, k=k: f.alignment(k))  # type: ignore[misc]
    return curves


def _shape(f: Pair, k: int) -> tuple[int, int]:
    shape: tuple[int, int] = f.A.shape(f.W[k])
    return shape


def _sharpness(A: Rationals, flow: CertifiedFlow, states: list[Pair]) -> dict[str, Curve]:
    f, least = states[-1], flow.observables().minimal_sharpness
    ratio = A.largest(f.Lambda) / f.a
    bound = arb(4) ** (1 - arb(1) / f.L) * _ball(ratio) * least
    return {
        "sharpness": curve(states, lambda g: g.sharpness),
        "S_min": curve(states, lambda g: least),
        "bound": curve(states, lambda g: bound),
    }


def _envelope(
    A: Rationals, instance: Instance, flow: CertifiedFlow, states: list[Pair], times: list[Fraction]
) -> dict[str, Curve]:
    excess = curve(states, lambda f: f.error_squared)
    level = float(ends(A.largest(states[0].E_ref))[0])
    first = next((i for i, high in enumerate(excess["upper"]) if high < level), None)
    if first is None:
        return {"risk": excess}
    in_time, missing = FlowInTime.of(instance, A), [math.nan] * first
    at_first = arb(excess["upper"][first])

    def envelope(mu: arb) -> Curve:
        passed = [t - times[first] for t in times[first:]]
        after = [interval(at_first * (-mu * arb(fmpq(s.numerator, s.denominator))).exp()) for s in passed]
        return {"lower": missing + [a for a, _ in after], "upper": missing + [b for _, b in after]}

    explicit, least = _ball(in_time.explicit_mu), smallest_gradient_ratio(flow, times[first])
    found = {"risk": excess, "explicit rate": envelope(explicit)}
    return {**found, "certified rate": envelope(_ball(ends(least)[0]))} if least > 0 else found


def _ball(x: Any) -> arb:
    low, high = ends(x)
    return arb(fmpq(low.numerator, low.denominator)).union(arb(fmpq(high.numerator, high.denominator)))


def interval(x: Any) -> tuple[float, float]:
    """Floats around the enclosure; NaN where there is none."""
    try:
        low, high = ends(x)
    except NotExpressible:
        return math.nan, math.nan
    return math.nextafter(float(low), -math.inf), math.nextafter(float(high), math.inf)


def curve(states: list[Pair], quantity: Callable[[Any], Any]) -> Curve:
    pairs = []
    for f in states:
        try:
            with ctx.workprec(BITS):
                pairs.append(interval(quantity(f)))
        except (NotExpressible, ArithmeticError):
            pairs.append((math.nan, math.nan))
    return {"lower": [a for a, _ in pairs], "upper": [b for _, b in pairs]}
