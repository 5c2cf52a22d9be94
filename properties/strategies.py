"""How instances are made: by construction, from integers over one shared denominator.

A `Family` turns a shape and a list of free scalars into the matrices of an instance, written once over the
arithmetic: exact
rationals for deciding, float64 batches for searching, Hypothesis integers for shrinking. Nothing is filtered for rank,
definiteness, or being a minimizer: each holds by construction.

    network            X of full rank or not, y, p, W_1 .. W_L free (p may be 0 in small shapes)
    minimizer          exact minimizers with b_k != 0 (see `weights_through`), pi(W) = pi* plus a kernel vector of X
    rescaled minimizer the same with a number C > 0
    balanced minimizer minimizers with D_k = 0, from rational unit vectors
    optimum            minimizers, and any weights with p = 0 (then everything is a minimizer), and any network

Contract for a new family: subclass `Family`, set name, quantities, shapes, implement `draw`; register it with
`@family`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

from numerics.arithmetic import Arithmetic, Floats, Rationals, to_fraction
from numerics.instance import Instance, Matrix
from numerics.subjects import Minimizer

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
        return self.values[self.used - 1]

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
    quantities: Any = Minimizer
    float_search: bool = True  # whether the quantities make sense in float64 batches
    cost: float = 1.0  # seconds of deciding relative to a small minimizer; budgets are divided by it

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


def network_shapes(largest_depth: int = 4, largest_width: int = 3) -> tuple[Shape, ...]:
    """A spread of depths and widths: all with depth and widths at most 2, a selection beyond."""
    found = []
    for d in (1, 2):
        found += [Shape((d, 1), d), Shape((d, 1), d + 1), Shape((d, 2), d)]
        for h in (1, 2):
            found += [Shape((d, h, 1), d), Shape((d, h, 1), d + 1), Shape((d, h, 2), d)]
    deep = [(1, 1, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1), (2, 2, 2, 1), (1, 1, 1, 1, 1), (2, 2, 1, 2, 1), (2, 2, 2, 2)]
    wide = [(3, 1), (3, 2, 1), (3, 3, 1), (1, 3, 1), (2, 3, 1), (3, 2, 2, 1), (3, 1, 3, 1), (2, 3, 3, 1), (3, 3, 2)]
    found += [Shape(w, w[0] + 1) for w in deep + wide if len(w) - 1 <= largest_depth and max(w) <= largest_width]
    return ordered(found)


def data(theta: Theta, shape: Shape) -> tuple[Any, Any, Any]:
    """X, y and pi*: y = X pi* plus a part orthogonal to the columns of X; pi* != 0 in the row space of X."""
    A, d, n = theta.A, shape.widths[0], shape.n
    if shape.kind == "singular":  # rank d - 1: X = U V with V = (I, free column)
        tail = theta.matrix(d - 1, 1)
        V = A.assemble(
            d - 1, d, lambda i, j: A.entry(tail, i, 0) if j == d - 1 else A.number(1) if i == j else A.number(0)
        )
        X = A.multiply(theta.full_rank(n, d - 1), V)
        pi_star = A.multiply(A.transpose(V), theta.nonzero_column(d - 1))
    else:
        X = theta.full_rank(n, d)
        pi_star = theta.nonzero_column(d)
    noise = theta.matrix(n, 1)
    fitted = A.multiply(X, A.least_norm_solution(X, noise))
    y = A.plus(A.multiply(X, pi_star), A.minus(noise, fitted))
    return X, y, pi_star


def weights_through(theta: Theta, shape: Shape, first: Any, p: Any) -> dict[str, Any]:
    """Weights with prescribed back-propagated vectors: W_k^T b_k = b_(k-1) for b_0 = first, b_L = p, b_k drawn nonzero.

    W_k = b_k b_(k-1)^T / |b_k|^2 + (I - b_k b_k^T / |b_k|^2) F_k with F_k free: every network all of whose b_k are
    nonzero
    arises in this way.
    """
    A, widths, L = theta.A, shape.widths, shape.L
    vectors = {0: first, L: p} | {k: theta.nonzero_column(widths[k]) for k in range(1, L)}
    layers = {}
    for k in range(1, L + 1):
        b, below, inverse = vectors[k], vectors[k - 1], 1 / A.sum_of_squares(vectors[k])
        w = A.scale(inverse, A.multiply(b, A.transpose(below)))
        if widths[k] > 1:
            free = theta.matrix(widths[k], widths[k - 1])
            along = A.scale(inverse, A.multiply(b, A.multiply(A.transpose(b), free)))
            w = A.plus(w, A.minus(free, along))
        layers[f"W{k}"] = w
    return layers


def _with_kinds(shapes: Sequence[Shape]) -> tuple[Shape, ...]:
    singular = [Shape(s.widths, s.n, "singular") for s in shapes if s.widths[0] >= 2 and s.size <= 14]
    return ordered([*shapes, *singular])


@family
class Minimizers(Family):
    name = "minimizer"
    shapes = _with_kinds(network_shapes())

    def draw(self, theta: Theta, shape: Shape) -> Built:
        X, y, pi_star = data(theta, shape)
        return self._through(theta, shape, X, y, pi_star, shape.kind == "singular")

    def weights_on(self, theta: Theta, shape: Shape, X: Any, y: Any) -> Built | None:
        return self._through(theta, shape, X, y, theta.A.least_norm_solution(X, y), shape.n < shape.widths[0])

    def _through(self, theta: Theta, shape: Shape, X: Any, y: Any, pi_star: Any, singular: bool) -> Built:
        A = theta.A
        p = theta.nonzero_column(shape.widths[-1])
        first = pi_star
        if singular:  # any minimizer, not only the one of least norm
            z = theta.matrix(shape.widths[0], 1)
            first = A.plus(pi_star, A.minus(z, A.least_norm_solution(X, A.multiply(X, z))))
        return {"X": X, "y": y, "p": p, **weights_through(theta, shape, first, p)}, {}


@family
class RescaledMinimizers(Minimizers):
    name = "rescaled minimizer"

    def _through(self, theta: Theta, shape: Shape, X: Any, y: Any, pi_star: Any, singular: bool) -> Built:
        matrices, _ = super()._through(theta, shape, X, y, pi_star, singular)
        return matrices, {"C": theta.positive()}


@family
class BalancedMinimizers(Family):
    """W_k = omega c_k c_(k-1)^T with unit vectors c_k, c_0 = pi*/rho, p = c_L times a scalar: D_k = 0 for all k."""

    name = "balanced minimizer"
    shapes = ordered([s for s in network_shapes() if s.L >= 2])

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A, L = theta.A, shape.L
        c = {k: theta.unit_column(shape.widths[k]) for k in range(L + 1)}
        omega, readout = theta.positive(), theta.nonzero()
        X = theta.full_rank(shape.n, shape.widths[0])
        noise = theta.matrix(shape.n, 1)
        pi_star = A.scale(omega**L * readout, c[0])
        fitted = A.multiply(X, A.least_norm_solution(X, noise))
        y = A.plus(A.multiply(X, pi_star), A.minus(noise, fitted))
        layers = {f"W{k}": A.scale(omega, A.multiply(c[k], A.transpose(c[k - 1]))) for k in range(1, L + 1)}
        return {"X": X, "y": y, "p": A.scale(readout, c[L]), **layers}, {}


@family
class Networks(Family):
    name = "network"
    shapes = network_shapes()

    def draw(self, theta: Theta, shape: Shape) -> Built:
        widths = shape.widths
        X, y = theta.full_rank(shape.n, widths[0]), theta.matrix(shape.n, 1)
        return self.weights_on(theta, shape, X, y)

    def weights_on(self, theta: Theta, shape: Shape, X: Any, y: Any) -> Built:
        widths = shape.widths
        layers = {f"W{k}": theta.matrix(widths[k], widths[k - 1]) for k in range(1, shape.L + 1)}
        return {"X": X, "y": y, "p": theta.matrix(widths[-1], 1), **layers}, {}


@family
class Optima(Minimizers):
    name = "optimum"
    shapes = ordered(
        [
            *_with_kinds(network_shapes()),
            *(Shape(s.widths, s.n, kind) for s in network_shapes() if s.size <= 12 for kind in ("no readout", "any")),
        ]
    )

    def draw(self, theta: Theta, shape: Shape) -> Built:
        if shape.kind not in ("no readout", "any"):
            return super().draw(theta, shape)
        matrices, numbers = FAMILIES["network"].draw(theta, shape)
        if shape.kind == "no readout":
            matrices["p"] = theta.A.scale(theta.A.number(0), matrices["p"])
        return matrices, numbers


def lookup(name: str) -> Family:
    """Raises KeyError naming the known subjects."""
    if name not in FAMILIES:
        raise KeyError(f"no family of instances for the subject {name!r}; known: {', '.join(sorted(FAMILIES))}")
    return FAMILIES[name]


def integers(rng: np.random.Generator, count: int, spread: int) -> list[int]:
    """Integers between -spread and spread, small ones more often."""
    scale = rng.integers(1, spread + 1, size=count)
    drawn: list[int] = rng.integers(-scale, scale + 1).tolist()
    return drawn


Quantities = Mapping[str, Any]
