"""Using hypotheses on words: put a polynomial for a letter, replace a factor that a hypothesis makes simpler.

Main statements
    substitute   f(x) -> f(polynomial)
    rewrite      f under the hypothesis `factor = by`, for instance X^T r = 0 (normal equations), U^T U = 1, Q R = 1

Sound: both replace equals by equals. Not complete: two polynomials that are equal under the hypothesis may keep
different normal forms (no completion of the rules), so a difference that stays is "not shown", not "refuted".
Traces: rewrite the polynomial first, then take its trace (a factor across the ends of a cyclic word is not seen).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from theorems.words import (
    Polynomial,
    ShapeError,
    Term,
    Word,
    collect,
    flip,
    letter_of,
    places,
    powers,
    same_shape,
    spell,
)


def substitute(f: Polynomial, x: Polynomial, by: Polynomial) -> Polynomial:
    """f with the polynomial `by`, which must not contain the letter x itself, in place of x."""
    x0 = letter_of(x)
    same_shape(x, by)
    if any(places(w, x0) for _, w in by.terms):
        raise ShapeError(f"{x0.name} occurs in what is put in its place; use a new letter")
    done = _exhaust(f, lambda w: next(((i, 1, by.T if w[i].transposed else by) for i in places(w, x0)), None))
    return replace(done, made=("substituted", f, x, by))


def rewrite(f: Polynomial, factor: Polynomial, by: Polynomial) -> Polynomial:
    """f under the hypothesis factor = by: `factor` is one word, the words of `by` are shorter, so this ends."""
    match list(factor.terms.items()):
        case [(((), word), 1)] if word and all(len(v) < len(word) for _, v in by.terms):
            same_shape(factor, by)
        case _:
            raise ShapeError("a rewriting rule is one word = polynomial in shorter words")
    n, rules = len(word), ((word, by), (flip(word), by.T))

    def find(w: Word) -> tuple[int, int, Polynomial] | None:
        places = ((i, n, r) for i in range(len(w) - n + 1) for v, r in rules if w[i : i + n] == v)
        return next(places, None)

    return replace(_exhaust(f, find), made=("rewritten", f, factor, by))


def _exhaust(f: Polynomial, find: Callable[[Word], tuple[int, int, Polynomial] | None]) -> Polynomial:
    """Replace what `find` points at, in every word, until it finds nothing more."""
    done: list[tuple[Term, Fraction]] = []
    todo = list(f.terms.items())
    while todo:
        (s, w), c = todo.pop()
        if (found := find(w)) is None:
            done.append(((s, w), c))
        else:
            todo += [((powers(s, t), v), c * e) for (t, v), e in spell(w, *found).terms.items()]
    return Polynomial(f.rows, f.columns, collect(done))
