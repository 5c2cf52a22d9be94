"""Twin of theorems/symbolic/second_order.py: what is proved, and near misses that must be refuted."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from theorems.symbolic import second_order
from theorems.symbolic.derivation import Derivation
from theorems.symbolic.layers import A_J, H_J, PI, PI_PAIR, SIGMA, W_J, A, C, H, P, W, X, Y, b, g, risk
from theorems.symbolic.rewriting import rewrite, substitute
from theorems.symbolic.second_order import B_J, P_J, P_K, R_STAR, at_minimizer, jacobian
from theorems.words import ShapeError, derivative, gradient, identity, inner, letter, scalar, zero

OWN = derivative(gradient(risk(PI), W), W, H)
MIXED = derivative(gradient(risk(PI_PAIR), W), W_J, H_J)


@pytest.mark.parametrize("derive", [second_order.hessian_blocks, second_order.gauss_newton, second_order.excess_risk])
def test_proved_for_every_depth(derive: Callable[[], Derivation]) -> None:
    d = derive()
    assert (d.outcome, d.complete, d.detail.count("instead of")) == ("proved", True, 0)
    assert d.identities >= 5 and d.latex


def test_planted_blocks_are_refuted() -> None:
    true = b @ b.T @ H @ P.T @ SIGMA @ P * 2
    assert (OWN - true).is_zero
    assert not (OWN - b @ b.T @ H @ P.T @ SIGMA @ P).is_zero  # factor 1 instead of 2
    with pytest.raises(ShapeError):
        b @ b.T @ H @ P @ SIGMA @ P  # dropped transpose
    with pytest.raises(ShapeError):
        b @ b.T @ H @ A @ A.T @ SIGMA * 2 - OWN  # swapped order
    gauss_newton = b @ (SIGMA @ jacobian(P_J, H_J, B_J)).T @ P_K * 2
    second = b @ g(PI_PAIR).T @ P_J @ H_J.T @ C.T
    assert (MIXED - gauss_newton - second).is_zero
    assert not (MIXED - gauss_newton).is_zero  # Gauss-Newton form claimed at all weights
    assert not (MIXED - gauss_newton + second).is_zero
    assert not (MIXED - gauss_newton - second * 2).is_zero


def test_gauss_newton_needs_the_normal_equations() -> None:
    gauss_newton = b @ (SIGMA @ jacobian(P_J, H_J, B_J)).T @ P_K * 2
    fitted = substitute(MIXED, Y, X @ PI_PAIR + R_STAR)
    assert not (fitted - gauss_newton).is_zero
    assert (rewrite(fitted, X.T @ R_STAR, zero("d", "q")) - gauss_newton).is_zero
    assert (at_minimizer(MIXED, PI_PAIR) - gauss_newton).is_zero


def test_transposed_gram_matrix_is_refuted_at_equal_widths() -> None:
    """A_k A_k^T in place of A_k^T A_k."""
    a, z, beta, h = letter("A", "d", "d"), letter("Z", "d", "q"), letter("b", "d", "q"), letter("H", "d", "d")
    adjoint = gradient(inner(z, a.T @ h.T @ beta), h)
    gram = a.T @ adjoint.T @ beta
    assert (gram - a.T @ a @ z @ beta.T @ beta).is_zero
    assert not (gram - a @ a.T @ z @ beta.T @ beta).is_zero
    with pytest.raises(ShapeError):
        A_J @ A_J.T @ letter("Z", "d", "q")


def test_planted_excess_is_refuted() -> None:
    w, star, r = letter("w", "d", "q"), letter("s", "d", "q"), letter("r", "n", "q")
    residual = X @ star + r - X @ w
    raw = residual.T @ residual - r.T @ r
    away = w - star
    assert not (raw - away.T @ X.T @ X @ away).is_zero  # without the normal equations
    shown = rewrite(raw, X.T @ r, zero("d", "q"))
    assert (shown - away.T @ X.T @ X @ away).is_zero
    assert not (shown - away.T @ X.T @ X @ X.T @ X @ away).is_zero  # Sigma squared


def test_descent_step_and_its_false_constants() -> None:
    d = second_order.descent_step()
    assert (d.outcome, d.complete) == ("proved", False), d.detail
    size, eta = scalar("S"), scalar("eta")
    n, x = letter("N", "m", "d"), letter("x", "d", "1")
    a = identity("d") * size - n.T @ n
    after = x - a @ x * eta
    change = (inner(after, a @ after) - inner(x, a @ x)) * Fraction(1, 2)
    square, rest = inner(a @ x, a @ x), inner(n @ a @ x, n @ a @ x) * eta * eta * Fraction(1, 2)
    assert (change + square * eta - square * eta * eta * size * Fraction(1, 2) + rest).is_zero
    assert not (change + square * eta - square * eta * eta * size + rest).is_zero
    assert not (change + square * eta - square * eta * eta * size * Fraction(1, 2)).is_zero
