"""One of the paper's sweeps as a source of counted runs, with a second way to compute chosen ones.

    Sweep(experiment).runs(seed, count)                       compiled descent, reduced Hessian
    Sweep(experiment).again(seed, count, runs, chosen)        NumPy steps, dense Hessian, from the same starts

What is not covered: what 20 power iterations say (NaN in the second computation).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from numerics.descent import reference
from numerics.descent.dense import dense_hessian
from numerics.descent.experiments import WATCHED, Experiment, Runs
from numerics.descent.sweeps import sweep


@dataclass(frozen=True)
class Sweep:
    """One of the paper's sweeps as a source."""

    experiment: Experiment

    def runs(self, seed: int, count: int) -> Runs:
        return sweep(self.experiment, seed, repetitions=count)

    def cost(self, runs: Runs, i: int) -> int:
        steps = self.experiment.setting.steps[runs.rate[i]]
        return int(runs.diverged[i]) + 1 if runs.diverged[i] >= 0 else int(steps)

    def again(self, seed: int, count: int, runs: Runs, chosen: Sequence[int]) -> Runs:
        """Runs of one learning rate again: plain NumPy steps, dense Hessian, the same quantities."""
        experiment, rate = self.experiment, int(runs.rate[chosen[0]])
        problem, chosen = experiment.problem, list(chosen)
        W0 = np.concatenate([self._start(seed, count, runs, i) for i in chosen])
        eta = np.full(len(chosen), float(experiment.setting.learning_rates[rate]))
        steps = experiment.setting.steps[rate]
        W, when = reference.descend(problem, W0, eta, steps)
        when = np.where((when < 0) & ~(np.abs(problem.risks(W)) <= reference.CEILING), steps, when)
        alive = when < 0
        after, worst = W, experiment.gap(W)
        for _ in range(WATCHED):
            after, left = reference.descend(problem, after, eta, 1)
            worst = np.where(left < 0, np.maximum(worst, experiment.gap(after)), np.inf)
        residual = experiment.data.y_test64 - problem.regressors(W) @ experiment.data.X_test64.T
        nan = np.full(len(chosen), np.nan)

        def top(weights: Any) -> Any:
            return np.array([np.linalg.eigvalsh(dense_hessian(problem, w))[-1] for w in weights])

        def living(values: Any) -> Any:
            return np.where(alive, values, np.nan)

        return Runs(
            rate=runs.rate[chosen],
            scale=runs.scale[chosen],
            diverged=when,
            distance_start=problem.squared_distances(W0),
            distance_end=living(problem.squared_distances(W)),
            gap_end=living(experiment.gap(W)),
            gap_after=living(worst),
            risk_end=living(problem.risks(W)),
            test_risk_end=living(np.mean(residual**2, axis=1)),
            sharpness_start=top(W0),
            sharpness_end=living(top(np.where(alive[:, None, None, None], W, W0))),
            power_start=nan,
            power_end=nan,
        )

    def _start(self, seed: int, count: int, runs: Runs, i: int) -> Any:
        rate, scale = int(runs.rate[i]), int(runs.scale[i])
        place = int(np.flatnonzero(runs.cell(rate, scale)).searchsorted(i))
        return self.experiment.starts(seed, rate, scale, count)[place : place + 1]
