"""One verified float64 step of many flows at once.

Main statements
    (1) On {W : |W - W~(s)|_F <= E}, s in a sub-interval, the Euclidean logarithmic norm of dW/ds is at most
            sqrt(2 (L-1)/L sum_{j<k} C_jk^2),   C_jk = sup |b_k| |W_{k-1}| .. |W_{j+1}| |f_{j-1}|.
    (2) If |W(0) - W~(0)| <= e and exp(sum rates ds) (e + h defect) = e' < E, the flow exists on [0, h] and
            |W(s) - W~(s)| <= e' there.

Proofs. (1) By numerics.flow.growth the logarithmic norm is at most lambda_max(C), C symmetric with zero diagonal. Its
eigenvalues sum to zero, so lambda_1^2 = (sum_{i>1} lambda_i)^2 <= (L-1) (|C|_F^2 - lambda_1^2). Suprema over a
sub-interval [c - ds, c + ds]: the float polynomials b~, f~ at c, plus ds sum m |b~_m| (c+ds)^{m-1}, plus what separates
b~ from the exact b along W~ (numerics.flow.batch_series), plus what separates that from b at W:
    |b_{k-1}(W) - b_{k-1}(W~)| <= (|W~_k| + E) |b_k(W) - b_k(W~)| + E |b_k(W~)|,
the same forward; |W~_k| and |b_k(W~)| are l1 bounds over the whole step, since they only multiply E.
(2) numerics.flow.step. The exponential: exp(x) = (exp(x/16))^16 and, for y = x/16 <= 0.16,
sum_{k>=8} y^k/k! <= y^8/8! / (1 - y/9) <= 1.02 y^8/8!. []

Not covered: choice of steps (numerics.flow.batch). Frobenius norms stand for spectral ones: cheaper, a little larger.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from numerics.flow.batch_series import Defect, Lanes, Series, SeriesNorms, above, gamma, powers
from numerics.flow.rounding import Floats, Up

PARTS = 4  # sub-intervals of a step; a power of two
LARGEST_EXPONENT = 2.5


def exponential(x: Floats) -> Up:
    """exp(x) for floats 0 <= x <= 2.5 (see the header); inf beyond."""
    y = Up(np.minimum(x, LARGEST_EXPONENT) * 0.0625)  # exact
    value = Up(1.02)
    for k in range(8, 0, -1):
        value = Up(1.0) + y * Up(1.0 / k, 1) * value
    for _ in range(4):
        value = value * value
    return Up(np.where(x <= LARGEST_EXPONENT, value.v, np.inf), value.n)


@dataclass(frozen=True)
class Suprema:
    """Bounds of b_k (k >= 2) and f_k (k <= L - 2) along W~ on every sub-interval: (PARTS, B)."""

    b: dict[int, Up]
    f: dict[int, Up]

    @staticmethod
    def of(series: Series, norms: SeriesNorms, bound: Defect, h: Floats) -> Suprema:
        L, N = len(series.W), series.order
        half = h / (2 * PARTS)
        centres = (2.0 * np.arange(PARTS)[:, None] + 1) * half
        ends = (2.0 * np.arange(PARTS)[:, None] + 2) * half
        # fl(centre) is off by u h: a sub-interval lies within half (1 + 2 PARTS u) of it
        reach = Up(half, 2 * PARTS + 2)
        table = np.ones((N, *centres.shape))
        table[1:] = centres
        table = np.cumprod(table, axis=0)
        end = powers(ends, N)
        slopes = Up(end.v[:-1] * np.arange(1.0, N)[:, None, None], end.n + N + 2)  # the ends are rounded as well
        noise = gamma(2 * N) if bound.gamma.v else Up(0.0)

        def over(v: Floats, size: Up, total: Up, error: Up) -> Up:
            middle = np.einsum("mnB,mjB->jnB", table, v)
            squares = np.square(middle).sum(0) + 2.0**-900
            slope = np.einsum("mnB,mB->nB", slopes.v, size.v[1:])
            moved = reach * Up(slope, slopes.n + size.n + N + 2)
            return Up(squares, v.shape[1] + 1).sqrt() + moved + (noise * total + error)

        b = {L: bound.b[L]}
        for k in range(2, L):
            b[k] = over(series.b[k], norms.b[k], bound.b[k], bound.b_error[k])
        f = {k: over(series.f[k], norms.f[k], bound.f[k], bound.f_error[k]) for k in range(L - 1)}
        return Suprema(b, f)


def rates(lanes: Lanes, seen: Suprema, bound: Defect, unit: Floats, E: Floats) -> Up:
    """(1), for every sub-interval: (PARTS, B)."""
    L, sigma, tube = lanes.L, lanes.norms()[0], Up(E)
    if L == 1:
        return Up(np.zeros((PARTS, len(E))))
    reach = [w + tube for w in bound.W]
    sb = [Up(np.zeros_like(E))] * (L + 1)
    for k in range(L - 1, -1, -1):
        sb[k] = reach[k] * sb[k + 1] + tube * bound.b[k + 1]
    sf = [Up(unit) * sigma * sb[0]]
    for k in range(1, L - 1):
        sf.append(reach[k - 1] * sf[k - 1] + tube * bound.f[k - 1])
    total = Up(np.zeros((PARTS, len(E))))
    for j in range(L - 1):
        between = Up(np.ones_like(E))
        for k in range(j + 1, L):
            if k > j + 1:
                between = between * reach[k - 1]
            entry = (seen.b[k + 1] + sb[k + 1]) * between * (seen.f[j] + sf[j])
            total = total + entry * entry
    return (Up(2.0 * (L - 1) / L, 2) * total).sqrt()


def verify(
    lanes: Lanes, seen: Suprema, bound: Defect, radius: Floats, h: Floats, unit: Floats
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """(e', whether it is verified) of (2) in every lane."""
    seed = Up(radius) + Up(h) * bound.total
    part = Up(h / PARTS)

    def grown(E: Floats) -> tuple[Floats, Floats]:
        x = above((rates(lanes, seen, bound, unit, E) * part).sum(0))
        return above(exponential(x) * seed), x

    E = 1.5 * grown(2 * above(seed))[0] + 1e-290
    found, verified = np.full_like(E, np.inf), np.zeros(len(E), bool)
    for _ in range(3):
        reached, x = grown(E)
        good = ~verified & (reached < E) & (x <= LARGEST_EXPONENT)
        found = np.where(good, reached, found)
        verified |= good
        if verified.all():
            break
        E = np.where(verified, E, 2 * reached)
    return found, verified
