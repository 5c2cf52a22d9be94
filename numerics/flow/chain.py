"""Norms of products of consecutive layers, over all layers close to given float matrices.

Main statement
    Let W^_l be float matrices and |W_l - W^_l|_2 <= s_l. With a_l >= |W^_l|_2 and reach_l = a_l + s_l:
    (1) |W_l v - fl(W^_l v^)| <= reach_l |v - v^| + (s_l + gamma |W^_l|_F) |v^|    for vectors, the same for transposes;
    (2) |W_l A - fl(W^_l A^)|_2 <= reach_l |A - A^|_2 + s_l |A^|_2 + gamma |W^_l|_F |A^|_F    for matrices,
    gamma = gamma_{D+2} the relative error of a float dot product of length D (any order of summation, with or without
    fused multiply-add). (1) and (2) are the triangle inequality for W_l(v - v^) + (W_l - W^_l) v^ + rounding.

Layout: S cases at once on the leading axis; layers padded with zeros to D x D, which changes no norm.
Layers are numbered 0 .. L-1 here. `segment(i, j)` is the product W_{j-1} ... W_i, empty (the identity) for i = j.
References: Higham, Accuracy and Stability, section 3.5.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from numerics.flow.rounding import Floats, U, Up, norm_of_floats, spectral_norm


class Chain:
    """Layers L x S x D x D with spectral deviations s[k] (each S or scalar)."""

    def __init__(self, layers: Floats, deviation: list[Up]) -> None:
        self.layers, self.s = layers, deviation
        self.L, self.S, self.D = layers.shape[0], layers.shape[1], layers.shape[2]
        self.gamma = Up(2.0 * (self.D + 4) * U)  # >= gamma_{D+2}, as (D + 2) u < 1/4
        spectral, frobenius = spectral_norm(layers), norm_of_floats(layers, (2, 3))
        self.a = [spectral[k] for k in range(self.L)]
        self.frobenius = [frobenius[k] for k in range(self.L)]
        self.reach = [a + s for a, s in zip(self.a, self.s)]
        self.noise = [s + self.gamma * f for s, f in zip(self.s, self.frobenius)]

    def backward(self, p: Floats, p_norm: Up) -> tuple[list[Up], Floats, Up, Up]:
        """(bounds of |b_0| .. |b_L|, float b_0, its norm, bound of |b_0 - float b_0|); p rounded to nearest."""
        b = np.broadcast_to(p, (self.S, self.D))
        size = norm_of_floats(b, 1)
        error = Up(np.full(self.S, 2 * U)) * p_norm
        bounds = [size + error]
        for k in range(self.L - 1, -1, -1):
            error = self.reach[k] * error + self.noise[k] * size
            b = np.matmul(b[:, None, :], self.layers[k])[:, 0, :]
            size = norm_of_floats(b, 1)
            bounds.append(size + error)
        return bounds[::-1], b, size, error

    def forward(self, f: Floats, error: Up) -> list[Up]:
        """Bounds of |f_0| .. |f_{L-1}|, f_k = W_{k-1} ... W_0 f_0, for float f_0 (S x D) off by at most `error`."""
        bounds = []
        for k in range(self.L):
            size = norm_of_floats(f, 1)
            bounds.append(size + error)
            if k < self.L - 1:
                error = self.reach[k] * error + self.noise[k] * size
                f = np.matmul(self.layers[k], f[:, :, None])[:, :, 0]
        return bounds

    def segments(self, low: int, high: int) -> dict[tuple[int, int], Up]:
        """Bounds of |segment(i, j)|_2 for low <= i < j <= high; all products of one length at once."""
        out: dict[tuple[int, int], Up] = {}
        count = high - low
        if count <= 0:
            return out
        product, errors = self.layers[low:high], [self.s[k] for k in range(low, high)]
        sizes = [self.a[k] for k in range(low, high)]
        for i in range(count):
            out[low + i, low + i + 1] = self.reach[low + i]
        for length in range(2, count + 1):
            left = count - length + 1
            frobenius = norm_of_floats(product[:left], (2, 3))
            errors = [
                self.reach[low + i + length - 1] * errors[i]
                + self.s[low + i + length - 1] * sizes[i]
                + self.gamma * self.frobenius[low + i + length - 1] * frobenius[i]
                for i in range(left)
            ]
            product = np.matmul(self.layers[low + length - 1 : high], product[:left])
            spectral = spectral_norm(product)
            sizes = [spectral[i] for i in range(left)]
            for i in range(left):
                out[low + i, low + i + length] = sizes[i] + errors[i]
        return out

    @cached_property
    def all_segments(self) -> dict[tuple[int, int], Up]:
        return self.segments(0, self.L)


def padded(layers: list[Floats]) -> Floats:
    """Layers as one array L x 1 x D x D."""
    D = max(max(w.shape) for w in layers)
    out = np.zeros((len(layers), 1, D, D))
    for k, w in enumerate(layers):
        out[k, 0, : w.shape[0], : w.shape[1]] = w
    return out
