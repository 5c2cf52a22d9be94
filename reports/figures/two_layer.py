"""The poster's figures on two-layer models, drawn anew: `draw(folder)`, or one of FIGURES(folder).

    components     w_i(delta t) against t for growing delta, with the phase times 1/sigma_i (closed form)
    trace-norm     trace norm and reconstruction error of the linear autoencoder, one and two layers, by descent
    step-sizes     continuous against discrete for several step sizes, with 1/(eta sigma) and 1/log(1 + eta sigma)
    bounds         the printed bounds against the sharp ones on one run, as z_t / z_0 (certified values of z_t)

Numbers of `bounds` come from the directed-rounding recursion; the other curves are float64.
Source: poster, figures "Closed form solutions", "Linear auto-encoder", and "Discrete dynamics".
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from numerics.arithmetic import Balls
from numerics.two_layer.kernel import component_paths, matrix_descent
from numerics.two_layer.recursion import z_values
from reports.figures.style import COLOURS, Sheet

SIGMA = (2.0, 1.0, 0.5)  # X = Y: lambda = sigma


def closed_form(sigma: float, lam: float, delta: float, t: Any) -> Any:
    """w(delta t) from w(0) = e^(-2 delta), without overflow."""
    w0, e = np.exp(-2 * delta), np.exp(-2 * sigma * delta * t)
    return sigma * w0 / (lam * w0 * (1 - e) + sigma * e)


def components(folder: Path) -> list[Path]:
    """Component weights against t in units of delta."""
    deltas, t = (2.0, 5.0, 20.0), np.linspace(0, 3, 301)
    sheet = Sheet(
        "Component weights of the two-layer flow",
        r"""Closed form w_i(delta t) for sigma = lambda = 2, 1, 1/2 and delta = 2, 5, 20 (darker is larger).
        Dotted: phase times 1/sigma_i; there w_i tends to sigma/(sigma + lambda) = 1/2 (dot), not to 1.""",
    )
    axis, curves = sheet.axes[0], []
    for i, sigma in enumerate(SIGMA):
        for delta, alpha in zip(deltas, (0.3, 0.6, 1.0), strict=True):
            w = closed_form(sigma, sigma, delta, t)
            label = f"σ = {sigma:g}" if alpha == 1.0 else None
            axis.plot(t, w, color=COLOURS[i], alpha=alpha, lw=1.5, label=label)
            curves.append({"sigma": sigma, "lambda": sigma, "delta": delta, "w": w})
        axis.axvline(1 / sigma, color=COLOURS[i], ls=":", lw=1)
        axis.plot([1 / sigma], [0.5], "o", color=COLOURS[i], ms=4)
    axis.set(xlabel="t (time / δ)", ylabel="w_i(δt)")
    axis.legend()
    return sheet.save(folder, "two-layer-components", {"t": t, "phase_times": [1 / s for s in SIGMA], "curves": curves})


def trace_norm(folder: Path) -> list[Path]:
    """Gradient descent on the linear autoencoder, L = 1 and L = 2."""
    Sx, eta, delta, steps = np.diag(SIGMA), 0.02, 6.0, 1200
    start = np.exp(-delta) * np.eye(3)
    two = matrix_descent(Sx, Sx, start, start, eta, steps)
    one = np.empty_like(two)
    W = np.zeros((3, 3))
    for k in range(steps + 1):
        one[k] = W
        W = W + eta * (Sx - Sx @ W)
    paths, t = {"1": one, "2": two}, eta * np.arange(steps + 1)
    numbers: dict[str, Any] = {"eta": eta, "delta": delta, "sigma": SIGMA, "t": t}
    sheet = Sheet(
        "Linear autoencoder: trace norm and reconstruction error",
        r"""Gradient descent with eta = 0.02 on X = Y, eigenvalues 2, 1, 1/2; two layers from e^(-6), one layer from 0.
        With two layers the trace norm climbs step by step to 1, 2, 3; with one layer there are no steps. Dotted: delta
        / sigma_i.""",
        columns=2,
    )
    for number, (depth, path) in enumerate(paths.items()):
        trace = np.linalg.svd(path, compute_uv=False).sum(-1)
        rest = np.eye(3) - path
        error = 0.5 * np.einsum("kij,il,klj->k", rest, Sx, rest)
        numbers[f"layers_{depth}"] = {"trace_norm": trace, "reconstruction_error": error}
        sheet.axes[0].plot(t, trace, color=COLOURS[number], label=f"L = {depth}")
        sheet.axes[1].plot(t, error, color=COLOURS[number], label=f"L = {depth}")
    for axis, name in zip(sheet.axes, ("trace norm of W", "reconstruction error"), strict=True):
        for sigma in SIGMA:
            axis.axvline(delta / sigma, color="#888888", ls=":", lw=1)
        axis.set(xlabel="η · steps", ylabel=name)
        axis.legend()
    return sheet.save(folder, "two-layer-trace-norm", numbers)


def step_sizes(folder: Path) -> list[Path]:
    """One component, sigma = lambda = 1: w after k steps against eta k / delta."""
    delta, etas = 12.0, (0.05, 0.2, 0.5)
    t = np.linspace(0, 2, 401)
    sheet = Sheet(
        "Continuous and discrete learning of one component",
        r"""sigma = lambda = 1, w(0) = e^(-24). Gradient descent against eta k / delta and the closed form (black).
        Dotted: eta/log(1 + eta sigma), the true transition of descent at that step size; the printed one,
        1/(eta sigma) steps, is at 1 for every eta. The larger the step, the later the transition.""",
    )
    axis = sheet.axes[0]
    flow = closed_form(1.0, 1.0, delta, t)
    axis.plot(t, flow, color="black", lw=1.6, label="flow")
    numbers: dict[str, Any] = {"delta": delta, "t": t, "flow": flow, "descent": []}
    for i, eta in enumerate(etas):
        steps = int(2 * delta / eta)
        path = component_paths(np.array([np.exp(-2 * delta)]), np.array([1.0]), np.array([1.0]), eta, steps)[:, 0]
        x, true = eta * np.arange(steps + 1) / delta, float(eta / np.log1p(eta))
        axis.plot(x, path, color=COLOURS[i], marker=".", ms=3, lw=0.8, label=f"η = {eta:g}")
        axis.axvline(true, color=COLOURS[i], ls=":", lw=1)
        numbers["descent"].append({"eta": eta, "time": x, "w": path, "true_transition": true})
    axis.set(xlabel="η k / δ", ylabel="w", xlim=(0.6, 1.6))
    axis.legend()
    return sheet.save(folder, "two-layer-step-sizes", numbers)


def certified_contraction(sigma: Fraction, lam: Fraction, w0: Fraction, eta: Fraction, times: list[int]) -> list[float]:
    """log(z_t / z_0) to plotting accuracy, from enclosures of z_t."""
    A = Balls(192)
    found = z_values(A, w0, sigma, lam, eta, times)
    with A.context():
        first = A.number(sigma / w0 - lam)
        values = [A.number(z) if isinstance(z, Fraction) else z for z in (found[t] for t in times)]
        return [A.to_float(A.log(z / first)) for z in values]


def bounds(folder: Path) -> list[Path]:
    """log(z_t/z_0) / t between the bounds, printed and repaired, for one real run."""
    sigma, lam, w0, eta = Fraction(1), Fraction(1), Fraction(1, 1000), Fraction(1, 4)
    times, s = list(range(1, 121)), 0.25
    measured = np.array(certified_contraction(sigma, lam, w0, eta, times)) / np.array(times)
    lines = {
        "printed, w ≥: −2s + 4s²": -2 * s + 4 * s**2,
        "sharp, w ≥: −2 log(1 + s)": float(-2 * np.log1p(s)),
        "printed, w ≤: −2s − s² (false)": -2 * s - s**2,
        "sharp, w ≤: log(1 − 2s)": float(np.log1p(-2 * s)),
        "repaired, w ≤: −2s − 4s²": -2 * s - 4 * s**2,
    }
    broken = next(
        (t for t, m in zip(times, measured, strict=True) if m < lines["printed, w ≤: −2s − s² (false)"]), None
    )
    sheet = Sheet(
        "Printed and sharp bounds for gradient descent on one run",
        f"""sigma = lambda = 1, eta = 1/4, w(0) = 1/1000; z = sigma/w - lambda, mean contraction log(z_t/z_0)/t from
        certified enclosures. A lower bound of w is an upper line, an upper bound of w a lower line. The printed upper
        bound (with the numerator repaired) is crossed at t = {broken}.""",
    )
    axis = sheet.axes[0]
    axis.plot(times, measured, color="black", lw=1.8, label="measured")
    for i, (name, value) in enumerate(lines.items()):
        axis.axhline(value, color=COLOURS[i], ls="--" if "printed" in name else "-", lw=1.3, label=name)
    axis.set(xlabel="t (steps)", ylabel="log(z_t / z_0) / t")
    axis.legend(fontsize=8, loc="upper right", bbox_to_anchor=(1, 0.94))
    numbers = {"s": s, "w0": str(w0), "t": times, "measured": measured, "lines": lines, "first_violation": broken}
    return sheet.save(folder, "two-layer-bounds", numbers)


FIGURES: dict[str, Callable[[Path], list[Path]]] = {
    "two-layer-components": components,
    "two-layer-trace-norm": trace_norm,
    "two-layer-step-sizes": step_sizes,
    "two-layer-bounds": bounds,
}


def draw(out_dir: Path) -> list[Path]:
    """All figures of this group with their numbers; returns the paths written."""
    return [path for figure in FIGURES.values() for path in figure(Path(out_dir))]
