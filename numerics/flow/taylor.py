"""Taylor recurrences of the gradient flow over any scalar type.

Main statement: with u[m] the m-th Taylor coefficient in t at t = 0 and dW_k/dt = -2 b_k f_{k-1}^T,
    b_L = p,  b_{k-1}[m] = sum_j W_k[j]^T b_k[m-j],   f_0 = Sigma (b_0 - pi_star),  f_k[m] = sum_j W_k[j] f_{k-1}[m-j],
    W_k[m+1] = -2/(m+1) sum_j b_k[j] f_{k-1}[m-j]^T.
Matrix-vector products only: 3 L d^2 N^2 / 2 multiply-adds for order N. Works for anything with + - * /: Fraction,
mpmath.mpf, arb, float. This is the plain reference; the fixed-point and the batched evaluators are tested against it.

Not covered: speed. References: Moore 1966; the gradient in claims small-scale/balancedness.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

Layer = list[list[Any]]


def taylor_coefficients(
    layers: Sequence[Sequence[Sequence[Any]]],
    sigma: Sequence[Sequence[Any]],
    pi_star: Sequence[Any],
    p: Sequence[Any],
    order: int,
    number: Callable[[Fraction], Any] = lambda x: x,
) -> list[list[Layer]]:
    """coefficients[k][m] for m = 0 .. order; `number` converts rationals to the scalar type."""
    L, d, zero = len(layers), len(sigma), number(Fraction(0))
    W: list[list[Layer]] = [[[list(row) for row in w]] for w in layers]
    b: list[list[list[Any]]] = [[] for _ in range(L)] + [[list(p)]]
    f: list[list[list[Any]]] = [[] for _ in range(L)]

    def at(series: list[list[Any]], m: int) -> list[Any] | None:
        return series[m] if m < len(series) else None

    for m in range(order):
        for k in range(L - 1, -1, -1):
            columns = range(len(W[k][0][0]))
            total = [zero for _ in columns]
            for j in range(m + 1):
                v = at(b[k + 1], m - j)
                if v is not None:
                    for i, row in enumerate(W[k][j]):
                        total = [total[c] + row[c] * v[i] for c in columns]
            b[k].append(total)
        z = [x - y for x, y in zip(b[0][0], pi_star)] if m == 0 else b[0][m]
        f[0].append([_dot(sigma[i], z, zero) for i in range(d)])
        for k in range(1, L):
            rows = range(len(W[k - 1][0]))
            total = [zero for _ in rows]
            for j in range(m + 1):
                total = [total[i] + _dot(W[k - 1][j][i], f[k - 1][m - j], zero) for i in rows]
            f[k].append(total)
        factor = number(Fraction(-2, m + 1))
        for k in range(L):
            rows, columns = range(len(W[k][0])), range(len(W[k][0][0]))
            new = [[zero for _ in columns] for _ in rows]
            for j in range(m + 1):
                v = at(b[k + 1], j)
                if v is not None:
                    new = [[new[i][c] + v[i] * f[k][m - j][c] for c in columns] for i in rows]
            W[k].append([[x * factor for x in row] for row in new])
    return W


def _dot(u: Sequence[Any], v: Sequence[Any], zero: Any) -> Any:
    total = zero
    for x, y in zip(u, v):
        total = total + x * y
    return total


def evaluate(coefficients: Sequence[Layer], t: Any) -> Layer:
    """Horner value of one layer's polynomial."""
    value = [list(row) for row in coefficients[-1]]
    for c in reversed(coefficients[:-1]):
        value = [[x * t + y for x, y in zip(r, s)] for r, s in zip(value, c)]
    return value
