"""Twin of theorems/symbolic/first_order.py: what is proved, and near misses that must be refuted."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from theorems.symbolic import first_order
from theorems.symbolic.derivation import Derivation, Proof
from theorems.symbolic.layers import B_NEXT, PI, PI_NEIGHBOURS, W_NEXT, A, P, W, b, g, risk
from theorems.symbolic.rewriting import substitute
from theorems.words import Polynomial, ShapeError, gradient, identity, letter, scalar

ABOVE, BELOW = gradient(risk(PI_NEIGHBOURS), W_NEXT), gradient(risk(PI_NEIGHBOURS), W)
ETA = scalar("eta")


@pytest.mark.parametrize(
    "derive",
    [
        first_order.gradient,
        first_order.balancedness,
        first_order.imbalance_drift,
        first_order.residual_translation,
        first_order.gradient_first_layer,
    ],
)
def test_proved_for_every_depth(derive: Callable[[], Derivation]) -> None:
    d = derive()
    assert (d.outcome, d.complete) == ("proved", True) and d.identities >= 1 and d.latex
    with pytest.raises(TypeError):
        bool(d)


def refuted(left: Polynomial, right: Polynomial) -> bool:
    proof = Proof("planted")
    proof.equal("planted", left, right)
    d = proof.done()
    return d.outcome == "failed" and "planted" in d.detail


def test_planted_gradients_are_refuted() -> None:
    true = gradient(risk(PI), W)
    assert not refuted(true, b @ g(PI).T @ P)
    assert refuted(true, b @ g(PI).T @ P * scalar("n"))  # the mean forgotten
    assert refuted(true * 2, b @ g(PI).T @ P)  # factor 1 instead of 2
    assert refuted(true, b @ g(PI).T @ P * -1)
    with pytest.raises(ShapeError):  # dropped transpose
        refuted(true, b @ g(PI).T @ A)
    with pytest.raises(ShapeError):  # swapped order
        refuted(true, P @ b @ g(PI).T)
    with pytest.raises(ShapeError):  # off by one layer
        refuted(BELOW, B_NEXT @ g(PI_NEIGHBOURS).T @ P)
    # The same near misses where all widths carry one name, so that they are well typed.
    square = {k: letter(f"W{k}", "d", "d") for k in (1, 2, 3)}
    p = letter("p", "d", "q")
    pi = square[1].T @ square[2].T @ square[3].T @ p
    second = gradient(risk(pi), square[2])
    assert not refuted(second, square[3].T @ p @ g(pi).T @ square[1].T)
    assert refuted(second, square[3].T @ p @ g(pi).T @ square[1])
    assert refuted(second, square[3] @ p @ g(pi).T @ square[1].T)
    assert refuted(second, square[2].T @ square[3].T @ p @ g(pi).T @ square[1].T)
    assert refuted(second, p @ g(pi).T @ square[1].T)
    assert refuted(second, square[1].T @ square[3].T @ p @ g(pi).T)


def test_planted_imbalances_are_refuted() -> None:
    assert not refuted(W_NEXT.T @ ABOVE, BELOW @ W.T)
    with pytest.raises(ShapeError):
        refuted(W_NEXT @ ABOVE.T, BELOW @ W.T)
    square = {k: letter(f"W{k}", "d", "d") for k in (1, 2, 3)}
    pi = square[1].T @ square[2].T @ square[3].T @ letter("p", "d", "q")
    G = {k: gradient(risk(pi), w) for k, w in square.items()}
    assert not refuted(square[2].T @ G[2], G[1] @ square[1].T)
    assert refuted(square[2] @ G[2].T, G[1].T @ square[1])  # W_{k+1} W_{k+1}^T - W_k^T W_k conserved
    assert refuted(square[3].T @ G[3], G[1] @ square[1].T)  # W_L^T W_L - W_1 W_1^T conserved for L = 3
    assert refuted(square[2].T @ G[2] * -1, G[1] @ square[1].T)  # sum instead of difference
    assert refuted(G[2] @ square[2].T, square[1].T @ G[1])  # swapped order


def test_planted_drifts_are_refuted() -> None:
    D = first_order.imbalance
    after = D(W_NEXT - ABOVE * ETA, W - BELOW * ETA)
    squares = ABOVE.T @ ABOVE - BELOW @ BELOW.T
    assert not refuted(after, D(W_NEXT, W) + squares * ETA * ETA)
    assert refuted(after, D(W_NEXT, W))  # conserved by gradient descent
    assert refuted(after, D(W_NEXT, W) + (ABOVE.T @ ABOVE + BELOW @ BELOW.T) * ETA * ETA)
    assert refuted(after, D(W_NEXT, W) + squares * ETA)
    assert refuted(after, D(W_NEXT, W) + squares * scalar("eta", 3))


def test_an_empty_proof_is_not_a_proof() -> None:
    assert Proof("nothing").done().outcome == "failed"


def test_scaled_residual_layers_are_refuted() -> None:
    """W = I + V / L, and W = 2 I + 2 V, with the same step."""
    prefix, square, suffix = letter("A", "d", "d"), letter("W", "d", "d"), letter("b", "d", "q")
    v = letter("V", "d", "d")
    for factor in (Fraction(1, 3), 2):
        moved = (identity("d") + v) * factor if factor == 2 else identity("d") + v * factor
        left = gradient(risk(prefix.T @ moved.T @ suffix), v)
        right = substitute(gradient(risk(prefix.T @ square.T @ suffix), square), square, moved)
        assert refuted(left, right)
        assert not refuted(left, right * factor)
