"""Words in matrices: identities between matrix polynomials with transposes, decided for all sizes. A trusted kernel.

Main statements
    letter, identity, scalar     the building blocks; every letter has a shape, a pair of names of dimensions
    Polynomial                   sum of coefficient * word, with + - @ .T; products that do not fit are refused
    trace, inner -> Trace        scalars: sums of traces of words, equal up to rotation and transposition of a word
    derivative, gradient         Frechet derivative; the gradient G of f has Df[h] = tr(h^T G)
    is_zero                      the decision

Soundness and completeness. Let f be a Polynomial or a Trace. f vanishes for all sizes and all real matrices of the
shapes of its letters if and only if its normal form (the dictionary of nonzero terms) is empty.
  If: putting matrices for letters respects +, @ and .T, and tr(uv) = tr(vu), tr(w) = tr(w^T).
  Only if: let w = l_1 ... l_m be a word of f; set all dimensions to m + 1. Take the path 1, ..., m + 1 and put for the
  letter X the sum of t_i E_{i,i+1} over the positions with l_i = X, plus t_i E_{i+1,i} over those with l_i = X^T; t_i
  are independent variables. The (1, m+1) entry of a word v is the sum, over walks from 1 to m + 1 that spell v, of the
  variables of the edges walked. A walk that uses every edge once goes straight, so it spells w: the coefficient of
  t_1 ... t_m in that entry of f is the coefficient of w, hence not 0, and some real t give f a nonzero value.
  For a trace take the cycle 1, ..., m, 1 instead: a closed walk that uses every edge once goes around once, in one of
  the two directions, so it spells a rotation of w or of w^T: the coefficient of t_1 ... t_m in f is the coefficient of
  w times a positive integer. Scalars are further independent variables and split off by their monomials.

`made` remembers by which operation, from what, a sum of words was made; nothing here reads it. It lets another judge
see both sides of an identity as they were written (theorems/rocq/word_terms.py).
Notation: a dimension is a name ("d0", "n"); different names may take the same value, so a proof is for all sizes.
Not covered. A dimension fixed to 1: 1 x 1 words commute and equal their transposes, which normal forms do not see, so
then only "empty normal form implies identity" holds; keep such a dimension free and the proof covers the value 1. The
same after rewriting by a hypothesis (theorems/symbolic/rewriting.py). Products of traces, tr(identity), inverses.
Reference: for generic sizes there is no further relation (Procesi, The invariant theory of n x n matrices, 1976).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple, NoReturn


class ShapeError(TypeError):
    """Matrices of these shapes cannot be added, multiplied or compared; one line."""


class Letter(NamedTuple):
    """A matrix as it stands in a word: shape after the transposition."""

    name: str
    rows: str
    columns: str
    transposed: bool = False


Word = tuple[Letter, ...]
Term = tuple[tuple[tuple[str, int], ...], Word]  # powers of scalars, then the word


def flip(word: Word) -> Word:
    return tuple(Letter(x.name, x.columns, x.rows, not x.transposed) for x in reversed(word))


def collect(terms: Iterable[tuple[Term, Fraction]]) -> dict[Term, Fraction]:
    total: dict[Term, Fraction] = {}
    for term, c in terms:
        total[term] = total[term] + c if term in total else c
    return {term: c for term, c in total.items() if c}


def powers(a: tuple[tuple[str, int], ...], b: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    if not a or not b:
        return a or b
    total = dict(a)
    for name, k in b:
        total[name] = total.get(name, 0) + k
    return tuple(sorted((name, k) for name, k in total.items() if k))


@dataclass(frozen=True, slots=True)
class Scalar:
    """A rational times powers of named scalars, which commute with everything."""

    value: Fraction
    powers: tuple[tuple[str, int], ...] = ()


def scalar(name: str, power: int = 1) -> Scalar:
    return Scalar(Fraction(1), ((name, power),) if power else ())


class _Sum:
    """What polynomials and traces share."""

    __slots__ = ()
    terms: dict[Term, Fraction]

    @property
    def is_zero(self) -> bool:
        return not self.terms

    def __bool__(self) -> NoReturn:
        raise TypeError("ask for `is_zero`; a polynomial has no truth value")


@dataclass(frozen=True, slots=True)
class Polynomial(_Sum):
    """rows x columns, both names of dimensions. Build it from `letter`, `identity` and the operators only."""

    rows: str
    columns: str
    terms: dict[Term, Fraction]
    made: tuple[Any, ...] = field(default=(), compare=False, repr=False)

    def __add__(self, other: Polynomial) -> Polynomial:
        same_shape(self, other)
        terms = collect((*self.terms.items(), *other.terms.items()))
        return Polynomial(self.rows, self.columns, terms, ("sum", self, other))

    def __sub__(self, other: Polynomial) -> Polynomial:
        return self + other * -1

    def __matmul__(self, other: Polynomial) -> Polynomial:
        if self.columns != other.rows:
            raise ShapeError(f"{self.rows} x {self.columns} times {other.rows} x {other.columns} does not fit")
        return Polynomial(
            self.rows,
            other.columns,
            collect(
                ((powers(s, t), u + v), c * e) for (s, u), c in self.terms.items() for (t, v), e in other.terms.items()
            ),
            ("product", self, other),
        )

    def __mul__(self, factor: Scalar | Fraction | int) -> Polynomial:
        return Polynomial(self.rows, self.columns, _scaled(self.terms, factor), ("scaled", self, factor))

    __rmul__ = __mul__

    @property
    def T(self) -> Polynomial:
        terms = {(s, flip(w)): c for (s, w), c in self.terms.items()}
        return Polynomial(self.columns, self.rows, terms, ("flipped", self))


def same_shape(a: Polynomial, b: Polynomial) -> None:
    if (a.rows, a.columns) != (b.rows, b.columns):
        raise ShapeError(f"{a.rows} x {a.columns} and {b.rows} x {b.columns} are different shapes")


@dataclass(frozen=True, slots=True)
class Trace(_Sum):
    """A scalar: coefficients of traces of words, each word the least of its rotations and their transposes."""

    terms: dict[Term, Fraction]
    made: tuple[Any, ...] = field(default=(), compare=False, repr=False)

    def __add__(self, other: Trace) -> Trace:
        return Trace(collect((*self.terms.items(), *other.terms.items())), ("sum", self, other))

    def __sub__(self, other: Trace) -> Trace:
        return self + other * -1

    def __mul__(self, factor: Scalar | Fraction | int) -> Trace:
        return Trace(_scaled(self.terms, factor), ("scaled", self, factor))

    __rmul__ = __mul__


def _scaled(terms: dict[Term, Fraction], factor: Scalar | Fraction | int) -> dict[Term, Fraction]:
    if not isinstance(factor, (Scalar, Fraction, int)):
        raise TypeError(f"coefficients are exact: an int, a Fraction or a scalar, not {type(factor).__name__}")
    by = factor if isinstance(factor, Scalar) else Scalar(Fraction(factor))
    return collect(((powers(s, by.powers), w), c * by.value) for (s, w), c in terms.items())


def letter(name: str, rows: str, columns: str) -> Polynomial:
    return Polynomial(rows, columns, {((), (Letter(name, rows, columns),)): Fraction(1)})


def identity(size: str) -> Polynomial:
    return Polynomial(size, size, {((), ()): Fraction(1)})


def zero(rows: str, columns: str) -> Polynomial:
    return Polynomial(rows, columns, {})


def _canonical(word: Word) -> Word:
    if not word:
        raise ShapeError("the trace of an identity depends on its size; keep it out of the identity to be shown")
    return min(u[i:] + u[:i] for u in (word, flip(word)) for i in range(len(u)))


def trace(f: Polynomial) -> Trace:
    if f.rows != f.columns:
        raise ShapeError(f"no trace: {f.rows} x {f.columns} is not square")
    return Trace(collect(((s, _canonical(w)), c) for (s, w), c in f.terms.items()), ("trace", f))


def inner(a: Polynomial, b: Polynomial) -> Trace:
    """tr(a^T b), the inner product whose norm is the Frobenius norm."""
    same_shape(a, b)
    return trace(a.T @ b)


def letter_of(x: Polynomial) -> Letter:
    match list(x.terms.items()):
        case [(((), (only,)), 1)] if not only.transposed:
            return only
    raise ShapeError("differentiate with respect to, and substitute for, a single letter")


def places(word: Word, x: Letter) -> list[int]:
    """Where x stands in the word; refuses a letter of the same name and another shape."""
    found = [i for i, y in enumerate(word) if y.name == x.name]
    for i in found:
        y = flip((word[i],))[0] if word[i].transposed else word[i]
        if y != x:
            raise ShapeError(f"the letter {x.name} stands for matrices of two shapes")
    return found


def spell(word: Word, place: int, length: int, by: Polynomial) -> Polynomial:
    """The word with `by` in place of `length` letters from `place` on."""
    before, after = word[:place], word[place + length :]
    rows = before[0].rows if before else by.rows
    columns = after[-1].columns if after else by.columns
    left = Polynomial(rows, by.rows, {((), before): Fraction(1)})
    return left @ by @ Polynomial(by.columns, columns, {((), after): Fraction(1)})


def derivative(f: Polynomial, x: Polynomial, h: Polynomial) -> Polynomial:
    """Df(x)[h], every other letter held fixed."""
    x0 = letter_of(x)
    same_shape(x, h)
    parts = (
        (s, c, spell(w, i, 1, h.T if w[i].transposed else h)) for (s, w), c in f.terms.items() for i in places(w, x0)
    )
    terms = (((powers(s, t), v), c * e) for s, c, part in parts for (t, v), e in part.terms.items())
    return Polynomial(f.rows, f.columns, collect(terms), ("derivative", f, x, h))


def gradient(f: Trace, x: Polynomial) -> Polynomial:
    """G with Df[h] = tr(h^T G): each occurrence of x in tr(x u) gives u^T, in tr(x^T u) gives u."""
    x0 = letter_of(x)
    terms: list[tuple[Term, Fraction]] = []
    for (s, w), c in f.terms.items():
        for i in places(w, x0):
            rest = w[i + 1 :] + w[:i]
            terms.append(((s, rest if w[i].transposed else flip(rest)), c))
    return Polynomial(x.rows, x.columns, collect(terms), ("gradient", f, x))
