"""Exact rational arithmetic (python-flint fmpq) that turns into balls only where a value is irrational.

Roots of rationals stay exact (`radical`), eigenvalues of rational matrices stay exact (`spectra.rational.Eigenvalue`);
every
other root, and an eigenvalue of a matrix with ball entries, is an Arb ball at the precision of the arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from flint import arb, arb_mat, ctx, fmpq, fmpq_mat

from numerics.arithmetic.base import Arithmetic, NotExpressible
from numerics.arithmetic.compare import certain, to_float, to_text
from numerics.arithmetic.radical import Radical, as_ball, monomial
from numerics.instance import Matrix
from numerics.spectra.balls import eigenvalue_bounds
from numerics.spectra.rational import Eigenvalue


class Rationals(Arithmetic):
    """See the module docstring. prec: bits of the balls that irrational values become."""

    name = "exact"
    rigorous = True

    def __init__(self, prec: int = 64) -> None:
        self.prec = prec

    @contextmanager
    def context(self) -> Iterator[None]:
        with ctx.workprec(self.prec):
            yield

    def number(self, value: Fraction | int) -> Any:
        return fmpq(value) if isinstance(value, int) else fmpq(value.numerator, value.denominator)

    def matrix(self, rows: Matrix) -> Any:
        return fmpq_mat(len(rows), len(rows[0]), [self.number(x) for row in rows for x in row])

    def assemble(self, rows: int, columns: int, entry: Callable[[int, int], Any]) -> Any:
        entries = [entry(i, j) for i in range(rows) for j in range(columns)]
        entries = [as_ball(x) for x in entries]
        kind = arb_mat if any(isinstance(x, arb) for x in entries) else fmpq_mat
        return kind(rows, columns, entries)

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
        factor = as_ball(factor)
        if isinstance(factor, arb) and isinstance(m, fmpq_mat):
            m = arb_mat(m)
        return m * factor

    def root(self, x: Any, n: int) -> Any:
        if isinstance(x, Eigenvalue):
            exact = x.exact()
            x = x.ball() if exact is None else exact
        if isinstance(x, arb):
            return ball_root(x, n)
        if isinstance(x, Radical):
            if x.c < 0:
                raise NotExpressible("root of a negative number")
            return x.root(n)
        x = fmpq(x)
        if x < 0:
            raise NotExpressible(f"root of the negative number {x}")
        return monomial(1, x, n) if x != 0 else fmpq(0)

    def largest_eigenvalue(self, m: Any) -> Any:
        return self._extreme(m, top=True)

    def smallest_eigenvalue(self, m: Any) -> Any:
        return self._extreme(m, top=False)

    def _extreme(self, m: Any, top: bool) -> Any:
        if m.nrows() == 1:
            return m[0, 0]
        if isinstance(m, fmpq_mat):
            value = Eigenvalue(m, top)
            return value if (exact := value.exact()) is None else exact
        low, high = eigenvalue_bounds(m, top=top, prec=self.prec)
        return low.union(high)

    def smallest_nonzero_eigenvalue(self, m: Any) -> Any:
        """Exactly: the smallest nonzero root of the characteristic polynomial of the rational matrix."""
        if not isinstance(m, fmpq_mat):
            raise NotExpressible("the smallest nonzero eigenvalue needs an exact matrix")
        if m.rank() == m.nrows():
            return self.smallest_eigenvalue(m)
        roots = [r.real for r, _ in m.charpoly().complex_roots() if not r.is_zero()]
        if not roots:
            raise NotExpressible("the zero matrix has no nonzero eigenvalue")
        best = roots[0]
        for r in roots[1:]:
            best = best.min(r)
        return best

    def least_norm_solution(self, X: Any, y: Any) -> Any:
        """The solution of S w = c (S = X^T X, c = X^T y) in the range of S: w = B z, B a column basis of S."""
        S, c = X.transpose() * X, X.transpose() * y
        if S.rank() == S.nrows():
            return S.solve(c)
        _, rank = S.rref()
        if rank == 0:
            return fmpq_mat(S.nrows(), 1)
        basis = self._columns(S, _pivots(S.rref()[0], rank))
        return basis * (basis.transpose() * S * basis).solve(basis.transpose() * c)

    def _columns(self, m: Any, which: list[int]) -> Any:
        return fmpq_mat(m.nrows(), len(which), [m[i, j] for i in range(m.nrows()) for j in which])

    def largest(self, *xs: Any) -> Any:
        values = [as_ball(x) for x in xs]
        if all(not isinstance(x, arb) for x in values):
            return max(values)
        best = arb(values[0])
        for x in values[1:]:
            best = best.max(arb(x))
        return best

    def exp(self, x: Any) -> Any:
        return ball_exp(x)

    def log(self, x: Any) -> Any:
        return ball_log(x)

    def absolute(self, x: Any) -> Any:
        return abs(x.ball() if isinstance(x, Eigenvalue) else x)

    def certain(self, a: Any, sense: str, b: Any) -> bool | None:
        return certain(a, sense, b)

    def to_float(self, x: Any) -> float:
        return to_float(x)

    def to_text(self, x: Any) -> str:
        return to_text(x)

    def is_exact(self, x: Any) -> bool:
        return not isinstance(x, arb)


def ball_exp(x: Any) -> Any:
    """e^x as a ball; exactly 1 at the exact zero."""
    x = as_ball(x)
    return fmpq(1) if not isinstance(x, arb) and x == 0 else arb(x).exp()


def ball_log(x: Any) -> Any:
    """log x as a ball; exactly 0 at the exact one. Raises NotExpressible unless x is certainly positive."""
    x = as_ball(x)
    if not x > 0:
        raise NotExpressible("logarithm of a number that is not certainly positive")
    return fmpq(0) if not isinstance(x, arb) and x == 1 else arb(x).log()


def ball_root(x: Any, n: int) -> Any:
    """The n-th root of the nonnegative numbers in a ball; raises NotExpressible when all of it is negative."""
    if x < 0:
        raise NotExpressible("root of a negative number")
    if not x > 0:
        x = x.nonnegative_part() if hasattr(x, "nonnegative_part") else arb(0).union(arb(x.upper()))
    return x.root(n)


def _pivots(reduced: Any, rank: int) -> list[int]:
    found: list[int] = []
    for i in range(rank):
        found.append(next(j for j in range(reduced.ncols()) if reduced[i, j] != 0))
    return found
