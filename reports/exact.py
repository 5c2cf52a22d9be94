"""Exact numbers as a reader wants them: the fraction, and a decimal beside it that never pretends to be exact.

Nothing here decides anything; the decimals are rounded for the eye.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

_RATIONAL = re.compile(r"\s*-?[0-9]{1,4000}(/[0-9]{1,4000})?\s*")


def fraction(text: str) -> Fraction | None:
    """The value of "p/q" or an integer; None for anything else."""
    if not _RATIONAL.fullmatch(text):
        return None
    try:
        return Fraction(text.replace(" ", ""))
    except (ValueError, ZeroDivisionError):
        return None


def decimal(text: str, digits: int = 6) -> str:
    """A rounded decimal of a fraction that is not an integer, "" where it would add nothing."""
    value = fraction(text)
    if value is None or (value.denominator == 1 and len(text) <= 12):
        return ""
    return rounded(value, digits)


def rounded(value: Fraction, digits: int = 6) -> str:
    context = Context(prec=digits)
    number = context.divide(Decimal(value.numerator), Decimal(value.denominator))
    return f"{number.normalize(context):g}".replace("-", "\u2212")


def gap(lhs: str, rhs: str) -> str:
    """lhs - rhs exactly, where both sides are fractions."""
    left, right = fraction(lhs), fraction(rhs)
    if left is None or right is None:
        return ""
    return str(left - right).replace("-", "\u2212")


def matrices(instance: Mapping[str, Any]) -> list[tuple[str, list[list[str]]]]:
    """Name and rows of every matrix and number of an instance's JSON; anything else as its text."""
    found: list[tuple[str, list[list[str]]]] = []
    for name, rows in dict(instance.get("matrices") or {}).items():
        found.append((str(name), _rows(rows)))
    for name, number in dict(instance.get("numbers") or {}).items():
        found.append((str(name), [[str(number)]]))
    return found


def _rows(rows: Any) -> list[list[str]]:
    if isinstance(rows, Sequence) and not isinstance(rows, str):
        return [[str(x) for x in row] if isinstance(row, list | tuple) else [str(row)] for row in rows]
    return [[str(rows)]]


def width(rows: Sequence[Sequence[str]]) -> int:
    """Characters of the widest row: what decides whether a matrix is set as one or as text."""
    return max((sum(len(x) + 2 for x in row) for row in rows), default=0)
