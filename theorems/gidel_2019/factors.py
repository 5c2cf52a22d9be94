r"""Formulas for the two factors.

Statement (poster, "Detailed Theorems"): W_1^0 = U diag(sqrt(w_1), ..., sqrt(w_p)) Q, W_2^0 = Q^(-1) diag(sqrt(w_1),
..., sqrt(w_d)) V^T, W_2(t) = W_1^0(t) + W_2^eps(t).

The last line is a misprint for W_2^0. Apart from it the formula fails for rectangular weights: a diagonal entry that
has no partner in the other factor stands still. Repaired (eps = 0, Q orthogonal): entries with index at most min(d_0,
d_1, d_2) are sqrt(w_i), every other one stays at e^(-delta_i); the product is unaffected.

Notation: sigma_i = 0 beyond the end of D_xy, lambda_i = 0 beyond the end of D_x, so that the printed formula has a
value.
How it is checked: Taylor coefficients of W_1(t) and W_2(t) from the differential equation, exactly.
What is not covered: Q that is not orthogonal (see two-layer/mixing-matrix).
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, equal
from theorems.gidel_2019._settings import (
    aligned,
    diagonal_start,
    factor_coefficients,
    orthogonal,
    poster,
    printed_start,
    product_coefficients,
)

claim = Claim(
    "two-layer/factors",
    "Formulas for the two factors",
    subject="two-layer start",
    source=poster("Detailed Theorems, W_1^0 and W_2^0"),
    rests_on=("two-layer/closed-form",),
)


def first_entries(m: Any, moving: Any) -> list[Any]:
    return [moving(i, m.alpha(i)) for i in range(min(m.d0, m.d1))]


def second_entries(m: Any, moving: Any) -> list[Any]:
    return [moving(i, m.beta(i)) for i in range(min(m.d1, m.d2))]


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield from printed_start(m)


@claim.printed(
    r"W_1 = U\operatorname{diag}(\sqrt{w_1},\dots,\sqrt{w_p})Q,\quad "
    r"W_2^0 = Q^{-1}\operatorname{diag}(\sqrt{w_1},\dots,\sqrt{w_d})V^\top,\quad W_2 = W_1^0"
)
class Printed(Setting):
    note = (
        "Literal, with W_2 = W_1^0 where the shapes allow it; the false variants separate the misprint from the rest."
    )

    def then(m: Any) -> Iterator[Relation]:
        def moving(i: int, start: Any) -> list[Any]:
            series: list[Any] = m.root_series(i, start)
            return series

        yield from factor_coefficients(m, first_entries(m, moving), second_entries(m, moving), range(0, 2))
        if (m.d0, m.d1) == (m.d1, m.d2):
            yield equal(m.distance_squared(m.W1, m.W2), 0, "W_2(0) = W_1^0(0)")


class EveryEntryMoves(Setting):
    r"W_2 = W_2^0;\text{ entries without partner follow } \sqrt{w_i} \text{ as well}"

    def then(m: Any) -> Iterator[Relation]:
        def moving(i: int, start: Any) -> list[Any]:
            series: list[Any] = m.root_series(i, start)
            return series

        yield from factor_coefficients(m, first_entries(m, moving), second_entries(m, moving), range(0, 3))


class NoRoot(Setting):
    r"\alpha_i = \beta_i = w_i"

    def then(m: Any) -> Iterator[Relation]:
        def moving(i: int, start: Any) -> list[Any]:
            series: list[Any] = m.formula_series(i) if i in m.modes else m.constant_series(start)
            return series

        yield from factor_coefficients(m, first_entries(m, moving), second_entries(m, moving), range(0, 2))


class Unbalanced:
    r"\alpha_i(0) \ne \beta_i(0) \text{ with the same formula}"

    subject = "unbalanced two-layer start"

    def given(m: Any) -> Iterator[Relation]:
        yield from aligned(m)
        yield from diagonal_start(m)
        yield from orthogonal(m)

    def then(m: Any) -> Iterator[Relation]:
        yield from product_coefficients(m, range(1, m.ORDER + 1))


@claim.repaired(
    r"QQ^\top = I:\quad W_1 = U\operatorname{diag}(\alpha_i)Q,\ W_2 = Q^\top\operatorname{diag}(\beta_i)V^\top,\quad "
    r"\alpha_i = \beta_i = \sqrt{w_i}\ (i\le\min(d_0,d_1,d_2)),\ \text{else constant}"
)
class Repaired(Setting):
    symbolic = ("two-layer/reduction", "two-layer/factors", "two-layer/closed-form")
    symbolic_complete = True

    def then(m: Any) -> Iterator[Relation]:
        def moving(i: int, start: Any) -> list[Any]:
            series: list[Any] = m.root_series(i, start) if i in m.modes else m.constant_series(start)
            return series

        yield from factor_coefficients(m, first_entries(m, moving), second_entries(m, moving), range(0, m.ORDER + 1))
        yield from product_coefficients(m, range(0, m.ORDER + 1))

    false_variants = {
        "entries without partner move": EveryEntryMoves,
        "w for its root": NoRoot,
        "unbalanced start": Unbalanced,
    }
