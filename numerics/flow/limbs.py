"""The recurrences of `numerics.flow.fixed` on 29-bit limbs, compiled by numba: the same integers, faster.

An integer is stored in `n` limbs, least significant first: all but the last lie in [0, 2^29), the last is signed and
kept within +-2^27 (a larger one raises the overflow flag and the caller falls back to Python integers, so overflow can
never produce a wrong number). Dot products are exact: 16 products of at most 2^58 fit into 63 bits before a carry.
Floor shifts and floor divisions are those of Python.

Not covered: precisions at which Python integers win (beyond about 1500 bits they do; the caller decides).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
from numba import njit

from numerics.flow.fixed import Floats, Frame, Ints, horner

BITS = 29
MASK = (1 << BITS) - 1
TOP = 1 << 27
Limbs = npt.NDArray[np.int32]
_F = TypeVar("_F", bound=Callable[..., Any])


def _compiled(function: _F) -> _F:
    return cast(_F, njit(cache=True, nogil=True)(function))


class LimbOverflow(ArithmeticError):
    """An integer needs more limbs than the frame provides; fall back to Python integers."""


def limbs_for(bits: int) -> int:
    """Enough limbs for `bits` fraction bits, a sign and at least 21 bits of headroom."""
    return -(-(bits + 23) // BITS)


def split(values: Sequence[int], n: int) -> Limbs:
    """Limb planes (n, len(values)) of Python integers. Raises LimbOverflow."""
    out = np.empty((n, len(values)), np.int32)
    for q, value in enumerate(values):
        v = value
        for l in range(n - 1):
            out[l, q] = v & MASK
            v >>= BITS
        if not -TOP <= v < TOP:
            raise LimbOverflow
        out[n - 1, q] = v
    return out


def join(limbs: Limbs) -> Ints:
    """The Python integers of limb planes."""
    planes = limbs.tolist()
    out: Ints = planes[-1]
    for plane in reversed(planes[:-1]):
        out = [(v << BITS) | x for v, x in zip(out, plane)]
    return out


def floats(limbs: Limbs, scale: float) -> Floats:
    """Limb planes as floats with relative error at most 2 n u.

    Horner from the top: exact while the partial value has at most 53 bits; from then on it is at least 2^53 in units
    of the current limb, so adding non-negative lower limbs cancels nothing and costs one rounding each.
    """
    out = limbs[-1].astype(np.float64)
    for plane in limbs[-2::-1]:
        out = out * float(1 << BITS) + plane
    return cast(Floats, out * scale)


@_compiled
def _dot(acc: Any, x: Any, xo: int, y: Any, yo: int, count: int, n: int) -> None:
    """acc <- sum of x y over `count` entries, column sums not yet carried."""
    for c in range(acc.shape[0]):
        acc[c] = 0
    q = 0
    while q + 16 <= count:  # fixed lengths let the compiler use vector instructions
        for u in range(n):
            for v in range(n):
                s = np.int64(0)
                for r in range(16):
                    s += np.int64(x[u, xo + q + r]) * np.int64(y[v, yo + q + r])
                acc[u + v] += s & MASK
                acc[u + v + 1] += s >> BITS
        q += 16
    while q + 4 <= count:
        for u in range(n):
            for v in range(n):
                s = np.int64(0)
                for r in range(4):
                    s += np.int64(x[u, xo + q + r]) * np.int64(y[v, yo + q + r])
                acc[u + v] += s & MASK
                acc[u + v + 1] += s >> BITS
        q += 4
    while q < count:
        for u in range(n):
            left = np.int64(x[u, xo + q])
            for v in range(n):
                s = left * np.int64(y[v, yo + q])
                acc[u + v] += s & MASK
                acc[u + v + 1] += s >> BITS
        q += 1


@_compiled
def _store(acc: Any, shift: int, divisor: int, out: Any, index: int, n: int) -> bool:
    """floor(floor(acc 2^-shift) / divisor) into out[:, index]; True when it does not fit."""
    width = acc.shape[0]
    for c in range(width - 1):
        v = acc[c]
        acc[c] = v & MASK
        acc[c + 1] += v >> BITS
    off = shift // BITS
    low = shift - off * BITS
    sign = acc[width - 1]  # 0 or -1: wide enough by the two spare columns
    top = sign
    for c in range(width - 2, n - 2 + off, -1):
        if top > (1 << 30) or top < -(1 << 30):
            return True
        top = (top << BITS) + acc[c]
    top = top >> low
    if top >= TOP or top < -TOP:
        return True
    for l in range(n - 1):
        a, b = acc[l + off], acc[l + off + 1]
        out[l, index] = ((a >> low) | (b << (BITS - low))) & MASK
    out[n - 1, index] = top
    if divisor > 1:
        rest = np.int64(0)
        for l in range(n - 1, -1, -1):
            current = (rest << BITS) + np.int64(out[l, index])
            quotient = current // divisor
            out[l, index] = quotient
            rest = current - quotient * divisor
    return False


@_compiled
def _series(d, N, n, WA, WB, wo, b, bt, f, ft, vo, S, target, p, sb, sf, sw) -> bool:  # type: ignore[no-untyped-def]
    L, n1 = d.shape[0] - 1, N + 1
    acc = np.zeros(4 * n + 6, np.int64)
    z = np.zeros((n, d[0]), np.int32)
    for m in range(N):
        late = N - 1 - m
        for k in range(L - 1, -1, -1):
            r, c = d[k + 1], d[k]
            for j in range(c):
                if k == L - 1:
                    _dot(acc, WA, wo[k] + (j * n1 + m) * r, p, 0, r, n)
                else:
                    _dot(acc, WA, wo[k] + j * n1 * r, b, vo[k + 1] + late * r, (m + 1) * r, n)
                at = vo[k] + late * c + j
                if _store(acc, sb[k], 1, b, at, n):
                    return True
                for l in range(n):
                    bt[l, vo[k] + j * N + m] = b[l, at]
        c = d[0]
        for i in range(c):
            for q in range(acc.shape[0]):
                acc[q] = 0
            for l in range(n):
                acc[l] = np.int64(b[l, vo[0] + late * c + i]) - (np.int64(target[l, i]) if m == 0 else 0)
            if _store(acc, 0, 1, z, i, n):
                return True
        for i in range(c):
            _dot(acc, S, i * c, z, 0, c, n)
            at = vo[0] + late * c + i
            if _store(acc, sf[0], 1, f, at, n):
                return True
            for l in range(n):
                ft[l, vo[0] + i * N + late] = f[l, at]
        for k in range(1, L):
            r, c = d[k], d[k - 1]
            for i in range(r):
                _dot(acc, WB, wo[k - 1] + i * n1 * c, f, vo[k - 1] + late * c, (m + 1) * c, n)
                at = vo[k] + late * r + i
                if _store(acc, sf[k], 1, f, at, n):
                    return True
                for l in range(n):
                    ft[l, vo[k] + i * N + late] = f[l, at]
        for k in range(L):
            r, c = d[k + 1], d[k]
            for i in range(r):
                for j in range(c):
                    if k == L - 1:
                        _dot(acc, p, i, f, vo[k] + late * c + j, 1, n)
                    else:
                        _dot(acc, bt, vo[k + 1] + i * N, ft, vo[k] + j * N + late, m + 1, n)
                    for q in range(acc.shape[0]):
                        acc[q] = -acc[q]
                    at = wo[k] + (i * n1 + m + 1) * c + j
                    if _store(acc, sw[k], m + 1, WB, at, n):
                        return True
                    for l in range(n):
                        WA[l, wo[k] + (j * n1 + m + 1) * r + i] = WB[l, at]
    return False


@_compiled
def _horner(d, N, n, WB, wo, a, s, out) -> bool:  # type: ignore[no-untyped-def]
    acc = np.zeros(2 * n + 4, np.int64)
    n1, index = N + 1, 0
    for k in range(d.shape[0] - 1):
        r, c = d[k + 1], d[k]
        for i in range(r):
            for j in range(c):
                base = wo[k] + i * n1 * c + j
                for l in range(n):
                    out[l, index] = WB[l, base + N * c]
                for m in range(N - 1, -1, -1):
                    for q in range(acc.shape[0]):
                        acc[q] = 0
                    for l in range(n):
                        acc[l] = np.int64(out[l, index]) * a
                    if _store(acc, s, 1, out, index, n):
                        return True
                    for q in range(acc.shape[0]):
                        acc[q] = 0
                    for l in range(n):
                        acc[l] = np.int64(out[l, index]) + np.int64(WB[l, base + m * c])
                    if _store(acc, 0, 1, out, index, n):
                        return True
                index += 1
    return False


class LimbSeries:
    """The polynomials as limb planes; same interface and same integers as `IntegerSeries`. Raises LimbOverflow."""

    def __init__(self, frame: Frame, layers: Sequence[Ints], sigma: Ints, target: Ints, p: Ints) -> None:
        self.frame = frame
        d, N = frame.dims, frame.order
        L, n = len(d) - 1, limbs_for(frame.bits)
        self._n, self.relative_error = n, 2.0**-52 * n
        sizes = [d[k + 1] * d[k] for k in range(L)]
        self._wo = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64) * (N + 1)
        vo = np.concatenate([[0], np.cumsum(d[:L])]).astype(np.int64) * N
        WA, WB = np.zeros((n, int(self._wo[-1])), np.int32), np.zeros((n, int(self._wo[-1])), np.int32)
        b, bt, f, ft = (np.zeros((n, int(vo[-1])), np.int32) for _ in range(4))
        start = split([x for w in layers for x in w], n)
        at = 0
        for k in range(L):
            r, c = d[k + 1], d[k]
            block = start[:, at : at + r * c].reshape(n, r, c)
            o, e = int(self._wo[k]), int(self._wo[k + 1])
            WB[:, o:e].reshape(n, r, N + 1, c)[:, :, 0, :] = block
            WA[:, o:e].reshape(n, c, N + 1, r)[:, :, 0, :] = block.transpose(0, 2, 1)
            at += r * c
        self._d = np.array(d, np.int64)
        # |dot product| < 2^(29 * 2 n): any shift beyond gives the same floor, 0 or -1
        most = BITS * (2 * n + 1)
        shifts = [np.array([min(v, most) for v in s], np.int64) for s in (frame.shift_b, frame.shift_f, frame.shift_w)]
        fixed = [split(v, n) for v in (sigma, target, p)]
        if _series(self._d, N, n, WA, WB, self._wo, b, bt, f, ft, vo, *fixed, *shifts):
            raise LimbOverflow
        self._wb = WB
        flat = floats(WB, frame.ulp_w)
        self.W = [
            flat[self._wo[k] : self._wo[k + 1]].reshape(d[k + 1], N + 1, d[k]).transpose(1, 0, 2) for k in range(L)
        ]
        fb, ff = floats(b, 1.0), floats(f, 1.0)
        self.b = [fb[vo[k] : vo[k + 1]].reshape(N, d[k])[::-1] * frame.ulp_b(k) for k in range(L)]
        self.b.append(floats(fixed[2], frame.ulp_b(L)).reshape(1, -1))
        self.f = [ff[vo[k] : vo[k + 1]].reshape(N, d[k])[::-1] * frame.ulp_f(k) for k in range(L)]

    def coefficients(self) -> list[list[Ints]]:
        d, n1 = self.frame.dims, self.frame.order + 1
        out = []
        for k in range(len(d) - 1):
            block = self._wb[:, self._wo[k] : self._wo[k + 1]].reshape(self._n, d[k + 1], n1, d[k])
            out.append([join(np.ascontiguousarray(block[:, :, m, :]).reshape(self._n, -1)) for m in range(n1)])
        return out

    def evaluate(self, a: int, s: int) -> list[Ints]:
        if a >= 1 << 30:
            raise ValueError("the step numerator has to be below 2^30")
        d = self.frame.dims
        sizes = [d[k + 1] * d[k] for k in range(len(d) - 1)]
        out = np.zeros((self._n, sum(sizes)), np.int32)
        if _horner(self._d, self.frame.order, self._n, self._wb, self._wo, a, s, out):
            return [horner(c, a, s) for c in self.coefficients()]
        values, at, layers = join(out), 0, []
        for size in sizes:
            layers.append(values[at : at + size])
            at += size
        return layers
