"""Polynomials in words as LaTeX, for the report. Nothing is decided here.

Letter names are LaTeX already ("W_{k+1}", "b_j"); scalars likewise; powers of scalars below 0 go into a denominator.
"""

from __future__ import annotations

from fractions import Fraction

from theorems.words import Letter, Polynomial, Term, Trace, Word


def latex(f: Polynomial | Trace) -> str:
    """The sum of its terms, shortest words first."""
    if f.is_zero:
        return "0"
    terms = sorted(f.terms.items(), key=lambda item: (len(item[0][1]), item[0]))
    parts = [_term(term, c, isinstance(f, Trace)) for term, c in terms]
    return " ".join([parts[0].removeprefix("+ "), *parts[1:]])


def _term(term: Term, c: Fraction, traced: bool) -> str:
    powers, word = term
    spelled = _word(word)
    if traced:
        spelled = rf"\operatorname{{tr}}({spelled})"
    coefficient = _coefficient(abs(c), powers)
    if coefficient == "1":
        coefficient = ""
    return f"{'-' if c < 0 else '+'} {' '.join(filter(None, (coefficient, spelled)))}"


def _coefficient(c: Fraction, powers: tuple[tuple[str, int], ...]) -> str:
    def product(number: int, names: list[tuple[str, int]]) -> str:
        factors = [name if k == 1 else f"{name}^{{{k}}}" for name, k in names]
        return " ".join([str(number), *factors]) if number != 1 or not factors else " ".join(factors)

    top = product(c.numerator, [(name, k) for name, k in powers if k > 0])
    bottom = product(c.denominator, [(name, -k) for name, k in powers if k < 0])
    return top if bottom == "1" else rf"\frac{{{top}}}{{{bottom}}}"


def _word(word: Word) -> str:
    return " ".join(_letter(x) for x in word) or "I"


def _letter(x: Letter) -> str:
    if not x.transposed:
        return x.name
    return rf"{{{x.name}}}^{{\top}}" if "^" in x.name else rf"{x.name}^{{\top}}"
