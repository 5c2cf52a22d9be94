"""Ball arithmetic throughout (Arb through python-flint): every value is a ball that contains the exact one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from flint import arb, arb_mat, ctx, fmpq

from numerics.arithmetic.base import Arithmetic, NotExpressible, SingularCovariance
from numerics.arithmetic.compare import certain, to_float, to_text
from numerics.arithmetic.rationals import ball_exp, ball_log, ball_root
from numerics.instance import Matrix
from numerics.spectra.balls import eigenvalue_bounds


class Balls(Arithmetic):
    """prec: bits of the midpoints."""

    name = "balls"
    rigorous = True

    def __init__(self, prec: int = 128) -> None:
        self.prec = prec

    @contextmanager
    def context(self) -> Iterator[None]:
        with ctx.workprec(self.prec):
            yield

    def number(self, value: Fraction | int) -> Any:
        return arb(value) if isinstance(value, int) else arb(fmpq(value.numerator, value.denominator))

    def matrix(self, rows: Matrix) -> Any:
        return arb_mat(len(rows), len(rows[0]), [self.number(x) for row in rows for x in row])

    def assemble(self, rows: int, columns: int, entry: Callable[[int, int], Any]) -> Any:
        return arb_mat(rows, columns, [entry(i, j) for i in range(rows) for j in range(columns)])

    def shape(self, m: Any) -> tuple[int, int]:
        return m.nrows(), m.ncols()

    def entry(self, m: Any, i: int, j: int) -> Any:
        return m[i, j]

    def multiply(self, a: Any, b: Any) -> Any:
        return a * b

    def transpose(self, m: Any) -> Any:
        return m.transpose()

    def plus(self, a: Any, b: Any) -> Any:
        return a + b

    def scale(self, factor: Any, m: Any) -> Any:
        return m * factor

    def root(self, x: Any, n: int) -> Any:
        return ball_root(arb(x), n)

    def largest_eigenvalue(self, m: Any) -> Any:
        low, high = eigenvalue_bounds(m, top=True, prec=self.prec)
        return low.union(high)

    def smallest_eigenvalue(self, m: Any) -> Any:
        low, high = eigenvalue_bounds(m, top=False, prec=self.prec)
        return low.union(high)

    def smallest_nonzero_eigenvalue(self, m: Any) -> Any:
        value = self.smallest_eigenvalue(m)
        if not value > 0:
            raise NotExpressible("balls cannot tell a zero eigenvalue from a small one")
        return value

    def least_norm_solution(self, X: Any, y: Any) -> Any:
        S = X.transpose() * X
        try:
            return S.solve(X.transpose() * y)
        except ZeroDivisionError:
            raise SingularCovariance("X^T X is not provably regular at this precision") from None

    def largest(self, *xs: Any) -> Any:
        best = arb(xs[0])
        for x in xs[1:]:
            best = best.max(arb(x))
        return best

    def exp(self, x: Any) -> Any:
        return arb(ball_exp(x))

    def log(self, x: Any) -> Any:
        return arb(ball_log(x))

    def absolute(self, x: Any) -> Any:
        return abs(arb(x))

    def certain(self, a: Any, sense: str, b: Any) -> bool | None:
        return certain(a, sense, b)

    def to_float(self, x: Any) -> float:
        return to_float(x)

    def to_text(self, x: Any) -> str:
        return to_text(x)

    def is_exact(self, x: Any) -> bool:
        return not isinstance(x, arb)
