"""The interface between formulas and arithmetics.

Whoever adds an arithmetic implements every method below and keeps this contract:
  1. scalars support + - * / with each other and with Python ints, and ** with a Python int;
  2. a rigorous arithmetic (`rigorous = True`) returns exact values or balls that contain the exact value, always;
  3. nothing depends on a hidden global precision: all work happens inside `with arithmetic.context():`;
  4. what cannot be done raises `NotExpressible`, never an approximation in place of it;
  5. matrices are opaque: formulas reach them through these methods only.

Scalars and matrices are typed `Any`: their types differ between arithmetics on purpose.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from numerics.instance import Matrix


class NotExpressible(ArithmeticError):
    """This arithmetic has no value for the quantity (for instance: division by a ball that contains 0)."""


class SingularCovariance(NotExpressible):
    """X^T X is singular, or not provably regular, where a formula needs it regular."""


class Arithmetic(ABC):
    """Numbers and matrices of one world. See the module docstring for the contract."""

    name: str = ""
    rigorous: bool = False

    @contextmanager
    def context(self) -> Iterator[None]:
        """Set the precision for the work inside; the default has nothing to set."""
        yield

    @abstractmethod
    def number(self, value: Fraction | int) -> Any: ...

    @abstractmethod
    def matrix(self, rows: Matrix) -> Any: ...

    @abstractmethod
    def assemble(self, rows: int, columns: int, entry: Callable[[int, int], Any]) -> Any:
        """The matrix with scalar entries entry(i, j)."""

    @abstractmethod
    def shape(self, m: Any) -> tuple[int, int]: ...

    @abstractmethod
    def entry(self, m: Any, i: int, j: int) -> Any: ...

    @abstractmethod
    def multiply(self, a: Any, b: Any) -> Any: ...

    @abstractmethod
    def transpose(self, m: Any) -> Any: ...

    @abstractmethod
    def plus(self, a: Any, b: Any) -> Any: ...

    @abstractmethod
    def scale(self, factor: Any, m: Any) -> Any: ...

    @abstractmethod
    def root(self, x: Any, n: int) -> Any:
        """The n-th root of a nonnegative number."""

    @abstractmethod
    def largest_eigenvalue(self, m: Any) -> Any:
        """Of a symmetric matrix."""

    @abstractmethod
    def smallest_eigenvalue(self, m: Any) -> Any:
        """Of a symmetric matrix."""

    @abstractmethod
    def smallest_nonzero_eigenvalue(self, m: Any) -> Any:
        """Smallest positive eigenvalue of a positive semidefinite matrix that is not 0."""

    @abstractmethod
    def least_norm_solution(self, X: Any, y: Any) -> Any:
        """The minimiser of |y - X w| of least norm, (d x 1)."""

    @abstractmethod
    def largest(self, *xs: Any) -> Any:
        """The maximum."""

    @abstractmethod
    def absolute(self, x: Any) -> Any: ...

    def certain(self, a: Any, sense: str, b: Any) -> bool | None:
        """Whether `a sense b` holds (True), fails (False), or is not known (None); rigorous arithmetics only."""
        raise NotExpressible(f"{self.name} decides nothing")

    def to_float(self, x: Any) -> float:
        """A float near x, for display and ranking."""
        return float(x)

    def to_text(self, x: Any) -> str:
        """x as a reader wants it."""
        return str(x)

    def is_exact(self, x: Any) -> bool:
        """Whether x is an exact number rather than an enclosure."""
        return self.rigorous

    def exp(self, x: Any) -> Any:
        """e^x; an arithmetic without transcendental functions raises NotExpressible."""
        raise NotExpressible(f"{self.name} has no exponential function")

    def log(self, x: Any) -> Any:
        """The natural logarithm of a positive number; raises NotExpressible where there is none."""
        raise NotExpressible(f"{self.name} has no logarithm")

    # Derived, the same in every world.

    def eye(self, n: int) -> Any:
        one, zero = self.number(1), self.number(0)
        return self.assemble(n, n, lambda i, j: one if i == j else zero)

    def product(self, *factors: Any) -> Any:
        """Matrix product, left to right as written; at least one factor."""
        result = factors[0]
        for m in factors[1:]:
            result = self.multiply(result, m)
        return result

    def minus(self, a: Any, b: Any) -> Any:
        return self.plus(a, self.scale(self.number(-1), b))

    def sum_of_squares(self, m: Any) -> Any:
        """Squared Frobenius norm (for a column: squared Euclidean norm)."""
        r, c = self.shape(m)
        total = self.number(0)
        for i in range(r):
            for j in range(c):
                x = self.entry(m, i, j)
                total = total + x * x  # not x ** 2: an arb of midpoint 0 to the power 2 is NaN in python-flint
        return total

    def trace(self, m: Any) -> Any:
        total = self.number(0)
        for i in range(self.shape(m)[0]):
            total = total + self.entry(m, i, i)
        return total

    def power(self, x: Any, exponent: Fraction) -> Any:
        """x ** exponent for x > 0 (x >= 0 when the exponent is positive); rational values stay rational."""
        base = self.root(x, exponent.denominator) if exponent.denominator > 1 else x
        return base**exponent.numerator if exponent >= 0 else self.number(1) / base ** (-exponent.numerator)
