"""Figures over the scale of the initialization: squared distance, sharpness, probability of divergence (1a, 1b, 3, 6a).

Medians with intervals of order statistics (95 %, exact binomial coverage); probabilities with Clopper-Pearson
intervals. Diverged runs count as infinitely far in the medians. The source plots means with bootstrap intervals over
the finite runs; means over the finite runs are among the numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from numerics.descent import thresholds
from numerics.descent.experiments import Experiment, Runs
from properties.statistics import median_interval, proportion
from reports.figures.style import COLOURS, Sheet, band, rate_label


def _axes(experiment: Experiment) -> tuple[list[float], list[float]]:
    s = experiment.setting
    return [float(x) for x in s.scales], [float(x) for x in s.learning_rates]


def _medians(runs: Runs, values: Any, rate: int, scales: int) -> list[tuple[float, float, float]]:
    return [median_interval(values[runs.cell(rate, j)]) for j in range(scales)]


def _finite_means(runs: Runs, values: Any, rate: int, scales: int) -> list[float]:
    found = []
    for j in range(scales):
        x = values[runs.cell(rate, j)]
        x = x[np.isfinite(x)]
        found.append(float(x.mean()) if len(x) else float("nan"))
    return found


def distance(experiment: Experiment, runs: Runs, folder: Path, name: str) -> list[Path]:
    """Final distance against scale, one line for each learning rate."""
    scales, rates = _axes(experiment)
    numbers = thresholds.of(experiment)
    what = (
        "Risk at the end"
        if experiment.singular
        else "Squared distance to the optimal regressor (mean over coordinates)"
    )
    sheet = Sheet(
        f"{what}, L = {numbers.L}",
        f"Medians over repetitions with 95 % order-statistic intervals on the paper's data; the dotted line is "
        f"the threshold of success. Critical learning rate 2/S_min = {numbers.critical:.4f}, 1/(La) = "
        f"{numbers.printed:.4f}. "
        "Refuted if a learning rate above 2/S_min settled at the optimum, or one below failed at every scale.",
    )
    axis, table = sheet.axes[0], {}
    for i, eta in enumerate(rates):
        medians = _medians(runs, runs.gap_end, i, len(scales))
        band(axis, scales, medians, i, rate_label(eta))
        table[f"{eta:g}"] = {
            "median": medians,
            "mean of finite runs": _finite_means(runs, runs.gap_end, i, len(scales)),
            "succeeded": [_share(runs, runs.succeeded, i, j) for j in range(len(scales))],
            "close": [_share(runs, runs.close, i, j) for j in range(len(scales))],
        }
    axis.axhline(1e-4, color="#555555", ls=":", lw=1)
    axis.set(yscale="log", xlabel="Scale of the initialization", ylabel=what.partition(" (")[0])
    axis.legend(ncols=2, fontsize=8.5)
    return sheet.save(folder, name, {"scales": scales, "data": numbers.plain(), "learning rates": table})


def _share(runs: Runs, event: Any, rate: int, scale: int) -> dict[str, Any]:
    cell = runs.cell(rate, scale)
    count, n = int(event[cell].sum()), int(cell.sum())
    low, high = proportion(count, n)
    return {"count": count, "runs": n, "low": low, "high": high}


def sharpness(experiment: Experiment, runs: Runs, folder: Path, name: str) -> list[Path]:
    """Sharpness at the start and at the end against scale, with 2/eta and the bounds of the theory."""
    scales, rates = _axes(experiment)
    numbers = thresholds.of(experiment)
    shown = [i for i, eta in enumerate(rates) if eta < 0.09]
    sheet = Sheet(
        f"Sharpness before and after training, L = {numbers.L}",
        "Exact largest Hessian eigenvalue: medians with 95 % order-statistic intervals; at the end over the runs "
        "that succeeded. Dashed: 2/η of each learning rate; dotted: S_min; dash-dotted: the printed lower bound "
        "2La. Refuted if "
        "a run that succeeded ended below S_min or above 2/η beyond rounding and the distance left.",
    )
    axis = sheet.axes[0]
    start = [median_interval(runs.sharpness_start[runs.cell(None, j)]) for j in range(len(scales))]
    band(axis, scales, start, 6, "at the start")
    table: dict[str, Any] = {}
    for i in shown:
        medians = []
        for j in range(len(scales)):
            cell = runs.cell(i, j) & runs.succeeded
            medians.append(median_interval(runs.sharpness_end[cell]))
        band(axis, scales, medians, i, rate_label(rates[i]), floor=numbers.S_min)
        axis.axhline(2 / rates[i], color=COLOURS[i], ls="--", lw=1)
        cell = runs.cell(i) & runs.succeeded
        ends = runs.sharpness_end[cell]
        table[f"{rates[i]:g}"] = {
            "median": medians,
            "2/eta": 2 / rates[i],
            "least S / S_min": float(ends.min() / numbers.S_min) if len(ends) else None,
            "largest eta S / 2": float(ends.max() * rates[i] / 2) if len(ends) else None,
            "started above 2/eta": int((cell & (runs.sharpness_start > 2 / rates[i])).sum()),
            "20 power iterations, median at the end": _finite_means(runs, runs.power_end, i, len(scales)),
        }
    axis.axhline(numbers.S_min, color="black", ls=":", lw=1.2)
    axis.axhline(2 * numbers.L * numbers.a * numbers.rho**2, color="#777777", ls="-.", lw=1)
    axis.set(yscale="log", xlabel="Scale of the initialization", ylabel="Sharpness")
    axis.legend(fontsize=8.5)
    content = {"scales": scales, "data": numbers.plain(), "start": start, "learning rates": table}
    return sheet.save(folder, name, content)


def divergence(experiment: Experiment, runs: Runs, folder: Path, name: str) -> list[Path]:
    """Probability of divergence against scale."""
    scales, rates = _axes(experiment)
    sheet = Sheet(
        f"Probability of divergence, L = {experiment.problem.L}",
        "Share of runs whose risk left [0, 1e6], with 95 % Clopper-Pearson intervals. Refuted if the probability "
        "decreased in the scale, or in the learning rate, beyond these intervals.",
    )
    axis, table = sheet.axes[0], {}
    for i, eta in enumerate(rates):
        shares = [_share(runs, runs.diverged >= 0, i, j) for j in range(len(scales))]
        band(axis, scales, [(s["low"], s["count"] / max(s["runs"], 1), s["high"]) for s in shares], i, rate_label(eta))
        table[f"{eta:g}"] = shares
    axis.set(xlabel="Scale of the initialization", ylabel="Probability of divergence", ylim=(-0.03, 1.03))
    axis.legend(fontsize=8.5)
    return sheet.save(folder, name, {"scales": scales, "learning rates": table})


def estimates(experiment: Experiment, runs: Runs, folder: Path, name: str) -> list[Path]:
    """What 20 power iterations say, divided by the exact sharpness, at the start and at the end."""
    sheet = Sheet(
        "20 power iterations against the exact sharpness",
        "Each dot is a run: the norm that the source plots, divided by the exact largest eigenvalue. Above 1: "
        "the iteration follows a negative eigenvalue of larger modulus; below 1: it has not converged. Refuted "
        "as an estimate "
        "of the sharpness wherever a dot is away from 1.",
        columns=2,
    )
    content = {}
    for axis, where, S, power in (
        (sheet.axes[0], "at the start", runs.sharpness_start, runs.power_start),
        (sheet.axes[1], "at the end", runs.sharpness_end, runs.power_end),
    ):
        known = np.isfinite(S) & np.isfinite(power) & (S > 0)
        ratio = power[known] / S[known]
        axis.scatter(S[known], ratio, s=5, color=COLOURS[0], alpha=0.5, lw=0, rasterized=False)
        axis.axhline(1, color="black", lw=1)
        axis.set(xscale="log", yscale="log", xlabel=f"Exact sharpness {where}", ylabel="20 power iterations / exact")
        content[where] = {
            "runs": int(known.sum()),
            "largest relative error": float(np.abs(ratio - 1).max()) if len(ratio) else None,
            "share wrong by more than 1 %": float((np.abs(ratio - 1) > 0.01).mean()) if len(ratio) else None,
            "share wrong by more than 10 %": float((np.abs(ratio - 1) > 0.1).mean()) if len(ratio) else None,
            "share above 1.01": float((ratio > 1.01).mean()) if len(ratio) else None,
        }
    return sheet.save(folder, name, content)


Draw = Callable[[Experiment, Runs, Path, str], list[Path]]
