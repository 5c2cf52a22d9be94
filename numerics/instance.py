"""Exact problem data: the one form in which a case of a claim is generated, stored, and replayed.

An `Instance` holds nothing but rationals: matrices by name and numbers by name. It never holds floats or
library objects, so it serialises to JSON as strings "p/q", crosses process borders, and means the same to
every arithmetic. What the names mean is up to the subject (numerics/subjects):

    network subjects    X (n x d), y (n x 1), p (d_L x 1), W1 .. WL (W1 acts first, Wk is d_k x d_{k-1})
    two-layer subjects  X (n x d0), Y (n x d2), W1 (d0 x d1), W2 (d1 x d2)      (orientation X W1 W2)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Matrix = tuple[tuple[Fraction, ...], ...]

_LAYER = re.compile(r"W([1-9][0-9]*)$")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")
_RATIONAL = re.compile(r"-?[0-9]{1,4000}(/[0-9]{1,4000})?")  # below Python's limit on digits, which raises otherwise


class BadInstance(ValueError):
    """The data do not form an instance; the message is one line that says what, where and what would be right."""


def matrix(rows: Iterable[Iterable[Any]]) -> Matrix:
    """Rows of anything `Fraction` accepts exactly (int, Fraction, "p/q", float) as an exact matrix."""
    return tuple(tuple(Fraction(x) for x in row) for row in rows)


def column(entries: Iterable[Any]) -> Matrix:
    """A column vector as an (n x 1) matrix."""
    return matrix([x] for x in entries)


def shape(m: Matrix) -> tuple[int, int]:
    return len(m), len(m[0]) if m else 0


@dataclass(frozen=True)
class Instance:
    """Exact rational data of one case. Equality and hash go by value."""

    kind: str
    matrices: Mapping[str, Matrix]
    numbers: Mapping[str, Fraction] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.kind, tuple(sorted(self.matrices.items())), tuple(sorted(self.numbers.items()))))

    @property
    def layers(self) -> tuple[Matrix, ...]:
        """W1 .. WL in the order in which they act."""
        found = {int(m[1]): v for k, v in self.matrices.items() if (m := _LAYER.match(k))}
        return tuple(found[k] for k in sorted(found))

    @property
    def depth(self) -> int:
        return sum(1 for k in self.matrices if _LAYER.match(k))

    @property
    def largest_dimension(self) -> int:
        """The largest number of rows or columns of any layer and of p, the `size` of a witness."""
        sizes = [max(shape(w)) for w in self.layers]
        return max(sizes, default=0)

    def with_matrices(self, **changes: Matrix) -> Instance:
        return Instance(self.kind, {**self.matrices, **changes}, self.numbers)

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "matrices": {k: [[str(x) for x in row] for row in m] for k, m in sorted(self.matrices.items())},
            "numbers": {k: str(x) for k, x in sorted(self.numbers.items())},
        }

    @staticmethod
    def from_json(data: Any) -> Instance:
        """Rebuild from `to_json`. Raises BadInstance on anything else; executes nothing."""
        if not isinstance(data, dict) or not isinstance(data.get("kind"), str):
            raise BadInstance("an instance is an object with the entries kind, matrices, numbers")
        matrices, numbers = data.get("matrices"), data.get("numbers", {})
        if not isinstance(matrices, dict) or not isinstance(numbers, dict):
            raise BadInstance("instance: matrices and numbers have to be objects")
        for name in (*matrices, *numbers):
            if not _NAME.fullmatch(name):
                raise BadInstance(f"a matrix or number has the name {name[:40]!r}; names are letters, then digits or _")
        return Instance(
            data["kind"],
            {k: _matrix_from_json(k, m) for k, m in matrices.items()},
            {k: _rational(k, x) for k, x in numbers.items()},
        )

    def one_line(self) -> str:
        """The numbers on one line, to be read and pasted."""
        parts = [f"{k}={_show(m)}" for k, m in sorted(self.matrices.items(), key=_reading_order)]
        parts += [f"{k}={x}" for k, x in sorted(self.numbers.items())]
        return " ".join(parts)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(f"Instance[{self.kind}] {self.one_line()}" if not cycle else "Instance[...]")


def _reading_order(item: tuple[str, Matrix]) -> tuple[int, str]:
    return ("XYyp".find(item[0][0]) if item[0][0] in "XYyp" else 9, item[0])


def _show(m: Matrix) -> str:
    if shape(m) == (1, 1):
        return str(m[0][0])
    if m and all(len(r) == 1 for r in m):
        return "(" + ",".join(str(r[0]) for r in m) + ")ᵀ"
    return "[" + "; ".join(",".join(str(x) for x in r) for r in m) + "]"


def _rational(name: str, text: Any) -> Fraction:
    if not isinstance(text, str) or not _RATIONAL.fullmatch(text):
        raise BadInstance(f'{name}: entries are strings "p/q" with integers p, q, got {str(text)[:40]!r}')
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise BadInstance(f"{name}: denominator 0 in {text[:40]!r}") from None


def _matrix_from_json(name: str, rows: Any) -> Matrix:
    if not isinstance(rows, list) or not rows or not all(isinstance(r, list) and r for r in rows):
        raise BadInstance(f"{name}: a matrix is a non-empty list of non-empty rows")
    if len({len(r) for r in rows}) != 1:
        raise BadInstance(f"{name}: rows of different lengths")
    return tuple(tuple(_rational(name, x) for x in row) for row in rows)


def network_instance(
    X: Iterable[Iterable[Any]],
    y: Iterable[Any],
    layers: Sequence[Iterable[Iterable[Any]]],
    p: Iterable[Any] = (1,),
    numbers: Mapping[str, Any] | None = None,
) -> Instance:
    """A deep linear network with its data. X: n x d, y: n, layers: W1..WL (Wk is d_k x d_{k-1}), p: d_L.

    Raises BadInstance when the shapes do not fit together, for depth 0 and for empty data.
    """
    matrices = {"X": matrix(X), "y": column(y), "p": column(p)}
    matrices |= {f"W{k}": matrix(w) for k, w in enumerate(layers, 1)}
    instance = Instance("network", matrices, {k: Fraction(v) for k, v in (numbers or {}).items()})
    check_network(instance)
    return instance


def check_network(instance: Instance) -> None:
    """Raise BadInstance unless X, y, p, W1..WL fit together."""
    for name in ("X", "y", "p"):
        if name not in instance.matrices:
            raise BadInstance(f"{name} is missing; a network needs X, y, p, W1 .. WL")
    for name, m in instance.matrices.items():
        if name[0] == "W" and name[1:].isdigit() and not _LAYER.match(name):
            raise BadInstance(f"{name} is not the name of a layer; layers are W1 .. WL")
        if not m or not m[0]:
            raise BadInstance(f"{name} is empty; every matrix needs at least one row and one column")
        if len({len(r) for r in m}) != 1:
            raise BadInstance(f"{name}: rows of different lengths")
    layers, names = instance.layers, {k for k in instance.matrices if _LAYER.match(k)}
    if not layers:
        raise BadInstance("depth 0: a network needs at least one layer W1")
    if names != {f"W{k}" for k in range(1, len(layers) + 1)}:
        raise BadInstance(f"layers have to be numbered W1 .. W{len(layers)} without gaps")
    n, d = shape(instance.matrices["X"])
    if shape(instance.matrices["y"]) != (n, 1):
        raise BadInstance(f"y has {shape(instance.matrices['y'])[0]} entries, X has {n} rows; they have to agree")
    width = d
    for k, w in enumerate(layers, 1):
        if shape(w)[1] != width:
            raise BadInstance(f"W{k} has {shape(w)[1]} columns, {width} expected from the layer before (or from X)")
        width = shape(w)[0]
    if shape(instance.matrices["p"]) != (width, 1):
        raise BadInstance(f"p has {shape(instance.matrices['p'])[0]} entries, W{len(layers)} has {width} rows")
