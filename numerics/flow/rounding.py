"""Upper bounds in float64 with every rounding counted.

Main statements
    An `Up(v, n)` stands for any non-negative real array x with  x <= v (1 + u)^n,  u = 2^-53.
    (1) x + y <= Up(v + w, max(n, m) + 1),  x y <= Up(v w + TINY, n + m + 2),  sqrt(x) <= Up(sqrt v, ceil(n/2) + 1),
        a sum of K entries, in any order: Up(sum v, n + K - 1).
    (2) `upper()` returns a float >= x: v (1 + 2 n u) with one more rounding, valid for n u <= 1/4.
    (3) Spectral norm of a float matrix from the trace of a power, and the largest eigenvalue of a non-negative
        symmetric matrix by Collatz-Wielandt, both with all roundings inside.

Why (1) holds: IEEE 754 round to nearest gives fl(z) >= z (1 - u) >= z / (1 + u)^(1 + tiny) without underflow; with
fl(z) = z (1 + e), |e| <= u / (1 + u) (the sharp form), z <= fl(z) (1 + u) exactly. Additions never underflow wrongly
(they are exact among subnormals). A product that underflows is off by at most 2^-1075, which the added TINY = 2^-900
covers; the addition costs one more rounding. Counts of sub-expressions add under products and take the maximum under
sums because all terms are non-negative.

Notation: u unit roundoff, K number of summands. Not covered: lower bounds, signed quantities, overflow to infinity
(an infinite bound is still a bound; NaN is refused by `upper`).
References: IEEE 754-2019; Higham, Accuracy and Stability of Numerical Algorithms, ch. 2-3; Jeannerod, Rump,
"On relative errors of floating-point operations", Math. Comp. 2018 (the sharp form); Collatz 1942.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from flint import arb, ctx

Floats = npt.NDArray[np.float64]
U = 2.0**-53
TINY = 2.0**-900


class Up:
    """Non-negative reals bounded by v (1 + u)^n, entry by entry."""

    __slots__ = ("n", "v")
    __array_priority__ = 1000

    def __init__(self, v: Any, n: int = 0) -> None:
        self.v, self.n = v, n

    def __add__(self, other: Up) -> Up:
        return Up(self.v + other.v, max(self.n, other.n) + 1)

    def __mul__(self, other: Up) -> Up:
        return Up(self.v * other.v + TINY, self.n + other.n + 2)

    def sqrt(self) -> Up:
        return Up(np.sqrt(self.v), (self.n + 1) // 2 + 1)

    def sum(self, axis: int | tuple[int, ...] | None = None) -> Up:
        v = np.asarray(self.v)
        total = v.sum(axis=axis)
        return Up(total, self.n + max(v.size // max(total.size, 1), 1) - 1)

    def max(self, axis: int | None = None) -> Up:
        return Up(np.asarray(self.v).max(axis=axis), self.n)

    def __getitem__(self, index: Any) -> Up:
        return Up(self.v[index], self.n)

    def upper(self) -> Any:
        """A float (array) that is at least the true value."""
        if not self.n * U <= 0.25:
            raise OverflowError("too many roundings for a float bound")
        # (1+u)^n <= exp(nu) <= 1 + nu + (nu)^2 <= 1 + 5nu/4 on nu <= 1/4; 2(n+2)u has room for the roundings here
        out = self.v * (1.0 + 2.0 * (self.n + 2) * U)
        if np.any(np.isnan(out)):
            raise OverflowError("not a number in a float bound")
        return out


def norm_of_floats(a: Floats, axis: int | tuple[int, ...]) -> Up:
    """Euclidean norm over `axis` of a float array, safe against underflow and overflow of the squares.

    The largest entry is divided out: entries become at most 1, their squares underflow harmlessly (absolute error
    2^-1074 against a largest square of 1, covered by the K extra TINY below).
    """
    top = np.abs(a).max(axis=axis, keepdims=True)
    scale = top if top.all() else np.where(top > 0, top, 1.0)
    squares = Up((a / scale) ** 2 + TINY, 4).sum(axis)
    return squares.sqrt() * Up(top.squeeze(axis))  # top, not scale: a zero vector has norm TINY


def product(values: list[Up]) -> Up:
    out = Up(1.0)
    for x in values:
        out = out * x
    return out


def powers(h: float, count: int) -> Up:
    """h^0 .. h^(count-1) for an exact float 0 <= h <= 2: each from the one before, at most count roundings."""
    steps = np.full(count, h)
    steps[0] = 1.0
    return Up(np.cumprod(steps) + TINY, count)


def spectral_norm(a: Floats, relative_error: float = 0.0) -> Up:
    """Upper bound of |A|_2 for matrices A = a (1 + e), |e| <= relative_error entrywise; a: (..., r, c).

    With B = fl(a / fro), G = fl(B^T B), three squarings G <- fl(G G):  |B|_2^16 = |(B^T B)^8|_2 <= |G_8|_F + 16 g where
    g = gamma_n = n u / (1 - n u), n = max(r, c) + 2. Proof: |fl(XY) - XY|_F <= gamma |X|_F |Y|_F and |B|_F <= 1 + 2u
    give errors e_1 <= g (1 + 4u), e_{i+1} <= g (1 + e_i)^2 + 2 e_i + e_i^2, so e_4 <= 16 g as long as 16 g <= 1e-3.
    Underflow in the squarings adds at most n 2^-1070, covered by TINY. The bound is never above the Frobenius norm,
    and at most r^(1/16) too large. Entry errors add relative_error * fro(a).
    """
    r, c = a.shape[-2:]
    fro = norm_of_floats(a, (-2, -1))
    top = np.abs(a).max(axis=(-2, -1))
    scale = np.where(fro.v > 0, fro.v, 1.0)
    small = top < 2.0**-800  # no quotient below loses accuracy: such matrices take the Frobenius bound
    if min(r, c) == 1:
        value = fro
    else:
        b = a / scale[..., None, None]
        g = (np.swapaxes(b, -1, -2) @ b) if c <= r else (b @ np.swapaxes(b, -1, -2))
        for _ in range(3):
            g = g @ g
        # scale may be below the true Frobenius norm by (1+u)^-fro.n: then |B|_F <= 1 + fro.n u; counted in slack
        slack = 16.0 * (max(r, c) + 8 + fro.n) * U
        root = Up(np.sum(g * g, axis=(-2, -1)) + TINY, min(r, c) ** 2 + 2).sqrt() + Up(slack, 2)
        for _ in range(4):
            root = root.sqrt()
        value = root * Up(scale, fro.n)
        value = Up(np.where(small, fro.v, np.minimum(value.v, fro.v)), max(value.n, fro.n))
    if relative_error:
        value = value + Up(relative_error) * fro
    return value


def largest_eigenvalue(c: Up) -> Up:
    """Upper bound of the largest eigenvalue of symmetric non-negative matrices (..., L, L).

    Collatz-Wielandt: for any positive vector x, lambda_max(C) <= max_i (C x)_i / x_i (C entrywise non-negative).
    x is a float approximation of the Perron vector; its quality affects tightness only. Entrywise larger C gives
    larger lambda_max, so bounding C entrywise is enough.
    """
    L = c.v.shape[-1]
    if L == 1:
        return Up(c.v[..., 0, 0], c.n)
    if L == 2:  # [[a, b], [b, d]] with zero diagonal in use; the general bound max(a, d) + b covers both
        return Up(np.maximum(c.v[..., 0, 0], c.v[..., 1, 1]) + c.v[..., 0, 1], c.n + 1)
    power = c.v / np.maximum(c.v.max((-2, -1), keepdims=True), TINY) + 0.5 * np.eye(L)  # shifted: no oscillation
    for _ in range(5):
        power = power @ power
        power = power / power.max((-2, -1), keepdims=True)
    x = power.sum(-1)
    x = x / x.max(-1, keepdims=True) + 1e-9
    image = np.matmul(c.v, x[..., None])[..., 0] + TINY
    return Up((image / x).max(-1), c.n + L + 3)


def growth_factor(exponent: float) -> float:
    """A float >= exp(exponent): Arb's exponential, rounded up (float() is within 1 ulp, the factor covers 8)."""
    with ctx.workprec(64):
        return float(arb(exponent).exp().abs_upper()) * (1.0 + 2.0**-50)
