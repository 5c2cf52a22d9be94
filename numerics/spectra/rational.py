"""Extreme eigenvalues of symmetric rational matrices, compared exactly with rationals.

Main statements
    eigenvalues_above(A, c)   the number of eigenvalues > c, with multiplicity, exactly
    Eigenvalue                the largest (smallest) eigenvalue as an exact number: compares with rationals without
                              rounding, encloses itself in a ball at any precision, has exact powers when A >= 0

Why it is exact. The characteristic polynomial chi of a symmetric matrix has only real roots, and for such polynomials
Descartes' rule of signs is an equality: the number of positive roots of chi(x + c), with multiplicity, is the number of
sign changes of its coefficients. chi is computed in exact arithmetic. The ball comes from FLINT's certified isolation
of the
roots of chi.

What is not covered: matrices that are not symmetric (chi may have complex roots; the caller guarantees symmetry,
checked
here), eigenvectors, comparison of two irrational eigenvalues (done in balls, so equality of two stays undecided).

References: Descartes' rule for real-rooted polynomials, e.g. Basu-Pollack-Roy, Algorithms in Real Algebraic Geometry,
Thm 2.47.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from flint import arb, fmpq, fmpq_mat, fmpq_poly


def sign_changes(coefficients: list[Any]) -> int:
    signs = [c > 0 for c in coefficients if c != 0]
    return sum(a != b for a, b in pairwise(signs))


def _shifted(chi: Any, c: Any) -> list[Any]:
    """The coefficients of chi(x + c)."""
    coefficients: list[Any] = chi(fmpq_poly([c, 1])).coeffs()
    return coefficients


def _above(chi: Any, c: Any) -> int:
    return sign_changes(_shifted(chi, c))


def eigenvalues_above(A: Any, c: Any) -> int:
    """Number of eigenvalues of the symmetric matrix A (fmpq_mat) that are > c (fmpq), with multiplicity."""
    _check_symmetric(A)
    return _above(A.charpoly(), fmpq(c))


def is_positive_semidefinite(A: Any) -> bool:
    """Exactly: no eigenvalue of A lies below 0."""
    return eigenvalues_above(-A, fmpq(0)) == 0


def _check_symmetric(A: Any) -> None:
    if A.transpose() != A:
        raise ValueError("eigenvalues are exact for symmetric matrices only")


class Eigenvalue:
    """The largest or smallest eigenvalue of a symmetric rational matrix, as an exact real number.

    Arithmetic leaves the exact world and gives a ball at the current precision, except for the operations under which
    it
    stays an eigenvalue of a rational matrix: rational shifts, multiplication by a positive rational, and positive
    integer
    powers when the matrix is positive semidefinite (largest eigenvalue of the power of the matrix).
    """

    __slots__ = ("_chi", "_matrix", "_semidefinite", "_top")

    def __init__(self, A: Any, top: bool = True) -> None:
        _check_symmetric(A)
        self._matrix, self._top, self._chi = A, top, A.charpoly()
        self._semidefinite: bool | None = None

    def compare(self, c: Any) -> int:
        """Sign of (eigenvalue - c), exactly."""
        if self._chi(c) == 0 and self._outside(c) == 0:
            return 0
        if self._top:
            return 1 if _above(self._chi, c) > 0 else -1
        return 1 if _above(self._chi, c) == int(self._matrix.nrows()) else -1

    def _outside(self, c: Any) -> int:
        """Number of eigenvalues beyond c on the side on which the extreme one must have none."""
        if self._top:
            return _above(self._chi, c)
        n = int(self._matrix.nrows())
        return n - _above(self._chi, c) - self._multiplicity(c)

    def _multiplicity(self, c: Any) -> int:
        return next(i for i, x in enumerate(_shifted(self._chi, c)) if x != 0)

    def ball(self) -> Any:
        """An enclosure at the current precision."""
        roots = [r.real if hasattr(r, "real") else r for r, _ in self._chi.complex_roots()]
        best = arb(roots[0])
        for r in roots[1:]:
            best = best.max(arb(r)) if self._top else best.min(arb(r))
        return best

    def equals(self, other: Eigenvalue) -> bool:
        """True when both are shown to be the same number; False means only `not shown`.

        When each square-free part and their gcd have exactly one root above one number, that root of the gcd is the
        largest root of both. Any number will do; the lower end of an enclosure of one of them is the one to try.
        """
        if not (self._top and other._top):
            return False
        low = _fraction(self.ball().lower())
        first, second = _squarefree(self._chi), _squarefree(other._chi)
        common = first.gcd(second)
        return all(_above(f, low) == 1 for f in (first, second, common))

    def exact(self) -> Any | None:
        """The eigenvalue as fmpq when it is rational with a certified guess, else None."""
        for root, _ in self._chi.factor()[1]:
            if root.degree() == 1:
                c = fmpq(-root[0]) / fmpq(root[1])
                if self.compare(c) == 0:
                    return c
        return None

    def __pow__(self, n: int) -> Any:
        if n == 1:
            return self
        if n >= 2 and self._top and self._psd():
            power = self._matrix
            for _ in range(n - 1):
                power = power * self._matrix
            return Eigenvalue(power)
        return self.ball() ** n

    def _psd(self) -> bool:
        if self._semidefinite is None:
            self._semidefinite = is_positive_semidefinite(self._matrix)
        return self._semidefinite

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, int | fmpq) and other > 0:
            return Eigenvalue(self._matrix * fmpq(other), self._top)
        return self.ball() * _value(other)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        if isinstance(other, int | fmpq) and other > 0:
            return self * (fmpq(1) / fmpq(other))
        return self.ball() / _value(other)

    def __rtruediv__(self, other: Any) -> Any:
        return _value(other) / self.ball()

    def __add__(self, other: Any) -> Any:
        if isinstance(other, int | fmpq):  # a rational shift of the spectrum
            n = self._matrix.nrows()
            shift = fmpq_mat(n, n, [fmpq(other) if i == j else fmpq(0) for i in range(n) for j in range(n)])
            return Eigenvalue(self._matrix + shift, self._top)
        return self.ball() + _value(other)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        return self + (-other) if isinstance(other, int | fmpq) else self.ball() - _value(other)

    def __rsub__(self, other: Any) -> Any:
        return _value(other) - self.ball()

    def __neg__(self) -> Any:
        return Eigenvalue(-1 * self._matrix, not self._top)

    def __repr__(self) -> str:
        return f"Eigenvalue({'top' if self._top else 'bottom'}, {self.ball().str(12)})"


def _value(x: Any) -> Any:
    return x.ball() if hasattr(x, "ball") else x


def _squarefree(f: Any) -> Any:
    return f // f.gcd(f.derivative())


def _fraction(x: Any) -> Any:
    """The exact value of a ball of radius 0."""
    mantissa, exponent = x.man_exp()
    return fmpq(mantissa) * fmpq(2) ** int(exponent)
