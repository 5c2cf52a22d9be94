"""The Hessian of the risk from its definition: differentiate |y - X W_1^T ... W_L^T p|^2 / n, term by term.

Numbers a + b s + c t + e s t with s^2 = t^2 = 0 carry the mixed derivative through sums and products exactly; for a
second
derivative in one parameter the same parameter gets s + t, since the coefficient of s t in f(x + s + t) is f''(x).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

Dual = tuple[Any, Any, Any, Any]


def _add(a: Dual, b: Dual) -> Dual:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]


def _times(a: Dual, b: Dual) -> Dual:
    return (
        a[0] * b[0],
        a[0] * b[1] + a[1] * b[0],
        a[0] * b[2] + a[2] * b[0],
        a[0] * b[3] + a[1] * b[2] + a[2] * b[1] + a[3] * b[0],
    )


def _risk(X: Any, y: Any, p: Any, layers: dict[int, list[list[Dual]]]) -> Dual:
    zero = Fraction(0)
    vector: list[Dual] = [(row[0], zero, zero, zero) for row in p]
    for k in range(len(layers), 0, -1):
        w = layers[k]
        vector = [_sum(_times(w[i][j], vector[i]) for i in range(len(w))) for j in range(len(w[0]))]
    total: Dual = (zero, zero, zero, zero)
    for row, target in zip(X, y, strict=True):
        residual = _sum(_times((x, zero, zero, zero), v) for x, v in zip(row, vector, strict=True))
        residual = _add(residual, (-target[0], zero, zero, zero))
        total = _add(total, _times(residual, residual))
    return total


def _sum(terms: Any) -> Dual:
    total: Dual = (Fraction(0), Fraction(0), Fraction(0), Fraction(0))
    for term in terms:
        total = _add(total, term)
    return total


def hessian_from_risk(X: Any, y: Any, p: Any, W: dict[int, Any]) -> list[list[Any]]:
    """Second derivatives of the risk in all entries of W_1, W_2, ... (row by row), matrices as lists of rows."""
    names = [(k, i, j) for k in sorted(W) for i in range(len(W[k])) for j in range(len(W[k][0]))]
    size, n = len(names), len(X)
    result: list[list[Any]] = [[None] * size for _ in range(size)]
    for a in range(size):
        for b in range(a, size):
            layers = {
                k: [
                    [
                        (x, Fraction(names[a] == (k, i, j)), Fraction(names[b] == (k, i, j)), Fraction(0))
                        for j, x in enumerate(row)
                    ]
                    for i, row in enumerate(W[k])
                ]
                for k in W
            }
            result[a][b] = result[b][a] = _risk(X, y, p, layers)[3] / n
    return result
