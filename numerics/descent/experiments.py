"""The experiments of Marion & Chizat 2024 as sweeps: settings, starts, endpoints, in float64.

    paper_experiments()                   name -> Experiment, settings exactly as in numerics.paper_data
    Runs                                  the endpoints of every (learning rate, scale, repetition), see sweeps

    linear_mlp                  perceptron L = 10, d = 5, W_k(0) normal with standard deviation = scale
    resnet                      L = 10, d = 5, W_k(0) = I + s N_k / sqrt(L d), fixed unit readout
    resnet_several_depths_*     the same for L = 5, 10, 20, 40 at scale 0.25, 25 learning rates
    mlp_underdetermined         perceptron L = 5, d = 20, n = 15

Seeds: the starts of a cell (learning rate, scale) depend on the seed, the experiment and the cell, not on the machine
or on what else is run. A run is close when it is finite and the mean over coordinates of (pi - pi*)^2 is at most 1e-4
at the end (for n < d, where the optimal regressor is not unique: the risk). It succeeds when it is close and stays so
for WATCHED further steps: above the critical learning rate orbits wander, and up to one in eight is close to pi* at the
moment the count of steps runs out, at points with eta S(W) well above 2. It has diverged when its risk was not <= 1e6
at some step; else it is undecided (claims, "How to decide").

What is not covered: the tanh-GELU network (numerics.descent.nonlinear).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from numerics.descent.problem import Array, Problem, gaussian_start, perceptron, residual, residual_start
from numerics.paper_data import DataSet, Setting, floats, load_paper_data

Start = Callable[[Problem, np.random.Generator, int, float], Array]
WATCHED = 32
BLOCK = 1024  # starts that are drawn at once
SUCCESS = 1e-4  # mean over coordinates of the squared distance to the optimal regressor


@dataclass(frozen=True)
class Experiment:
    """One sweep: data, network, law of the start, grid."""

    name: str
    data: DataSet
    problem: Problem
    start: Start
    setting: Setting

    @property
    def network_steps(self) -> int:
        """Steps times networks at full repetition counts."""
        s = self.setting
        return sum(n * r for n, r in zip(s.steps, s.repetitions)) * len(s.scales)

    @property
    def singular(self) -> bool:
        """n < d: many regressors are optimal, and the limit need not be the one of least norm."""
        return self.data.n < self.data.d

    def gap(self, W: Array) -> Array:
        """What success is measured by: the squared distance, or for singular Sigma the risk (R_min is then 0)."""
        return self.problem.risks(W) if self.singular else self.problem.squared_distances(W)

    def starts(self, seed: int, rate: int, scale: int, count: int) -> Array:
        """`count` independent starts of the cell (index of the learning rate, index of the scale)."""
        return np.concatenate(list(self.start_blocks(seed, rate, scale, count)))

    def start_blocks(self, seed: int, rate: int, scale: int, count: int) -> Iterator[Array]:
        """The same, BLOCK at a time."""
        digest = hashlib.sha256(f"{self.name}|{seed}|{rate}|{scale}".encode()).digest()
        rng = np.random.default_rng(int.from_bytes(digest[:16], "big"))
        for first in range(0, max(count, 1), BLOCK):
            yield self.start(self.problem, rng, min(BLOCK, count - first), float(self.setting.scales[scale]))


@dataclass(frozen=True)
class Runs:
    """Endpoints of a sweep, one entry for each run. Sharpness is exact up to rounding; `power_*` is what 20 power
    iterations say. Entries after divergence are NaN.
    gap: what success is measured by, at the end and its maximum over WATCHED further steps."""

    rate: NDArray[np.int64]
    scale: NDArray[np.int64]
    diverged: NDArray[np.int64]
    distance_start: Array
    distance_end: Array
    gap_end: Array
    gap_after: Array
    risk_end: Array
    test_risk_end: Array
    sharpness_start: Array
    sharpness_end: Array
    power_start: Array
    power_end: Array

    @property
    def close(self) -> NDArray[np.bool_]:
        return (self.diverged < 0) & (self.gap_end <= SUCCESS)

    @property
    def succeeded(self) -> NDArray[np.bool_]:
        return self.close & (self.gap_after <= SUCCESS)

    def cell(self, rate: int | None = None, scale: int | None = None) -> NDArray[np.bool_]:
        """Which runs belong to a learning rate and (or) a scale."""
        found = np.ones(len(self.rate), dtype=bool)
        if rate is not None:
            found &= self.rate == rate
        if scale is not None:
            found &= self.scale == scale
        return found


def paper_experiments() -> dict[str, Experiment]:
    """The linear and residual experiments, by name."""
    data = load_paper_data()
    found = {}
    for name, setting in data.settings.items():
        if name == "non_linear":
            continue
        source = data.underdetermined if name == "mlp_underdetermined" else data.regression
        if name.startswith("resnet"):
            readout = "residual" if name == "resnet" else f"residual_depth_{setting.L}"
            p = floats(data.readouts[readout])[:, 0]
            problem = residual(source.X64, source.y64, setting.L, p)
            found[name] = Experiment(name, source, problem, residual_start, setting)
        else:
            problem = perceptron(source.X64, source.y64, setting.L)
            found[name] = Experiment(name, source, problem, gaussian_start, setting)
    return found
