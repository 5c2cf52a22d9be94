"""Twin of theorems/symbolic/two_layer_words.py."""

from __future__ import annotations

import pytest

from theorems.symbolic import two_layer_words as two
from theorems.symbolic.two_layer_words import D_X, D_XY, A, B, Q, R
from theorems.words import ShapeError


@pytest.mark.parametrize("derive", [two.reduction, two.risk, two.diagonal, two.mixing_matrix])
def test_proved_for_all_sizes(derive) -> None:  # type: ignore[no-untyped-def]
    d = derive()
    assert (d.outcome, d.complete) == ("proved", True), d.detail


def test_planted_flows_are_refuted() -> None:
    a, b = two.flow()
    inside = D_XY - D_X @ A @ B
    assert (a - inside @ B.T @ R.T @ R).is_zero
    assert not (a - inside @ B.T).is_zero  # every invertible Q
    assert not (a - inside @ B.T @ Q @ Q.T).is_zero  # M instead of its inverse
    assert not (a - inside @ B.T @ R @ R.T).is_zero  # (Q^T Q)^{-1}
    assert not (b - Q.T @ Q @ A.T @ inside).is_zero
    with pytest.raises(ShapeError):
        b - inside @ A.T
    assert not (two._orthogonal(a) - inside @ B.T * 2).is_zero


def test_few_sizes_are_not_the_full_quantifier() -> None:
    assert two.diagonal(2).complete is False
    assert two.diagonal_is_kept(3, 1, 2) == {"A": True, "B": True}
