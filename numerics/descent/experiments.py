"""The experiments of Marion & Chizat 2024 as sweeps: settings, starts, endpoints, in float64.

    paper_experiments()                   name -> Experiment, settings exactly as in numerics.paper_data
    sweep(experiment, seed, ...)          one `Runs`: every (learning rate, scale, repetition) with its endpoints

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
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from numerics.descent.dynamics import run
from numerics.descent.power_iteration import power_iteration
from numerics.descent.problem import Array, Problem, gaussian_start, perceptron, residual, residual_start
from numerics.descent.sharpness import sharpness
from numerics.paper_data import DataSet, Setting, floats, load_paper_data

Start = Callable[[Problem, np.random.Generator, int, float], Array]
WATCHED = 32
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
        digest = hashlib.sha256(f"{self.name}|{seed}|{rate}|{scale}".encode()).digest()
        rng = np.random.default_rng(int.from_bytes(digest[:16], "big"))
        return self.start(self.problem, rng, count, float(self.setting.scales[scale]))


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


def sweep(
    experiment: Experiment,
    seed: int,
    *,
    repetitions: Mapping[int, int] | int | None = None,
    rates: tuple[int, ...] | None = None,
    folder: Path | None = None,
    progress: Callable[[int], None] | None = None,
    estimates: bool = True,
) -> Runs:
    """All runs of the grid (or of the learning rates with the given indices).

    repetitions: for all learning rates, or by index; the setting's own unless told. folder: finished parts and the
    state of the unfinished one are kept there, and an interrupted sweep continues. progress(n): n more network-steps
    are done.
    """
    setting = experiment.setting
    chosen = range(len(setting.learning_rates)) if rates is None else rates
    parts = []
    for count in sorted({setting.steps[i] for i in chosen}):
        group = [i for i in chosen if setting.steps[i] == count]
        number = {i: _repetitions(setting, repetitions, i) for i in group}
        parts.append(_part(experiment, seed, count, number, folder, progress, estimates))
    return Runs(**{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Runs)})


def _repetitions(setting: Setting, wanted: Mapping[int, int] | int | None, rate: int) -> int:
    if wanted is None:
        return setting.repetitions[rate]
    return wanted if isinstance(wanted, int) else wanted[rate]


def _part(
    experiment: Experiment,
    seed: int,
    steps: int,
    number: Mapping[int, int],
    folder: Path | None,
    progress: Callable[[int], None] | None,
    estimates: bool,
) -> Runs:
    """The runs of all learning rates with the same number of steps."""
    problem, scales = experiment.problem, range(len(experiment.setting.scales))
    cells = [(i, j) for i in number for j in scales]
    lanes = sum(number[i] for i, _ in cells)
    name = f"{experiment.name}-{steps}-{_digest(experiment, seed, number, estimates)}"
    finished = None if folder is None else folder / f"{name}.npz"
    if finished is not None and finished.exists():
        known = _load(finished)
        if known is not None:
            if progress is not None:
                progress(steps * lanes)
            return known
    W0 = np.concatenate([experiment.starts(seed, i, j, number[i]) for i, j in cells])
    rate = np.concatenate([np.full(number[i], i) for i, _ in cells])
    scale = np.concatenate([np.full(number[i], j) for i, j in cells])
    eta = np.array([float(x) for x in experiment.setting.learning_rates])[rate]
    report = None if progress is None else (lambda n: progress(n * lanes))
    state = None if folder is None else folder / f"{name}.state.npz"
    end = run(problem, W0, eta, steps, progress=report, checkpoint=state)
    runs = _endpoints(experiment, W0, end.weights, end.diverged, rate, scale, eta, seed if estimates else None)
    if finished is not None:
        finished.parent.mkdir(parents=True, exist_ok=True)
        partial = finished.with_suffix(".part")
        with partial.open("wb") as file:
            np.savez(file, **{f.name: getattr(runs, f.name) for f in fields(Runs)})
        partial.replace(finished)
    return runs


def _gap_after(experiment: Experiment, W: Array, eta: Array) -> Array:
    """The largest gap over WATCHED further steps."""
    after = run(experiment.problem, W, eta, WATCHED, every=1, observe=experiment.gap)
    worst = np.max(np.stack(after.records), axis=0)
    return np.asarray(np.where(after.finite, worst, np.inf))


def _digest(experiment: Experiment, seed: int, number: Mapping[int, int], estimates: bool) -> str:
    p = experiment.problem
    text = repr(
        (experiment.setting, p.widths, seed, sorted(number.items()), estimates, p.y_squared, p.readout.tobytes())
    )
    return hashlib.sha256(text.encode() + p.covariance.tobytes() + p.correlation.tobytes()).hexdigest()[:16]


def _load(path: Path) -> Runs | None:
    """A finished part, or None when the file is damaged (it is then computed again)."""
    import zipfile

    try:
        with np.load(path, allow_pickle=False) as data:
            return Runs(**{f.name: data[f.name] for f in fields(Runs)})
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _endpoints(
    experiment: Experiment,
    W0: Array,
    W: Array,
    diverged: NDArray[np.int64],
    rate: NDArray[np.int64],
    scale: NDArray[np.int64],
    eta: Array,
    seed: int | None,
) -> Runs:
    problem, alive = experiment.problem, diverged < 0
    rng = np.random.default_rng([0 if seed is None else seed, len(W)])

    def on_living(values: Callable[[Array], Array]) -> Array:
        out = np.full(len(W), np.nan)
        if alive.any():
            out[alive] = values(W[alive])
        return out

    def test_risk(weights: Array) -> Array:
        residuals = experiment.data.y_test64 - problem.regressors(weights) @ experiment.data.X_test64.T
        return np.asarray((residuals**2).mean(axis=1))

    def estimate(weights: Array) -> Array:
        return power_iteration(problem, weights, rng).reported if seed is not None else np.full(len(weights), np.nan)

    return Runs(
        rate=rate,
        scale=scale,
        diverged=diverged,
        distance_start=problem.squared_distances(W0),
        distance_end=on_living(problem.squared_distances),
        gap_end=on_living(experiment.gap),
        gap_after=on_living(lambda w: _gap_after(experiment, w, eta[alive])),
        risk_end=on_living(problem.risks),
        test_risk_end=on_living(test_risk),
        sharpness_start=sharpness(problem, W0),
        sharpness_end=on_living(lambda w: sharpness(problem, w)),
        power_start=estimate(W0),
        power_end=on_living(estimate),
    )
