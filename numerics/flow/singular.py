"""Certified singular values and top singular vectors of every matrix near a given one.

Main statements
    Let W^ = U S V^T + F with approximate factors, |U^T U - I|_F <= u, |V^T V - I|_F <= v (u, v < 1/2), S = diag(s_i).
    (1) Every W with |W - W^|_2 <= r has |sigma_i(W) - s_i| <= |F|_F + s_i (u + v) + r.
    (2) If W has top singular value sigma with left vector w (any choice), a unit vector x satisfies
        sin angle(x, w) <= |W W^T x - theta x| / (theta - sigma_2^2) for theta > sigma_2^2; then the top is simple.
    (3) For lines at angles at most phi_1, phi_2 from x_1, x_2:  |<w_1, w_2>^2 - <x_1, x_2>^2| <= phi_1 + phi_2.
Without a gap nothing is said about the vectors: the alignment is then only known to lie in [0, 1], which is the truth
for *every choice* of top singular vectors.

Proofs. (1) Weyl for F and W - W^; multiplicative Weyl (Ostrowski): sigma_i(U S V^T) = s_i c with
sqrt((1-u)(1-v)) <= c <= sqrt((1+u)(1+v)), |c - 1| <= u + v. (2) W W^T leaves the complement of w invariant, with
spectrum <= sigma_2^2 there, so (theta - sigma_2^2) |P x| <= |P (W W^T - theta) x|.
(3) cos^2 has derivative at most 1. []

Not covered: singular vectors of lower singular values. References: Stewart & Sun 1990; Davis & Kahan 1970.
"""

from __future__ import annotations

from dataclasses import dataclass

import mpmath
import numpy as np
from flint import arb, arb_mat, ctx

from numerics.flow.limit import frobenius, lower, upper

FLOAT_DIGITS = 13


@dataclass(frozen=True)
class LayerSpectrum:
    """values: enclosures of all singular values, largest first; left, right: approximate unit top vectors (columns);
    left_angle, right_angle: upper bounds of their angles to every top singular vector, or None without a gap."""

    values: list[arb]
    left: arb_mat
    right: arb_mat
    left_angle: arb | None
    right_angle: arb | None


def layer_spectrum(m: arb_mat, radius: arb, digits: int) -> LayerSpectrum:
    """Spectrum of every W with |W - m|_2 <= radius. digits: accuracy aimed at (13 or less: float64 factors)."""
    U, s, V = _factors(m, digits)
    q = len(s)
    S = arb_mat(q, q, [s[i] if i == j else arb(0) for i in range(q) for j in range(q)])
    F = frobenius(m - U * S * V.transpose())
    u, v = _defect_of_orthonormality(U), _defect_of_orthonormality(V)
    half = arb(0.5)
    if not (u < half and v < half):
        raise ArithmeticError("singular vectors too inaccurate to certify")
    values = []
    for x in s:
        error = upper(F + abs(x) * (u + v) + radius)
        low, high = lower(x - error), upper(x + error)
        values.append((low if low > 0 else arb(0)).union(high))
    x, y = _unit(_column(U, 0)), _unit(_column(V, 0))
    second = values[1] if q > 1 else arb(0)
    wide = _spread(m, radius)
    return LayerSpectrum(
        values,
        x,
        y,
        _angle(wide * (wide.transpose() * x), x, second),
        _angle(wide.transpose() * (wide * y), y, second),
    )


def alignment(above: LayerSpectrum, below: LayerSpectrum) -> arb:
    """<v_{k+1}, u_k>^2 for every choice of top singular vectors; above: layer k+1, below: layer k."""
    whole = arb(0).union(arb(1))
    if above.right_angle is None or below.left_angle is None:
        return whole
    product = (above.right.transpose() * below.left)[0, 0]
    spread = upper(above.right_angle + below.left_angle)
    value = product * product + arb(0, 1) * spread
    low, high = lower(value), upper(value)
    low = low if low > 0 else arb(0)
    high = high if high < 1 else arb(1)
    return low.union(high) if low <= high else whole


def _angle(image: arb_mat, x: arb_mat, second: arb) -> arb | None:
    theta = arb(((x.transpose() * image)[0, 0] / (x.transpose() * x)[0, 0]).mid())
    gap = lower(theta - upper(second) * upper(second))
    if not gap > 0:
        return None
    sine = upper(frobenius(image - x * theta) / gap)
    if not sine < 1:
        return None
    return upper(sine.asin())


def _spread(m: arb_mat, radius: arb) -> arb_mat:
    wobble = arb(0, 1) * radius
    return arb_mat(m.nrows(), m.ncols(), [x + wobble for x in m.entries()])


def _column(m: arb_mat, j: int) -> arb_mat:
    return arb_mat(m.nrows(), 1, [m[i, j] for i in range(m.nrows())])


def _unit(x: arb_mat) -> arb_mat:
    """The exact column divided by its norm: a ball column containing a unit vector."""
    norm = (x.transpose() * x)[0, 0].sqrt()
    return arb_mat(x.nrows(), 1, [v / norm for v in x.entries()])


def _defect_of_orthonormality(u: arb_mat) -> arb:
    q = u.ncols()
    return frobenius(u.transpose() * u - arb_mat(q, q, [int(i == j) for i in range(q) for j in range(q)]))


def _factors(m: arb_mat, digits: int) -> tuple[arb_mat, list[arb], arb_mat]:
    """Approximate thin singular value decomposition with exact entries; float64 or mpmath, certified by the caller."""
    r, c = m.nrows(), m.ncols()
    q = min(r, c)
    if digits <= FLOAT_DIGITS:
        U, s, Vt = np.linalg.svd(
            np.array([[float(m[i, j].mid()) for j in range(c)] for i in range(r)]), full_matrices=False
        )
        return arb_mat(U.tolist()), [arb(float(x)) for x in s], arb_mat(Vt.T.tolist())
    with mpmath.workdps(digits + 8):
        exact = mpmath.matrix([[_to_mpf(m[i, j]) for j in range(c)] for i in range(r)])
        U, s, Vt = mpmath.svd_r(exact if r >= c else exact.T, full_matrices=False)
        if r < c:
            U, Vt = Vt.T, U.T
        left = arb_mat(r, q, [_from_mpf(U[i, j]) for i in range(r) for j in range(q)])
        right = arb_mat(c, q, [_from_mpf(Vt[j, i]) for i in range(c) for j in range(q)])
        return left, [_from_mpf(x) for x in s], right


def _to_mpf(x: arb) -> mpmath.mpf:
    mantissa, exponent = x.mid().man_exp()
    return mpmath.ldexp(mpmath.mpf(int(mantissa)), int(exponent))


def _from_mpf(x: mpmath.mpf) -> arb:
    sign, mantissa, exponent, _ = x._mpf_
    with ctx.workprec(max(ctx.prec, int(mantissa).bit_length() + 8)):
        return arb(-int(mantissa) if sign else int(mantissa)) * arb(2) ** int(exponent)
