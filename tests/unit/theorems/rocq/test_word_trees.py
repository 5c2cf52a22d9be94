"""Twin tests of theorems/rocq/word_trees.py."""

from __future__ import annotations

from fractions import Fraction

from theorems.rocq.word_trees import at, nothing, put, scaled, total, walk, written
from theorems.words import Trace, identity, inner, letter, letter_of, scalar, trace, zero

A, X, H, U = letter("A", "a", "b"), letter("X", "b", "c"), letter("H", "b", "c"), letter("U", "s", "s")


def test_words_are_written_letter_by_letter() -> None:
    assert written(X) == ("letter", "X", "b", "c")
    assert written((A @ X).T) == ("product", ("flip", written(X)), ("flip", written(A)))
    assert written(X * scalar("t", -2) * 3) == ("scaled", "t", True, ("scaled", "t", True, ("ratio", 3, written(X))))
    assert written(identity("s")) == ("one", "s")
    assert written(zero("a", "b")) == ("nil", "a", "b") == nothing(A)
    assert written(trace(U)) == ("trace", written(U))
    assert nothing(Trace({})) == ("tnil",) == written(Trace({}))


def test_sums_and_multiples() -> None:
    one, two = written(X), written(H)
    assert total([one, two], nothing(X)) == ("sum", one, two)
    assert total([], nothing(X)) == nothing(X)
    assert scaled(one, Fraction(1), ()) == one


def test_a_tree_in_place_of_a_letter() -> None:
    tree = ("sum", written(A @ X), ("flip", written((A @ X).T)))
    assert put(tree, letter_of(X), written(H)) == ("sum", written(A @ H), ("flip", written((A @ H).T)))
    assert put(tree, letter_of(letter("X", "c", "b")), written(H)) == tree
    assert [t[1] for t in walk(tree) if t[0] == "letter"] == ["A", "X", "X", "A"]


def test_a_polynomial_in_place_of_a_letter_that_it_contains() -> None:
    t = scalar("t")
    moved = at(X.T @ A.T @ A @ X, letter_of(X), X + H * t)
    assert (moved - (X + H * t).T @ A.T @ A @ (X + H * t)).is_zero
    assert (at(inner(X, X), letter_of(X), X + H) - inner(X + H, X + H)).is_zero
    assert (at(identity("s") * t, letter_of(U), U + U) - identity("s") * t).is_zero
