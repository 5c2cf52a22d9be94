"""Figure 6b: generalization gap against sharpness after training, pooled over scales and within each scale.

The source regresses log10 (test risk - training risk) on log10 sharpness for the learning rate 0.001, all nine scales
pooled, and reports a slope of 0.42. The scale moves both variables, so a pooled slope mixes the effect of the scale
with the relation at a fixed scale; both are computed.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from numerics.descent.experiments import Experiment, Runs
from properties.statistics import Slope, slope, slope_bootstrap, slope_within
from reports.figures.style import COLOURS, MARKERS, Sheet, rate_label

PUBLISHED = 0.42


def analysis(experiment: Experiment, runs: Runs, rate: int, seed: int) -> dict[str, Any]:
    """Pooled and within-scale slopes of one learning rate, over the runs that succeeded with a positive gap."""
    gap = runs.test_risk_end - runs.risk_end
    used = runs.cell(rate) & runs.succeeded & (gap > 0)
    x, y, scale = np.log10(runs.sharpness_end[used]), np.log10(gap[used]), runs.scale[used]
    pooled, within = slope(x, y), slope_within(x, y, scale)
    low, high = slope_bootstrap(x, y, Fraction(1, 20), np.random.default_rng([seed, rate]))
    per_scale = []
    for j in np.unique(scale):
        inside = scale == j
        if inside.sum() >= 5:
            per_scale.append({"scale": float(experiment.setting.scales[j]), **_plain(slope(x[inside], y[inside]))})
    return {
        "pooled": _plain(pooled),
        "pooled, bootstrap interval": [low, high],
        "published slope inside the pooled interval": pooled.contains(PUBLISHED),
        "within scales": _plain(within),
        "by scale": per_scale,
    }


def _plain(s: Slope) -> dict[str, Any]:
    return {"slope": s.value, "low": s.low, "high": s.high, "runs": s.n, "r squared": s.r_squared}


def scatter(experiment: Experiment, runs: Runs, folder: Path, name: str, seed: int) -> list[Path]:
    """The scatter plot of the source's learning rate, with both slopes in the caption."""
    rates = [float(x) for x in experiment.setting.learning_rates]
    found = {f"{eta:g}": analysis(experiment, runs, i, seed) for i, eta in enumerate(rates)}
    first = found[f"{rates[0]:g}"]
    pooled, within = first["pooled"], first["within scales"]
    sheet = Sheet(
        f"Generalization gap against sharpness after training, {rate_label(rates[0])}",
        f"Each mark is a run, one marker for each scale. Pooled slope (dashed) {pooled['slope']:.3f} "
        f"[{pooled['low']:.3f}, {pooled['high']:.3f}] (published: {PUBLISHED}); within scales "
        f"{within['slope']:.3f} [{within['low']:.3f}, {within['high']:.3f}]. Refuted as a relation between "
        f"sharpness and generalization, rather "
        "than an effect of the scale on both, if the within-scale interval contains 0. One data set.",
    )
    axis = sheet.axes[0]
    gap = runs.test_risk_end - runs.risk_end
    for j, scale in enumerate(experiment.setting.scales):
        cell = runs.cell(0, j) & runs.succeeded & (gap > 0)
        marker, colour = MARKERS[j % len(MARKERS)], COLOURS[j % len(COLOURS)]
        label = f"{float(scale):.3g}"
        axis.scatter(
            runs.sharpness_end[cell], gap[cell], s=14, marker=marker, color=colour, alpha=0.7, lw=0, label=label
        )
    used = runs.cell(0) & runs.succeeded & (gap > 0)
    x, y = np.log10(runs.sharpness_end[used]), np.log10(gap[used])
    ends = np.array([x.min(), x.max()])
    line = 10 ** (y.mean() + pooled["slope"] * (ends - x.mean()))
    axis.plot(10**ends, line, color="black", lw=1, ls="--", label="pooled")
    axis.set(xscale="log", yscale="log", xlabel="Sharpness after training", ylabel="Test risk minus training risk")
    axis.legend(title="scale", fontsize=8, ncols=3)
    return sheet.save(folder, name, {"published slope": PUBLISHED, "learning rates": found})
