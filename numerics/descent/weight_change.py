"""How far gradient descent moves the layers of residual networks, by depth.

    WeightChanges(name, data, readout, depths, scale).runs(seed, count)     compiled kernel
    WeightChanges(...).again(seed, count, runs, chosen)                     plain NumPy

Run number i has one start for each depth, W_k(0) = I + s N_k / sqrt(L d), drawn independently; its entries are
max_k |W_k(end) - W_k(0)|_F and the squared distance to the optimal regressor at the end. Learning rate 1/(4 L a), a
quarter of the critical one of the theory, STEPS steps: the excess risk is then at rounding level (the twin test
measures it), so that the end stands for the limit.

What is not covered: gradient flow (`reports.figures.residual_flow`); other data than the paper's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from numerics.descent import reference
from numerics.descent.dynamics import run
from numerics.descent.problem import Array, Problem, residual, residual_start
from numerics.paper_data import DataSet

STEPS = 400
REST = 1e-20  # squared distance that counts as arrived


@dataclass(frozen=True)
class Changes:
    """change, distance: (runs, depths)."""

    rate: NDArray[np.int64]
    depths: NDArray[np.int64]
    change: Array
    distance: Array

    @property
    def arrived(self) -> NDArray[np.bool_]:
        """The run ends at a minimizer, up to rounding, at every depth."""
        return np.asarray((self.distance <= REST).all(axis=1))

    def ratio(self, deep: int, shallow: int) -> Array:
        """The change at depth `deep` divided by the one at depth `shallow`, for each run."""
        at = [int(np.flatnonzero(self.depths == L)[0]) for L in (deep, shallow)]
        return np.asarray(self.change[:, at[0]] / self.change[:, at[1]])


@dataclass(frozen=True)
class WeightChanges:
    """The experiment: data, unit readout p (d,), depths, scale s."""

    name: str
    data: DataSet
    readout: Array
    depths: tuple[int, ...]
    scale: Fraction

    def problem(self, depth: int) -> Problem:
        return residual(self.data.X64, self.data.y64, depth, self.readout)

    def start(self, seed: int, depth: int, number: int) -> Array:
        digest = hashlib.sha256(f"{self.name}|{seed}|{depth}|{number}".encode()).digest()
        rng = np.random.default_rng(int.from_bytes(digest[:16], "big"))
        return residual_start(self.problem(depth), rng, 1, float(self.scale))

    def cost(self, runs: Changes, i: int) -> int:
        return STEPS

    def runs(self, seed: int, count: int) -> Changes:
        return self._changes(seed, range(count), True)

    def again(self, seed: int, count: int, runs: Changes, chosen: Sequence[int]) -> Changes:
        return self._changes(seed, chosen, False)

    def _changes(self, seed: int, numbers: Sequence[int], compiled: bool) -> Changes:
        change, distance = np.empty((len(numbers), len(self.depths))), np.empty((len(numbers), len(self.depths)))
        for j, L in enumerate(self.depths):
            problem = self.problem(L)
            W0 = np.concatenate([self.start(seed, L, i) for i in numbers])
            eta = np.full(len(W0), 1 / (4 * L * _a(problem)))
            W = run(problem, W0, eta, STEPS).weights if compiled else reference.descend(problem, W0, eta, STEPS)[0]
            change[:, j] = np.sqrt(((W - W0) ** 2).sum(axis=(2, 3))).max(axis=1)
            distance[:, j] = problem.squared_distances(W)
        return Changes(np.zeros(len(numbers), dtype=np.int64), np.array(self.depths), change, distance)


def _a(problem: Problem) -> float:
    """w^T Sigma w / |w|^2 at the optimal regressor."""
    w = problem.w_star
    return float(w @ problem.covariance @ w / (w @ w))
