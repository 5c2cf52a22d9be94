"""Twin tests of theorems/rocq/identity_text.py: the text says the statement; the data of a sign fit."""

from __future__ import annotations

from typing import Any

from theorems.polynomials import Polynomials
from theorems.rocq.identity_text import Statement, sign_data, text
from theorems.rocq.terms import fraction, number, variable

x, y = variable("x"), variable("y")


def test_polynomials_are_stated_without_a_hypothesis() -> None:
    said = text([Statement("square", "equal", (x + y) ** 2, x**2 + 2 * x * y + y**2)], "M")
    assert "identity_check left0 right0 = true" in said
    assert ": eval x left0 = eval x right0.\n" in said


def test_quotients_are_stated_where_they_are_defined() -> None:
    said = text([Statement("quotient", "equal", x / x, number(1))], "M")
    assert "equal_check left0 right0 = true" in said
    assert "defined x left0 -> defined x right0 -> eval x left0 = eval x right0" in said


def test_signs_are_stated_for_nonnegative_variables() -> None:
    said = text([Statement("sign", "at least", x / (x + y))], "M")
    assert "all (fun r => 0 <= r) x -> defined x left0 -> 0 <= eval x left0" in said
    assert "right0" not in said


def test_data_of_a_sign() -> None:
    """p q = P g^2, evaluated at a point; the common factor x - y changes sign and is taken out."""
    term = 4 * (x - y) * (x + 2 * y) / ((x - y) * 6 * x)
    P, g = sign_data(term, ["x", "y"])
    A = Polynomials(["x", "y"])
    p, q = fraction(term, A)
    a, b = A.variable("x"), A.variable("y")
    assert p * q == _value(P, (a, b), A) * _value(g, (a, b), A) ** 2
    assert all(c > 0 for c in A.terms(_value(P, (a, b), A)).values())


def _value(polynomial: str, at: tuple[Any, ...], A: Polynomials) -> Any:
    """The text of a Rocq polynomial, read back."""
    tokens = polynomial.replace("PEX Z", "PEX").replace("(", " ( ").replace(")", " ) ").split()

    def read() -> Any:
        token = tokens.pop(0)
        if token != "(":
            return token if token.startswith("PE") else int(token)
        parts = []
        while tokens[0] != ")":
            parts.append(read())
        tokens.pop(0)
        match parts:
            case [int(number)]:
                return number
            case ["PEc", number]:
                return A.number(number)
            case ["PEX", i]:
                return at[i - 1]
            case ["PEadd", first, second]:
                return first + second
            case ["PEmul", first, second]:
                return first * second
            case ["PEpow", base, n]:
                return base**n
        raise AssertionError(parts)

    return read()
