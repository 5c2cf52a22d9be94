"""Figure 2: which learning rates succeed, by depth, against the thresholds of the theory."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import log
from pathlib import Path
from typing import Any

from numerics.descent import thresholds
from numerics.descent.experiments import Experiment, Runs
from properties.statistics import TooFewRuns, median_interval, proportion, slope
from reports.figures.style import COLOURS, Sheet, band


def threshold(experiment: Experiment, runs: Runs) -> dict[str, Any]:
    """The largest learning rate with success probability certified above 1/2 and the smallest certified below.

    Clopper-Pearson at level 0.05 over all learning rates together (Bonferroni).
    """
    rates = [float(x) for x in experiment.setting.learning_rates]
    error = Fraction(1, 20 * len(rates))
    low, high, table = None, None, []
    for i, eta in enumerate(rates):
        cell = runs.cell(i)
        count, n = int(runs.succeeded[cell].sum()), int(cell.sum())
        least, most = proportion(count, n, error)
        table.append({"eta": eta, "succeeded": count, "runs": n, "low": least, "high": most})
        if least >= 0.5:
            low = eta if low is None else max(low, eta)
        if most <= 0.5:
            high = eta if high is None else min(high, eta)
    return {"from": low, "to": high, "by learning rate": table}


def learning_rates(sweeps: Mapping[str, tuple[Experiment, Runs]], folder: Path, name: str) -> list[Path]:
    """Final distance against learning rate, one line for each depth."""
    sheet = Sheet(
        "Squared distance after 1000 steps, by depth",
        "Medians with 95 % order-statistic intervals. Dashed: 2/S_min of the depth; dotted: the printed 1/(La). "
        "Refuted if runs settled at the optimum for a learning rate above 2/S_min, or failed well below it.",
    )
    axis = sheet.axes[0]
    content: dict[str, Any] = {}
    points: list[tuple[float, float]] = []
    for number, (experiment, runs) in enumerate(sorted(sweeps.values(), key=lambda e: e[0].problem.L)):
        numbers = thresholds.of(experiment)
        rates = [float(x) for x in experiment.setting.learning_rates]
        medians = [median_interval(runs.gap_end[runs.cell(i)]) for i in range(len(rates))]
        band(axis, rates, medians, number, f"depth {numbers.L}")
        axis.axvline(numbers.critical, color=COLOURS[number], ls="--", lw=1)
        axis.axvline(numbers.printed, color=COLOURS[number], ls=":", lw=1)
        found = threshold(experiment, runs)
        content[f"depth {numbers.L}"] = {"data": numbers.plain(), "median": medians, "threshold": found}
        if found["from"] and found["to"]:
            points.append((log(numbers.L), (log(found["from"]) + log(found["to"])) / 2))
    axis.set(xscale="log", yscale="log", xlabel="Learning rate η", ylabel="Squared distance to the optimal regressor")
    axis.legend(fontsize=8.5)
    content["slope of log threshold on log depth"] = _slope(points)
    return sheet.save(folder, name, content)


def _slope(points: list[tuple[float, float]]) -> dict[str, Any] | None:
    try:
        found = slope([p[0] for p in points], [p[1] for p in points])
    except TooFewRuns:
        return None
    return {"value": found.value, "low": found.low, "high": found.high}
