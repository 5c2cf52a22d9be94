"""Sharpness after training of the tanh-GELU network over scales, settings of the source except the repetitions.

A run of the smallest learning rate takes 160000 steps, about a second; the source's 20 repetitions of all cells take
about four minutes of one core. Default: REPETITIONS.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from numerics.descent.nonlinear_sweep import TRAINED, NonlinearRuns, NonlinearSweep
from properties.laboratory import kept
from reports.figures.style import COLOURS, MARKERS, Sheet, rate_label

REPETITIONS = 4


def sharpness(folder: Path, keep: Path, seed: int, repetitions: int | None) -> list[Path]:
    """One mark for each trained run, one line of medians for each learning rate."""
    count = repetitions or REPETITIONS
    sweep = NonlinearSweep("nonlinear figure", tuple((i, j, 1) for i in range(3) for j in range(8)))
    runs = kept(keep / f"nonlinear-{seed}-{count}.npz", NonlinearRuns, lambda: sweep.runs(seed, count))
    return draw(runs, sweep, folder, count)


def draw(runs: NonlinearRuns, sweep: NonlinearSweep, folder: Path, count: int) -> list[Path]:
    scales = [float(s) for s in sweep.setting.scales]
    sheet = Sheet(
        f"Sharpness after training of a tanh-GELU network, L = {sweep.setting.L}",
        f"Each mark is one of {count} runs a cell with risk at most {TRAINED:g} at the end; lines join medians. "
        "Dashed: 2/η. Refuted as S ≤ 2/η after training by marks above their dashed line: runs at the edge "
        "of stability that have not converged.",
    )
    axis, table = sheet.axes[0], {}
    for i in range(3):
        eta, medians = sweep.eta(i), []
        for j, scale in enumerate(scales):
            S = runs.sharpness_end[runs.cell(i, j) & runs.succeeded]
            shift = 1 + 0.004 * (i - 1)
            axis.plot(np.full(len(S), scale * shift), S, ls="", marker=MARKERS[i], ms=3.5, color=COLOURS[i], alpha=0.6)
            medians.append(float(np.median(S)) if len(S) else float("nan"))
        axis.plot(scales, medians, color=COLOURS[i], lw=1.2, label=rate_label(eta))
        axis.axhline(2 / eta, color=COLOURS[i], ls="--", lw=1)
        cell = runs.cell(i) & runs.succeeded
        table[f"{eta:g}"] = _row(runs.sharpness_end[cell], eta, medians, int(runs.cell(i).sum()))
    axis.set(yscale="log", xlabel="Scale of the initialization", ylabel="Sharpness")
    axis.legend(fontsize=8.5)
    return sheet.save(folder, "nonlinear-1b", {"scales": scales, "repetitions": count, "learning rates": table})


def _row(S: Any, eta: float, medians: list[float], runs: int) -> dict[str, Any]:
    above = int((S * eta > 2).sum())
    return {"runs": runs, "trained": len(S), "above 2/eta": above, "median": medians, "2/eta": 2 / eta}
