"""The figures of Marion & Chizat 2024, by name: what each needs to run, and how it is drawn.

    figure-1a, -1b, -3          linear_mlp over scales       figure-1cd    single runs
    edge-of-stability           single runs, learning rates .02 and .07
    nonlinear-1b                the tanh-GELU network, sharpness over scales (few repetitions)
    figure-2                    depths                       figure-6a, -6b, -6-distance   n < d
    residual-1a, -1b, -3, -1cd  the residual copies          power-iteration               20 iterations against exact
    residual-weight-change, -failure-probability, -singular-range, -threshold-map          see figures.residual

Settings and repetition counts as in the source unless told otherwise; runs are kept in a folder and reused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from numerics.descent.experiments import Experiment, Runs, paper_experiments
from numerics.descent.sweeps import sweep
from reports.errors import BadInput
from reports.figures import depths, generalization, nonlinear, residual, scales, single_runs

DEPTHS = tuple(f"resnet_several_depths_{L}" for L in (5, 10, 20, 40))
NEEDS: dict[str, tuple[str, ...]] = {
    "figure-1a": ("linear_mlp",),
    "figure-1b": ("linear_mlp",),
    "figure-1cd": (),
    "edge-of-stability": (),
    "nonlinear-1b": (),
    "figure-2": DEPTHS,
    "figure-3": ("linear_mlp",),
    "figure-6-distance": ("mlp_underdetermined",),
    "figure-6a": ("mlp_underdetermined",),
    "figure-6b": ("mlp_underdetermined",),
    "power-iteration": ("linear_mlp",),
    "residual-1a": ("resnet",),
    "residual-1b": ("resnet",),
    "residual-1cd": (),
    "residual-3": ("resnet",),
    **dict.fromkeys(residual.FIGURES, ()),
}


@dataclass
class Studio:
    """Runs sweeps once, draws figures from them. folder: for the pictures; kept: for the runs."""

    folder: Path
    kept: Path
    seed: int = 1
    repetitions: int | None = None
    progress: Callable[[int], None] | None = None
    experiments: dict[str, Experiment] = field(default_factory=paper_experiments)
    _done: dict[str, Runs] = field(default_factory=dict)

    def steps(self, names: Sequence[str]) -> int:
        """Network-steps that the named figures need."""
        total = 0
        for name in self.wanted(names):
            s = self.experiments[name].setting
            count = [self.repetitions or r for r in s.repetitions]
            total += sum(n * r for n, r in zip(s.steps, count)) * len(s.scales)
        return total

    def wanted(self, names: Sequence[str]) -> list[str]:
        return sorted({need for name in names for need in NEEDS[name]})

    def runs(self, name: str) -> Runs:
        if name not in self._done:
            self._done[name] = sweep(
                self.experiments[name],
                self.seed,
                repetitions=self.repetitions,
                folder=self.kept,
                progress=self.progress,
            )
        return self._done[name]

    def draw(self, name: str) -> list[Path]:
        """Write one figure; returns the files."""
        if name in residual.FIGURES:
            return residual.FIGURES[name](self.folder, self.seed)
        if name in _OVER_SCALES:
            experiment, function = _OVER_SCALES[name]
            return function(self.experiments[experiment], self.runs(experiment), self.folder, name)
        if name == "figure-2":
            return depths.learning_rates({n: (self.experiments[n], self.runs(n)) for n in DEPTHS}, self.folder, name)
        if name == "figure-6b":
            experiment = "mlp_underdetermined"
            return generalization.scatter(
                self.experiments[experiment], self.runs(experiment), self.folder, name, self.seed
            )
        if name == "nonlinear-1b":
            return nonlinear.sharpness(self.folder, self.kept, self.seed, self.repetitions)
        experiment, scale, steps, rates = _ALONG[name]
        return single_runs.evolution(self.experiments[experiment], scale, steps, self.seed, self.folder, name, rates)


# Experiment, scale, steps, learning rates of single runs; `edge-of-stability` is the cell of experiments/figure-1d.
_ALONG = {
    "figure-1cd": ("linear_mlp", 0.35, 450, single_runs.RATES),
    "edge-of-stability": ("linear_mlp", 0.41, 450, (0.02, 0.07)),
    "residual-1cd": ("resnet", 0.5, 400, single_runs.RATES),
}


_OVER_SCALES: dict[str, tuple[str, scales.Draw]] = {
    "figure-1a": ("linear_mlp", scales.distance),
    "figure-1b": ("linear_mlp", scales.sharpness),
    "figure-3": ("linear_mlp", scales.divergence),
    "figure-6-distance": ("mlp_underdetermined", scales.distance),
    "figure-6a": ("mlp_underdetermined", scales.sharpness),
    "power-iteration": ("linear_mlp", scales.estimates),
    "residual-1a": ("resnet", scales.distance),
    "residual-1b": ("resnet", scales.sharpness),
    "residual-3": ("resnet", scales.divergence),
}


def select(names: Sequence[str]) -> list[str]:
    """Figures by name; all for none or for `marion-chizat`. Raises BadInput naming the known ones."""
    if not names or "marion-chizat" in names:
        return list(NEEDS)
    unknown = [n for n in names if n not in NEEDS]
    if unknown:
        raise BadInput(f"unknown figure {unknown[0]!r}; known: marion-chizat, {', '.join(NEEDS)}")
    return list(dict.fromkeys(names))
