"""Expressions in matrix letters as trees, and sums of words written out as such.

Main statements
    Tree              a tuple: ("letter", name, rows, columns), ("one", size), ("nil", rows, columns), ("sum", a, b),
                      ("product", a, b), ("flip", a), ("ratio", Fraction, a), ("scaled", name, inverted, a), ("hyp", i)
                      for the difference of a hypothesis, ("trace", a); sums of traces also use ("tnil",)
    written(f)        a sum of words, or of traces of words, as the sum of its terms
    put(tree, x, by)  the tree with a tree in place of a letter
    at(f, x, by)      the words of f with a polynomial, which may contain the letter x, in place of x, multiplied out

What is not covered: expressions as somebody wrote them (word_terms.py), their text for the kernel (word_text.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

from theorems.words import Letter, Polynomial, Scalar, Trace, Word, identity, letter, trace, zero

Tree = tuple[Any, ...]
Powers = tuple[tuple[str, int], ...]


def spelled(x: Letter) -> Tree:
    """A letter of a word, under its transposition."""
    rows, columns = (x.columns, x.rows) if x.transposed else (x.rows, x.columns)
    alone: Tree = ("letter", x.name, rows, columns)
    return ("flip", alone) if x.transposed else alone


def scaled(tree: Tree, value: Fraction, powers: Powers) -> Tree:
    if value != 1:
        tree = ("ratio", value, tree)
    for name, k in powers:
        for _ in range(abs(k)):
            tree = ("scaled", name, k < 0, tree)
    return tree


def nothing(f: Polynomial | Trace) -> Tree:
    return ("nil", f.rows, f.columns) if isinstance(f, Polynomial) else ("tnil",)


def total(trees: Sequence[Tree], empty: Tree) -> Tree:
    return reduce(lambda a, b: ("sum", a, b), trees) if trees else empty


def written(f: Polynomial | Trace) -> Tree:
    def word(w: Word) -> Tree:
        if not w:
            return ("one", f.rows) if isinstance(f, Polynomial) else ("tnil",)
        product: Tree = reduce(lambda a, b: ("product", a, b), map(spelled, w))
        return product if isinstance(f, Polynomial) else ("trace", product)

    return total([scaled(word(w), c, s) for (s, w), c in f.terms.items()], nothing(f))


def put(tree: Tree, x: Letter, by: Tree) -> Tree:
    if tree == ("letter", x.name, x.rows, x.columns):
        return by
    return tuple(put(part, x, by) if isinstance(part, tuple) else part for part in tree)


def walk(tree: Tree) -> Iterator[Tree]:
    yield tree
    for part in tree:
        if isinstance(part, tuple):
            yield from walk(part)


def at(f: Any, x: Letter, by: Polynomial) -> Any:
    def factor(y: Letter) -> Polynomial:
        straight = letter(y.name, *((y.columns, y.rows) if y.transposed else (y.rows, y.columns)))
        chosen = by if y.name == x.name else straight
        return chosen.T if y.transposed else chosen

    whole: Any = zero(f.rows, f.columns) if isinstance(f, Polynomial) else Trace({})
    for (powers, w), c in f.terms.items():
        product = reduce(lambda a, b: a @ b, map(factor, w)) if w else identity(f.rows)
        part: Any = product if isinstance(f, Polynomial) else trace(product)
        whole = whole + part * Scalar(c, powers)
    return whole
