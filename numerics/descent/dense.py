"""The full Hessian in float64, one network at a time, parameter by parameter: the oracle of the reduced problem.

Entries from the closed form of the second derivative (derived in numerics/hessian.py, written here with NumPy products
over whole blocks):

    block (k, j), k >= j:   b_k b_j^T (x) 2 A_k Sigma A_j^T  +  [k > j]  b_k (.) (W_{k-1} ... W_{j+1}) (.) A_j g.

Parameters in the order W_1 row by row, then W_2, ... What is not covered: anything large; memory is (parameters)^2.
"""

from __future__ import annotations

from itertools import accumulate

import numpy as np

from numerics.descent.problem import Array, Problem


def dense_hessian(problem: Problem, W: Array) -> Array:
    """The Hessian of R at one network W (L, D, D), in the parameters of its unpadded layers."""
    layers = [w[0] for w in problem.unpack(W[None])]
    L = problem.L
    b = [problem.readout]
    for w in reversed(layers):
        b.insert(0, w.T @ b[0])
    g = 2 * (problem.covariance @ b[0] - problem.correlation)
    A = list(accumulate(layers[:-1], lambda product, w: w @ product, initial=np.eye(problem.d)))
    offsets = [0, *accumulate(w.size for w in layers)]
    H = np.zeros((offsets[-1], offsets[-1]))
    for j in range(L):
        middle = np.eye(problem.widths[j + 1])
        for k in range(j, L):
            block = np.einsum("a,c,be->abce", b[k + 1], b[j + 1], 2 * A[k] @ problem.covariance @ A[j].T)
            if k > j:  # d^2 pi / dW_k[a, e'] dW_j[c, e]: b_k[a] times (W_{k-1} ... W_{j+1})[e', c] times (A_j g)[e]
                block = block + np.einsum("a,bc,e->abce", b[k + 1], middle, A[j] @ g)
                middle = layers[k] @ middle
            block = block.reshape(layers[k].size, layers[j].size)
            H[offsets[k] : offsets[k + 1], offsets[j] : offsets[j + 1]] = block
            H[offsets[j] : offsets[j + 1], offsets[k] : offsets[k + 1]] = block.T
    return H
