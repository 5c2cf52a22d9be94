"""Twin tests of theorems/rocq/word_terms.py: the trees mean what the derivation says, entry by entry."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from fractions import Fraction

import pytest

from theorems.rocq import identities
from theorems.rocq.word_terms import Unwritten, Words, words_of
from theorems.rocq.word_trees import Tree, walk
from theorems.symbolic.derivation import Stated
from theorems.symbolic.rewriting import rewrite, substitute
from theorems.words import Polynomial, Trace, derivative, gradient, identity, inner, letter, scalar, trace

A, X, H, U, V = (letter(n, r, c) for n, r, c in ("Aab", "Xbc", "Hbc", "Uss", "Vss"))
Rows = list[list[Fraction]]


class Values:
    """Random integers for letters and scalars; the difference of a hypothesis by its two sides."""

    def __init__(self, words: Words, seed: int) -> None:
        self.random, self.words = random.Random(seed), words
        self.sizes: dict[str, int] = {}
        self.known: dict[object, Rows] = {}

    def size(self, name: str) -> int:
        return self.sizes.setdefault(name, 1 + (len(self.sizes) * 2) % 3)

    def scalar(self, name: str) -> Fraction:
        return self.known.setdefault(name, [[Fraction(self.random.choice((-3, -2, 2, 5)))]])[0][0]

    def draw(self, key: object, rows: str, columns: str) -> Rows:
        fresh = [
            [Fraction(self.random.randint(-4, 4)) for _ in range(self.size(columns))] for _ in range(self.size(rows))
        ]
        return self.known.setdefault(key, fresh)

    def of(self, t: Tree) -> Rows:
        kind, *parts = t
        if kind == "letter":
            return self.draw(t, parts[1], parts[2])
        if kind == "one":
            return [[Fraction(int(i == j)) for j in range(self.size(parts[0]))] for i in range(self.size(parts[0]))]
        if kind == "nil":
            return [[Fraction(0)] * self.size(parts[1]) for _ in range(self.size(parts[0]))]
        if kind == "tnil":
            return [[Fraction(0)]]
        if kind == "hyp":
            left, right = (self.of(side) for side in self.words.hypotheses[parts[0]])
            return [[x - y for x, y in zip(r, s)] for r, s in zip(left, right)]
        if kind == "ratio":
            return [[parts[0] * x for x in r] for r in self.of(parts[1])]
        if kind == "scaled":
            s = self.scalar(parts[0]) ** (-1 if parts[1] else 1)
            return [[s * x for x in r] for r in self.of(parts[2])]
        a = self.of(parts[0])
        if kind == "flip":
            return [list(r) for r in zip(*a)]
        if kind == "trace":
            return [[sum((r[i] for i, r in enumerate(a)), Fraction(0))]]
        b = self.of(parts[1])
        if kind == "sum":
            return [[x + y for x, y in zip(r, s)] for r, s in zip(a, b)]
        return [[sum((x * b[k][j] for k, x in enumerate(r)), Fraction(0)) for j in range(len(b[0]))] for r in a]


def holds(words: Words, seed: int = 1) -> bool:
    """left - right = rest at random matrices, whether or not the hypotheses hold there."""
    v = Values(words, seed)
    left, right, rest = (v.of(side) for side in (words.left, words.right, words.rest))
    return all(x - y == z for r, s, t in zip(left, right, rest) for x, y, z in zip(r, s, t))


def said(left: Polynomial | Trace, right: Polynomial | Trace) -> list[Words]:
    return list(words_of(Stated("it", "equal", left, right)))


def in_words() -> Iterator[tuple[str, Words]]:
    for name in (*identities.OPAQUE, "descent-step", "two-layer/reduction", "two-layer/reduced-rank"):
        yield from ((name, s) for s in identities.statements_of(name) if isinstance(s, Words))


def test_what_derivations_state_holds_entry_by_entry() -> None:
    wrong = [f"{name}: {s.label}" for name, s in in_words() if not holds(s)]
    assert wrong == []
    assert sum(1 for _ in in_words()) >= 90


def test_both_sides_stay_as_they_were_written() -> None:
    (made,) = said(A @ (X + H), A @ X + A @ H)
    assert made.left[0] == "product" and made.right[0] == "sum"
    assert made.rest == ("nil", "a", "c") and not made.hypotheses
    assert holds(made)
    assert not holds(said(A @ (X + H), A @ X)[0])


def test_a_derivative_comes_with_what_makes_it_one() -> None:
    f = X.T @ A.T @ A @ X
    slope, it = said(derivative(f, X, H), H.T @ A.T @ A @ X + X.T @ A.T @ A @ H)
    assert "t" in {t[1] for t in walk(slope.left) if t[0] == "scaled"}
    assert holds(slope) and holds(it)
    slope, it = said(gradient(inner(A @ X, A @ X), X), A.T @ A @ X * 2)
    assert slope.rows == "" and holds(slope) and holds(it)


@pytest.mark.parametrize("wrong", [lambda g: g * 2, lambda g: g * 0])
def test_a_wrong_derivative_makes_a_false_statement(wrong: object) -> None:
    right = gradient(inner(A @ X, A @ X), X)
    bad = Polynomial(right.rows, right.columns, wrong(right).terms, right.made)  # type: ignore[operator]
    assert not holds(said(bad, bad)[0])


def test_rewriting_becomes_a_hypothesis_and_a_combination() -> None:
    one = identity("s")
    f = rewrite(U.T @ U @ V @ U.T @ U, U.T @ U, one) @ V
    (made,) = said(f, V @ V)
    assert made.hypotheses == (
        (("product", ("flip", ("letter", "U", "s", "s")), ("letter", "U", "s", "s")), ("one", "s")),
    )
    assert made.rest != ("nil", "s", "s")
    assert holds(made)
    again = rewrite(rewrite(V @ U.T @ U, U.T @ U, one).T @ U.T @ U, U.T @ U, one)
    assert holds(said(again, V.T)[0])
    turned = rewrite(rewrite(V @ (U.T @ V), U.T @ V, one) @ V.T @ U, V.T @ U, one)
    (made,) = said(turned, V)
    assert len(made.hypotheses) == 1 and holds(made)
    (traced,) = said(trace(f), trace(V @ V))
    assert {t[0] for t in walk(traced.rest)} >= {"trace", "hyp"} and holds(traced)


def test_scalars_are_kept_in_the_combination() -> None:
    t = scalar("t")
    f = rewrite(U @ U * t + V @ U @ U * scalar("t", -1), U @ U, V * t * 2)
    (made,) = said(f, V * t * t * 2 + V @ V * 2)
    assert holds(made)


def test_substitution_is_done_in_the_tree() -> None:
    (made,) = said(substitute(A @ X, X, H + H), A @ H * 2)
    assert made.left[0] == "product" and holds(made)


def test_what_has_no_tree_is_refused() -> None:
    rewritten = rewrite(U @ U @ V, U @ U, identity("s"))
    with pytest.raises(Unwritten, match="derivative after rewriting"):
        said(derivative(rewritten, V, U), U)
    with pytest.raises(Unwritten, match="substitution after rewriting"):
        said(substitute(rewritten, V, U), U)


def test_new_names_do_not_meet_old_ones() -> None:
    h, t = letter("h", "b", "c"), scalar("t")
    slope, _ = said(gradient(inner(h, X) * t + inner(X, X), X), h * t + X * 2)
    names = {t[1] for t in itertools.chain(walk(slope.left), walk(slope.right)) if t[0] in ("letter", "scaled")}
    assert names == {"h", "h'", "t", "t'", "X"} and holds(slope)
