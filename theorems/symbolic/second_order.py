"""Hessian of the risk of deep linear networks: blocks, Gauss-Newton form, excess risk; every depth, all widths.

Main statements (notation and the reason why opaque products cover every depth: theorems/symbolic/layers.py)
    hessian_blocks   block (k,k): K -> 2 b_k b_k^T K P_k^T Sigma P_k; block (k,j), j < k:
                     K -> 2 b_k (Sigma J_j[K])^T P_k + b_k g^T P_j K^T C^T; and its transpose
    gauss_newton     D^2 R[H,K] = 2 <J[H], Sigma J[K]> + <g, D^2 pi[H,K]>; at minimizers the second term vanishes;
                     J J^*[Z] = sum_k P_k P_k^T Z (b_k^T b_k); J^T Sigma J and Sigma^{1/2} J J^T Sigma^{1/2} have the
                     same nonzero eigenvalues
    descent_step     quadratic f with f'' = S - N^T N: f(x^+) = f - eta (1 - eta S / 2) |f'|^2 - eta^2 |N f'|^2 / 2
    excess_risk      R(w) = R(pi*) + <w - pi*, Sigma (w - pi*)>; every w is the pi of a network (p != 0)
The second derivative along H = (H_1, ..., H_L) is the sum of its blocks, because it is bilinear; J[H] is the sum of
J_k[H_k] = P_k H_k^T b_k, because the derivative is linear.
Sources: claims `sharpness/hessian-at-minimizer`, `sharpness/minimizers-are-optimal`; the slides use both unproved.
"""

from __future__ import annotations

from fractions import Fraction

from theorems.symbolic.derivation import Derivation, Proof
from theorems.symbolic.layers import A_J, H_J, PI, PI_PAIR, SIGMA, W_J, A, C, H, P, W, X, Y, b, g, residual, risk
from theorems.symbolic.rewriting import rewrite, substitute
from theorems.words import Polynomial, Trace, derivative, gradient, identity, inner, letter, scalar, zero

P_J = A_J.T
P_K = P_J @ W_J.T @ C.T  # P_k of the upper layer of a pair
B_J = C.T @ W.T @ b  # b_j of the lower layer of a pair
R_STAR = letter("r", "n", "q")


def jacobian(k_th_p: Polynomial, direction: Polynomial, k_th_b: Polynomial) -> Polynomial:
    """J_k[H_k] = P_k H_k^T b_k."""
    return k_th_p @ direction.T @ k_th_b


def at_minimizer(f: Polynomial, pi: Polynomial) -> Polynomial:
    """f where y = X pi + r and X^T r = 0: the normal equations at a minimizer."""
    return rewrite(substitute(f, Y, X @ pi + R_STAR), X.T @ R_STAR, zero("d", "q"))


def hessian_blocks() -> Derivation:
    proof = Proof("hessian-blocks")
    own = derivative(gradient(risk(PI), W), W, H)
    proof.equal(
        "block (k, k)",
        own,
        b @ b.T @ H @ P.T @ SIGMA @ P * 2,
        show=r"H \mapsto 2\, b_k b_k^{\top} H P_k^{\top}\Sigma P_k",
    )
    g_upper, g_lower = gradient(risk(PI_PAIR), W), gradient(risk(PI_PAIR), W_J)
    upper = derivative(g_upper, W_J, H_J)
    slope = g(PI_PAIR)
    proof.equal(
        "block (k, j), j < k",
        upper,
        b @ (SIGMA @ jacobian(P_J, H_J, B_J)).T @ P_K * 2 + b @ slope.T @ P_J @ H_J.T @ C.T,
        show=r"H \mapsto 2\, b_k\, (\Sigma P_j H^{\top} b_j)^{\top} P_k + b_k\, g^{\top} P_j H^{\top} C_{jk}^{\top}",
    )
    lower = derivative(g_lower, W, H)
    proof.equal(
        "block (j, k), j < k",
        lower,
        B_J @ (SIGMA @ jacobian(P_K, H, b)).T @ P_J * 2 + C.T @ H.T @ b @ slope.T @ P_J,
        show=r"H \mapsto 2\, b_j\, (\Sigma P_k H^{\top} b_k)^{\top} P_j + C_{jk}^{\top} H^{\top} b_k\, g^{\top} P_j",
    )
    proof.equal("the two are adjoint", inner(H, upper), inner(lower, H_J))
    p, w1, h1 = letter("p", "d_1", "q"), letter("W_1", "d_1", "d"), letter("H_1", "d_1", "d")
    depth_one = derivative(gradient(risk(w1.T @ p), w1), w1, h1)
    proof.equal("depth 1", depth_one, p @ p.T @ h1 @ SIGMA * 2, show=r"H \mapsto 2\,pp^{\top} H\,\Sigma")
    return proof.done()


def gauss_newton() -> Derivation:
    proof = Proof("gauss-newton")
    # Derivatives of pi.
    j_own, j_lower, j_upper = derivative(PI, W, H), derivative(PI_PAIR, W_J, H_J), derivative(PI_PAIR, W, H)
    proof.equal("Jacobian, layer k", j_own, jacobian(P, H, b), show=r"J[H] = \sum_k P_k H_k^{\top} b_k")
    proof.equal("Jacobian, lower layer of a pair", j_lower, jacobian(P_J, H_J, B_J))
    proof.equal("Jacobian, upper layer of a pair", j_upper, jacobian(P_K, H, b))
    second = derivative(j_upper, W_J, H_J)
    proof.equal("second derivative of pi", second, P_J @ H_J.T @ C.T @ H.T @ b)
    proof.vanishes("second derivative of pi within a layer", derivative(j_own, W, H))
    # At any weights.
    own, mixed = (derivative(gradient(risk(pi), W), x, h) for pi, x, h in ((PI, W, H), (PI_PAIR, W_J, H_J)))
    proof.equal("second derivative within a layer, any weights", inner(H, own), inner(j_own, SIGMA @ j_own) * 2)
    proof.equal(
        "mixed second derivative, any weights",
        inner(H, mixed),
        inner(j_upper, SIGMA @ j_lower) * 2 + inner(g(PI_PAIR), second),
    )
    proof.show("any weights", r"D^2R[H,H] = 2\,J[H]^{\top}\Sigma J[H] + g^{\top} D^2\pi[H,H]")
    # At minimizers.
    proof.vanishes("g at a minimizer", at_minimizer(g(PI), PI))
    proof.equal("block (k, k) at a minimizer", at_minimizer(own, PI), b @ (SIGMA @ j_own).T @ P * 2)
    proof.equal("block (k, j) at a minimizer", at_minimizer(mixed, PI_PAIR), b @ (SIGMA @ j_lower).T @ P_K * 2)
    proof.show("at minimizers", r"\nabla^2 R = 2 J^{\top}\Sigma J")
    # The adjoint of J_k and J_k J_k^*.
    z = letter("Z", "d", "q")
    adjoint = gradient(inner(z, jacobian(P, H, b)), H)
    proof.equal("adjoint of J_k", adjoint, b @ z.T @ P)
    proof.equal("J_k J_k^*", jacobian(P, adjoint, b), A.T @ A @ z @ b.T @ b)
    proof.show("Gram form", r"JJ^{\top} = \sum_k \|b_k\|^2 P_k P_k^{\top}")
    # M = Sigma^{1/2} J: an eigenpair of M^T M gives one of M M^T (M v is not 0, as M^T M v = mu v is not), and back.
    m, v, u, mu = letter("M", "d", "N"), letter("v", "N", "1"), letter("u", "d", "1"), scalar(r"\mu")
    proof.equal("M M^T from M^T M", rewrite(m @ m.T @ m @ v, m.T @ m @ v, v * mu), m @ v * mu)
    proof.equal("M^T M from M M^T", rewrite(m.T @ m @ m.T @ u, m @ m.T @ u, u * mu), m.T @ u * mu)
    proof.show("sharpness of a minimizer", r"S(W) = 2\lambda_{\max}(\Sigma^{1/2} JJ^{\top}\Sigma^{1/2})")
    return proof.done(detail="M^T M and M M^T have the same nonzero eigenvalues, hence the same largest one")


def descent_step() -> Derivation:
    """f(x) = <x, A x> / 2 with A = S I - N^T N, that is A <= S I: one step x - eta A x of gradient descent."""
    proof = Proof("descent-step")
    size, eta = scalar(r"\bar S"), scalar(r"\eta")
    n, x = letter("N", "m", "d"), letter("x", "d", "1")
    a = identity("d") * size - n.T @ n

    def value(at: Polynomial) -> Trace:
        return inner(at, a @ at) * Fraction(1, 2)

    slope = a @ x
    proof.equal("gradient", gradient(value(x), x), slope)
    drop = _square(slope) * eta - _square(slope) * eta * eta * size * Fraction(1, 2)
    proof.equal(
        "one step",
        value(x - slope * eta) - value(x),
        _square(n @ slope) * eta * eta * Fraction(-1, 2) - drop,
        show=r"f(x^+) = f(x) - \eta(1 - \tfrac{\eta\bar S}2)\|\nabla f\|^2 - \tfrac{\eta^2}2\|N\nabla f\|^2",
    )
    return proof.done(
        scope="quadratic objectives, any dimension", complete=False, detail="C^2 objectives need Taylor's formula"
    )


def _square(m: Polynomial) -> Trace:
    return inner(m, m)


def excess_risk() -> Derivation:
    proof = Proof("excess-risk")
    w, star = letter("w", "d", "q"), letter(r"\pi^\star", "d", "q")

    def with_optimum(f: Polynomial) -> Polynomial:
        """y = X pi* + r, X^T r = 0."""
        return rewrite(substitute(f, Y, X @ star + R_STAR), X.T @ R_STAR, zero("d", "q"))

    squares = with_optimum(residual(w).T @ residual(w)) * scalar("n", -1)
    least = with_optimum(residual(star).T @ residual(star)) * scalar("n", -1)
    away = w - star
    proof.equal(
        "risk of any regressor",
        squares - least,
        away.T @ SIGMA @ away,
        show=r"R(w) - R_{\min} = (w-\pi^\star)^{\top}\Sigma(w-\pi^\star)",
    )
    proof.equal("its gradient", with_optimum(g(w)), SIGMA @ away * 2, show=r"g = 2\Sigma(\pi-\pi^\star)")
    proof.equal("excess as a square", away.T @ SIGMA @ away, (X @ away).T @ (X @ away) * scalar("n", -1))
    # Every w is reached: W_1 = c_1 w^T / |p|, W_k = c_k c_{k-1}^T with |c_k| = 1, p = |p| c_L; induction over k.
    size = scalar(r"\|p\|")
    w, c, c_next = letter("w", "d", "1"), letter("c_k", "d_k", "1"), letter("c_{k+1}", "d_{k+1}", "1")
    start, step = (c @ w.T * scalar(r"\|p\|", -1)).T, (c_next @ c.T).T
    one = identity("1")
    proof.equal("onto, first layer", start, w @ c.T * scalar(r"\|p\|", -1))
    proof.equal("onto, from k to k + 1", rewrite(start @ step, c.T @ c, one), w @ c_next.T * scalar(r"\|p\|", -1))
    proof.equal("onto, readout", rewrite(start @ (c * size), c.T @ c, one), w)
    proof.show(
        "every regressor is reached", r"W_1 = c_1 w^{\top}/\|p\|,\; W_k = c_k c_{k-1}^{\top} \Rightarrow \pi(W) = w"
    )
    return proof.done(detail="E = |X(pi - pi*)|^2/n is 0 iff X(pi - pi*) = 0 iff Sigma(pi - pi*) = 0")
