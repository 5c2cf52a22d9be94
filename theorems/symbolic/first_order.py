"""Gradient, balancedness and imbalance drift of deep linear networks, for every depth and all widths.

Main statements (notation and the reason why opaque products cover every depth: theorems/symbolic/layers.py)
    gradient              dR/dW_k = b_k g^T P_k
    balancedness          W_{k+1}^T G_{k+1} = G_k W_k^T for every differentiable loss of the product; d/dt D_k = 0
    imbalance_drift       one step of gradient descent: D_k^+ = D_k + eta^2 (G_{k+1}^T G_{k+1} - G_k G_k^T)
    residual_translation  with W_k = I + V_k the gradient and the second derivative in V_k are those in W_k
    gradient_first_layer  |G_1|^2 = |b_1|^2 |g|^2, and 4 lambda |b_1|^2 E <= |G_1|^2 <= 4 Lambda |b_1|^2 E as exact
                          differences that are sums of squares
Sources: slides of Marion & Chizat, proof line under the Lemma and "Beginning of the proof"; claims
`small-scale/balancedness`, `small-scale/gradient-first-layer`, `learning-rate/imbalance-drift`.
Not covered: the bound 2 eta E(0) on the summed drift (it is an inequality over time).
"""

from __future__ import annotations

from theorems.symbolic.derivation import Derivation, Proof
from theorems.symbolic.layers import PI, PI_NEIGHBOURS, SIGMA, W_NEXT, A, H, P, W, X, Y, b, g, risk
from theorems.symbolic.rewriting import rewrite, substitute
from theorems.words import Polynomial, Trace, derivative, identity, inner, letter, scalar, trace
from theorems.words import gradient as grad


def gradient() -> Derivation:
    proof = Proof("gradient")
    derived = grad(risk(PI), W)
    proof.equal("gradient of layer k", derived, b @ g(PI).T @ P, show=r"\nabla_k R = b_k\, g^{\top} P_k")
    alone = letter("p", "d_k", "q")  # depth 1: no opaque product at all
    w1 = letter("W_1", "d_k", "d")
    proof.equal("depth 1", grad(risk(w1.T @ alone), w1), alone @ g(w1.T @ alone).T)
    proof.equal("gradient in the regressor", grad(risk(_FREE), _FREE), g(_FREE), show=r"g = \frac2n X^{\top}(X\pi - y)")
    return proof.done()


_FREE = letter(r"\pi", "d", "q")


def imbalance(above: Polynomial, below: Polynomial) -> Polynomial:
    """D_k = W_{k+1}^T W_{k+1} - W_k W_k^T."""
    return above.T @ above - below @ below.T


def balancedness() -> Derivation:
    proof = Proof("balancedness")
    # Any differentiable loss l(B W_{k+1} W_k A): its differential is <G, d(product)>, with G = l'(product) opaque.
    top, outer = letter("B_{k+1}", "d_L", "d_{k+1}"), letter("G", "d_L", "d")
    product = top @ W_NEXT @ W @ A
    g_above, g_below = (grad(inner(outer, derivative(product, w, h)), h) for w, h in ((W_NEXT, _H_NEXT), (W, H)))
    proof.equal("gradient of any loss, layer k", g_below, (top @ W_NEXT).T @ outer @ A.T)
    proof.equal(
        "balancedness, any loss",
        W_NEXT.T @ g_above,
        g_below @ W.T,
        show=r"W_{k+1}^{\top}\nabla_{k+1} = \nabla_k W_k^{\top}",
    )
    proof.vanishes("d/dt D_k, any loss", _velocity(g_above, g_below))
    # The risk itself, differentiated from its definition.
    r_above, r_below = grad(risk(PI_NEIGHBOURS), W_NEXT), grad(risk(PI_NEIGHBOURS), W)
    proof.equal("balancedness of the risk", W_NEXT.T @ r_above, r_below @ W.T)
    proof.vanishes("d/dt D_k along the gradient flow of the risk", _velocity(r_above, r_below))
    proof.show("imbalance", r"\frac{d}{dt}\bigl(W_{k+1}^{\top}W_{k+1} - W_k W_k^{\top}\bigr) = 0")
    return proof.done()


_H_NEXT = letter("H_{k+1}", "d_{k+1}", "d_k")


def _velocity(g_above: Polynomial, g_below: Polynomial) -> Polynomial:
    """d/dt D_k when dW/dt = -gradient."""
    d = imbalance(W_NEXT, W)
    return derivative(d, W_NEXT, g_above * -1) + derivative(d, W, g_below * -1)


def imbalance_drift() -> Derivation:
    proof = Proof("imbalance-drift")
    eta = scalar(r"\eta")
    above, below = grad(risk(PI_NEIGHBOURS), W_NEXT), grad(risk(PI_NEIGHBOURS), W)
    after = imbalance(W_NEXT - above * eta, W - below * eta)
    squares = above.T @ above - below @ below.T
    proof.equal("imbalance after one step", after, imbalance(W_NEXT, W) + squares * eta * eta)
    proof.show(
        "imbalance drift", r"D_k^+ = D_k + \eta^2\bigl(\nabla_{k+1}^{\top}\nabla_{k+1} - \nabla_k\nabla_k^{\top}\bigr)"
    )
    return proof.done(detail="the exact drift of one step; the bound on the summed drift is not derived here")


def residual_translation() -> Derivation:
    """W_k = I + V_k: the gradient in V_k is the gradient in W_k, so flow and descent are those of W, translated."""
    proof = Proof("residual-translation")
    prefix, square = letter("A_k", "d", "d"), letter("W_k", "d", "d")
    v, suffix = letter("V_k", "d", "d"), letter("b_k", "d", "q")

    def pi(layer: Polynomial) -> Polynomial:
        return prefix.T @ layer.T @ suffix

    moved = identity("d") + v
    proof.equal(
        "gradient in V_k",
        grad(risk(pi(moved)), v),
        substitute(grad(risk(pi(square)), square), square, moved),
        show=r"\partial_{V_k} R(I + V) = \partial_{W_k} R(W)\big|_{W = I + V}",
    )
    h = letter("H_k", "d", "d")
    proof.equal(
        "second derivative in V_k",
        derivative(grad(risk(pi(moved)), v), v, h),
        substitute(derivative(grad(risk(pi(square)), square), square, h), square, moved),
    )
    return proof.done(scope="every depth, every width d_0 = ... = d_L")


def gradient_first_layer() -> Derivation:
    """At W = any weights; y = X pi* + r with X^T r = 0 are the normal equations.

    Lower bound: Sigma - lambda I = N^T N for some N, and Sigma (Sigma - lambda) = lambda N^T N + (N^T N)^2. For
    lambda_+ the same in the range of Sigma: Sigma = U S U^T, U^T U = I, S - lambda_+ I = N^T N. Upper bound:
    Sigma = M^T M, Lambda I - M M^T = N N^T (M M^T and M^T M have the same largest eigenvalue).
    """
    proof = Proof("gradient-first-layer")
    w1, b1 = letter("W_1", "d_1", "d"), letter("b_1", "d_1", "q")
    star, r = letter(r"\pi^\star", "d", "q"), letter("r", "n", "q")
    pi = w1.T @ b1
    first = grad(risk(pi), w1)
    proof.equal("gradient of the first layer", first, b1 @ g(pi).T, show=r"\nabla_1 R = b_1 g^{\top}")
    proof.equal("its squared norm", inner(first, first), trace(b1.T @ b1 @ g(pi).T @ g(pi)))
    proof.show("squared norm", r"\|\nabla_1 R\|_F^2 = \|b_1\|^2\|g\|^2")
    at_optimum = rewrite(substitute(g(pi), Y, X @ star + r), X.T @ r, X.T @ r * 0)
    proof.equal("g by the normal equations", at_optimum, SIGMA @ (pi - star) * 2, show=r"g = 2\Sigma(\pi - \pi^\star)")

    delta, lam = letter(r"\delta", "d", "q"), scalar(r"\lambda")  # delta = pi - pi*
    weight = b1.T @ b1  # |b_1|^2 when q = 1

    def gap(sigma: Polynomial) -> Polynomial:
        """4 (Sigma^2 - lambda Sigma): |G_1|^2 - 4 lambda |b_1|^2 E = tr(b_1^T b_1 delta^T gap delta)."""
        return (sigma @ sigma - sigma * lam) * 4

    full = letter("N", "m", "d")
    sigma = identity("d") * lam + full.T @ full
    squares = inner(full @ delta @ b1.T, full @ delta @ b1.T) * lam * 4 + _square(full.T @ full @ delta @ b1.T) * 4
    proof.equal("lower bound, full rank", trace(weight @ delta.T @ gap(sigma) @ delta), squares)
    u, part = letter("U", "d", "rank"), letter("N", "m", "rank")
    sigma = u @ (identity("rank") * lam + part.T @ part) @ u.T
    rank_gap = rewrite(gap(sigma), u.T @ u, identity("rank"))
    inside = u.T @ delta @ b1.T
    squares = _square(part @ inside) * lam * 4 + _square(part.T @ part @ inside) * 4
    proof.equal("lower bound, any rank", trace(weight @ delta.T @ rank_gap @ delta), squares)
    m, rest = letter("M", "m", "d"), letter("N", "m", "k")
    sigma = m.T @ m
    upper = m.T @ (m @ m.T + rest @ rest.T) @ m - sigma @ sigma  # Lambda M^T M - Sigma^2, Lambda I = M M^T + N N^T
    proof.equal("upper bound", trace(weight @ delta.T @ upper @ delta) * 4, _square(rest.T @ m @ delta @ b1.T) * 4)
    proof.show("bounds", r"4\lambda_+\|b_1\|^2 E \le \|\nabla_1 R\|_F^2 \le 4\Lambda\|b_1\|^2 E")
    return proof.done(detail="the two bounds are exact differences that are sums of squares (times lambda >= 0)")


def _square(m: Polynomial) -> Trace:
    return inner(m, m)
