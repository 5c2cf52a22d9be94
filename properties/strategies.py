"""How instances are made: by construction, from integers over one shared denominator.

A `Family` turns a shape and a list of free scalars into the matrices of an instance, written once over the arithmetic:
exact rationals for deciding, float64 batches for searching, Hypothesis integers for shrinking. Nothing is filtered for
rank, definiteness, or being a minimizer: each holds by construction.

Contract for a new family: subclass `Family`, set name, quantities and shapes, implement `draw`, register it with
`@family`, in a module `properties/strategies_<topic>.py`; such modules are found by themselves.
"""

from __future__ import annotations

import importlib
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

from numerics.arithmetic import Arithmetic, Floats, Rationals, to_fraction
from numerics.instance import Instance, Matrix

Built = tuple[dict[str, Any], dict[str, Any]]


@dataclass(frozen=True)
class Shape:
    """Dimensions of an instance, drawn before any number. widths = (d_0, ..., d_L); n rows of data."""

    widths: tuple[int, ...]
    n: int
    kind: str = ""

    @property
    def L(self) -> int:
        return len(self.widths) - 1

    @property
    def size(self) -> int:
        return sum(a * b for a, b in zip(self.widths, self.widths[1:])) + self.n * self.widths[0]

    def __str__(self) -> str:
        return f"L={self.L} widths={'x'.join(map(str, self.widths))} n={self.n} {self.kind}".strip()


class Theta:
    """Free scalars handed out one by one; counts how many a construction takes when it has none to hand out."""

    def __init__(self, arithmetic: Arithmetic, values: Any = None) -> None:
        self.A, self.values, self.used = arithmetic, values, 0

    def scalar(self) -> Any:
        self.used += 1
        if self.values is None:
            return self.A.number(1)
        if isinstance(self.A, Floats):
            return self.values[..., self.used - 1]
        return self.values[(self.used - 1) % len(self.values)]

    def nonzero(self) -> Any:
        x = self.scalar()
        if isinstance(self.A, Floats):
            return np.where(x == 0, 1.0, x)
        return x if x != 0 else self.A.number(1)

    def positive(self) -> Any:
        return self.A.absolute(self.nonzero())

    def matrix(self, rows: int, columns: int) -> Any:
        entries = [[self.scalar() for _ in range(columns)] for _ in range(rows)]
        return self.A.assemble(rows, columns, lambda i, j: entries[i][j])

    def nonzero_column(self, rows: int) -> Any:
        """A column that is not 0: its first entry is replaced when all are 0."""
        entries = [self.scalar() for _ in range(rows)]
        if not isinstance(self.A, Floats) and all(x == 0 for x in entries):
            entries[0] = self.A.number(1)
        return self.A.assemble(rows, 1, lambda i, _: entries[i])

    def full_rank(self, rows: int, columns: int) -> Any:
        """rows >= columns; full column rank by an upper triangular top block with nonzero diagonal."""
        entries = [
            [
                self.A.number(0) if i < columns and j < i else self.nonzero() if i == j else self.scalar()
                for j in range(columns)
            ]
            for i in range(rows)
        ]
        return self.A.assemble(rows, columns, lambda i, j: entries[i][j])

    def unit_column(self, rows: int) -> Any:
        """A rational unit vector by stereographic projection of rows - 1 free scalars."""
        free = [self.scalar() for _ in range(rows - 1)]
        square = self.A.number(0)
        for x in free:
            square = square + x * x
        last = (1 - square) / (1 + square)
        entries = [last, *[2 * x / (1 + square) for x in free]]
        return self.A.assemble(rows, 1, lambda i, _: entries[i])


class Family(ABC):
    """Instances of one subject. quantities: the class whose attributes the claims of this subject speak of."""

    name: str
    kind: str = "network"  # Instance.kind
    quantities: Any  # the class whose attributes the claims of this subject speak of
    float_search: bool = True  # whether the quantities make sense in float64 batches
    cost: float = 1.0  # seconds of deciding relative to a small minimizer; budgets are divided by it
    fewest: int = 24  # instances of a reading however costly they are

    @property
    @abstractmethod
    def shapes(self) -> Sequence[Shape]:
        """Shapes in order of size."""

    @abstractmethod
    def draw(self, theta: Theta, shape: Shape) -> Built:
        """The matrices and numbers of an instance."""

    def weights_on(self, theta: Theta, shape: Shape, X: Any, y: Any) -> Built | None:
        """The rest of an instance whose data X, y are given; None when this family makes its own data."""
        return None

    def parameters(self, shape: Shape) -> int:
        return _parameters(self.name, shape)

    def build(self, shape: Shape, integers: Sequence[int], denominator: int) -> Instance:
        """The exact instance of theta = integers / denominator."""
        A = Rationals()
        with A.context():
            theta = Theta(A, [A.number(Fraction(int(x), denominator)) for x in integers])
            return self._instance(A, self.draw(theta, shape))

    def build_on(self, X: Matrix, y: Matrix, shape: Shape, integers: Sequence[int]) -> Instance | None:
        """An exact instance on given data, free scalars taken from the integers in turn (cyclically)."""
        A = Rationals()
        with A.context():
            numbers = [A.number(int(x)) for x in integers]
            built = self.weights_on(Theta(A, numbers), shape, A.matrix(X), A.matrix(y))
            return None if built is None else self._instance(A, built)

    def _instance(self, A: Arithmetic, built: Built) -> Instance:
        matrices, numbers = built
        return Instance(
            self.kind,
            {name: _exact_matrix(A, m) for name, m in matrices.items()},
            {name: _exact(x) for name, x in numbers.items()},
        )

    def evaluate(self, shape: Shape, theta: Any) -> Any:
        """The quantities of a float64 batch theta (B, parameters)."""
        A = Floats()
        with A.context():
            return self.quantities(A, *self.draw(Theta(A, theta), shape))

    def of(self, instance: Instance, arithmetic: Arithmetic) -> Any:
        """The quantities of an exact instance."""
        return self.quantities.of(instance, arithmetic)


FAMILIES: dict[str, Family] = {}


def family(cls: Callable[[], Family]) -> Callable[[], Family]:
    made = cls()
    FAMILIES[made.name] = made
    return cls


@lru_cache(maxsize=4096)
def _parameters(name: str, shape: Shape) -> int:
    theta = Theta(Rationals())
    FAMILIES[name].draw(theta, shape)
    return theta.used


def _exact(x: Any) -> Fraction:
    value = to_fraction(x)
    if value is None:
        raise TypeError("a construction left the rationals")
    return value


def _exact_matrix(A: Arithmetic, m: Any) -> tuple[tuple[Fraction, ...], ...]:
    rows, columns = A.shape(m)
    return tuple(tuple(_exact(A.entry(m, i, j)) for j in range(columns)) for i in range(rows))


def ordered(shapes: Sequence[Shape]) -> tuple[Shape, ...]:
    return tuple(sorted(shapes, key=lambda s: (max(s.L, *s.widths), s.size, s.widths, s.n, s.kind)))


@lru_cache(maxsize=1)
def modules() -> tuple[str, ...]:
    """Names of the modules that register families."""
    import properties

    found = (info.name for info in pkgutil.iter_modules(properties.__path__))
    return tuple(sorted(f"properties.{name}" for name in found if name.startswith("strategies_")))


@lru_cache(maxsize=1)
def _load() -> None:
    for name in modules():
        importlib.import_module(name)


def lookup(name: str) -> Family:
    """Raises KeyError naming the known subjects."""
    _load()
    if name not in FAMILIES:
        raise KeyError(f"no family of instances for the subject {name!r}; known: {', '.join(sorted(FAMILIES))}")
    return FAMILIES[name]


def integers(rng: np.random.Generator, count: int, spread: int) -> list[int]:
    """Integers between -spread and spread, small ones more often."""
    scale = rng.integers(1, spread + 1, size=count)
    drawn: list[int] = rng.integers(-scale, scale + 1).tolist()
    return drawn
