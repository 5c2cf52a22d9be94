"""A deep linear network in words: one layer, two neighbours, or two layers apart, with everything else opaque.

Why this covers every depth. Fix L and layers j < k of a network with pi = W_1^T ... W_L^T p. All other layers enter
only through the three products
    A = W_{j-1} ... W_1,    C = W_{k-1} ... W_{j+1},    b = (W_L ... W_{k+1})^T p,
which contain neither W_j nor W_k: pi = A^T W_j^T C^T W_k^T b. Whatever is shown for arbitrary matrices A, C, b
therefore holds for every L and every j < k; at the ends A (j = 1), C (k = j + 1) is the identity and b = p (k = L),
which are particular matrices. The derivative with respect to a layer holds all others fixed, hence the opaque
products too. One layer alone and two neighbours are written with A and b only.

Notation    A d_{j-1} x d, W_j d_j x d_{j-1}, C d_{k-1} x d_j, W_k d_k x d_{k-1}, b d_k x q, X n x d, y n x q
            Sigma = X^T X / n, R = |y - X pi|_F^2 / n, g = 2 X^T (X pi - y) / n
Targets may have any number q of columns; the networks of the claims have q = 1, and then b is the vector b_k.
"""

from __future__ import annotations

from theorems.words import Polynomial, Trace, inner, letter, scalar

PER_SAMPLE = scalar("n", -1)
X, Y = letter("X", "n", "d"), letter("y", "n", "q")
SIGMA = X.T @ X * PER_SAMPLE

# One layer k.
A, W, b = letter("A_k", "d_{k-1}", "d"), letter("W_k", "d_k", "d_{k-1}"), letter("b_k", "d_k", "q")
H = letter("H_k", "d_k", "d_{k-1}")
PI = A.T @ W.T @ b
P = A.T

# Neighbours: layer k below, layer k + 1 above.
W_NEXT, B_NEXT = letter("W_{k+1}", "d_{k+1}", "d_k"), letter("b_{k+1}", "d_{k+1}", "q")
PI_NEIGHBOURS = A.T @ W.T @ W_NEXT.T @ B_NEXT

# Two layers j < k with the product C between them.
A_J, W_J, H_J = letter("A_j", "d_{j-1}", "d"), letter("W_j", "d_j", "d_{j-1}"), letter("H_j", "d_j", "d_{j-1}")
C = letter("C_{jk}", "d_{k-1}", "d_j")
PI_PAIR = A_J.T @ W_J.T @ C.T @ W.T @ b


def residual(w: Polynomial) -> Polynomial:
    return Y - X @ w


def risk(w: Polynomial) -> Trace:
    """|y - X w|^2 / n, times nothing else: the definition."""
    return inner(residual(w), residual(w)) * PER_SAMPLE


def g(w: Polynomial) -> Polynomial:
    """2 X^T (X w - y) / n, d x q."""
    return X.T @ (X @ w - Y) * 2 * PER_SAMPLE
