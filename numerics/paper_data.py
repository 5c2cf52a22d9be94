"""The data sets and settings on which the figures of Marion & Chizat 2024 were computed, exactly and in float64.

Provenance: the numbers behind the figures of arXiv 2405.13456 (version of the accompanying experiments), kept in
`numerics/data/paper-data.json`. Entries of X, y and of the readouts are float32 values; their decimals name the equal
float64, so each is read as the exact dyadic rational that the experiments worked with. Decimals such as a learning rate
of 0.005 are read as decimals (1/200), because that is what was printed.

    regression        n = 50, d = 5, linear teacher plus noise of variance 1        (figures 1 to 3, residual)
    underdetermined   n = 15, d = 20                                                 (figure 6)
    noise_free        n = 50, d = 5, without noise                                   (tanh-GELU network)

y and the test targets were divided by the norm of the least-squares solution in float32, so rho is 1 up to 1e-7 and
not exactly: the optimal regressor is to be recomputed from X and y (`Network.pi_star`), never taken from `w_star`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numerics.instance import Matrix, column, matrix

Array = NDArray[np.float64]


class BadPaperData(ValueError):
    """The packaged data file is missing or damaged; reinstall the package."""


@dataclass(frozen=True)
class DataSet:
    """One regression problem. X: n x d, y: n x 1, and the held-out samples; exact rationals (dyadic)."""

    name: str
    X: Matrix
    y: Matrix
    X_test: Matrix
    y_test: Matrix
    w_star_recorded: Matrix

    @property
    def n(self) -> int:
        return len(self.X)

    @property
    def d(self) -> int:
        return len(self.X[0])

    @property
    def X64(self) -> Array:
        """X as float64, n x d; no rounding happens, the entries are dyadic."""
        return floats(self.X)

    @property
    def y64(self) -> Array:
        """y as float64, shape (n,)."""
        return floats(self.y)[:, 0]

    @property
    def X_test64(self) -> Array:
        return floats(self.X_test)

    @property
    def y_test64(self) -> Array:
        return floats(self.y_test)[:, 0]


@dataclass(frozen=True)
class Setting:
    """One experiment: depth L, width d, and for each learning rate its number of steps and of repetitions.

    Learning rates and scales are exact: the printed decimal where one was printed, else the dyadic value.
    """

    name: str
    L: int
    d: int
    learning_rates: tuple[Fraction, ...]
    steps: tuple[int, ...]
    repetitions: tuple[int, ...]
    scales: tuple[Fraction, ...]


@dataclass(frozen=True)
class PaperData:
    """All of it. readouts: name -> unit vector p (d x 1); settings: name -> Setting."""

    regression: DataSet
    underdetermined: DataSet
    noise_free: DataSet
    readouts: Mapping[str, Matrix]
    settings: Mapping[str, Setting]

    @property
    def data_sets(self) -> tuple[DataSet, ...]:
        return (self.regression, self.underdetermined, self.noise_free)


def floats(m: Matrix) -> Array:
    """An exact matrix in float64, each entry rounded once."""
    return np.array([[float(x) for x in row] for row in m], dtype=np.float64)


@lru_cache(maxsize=1)
def load_paper_data() -> PaperData:
    """The packaged data. Raises BadPaperData when the file cannot be read."""
    try:
        raw = json.loads(files("numerics").joinpath("data/paper-data.json").read_text(encoding="utf-8"))
        return PaperData(
            regression=_data_set("regression", raw),
            underdetermined=_data_set("underdetermined", raw),
            noise_free=_data_set("noise_free", raw),
            readouts={name: column(p) for name, p in raw["readouts"].items()},
            settings={name: _setting(name, s) for name, s in raw["settings"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadPaperData(f"numerics/data/paper-data.json: {type(error).__name__}: {error}; reinstall") from error


def _data_set(name: str, raw: Any) -> DataSet:
    data = raw[name]
    return DataSet(
        name,
        matrix(data["X"]),
        column(data["y"]),
        matrix(data["Xtest"]),
        column(data["ytest"]),
        column(data["w_star"]),
    )


def _setting(name: str, s: Any) -> Setting:
    return Setting(
        name,
        int(s["L"]),
        int(s["d"]),
        tuple(_decimal_or_dyadic(x) for x in s["step_sizes"]),
        tuple(int(x) for x in s["num_steps"]),
        tuple(int(x) for x in s["reps"]),
        tuple(_decimal_or_dyadic(x) for x in s["scales"]),
    )


def _decimal_or_dyadic(x: float) -> Fraction:
    """A short decimal as that decimal (0.005 is 1/200); a float32 value as the dyadic number it is."""
    return Fraction(x) if float(np.float32(x)) == x else Fraction(Decimal(repr(x)))
