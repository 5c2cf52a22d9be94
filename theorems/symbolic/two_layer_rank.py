r"""Reduced-rank regression for all sizes, and which of its solutions the two-layer flow reaches.

Main statements (Sigma_x regular, = S^T S; M = S^{-T} Sigma_xy, Z = S W; mu_1 >= mu_2 >= .. the eigenvalues of M M^T)
    reduced_rank   f(0) - f(W) = (|M|^2 - |M - Z|^2)/2; for every Z = Q C with Q^T Q = 1_r, r <= k,
                   |M|^2 - |M - Z|^2 = tr(Q^T M M^T Q) - |Q^T M - C|^2 <= mu_1 + .. + mu_k, attained at the first k
                   eigenvectors: f(0) - min f = (mu_1 + .. + mu_k)/2 (Schmidt, Eckart & Young; Ky Fan)
    selection      diagonal data, mu_i = sigma_i^2/lambda_i: keeping the set K is optimal iff no mu outside exceeds one
                   inside; among all minimizers the norm is least for the largest sigma
Used besides the identities: a matrix of rank r is Q C with orthonormal columns in Q; a symmetric matrix is O D O^T; the
products M M^T and M^T M have the same eigenvalues other than 0; a set of numbers in [0, 1] is a set of numbers.
Ky Fan's step, for any numbers 0 <= c_i <= 1 with sum r <= k: mu_1 + .. + mu_k - sum c_i mu_i is the sum of the terms
(1 - c_i)(mu_i - mu_k) over i <= k, of c_i (mu_k - mu_i) over i > k, and of mu_k (k - r): term by term two identities in
one index, hence for every size. Source: Izenman 1975; Fan 1949; poster, "A Simple Deep Linear Model".
What is not covered: singular Sigma_x; uniqueness of the solution.
"""

from __future__ import annotations

import sympy

from theorems.symbolic.derivation import Derivation
from theorems.symbolic.rational import RationalProof
from theorems.symbolic.rewriting import rewrite
from theorems.words import Polynomial, identity, inner, letter, scalar, trace

M, W = letter("M", "d_0", "d_2"), letter("W", "d_0", "d_2")
S, R, Y = letter("S", "d_0", "d_0"), letter("R", "n", "d_0"), letter("Y", "n", "d_2")
Q, C = letter("Q", "d_0", "r"), letter("C", "r", "d_2")
O, D = letter("O", "d_0", "d_0"), letter("D", "d_0", "d_0")


def _orthonormal(f: Polynomial) -> Polynomial:
    return rewrite(f, Q.T @ Q, identity("r"))


def reduced_rank() -> Derivation:
    proof = RationalProof("two-layer/reduced-rank")
    _risk(proof)
    _projection(proof)
    _ky_fan(proof)
    _attained(proof)
    return proof.done(scope="all sizes d_0, d_2, n and k, Sigma_x regular")


def _risk(proof: RationalProof) -> None:
    """X = R S with R^T R = n and R^T Y = n M (that is R = X S^{-1}, M = S^{-T} Sigma_xy)."""
    n, X = scalar("n"), R @ S

    def used(f: Polynomial) -> Polynomial:
        return rewrite(rewrite(f, R.T @ R, identity("d_0") * n), R.T @ Y, M * n)

    residual, away = Y - X @ W, M - S @ W
    gained = used(Y.T @ Y - residual.T @ residual) * scalar("n", -1)
    proof.equal(
        "decrease of the risk",
        gained,
        M.T @ M - away.T @ away,
        show=r"f(0) - f(W) = \tfrac12\big(\|M\|_F^2 - \|M - SW\|_F^2\big),\; "
        r"M = S^{-\top}\Sigma_{xy},\, S^\top S = \Sigma_x",
    )
    proof.equal("sum over samples", trace(residual @ residual.T), inner(residual, residual))


def _projection(proof: RationalProof) -> None:
    away, rest, inside = M - Q @ C, M - Q @ Q.T @ M, Q.T @ M - C
    proof.equal(
        "split along the columns of Z",
        _orthonormal(away.T @ away),
        _orthonormal(rest.T @ rest) + inside.T @ inside,
        show=r"\|M - QC\|_F^2 = \|M - QQ^\top M\|_F^2 + \|Q^\top M - C\|_F^2",
    )
    proof.equal("what a projection keeps", M.T @ M - _orthonormal(rest.T @ rest), M.T @ Q @ Q.T @ M)
    proof.equal("as a trace of M M^T", trace(M.T @ Q @ Q.T @ M), trace(Q.T @ M @ M.T @ Q))
    # M M^T = O D O^T: the trace is sum_i mu_i c_i with c_i = (O^T Q Q^T O)_ii
    weights = O.T @ Q @ Q.T @ O
    proof.equal("sum of mu_i c_i", trace(Q.T @ O @ D @ O.T @ Q), trace(D @ weights))
    turned = rewrite(Q.T @ O @ O.T @ Q, O @ O.T, identity("d_0"))
    proof.equal("sum of c_i is r", trace(weights), trace(Q.T @ O @ O.T @ Q))
    proof.equal("with O O^T = 1 and Q^T Q = 1", _orthonormal(turned), identity("r"))
    outside = identity("d_0") - Q @ Q.T
    proof.equal("1 - c_i is a square: |(1 - Q Q^T) O e_i|^2", _orthonormal(outside.T @ outside), outside)


def _ky_fan(proof: RationalProof) -> None:
    mu, least, c, k, r = sympy.symbols("mu m c k r")
    proof.equals("kept index", mu - c * mu, (1 - c) * (mu - least) + least * (1 - c))
    proof.equals("other index", -c * mu, c * (least - mu) - least * c)
    inside = sympy.Symbol("C")  # the sum of c_i over the kept indices; over the others it is r - C
    proof.equals(
        "what is left",
        least * (k - inside) - least * (r - inside),
        least * (k - r),
        show=r"\sum_{i\le k}\mu_i - \sum_i c_i\mu_i = \sum_{i\le k}(1-c_i)(\mu_i-\mu_k) + \sum_{i>k}c_i(\mu_k-\mu_i) + "
        r"\mu_k(k-r) \ge 0",
    )


def _attained(proof: RationalProof) -> None:
    first, values = letter("O_1", "d_0", "k"), letter("D_1", "k", "k")

    def used(f: Polynomial) -> Polynomial:
        return rewrite(rewrite(f, M @ M.T @ first, first @ values), first.T @ first, identity("k"))

    best = first @ first.T @ M
    gained = M.T @ M - (M - best).T @ (M - best)
    kept = rewrite(gained, first.T @ first, identity("k"))
    proof.equal("the first k eigenvectors", kept, M.T @ first @ first.T @ M)
    proof.equal("as a trace", trace(M.T @ first @ first.T @ M), trace(first.T @ M @ M.T @ first))
    proof.equal(
        "their share is mu_1 + .. + mu_k",
        trace(used(first.T @ M @ M.T @ first)),
        trace(values),
        show=r"\min_{\operatorname{rank}W\le k} f = f(0) - \tfrac12\sum_{i\le k}\mu_i,\; "
        r"W^{k,*} = S^{-1}[S^{-\top}\Sigma_{xy}]_k",
    )


def selection() -> Derivation:
    """Equality in Ky Fan's step needs c_i = 1 for mu_i > mu_k, c_i = 0 for mu_i < mu_k and r = k (mu_k > 0). Since
    c_i = |Q Q^T e_i|^2, c_i = 1 puts e_i into the span of the columns and c_i = 0 makes it orthogonal to them. So a
    minimizer is free only within the eigenspace E of mu_k, where it is a projection R R^T on part of it."""
    proof = RationalProof("two-layer/selection")
    total, mine, other = sympy.symbols("T mu_i mu_j")
    proof.equals("exchanging i in K for j outside", (total - mine + other) - total, other - mine)
    # The norm of W = S^{-1} P M over the eigenspace: M M^T E = m E, P = E R R^T E^T.
    E, inner_part, L = letter("E", "d_0", "q"), letter("R", "q", "r"), letter(r"\Lambda^{-1}", "d_0", "d_0")
    P = E @ inner_part @ inner_part.T @ E.T
    squared = rewrite(L @ P @ M @ M.T @ P, M @ M.T @ E, E * scalar("m"))
    squared = rewrite(rewrite(squared, E.T @ E, identity("q")), inner_part.T @ inner_part, identity("r"))
    proof.equal(
        "norm within the eigenspace",
        squared,
        L @ P * scalar("m"),
        show=r"\|W\|_F^2 = \mathrm{const} + \mu_k\sum_{\mu_i=\mu_k}\frac{c_i}{\lambda_i},\; \sum c_i \text{ fixed}",
    )
    # Ky Fan once more, for the numbers -1/lambda_i: least where the 1/lambda_i are least.
    one, bound, c = sympy.symbols("x b c")
    proof.equals("kept index", c * one - one, (1 - c) * (bound - one) - bound * (1 - c))
    proof.equals("other index", c * one, c * (one - bound) + bound * c)
    m, small, gap = sympy.symbols("m sigma_j g", positive=True)
    large = small + gap  # lambda = sigma^2/m within the eigenspace
    proof.nonnegative("the larger sigma has the smaller 1/lambda", m / small**2 - m / large**2)
    return proof.done(
        scope="diagonal data of all sizes, every k with sigma_k > sigma_(k+1)",
        detail="with two-layer/reduced-rank",
    )


