"""`Second`: the arithmetic of the second evaluator, fractions and intervals of fractions in pure Python."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from numerics.arithmetic.base import Arithmetic, NotExpressible
from numerics.instance import Matrix
from numerics.second import transcendental
from numerics.second.definition import hessian_from_risk
from numerics.second.eigenvalues import characteristic_polynomial, enclose_largest, roots_above
from numerics.second.interval import Interval, Undefined, root
from numerics.second.minimum import minimum_over_tau

Rows = list[list[Any]]


class Second(Arithmetic):
    """bits: the precision of intervals. Matrices are lists of rows."""

    name = "fractions"
    rigorous = True

    def __init__(self, bits: int = 64) -> None:
        self.bits = bits

    def number(self, value: Fraction | int) -> Any:
        return Fraction(value)

    def matrix(self, rows: Matrix) -> Rows:
        return [list(row) for row in rows]

    def assemble(self, rows: int, columns: int, entry: Callable[[int, int], Any]) -> Rows:
        return [[entry(i, j) for j in range(columns)] for i in range(rows)]

    def shape(self, m: Rows) -> tuple[int, int]:
        return len(m), len(m[0])

    def entry(self, m: Rows, i: int, j: int) -> Any:
        return m[i][j]

    def multiply(self, a: Rows, b: Rows) -> Rows:
        inner = range(len(b))
        return [[sum((row[q] * b[q][j] for q in inner), Fraction(0)) for j in range(len(b[0]))] for row in a]

    def transpose(self, m: Rows) -> Rows:
        return [list(column) for column in zip(*m, strict=True)]

    def plus(self, a: Rows, b: Rows) -> Rows:
        return [[x + y for x, y in zip(r, s, strict=True)] for r, s in zip(a, b, strict=True)]

    def scale(self, factor: Any, m: Rows) -> Rows:
        return [[factor * x for x in row] for row in m]

    def root(self, x: Any, n: int) -> Any:
        try:
            return root(x if isinstance(x, Interval) else Fraction(x), n, self.bits)
        except Undefined as error:
            raise NotExpressible(str(error)) from None

    def largest_eigenvalue(self, m: Rows) -> Any:
        return m[0][0] if len(m) == 1 else enclose_largest(m, self.bits)

    def smallest_eigenvalue(self, m: Rows) -> Any:
        return -self.largest_eigenvalue([[-x for x in row] for row in m])

    def smallest_nonzero_eigenvalue(self, m: Rows) -> Any:
        """By bisection on the number of roots above c; the matrix has to be exact."""
        if any(isinstance(x, Interval) for row in m for x in row):
            raise NotExpressible("the smallest nonzero eigenvalue needs an exact matrix")
        polynomial = characteristic_polynomial(m)
        count = roots_above(polynomial, Fraction(0))
        if count == 0:
            raise NotExpressible("the zero matrix has no nonzero eigenvalue")
        low, high = Fraction(0), sum((m[i][i] for i in range(len(m))), Fraction(0))
        while high - low > high / (1 << self.bits):
            middle = (low + high) / 2
            low, high = (middle, high) if roots_above(polynomial, middle) == count else (low, middle)
        return Interval(low, high, self.bits)

    def least_norm_solution(self, X: Rows, y: Rows) -> Rows:
        """X^T u with X X^T X X^T u = X X^T y: consistent, and X^T u does not depend on the solution u."""
        gram = self.multiply(X, self.transpose(X))
        u = _any_solution(self.multiply(gram, gram), self.multiply(gram, y))
        return self.multiply(self.transpose(X), u)

    def largest(self, *xs: Any) -> Any:
        if not any(isinstance(x, Interval) for x in xs):
            return max(xs)
        low = max(x.low if isinstance(x, Interval) else Fraction(x) for x in xs)
        high = max(x.high if isinstance(x, Interval) else Fraction(x) for x in xs)
        return Interval(low, high, self.bits)

    def absolute(self, x: Any) -> Any:
        return abs(x)

    def exp(self, x: Any) -> Any:
        return transcendental.exp(x, self.bits)

    def log(self, x: Any) -> Any:
        try:
            return transcendental.log(x, self.bits)
        except Undefined as error:
            raise NotExpressible(str(error)) from None

    def certain(self, a: Any, sense: str, b: Any) -> bool | None:
        a_low, a_high = (a.low, a.high) if isinstance(a, Interval) else (Fraction(a), Fraction(a))
        b_low, b_high = (b.low, b.high) if isinstance(b, Interval) else (Fraction(b), Fraction(b))
        below, above = a_high < b_low, a_low > b_high
        same = a_low == a_high == b_low == b_high
        if not (below or above or same):
            return True if sense == "<=" and a_high <= b_low else True if sense == ">=" and a_low >= b_high else None
        return {"<=": not above, ">=": not below, "<": below, ">": above, "==": same, "!=": not same}[sense]

    def to_float(self, x: Any) -> float:
        try:
            return float((x.low + x.high) / 2) if isinstance(x, Interval) else float(x)
        except OverflowError:
            return float("nan")

    def to_text(self, x: Any) -> str:
        if isinstance(x, Interval) or x.numerator.bit_length() + x.denominator.bit_length() > 150:
            return f"{self.to_float(x):.15g}"
        return str(x) if len(str(x)) <= 40 else f"{self.to_float(x):.15g}"

    def is_exact(self, x: Any) -> bool:
        return not isinstance(x, Interval)

    def hessian_of(self, net: Any) -> Rows:
        """From the definition of the risk, see numerics.second.definition."""
        return hessian_from_risk(net.X, net.y, net.p, net.W)

    def minimum_over_tau(self, net: Any, depth: int) -> Any:
        """See numerics.second.minimum."""
        return minimum_over_tau(self, net, depth)


def _any_solution(m: Rows, rhs: Rows) -> Rows:
    """Some solution of a consistent linear system, by Gauss-Jordan elimination in fractions."""
    n = len(m)
    rows = [[*m[i], rhs[i][0]] for i in range(n)]
    pivots: list[int] = []
    for column in range(n):
        rank = len(pivots)
        found = next((i for i in range(rank, n) if rows[i][column] != 0), None)
        if found is None:
            continue
        rows[rank], rows[found] = rows[found], rows[rank]
        rows[rank] = [x / rows[rank][column] for x in rows[rank]]
        for i in range(n):
            if i != rank and rows[i][column] != 0:
                factor = rows[i][column]
                rows[i] = [x - factor * z for x, z in zip(rows[i], rows[rank], strict=True)]
        pivots.append(column)
    if any(row[n] != 0 for row in rows[len(pivots) :]):
        raise NotExpressible("the linear system has no solution")
    solution = [[Fraction(0)] for _ in range(n)]
    for i, column in enumerate(pivots):
        solution[column] = [rows[i][n]]
    return solution
