"""Taylor polynomials of the flow in fixed-point arithmetic: exact by definition, with counted rounding.

Main statement
    In the time s = tau / unit, tau = 2 t: dW_k/ds = - b_k f_{k-1}^T with f_0 = unit Sigma (pi - pi_star).
    `taylor_series` returns polynomials W_k (degree N), b_k, f_k (degree N - 1) whose coefficients are integers times a
    power of two. They *are* the approximate solution; nothing is rounded silently: each coefficient equals the
    recurrence evaluated on the returned coefficients, rounded down by less than one unit in the last place
    (ulp_W, ulp_b[k], ulp_f[k]). The defect of the polynomials is bounded in `numerics.flow.defect`.

Notation
    F              fraction bits; an integer I at exponent x stands for I 2^(x - F)
    x, y[k], z[k]  exponents of all W, of b_k, of f_k; unit = 2^unit_exponent
    layout         WA: columns of W_k over time, WB: rows of W_k over time, each convolution one contiguous dot product;
                   b, f are stored in reversed time ("late first") for the same reason

Two evaluators with identical integers: Python integers here, 29-bit limbs compiled by numba in `numerics.flow.limbs`
(five to ten times faster). A test compares them integer by integer.
References: Moore, Interval Analysis (1966), Taylor recurrences of polynomial ODEs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import mul
from typing import Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = list[int]


def to_fixed(value: Fraction, exponent: int, bits: int) -> int:
    """floor(value 2^(bits - exponent))."""
    shift = bits - exponent
    if shift >= 0:
        return (value.numerator << shift) // value.denominator
    return value.numerator // (value.denominator << -shift)


@dataclass(frozen=True)
class Frame:
    """Sizes, precision and exponents of one step."""

    dims: tuple[int, ...]
    order: int
    bits: int
    unit_exponent: int
    x: int
    y: tuple[int, ...]
    z: tuple[int, ...]
    sigma_exponent: int

    @property
    def shift_b(self) -> list[int]:
        """Right shift turning the integer dot product W_k^T b_k into b_{k-1}; index k - 1."""
        return [self.bits + self.y[k] - self.x - self.y[k + 1] for k in range(len(self.dims) - 1)]

    @property
    def shift_f(self) -> list[int]:
        """Index 0: Sigma (b_0 - pi_star) to f_0; index k: W_k f_{k-1} to f_k."""
        first = self.bits + self.z[0] - self.sigma_exponent - self.y[0] - self.unit_exponent
        return [first] + [self.bits + self.z[k] - self.x - self.z[k - 1] for k in range(1, len(self.dims) - 1)]

    @property
    def shift_w(self) -> list[int]:
        """b_k f_{k-1}^T to the derivative of W_k; index k - 1."""
        return [self.bits + self.x - self.y[k + 1] - self.z[k] for k in range(len(self.dims) - 1)]

    def valid(self) -> bool:
        """Shifts to the right only, and every ulp well inside the float range (no bound may underflow to zero)."""
        shifts = all(s >= 0 for s in (*self.shift_b, *self.shift_f, *self.shift_w))
        exponents = (self.x, *self.y, *self.z, self.sigma_exponent)
        return shifts and all(e - self.bits > -960 and e < 900 for e in exponents)

    @property
    def ulp_w(self) -> float:
        return 2.0 ** (self.x - self.bits)

    def ulp_b(self, k: int) -> float:
        return 2.0 ** (self.y[k] - self.bits)

    def ulp_f(self, k: int) -> float:
        return 2.0 ** (self.z[k] - self.bits)


class Series(Protocol):
    """What a step needs to know about the polynomials; float entries are within `relative_error` of the exact ones."""

    frame: Frame
    relative_error: float
    W: list[Floats]  # W[k]: (N + 1, d_{k+1}, d_k)
    b: list[Floats]  # b[k]: (N, d_k), k = 0 .. L - 1; (1, d_L) for k = L
    f: list[Floats]  # f[k]: (N, d_k), k = 0 .. L - 1

    def evaluate(self, a: int, s: int) -> list[Ints]:
        """The layers at time a 2^-s: integers at exponent x, row-major, by Horner with one floor per order.

        Each entry is below the exact value by less than sum_{m<N} (a 2^-s)^m units in the last place.
        """

    def coefficients(self) -> list[list[Ints]]:
        """coefficients()[k][m]: the integers of the m-th coefficient of W_{k+1}, row-major."""


class IntegerSeries:
    """The polynomials as Python integers."""

    relative_error = 2.0**-52  # int -> float is correctly rounded, ldexp exact

    def __init__(self, frame: Frame, layers: Sequence[Ints], sigma: Ints, target: Ints, p: Ints) -> None:
        self.frame = frame
        out: dict[str, list[Ints]] = {}
        self._wb = taylor_series(frame, layers, sigma, target, p, out)
        d, N = frame.dims, frame.order
        scale = 2.0 ** (frame.x - frame.bits)
        self.W = [_floats(w, scale).reshape(d[k + 1], N + 1, d[k]).transpose(1, 0, 2) for k, w in enumerate(self._wb)]
        self.b = [_floats(v, frame.ulp_b(k)).reshape(-1, d[k])[::-1] for k, v in enumerate(out["b"])]
        self.b.append(_floats(p, frame.ulp_b(len(d) - 1)).reshape(1, -1))
        self.f = [_floats(v, frame.ulp_f(k)).reshape(-1, d[k])[::-1] for k, v in enumerate(out["f"])]

    def coefficients(self) -> list[list[Ints]]:
        d, n1 = self.frame.dims, self.frame.order + 1
        out = []
        for k, w in enumerate(self._wb):
            c = d[k]
            out.append([[w[(i * n1 + m) * c + j] for i in range(d[k + 1]) for j in range(c)] for m in range(n1)])
        return out

    def evaluate(self, a: int, s: int) -> list[Ints]:
        return [horner(c, a, s) for c in self.coefficients()]


def horner(coefficients: list[Ints], a: int, s: int) -> Ints:
    """v <- floor(v a 2^-s) + c_m from the top order down, entry by entry."""
    value = coefficients[-1]
    for c in reversed(coefficients[:-1]):
        value = [((v * a) >> s) + x for v, x in zip(value, c)]
    return value


def _floats(values: Ints, scale: float) -> Floats:
    # |int| below 2^1000 by the headroom of the frame; the product with a power of two is exact unless it underflows
    return np.array([float(v) for v in values]) * scale


def taylor_series(
    frame: Frame, layers: Sequence[Ints], sigma: Ints, target: Ints, p: Ints, out: dict[str, list[Ints]]
) -> list[Ints]:
    """The recurrences. layers: row-major integers of W_k(0); sigma: d x d; target: pi_star at exponent y[0]; p: d_L.

    Returns WB (rows over time) and leaves b, f (late first) in `out`. Cost: 3 L d^2 N^2 / 2 integer multiply-adds.
    """
    d, N = frame.dims, frame.order
    L, n1 = len(d) - 1, N + 1
    sb, sf, sw = frame.shift_b, frame.shift_f, frame.shift_w
    WA = [[0] * (d[k + 1] * d[k] * n1) for k in range(L)]
    WB = [[0] * (d[k + 1] * d[k] * n1) for k in range(L)]
    b, bt = [[0] * (d[k] * N) for k in range(L)], [[0] * (d[k] * N) for k in range(L)]
    f, ft = [[0] * (d[k] * N) for k in range(L)], [[0] * (d[k] * N) for k in range(L)]
    for k in range(L):
        r, c = d[k + 1], d[k]
        for i in range(r):
            for j in range(c):
                WA[k][j * n1 * r + i] = WB[k][i * n1 * c + j] = layers[k][i * c + j]
    for m in range(N):
        late = N - 1 - m
        for k in range(L - 1, -1, -1):
            r, c = d[k + 1], d[k]
            for j in range(c):
                if k == L - 1:
                    start = (j * n1 + m) * r
                    total = sum(map(mul, WA[k][start : start + r], p))
                else:
                    start = j * n1 * r
                    total = sum(map(mul, WA[k][start : start + (m + 1) * r], b[k + 1][late * r :]))
                b[k][late * c + j] = bt[k][j * N + m] = total >> sb[k]
        c = d[0]
        z = b[0][late * c : late * c + c]
        if m == 0:
            z = [u - v for u, v in zip(z, target)]
        for i in range(c):
            total = sum(map(mul, sigma[i * c : i * c + c], z))
            f[0][late * c + i] = ft[0][i * N + late] = total >> sf[0]
        for k in range(1, L):
            r, c = d[k], d[k - 1]
            for i in range(r):
                start = i * n1 * c
                total = sum(map(mul, WB[k - 1][start : start + (m + 1) * c], f[k - 1][late * c :]))
                f[k][late * r + i] = ft[k][i * N + late] = total >> sf[k]
        for k in range(L):
            r, c = d[k + 1], d[k]
            for i in range(r):
                for j in range(c):
                    if k == L - 1:
                        total = p[i] * f[k][late * c + j]
                    else:
                        total = sum(map(mul, bt[k + 1][i * N : i * N + m + 1], ft[k][j * N + late : j * N + N]))
                    value = (-total >> sw[k]) // (m + 1)
                    WA[k][(j * n1 + m + 1) * r + i] = WB[k][(i * n1 + m + 1) * c + j] = value
    out["b"], out["f"] = b, f
    return WB
