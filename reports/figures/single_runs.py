"""Edge of stability: distance and exact sharpness along single runs (figures 1c and 1d and their residual copies).

Settings of the source: learning rates 0.02 and 0.1, scale 0.35 and 450 steps (residual: 0.5 and 400).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from numerics.descent import run, thresholds
from numerics.descent.experiments import Experiment
from numerics.descent.sharpness import extreme_eigenvalues
from reports.figures.style import COLOURS, Sheet

RATES = (0.02, 0.1)


def along(experiment: Experiment, scale: float, steps: int, eta: float, seed: int) -> dict[str, Any]:
    """Distance, excess risk and both ends of the spectrum at every step of one run."""
    problem = experiment.problem
    rng = np.random.default_rng([seed, problem.L, round(1000 * scale)])
    W0 = experiment.start(problem, rng, 1, scale)

    def observe(W: Any) -> Any:
        low, high = extreme_eigenvalues(problem, W)[0]
        return np.array([problem.squared_distances(W)[0], problem.risks(W)[0], low, high])

    end = run(problem, W0, eta, steps, every=1, observe=observe)
    table = np.stack(end.records)
    return {
        "eta": eta,
        "diverged": int(end.diverged[0]),
        "squared distance": table[:, 0],
        "risk": table[:, 1],
        "smallest eigenvalue": table[:, 2],
        "sharpness": table[:, 3],
    }


def evolution(
    experiment: Experiment,
    scale: float,
    steps: int,
    seed: int,
    folder: Path,
    name: str,
    rates: tuple[float, ...] = RATES,
) -> list[Path]:
    """Two columns: distance and sharpness against the step, one line for each learning rate."""
    numbers = thresholds.of(experiment)
    sheet = Sheet(
        f"Distance and sharpness along single runs, scale {scale:g}, L = {numbers.L}",
        "Same start, two learning rates, exact sharpness at every step. A run that oscillates is drawn as two thin "
        "lines, its even and its odd steps. Dashed: 2/η; dotted: S_min, between the theory's bounds (grey band). "
        "Refuted as edge of stability if the sharpness of the run with the larger learning rate never crossed its "
        "dashed line, or stayed above it while the distance went to 0.",
        columns=2,
    )
    content: dict[str, Any] = {"data": numbers.plain(), "scale": scale, "steps": steps, "runs": []}
    right = sheet.axes[1]
    for number, eta in enumerate(rates):
        found = along(experiment, scale, steps, eta, seed)
        content["runs"].append(found)
        for axis, key in zip(sheet.axes, ("squared distance", "sharpness")):
            _line(axis, found[key], COLOURS[number], f"η = {eta:g}")
        right.axhline(2 / eta, color=COLOURS[number], ls="--", lw=1)
        right.text(steps, 2 / eta, f"2/η, η = {eta:g} ", color=COLOURS[number], fontsize=8, va="bottom", ha="right")
    right.axhspan(numbers.lower_bound, numbers.upper_bound, color="#777777", alpha=0.3, lw=0)
    right.axhline(numbers.S_min, color="black", ls=":", lw=1.2)
    box = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.5}
    right.text(0, numbers.lower_bound / 1.05, "S_min and its bounds", fontsize=8, va="top", bbox=box)
    sheet.axes[0].set(yscale="log", xlabel="Step", ylabel="Squared distance")
    right.set(yscale="log", xlabel="Step", ylabel="Sharpness")
    for axis in sheet.axes:
        axis.legend(fontsize=8.5)
    return sheet.save(folder, name, content)


def _line(axis: Any, values: Any, colour: str, label: str) -> None:
    """One line; two thin ones where the values go up and down at most steps."""
    t, known = np.arange(len(values)), values[np.isfinite(values)]
    turns = np.mean(np.diff(known[:-1]) * np.diff(known[1:]) < 0) if len(known) > 2 else 0.0
    if turns < 0.5:
        axis.plot(t, values, color=colour, lw=1.4, label=label)
        return
    axis.plot(t[::2], values[::2], color=colour, lw=0.8, label=label)
    axis.plot(t[1::2], values[1::2], color=colour, lw=0.8)
