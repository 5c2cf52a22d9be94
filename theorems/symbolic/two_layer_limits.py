r"""Phases of the two-layer flow with explicit errors, the common decomposition, the Hessian at the balanced minimizer.

Main statements
    phase_errors           E = w_0 e^(2 sigma delta tau), lambda w_0 <= sigma: after its transition sigma/lambda - w is
                           at most (sigma/lambda)^2/E, before it w <= E; for sigma = 0 w <= w_0; at the transition
                           (E = 1) 0 <= w - sigma/(sigma + lambda) <= w_0; for sigma = lambda, w_0 < 1 the gap is > 0
    common_decomposition   (u^T Sigma_xy v)^2 <= u^T Sigma_x u |Y v|^2/n for all u, v; Sigma_x is positive semidefinite
    hessian_at_rest        at W_1 = U A Q, W_2 = Q^T B V^T with Sigma_xy = Sigma_x W_1 W_2 the second derivative along
                           (F, G) is the sum over i, j of lambda_i (F_ij beta_j + alpha_i G_ij)^2, no entry of F or G in
                           two terms: its eigenvalues are 0 and lambda_i (alpha_i^2 + beta_j^2)
Spectral and trace norm of U diag(..) V^T are the largest entry and the sum of the entries (U, V orthogonal, entries
>= 0). Source: claims `two-layer/sequential`, `two-layer/autoencoder-trace-norm`, `two-layer/common-decomposition`,
`two-layer/step-size`. What is not covered: the closed form itself (two_layer_flow), the factors (two_layer_words); the
Hessian where the hidden width is below the rank (the normal equations do not hold there).
"""

from __future__ import annotations

import itertools
from typing import Any

import sympy

from theorems.polynomials import Polynomials
from theorems.symbolic.derivation import Derivation
from theorems.symbolic.rational import RationalProof
from theorems.symbolic.rewriting import rewrite
from theorems.symbolic.two_layer_flow import EVERY_VALUE, big, curve, gap, l, rest, s, t, w0
from theorems.words import derivative, identity, inner, letter, scalar, trace


def phase_errors() -> Derivation:
    proof = RationalProof("two-layer/phase-errors")
    w, later, below = curve(big), {big: w0 + rest}, {s: l * w0 + gap}  # E >= w_0, sigma >= lambda w_0
    proof.nonnegative("from below", (s / l - w).subs(later).subs(below))
    proof.nonnegative("after the transition", ((s / l) ** 2 / big - (s / l - w)).subs(later).subs(below))
    proof.nonnegative("before the transition", (big - w).subs(later))
    proof.nonnegative("w >= 0", w.subs(later))
    flat = w0 / (1 + 2 * l * w0 * t)
    proof.nonnegative("sigma = 0: w <= w_0", w0 - flat)
    proof.nonnegative("sigma = 0: w >= 0", flat)
    away = curve(1) - s / (s + l)
    proof.nonnegative("at the transition, from above", away.subs(below).subs(w0, rest))
    proof.nonnegative("at the transition, error", (w0 - away).subs(below), show=_AT)
    proof.equals(
        "sigma = lambda: the gap",
        (1 - w).subs(s, l),
        (1 - w0) / (big - w0 + 1),
        show=r"\sigma=\lambda:\; 1 - w = \frac{1-w_0}{E-w_0+1} > 0 \text{ for } w_0 < 1",
    )
    high, low, delta, tau = sympy.symbols("sigma_i sigma_j delta tau", positive=True)
    exponents = delta * (1 - low * tau) - delta * (1 - (low + high) * tau)
    proof.nonnegative("the largest sigma that is not learned has the largest error", exponents)
    return proof.done(scope=EVERY_VALUE + ", lambda w_0 <= sigma; sigma = 0", detail="with two-layer/closed-form")


_AT = r"t = \tfrac1\sigma:\; 0 \le w - \frac{\sigma}{\sigma+\lambda} \le e^{-2\delta}"


def common_decomposition() -> Derivation:
    """a = X u, b = Y v: |b - r a|^2 >= 0 at r = a.b/|a|^2; for a = 0 both sides are 0."""
    proof = RationalProof("two-layer/common-decomposition")
    X, Y, u, v = letter("X", "n", "d_0"), letter("Y", "n", "d_2"), letter("u", "d_0", "1"), letter("v", "d_2", "1")
    a, b, r, n = X @ u, Y @ v, scalar("r"), scalar("n", -1)
    square = b - a * r
    expanded = inner(b, b) - inner(a, b) * r * 2 + inner(a, a) * r * r
    proof.equal("square", inner(square, square), expanded)
    aa, ab, bb, t = sympy.symbols("aa ab bb r")
    least = (bb - 2 * t * ab + t**2 * aa).subs(t, ab / aa)
    proof.equals("at its least point", least * aa, aa * bb - ab**2, show=r"\sigma_i^2 \le \lambda_i\|Yv_i\|^2/n")
    proof.equal("sigma", inner(u, X.T @ Y @ v * n), inner(a, b) * n)
    proof.equal("lambda, and Sigma_x is positive semidefinite", inner(u, X.T @ X @ u * n), inner(a, a) * n)
    return proof.done(scope="all sizes; X = Y by substitution")


def hessian_at_rest(largest: int = 3) -> Derivation:
    proof = RationalProof("two-layer/hessian-at-rest")
    _second_derivative(proof)
    for sizes in itertools.product(range(1, largest + 1), repeat=3):
        proof.decided(f"no entry twice, sizes {sizes}", {"polynomials": decoupled(*sizes)}, "entries are coupled")
    lam, alpha, beta, x = sympy.symbols("lambda alpha beta x")
    form = sympy.Matrix([[lam * beta**2, lam * alpha * beta], [lam * alpha * beta, lam * alpha**2]])
    characteristic = (form - x * sympy.eye(2)).det(method="berkowitz")
    proof.equals("eigenvalues of one pair", characteristic, x * (x - lam * (alpha**2 + beta**2)))
    one, other = sympy.symbols("sigma_i sigma_j", positive=True)
    top = lam * (one / lam + other / lam)
    proof.equals("at alpha^2 = beta^2 = sigma/lambda, i = j", top.subs(other, one), 2 * one, show=r"S \ge 2\sigma_1")
    formula = r"S = \max_{i,j}\lambda_i\big(\tfrac{\sigma_i}{\lambda_i}+\tfrac{\sigma_j}{\lambda_j}\big)"
    proof.show("largest eigenvalue", formula)
    return proof.done(
        scope=f"all sizes (every pattern of indices occurs at sizes <= {largest})",
        complete=largest >= 3,
        detail="sigma_i = 0 beyond min(d_0, d_1, d_2)",
    )


def _second_derivative(proof: RationalProof) -> None:
    """Twice the derivative along (F, G) of |Y - X W_1 W_2|^2/(2n) where the normal equations hold."""
    X, Y = letter("X", "n", "d_0"), letter("Y", "n", "d_2")
    W1, F = letter("W_1", "d_0", "d_1"), letter("F", "d_0", "d_1")
    W2, G = letter("W_2", "d_1", "d_2"), letter("G", "d_1", "d_2")
    error = letter("E", "n", "d_2")  # Y = X W_1 W_2 + E with X^T E = 0
    along = X @ (F @ W2 + W1 @ G)
    residual = Y - X @ W1 @ W2
    first = X @ F @ W2 + X @ W1 @ G
    change = derivative(derivative(residual, W1, F), W2, G)
    proof.equal("first change of the residual", derivative(residual, W1, F) + derivative(residual, W2, G), first * -1)
    proof.equal("second change of the residual", change, X @ F @ G * -1)
    cross = rewrite(error.T @ X @ F @ G, X.T @ error, X.T @ error * 0)
    proof.vanishes("its product with the residual", trace(cross))
    proof.equal(
        "what is left",
        inner(along, along),
        inner(first, first),
        show=r"\nabla^2f[F,G] = \tfrac1n\|X(FW_2+W_1G)\|_F^2",
    )
    U, V, Q = letter("U", "d_0", "d_0"), letter("V", "d_2", "d_2"), letter("Q", "d_1", "d_1")
    A, B, D = letter("A", "d_0", "d_1"), letter("B", "d_1", "d_2"), letter("D_x", "d_0", "d_0")
    inside = U @ F @ Q @ Q.T @ B @ V.T + U @ A @ Q @ Q.T @ G @ V.T
    form = inside.T @ U @ D @ U.T @ inside
    for left, right, size in ((Q, Q.T, "d_1"), (U.T, U, "d_0"), (V.T, V, "d_2")):
        form = rewrite(form, left @ right, identity(size))
    pair = F @ B + A @ G
    proof.equal("in the common basis", rewrite(V.T @ form @ V, V.T @ V, identity("d_2")), pair.T @ D @ pair)


def decoupled(d0: int, d1: int, d2: int) -> bool:
    """Entry (i, j) of F B + A G is F_ij beta_j + alpha_i G_ij, each term there or not, for diagonal A and B."""
    names = [f"{n}{i}{j}" for n in "FG" for i in range(max(d0, d1)) for j in range(max(d1, d2))]
    ring = Polynomials([*names, *(f"{n}{i}" for n in ("alpha", "beta") for i in range(max(d0, d1, d2)))])
    zero = ring.number(0)

    def full(name: str, rows: int, columns: int) -> Any:
        return ring.assemble(rows, columns, lambda i, j: ring.variable(f"{name}{i}{j}"))

    def rectangular(name: str, rows: int, columns: int) -> Any:
        return ring.assemble(rows, columns, lambda i, j: ring.variable(f"{name}{i}") if i == j else zero)

    def stated(i: int, j: int) -> Any:
        value = ring.variable(f"F{i}{j}") * ring.variable(f"beta{j}") if j < d1 else zero
        return value + ring.variable(f"alpha{i}") * ring.variable(f"G{i}{j}") if i < d1 else value

    left = ring.multiply(full("F", d0, d1), rectangular("beta", d1, d2))
    right = ring.multiply(rectangular("alpha", d0, d1), full("G", d1, d2))
    return bool(ring.plus(left, right) == ring.assemble(d0, d2, stated))
