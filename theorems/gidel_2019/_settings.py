"""Hypotheses and relations that several claims of the poster share, and small instances for cases of equality."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from numerics.instance import Instance, matrix
from theorems.claim import Relation, Source, at_least, equal, positive

Scalar = Callable[[int], Any]


def poster(place: str) -> Source:
    return Source("poster", place)


def aligned(m: Any) -> Iterator[Relation]:
    """Sigma_x = U D_x U^T, Sigma_xy = U D_xy V^T with D_xy >= 0."""
    yield equal(m.rotation_defect, 0, "U and V are orthogonal")
    yield equal(m.alignment_defect, 0, "D_x and D_xy are diagonal")
    for i in m.components:
        yield at_least(m.sigma(i), 0, f"sigma_{i + 1} >= 0")


def regular(m: Any) -> Iterator[Relation]:
    for i in range(m.d0):
        yield positive(m.lam(i), f"lambda_{i + 1} > 0")


def active(m: Any) -> Iterator[Relation]:
    for i in m.components:
        yield positive(m.sigma(i), f"sigma_{i + 1} > 0")


def diagonal_start(m: Any) -> Iterator[Relation]:
    """W1(0) = U diag(alpha) Q, W2(0) = Q^(-1) diag(beta) V^T with positive entries."""
    yield equal(m.start_defect, 0, "W1(0) and W2(0) have the stated form")
    for i in m.modes:
        yield positive(m.alpha(i), f"alpha_{i + 1} > 0")
        yield positive(m.beta(i), f"beta_{i + 1} > 0")


def balanced(m: Any) -> Iterator[Relation]:
    for i in m.modes:
        yield equal(m.alpha(i), m.beta(i), f"alpha_{i + 1} = beta_{i + 1}")


def orthogonal(m: Any) -> Iterator[Relation]:
    yield equal(m.mixing_defect, 0, "Q is orthogonal")


def printed_start(m: Any) -> Iterator[Relation]:
    """The poster's setting with eps = 0 and orthogonal Q."""
    yield from aligned(m)
    yield from diagonal_start(m)
    yield from balanced(m)
    yield from orthogonal(m)


def product_coefficients(
    m: Any,
    orders: range,
    *,
    sigma: Scalar | None = None,
    lam: Scalar | None = None,
    w0: Scalar | None = None,
    rate: Any = 1,
) -> Iterator[Relation]:
    """Coefficients of U^T W1(t) W2(t) V, from the differential equation, against diag(w_i(t)), from the formula.

    rate: factor on time in the formula.
    """
    formula = [m.formula_series(i, sigma and sigma(i), lam and lam(i), w0 and w0(i)) for i in m.modes]
    zero = m.A.number(0)
    for k in orders:
        wanted = m.diagonal(m.d0, m.d2, lambda i, k=k: formula[i][k] * rate**k if i < len(formula) else zero)
        flow = m.rotated(m.product_coefficient(k))
        yield equal(m.distance_squared(flow, wanted), 0, f"coefficient {k} of W1(t) W2(t)")


def factor_coefficients(m: Any, first: list[Any], second: list[Any], orders: range) -> Iterator[Relation]:
    """Coefficients of W1(t), W2(t) against U diag(first_i(t)) Q and Q^(-1) diag(second_i(t)) V^T (lists of series)."""
    A = m.A
    for k in orders:
        one = A.product(m.U, m.diagonal(m.d0, m.d1, lambda i, k=k: first[i][k]), m.Q)
        two = A.product(m.R, m.diagonal(m.d1, m.d2, lambda i, k=k: second[i][k]), A.transpose(m.V))
        yield equal(m.distance_squared(m.factor_series[0][k], one), 0, f"coefficient {k} of W1(t)")
        yield equal(m.distance_squared(m.factor_series[1][k], two), 0, f"coefficient {k} of W2(t)")


def scalar(x: Any = 1, y: Any = 1, a: Any = 1, **numbers: Any) -> Instance:
    """n = d0 = d1 = d2 = 1: sigma = x y, lambda = x^2, w(0) = a^2, U = V = Q = 1."""
    one = matrix([[1]])
    data = {"X": matrix([[x]]), "Y": matrix([[y]]), "U": one, "V": one}
    start = {"W1": matrix([[a]]), "W2": matrix([[a]]), "Q": one, "R": one}
    return Instance("two-layer", data | start, {k: Fraction(v) for k, v in numbers.items()})


def two_components(X: Any, Y: Any, matrices: dict[str, Any] | None = None, **numbers: Any) -> Instance:
    """d0 = d2 = 2 with U = V = I."""
    eye = matrix([[1, 0], [0, 1]])
    data = {"X": matrix(X), "Y": matrix(Y), "U": eye, "V": eye}
    more = {name: matrix(rows) for name, rows in (matrices or {}).items()}
    return Instance("two-layer", data | more, {k: Fraction(v) for k, v in numbers.items()})
