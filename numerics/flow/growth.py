"""How fast two solutions of the flow can separate: the logarithmic norm along a tube.

Main statement
    On {W : |W - W~(s)|_F <= E}, s in a sub-interval, the Euclidean logarithmic norm of dW/dtau = -grad R / 2 is at most
    lambda_max(C),  C_jk = |b_k| |W_{k-1} ... W_{j+1}| |f_{j-1}| for j < k, C symmetric with zero diagonal,
    with each factor maximised over the tube.

Proof. The logarithmic norm is lambda_max(-Hess(R/2)), and Hess(R/2)[H,H] = |Sigma^(1/2) D pi[H]|^2 +
<Sigma(pi - pi_star), D^2 pi[H,H]>. The first term is >= 0 and dropped; the second is the sum over j < k of
2 b_k^T H_k W_{k-1}...W_{j+1} H_j f_{j-1}, with f_0 = Sigma (pi - pi_star), of modulus at most 2 C_jk |H_j| |H_k|.
So it is at most h^T C h with h_k = |H_k|. Norms over the tube: if |W_l - W^_l| <= s_l in spectral norm for the float
matrix W^_l at the centre, then |W_l v - fl(W^_l v^)| <= (a_l + s_l) |v - v^| + s_l |v^| + gamma |W^_l|_F |v^| with
a_l >= |W^_l|, gamma = gamma_{n} the rounding of a float dot product; the same for matrices. []
No matrix of the size of the parameters is formed, and the rate goes to zero with the residual.

Notation: S sub-intervals (leading axis of every array), D largest width: layers are padded with zeros to D x D, which
changes no norm. Not covered: sharper rates from the dropped term (they would need the full Hessian).
References: Dahlquist 1958; Soederlind, The logarithmic norm, BIT 2006.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numerics.flow.defect import Constants, SeriesNorms
from numerics.flow.fixed import Floats, Series
from numerics.flow.rounding import TINY, U, Up, largest_eigenvalue, norm_of_floats, powers, spectral_norm


@dataclass(frozen=True)
class Centres:
    """The polynomial on S sub-intervals of [0, h].

    layers: L x S x D x D floats at the centres; deviation[k]: bound over the sub-interval of the spectral distance of
    W_k(s) from the float centre; frobenius_deviation: the same for all layers together in Frobenius norm.
    """

    layers: Floats
    deviation: list[Up]
    frobenius_deviation: Up

    @staticmethod
    def of(series: Series, norms: SeriesNorms, h: float, count: int) -> Centres:
        d, N = series.frame.dims, series.frame.order
        L, D = len(d) - 1, max(d)
        half = h / (2 * count)  # count is a power of two: exact
        centres = (2 * np.arange(count) + 1) * half
        vandermonde = np.empty((count, N + 1))
        vandermonde[:, 0] = 1.0
        vandermonde[:, 1:] = centres[:, None]
        vandermonde = np.cumprod(vandermonde, axis=1)
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
        deviation, total = [], Up(0.0)
        for k in range(L):
            noise = evaluation * (norms.W_frobenius[k] * hp).sum()

            def moved(w: Up, noise: Up = noise) -> Up:
                slope = Up((end.v * (orders * w.v[1:])).sum(1), w.n + end.n + N + 4)
                return Up(half) * slope + noise

            deviation.append(moved(norms.W[k]))
            whole = moved(norms.W_frobenius[k])
            total = total + whole * whole
        return Centres(layers, deviation, total.sqrt())


def growth_rates(centres: Centres, constants: Constants, tube: float, unit: float) -> Up:
    """Upper bounds (S,) of the logarithmic norm in scaled time when the layers stay within `tube` of the polynomial."""
    W = centres.layers
    L, S, D = W.shape[0], W.shape[1], W.shape[2]
    gamma = Up(2.0 * (D + 4) * U)  # >= gamma_{D+2}, as (D + 2) u < 1/4
    a_all = spectral_norm(W)
    fro_all = norm_of_floats(W, (2, 3))
    a = [a_all[k] for k in range(L)]
    noise = [gamma * fro_all[k] for k in range(L)]
    s = [dev + Up(tube) for dev in centres.deviation]
    reach = [a[k] + s[k] for k in range(L)]
    p, target, sigma, d = np.zeros(D), np.zeros(D), np.zeros((D, D)), len(constants.target)
    p[: len(constants.p)], target[:d], sigma[:d, :d] = constants.p, constants.target, constants.sigma

    b = np.broadcast_to(p, (S, D))
    backward: list[Up] = [Up(0.0)] * (L + 1)
    size = norm_of_floats(b, 1)
    error = Up(np.full(S, 2 * U)) * constants.p_norm
    backward[L] = size + error
    for k in range(L - 1, -1, -1):
        error = reach[k] * error + (s[k] + noise[k]) * size
        b = np.matmul(b[:, None, :], W[k])[:, 0, :]
        size = norm_of_floats(b, 1)
        backward[k] = size + error
    f = (b - target) @ sigma.T
    error = constants.sigma_norm * (error + Up(2 * U) * constants.target_norm)
    error = error + gamma * constants.sigma_frobenius * (size + constants.target_norm)
    forward = []
    for k in range(L):
        size = norm_of_floats(f, 1)
        forward.append(size + error)
        if k < L - 1:
            error = reach[k] * error + (s[k] + noise[k]) * size
            f = np.matmul(W[k], f[:, :, None])[:, :, 0]

    C = np.zeros((S, L, L))
    counts = 0
    for gap in range(1, L):  # pairs j < k = j + gap, products of gap - 1 layers, all j at once
        if gap == 1:
            between = [Up(1.0)] * (L - 1)
        elif gap == 2:
            product, size_all = W[1 : L - 1], a_all[1 : L - 1]
            errors = [s[j + 1] for j in range(L - 2)]
            between = [reach[j + 1] for j in range(L - 2)]
        else:
            previous_fro = norm_of_floats(product[: L - gap], (2, 3))
            errors = [
                reach[j + gap - 1] * errors[j]
                + s[j + gap - 1] * size_all[j]
                + gamma * fro_all[j + gap - 1] * previous_fro[j]
                for j in range(L - gap)
            ]
            product = np.matmul(W[gap - 1 : L - 1], product[: L - gap])
            size_all = spectral_norm(product)
            between = [size_all[j] + errors[j] for j in range(L - gap)]
        for j in range(L - gap):
            entry = backward[j + gap + 1] * between[j] * forward[j]
            C[:, j, j + gap] = C[:, j + gap, j] = entry.v
            counts = max(counts, entry.n)
    return largest_eigenvalue(Up(C, counts)) * Up(unit)
