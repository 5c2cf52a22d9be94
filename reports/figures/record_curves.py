r"""Curves for the record: small examples of the dynamics, every value enclosed in a ball and drawn as a band.

    CURVES[reading key]     functions that return a Figure; each takes some hundredths of a second

    imbalance               w_2^2 - w_1^2 along gradient descent for three learning rates, and along gradient flow
    components, descents    the poster's closed form and gradient descent with the printed and the repaired bounds
    trajectory(key)         a certified gradient flow from a small start (reports.figures.record_flow)
    experiment(rows)        success of counted runs against the scale of the start, with the exact binomial intervals

What is not covered: claims themselves; an illustration proves nothing and no verdict looks at it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from flint import arb, ctx, fmpq

from numerics.arithmetic.ends import ends
from numerics.instance import network_instance
from reports.figures.record_flow import certified_bands
from reports.records import Band, Figure

BITS = 192


def ball(x: Fraction | int) -> arb:
    x = Fraction(x)
    return arb(fmpq(x.numerator, x.denominator))


def band(name: str, t: Sequence[float], values: Sequence[arb]) -> Band:
    """The enclosures as floats, rounded outwards."""
    pairs = [ends(v) for v in values]
    lower = tuple(math.nextafter(float(a), -math.inf) for a, _ in pairs)
    upper = tuple(math.nextafter(float(b), math.inf) for _, b in pairs)
    return Band(name=name, t=tuple(t), lower=lower, upper=upper)


def imbalance() -> Figure:
    """Two layers that are numbers, R = (w_1 w_2 - 1)^2, start (1/4, 3/2)."""
    steps, out = 12, []
    with ctx.workprec(BITS):
        for eta in (Fraction(1, 4), Fraction(1, 8), Fraction(1, 32)):
            w, v = ball(Fraction(1, 4)), ball(Fraction(3, 2))
            values = [v * v - w * w]
            for _ in range(steps):
                g = 2 * (w * v - 1)
                w, v = w - ball(eta) * g * v, v - ball(eta) * g * w
                values.append(v * v - w * w)
            out.append(band(f"η = {eta}", range(steps + 1), values))
        start = ball(Fraction(9, 4) - Fraction(1, 16))
        out.append(band("flow", range(steps + 1), [start] * (steps + 1)))
    return Figure(
        caption="Imbalance $D_1=W_2^2-W_1^2$ of two layers that are numbers, $R=(W_1W_2-1)^2$, start $(1/4,3/2)$: "
        "gradient descent with three learning rates, and gradient flow, which conserves it. A drift that did not "
        "shrink like $\\eta^2$ per step, or a flow line that is not level, would refute the claim.",
        x_label="step",
        y_label="D",
        bands=tuple(out),
    )


SIGMAS, LAMBDAS = (Fraction(2), Fraction(1), Fraction(1, 2)), (Fraction(1), Fraction(1, 2), Fraction(1))


def components() -> Figure:
    """w_i(delta t) lambda_i / sigma_i in closed form, delta = 12."""
    delta, times = 12, [Fraction(i, 40) for i in range(101)]
    out = []
    with ctx.workprec(BITS):
        for sigma, lam in zip(SIGMAS, LAMBDAS):
            values = []
            for t in times:
                growth, start = (2 * ball(sigma) * ball(delta * t) - 2 * delta).exp(), (-2 * arb(delta)).exp()
                w = ball(sigma) * growth / (ball(lam) * (growth - start) + ball(sigma))
                values.append(w * ball(lam) / ball(sigma))
            out.append(band(f"σ = {sigma}", [float(t) for t in times], values))
    return Figure(
        caption="Sequential learning on the poster's model: $w_i(\\delta t)$ as a share of its limit "
        "$\\sigma_i/\\lambda_i$ for $\\delta=12$. Each component switches on at $t=1/\\sigma_i$, here 1/2, 1 and 2. A "
        "component that rises clearly before or after its time, as $\\delta$ grows, would refute the claim.",
        x_label="t",
        y_label="share of the limit",
        bands=tuple(out),
    )


def descents(which: str) -> Figure:
    """Gradient descent of one component, lambda = 1, eta sigma = 1/8, against a printed and a repaired bound."""
    sigma, lam, start = Fraction(1, 2) if which == "lower" else Fraction(4), Fraction(1), Fraction(1, 16)
    eta = Fraction(1, 8) / sigma
    s, steps = eta * sigma, 40
    exponent = {"lower": -2 * s + 4 * s**2, "upper": -2 * s - s**2}[which]
    repaired = {"lower": -2 * s + 4 * s**2, "upper": -2 * s - 4 * s**2}[which]

    def bound(numerator: Fraction, rate: Fraction, t: int) -> arb:
        return ball(numerator) / (ball(sigma - lam * start) * (ball(rate) * t).exp() + ball(lam * start))

    with ctx.workprec(BITS):
        w, run = ball(start), []
        for _ in range(steps + 1):
            run.append(w)
            w = w * (1 + ball(eta) * (ball(sigma) - ball(lam) * w)) ** 2
        times = range(steps + 1)
        bands = (
            band("descent", times, run),
            band("printed", times, [bound(start, exponent, t) for t in times]),
            band("repaired", times, [bound(sigma * start, repaired, t) for t in times]),
        )
    side, wrong = ("below", "above") if which == "lower" else ("above", "below")
    return Figure(
        caption=f"One component, $\\sigma={sigma}$, $\\lambda=1$, $w_0=1/16$, $\\eta={eta}$: gradient descent, the "
        f"printed {which} bound and the repaired one. A bound from {side} that comes to lie {wrong} descent is "
        "refuted; the printed one does, since its numerator lacks the factor $\\sigma$.",
        x_label="step",
        y_label="w",
        bands=bands,
        logarithmic=True,
    )  # fmt: skip


# The curves of a certified flow that belong to a claim; names as reports.figures.record_flow gives them.
FLOWS: Mapping[str, tuple[str, tuple[str, ...], bool, str]] = {
    "small-scale/low-norm#repaired": (
        "singular values",
        ("σ",),
        False,
        "Singular values of the layers along a certified gradient flow from a small start. The leading ones meet "
        "near ρ^(1/L), the second one stays at its start: a limit outside $(\\rho/2)^{1/L}$ to $(2\\rho)^{1/L}$, "
        "from a start that meets the hypotheses, would refute the claim.",
    ),
    "small-scale/alignment#printed": (
        "squared cosine",
        ("layers",),
        False,
        "Alignment $\\langle v_{k+1},u_k\\rangle^2$ of neighbouring layers along a certified gradient flow from a "
        "small start. A limit further below 1 than the claim allows would refute it.",
    ),
    "small-scale/low-sharpness#repaired": (
        "sharpness",
        ("sharpness", "S_min", "bound"),
        False,
        "Sharpness along a certified gradient flow from a small start, with $S_{\\min}$ and the claimed bound on the "
        "limit. A limit outside of the two would refute the claim.",
    ),
    "small-scale/convergence#printed": (
        "excess risk",
        ("risk", "explicit", "certified"),
        True,
        "Excess risk along a certified gradient flow with the envelopes that the Polyak-Łojasiewicz inequality gives "
        "with its explicit constant and with the least $\\|\\nabla R\\|^2/E$ certified on the way. A point "
        "of the flow above an envelope would refute the claim.",
    ),
}


@lru_cache(maxsize=1)
def _flow() -> Mapping[str, Any]:
    """Two layers of width 2 on two inputs from a start of scale 1/32."""
    small: list[list[list[Fraction | int]]] = [
        [[Fraction(1, 32), Fraction(1, 64)], [0, Fraction(1, 48)]],
        [[Fraction(1, 32), Fraction(-1, 64)]],
    ]
    return certified_bands(network_instance([[1, 0], [1, 1]], [1, 2], small))


def trajectory(key: str) -> Figure:
    """The curves of the certified flow that belong to the claim. Raises KeyError where the flow has none of them."""
    y_label, wanted, logarithmic, caption = FLOWS[key]
    found = _flow()
    last, bands = math.inf if logarithmic else _settled(found), []
    for name, c in found["curves"].items():
        rows = [r for r in zip(found["times"], c["lower"], c["upper"]) if r[0] <= last and all(map(math.isfinite, r))]
        if name.startswith(wanted) and rows:
            t, lower, upper = zip(*rows)
            bands.append(Band(name=name, t=t, lower=lower, upper=upper))
    if not bands:
        raise KeyError(f"the certified flow has no curve called {' or '.join(wanted)}; it has {list(found['curves'])}")
    return Figure(caption=caption, x_label="t", y_label=y_label, bands=tuple(bands), logarithmic=logarithmic)


def _settled(found: Mapping[str, Any]) -> float:
    """Twice the first drawn time at which the risk has fallen to a thousandth: beyond, the curves are level."""
    risk = found["curves"].get("risk", {"upper": []})["upper"]
    times: list[float] = found["times"]
    return 2 * next((t for t, r in zip(times, risk) if r <= risk[0] / 1000), times[-1])


_CELL = re.compile(r"success at eta = ([0-9.]+), scale ([0-9.]+)")
_COUNTS = re.compile(r"(\d+) of (\d+), interval \[([0-9.]+), ([0-9.]+)\], stated >= ([0-9.]+)")


def experiment(rows: Sequence[Mapping[str, Any]]) -> Figure | None:
    """Success against the scale of the start, a band for each learning rate; None if the rows are no such counts."""
    found: dict[str, list[tuple[float, float, float]]] = {}
    stated = set()
    for row in rows:
        cell, counts = _CELL.fullmatch(str(row["label"])), _COUNTS.match(str(row["detail"]))
        if cell and counts:
            found.setdefault(cell[1], []).append((float(cell[2]), float(counts[3]), float(counts[4])))
            stated.add(float(counts[5]))
    if not found or len(stated) != 1 or max(map(len, found.values())) < 3:
        return None
    bands = []
    for eta, cells in found.items():
        t, lower, upper = zip(*sorted(cells))
        bands.append(Band(name=f"η = {eta}", t=t, lower=lower, upper=upper))
    scales = sorted({cell[0] for cells in found.values() for cell in cells})
    level = (stated.pop(),) * 2
    bands.append(Band(name="stated", t=(scales[0], scales[-1]), lower=level, upper=level))
    return Figure(
        caption="Share of runs on the paper's data that succeed, against the scale of the start. Bands: exact binomial "
        "intervals, together with coverage 95 %. A band wholly below the stated level speaks against the statement; it "
        "is refuted when the binomial test rejects it at $10^{-9}$.",
        x_label="scale of the start",
        y_label="success",
        bands=tuple(bands),
    )


CURVES: dict[str, Callable[[], Figure]] = {
    "learning-rate/imbalance-drift#sharper": imbalance,
    "two-layer/sequential#repaired": components,
    "two-layer/discrete-lower#printed": lambda: descents("lower"),
    "two-layer/discrete-upper#printed": lambda: descents("upper"),
}
