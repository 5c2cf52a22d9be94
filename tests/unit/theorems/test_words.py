"""Twin of theorems/words.py: the word algebra against matrices of integers, and its refusals."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from numerics.arithmetic import Rationals
from numerics.instance import matrix
from theorems.polynomials import Polynomials
from theorems.symbolic.evaluate import evaluate
from theorems.symbolic.rewriting import substitute
from theorems.words import (
    Polynomial,
    ShapeError,
    Word,
    derivative,
    gradient,
    identity,
    inner,
    letter,
    scalar,
    trace,
    zero,
)

A, B, X, H = letter("A", "a", "b"), letter("B", "c", "d"), letter("X", "b", "c"), letter("H", "b", "c")
SIZES = {"a": 2, "b": 3, "c": 1, "d": 2}


def numbers(seed: int, sizes: dict[str, int] = SIZES) -> dict[str, object]:
    draw = random.Random(seed)
    shapes = {"A": "ab", "B": "cd", "X": "bc", "H": "bc"}
    return {
        name: Rationals().matrix(matrix([[draw.randint(-5, 5) for _ in range(sizes[c])] for _ in range(sizes[r])]))
        for name, (r, c) in shapes.items()
    }


def value(f: Polynomial, seed: int = 1) -> list[list[object]]:
    arithmetic, m = Rationals(), None
    m = evaluate(f, arithmetic, numbers(seed), SIZES, {"t": arithmetic.number(Fraction(2, 3))})
    rows, columns = arithmetic.shape(m)
    return [[arithmetic.entry(m, i, j) for j in range(columns)] for i in range(rows)]


def test_sum_product_and_transpose_are_those_of_matrices() -> None:
    arithmetic, m = Rationals(), numbers(1)
    product = arithmetic.product(m["A"], m["X"], m["B"])
    assert value(A @ X @ B) == [[arithmetic.entry(product, i, j) for j in range(2)] for i in range(2)]
    assert value((A @ X).T) == value(X.T @ A.T)
    assert (A @ (X + H) @ B - A @ X @ B - A @ H @ B).is_zero
    assert ((A @ X @ B).T.T - A @ X @ B).is_zero
    assert (identity("a") @ A - A).is_zero and (A @ identity("b") - A).is_zero
    assert (A * scalar("t") * scalar("t", -1) - A).is_zero and (A * scalar("t", 0) - A).is_zero
    assert value(X * scalar("t", 2)) == [[x[0] * 4 / 9] for x in value(X)]


def test_traces_are_cyclic_and_blind_to_transposition() -> None:
    f = A @ X @ X.T @ A.T
    assert (trace(f) - trace(X @ X.T @ A.T @ A)).is_zero
    g = A @ X @ H.T @ A.T
    assert (trace(g) - trace(g.T)).is_zero
    assert not (trace(g) - trace(f)).is_zero


def separating(word: Word, closed: bool) -> tuple[Polynomials, dict[str, Any], int]:
    """The matrices of the header: edge i of a path (or cycle) carries the i-th letter of the word and a variable."""
    m = len(word)
    ring = Polynomials(f"t{i}" for i in range(m))
    size = m if closed else m + 1
    edges = [(i, (i + 1) % size, x.name, x.transposed, ring.variable(f"t{i}")) for i, x in enumerate(word)]

    def entry(name: str, row: int, column: int) -> Any:
        found = (t for a, b, n, back, t in edges if n == name and ((b, a) if back else (a, b)) == (row, column))
        return sum(found, ring.number(0))

    names = {x.name for x in word} | {"U", "V"}
    return ring, {n: ring.assemble(size, size, lambda i, j: entry(n, i, j)) for n in names}, size  # noqa: B023


U, V = letter("U", "s", "s"), letter("V", "s", "s")
SQUARES = [
    U @ V - V @ U,
    U - U.T * 3,
    U @ U.T - U.T @ U * 2,
    U @ V.T - V @ U.T,
    U @ U @ V.T @ U + V @ V * 5 - U @ U @ U,
]


@pytest.mark.parametrize("f", SQUARES)
def test_every_word_is_told_apart_by_its_path(f: Polynomial) -> None:
    """The completeness argument: the coefficient of t_1 ... t_m in one entry of f is the coefficient of the word."""
    for (_, word), c in f.terms.items():
        ring, values, size = separating(word, closed=False)
        corner = evaluate(f, ring, values, {"s": size})[0][size - 1]
        assert ring.terms(corner)[(1,) * len(word)] == c


@pytest.mark.parametrize("f", [*SQUARES[2:], U @ U @ V @ V - U @ V @ U @ V, U @ V.T @ U - U.T @ V.T @ U])
def test_every_cyclic_word_is_told_apart_by_its_cycle(f: Polynomial) -> None:
    for (_, word), c in trace(f).terms.items():
        ring, values, size = separating(word, closed=True)
        m = evaluate(f, ring, values, {"s": size})
        count = ring.terms(sum((m[i][i] for i in range(size)), ring.number(0)))[(1,) * len(word)] / c
        assert count >= 1 and count.denominator == 1


def test_traces_that_agree() -> None:
    assert trace(U @ V - V @ U).is_zero and trace(U @ V.T - V @ U.T).is_zero
    assert not trace(U @ U @ V @ V - U @ V @ U @ V).is_zero


def test_products_and_sums_that_do_not_fit_are_refused() -> None:
    for wrong in (
        lambda: A @ B,
        lambda: A + X,
        lambda: A + letter("Z", "a", "c"),  # one dimension agrees
        lambda: A * 0.5,  # type: ignore[operator]
        lambda: A.T @ X,  # a dropped or a spurious transpose
        lambda: trace(A),
        lambda: inner(A, X),
        lambda: derivative(A @ X, X, A),
        lambda: derivative(A @ letter("X", "b", "b"), X, H),  # one name, two shapes
        lambda: gradient(inner(A, A), A.T),
        lambda: trace(identity("a")),
        lambda: bool(A - A),
    ):
        with pytest.raises(TypeError):
            wrong()


@pytest.mark.parametrize("f", [A @ X @ B, X @ X.T @ X, X.T @ A.T @ A @ X - X.T @ X * 3])
def test_derivative_is_the_linear_part_of_a_step(f: Polynomial) -> None:
    fresh = letter("Z", "b", "c")
    stepped = substitute(substitute(f, X, fresh + H * scalar("t")), fresh, X)
    rest = stepped - f - derivative(f, X, H) * scalar("t")
    assert all(dict(s)["t"] >= 2 for s, _ in rest.terms)
    assert not derivative(f, X, H).is_zero


@pytest.mark.parametrize("f", [A @ X @ B, A @ X, A @ X @ X.T @ A.T])
def test_gradient_represents_the_derivative(f: Polynomial) -> None:
    square, linear = inner(f, f), derivative(f, X, H)
    assert (inner(H, gradient(square, X)) - inner(f, linear) * 2).is_zero
    assert not gradient(square, X).is_zero


def test_gradient_of_one_letter_is_an_identity_matrix() -> None:
    S = letter("S", "s", "s")
    assert (gradient(trace(S), S) - identity("s")).is_zero
    assert (gradient(trace(S.T @ S), S) - S * 2).is_zero


def test_normal_form_keeps_no_zero_terms() -> None:
    assert (A - A).terms == {} and (A * 0).terms == {}
    assert zero("a", "b").is_zero
    assert (A * Fraction(1, 3) + A * Fraction(2, 3) - A).is_zero
    with pytest.raises(ShapeError):
        zero("a", "b") @ zero("a", "b")
