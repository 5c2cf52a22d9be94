"""Twin of theorems/symbolic/rewriting.py."""

from __future__ import annotations

import pytest

from theorems.symbolic.rewriting import rewrite, substitute
from theorems.words import ShapeError, identity, letter, zero

Q, R, S = letter("Q", "s", "s"), letter("R", "s", "s"), letter("S", "s", "s")
X, r = letter("X", "n", "d"), letter("r", "n", "q")


def test_rules_replace_every_occurrence_and_the_transposes() -> None:
    f = Q @ R @ Q @ R @ S + R.T @ Q.T
    assert (rewrite(f, Q @ R, identity("s")) - S - identity("s")).is_zero
    assert (rewrite(R.T @ Q.T @ Q @ R, Q @ R, S) - S.T @ S).is_zero
    assert rewrite(r.T @ X @ X.T, X.T @ r, zero("d", "q")).is_zero
    assert not rewrite(X @ X.T @ X, X.T @ r, zero("d", "q")).is_zero


def test_a_rule_fires_again_on_what_it_produced() -> None:
    assert (rewrite(Q @ Q @ R @ R, Q @ R, identity("s")) - identity("s")).is_zero


def test_rules_that_need_not_end_are_refused() -> None:
    for factor, by in ((Q, R), (Q @ R, R @ Q), (Q + R, S), (identity("s"), S), (Q @ R * 2, S)):
        with pytest.raises(ShapeError):
            rewrite(Q @ R, factor, by)


def test_substitution() -> None:
    f = Q @ S @ Q.T
    assert (substitute(f, Q, R + R.T) - (R + R.T) @ S @ (R + R.T)).is_zero
    assert (substitute(identity("s"), Q, R) - identity("s")).is_zero
    with pytest.raises(ShapeError):
        substitute(f, Q, X)
    with pytest.raises(ShapeError):
        substitute(f, Q, Q @ R)
