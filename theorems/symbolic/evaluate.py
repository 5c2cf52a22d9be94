"""Polynomials in words evaluated at explicit matrices, in any arithmetic.

The bridge from the word algebra to matrices of given sizes; used to compare the word algebra with other routes,
never to decide an identity.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from numerics.arithmetic.base import Arithmetic
from theorems.words import Polynomial, ShapeError, Term


def evaluate(
    f: Polynomial,
    arithmetic: Arithmetic,
    matrices: Mapping[str, Any],
    sizes: Mapping[str, int],
    scalars: Mapping[str, Any] | None = None,
) -> Any:
    """The matrix that f is, with matrices for the letters, numbers for the dimensions, values for the scalars.

    Raises ShapeError when a matrix does not have the size that its letter names.
    """
    A, total = arithmetic, None
    for term, c in f.terms.items():
        part = A.scale(_coefficient(A, term, c, scalars or {}), _product(A, term, f, matrices, sizes))
        total = part if total is None else A.plus(total, part)
    return A.assemble(sizes[f.rows], sizes[f.columns], lambda i, j: A.number(0)) if total is None else total


def _coefficient(A: Arithmetic, term: Term, c: Fraction, scalars: Mapping[str, Any]) -> Any:
    value = A.number(c)
    for name, k in term[0]:
        value = value * scalars[name] ** k if k > 0 else value / scalars[name] ** (-k)
    return value


def _product(A: Arithmetic, term: Term, f: Polynomial, matrices: Mapping[str, Any], sizes: Mapping[str, int]) -> Any:
    if not term[1]:
        return A.eye(sizes[f.rows])
    factors = []
    for x in term[1]:
        m = A.transpose(matrices[x.name]) if x.transposed else matrices[x.name]
        if tuple(A.shape(m)) != (sizes[x.rows], sizes[x.columns]):
            raise ShapeError(f"{x.name} is {A.shape(m)}, its letter says {x.rows} x {x.columns}")
        factors.append(m)
    return A.product(*factors)
