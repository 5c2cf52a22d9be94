"""A regression problem for gradient descent in float64: its data in Sigma-form, its widths, and batches of weights.

Notation
    Sigma = X^T X / n, c = X^T y / n          R(W) = pi^T Sigma pi - 2 c^T pi + |y|^2 / n,  pi = W_1^T ... W_L^T p
    widths = (d_0, ..., d_L)                  W_k is d_k x d_{k-1}; D = max d_k
    a batch of B networks                     W of shape (B, L, D, D), layer k in W[:, k-1, :d_k, :d_{k-1}], else 0

Zero padding is invariant under gradient descent: the gradient of layer k is b_k (A_k g)^T with b_k = (W_L ...
W_{k+1})^T p and A_k = W_{k-1} ... W_1; outside its first d_k (d_{k-1}) entries each factor is a combination of padded
rows (columns), hence exactly 0. One kernel therefore serves every choice of widths.

What is not covered: data with n below the needed precision of Sigma-form (forming X^T X squares the condition number;
the twin test compares the risk with the one from the residual vector y - X pi).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numerics.instance import Instance, check_network

Array = NDArray[np.float64]


class BadDescent(ValueError):
    """Settings with which no descent can be run; one line that says what would be right."""


@dataclass(frozen=True)
class Problem:
    """Data, readout and widths of equally shaped networks. covariance (d, d), correlation (d,), readout (d_L,)."""

    covariance: Array
    correlation: Array
    y_squared: float
    readout: Array
    widths: tuple[int, ...]
    w_star: Array

    @staticmethod
    def of(X: Array, y: Array, widths: Sequence[int], readout: Array | None = None) -> Problem:
        """From data X (n, d), y (n,). The readout defaults to (1,), the perceptron's. Raises BadDescent."""
        X, y = np.asarray(X, dtype=np.float64), np.asarray(y, dtype=np.float64).reshape(-1)
        p = np.ones(1) if readout is None else np.asarray(readout, dtype=np.float64).reshape(-1)
        if X.ndim != 2 or not X.size or len(y) != len(X):
            raise BadDescent(f"X has shape {X.shape} and y has {len(y)} entries; n rows in X go with n entries in y")
        if len(widths) < 2 or widths[0] != X.shape[1] or widths[-1] != len(p) or min(widths) < 1:
            raise BadDescent(
                f"widths {tuple(widths)} have to start with {X.shape[1]} (columns of X), end with {len(p)}"
            )
        if not (np.isfinite(X).all() and np.isfinite(y).all() and np.isfinite(p).all()):
            raise BadDescent("X, y and the readout have to be finite")
        n = len(y)
        w_star = np.asarray(np.linalg.lstsq(X, y, rcond=None)[0], dtype=np.float64)
        return Problem(X.T @ X / n, X.T @ y / n, float(y @ y) / n, p, tuple(int(w) for w in widths), w_star)

    @staticmethod
    def of_instance(instance: Instance) -> tuple[Problem, Array]:
        """The problem of an exact instance and its weights as a batch of one, rounded to float64."""
        check_network(instance)
        exact = {k: np.array([[float(x) for x in row] for row in m]) for k, m in instance.matrices.items()}
        widths = (exact["X"].shape[1], *(exact[f"W{k}"].shape[0] for k in range(1, instance.depth + 1)))
        problem = Problem.of(exact["X"], exact["y"][:, 0], widths, exact["p"][:, 0])
        return problem, problem.pack([exact[f"W{k}"][None] for k in range(1, instance.depth + 1)])

    @property
    def L(self) -> int:
        return len(self.widths) - 1

    @property
    def d(self) -> int:
        return self.widths[0]

    @cached_property
    def D(self) -> int:
        return max(self.widths)

    @property
    def ends_in_row(self) -> bool:
        """True for d_L = 1 and L >= 2, where the last layer is a single row."""
        return self.widths[-1] == 1 and self.L >= 2

    # Batches

    def pack(self, layers: Sequence[Array]) -> Array:
        """Layers W_1 .. W_L, each (B, d_k, d_{k-1}), as one zero-padded batch (B, L, D, D). Raises BadDescent."""
        if len(layers) != self.L:
            raise BadDescent(f"{len(layers)} layers given, widths {self.widths} need {self.L}")
        W = np.zeros((len(layers[0]), self.L, self.D, self.D))
        for k, layer in enumerate(layers):
            if layer.shape[1:] != (self.widths[k + 1], self.widths[k]):
                raise BadDescent(f"W{k + 1} is {layer.shape[1:]}, widths {self.widths} need {self.widths[k + 1]} rows")
            W[:, k, : self.widths[k + 1], : self.widths[k]] = layer
        return W

    def unpack(self, W: Array) -> list[Array]:
        """The layers of a batch, without the padding."""
        return [W[:, k, : self.widths[k + 1], : self.widths[k]] for k in range(self.L)]

    def checked(self, W: Array) -> Array:
        """W as a contiguous copy. Raises BadDescent unless it is a padded batch of this problem."""
        W = np.array(W, dtype=np.float64, order="C")
        if W.shape[1:] != (self.L, self.D, self.D):
            raise BadDescent(f"weights have shape {W.shape}; a batch is (B, {self.L}, {self.D}, {self.D}), see pack")
        padded = W.copy()
        for layer in self.unpack(padded):
            layer[:] = 0
        if np.any(padded):
            raise BadDescent("weights outside the first d_k rows and d_{k-1} columns have to be 0, see pack")
        return W

    # Padded data, as the kernels take them

    @cached_property
    def padded(self) -> tuple[Array, Array, Array]:
        """(Sigma, c, p) with zeros up to D."""
        S, c, p = np.zeros((self.D, self.D)), np.zeros(self.D), np.zeros(self.D)
        S[: self.d, : self.d], c[: self.d], p[: self.widths[-1]] = self.covariance, self.correlation, self.readout
        return S, c, p

    # Observables

    def regressors(self, W: Array) -> Array:
        """pi of each network, (B, d)."""
        b = np.broadcast_to(self.padded[2], (len(W), self.D))
        for k in range(self.L - 1, -1, -1):
            b = np.einsum("bij,bi->bj", W[:, k], b)
        return b[:, : self.d]

    def risks(self, W: Array) -> Array:
        """R of each network, (B,); inf or NaN where the weights are too large."""
        with np.errstate(all="ignore"):
            pi = self.regressors(W)
            quadratic = np.einsum("bi,ij,bj->b", pi, self.covariance, pi)
            return np.asarray(quadratic - 2 * pi @ self.correlation + self.y_squared)

    def squared_distances(self, W: Array) -> Array:
        """Mean over coordinates of (pi - w*)^2, the distance that the figures of the source plot, (B,)."""
        with np.errstate(all="ignore"):
            return np.asarray(((self.regressors(W) - self.w_star) ** 2).mean(axis=1))


def perceptron(X: Array, y: Array, depth: int) -> Problem:
    """Hidden layers d x d, last layer 1 x d, p = 1 (depth >= 1)."""
    d = np.shape(X)[1]
    return Problem.of(X, y, (*(d,) * depth, 1))


def residual(X: Array, y: Array, depth: int, readout: Array) -> Problem:
    """All layers d x d, a fixed readout p."""
    d = np.shape(X)[1]
    return Problem.of(X, y, (d,) * (depth + 1), readout)


def gaussian_start(problem: Problem, rng: np.random.Generator, count: int, scale: float) -> Array:
    """Independent normal entries of standard deviation `scale`, (count, L, D, D)."""
    return problem.pack([scale * rng.standard_normal((count, *s)) for s in _shapes(problem)])


def residual_start(problem: Problem, rng: np.random.Generator, count: int, scale: float) -> Array:
    """W_k = I + s / sqrt(L d) N_k with N_k standard normal; all widths equal."""
    size = scale / np.sqrt(problem.L * problem.d)
    return problem.pack([np.eye(*s) + size * rng.standard_normal((count, *s)) for s in _shapes(problem)])


def _shapes(problem: Problem) -> list[tuple[int, int]]:
    return [(problem.widths[k + 1], problem.widths[k]) for k in range(problem.L)]


def learning_rates(eta: Any, count: int) -> Array:
    """One learning rate for each of `count` networks. Raises BadDescent unless all are finite and >= 0."""
    try:
        if isinstance(eta, bool | str):
            raise ValueError
        rates = np.array(np.broadcast_to(np.asarray(eta, dtype=np.float64), (count,)))
    except (TypeError, ValueError):
        raise BadDescent(f"one learning rate, or one for each of {count} networks, expected; got {eta!r}") from None
    if not (np.isfinite(rates).all() and (rates >= 0).all()):
        wrong = rates[~(np.isfinite(rates) & (rates >= 0))][0]
        raise BadDescent(f"a learning rate is a finite number >= 0, got {wrong}")
    return rates
