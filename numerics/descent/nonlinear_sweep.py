"""Runs of the tanh-GELU network with the paper's settings, in chosen cells of its grid.

    NonlinearSweep(name, cells).runs(seed, count)               compiled; count runs in a cell of weight 1
    NonlinearSweep(...).again(seed, count, runs, chosen)        plain NumPy descent and Hessian

There is no optimal regressor to be close to. The data are free of noise, so a run has succeeded when its risk is at
most TRAINED and stays so for WATCHED further steps. TRAINED = 5e-4 is the excess risk of a linear network whose mean
squared distance is 1e-4, the threshold of the other experiments: d a 1e-4 with d = 5 and a near 1.

What is not covered: the grid as a whole (216000 steps for each scale); cells are chosen by the claim.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from numerics.descent import nonlinear
from numerics.descent.experiments import WATCHED
from numerics.descent.problem import Array
from numerics.descent.reference import CEILING
from numerics.paper_data import Setting, load_paper_data

TRAINED = 5e-4


@dataclass(frozen=True)
class NonlinearRuns:
    """One entry for each run; NaN after divergence. risk_after: the largest risk over WATCHED further steps."""

    rate: NDArray[np.int64]
    scale: NDArray[np.int64]
    diverged: NDArray[np.int64]
    risk_end: Array
    risk_after: Array
    sharpness_end: Array

    @property
    def succeeded(self) -> NDArray[np.bool_]:
        with np.errstate(invalid="ignore"):
            return (self.diverged < 0) & (self.risk_end <= TRAINED) & (self.risk_after <= TRAINED)

    def cell(self, rate: int | None = None, scale: int | None = None) -> NDArray[np.bool_]:
        found = np.ones(len(self.rate), dtype=bool)
        if rate is not None:
            found &= self.rate == rate
        if scale is not None:
            found &= self.scale == scale
        return found


@dataclass(frozen=True)
class NonlinearSweep:
    """cells: (learning rate, scale, weight) by index; a cell gets weight times the number of runs asked for."""

    name: str
    cells: tuple[tuple[int, int, int], ...]

    @property
    def setting(self) -> Setting:
        return load_paper_data().settings["non_linear"]

    def eta(self, rate: int) -> float:
        return float(self.setting.learning_rates[rate])

    def cost(self, runs: NonlinearRuns, i: int) -> int:
        return self.setting.steps[int(runs.rate[i])]

    def starts(self, seed: int, rate: int, scale: int, count: int) -> Array:
        s = self.setting
        digest = hashlib.sha256(f"{self.name}|{seed}|{rate}|{scale}".encode()).digest()
        rng = np.random.default_rng(int.from_bytes(digest[:16], "big"))
        W = float(s.scales[scale]) * rng.standard_normal((count, s.L, s.d, s.d))
        W[:, -1, 1:] = 0
        return W

    def runs(self, seed: int, count: int) -> NonlinearRuns:
        """All cells. Raises BadDescent for settings that make no sense."""
        data = load_paper_data().noise_free
        X, y = data.X64, data.y64
        parts = []
        for rate, scale, weight in self.cells:
            W0, steps = self.starts(seed, rate, scale, weight * count), self.setting.steps[rate]
            W, when = nonlinear.run(X, y, W0, self.eta(rate), steps)
            risk, after, top = _ends(X, y, W, when, self.eta(rate))
            parts.append(_table(rate, scale, _last(when, risk, steps), risk, after, top))
        return NonlinearRuns(*(np.concatenate([getattr(p, f) for p in parts]) for f in _FIELDS))

    def again(self, seed: int, count: int, runs: NonlinearRuns, chosen: Sequence[int]) -> NonlinearRuns:
        """Runs of one cell's learning rate, in NumPy."""
        data = load_paper_data().noise_free
        X, y, rate = data.X64, data.y64, int(runs.rate[chosen[0]])
        W = np.stack([self._start(seed, count, runs, i) for i in chosen])
        W, when = _by_numpy(X, y, W, self.eta(rate), self.setting.steps[rate])
        worst, later = np.array(_risks(X, y, W)), W
        for _ in range(WATCHED):
            later = _by_numpy(X, y, later, self.eta(rate), 1)[0]
            worst = np.maximum(worst, _risks(X, y, later))
        top = [nonlinear.sharpness_by_numpy(X, y, w) if t < 0 else float("nan") for w, t in zip(W, when)]
        return NonlinearRuns(
            np.full(len(W), rate), runs.scale[list(chosen)], when, _risks(X, y, W), worst, np.array(top)
        )

    def _start(self, seed: int, count: int, runs: NonlinearRuns, i: int) -> Array:
        rate, scale = int(runs.rate[i]), int(runs.scale[i])
        weight = {(r, s): w for r, s, w in self.cells}[rate, scale]
        place = int(np.flatnonzero(runs.cell(rate, scale)).searchsorted(i))
        return np.asarray(self.starts(seed, rate, scale, weight * count)[place])


_FIELDS = ("rate", "scale", "diverged", "risk_end", "risk_after", "sharpness_end")


def _table(rate: int, scale: int, when: NDArray[np.int64], risk: Array, after: Array, top: Array) -> NonlinearRuns:
    return NonlinearRuns(np.full(len(when), rate), np.full(len(when), scale), when, risk, after, top)


def _last(when: NDArray[np.int64], risk: Array, steps: int) -> NDArray[np.int64]:
    """Divergence in the last step shows in the risk at the end."""
    return np.where((when < 0) & ~(risk <= CEILING), steps, when)


def _ends(X: Array, y: Array, W: Array, when: NDArray[np.int64], eta: float) -> tuple[Array, Array, Array]:
    """(risk, largest risk over WATCHED further steps, sharpness) of the runs that did not diverge."""
    risk, after, top = (np.full(len(W), np.nan) for _ in range(3))
    for i in np.flatnonzero(when < 0):
        risk[i] = after[i] = nonlinear.risk_and_gradient(X, y, W[i])[0]
        top[i] = nonlinear.sharpness(X, y, W[i])
        later = W[i : i + 1]
        for _ in range(WATCHED):
            later, left = nonlinear.run(X, y, later, eta, 1)
            after[i] = np.inf if left[0] >= 0 else max(after[i], nonlinear.risk_and_gradient(X, y, later[0])[0])
    return risk, after, top


def _risks(X: Array, y: Array, W: Array) -> Array:
    with np.errstate(all="ignore"):
        return nonlinear.risks_and_gradients(X, y, W)[0]


def _by_numpy(X: Array, y: Array, W: Array, eta: float, steps: int) -> tuple[Array, NDArray[np.int64]]:
    """(weights, step of divergence or -1) by back-propagation in NumPy; a diverged network stays where it was."""
    W, when = W.copy(), np.full(len(W), -1, dtype=np.int64)
    for t in range(steps):
        with np.errstate(all="ignore"):
            risks, gradients = nonlinear.risks_and_gradients(X, y, W)
        when[(when < 0) & ~(risks <= CEILING)] = t
        alive = when < 0
        W[alive] -= eta * gradients[alive]
    return W, when
