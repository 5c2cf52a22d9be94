"""The full Hessian of the risk of a deep linear network, at any point, in any arithmetic.

With J = d pi / d W (column of the entry (i, j) of W_k: b_k[i] * column j of A_k^T) and g = 2 X^T (X pi - y) / n,

    D^2 R = 2 J^T Sigma J + sum over layers j < k of the mixed part g^T d^2 pi / dW_j dW_k,
    g^T d^2 pi / dW_j[a, b] dW_k[c, e] = (A_j g)[b] * (W_{k-1} ... W_{j+1})[e, a] * b_k[c].

Source: chain rule on R = |y - X pi|^2 / n with pi multilinear in the layers (claims, `sharpness/hessian-at-minimizer`).
The derivation for all depths and widths is checked by the word algebra, entry by entry by SymPy and by exact polynomial
arithmetic on small networks, and by differentiation of the raw risk in the second evaluator.

What is not covered: the reduced problem of dimension L(2d - 1) for bulk work in float64 (numerics/descent).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numerics.network import Network


def parameters(net: Network) -> list[tuple[int, int, int]]:
    """(layer, row, column) of every parameter, in the order of the Hessian's rows."""
    return [
        (k, i, j)
        for k in net.layers
        for i in range(net.A.shape(net.W[k])[0])
        for j in range(net.A.shape(net.W[k])[1])
    ]


def jacobian(net: Network) -> Any:
    """J = d pi / d W, d x (number of parameters)."""
    names, A = parameters(net), net.A
    return A.assemble(
        net.d,
        len(names),
        lambda r, q: A.entry(net.suffix(names[q][0]), names[q][1], 0)
        * A.entry(net.prefix(names[q][0]), names[q][2], r),
    )


def gauss_newton(net: Network) -> Any:
    """2 J^T Sigma J, the Hessian at a minimizer."""
    A, j = net.A, jacobian(net)
    return A.scale(A.number(2), A.product(A.transpose(j), net.covariance, j))


def hessian_matrix(net: Network) -> Any:
    """The Hessian of the risk at the network's weights (symmetric, number of parameters squared)."""
    A, names = net.A, parameters(net)
    forward = {k: A.multiply(net.prefix(k), net.g) for k in net.layers}
    middle = {(j, k): net.between(j, k) for j in net.layers for k in net.layers if j < k}
    zero = A.number(0)

    def mixed(p: int, q: int) -> Any:
        (j, a, b), (k, c, e) = sorted((names[p], names[q]))
        if j == k:
            return zero
        return A.entry(forward[j], b, 0) * A.entry(middle[j, k], e, a) * A.entry(net.suffix(k), c, 0)

    return A.plus(gauss_newton(net), A.assemble(len(names), len(names), mixed))


def output_hessian(net: Network) -> Any:
    """2 Sigma sum_k |b_k|^2 A_k^T A_k (d x d): at a minimizer its nonzero spectrum is the Hessian's."""
    A = net.A
    total = None
    for k in net.layers:
        term = A.scale(net.suffix_squared(k), A.multiply(A.transpose(net.prefix(k)), net.prefix(k)))
        total = term if total is None else A.plus(total, term)
    return A.scale(A.number(2), A.multiply(net.covariance, total))
