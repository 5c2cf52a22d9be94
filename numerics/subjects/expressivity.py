"""Quantities of the claim on expressivity: a target matrix T (d0 x dL) and layers W1 .. WL multiplied left to right.

`factorization` writes T as a product of matrices with the widths of the layers, whenever every hidden width is at
least the rank of T: T = C D with a column basis C of T, padded by zeros, and rectangular identities in between. A
product has rank at most its smallest inner width, so that is also necessary.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

from numerics.arithmetic.base import Arithmetic
from numerics.arithmetic.compare import to_fraction
from numerics.instance import BadInstance, Instance, shape
from numerics.two_layer.reduced_rank import echelon, rank

Rows = list[list[Fraction]]


class Products:
    """Matrices T, W1 .. WL with matching shapes (exact arithmetic)."""

    def __init__(self, arithmetic: Arithmetic, matrices: Mapping[str, Any], numbers: Mapping[str, Any] | None = None):
        self.A, self.matrices, self.numbers = arithmetic, dict(matrices), dict(numbers or {})
        self.T = matrices["T"]
        self.L = sum(1 for name in matrices if name[0] == "W")
        self.layers = [matrices[f"W{k}"] for k in range(1, self.L + 1)]

    @classmethod
    def of(cls, instance: Instance, arithmetic: Arithmetic) -> Products:
        """Raises BadInstance when T is missing or the layers do not multiply to the shape of T."""
        if "T" not in instance.matrices or not instance.layers:
            raise BadInstance("products need a target T and layers W1 .. WL")
        shapes = [shape(w) for w in instance.layers]
        if any(a[1] != b[0] for a, b in pairwise(shapes)):
            raise BadInstance(f"layers of shapes {shapes} do not multiply, W1 on the left")
        if (shapes[0][0], shapes[-1][1]) != shape(instance.matrices["T"]):
            raise BadInstance(f"T is {shape(instance.matrices['T'])}, the product is {(shapes[0][0], shapes[-1][1])}")
        return cls(arithmetic, {name: arithmetic.matrix(m) for name, m in instance.matrices.items()})

    @property
    def widths(self) -> list[int]:
        """(d_0, ..., d_L)."""
        return [self.A.shape(self.layers[0])[0], *(self.A.shape(w)[1] for w in self.layers)]

    @property
    def hidden(self) -> list[int]:
        return self.widths[1:-1]

    @property
    def narrowest(self) -> int:
        """The smallest hidden width; without hidden layers there is no restriction: min(d_0, d_L)."""
        return min(self.hidden, default=self.full)

    @property
    def full(self) -> int:
        """min(d_0, d_L)."""
        return min(self.widths[0], self.widths[-1])

    @cached_property
    def product(self) -> Any:
        return self.A.product(*self.layers)

    def rank(self, m: Any) -> int:
        return rank(self.A, m)

    @cached_property
    def factorization(self) -> list[Any]:
        """Matrices of the shapes of the layers; their product is T when every hidden width is at least rank T."""
        if self.L == 1:
            return [self.T]
        left, right = _rank_factorization(self.A, self.T)
        widths = self.widths
        first = _padded(self.A, left, widths[0], widths[1])
        last = _padded(self.A, right, widths[-2], widths[-1])
        one, zero = self.A.number(1), self.A.number(0)
        middle = [
            self.A.assemble(a, b, lambda i, j: one if i == j else zero) for a, b in pairwise(widths[1:-1])
        ]
        return [first, *middle, last]

    @cached_property
    def realisation_defect(self) -> Any:
        """|T - product of the factorization|_F^2."""
        return self.A.sum_of_squares(self.A.minus(self.T, self.A.product(*self.factorization)))


def _rank_factorization(A: Arithmetic, T: Any) -> tuple[Rows, Rows]:
    """T = C D with C the pivot columns of T and D the nonzero rows of its reduced echelon form, as fractions."""
    reduced, pivots = echelon(A, T)
    rows, columns = A.shape(T)
    exact = [[to_fraction(A.entry(T, i, j)) or Fraction(0) for j in range(columns)] for i in range(rows)]
    return [[row[j] for j in pivots] for row in exact], reduced[: len(pivots)]


def _padded(A: Arithmetic, m: Rows, rows: int, columns: int) -> Any:
    """m cut or filled with zeros to the shape rows x columns."""
    inside = len(m), len(m[0]) if m else 0
    return A.assemble(rows, columns, lambda i, j: A.number(m[i][j] if i < inside[0] and j < inside[1] else Fraction(0)))
