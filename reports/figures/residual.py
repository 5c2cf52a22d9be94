"""Figures on residual networks and products of random matrices.

    weight-change        max_k |W_k(inf) - W_k(0)|_F against depth, fitted exponent with its interval
    failure-probability  how often the printed lower bound on sigma_min fails, against u
    singular-range       extreme singular values of the partial products against depth
    threshold-map        the threshold C_4 of the convergence theorem over (s, L)

Everything is computed in float64 from the seed; the points marked as certified come from validated flows. The same seed
gives the same files to the last byte. What is not covered: verdicts; those come from `lemmata verify`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import exp, log, sqrt
from pathlib import Path
from typing import Any

import numpy as np

from numerics.arithmetic import Floats, Rationals
from numerics.instance import Instance, network_instance
from numerics.products import Setting, factors
from numerics.products.events import extremes
from numerics.subjects.concentration import Regime
from numerics.subjects.residual_flow import ResidualFlow
from properties.binomial import interval
from properties.statistics import slope
from reports.figures.residual_flow import limit_changes
from reports.figures.style import COLOURS, MARKERS, Sheet

Array = np.ndarray[Any, Any]
DEPTHS = (4, 8, 16, 32, 64, 128, 256)
CERTIFIED = (4, 8, 16, 32, 64)  # depths at which balls stay affordable
DRAWS = 200
LEAST = 1e-6  # bottom of the logarithmic axis of probabilities


def weight_change(folder: Path, seed: int) -> list[Path]:
    """max_k |W_k(inf) - W_k(0)|_F for L = 4 .. 256, with data far beyond the theorem's threshold."""
    sheet = Sheet(
        "Change of the weights along the residual flow, by depth",
        "Largest Frobenius norm of W_k(inf) - W_k(0) over the layers; d = 4, s = 1/2, six seeds for each depth "
        "(float64); squares: certified limits (d = 2). Dashed: the fitted power of L with its 95 % interval. Refuted "
        "if the interval excluded -1, or contained -1/2 or -2.",
    )
    axis, rows, points = sheet.axes[0], [], []
    for L in DEPTHS:
        starts = [_start(4, L, Fraction(1, 2), [seed, L, number]) for number in range(6)]
        layers, X, y, p = (np.stack(part) for part in zip(*starts, strict=True))
        for change in limit_changes(layers, X, y, p):
            rows.append({"L": L, "change": change})
            points.append((log(L), log(change)))
    fitted = slope([x for x, _ in points], [y for _, y in points])
    certified = [{"L": L, **_certified(L, seed)} for L in CERTIFIED]
    kinds = (("float64, d = 4", rows, 3.5), ("certified limit, d = 2", certified, 6.0))
    for number, (name, found, size) in enumerate(kinds):
        at, moved = [r["L"] for r in found], [r["change"] for r in found]
        axis.plot(at, moved, ls="", marker=MARKERS[number], ms=size, color=COLOURS[number], label=name)
    middle = [float(np.mean([x for x, _ in points])), float(np.mean([y for _, y in points]))]
    line = [exp(middle[1] + fitted.value * (log(L) - middle[0])) for L in DEPTHS]
    label = f"L to the power {fitted.value:.3f} ({fitted.low:.3f} to {fitted.high:.3f})"
    axis.plot(DEPTHS, line, ls="--", lw=1.2, color=COLOURS[6], label=label)
    axis.set(xscale="log", yscale="log", xlabel="Depth L", ylabel="Largest change of a layer (Frobenius norm)")
    _depth_ticks(axis, DEPTHS)
    axis.legend(fontsize=8.5)
    numbers = {"exponent": {"value": fitted.value, "low": fitted.low, "high": fitted.high}}
    return sheet.save(folder, "residual-weight-change", {**numbers, "runs": rows, "certified": certified})


def _depth_ticks(axis: Any, depths: Sequence[int]) -> None:
    axis.set_xticks(depths, [str(L) for L in depths])
    axis.minorticks_off()


def _start(d: int, L: int, s: Fraction, words: list[int]) -> tuple[Array, Array, Array, Array]:
    """(layers, X, y, p): a residual start with data drawn independently of it; pi* a unit vector, p the first axis."""
    setting = Setting(d, L, s)
    layers = np.eye(d) + setting.c_float * np.stack(list(factors(setting, words)))
    rng = np.random.default_rng([*words, 1])
    X = rng.standard_normal((4 * d, d))
    target = rng.standard_normal(d)
    p = np.eye(d)[0]
    return layers, X, X @ (p + target / np.linalg.norm(target) / 2), p


def _certified(L: int, seed: int) -> dict[str, Any]:
    """A validated flow from a start rounded to 1/1024."""
    layers, X, y, p = _start(2, L, Fraction(1, 2), [seed, L, 99])

    def rounded(m: Array) -> list[Any]:
        return [[Fraction(round(float(v) * 1024), 1024) for v in row] for row in np.atleast_2d(m)]

    instance: Instance = network_instance(rounded(X), rounded(y)[0], [rounded(w) for w in layers], rounded(p)[0])
    A = Rationals(64)
    with A.context():
        flow = ResidualFlow.of(instance, A)
        change = flow.limit_deviation / L
        return {"change": float(change.mid()), "radius": float(change.rad())}


def failure_probability(folder: Path, seed: int) -> list[Path]:
    """Frequency of singular values below the printed and the repaired bound, with exact 99 % intervals."""
    sheet = Sheet(
        "Failures of the lower bound on the singular values, 200 draws each",
        "Share of draws in which some partial product has a singular value below the bound at u (solid, with its exact "
        "99 % band) against the claimed failure probability (dashed). Printed: e^(-2s^2/d - u)/4 with "
        "8 e^(-d u^2/(32 s^2)); repaired: e^(-2s^2 - u)/2 with p_0 + p_1 + p_2, for L > 4 s^2 only. A claim is refuted "
        "where its band lies above its dashed line: left for the printed one; nowhere for the repaired one. No failure "
        "in 200 draws is a band that ends at 0.026.",
        columns=2,
    )
    panels = []
    choices = (
        (48, 8, Fraction(4), Fraction(1, 4), ("printed",)),
        (16, 256, Fraction(1, 2), Fraction(1, 24), ("printed", "repaired")),
    )
    for axis, (d, L, s, step, kinds) in zip(sheet.axes, choices, strict=True):
        for number, which in enumerate(kinds):
            rows = _failures(Setting(d, L, s), seed, step, which)
            x, colour = [r["u"] for r in rows], COLOURS[3 * number]
            shares = [max(r["failures"] / DRAWS, LEAST) for r in rows]
            axis.plot(x, shares, color=colour, lw=1.4, label=f"observed, {which}")
            band = [max(r["low"], LEAST) for r in rows], [r["high"] for r in rows]
            axis.fill_between(x, *band, color=colour, alpha=0.12, lw=0)
            claimed = [max(r["claimed"], LEAST / 10) for r in rows]
            axis.plot(x, claimed, color=colour, ls="--", label=f"claimed, {which}")
            panels.append({"bound": which, "d": d, "L": L, "s": str(s), "draws": DRAWS, "rows": rows})
        axis.set(xlabel=f"Deviation u   (d = {d}, L = {L}, s = {s})", ylabel="Failure probability", yscale="log")
        axis.set_ylim(LEAST, 2)
        axis.legend(fontsize=8.5, loc="lower left")
    return sheet.save(folder, "residual-failure-probability", {"panels": panels})


def _failures(setting: Setting, seed: int, step: Fraction, which: str) -> list[dict[str, float]]:
    least = []
    for number in range(DRAWS):
        words = [seed, 7, setting.d, number]
        least.append(extremes(list(factors(setting, words)), setting.c_float)[0][0])
    rows = []
    for k in range(1, 49):
        u = float(k * step)
        m = Regime(Floats(), {}, {"d": setting.d, "L": setting.L, "s": float(setting.s), "u": u})
        repaired = [float(x) for x in (m.log_p0, m.log_p1, m.log_p2)]
        threshold = m.log_eps_printed if which == "printed" else -m.constant(2) - 2 * m.s2 - m.u
        claimed = [float(m.constant(8) + m.log_rate)] if which == "printed" else repaired
        failed = sum(v < exp(float(threshold)) for v in least)
        low, high = interval(DRAWS, failed)
        bound = min(1.0, sum(exp(min(x, 1.0)) for x in claimed))
        rows.append({"u": u, "failures": failed, "low": float(low), "high": float(high), "claimed": bound})
    return rows


def singular_range(folder: Path, seed: int) -> list[Path]:
    """Medians of the extreme singular values over all partial products, five draws each."""
    d = 24
    sheet = Sheet(
        f"Extreme singular values of products near the identity (d = {d})",
        "Medians over five draws of the largest norm and the least singular value over all partial products. Dashed: "
        "e^(e(s)) and e^(-e(s)), the values for infinite width and depth (a conjecture at finite size). Refuted if the "
        "range kept growing with L.",
    )
    axis, rows = sheet.axes[0], []
    depths = (1, 2, 4, 8, 16, 32, 64, 128, 256)
    for number, s in enumerate((Fraction(1, 2), Fraction(1), Fraction(2))):
        lows, highs = [], []
        for L in depths:
            setting = Setting(d, L, s)
            found = [extremes(list(factors(setting, [seed, 11, L, k])), setting.c_float) for k in range(5)]
            lows.append(float(np.median([low[0] for low, _ in found])))
            highs.append(float(np.median([high[0] for _, high in found])))
        edge = _edge(float(s))
        for values in (lows, highs):
            axis.plot(depths, values, color=COLOURS[number], marker=MARKERS[number], ms=4, lw=1.3)
        for sign in (-1, 1):
            axis.axhline(exp(sign * edge), color=COLOURS[number], ls="--", lw=0.9)
        axis.plot([], [], color=COLOURS[number], marker=MARKERS[number], label=f"s = {s}")
        rows.append({"s": str(s), "edge": edge, "L": depths, "low": lows, "high": highs})
    axis.set(xscale="log", yscale="log", xlabel="Depth L", ylabel="Singular values of G_k, all k")
    _depth_ticks(axis, depths)
    axis.legend(fontsize=8.5)
    return sheet.save(folder, "residual-singular-range", {"d": d, "curves": rows})


def _edge(s: float) -> float:
    root = sqrt(1 + 2 / s**2)
    return float(0.5 * (log(s * s / 2) + 2 * log(1 + root) + s * s * root))


def threshold_map(folder: Path, seed: int) -> list[Path]:
    """log10 of C_4 = gamma^10/(64 e M^6) with measured two-sided bounds, medians over 25 draws."""
    d, scales, depths = 8, tuple(Fraction(k, 8) for k in range(1, 13)), (1, 2, 4, 8, 16, 32, 64, 128)
    sheet = Sheet(
        f"Threshold of the convergence theorem over scale and depth (d = {d})",
        "log10 of C_4 = gamma^10/(64 e M^6) with the bounds gamma, M measured on all partial products from both ends, "
        "medians over 25 draws; N = 0 gives -2.24. A flow with E(0) at most C_4 lambda^2 |p|^2/Lambda that did not "
        "converge would refute the theorem.",
    )
    grid = np.zeros((len(scales), len(depths)))
    for i, s in enumerate(scales):
        for j, L in enumerate(depths):
            grid[i, j] = float(np.median([_log_threshold(Setting(d, L, s), [seed, 13, i, j, k]) for k in range(25)]))
    axis = sheet.axes[0]
    picture = axis.pcolormesh(range(len(depths)), [float(s) for s in scales], grid, cmap="cividis", shading="nearest")
    bar = sheet.figure.colorbar(picture, ax=axis)
    bar.set_label("log10 of C_4")
    axis.set_xticks(range(len(depths)), [str(L) for L in depths])
    axis.set(xlabel="Depth L", ylabel="Scale s")
    axis.grid(False)
    content = {"d": d, "s": [str(s) for s in scales], "L": depths, "log10 C4": grid}
    return sheet.save(folder, "residual-threshold-map", content)


def _log_threshold(setting: Setting, words: list[int]) -> float:
    N = list(factors(setting, words))
    pairs = [extremes(N, setting.c_float), extremes([n.T for n in reversed(N)], setting.c_float)]
    low = min(max(p[0][0], 1e-300) for p in pairs)
    high = max(p[1][0] for p in pairs)
    return (10 * log(low) - log(64) - 1 - 6 * log(high)) / log(10)


FIGURES: Mapping[str, Callable[[Path, int], list[Path]]] = {
    "residual-weight-change": weight_change,
    "residual-failure-probability": failure_probability,
    "residual-singular-range": singular_range,
    "residual-threshold-map": threshold_map,
}


def draw(out_dir: Path, names: tuple[str, ...] = (), seed: int = 1) -> list[Path]:
    """Draw the named figures (all for none); returns the paths written."""
    written: list[Path] = []
    for name, figure in FIGURES.items():
        if not names or name in names:
            written += figure(out_dir, seed)
    return written
