"""Runs an experiment over its whole grid, in bounded memory, with finished parts kept on disk.

    sweep(experiment, seed, ...)          one `Runs`: every (learning rate, scale, repetition) with its endpoints

Memory: one block of runs at a time (`dynamics.block_size`), besides a few numbers for each run. Blocks change no run;
only what 20 power iterations say, which starts at random, depends on the block. Interrupted sweeps continue: finished
blocks are read back, the unfinished one goes on from its last state.

What is not covered: the tanh-GELU network (numerics.descent.nonlinear_sweep).
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from numerics.descent.dynamics import block_size, run
from numerics.descent.experiments import WATCHED, Experiment, Runs
from numerics.descent.power_iteration import power_iteration
from numerics.descent.problem import Array
from numerics.descent.sharpness import sharpness
from numerics.paper_data import Setting


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
    return _joined(parts)


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
    lanes = sum(number.values()) * len(experiment.setting.scales)
    name = f"{experiment.name}-{steps}-{_digest(experiment, seed, number, estimates)}"
    size = block_size(experiment.problem)
    found = []
    for index, (W0, rate, scale) in enumerate(_blocks(experiment, seed, number, size)):
        own = name if lanes <= size else f"{name}-{index}"
        place = None if folder is None else folder / own
        known = None if place is None else _load(place.with_name(f"{own}.npz"))
        if known is None:
            known = _block(experiment, steps, W0, rate, scale, place, progress, seed if estimates else None)
        elif progress is not None:
            progress(steps * len(W0))
        found.append(known)
    return found[0] if len(found) == 1 else _joined(found)


def _joined(parts: Sequence[Runs]) -> Runs:
    return Runs(**{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Runs)})


def _blocks(
    experiment: Experiment, seed: int, number: Mapping[int, int], size: int
) -> Iterator[tuple[Array, NDArray[np.int64], NDArray[np.int64]]]:
    """(starts, learning rate, scale) of at most `size` runs at a time, cell by cell."""
    waiting: list[tuple[Array, int, int]] = []
    for i in number:
        for j in range(len(experiment.setting.scales)):
            for W in experiment.start_blocks(seed, i, j, number[i]):
                rest = W
                while len(rest):
                    room = size - sum(len(w) for w, _, _ in waiting)
                    waiting.append((rest[:room], i, j))
                    rest = rest[room:]
                    if sum(len(w) for w, _, _ in waiting) == size:
                        yield _stacked(waiting)
                        waiting = []
    if waiting:
        yield _stacked(waiting)


def _stacked(cells: Sequence[tuple[Array, int, int]]) -> tuple[Array, NDArray[np.int64], NDArray[np.int64]]:
    rate = np.concatenate([np.full(len(w), i) for w, i, _ in cells])
    return np.concatenate([w for w, _, _ in cells]), rate, np.concatenate([np.full(len(w), j) for w, _, j in cells])


def _block(
    experiment: Experiment,
    steps: int,
    W0: Array,
    rate: NDArray[np.int64],
    scale: NDArray[np.int64],
    place: Path | None,
    progress: Callable[[int], None] | None,
    seed: int | None,
) -> Runs:
    """The runs of one block; place: where they, and meanwhile their state, are kept."""
    eta = np.array([float(x) for x in experiment.setting.learning_rates])[rate]
    report = None if progress is None else (lambda n: progress(n * len(W0)))
    state = None if place is None else place.with_name(f"{place.name}.state.npz")
    end = run(experiment.problem, W0, eta, steps, progress=report, checkpoint=state)
    runs = _endpoints(experiment, W0, end.weights, end.diverged, rate, scale, eta, seed)
    if place is not None:
        place.parent.mkdir(parents=True, exist_ok=True)
        partial = place.with_name(f"{place.name}.{os.getpid()}")
        with partial.open("wb") as file:
            np.savez(file, **{f.name: getattr(runs, f.name) for f in fields(Runs)})
        partial.replace(place.with_name(f"{place.name}.npz"))
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
