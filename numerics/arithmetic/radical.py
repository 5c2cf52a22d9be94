"""Real numbers c * q^(1/n) with rational c and q > 0: products, quotients, powers and comparisons without rounding.

Most bounds of the claims are such monomials, and at equality cases only exact arithmetic can tell `<=` from `<`. A
sum stays
exact when the quotient of the two terms is rational (then it is a multiple of one of them); any other sum becomes a
ball.

Comparison: after the signs, c1 q1^(1/n1) < c2 q2^(1/n2) is decided on the N-th powers, N = lcm(n1, n2), which are
rational.
What is not covered: general algebraic numbers.
"""

from __future__ import annotations

from math import lcm
from typing import Any

from flint import arb, fmpq, fmpz

from numerics.spectra.rational import Eigenvalue


def exact_root(q: Any, n: int) -> Any | None:
    """The n-th root of a nonnegative fmpq when it is rational, else None."""
    if q == 0:
        return fmpq(0)
    top, bottom = fmpz(q.p).root(n), fmpz(q.q).root(n)
    return fmpq(top, bottom) if top**n == q.p and bottom**n == q.q else None


def monomial(c: Any, q: Any, n: int) -> Any:
    """c * q^(1/n), as fmpq when it is rational."""
    c, q = fmpq(c), fmpq(q)
    root = exact_root(q, n)
    if root is not None:
        return c * root
    return Radical(c, q, n) if c != 0 else fmpq(0)


class Radical:
    """c * q^(1/n), irrational (rational values are fmpq; make numbers with `monomial`)."""

    __slots__ = ("c", "n", "q")

    def __init__(self, c: Any, q: Any, n: int) -> None:
        self.c, self.q, self.n = c, q, n

    def ball(self) -> Any:
        """An enclosure at the current precision."""
        return arb(self.c) * arb(self.q).root(self.n)

    def root(self, m: int) -> Any:
        """The m-th root of a positive number of this kind."""
        return monomial(1, self.c**self.n * self.q, self.n * m)

    def _times(self, other: Any, sign: int) -> Any:
        if isinstance(other, int | fmpq | fmpz):
            return monomial(self.c * fmpq(other) ** sign, self.q, self.n)
        N = lcm(self.n, other.n)
        return monomial(self.c * other.c**sign, self.q ** (N // self.n) * other.q ** (sign * (N // other.n)), N)

    def __mul__(self, other: Any) -> Any:
        return self._times(other, 1) if _monomial(other) else self.ball() * as_ball(other)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        return self._times(other, -1) if _monomial(other) else self.ball() / as_ball(other)

    def __rtruediv__(self, other: Any) -> Any:
        inverse = monomial(1 / self.c, 1 / self.q, self.n)
        return inverse * other if _monomial(other) else as_ball(other) / self.ball()

    def __pow__(self, k: int) -> Any:
        return monomial(self.c**k, self.q**k, self.n)

    def __neg__(self) -> Any:
        return Radical(-self.c, self.q, self.n)

    def __abs__(self) -> Any:
        return Radical(abs(self.c), self.q, self.n)

    def __add__(self, other: Any) -> Any:
        if isinstance(other, int | fmpq | fmpz) and other == 0:
            return self
        if isinstance(other, Radical):
            quotient = self / other
            if isinstance(quotient, fmpq):
                return other * (1 + quotient)
        return self.ball() + as_ball(other)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        return self + (-other)

    def __rsub__(self, other: Any) -> Any:
        return (-self) + other

    def compare(self, other: Any) -> int:
        """Sign of self - other for a rational or another monomial, exactly."""
        c, q, n = (other.c, other.q, other.n) if isinstance(other, Radical) else (fmpq(other), fmpq(1), 1)
        mine, yours = _sign(self.c), _sign(c)
        if mine != yours:
            return 1 if mine > yours else -1
        N = lcm(self.n, n)
        left, right = abs(self.c) ** N * self.q ** (N // self.n), abs(c) ** N * q ** (N // n)
        return mine * (int(left > right) - int(left < right))

    def __repr__(self) -> str:
        return f"Radical({self.c} * ({self.q})^(1/{self.n}))"


def _sign(x: Any) -> int:
    return int(x > 0) - int(x < 0)


def _monomial(x: Any) -> bool:
    return isinstance(x, int | fmpq | fmpz | Radical)


def as_ball(x: Any) -> Any:
    """Any exact number of this module, or an eigenvalue, as a ball at the current precision; balls as they are."""
    return x.ball() if isinstance(x, Radical | Eigenvalue) else x
