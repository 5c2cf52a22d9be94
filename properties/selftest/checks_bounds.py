"""Checks of the bounds under a validated step: counted roundings, products of layers, growth, defect.

Where a bound is an equality (aligned layers, scalar layers, sums at ties of rounding) both sides are compared, so that
a dropped term, a forgotten rounding and an idle factor are all seen.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from numerics.flow.chain import Chain, padded
from numerics.flow.defect import Constants, SeriesNorms, defect_bound, tail
from numerics.flow.growth import Centres, growth_rates
from numerics.flow.rounding import (
    U,
    Up,
    growth_factor,
    largest_eigenvalue,
    norm_of_floats,
    powers,
    product,
    spectral_norm,
)
from numerics.flow.step import make_frame, series_of
from numerics.flow.tube import start_tube
from properties.selftest.checks_steps import flow_problem, scalar_flow
from properties.selftest.need import need, refuses

F = Fraction
SPEEDING_UP = scalar_flow((F(1, 40), F(1, 30)), F(50), 3)  # derivatives of both layers are positive
SOON_FAR = scalar_flow((F(1, 4), F(1, 3)), F(20), 3)
ULP = F(1, 2**53)


def _covers(bound: Up, exact: Fraction, spare: int, what: str) -> None:
    """v (1 + u)^n >= exact, and no more than `spare` roundings above it."""
    value = F(float(bound.v)) * (1 + ULP) ** bound.n
    need(value >= exact and value <= exact * (1 + ULP) ** spare + F(1, 2**800), what)
    need(F(float(bound.upper())) >= value, f"{what}: the float")


def _rounded_down(rng: np.random.Generator) -> tuple[float, float]:
    """Two floats whose product is rounded down by almost u."""
    while True:
        a, b = 1 + rng.random() / 2, 1 + rng.random() / 2
        if F(a) * F(b) > F(a * b) * (1 + ULP * F(4, 5)):
            return a, b


def counted_roundings() -> None:
    rng = np.random.default_rng(1)
    _covers(Up(1.0) + Up(U), 1 + ULP, 1, "a sum at a tie")
    _covers(Up(1.0, 7) + Up(U, 3), (1 + ULP) * (1 + ULP) ** 7, 9, "a sum of inexact terms")
    _covers((Up(1.0) + Up(U)) + Up(U), 1 + 2 * ULP, 2, "two sums")
    for terms in (2, 5, 8):
        _covers(Up(np.array([1.0] + [U] * (terms - 1))).sum(), 1 + (terms - 1) * ULP, terms, f"{terms} terms")
    rows = Up(np.array([[1.0, U, U], [0.0, 0.0, 0.0]])).sum(1)
    need(rows.n == 2, "terms of one axis")
    for _ in range(5):
        a, b = _rounded_down(rng)
        _covers(Up(a) * Up(b), F(a) * F(b), 4, "a product")
        _covers(Up(a, 3) * Up(b, 2), F(a) * F(b) * (1 + ULP) ** 5, 9, "a product of inexact factors")
        _covers(product([Up(a), Up(b), Up(a)]), F(a) * F(b) * F(a), 9, "three factors")
        root = Up(a, 3).sqrt()
        value = F(float(root.v)) * (1 + ULP) ** root.n
        need(F(a) * (1 + ULP) ** 3 <= value**2 <= F(a) * (1 + ULP) ** 9, "a root")
    need((Up(1e-200) * Up(1e-200)).v > 0, "an underflow")
    need(float(Up(np.array([1.0, 3.0, 2.0]), 4).max().upper()) >= 3 and Up(np.array([1.0, 2.0]), 4)[1].n == 4, "parts")
    refuses(OverflowError, lambda: Up(float("nan")).upper(), "not a number")
    refuses(OverflowError, lambda: Up(1.0, 2**52).upper(), "more roundings than the rule covers")
    steps = powers(0.7, 30)
    for m in range(30):
        _covers(Up(float(steps.v[m]), steps.n), F(0.7) ** m, 64, "powers")
    for x in (0.0, 0.3, 40.0):
        exponential = [F(1)]
        for m in range(1, 200):
            exponential.append(exponential[-1] * F(x) / m)
        need(sum(exponential) <= F(growth_factor(x)) <= sum(exponential) * (1 + F(1, 2**45)), "exponential")


def float_norms() -> None:
    v: Any
    c: Any
    rng = np.random.default_rng(2)
    for scale in (1.0, 2.0**-500, 2.0**400):
        v = rng.integers(-9, 9, 7) * scale
        exact = sum(F(float(x)) ** 2 for x in v)
        bound = F(float(norm_of_floats(v, 0).upper()))
        need(exact <= bound**2 <= exact * (1 + F(1, 10**12)) ** 2, "Euclidean norm")
        for r, c in ((2, 2), (5, 3), (3, 5), (1, 4)):
            left, right = rng.integers(1, 9, r), rng.integers(1, 9, c)
            size = int((left**2).sum() * (right**2).sum())  # squared norm of the rank-one matrix
            value = F(float(spectral_norm(np.outer(left, right) * scale).upper())) / F(scale)
            need(size <= value**2 <= size * (1 + F(1, 10**12)) ** 2, f"spectral norm of rank one, {r} x {c}")
        turned = F(float(spectral_norm(np.diag([3.0, 3.0, -3.0]) * scale).upper())) / F(scale)
        need(3 <= turned <= F(3) * F(10717, 10000), "flat spectrum: 3^(1/16) at most too large")
    wide = F(float(spectral_norm(np.diag([2.0, 1.0]), 0.25).upper()))
    need(wide >= F(5, 2) and wide <= 2 + F(1, 4) * F(2237, 1000), "entries known up to a quarter")
    need(float(norm_of_floats(np.zeros(3), 0).upper()) < 1e-250, "zero")
    for c, top in (([[2.0]], 2.0), ([[0.0, 3.0], [3.0, 0.0]], 3.0), ([[1.0, 3.0], [3.0, 0.5]], 3.76)):
        top_bound = float(largest_eigenvalue(Up(np.array(c))).upper())
        need(
            top <= top_bound <= 4.0 * (1 + 1e-12) and (top == 3.76 or top_bound <= top * (1 + 1e-12)),
            "largest eigenvalue, 1 and 2",
        )
    for size in (3, 5):
        c = rng.random((size, size))
        c = c + c.T
        top = float(np.linalg.eigvalsh(c)[-1])
        need(
            top * (1 - 1e-13) <= float(largest_eigenvalue(Up(c)).upper()) <= top * 1.001, f"largest eigenvalue, {size}"
        )


def _aligned(sizes: tuple[int, ...], lengths: tuple[float, ...]) -> list[Any]:
    """Layers length_k u_{k+1} u_k^T with u_k = (1, .., 1) / sqrt(d_k): norms of products are products of lengths."""
    units = [np.ones(d) / np.sqrt(d) for d in sizes]
    return [length * np.outer(units[k + 1], units[k]) for k, length in enumerate(lengths)]


def _close(bound: Up, exact: float, what: str) -> None:
    value = float(np.max(bound.upper()))
    need(exact <= value * (1 + 1e-13) and value <= exact * (1 + 1e-9), f"{what}: {value} for {exact}")


def products_of_layers() -> None:
    """Along aligned layers moved along themselves every inequality of the chain is an equality."""
    lengths, moved = (1.5, 0.75, 2.0, 1.25), (0.25, 0.5, 0.125, 0.375)
    sizes = (2, 3, 2, 4, 1)
    chain = Chain(padded(_aligned(sizes, lengths)), [Up(np.array([s])) for s in moved])
    far = [a + s for a, s in zip(lengths, moved)]
    segments = chain.all_segments
    for i in range(4):
        for j in range(i + 1, 5):
            _close(segments[i, j], float(np.prod(far[i:j])), f"segment {i} {j}")
    p = np.zeros(4)
    p[0] = 2.0
    bounds, b, size, error = chain.backward(p, Up(2.0))
    for k in range(5):
        _close(bounds[k], 2 * float(np.prod(far[k:])), f"b_{k}")
    need(bool(abs(np.linalg.norm(b) - 2 * np.prod(lengths)) < 1e-12), "b_0 at the centre")
    _close(size, 2 * float(np.prod(lengths)), "its norm")
    _close(error, 2 * float(np.prod(far) - np.prod(lengths)), "how far b_0 moves")
    _close(chain.backward(p, Up(2.0**53))[0][4], 4.0, "p is rounded to nearest")
    f = np.zeros((1, 4))
    f[0, :2] = 3 / np.sqrt(2)
    for k, bound in enumerate(chain.forward(f, Up(np.array([0.5])))):
        _close(bound, 3.5 * float(np.prod(far[:k])), f"f_{k}")
    need(chain.segments(2, 2) == {} and set(chain.segments(1, 3)) == {(1, 2), (1, 3), (2, 3)}, "which segments")


def _prepared(problem: Any, order: int, digits: int) -> tuple[Constants, Any, SeriesNorms]:
    tube, constants = start_tube(problem, digits)
    series = series_of(
        problem, make_frame(problem, constants, tube.state, order, tube.bits, -3), tube.state, portable=True
    )
    return constants, series, SeriesNorms.of(series)


def growth_of_errors() -> None:
    """For scalar layers the rate is the largest eigenvalue of the header's matrix, with every factor at its end."""
    w, target = (F(1, 2), F(3, 2), F(-2), F(5, 4)), F(5)
    constants, series, norms = _prepared(scalar_flow(w, target, 3), 8, 15)
    for tube in (0.0, 0.25):
        centres = Centres.of(series, norms, 2.0**-30, 1)
        far = [abs(float(x)) + tube for x in w]
        f = [3 * (float(np.prod(far)) + 5.0)]  # pi is negative here
        for x in far:
            f.append(f[-1] * x)
        b = [float(np.prod(far[k:])) for k in range(5)]
        C = np.zeros((4, 4))
        for j in range(4):
            for k in range(j + 1, 4):
                C[j, k] = C[k, j] = b[k + 1] * float(np.prod(far[j + 1 : k])) * f[j]
        rate = float(growth_rates(centres, constants, tube, 0.5).upper()[0])
        exact = float(np.linalg.eigvalsh(C)[-1]) / 2
        need(exact * (1 - 1e-6) <= rate <= exact * 1.001, f"rate in a tube of {tube}: {rate} for {exact}")
    _, series, norms = _prepared(SPEEDING_UP, 8, 15)
    h, count = 2.0**-6, 4
    centres = Centres.of(series, norms, h, count)
    for i in range(count):
        for s in np.linspace(i * h / count, (i + 1) * h / count, 5):
            for k, c in enumerate(series.W):
                gap = abs(float(sum(c[m, 0, 0] * s**m for m in range(len(c)))) - centres.layers[k, i, 0, 0])
                bound = float(centres.deviation[k].upper()[i])
                end = abs(s - i * h / count) < 1e-12
                need(
                    bool(gap <= bound and (not end or bound <= 1.25 * gap)), f"centres and deviations: {gap} of {bound}"
                )


def defect_of_polynomials() -> None:
    """The exact defect, where cutting dominates (few orders), and where rounding does (few digits, many orders)."""
    for dims, order, digits, idle in (((2, 2, 1), 4, 20, 60), ((1, 2, 2), 14, 6, 60), ((2, 1, 2, 1), 12, 7, 200)):
        problem = flow_problem(dims, 3)
        constants, series, norms = _prepared(problem, order, digits)
        for h in (0.125, 0.5):
            bound = float(defect_bound(norms, series.frame, constants, h).upper())
            truth = max(_exact_defect(problem, series, F(h) * F(i, 4)) for i in range(1, 5))
            need(truth <= bound <= idle * truth, f"defect {truth:.3g}, bound {bound:.3g}, {dims} of order {order}")
    for problem, order, h in ((SPEEDING_UP, 3, 2.0**-4), (SPEEDING_UP, 4, 2.0**-3), (SOON_FAR, 6, 2.0**-4)):
        # the terms of all series have one sign: the bound is nearly the truth
        constants, series, norms = _prepared(problem, order, 20)
        bound = float(defect_bound(norms, series.frame, constants, h).upper())
        truth = _exact_defect(problem, series, F(h))
        need(truth <= bound <= 1.03 * truth, f"an accelerating flow: {truth:.6g}, bound {bound:.6g}")
    u, v = Up(np.array([1.0, 2.0, 3.0])), Up(np.array([4.0, 5.0]))
    need(abs(float(tail(u, v, 2).v) - (10 + 12 + 15)) < 1e-12, "tail of a product")


def _exact_defect(problem: Any, series: Any, s: Fraction) -> float:
    """|dW/ds + unit/2 grad R(W)|_F at scaled time s, in fractions."""
    frame = series.frame
    unit, ulp = F(2) ** frame.unit_exponent, F(2) ** (frame.x - frame.bits)
    layers, slopes = [], []
    for k, c in enumerate(series.coefficients()):
        r, n = frame.dims[k + 1], frame.dims[k]
        value = [sum(v[i] * s**m for m, v in enumerate(c)) * ulp for i in range(r * n)]
        slopes.append([sum(m * v[i] * s ** (m - 1) for m, v in enumerate(c) if m) * ulp for i in range(r * n)])
        layers.append(tuple(tuple(value[i * n : (i + 1) * n]) for i in range(r)))
    total = F(0)
    for slope, g in zip(slopes, problem.gradient(tuple(layers)), strict=True):
        total += sum(((a + unit * b / 2) ** 2 for a, b in zip(slope, [x for row in g for x in row], strict=True)), F(0))
    return float(np.sqrt(float(total)))
