"""Sharpness and generalization gap on fresh data sets: is the slope of figure 6b a property of the experiment?

    FreshData(name, experiment, rate).runs(seed, count)            count data sets, REPEATS runs a scale on each
    FreshData(...).again(seed, count, runs, chosen)                plain NumPy, sharpness by SciPy's eigsh

A data set is drawn like the paper's: X normal n x d, teacher w standard normal, y = X w + noise of variance 1, as many
test samples; y and the test targets are divided by the norm of the least-squares solution of least norm. One entry of
`Gaps` is a data set with all its runs; data sets are independent, runs on one of them only given the data.

Source: the settings of the underdetermined experiment of arXiv 2405.13456. What is not covered: the law of the teacher
is not recorded there; a standard normal one fits the recorded data (test error of the least-norm regressor 0.33, about
6/15 expected).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.linalg import LinearOperator, eigsh

from numerics.descent import reference
from numerics.descent.dynamics import run
from numerics.descent.experiments import SUCCESS, Experiment
from numerics.descent.power_iteration import hessian_vector_product
from numerics.descent.problem import Array, Problem, gaussian_start, perceptron
from numerics.descent.sharpness import sharpness

REPEATS = 6


@dataclass(frozen=True)
class Gaps:
    """sharpness, gap: (data sets, runs), NaN where a run did not reach the training risk SUCCESS; scale: (runs,)."""

    rate: NDArray[np.int64]
    scale: NDArray[np.int64]
    sharpness: Array
    gap: Array

    @property
    def slopes(self) -> Array:
        """Least-squares slope of log10 gap on log10 sharpness, scales pooled, one for each data set."""
        found = []
        for i in range(len(self.rate)):
            x, y = self.points(i)[:2]
            found.append(float(np.polyfit(x, y, 1)[0]) if len(x) > 2 else float("nan"))
        return np.array(found)

    def points(self, i: int) -> tuple[Array, Array, NDArray[np.int64]]:
        """(log10 sharpness, log10 gap, scale) of the runs of data set i that count: trained, with a positive gap."""
        with np.errstate(invalid="ignore"):
            used = np.isfinite(self.sharpness[i]) & (self.gap[i] > 0)
        return np.log10(self.sharpness[i, used]), np.log10(self.gap[i, used]), self.scale[used]


@dataclass(frozen=True)
class FreshData:
    """The experiment: shape and settings of `experiment` at its learning rate number `rate`."""

    name: str
    experiment: Experiment
    rate: int

    @property
    def steps(self) -> int:
        return self.experiment.setting.steps[self.rate]

    @property
    def eta(self) -> float:
        return float(self.experiment.setting.learning_rates[self.rate])

    def cost(self, runs: Gaps, i: int) -> int:
        return self.steps

    def draw(self, seed: int, number: int) -> tuple[Problem, Array, Array, Array]:
        """(problem, X_test, y_test, starts) of one data set."""
        digest = hashlib.sha256(f"{self.name}|{seed}|{number}".encode()).digest()
        rng = np.random.default_rng(int.from_bytes(digest[:16], "big"))
        n, d = self.experiment.data.n, self.experiment.data.d
        X, X_test, teacher = rng.standard_normal((n, d)), rng.standard_normal((n, d)), rng.standard_normal(d)
        y, y_test = X @ teacher + rng.standard_normal(n), X_test @ teacher + rng.standard_normal(n)
        size = float(np.linalg.norm(np.linalg.lstsq(X, y, rcond=None)[0]))
        problem = perceptron(X, y / size, self.experiment.setting.L)
        scales = self.experiment.setting.scales
        starts = np.concatenate([gaussian_start(problem, rng, REPEATS, float(s)) for s in scales])
        return problem, X_test, y_test / size, starts

    def runs(self, seed: int, count: int) -> Gaps:
        return self._gaps(seed, range(count), True)

    def again(self, seed: int, count: int, runs: Gaps, chosen: Sequence[int]) -> Gaps:
        return self._gaps(seed, chosen, False)

    def _gaps(self, seed: int, numbers: Sequence[int], compiled: bool) -> Gaps:
        tops, gaps = [], []
        for number in numbers:
            problem, X_test, y_test, W0 = self.draw(seed, number)
            top, gap = _ends(problem, X_test, y_test, W0, self.eta, self.steps, compiled)
            tops.append(top)
            gaps.append(gap)
        scale = np.repeat(np.arange(len(self.experiment.setting.scales)), REPEATS)
        return Gaps(np.zeros(len(tops), dtype=np.int64), scale, np.array(tops), np.array(gaps))


def _by_products(problem: Problem, W: Array) -> Array:
    """Largest Hessian eigenvalue from Hessian-vector products in all parameters (ARPACK)."""
    found = []
    for w in W:
        batch = w[None]

        def product(v: Array, batch: Array = batch) -> Array:
            return hessian_vector_product(problem, batch, v.reshape(batch.shape)).ravel()

        operator = LinearOperator((w.size, w.size), matvec=product, dtype=np.float64)
        start = np.random.default_rng(0).standard_normal(w.size)  # ARPACK's own start depends on the process
        found.append(float(eigsh(operator, k=1, which="LA", v0=start, return_eigenvectors=False)[0]))
    return np.array(found)


def _ends(
    problem: Problem, X_test: Array, y_test: Array, W0: Array, eta: float, steps: int, compiled: bool
) -> tuple[Array, Array]:
    """(sharpness, gap) at the end, NaN for runs that did not reach the training risk."""
    if compiled:
        end = run(problem, W0, eta, steps)
        W, when = end.weights, end.diverged
    else:
        W, when = reference.descend(problem, W0, np.full(len(W0), eta), steps)
    risk = problem.risks(W)
    trained = (when < 0) & (risk <= SUCCESS)
    with np.errstate(all="ignore"):
        gap = np.mean((y_test - problem.regressors(W) @ X_test.T) ** 2, axis=1) - risk
    top = np.full(len(W), np.nan)
    top[trained] = sharpness(problem, W[trained]) if compiled else _by_products(problem, W[trained])
    return top, np.where(trained, gap, np.nan)
