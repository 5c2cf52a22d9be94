"""float64 NumPy with leading batch axes: scalars have shape (B,) or (), matrices (B, r, c) or (r, c).

Looks for candidates and decides nothing. Overflow and invalid operations become inf and NaN silently; whoever ranks
candidates drops them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import numpy as np

from numerics.arithmetic.base import Arithmetic
from numerics.instance import Matrix


class Floats(Arithmetic):
    name = "float64"
    rigorous = False

    @contextmanager
    def context(self) -> Iterator[None]:
        with np.errstate(all="ignore"):
            yield

    def number(self, value: Fraction | int) -> Any:
        return np.float64(value)

    def matrix(self, rows: Matrix) -> Any:
        return np.array([[float(x) for x in row] for row in rows])

    def assemble(self, rows: int, columns: int, entry: Callable[[int, int], Any]) -> Any:
        entries = [entry(i, j) for i in range(rows) for j in range(columns)]
        stacked = np.stack(np.broadcast_arrays(*entries), axis=-1)
        return stacked.reshape((*stacked.shape[:-1], rows, columns))

    def shape(self, m: Any) -> tuple[int, int]:
        return m.shape[-2], m.shape[-1]

    def entry(self, m: Any, i: int, j: int) -> Any:
        return m[..., i, j]

    def multiply(self, a: Any, b: Any) -> Any:
        return a @ b

    def transpose(self, m: Any) -> Any:
        return np.swapaxes(m, -1, -2)

    def plus(self, a: Any, b: Any) -> Any:
        return a + b

    def scale(self, factor: Any, m: Any) -> Any:
        return np.asarray(factor)[..., None, None] * m

    def sum_of_squares(self, m: Any) -> Any:
        return np.einsum("...ij,...ij->...", m, m)

    def root(self, x: Any, n: int) -> Any:
        return np.maximum(x, 0.0) ** (1.0 / n)

    def largest_eigenvalue(self, m: Any) -> Any:
        return self._eigenvalues(m)[..., -1]

    def smallest_eigenvalue(self, m: Any) -> Any:
        return self._eigenvalues(m)[..., 0]

    def smallest_nonzero_eigenvalue(self, m: Any) -> Any:
        values = self._eigenvalues(m)
        return np.where(values > 1e-9 * values[..., -1:], values, np.inf).min(-1)

    def _eigenvalues(self, m: Any) -> Any:
        finite = np.isfinite(m).all((-1, -2), keepdims=True)
        values = np.linalg.eigvalsh(np.where(finite, m, 0.0))
        return np.where(finite[..., 0], values, np.nan)

    def least_norm_solution(self, X: Any, y: Any) -> Any:
        finite = np.isfinite(X).all((-1, -2), keepdims=True)
        return np.linalg.pinv(np.where(finite, X, 0.0), rcond=1e-10) @ y

    def largest(self, *xs: Any) -> Any:
        best = xs[0]
        for x in xs[1:]:
            best = np.maximum(best, x)
        return best

    def select(self, condition: Any, yes: Any, no: Any) -> Any:
        return np.where(condition, yes, no)

    def sign(self, x: Any) -> Any:
        return np.sign(x)

    def exp(self, x: Any) -> Any:
        return np.exp(np.minimum(x, 700.0))

    def log(self, x: Any) -> Any:
        return np.log(np.maximum(x, 1e-300))

    def absolute(self, x: Any) -> Any:
        return np.abs(x)
