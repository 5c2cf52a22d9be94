"""Many runs of one cell watched at every step: what happens along a run, not only at its end (figures 1c and 1d).

    Evolutions(name, experiment, rate, scale, steps, watched).runs(seed, count)     compiled kernel, reduced Hessian
    Evolutions(...).again(seed, count, runs, chosen)                                NumPy steps, dense Hessian

For each run: the sharpness at the start, after one step, after the first tenth of the watched steps, its peak over all
watched steps and over the later nine tenths, at the end; the largest relative rise R(W_{t+1}) / R(W_t) - 1 of the risk
over the watched steps; whether the run succeeded (`numerics.descent.experiments`).

The second computation takes the risk from the residuals y - X pi, and the Hessian entry by entry. It looks at the
sharpness at 0, 1, every tenth step, and at the step where the first computation saw its peak: enough to confirm that a
value was exceeded; that it never was is confirmed at those steps only.

What is not covered: what happens between the watched steps and the end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from numerics.descent import reference
from numerics.descent.dense import dense_hessian
from numerics.descent.dynamics import run
from numerics.descent.experiments import SUCCESS, WATCHED, Experiment
from numerics.descent.problem import Array
from numerics.descent.sharpness import sharpness


@dataclass(frozen=True)
class Evolution:
    """One entry for each run. A run that diverged while watched has NaN for what was not reached."""

    rate: NDArray[np.int64]
    diverged: NDArray[np.int64]
    gap_end: Array
    gap_after: Array
    rise: Array
    sharpness_start: Array
    sharpness_first: Array
    sharpness_early: Array
    sharpness_peak: Array
    peak_step: NDArray[np.int64]
    sharpness_late_peak: Array
    sharpness_end: Array

    @property
    def succeeded(self) -> NDArray[np.bool_]:
        return (self.diverged < 0) & (self.gap_end <= SUCCESS) & (self.gap_after <= SUCCESS)


@dataclass(frozen=True)
class Evolutions:
    """Runs of `experiment` at its learning rate number `rate` from one scale: `steps` steps, the first `watched` at
    each step."""

    name: str
    experiment: Experiment
    rate: int
    scale: Fraction
    steps: int
    watched: int

    @property
    def eta(self) -> float:
        return float(self.experiment.setting.learning_rates[self.rate])

    @property
    def early(self) -> int:
        return self.watched // 10

    def starts(self, seed: int, count: int) -> Array:
        digest = hashlib.sha256(f"{self.name}|{seed}|{self.scale}".encode()).digest()
        rng = np.random.default_rng(int.from_bytes(digest[:16], "big"))
        return self.experiment.start(self.experiment.problem, rng, count, float(self.scale))

    def cost(self, runs: Evolution, i: int) -> int:
        """Steps of a run."""
        return int(runs.diverged[i]) + 1 if runs.diverged[i] >= 0 else self.steps

    def runs(self, seed: int, count: int) -> Evolution:
        problem, W0 = self.experiment.problem, self.starts(seed, count)

        def observe(W: Array) -> Array:
            return np.stack([sharpness(problem, W), problem.risks(W)])

        first = run(problem, W0, self.eta, self.watched, every=1, observe=observe)
        table = np.stack(first.records)
        alive = np.flatnonzero(first.diverged < 0)
        rest = run(problem, first.weights[alive], self.eta, self.steps - self.watched)
        diverged = first.diverged.copy()
        diverged[alive] = np.where(rest.diverged >= 0, rest.diverged + self.watched, -1)
        living = np.flatnonzero(diverged < 0)
        W = rest.weights[rest.diverged < 0]
        after = run(problem, W, self.eta, WATCHED, every=1, observe=self.experiment.gap)
        worst = np.where(after.finite, np.max(np.stack(after.records), axis=0), np.inf)
        times = list(range(self.watched + 1))
        return self._summary(
            times, table[:, 0], table[:, 1], first.diverged, diverged, living, W, worst, sharpness(problem, W)
        )

    def again(self, seed: int, count: int, runs: Evolution, chosen: Sequence[int]) -> Evolution:
        problem, experiment = self.experiment.problem, self.experiment
        X, y = experiment.data.X64, experiment.data.y64
        W, eta = self.starts(seed, count)[list(chosen)], np.full(len(chosen), self.eta)
        peaks = {int(t) for t in runs.peak_step[list(chosen)]}
        times = sorted({0, 1, self.early, self.watched, *range(0, self.watched, 10), *peaks})
        tops, risks = [], []
        when = np.full(len(W), -1, dtype=np.int64)
        for t in range(self.watched + 1):
            with np.errstate(all="ignore"):
                risks.append(np.mean((y - problem.regressors(W) @ X.T) ** 2, axis=1))
            if t in times:
                tops.append(_dense_tops(self, W))
            if t < self.watched:
                W, left = reference.descend(problem, W, eta, 1)
                when = np.where((when < 0) & (left >= 0), t, when)
        W, left = reference.descend(problem, W, eta, self.steps - self.watched)
        diverged = np.where((when < 0) & (left >= 0), left + self.watched, when)
        living = np.flatnonzero(diverged < 0)
        worst = np.zeros(len(living))
        after = W[living]
        for _ in range(WATCHED):
            after, left = reference.descend(problem, after, eta[: len(after)], 1)
            worst = np.where(left < 0, np.maximum(worst, experiment.gap(after)), np.inf)
        ends = _dense_tops(self, W[living])
        return self._summary(times, np.stack(tops), np.stack(risks), when, diverged, living, W[living], worst, ends)

    def _summary(
        self,
        times: Sequence[int],
        S: Array,
        risks: Array,
        watched: NDArray[np.int64],
        diverged: NDArray[np.int64],
        living: NDArray[np.int64],
        W: Array,
        worst: Array,
        ends: Array,
    ) -> Evolution:
        """S: (times, runs), risks: (watched + 1, runs); watched: divergence while watched; W, worst, ends: of the
        living runs."""
        place, count, nan = list(times), S.shape[1], np.full(S.shape[1], np.nan)
        with np.errstate(all="ignore"):
            rise = np.max(risks[1:] / risks[:-1] - 1, axis=0)
        late = S[place.index(self.early) :]
        gap_end, gap_after, end = nan.copy(), nan.copy(), nan.copy()
        gap_end[living], gap_after[living], end[living] = self.experiment.gap(W), worst, ends
        whole = watched < 0

        def known(values: Array) -> Array:
            return np.where(whole, values, np.nan)

        peak = np.argmax(np.where(np.isnan(S), -np.inf, S), axis=0)
        return Evolution(
            rate=np.full(count, self.rate),
            diverged=diverged,
            gap_end=gap_end,
            gap_after=gap_after,
            rise=known(rise),
            sharpness_start=S[0],
            sharpness_first=known(S[place.index(1)]),
            sharpness_early=known(S[place.index(self.early)]),
            sharpness_peak=known(S[peak, np.arange(count)]),
            peak_step=np.array(place)[peak],
            sharpness_late_peak=known(late.max(axis=0)),
            sharpness_end=end,
        )


def _dense_tops(of: Evolutions, W: Array) -> Array:
    """The largest eigenvalue of the full Hessian, NaN where the weights are not finite."""
    problem = of.experiment.problem
    tops = []
    for w in W:
        with np.errstate(all="ignore"):
            H = dense_hessian(problem, w)
        tops.append(float(np.linalg.eigvalsh(H)[-1]) if np.isfinite(H).all() else float("nan"))
    return np.array(tops)
