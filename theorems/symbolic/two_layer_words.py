"""The two-layer model X W_1 W_2 in words: flow, reduction to the common decomposition, and the mixing matrix Q.

Main statements (all sizes)
    reduction       -grad f = ((Sigma_xy - Sigma_x W) W_2^T, W_1^T (Sigma_xy - Sigma_x W)); with W_1 = U A Q,
                    W_2 = Q^{-1} B V^T, Sigma_x = U D_x U^T, Sigma_xy = U D_xy V^T the flow of (A, B) is
                    A' = (D_xy - D_x A B) B^T M^{-1},  B' = M A^T (D_xy - D_x A B),  M = Q Q^T; Q drops out if M = 1
    diagonal        for M = 1 the diagonal form is kept: alpha_i' = (sigma_i - lambda_i alpha_i beta_i) beta_i, and
                    entries without partner stand still (all sizes d_0, d_1, d_2 <= 3, entry by entry)
    mixing_matrix   the printed curve is the flow iff M e_i = e_i for every active i: with G = A (D_xy - D_x A^2)
                    diagonal the defects are G (M^{-1} - 1) and (M - 1) G; for scalars the rate of w is off by
                    (Q - 1/Q)^2 w_0 (sigma - lambda w_0)
Source: poster, "Detailed Theorems"; claims `two-layer/factors` and `two-layer/mixing-matrix`.
U and V are square orthogonal; A, B, D_xy may be rectangular. Not covered: that a solution of the flow is unique
(Picard-Lindelof: the right-hand side is a polynomial), and the perturbation B of the poster.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import sympy

from theorems.polynomials import Polynomials
from theorems.symbolic.derivation import Derivation, Proof
from theorems.symbolic.rational import RationalProof
from theorems.symbolic.rewriting import rewrite
from theorems.words import Polynomial, gradient, identity, inner, letter, scalar

X, Y = letter("X", "n", "d_0"), letter("Y", "n", "d_2")
W1, W2 = letter("W_1", "d_0", "d_1"), letter("W_2", "d_1", "d_2")
U, V = letter("U", "d_0", "d_0"), letter("V", "d_2", "d_2")
Q, R = letter("Q", "d_1", "d_1"), letter("Q^{-1}", "d_1", "d_1")
A, B = letter("A", "d_0", "d_1"), letter("B", "d_1", "d_2")
D_X, D_XY = letter("D_x", "d_0", "d_0"), letter("D_{xy}", "d_0", "d_2")


def _with_inverses(f: Polynomial) -> Polynomial:
    """U^T U = U U^T = 1, V likewise, Q Q^{-1} = Q^{-1} Q = 1."""
    for left, right in ((U.T, U), (U, U.T), (V.T, V), (V, V.T), (Q, R), (R, Q)):
        f = rewrite(f, left @ right, identity(left.rows))
    return f


def _orthogonal(f: Polynomial) -> Polynomial:
    """Q^{-1} = Q^T: M and its inverse Q^{-T} Q^{-1} are 1."""
    return rewrite(rewrite(f, Q @ Q.T, identity("d_1")), R.T @ R, identity("d_1"))


def flow() -> tuple[Polynomial, Polynomial]:
    """(A', B') from the flow of (W_1, W_2)."""
    w1, w2 = U @ A @ Q, R @ B @ V.T
    pull = U @ D_XY @ V.T - U @ D_X @ U.T @ w1 @ w2
    return _with_inverses(U.T @ pull @ w2.T @ R), _with_inverses(Q @ w1.T @ pull @ V)


def reduction() -> Derivation:
    proof = Proof("two-layer/reduction")
    per_sample = scalar("n", -1)
    residual = Y - X @ W1 @ W2
    f = inner(residual, residual) * per_sample * _HALF
    pull = X.T @ Y * per_sample - X.T @ X * per_sample @ W1 @ W2
    proof.equal("flow of the first factor", gradient(f, W1) * -1, pull @ W2.T)
    proof.equal("flow of the second factor", gradient(f, W2) * -1, W1.T @ pull)
    a, b = flow()
    inside = D_XY - D_X @ A @ B
    proof.equal("flow of A", a, inside @ B.T @ R.T @ R, show=r"\dot A = (D_{xy} - D_xAB)B^{\top}M^{-1}")
    proof.equal("flow of B", b, Q @ Q.T @ A.T @ inside, show=r"\dot B = M A^{\top}(D_{xy} - D_xAB),\; M = QQ^{\top}")
    proof.equal("M^{-1} is the inverse of M", _with_inverses(rewrite(Q @ Q.T @ R.T @ R, Q.T @ R.T, _ONE)), _ONE)
    proof.equal("Q orthogonal, A", _orthogonal(a), inside @ B.T)
    proof.equal("Q orthogonal, B", _orthogonal(b), A.T @ inside)
    return proof.done(scope="all sizes d_0, d_1, d_2, any number of samples")


_HALF = Fraction(1, 2)
_ONE = identity("d_1")


def risk() -> Derivation:
    """f(W) = |Y - X W|^2 / (2n) around a solution W_ols of the normal equations, Y = X W_ols + E, X^T E = 0."""
    proof = Proof("two-layer/risk")
    w, ols, error = letter("W", "d_0", "d_2"), letter(r"W_{\rm ols}", "d_0", "d_2"), letter("E", "n", "d_2")
    residual, away = X @ ols + error - X @ w, X @ (w - ols)
    split = rewrite(residual.T @ residual, X.T @ error, X.T @ error * 0)
    proof.equal(
        "split of the risk",
        split,
        error.T @ error + away.T @ away,
        show=r"\|Y - XW\|_F^2 = \|Y - XW_{\rm ols}\|_F^2 + n\|\Sigma_x^{1/2}(W - W_{\rm ols})\|_F^2",
    )
    return proof.done(scope="all sizes", detail="then two-layer/reduced-rank")


def diagonal(largest: int = 3) -> Derivation:
    """Diagonal A (d_0 x d_1), B (d_1 x d_2) stay diagonal, with the stated rates; so does a step of descent.

    Every size: in a product of rectangular diagonal matrices no sum has more than one term that is not 0, so an entry
    depends only on which of d_0, d_1, d_2 its indices exceed, and every such pattern occurs at sizes up to 3.
    """
    proof = RationalProof("two-layer/factors")
    for sizes in itertools.product(range(1, largest + 1), repeat=3):
        for name, kept in diagonal_is_kept(*sizes).items():
            proof.decided(f"{name}, sizes {sizes}", {"polynomials": kept}, "the diagonal form is lost")
    r, s, l = sympy.symbols("r sigma lambda", positive=True)  # alpha = beta = r = sqrt(w)
    proof.equals(
        "w = alpha beta", 2 * r * (s - l * r**2) * r, 2 * r**2 * (s - l * r**2), show=r"\dot w = 2w(\sigma - \lambda w)"
    )
    proof.show(
        "diagonal entries", r"\dot\alpha_i = (\sigma_i - \lambda_i\alpha_i\beta_i)\beta_i,\; i \le \min(d_0,d_1,d_2)"
    )
    return proof.done(scope=f"all sizes (every pattern of indices occurs at sizes <= {largest})", complete=largest >= 3)


def diagonal_is_kept(d0: int, d1: int, d2: int) -> dict[str, bool]:
    """Whether A' and B' are the stated diagonal matrices, entry by entry, as polynomials."""
    ring = Polynomials(f"{name}{i}" for name in _NAMES for i in range(max(d0, d1, d2)))
    zero, fit = ring.number(0), min(d0, d1, d2)

    def rectangular(name: str, rows: int, columns: int) -> Any:
        return ring.assemble(rows, columns, lambda i, j: ring.variable(f"{name}{i}") if i == j else zero)

    def stated(partner: str, rows: int, columns: int) -> Any:
        def entry(i: int, j: int) -> Any:
            if i != j or i >= fit:
                return zero
            alpha, beta, sigma, lam = (ring.variable(f"{name}{i}") for name in _NAMES)
            return (sigma - lam * alpha * beta) * ring.variable(f"{partner}{i}")

        return ring.assemble(rows, columns, entry)

    a, b = rectangular("alpha", d0, d1), rectangular("beta", d1, d2)
    inside = ring.minus(rectangular("sigma", d0, d2), ring.product(rectangular("lambda", d0, d0), a, b))
    return {
        "A": bool(ring.multiply(inside, ring.transpose(b)) == stated("beta", d0, d1)),
        "B": bool(ring.multiply(ring.transpose(a), inside) == stated("alpha", d1, d2)),
    }


_NAMES = ("alpha", "beta", "sigma", "lambda")


def mixing_matrix() -> Derivation:
    """Equal sizes: with A = B = diag sqrt(w), the matrix G = A (D_xy - D_x A^2) is diagonal, A' = G M^{-1} and
    B' = M G, while the printed curve has A' = B' = G. Row i of the first defect is G_ii times row i of M^{-1} - 1."""
    proof = RationalProof("two-layer/mixing-matrix")
    g, m, m_inverse = letter("G", "d", "d"), letter("M", "d", "d"), letter("M^{-1}", "d", "d")
    one, e = identity("d"), letter("e_i", "d", "1")
    proof.equal("defect of A", g @ m_inverse - g, g @ (m_inverse - one), show=r"\dot A - G = G(M^{-1} - I)")
    proof.equal("defect of B", m @ g - g, (m - one) @ g, show=r"\dot B - G = (M - I)G")
    # M e = e iff M^{-1} e = e: both rewritings of M^{-1} M e are equal to it.
    chain = m_inverse @ m @ e
    proof.equal("M e = e makes M^{-1} M e the vector M^{-1} e", rewrite(chain, m @ e, e), m_inverse @ e)
    proof.equal("M^{-1} M e = e", rewrite(chain, m_inverse @ m, one), e)
    # Scalar: W_1 = sqrt(w_0) Q, W_2 = sqrt(w_0) / Q.
    q, r, s, l = sympy.symbols("Q r sigma lambda", positive=True)  # r = sqrt(w_0)
    w1, w2, pull = r * q, r / q, s - l * r**2
    proof.equals(
        "scalar defect at t = 0",
        pull * w2 * w2 + w1 * w1 * pull - 2 * r**2 * pull,
        (q - 1 / q) ** 2 * r**2 * pull,
        show=r"\dot w_{\rm true} - \dot w_{\rm printed} = (Q - 1/Q)^2\, w_0(\sigma - \lambda w_0)",
    )
    # An active component stays active: sigma - lambda w has a constant sign along the printed curve (E >= w_0).
    w0, big = sympy.symbols("w_0 E", positive=True)
    den = l * (big - w0) + s
    proof.equals("activity persists", s - l * (s * big / den), s * (s - l * w0) / den)
    return proof.done(scope="d_0 = d_1 = d_2, any size", detail="iff M e_i = e_i for every i with G_ii != 0")
