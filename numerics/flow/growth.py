"""How fast two solutions of the flow can separate: the logarithmic norm along a tube.

Main statement
    On {W : |W - W~(s)|_F <= E}, s in a sub-interval, the Euclidean logarithmic norm of dW/dtau = -grad R / 2 is at most
    lambda_max(C),  C_jk = |b_k| |W_{k-1} ... W_{j+1}| |f_{j-1}| for j < k, C symmetric with zero diagonal,
    with each factor maximised over the tube (numerics.flow.chain).

Proof. The logarithmic norm is lambda_max(-Hess(R/2)), and Hess(R/2)[H,H] = |Sigma^(1/2) D pi[H]|^2 +
<Sigma(pi - pi_star), D^2 pi[H,H]>. The first term is >= 0 and dropped; the second is the sum over j < k of
2 b_k^T H_k W_{k-1}...W_{j+1} H_j f_{j-1}, with f_0 = Sigma (pi - pi_star), of modulus at most 2 C_jk |H_j| |H_k|.
So it is at most h^T C h with h_k = |H_k|. []
No matrix of the size of the parameters is formed, and the rate goes to zero with the residual.

Notation: S sub-intervals (leading axis of every array), D largest width: layers are padded with zeros to D x D, which
changes no norm. Not covered: sharper rates from the dropped term (they would need the full Hessian).
References: Dahlquist 1958; Soederlind, The logarithmic norm, BIT 2006.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numerics.flow.chain import Chain
from numerics.flow.defect import Constants, SeriesNorms
from numerics.flow.fixed import Floats, Series
from numerics.flow.rounding import TINY, U, Up, largest_eigenvalue, powers


@dataclass(frozen=True)
class Centres:
    """The polynomial on S sub-intervals of [0, h].

    layers: L x S x D x D floats at the centres; deviation[k]: bound over the sub-interval of the spectral distance of
    W_k(s) from the float centre.
    """

    layers: Floats
    deviation: list[Up]

    @staticmethod
    def of(series: Series, norms: SeriesNorms, h: float, count: int) -> Centres:
        d, N = series.frame.dims, series.frame.order
        L, D = len(d) - 1, max(d)
        half = h / (2 * count)  # count is a power of two: exact
        centres = (2 * np.arange(count) + 1) * half
        vandermonde = np.empty((count, N + 1))
        vandermonde[:, 0] = 1.0
        vandermonde[:, 1:] = centres[:, None]
        vandermonde[:] = np.cumprod(vandermonde, axis=1)
        layers = np.zeros((L, count, D, D))
        for k in range(L):
            flat = vandermonde @ series.W[k].reshape(N + 1, -1)
            layers[k, :, : d[k + 1], : d[k]] = flat.reshape(count, d[k + 1], d[k])
        # float evaluation: 1 + N roundings in the powers, N + 1 in the sum, plus the conversion of the coefficients
        evaluation = Up((2 * N + 4) * 2 * U + series.relative_error)
        ends = np.empty((count, N))
        ends[:, 0] = 1.0
        ends[:, 1:] = (centres + half)[:, None]
        end = Up(np.cumprod(ends, axis=1) + TINY, N + 1)
        hp = powers(h, N + 1)
        orders = np.arange(1, N + 1)
        deviation = []
        for k in range(L):
            noise = evaluation * (norms.W_frobenius[k] * hp).sum()

            def moved(w: Up, noise: Up = noise) -> Up:
                slope = Up((end.v * (orders * w.v[1:])).sum(1), w.n + end.n + N + 4)
                return Up(half) * slope + noise

            deviation.append(moved(norms.W[k]))
        return Centres(layers, deviation)


def growth_rates(centres: Centres, constants: Constants, tube: float, unit: float) -> Up:
    """Upper bounds (S,) of the logarithmic norm in scaled time when the layers stay within `tube` of the polynomial."""
    chain = Chain(centres.layers, [dev + Up(tube) for dev in centres.deviation])
    L, S, D = chain.L, chain.S, chain.D
    p, target, sigma, d = np.zeros(D), np.zeros(D), np.zeros((D, D)), len(constants.target)
    p[: len(constants.p)], target[:d], sigma[:d, :d] = constants.p, constants.target, constants.sigma
    backward, b, size, error = chain.backward(p, constants.p_norm)
    error = constants.sigma_norm * (error + Up(2 * U) * constants.target_norm)
    error = error + chain.gamma * constants.sigma_frobenius * (size + constants.target_norm)
    forward = chain.forward((b - target) @ sigma.T, error)
    between = chain.segments(1, L - 1)
    C, count = np.zeros((S, L, L)), 0
    for j in range(L):
        for k in range(j + 1, L):
            entry = backward[k + 1] * forward[j]
            if k > j + 1:
                entry = entry * between[j + 1, k]
            C[:, j, k] = C[:, k, j] = entry.v
            count = max(count, entry.n)
    return largest_eigenvalue(Up(C, count)) * Up(unit)
