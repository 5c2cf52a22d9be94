"""The laboratory: runs the experiments that claims speak of, with a seed and a budget's repetitions, and keeps them.

    Lab(seed, budget).runs(name)                  the runs of a source, each computed once a process
    Lab(seed, budget).again(name, runs, chosen)   chosen runs computed a second way

Sources (what a source has to have: `runs(seed, count)`, `again(seed, count, runs, chosen)`, `cost(runs, i)` in steps):

    the paper's sweeps                  compiled descent and reduced Hessian; again: NumPy steps and dense Hessian
    "a tenth of the steps"              the smallest learning rate of the main sweep with a tenth of its steps
    "eta .1 from scale .44"             one cell of the main sweep, many repetitions
    "figure-1c", "figure-1d"            runs watched at every step                     numerics.descent.evolution
    "nonlinear"                         the tanh-GELU network                          numerics.descent.nonlinear_sweep
    "fresh data"                        figure 6b on other data sets                   numerics.descent.fresh_data
    "weight change"                     residual networks of depth 4 to 256            numerics.descent.weight_change

Runs are kept in the cache folder under a digest of the code that computes them, so another version never reads them.
What is not covered: decisions (properties.experiments).
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numba
import numpy as np

from numerics import descent
from numerics.descent.counted_sweep import Sweep
from numerics.descent.evolution import Evolution, Evolutions
from numerics.descent.experiments import Experiment, paper_experiments
from numerics.descent.fresh_data import FreshData, Gaps
from numerics.descent.kernels import cache_folder
from numerics.descent.nonlinear_sweep import NonlinearRuns, NonlinearSweep
from numerics.descent.sweeps import sweep
from numerics.descent.weight_change import Changes, WeightChanges
from numerics.paper_data import floats, load_paper_data
from properties import statistics

ERROR = Fraction(1, 20)
SHORT, IN_DOUBT = "a tenth of the steps", "eta .1 from scale .44"

# Repetitions by source: (quick, standard, deep). For "nonlinear" runs a unit of weight, for "fresh data" data sets.
REPETITIONS: Mapping[str, tuple[int, int, int]] = {
    "linear_mlp": (48, 64, 200),
    "resnet": (48, 64, 200),
    "mlp_underdetermined": (48, 64, 200),
    "resnet_several_depths_5": (50, 50, 200),
    "resnet_several_depths_10": (50, 50, 200),
    "resnet_several_depths_20": (50, 50, 200),
    "resnet_several_depths_40": (50, 50, 200),
    SHORT: (4000, 4000, 4000),
    IN_DOUBT: (2000, 2000, 4000),
    "figure-1c": (128, 128, 512),
    "figure-1d": (128, 128, 512),
    "nonlinear": (8, 8, 24),
    "fresh data": (64, 64, 128),
    "weight change": (128, 128, 512),
}
BUDGETS = ("quick", "standard", "deep")


class Source(Protocol):
    """Where counted runs come from."""

    def runs(self, seed: int, count: int) -> Any: ...

    def again(self, seed: int, count: int, runs: Any, chosen: Sequence[int]) -> Any: ...

    def cost(self, runs: Any, i: int) -> int: ...


class Lab:
    """What a claim observes; claims get one of these."""

    def __init__(self, seed: int, budget: str) -> None:
        self.seed, self.budget = seed, budget
        self.experiments = _experiments()

    def runs(self, name: str) -> Any:
        return _runs(name, self.seed, self.repetitions(name))

    def again(self, name: str, runs: Any, chosen: Sequence[int]) -> Any:
        return source(name).again(self.seed, self.repetitions(name), runs, chosen)

    def cost(self, name: str, runs: Any, i: int) -> int:
        return source(name).cost(runs, i)

    def repetitions(self, name: str) -> int:
        return REPETITIONS[name][BUDGETS.index(self.budget)]

    def median_interval(self, values: Any, share: int = 1) -> tuple[float, float, float]:
        """(low, median, high) with error 0.05 / share."""
        return statistics.median_interval(values, ERROR / share)

    def proportion(self, count: int, n: int, share: int = 1) -> tuple[float, float]:
        """Clopper-Pearson with error 0.05 / share."""
        return statistics.proportion(count, n, ERROR / share)

    def slope(self, x: Any, y: Any, group: Any = None, share: int | Fraction = 1) -> statistics.Slope:
        """Least squares, within groups when there are any, with an interval of error 0.05 / share."""
        error = ERROR / share
        return statistics.slope(x, y, error) if group is None else statistics.slope_within(x, y, group, error)

    def rates(self, name: str) -> list[float]:
        return [float(x) for x in self.experiments[name].setting.learning_rates]

    def scales(self, name: str) -> list[float]:
        return [float(x) for x in self.experiments[name].setting.scales]


@lru_cache(maxsize=1)
def _experiments() -> dict[str, Experiment]:
    """The paper's sweeps, and parts of the main one."""
    found = paper_experiments()
    main, s = found["linear_mlp"], found["linear_mlp"].setting

    def part(name: str, rate: int, scale: int, steps: int) -> Experiment:
        one = replace(
            s, learning_rates=(s.learning_rates[rate],), steps=(steps,), repetitions=(1,), scales=(s.scales[scale],)
        )
        return replace(main, name=name, setting=one)

    return {**found, SHORT: part(SHORT, 0, 0, s.steps[0] // 10), IN_DOUBT: part(IN_DOUBT, 3, 5, s.steps[3])}


@lru_cache(maxsize=1)
def _sources() -> dict[str, Source]:
    experiments, data = _experiments(), load_paper_data()
    main, singular = experiments["linear_mlp"], experiments["mlp_underdetermined"]
    return {
        **{name: Sweep(experiment) for name, experiment in experiments.items()},
        "figure-1c": Evolutions("figure-1c", main, 1, Fraction(35, 100), 450, 450),
        "figure-1d": Evolutions("figure-1d", main, 2, Fraction(41, 100), 4000, 450),
        "nonlinear": NonlinearSweep("nonlinear", ((2, 0, 3), (2, 7, 6), (1, 0, 6))),
        "fresh data": FreshData("fresh data", singular, 2),
        "weight change": WeightChanges(
            "weight change",
            data.regression,
            floats(data.readouts["residual"])[:, 0],
            (4, 8, 16, 32, 64, 128, 256),
            Fraction(1, 4),
        ),
    }


def source(name: str) -> Source:
    return _sources()[name]


TABLES: Mapping[str, type] = {
    "figure-1c": Evolution,
    "figure-1d": Evolution,
    "nonlinear": NonlinearRuns,
    "fresh data": Gaps,
    "weight change": Changes,
}


@lru_cache(maxsize=24)
def _runs(name: str, seed: int, count: int) -> Any:
    folder, of = cache_folder().parent / "sweeps" / _version(), source(name)
    if isinstance(of, Sweep):
        try:
            return sweep(of.experiment, seed, repetitions=count, folder=folder)
        except OSError:  # nowhere to keep it
            return of.runs(seed, count)
    return kept(folder / f"{name.replace(' ', '-')}-{seed}-{count}.npz", TABLES[name], lambda: of.runs(seed, count))


def kept(path: Path, table: type, compute: Callable[[], Any]) -> Any:
    """The arrays of a table from a file, or computed and written; a damaged or missing file is computed again."""
    names = [f.name for f in fields(table)]
    try:
        with np.load(path, allow_pickle=False) as data:
            return table(**{n: data[n] for n in names})
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        found = compute()
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            np.savez(file, **{n: getattr(found, n) for n in names})
        partial.replace(path)
    except OSError:
        pass  # nowhere to keep it
    return found


@lru_cache(maxsize=1)
def _version() -> str:
    """A digest of the code that computes runs: what another version kept is never read."""
    digest = hashlib.sha256(f"{np.__version__} {numba.__version__}".encode())
    for path in [*sorted(Path(descent.__file__).parent.glob("*.py")), Path(__file__)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
