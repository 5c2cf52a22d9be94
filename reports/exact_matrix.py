"""Matrices of fractions, just enough for the arithmetic that is shown to readers.

Shapes that do not fit raise ValueError. Nothing here is used to decide a claim; see numerics.arithmetic for that.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

Matrix = list[list[Fraction]]


def identity(d: int) -> Matrix:
    return [[Fraction(int(i == j)) for j in range(d)] for i in range(d)]


def read(rows: Any) -> Matrix:
    return [[Fraction(x) for x in row] for row in rows]


def transposed(a: Matrix) -> Matrix:
    return [list(column) for column in zip(*a)]


def product(a: Matrix, b: Matrix) -> Matrix:
    if len(a[0]) != len(b):
        raise ValueError("shapes do not fit")
    return [[sum((x * y for x, y in zip(row, column)), Fraction(0)) for column in zip(*b)] for row in a]


def add(a: Matrix, b: Matrix) -> Matrix:
    if (len(a), len(a[0])) != (len(b), len(b[0])):
        raise ValueError("shapes do not fit")
    return [[x + y for x, y in zip(r, s)] for r, s in zip(a, b)]


def scaled(a: Matrix, c: Fraction) -> Matrix:
    return [[c * x for x in row] for row in a]


def square(a: Matrix) -> Fraction:
    return sum((x * x for row in a for x in row), Fraction(0))


def show(a: Matrix) -> str:
    if len(a) == len(a[0]) == 1:
        return str(a[0][0])
    if len(a[0]) == 1:
        return "(" + ", ".join(str(row[0]) for row in a) + ")ᵀ"
    return "[" + "; ".join(", ".join(map(str, row)) for row in a) + "]"
