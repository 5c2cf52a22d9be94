"""The limit certificate in float64, for many flows at once.

Main statement. Let |W(T) - M| <= e (M floats), lambda <= lambda_min(Sigma), sigma(rho) <= min |b_1(W)| over the ball
B(M, rho), and rootE >= sqrt(E(W(T))). If e + rootE / (sqrt(lambda) sigma(rho)) < rho, then for all t >= T the flow
stays in B(M, rho), E(t) <= rootE^2 exp(-mu (t - T)) with mu = 4 lambda sigma(rho)^2, W(inf) exists, E(W(inf)) = 0, and
    |W(inf) - M| <= e + rootE / (sqrt(lambda) sigma(rho)).

Proof. |grad R|^2 = 4 (Sigma z)^T J J^T (Sigma z) with J J^T = sum_k |b_k|^2 A_k^T A_k, and already the first layer,
A_1 = I, gives |grad R|^2 >= 4 |b_1|^2 |Sigma z|^2 >= 4 lambda |b_1|^2 E: a Polyak-Lojasiewicz inequality on the ball
(claim small-scale/gradient-first-layer). The rest is T1 of numerics.flow.limit; its radius 2 sqrt(E/mu) is
rootE / (sqrt(lambda) sigma). Bounds: for |W_k - M_k| <= r the backward vectors move by at most s_k, s_L = 0,
s_{k-1} = (|M_k| + r) s_k + r |b_k(M)|; hence sigma(rho) = |b_1(M)| - s_1(rho), and
sqrt(E(W(T))) <= sqrt(z^T Sigma z at M) + sqrt(|Sigma|) s_0(e).
lambda: with approximate eigenpairs (w, V), Sigma = V diag(w) V^T + F and |V^T V - I| <= v < 1, w >= 0:
lambda_min >= min w (1 - v) - |F| (Ostrowski: lambda_min(V D V^T) >= lambda_min(D) lambda_min(V^T V)). []

Differences are rounded down by `below`: fl(fl(a - b) (1 - 2^-50)) <= a - b for a > b >= 0.
Not covered: singular Sigma, and a sharper sigma from the other layers (numerics.flow.limit has both).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from numerics.flow.batch_series import DATA_ERROR, Controls, Lanes, above, gamma, length
from numerics.flow.rounding import Floats, U, Up

ATTEMPTS = 5


def below(big: Up, small: Up) -> Floats:
    """A float at most x - y, where x >= big.v (1 - 2 (n + 2) u) - 2^-448; nan where that is below 2^-300.

    Every `length` is such an x: its TINY may have added sqrt(2 TINY) < 2^-449, its n roundings no more than they may
    have lost.
    """
    floor = big.v * (1.0 - 2.0 * (big.n + 2) * U)
    difference = (floor - above(small + Up(2.0**-448))) * (1 - 2.0**-50)
    return np.asarray(np.where(difference > 2.0**-300, difference, np.nan))


@dataclass(frozen=True)
class Certificates:
    """(B,) each. held: the certificate succeeds; radius: of W(inf) around M; rate: lower bound of mu; root_E: upper
    bound of sqrt(E(W(T))); ball: rho."""

    held: npt.NDArray[np.bool_]
    radius: Floats
    rate: Floats
    root_E: Floats
    ball: Floats


def smallest_eigenvalue(lanes: Lanes) -> Floats:
    """A float at most lambda_min(Sigma) in every lane (nan where it may be zero)."""
    S = np.ascontiguousarray(np.moveaxis(lanes.sigma, -1, 0))
    B, d = S.shape[:2]
    good = np.asarray(np.isfinite(S).all((1, 2)))
    w, V = np.linalg.eigh(np.where(good[:, None, None], S, np.eye(d)))
    least = np.where(good & (w[:, 0] > 0), w[:, 0], np.nan)
    product = np.einsum("Bij,Bj,Bkj->Bik", V, w, V)
    gram = np.einsum("Bij,Bik->Bjk", V, V) - np.eye(d)
    size = length(V, (1, 2))
    square = size * size
    g = gamma(2 * d)
    v = length(gram, (1, 2)) + g * (square + Up(np.ones(B)))
    sigma = length(S, (1, 2))
    F = length(S - product, (1, 2)) + g * (square * length(w, (1,)) + sigma) + Up(DATA_ERROR) * sigma
    return below(Up(least), Up(least) * v + F)


def certify(lanes: Lanes, smallest: Floats, M: list[Floats], e: Floats, controls: Controls) -> Certificates:
    """The main statement in every lane. M[k]: (d_{k+1}, d_k, B) floats, e: (B,); smallest: lambda_min from below."""
    L, B = lanes.L, len(e)
    g = gamma(2 * max(lanes.dims)) if controls.with_rounding else Up(0.0)
    data = Up(DATA_ERROR) if controls.with_rounding else Up(0.0)
    sigma, target, p = lanes.norms()
    a = [length(w, (0, 1)) for w in M]
    b, error = [lanes.p], [data * p]
    size = [length(lanes.p, (0,))]
    for k in range(L - 1, -1, -1):
        b.append(np.einsum("ijB,iB->jB", M[k], b[-1]))
        error.append(a[k] * error[-1] + g * a[k] * size[-1])
        size.append(length(b[-1], (0,)))
    b, error, size = b[::-1], error[::-1], size[::-1]

    def moved(r: Up, layer: int) -> Up:
        """s_layer for |W_k - M_k| <= r."""
        s = Up(np.zeros(B))
        for k in range(L - 1, layer - 1, -1):
            s = (a[k] + r) * s + r * (size[k + 1] + error[k + 1])
        return s

    z = b[0] - lanes.target
    z_size = length(z, (0,))
    z_error = error[0] + data * target + g * (size[0] + target)
    form = np.maximum(np.einsum("iB,ijB,jB->B", z, lanes.sigma, z), 0.0)
    root = (Up(form) + (g + g + data) * sigma * z_size * z_size).sqrt() + sigma.sqrt() * z_error
    root = root + sigma.sqrt() * moved(Up(e), 0)
    inverse = Up(np.asarray(1 / smallest), 1).sqrt()
    goal = root * inverse
    rho = 1.02 * (e + above(goal * Up(1 / size[1].v)))
    held, found = np.zeros(B, bool), np.full((3, B), np.nan)
    for _ in range(ATTEMPTS):
        s = below(size[1], error[1] + moved(Up(rho), 1))
        need = above(Up(e) + goal * Up(1 / s, 1))
        good = ~held & (need < rho)
        found = np.where(good, np.array([need, 4 * smallest * s * s * (1 - 2.0**-48), rho]), found)
        held |= good
        if held.all():
            break
        rho = np.where(np.isfinite(need), 1.05 * need, 2 * rho)
    return Certificates(held, found[0], found[1], above(root), found[2])
